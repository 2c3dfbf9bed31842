//! 決め手になる事実: which of the facts one can still be asked for would change the standard period of this client.
//!
//! The page of a certificate asks for these and for no others.

use law::LawBook;

use super::{Need, Standard, StandardFacts, TableAnswer};
use crate::client::{IntensiveGround, ShorterGround};

/// What is worth asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deciding {
    /// 介護保険のケアマネジメント.
    pub care_management: bool,
    /// 集中的支援の理由 (イロハ).
    pub intensive: bool,
    /// The grounds for a shorter interval that count for these services.
    pub shorter_grounds: Vec<ShorterGround>,
}

/// The facts on which the answer depends, whatever was answered so far: each is tried, and asked for where the answer changes.
pub fn deciding(book: &LawBook, facts: &StandardFacts) -> Deciding {
    let standard = Standard::new(book);
    let with = |change: &dyn Fn(&mut StandardFacts)| {
        let mut changed = facts.clone();
        change(&mut changed);
        standard.decide(&changed)
    };
    let intensive = |grounds: &[IntensiveGround]| with(&|facts| facts.intensive = grounds.to_vec());
    let shorter = |grounds: &[ShorterGround]| with(&|facts| facts.shorter_grounds = grounds.to_vec());
    let without = shorter(&[]);
    Deciding {
        care_management: with(&|facts| facts.care_management = None) == TableAnswer::Needs(Need::CareManagement),
        intensive: intensive(&[]) != intensive(IntensiveGround::ALL),
        shorter_grounds: ShorterGround::ALL.iter().copied().filter(|ground| shorter(&[*ground]) != without).collect(),
    }
}
