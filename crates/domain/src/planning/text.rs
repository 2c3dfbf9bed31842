//! The long texts of a planning case: written over days as a working version, recorded as a fact when they are finished.

use calendar::Date;
use serde::{Serialize, de::DeserializeOwned};

use super::{CaseFact, CaseFactKind, PlanningCase};
use crate::{
    client::Client,
    monitoring::check::{Checking, Problem},
};

/// A text that is one part of a step: one a case, and the latest finished one stands.
pub trait CaseText: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + 'static {
    /// The part.
    const PART: CaseFactKind;

    /// What is wrong with it as typed. One that is being written may be incomplete, but not too long.
    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem>;

    /// Without the rows in which nothing is typed.
    fn tidied(self) -> Self;

    /// With what is registered of the client on the day it is finished.
    fn stamped(self, _client: &Client) -> Self {
        self
    }

    /// What the next case begins with: what still holds; `from` is the day of this one.
    fn carried_forward(self, from: Date) -> Self;

    /// The fact that it becomes.
    fn into_fact(self) -> CaseFact;

    /// The text of a fact, where it is one.
    fn of_fact(fact: &CaseFact) -> Option<&Self>;
}

impl PlanningCase {
    /// The finished text that stands, with the day it is of.
    pub fn text<T: CaseText>(&self) -> Option<(&crate::facts::Fact<CaseFact>, &T)> {
        self.standing_of(T::PART).filter_map(|fact| Some((fact, T::of_fact(&fact.body)?))).last()
    }
}
