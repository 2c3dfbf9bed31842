//! The long texts of a planning case: written over days as a working version, recorded as a fact when they are finished.

use calendar::Date;
use law::LawBook;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    CaseFact, CaseFactKind, PlanningCase,
    p2_neutrality::NeutralityCheck,
    person::{PartOrigin, PersonRecord},
};
use crate::{
    client::{Client, ClientForOthers},
    facts::Fact,
    id::PlanRowId,
    monitoring::check::{Checking, Problem},
    office::Section,
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

    /// What a text begins with that nobody has written yet: what the case knows already.
    fn prefilled(self, _case: &PlanningCase) -> Self {
        self
    }

    /// With what is recorded of the person in each part of which nothing is written.
    fn informed(self, _person: &PersonRecord, _case: &PlanningCase) -> Self {
        self
    }

    /// The parts of which the records of the person speak, too.
    fn origins(&self, _person: &PersonRecord, _case: &PlanningCase) -> Vec<PartOrigin> {
        Vec::new()
    }

    /// With an id for each row that has none of its own yet.
    fn identified(self, _ids: &mut Ids<'_>) -> Self {
        self
    }

    /// The providers by which 中立性 is judged when it is finished; none where it is not judged.
    fn judged_by(&self) -> Option<Vec<String>> {
        None
    }

    /// With the answer of 中立性.
    fn judged(self, _check: NeutralityCheck) -> Self {
        self
    }

    /// Whether it says what a finished one says; on which day the program checked it makes no other text.
    fn same_as(&self, other: &Self) -> bool {
        self == other
    }

    /// With what differs from that of the case before this one.
    fn against(self, _last: &PlanningCase, _law: &LawBook) -> Self {
        self
    }

    /// That of the case before this one as it is compared with this: what another text's page tells already is no difference here.
    fn compared(&self, was: Self, _case: &PlanningCase) -> Self {
        was
    }

    /// Without what stands in the sections that somebody may not see.
    fn without(self, _hidden: &[Section]) -> Self {
        self
    }

    /// With what `there` says in the sections that are hidden from whoever typed this: nobody takes away what they cannot see.
    fn keeping(self, _there: &Self, _hidden: &[Section]) -> Self {
        self
    }

    /// With the mail address of each provider, by its name, where none was typed.
    fn addressed(self, _address: &dyn Fn(&str) -> Option<String>) -> Self {
        self
    }

    /// With the telephone number of each provider, by its name, where no number was typed.
    fn phoned(self, _phone: &dyn Fn(&str) -> Option<String>) -> Self {
        self
    }

    /// What the next case begins with: what still holds; `from` is the day of this one.
    fn carried_forward(self, from: Date) -> Self;

    /// That of the case before this one, which this one begins with.
    fn of_last(last: &PlanningCase) -> Option<(&Fact<CaseFact>, &Self)> {
        last.text::<Self>()
    }

    /// The fact that it becomes.
    fn into_fact(self) -> CaseFact;

    /// The text of a fact, where it is one.
    fn of_fact(fact: &CaseFact) -> Option<&Self>;
}

/// In an `impl CaseText`: the part that the text is, and the fact that it becomes, both of this name.
macro_rules! part {
    ($part:ident) => {
        const PART: $crate::planning::CaseFactKind = $crate::planning::CaseFactKind::$part;

        fn into_fact(self) -> $crate::planning::CaseFact {
            $crate::planning::CaseFact::$part(self)
        }

        fn of_fact(fact: &$crate::planning::CaseFact) -> Option<&Self> {
            match fact {
                $crate::planning::CaseFact::$part(text) => Some(text),
                _ => None,
            }
        }
    };
}

pub(super) use part;

/// Gives rows their ids.
pub struct Ids<'a>(pub &'a mut dyn FnMut() -> Uuid);

impl Ids<'_> {
    /// An id for each row that has none, and for one that has that of a row before it.
    pub(super) fn each<'r>(&mut self, rows: impl Iterator<Item = &'r mut Option<PlanRowId>>) {
        let mut seen = Vec::new();
        for id in rows {
            let own = id.filter(|own| !seen.contains(own)).unwrap_or_else(|| PlanRowId((self.0)()));
            seen.push(own);
            *id = Some(own);
        }
    }
}

impl PlanningCase {
    /// The case as somebody sees it to whom these sections are hidden.
    pub fn without(self, hidden: &[Section]) -> Self {
        if hidden.is_empty() {
            return self;
        }
        let seen = |body| match body {
            CaseFact::Assessment(text) => text.without(hidden).into_fact(),
            other => other,
        };
        Self { facts: self.facts.map(seen), ..self }
    }

    /// The case as others may see it: without the address and the numbers that are marked 知らせない.
    #[must_use]
    pub fn for_others(self, client: &ClientForOthers) -> Self {
        let seen = |body| match body {
            CaseFact::Basic(text) => text.for_others(client).into_fact(),
            other => other,
        };
        Self { facts: self.facts.map(seen), ..self }
    }

    /// The finished text that stands, with the day it is of.
    pub fn text<T: CaseText>(&self) -> Option<(&Fact<CaseFact>, &T)> {
        self.standing_of(T::PART).filter_map(|fact| Some((fact, T::of_fact(&fact.body)?))).last()
    }
}
