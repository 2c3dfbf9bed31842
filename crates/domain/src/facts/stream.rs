//! A stream of facts: what stands of it, and what may be added to it.

use std::ops::Deref;

use super::{Body, Fact};

/// Every fact ever recorded of one thing, oldest first, corrected ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<B: Body>(Vec<Fact<B>>);

/// A fact that is to be recorded: who and when is stamped on it when it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct New<B: Body> {
    /// What it says.
    pub body: B,
    /// The fact it replaces or takes back.
    pub corrects: Option<B::Id>,
}

/// Why a fact can be neither corrected nor taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// There is no such fact in the stream.
    Unknown,
    /// It was corrected or taken back before.
    NotStanding,
}

impl<B: Body> Default for Facts<B> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<B: Body> From<Vec<Fact<B>>> for Facts<B> {
    fn from(facts: Vec<Fact<B>>) -> Self {
        Self(facts)
    }
}

impl<B: Body> Deref for Facts<B> {
    type Target = [Fact<B>];

    fn deref(&self) -> &[Fact<B>] {
        &self.0
    }
}

impl<'a, B: Body> IntoIterator for &'a Facts<B> {
    type Item = &'a Fact<B>;
    type IntoIter = std::slice::Iter<'a, Fact<B>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<B: Body> New<B> {
    /// One more fact beside the others.
    pub fn of(body: B) -> Self {
        Self { body, corrects: None }
    }
}

impl<B: Body> Facts<B> {
    /// Puts a recorded fact at the end.
    pub fn append(&mut self, fact: Fact<B>) {
        self.0.push(fact);
    }

    /// The same facts with other bodies, as somebody sees them.
    pub fn map(self, seen: impl Fn(B) -> B) -> Self {
        Self(self.0.into_iter().map(|fact| Fact { body: seen(fact.body), ..fact }).collect())
    }

    /// How many facts there are: two people who saw different ones have different versions.
    pub fn version(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// The fact of this id, corrected or not.
    pub fn find(&self, id: B::Id) -> Option<&Fact<B>> {
        self.0.iter().find(|fact| fact.id == id)
    }

    /// The facts that stand: neither corrected nor withdrawn, oldest first. A withdrawal that was itself taken back
    /// (元に戻す) hides nothing; a correction stays even when it is withdrawn, because the older text was wrong.
    pub fn standing(&self) -> impl Iterator<Item = &Fact<B>> {
        self.0.iter().filter(|fact| self.stands(fact))
    }

    /// Whether a fact of this stream is one of those that stand.
    pub fn stands(&self, fact: &Fact<B>) -> bool {
        !fact.body.is_withdrawal() && !self.is_hidden(fact.id)
    }

    fn is_hidden(&self, id: B::Id) -> bool {
        let names = |id| self.0.iter().filter(move |later| later.corrects == Some(id));
        names(id).any(|later| !later.body.is_withdrawal() || names(later.id).next().is_none())
    }

    /// What stands today in the place of a fact: itself, or its latest correction; none where that was withdrawn.
    pub fn standing_for(&self, id: B::Id) -> Option<&Fact<B>> {
        let corrects = |later: &&Fact<B>, of| later.corrects == Some(of) && !later.body.is_withdrawal();
        // A correction comes after what it corrects, so one walk through the facts follows the whole chain.
        let last = self.0.iter().fold(id, |at, later| if corrects(&later, at) { later.id } else { at });
        self.standing().find(|fact| fact.id == last)
    }

    /// Whether a fact was recorded before another one.
    pub fn recorded_before(&self, first: B::Id, second: B::Id) -> bool {
        let place = |id| self.0.iter().position(|fact| fact.id == id);
        place(first) < place(second)
    }

    /// The latest withdrawal that still holds, and the fact it took back: what 元に戻す would bring back.
    pub fn last_withdrawal(&self) -> Option<(&Fact<B>, &Fact<B>)> {
        let last = self.0.last()?;
        let taken_back = last.body.is_withdrawal().then_some(last.corrects).flatten()?;
        let fact = self.find(taken_back)?;
        (!fact.body.is_withdrawal()).then_some((last, fact))
    }

    /// 訂正: a body in the place of a fact of its kind that stands.
    pub fn correction(&self, of: B::Id, body: B) -> Result<New<B>, Gone> {
        let old = self.standing_fact(of)?;
        if old.body.kind() != body.kind() {
            return Err(Gone::NotStanding);
        }
        Ok(New { body, corrects: Some(of) })
    }

    /// 取消: takes a standing fact back.
    pub fn withdrawal(&self, of: B::Id, reason: String) -> Result<New<B>, Gone> {
        let old = self.standing_fact(of)?;
        Ok(New { body: old.body.withdrawal(reason), corrects: Some(of) })
    }

    /// 元に戻す: takes the latest withdrawal back, as long as nothing else was recorded after it; else the newer fact.
    pub fn restoration(&self, withdrawal: B::Id) -> Result<New<B>, Option<&Fact<B>>> {
        match self.last_withdrawal() {
            Some((last, fact)) if last.id == withdrawal => {
                Ok(New { body: fact.body.withdrawal(String::new()), corrects: Some(withdrawal) })
            }
            _ => Err(self.0.last().filter(|fact| fact.id != withdrawal)),
        }
    }

    /// What a new fact is about: what it says; of one that takes back or brings back, what was recorded.
    pub fn subject<'a>(&'a self, new: &'a New<B>) -> &'a B {
        let (mut body, mut of) = (&new.body, new.corrects);
        while let Some(fact) = of.filter(|_| body.is_withdrawal()).and_then(|id| self.find(id)) {
            (body, of) = (&fact.body, fact.corrects);
        }
        body
    }

    /// The newest fact that somebody who saw the first `seen` facts does not know, and that is about the same as what
    /// they record now: of the same kind, or taking back one of that kind. Work on another kind is no conflict.
    pub fn conflict(&self, seen: i64, kind: &str) -> Option<&Fact<B>> {
        let touches = |fact: &Fact<B>| {
            fact.body.kind() == kind
                || fact.corrects.and_then(|id| self.find(id)).is_some_and(|old| old.body.kind() == kind)
        };
        self.0.iter().skip(usize::try_from(seen).unwrap_or(0)).rfind(|fact| touches(fact))
    }

    fn standing_fact(&self, id: B::Id) -> Result<&Fact<B>, Gone> {
        self.find(id).ok_or(Gone::Unknown)?;
        self.standing().find(|fact| fact.id == id).ok_or(Gone::NotStanding)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{facts::By, id::UserId};

    /// A stream as small as one can be.
    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Said {
        Word(&'static str),
        Number(i64),
        Withdrawn,
    }

    impl Body for Said {
        type Id = i64;

        fn kind(&self) -> &'static str {
            match self {
                Self::Word(_) => "word",
                Self::Number(_) => "number",
                Self::Withdrawn => "withdrawn",
            }
        }

        fn is_withdrawal(&self) -> bool {
            matches!(self, Self::Withdrawn)
        }

        fn withdrawal(&self, _reason: String) -> Self {
            Self::Withdrawn
        }
    }

    fn add(facts: &mut Facts<Said>, new: New<Said>) -> i64 {
        let id = facts.version() + 1;
        facts.append(Fact {
            id,
            body: new.body,
            recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
            corrects: new.corrects,
        });
        id
    }

    fn standing(facts: &Facts<Said>) -> Vec<i64> {
        facts.standing().map(|fact| fact.id).collect()
    }

    #[test]
    fn a_correction_stands_in_the_place_of_what_it_corrects() {
        let mut facts = Facts::default();
        let first = add(&mut facts, New::of(Said::Word("a")));
        let new = facts.correction(first, Said::Word("b")).unwrap();
        let second = add(&mut facts, new);
        assert_eq!(standing(&facts), [second]);
        assert_eq!(facts.standing_for(first).map(|fact| fact.id), Some(second));
        assert_eq!(facts.correction(first, Said::Word("c")), Err(Gone::NotStanding), "it was corrected before");
        assert_eq!(facts.correction(second, Said::Number(1)), Err(Gone::NotStanding), "another kind corrects nothing");
        assert_eq!(facts.correction(9, Said::Word("c")), Err(Gone::Unknown));
        assert_eq!(facts.version(), 2);
    }

    #[test]
    fn a_withdrawal_can_be_taken_back_until_something_else_is_recorded() {
        let mut facts = Facts::default();
        let first = add(&mut facts, New::of(Said::Word("a")));
        let new = facts.withdrawal(first, String::new()).unwrap();
        let withdrawal = add(&mut facts, new);
        assert!(standing(&facts).is_empty());
        assert!(facts.iter().all(|fact| !facts.stands(fact)), "neither the fact nor its withdrawal");
        assert_eq!(facts.last_withdrawal().map(|(last, fact)| (last.id, fact.id)), Some((withdrawal, first)));
        assert_eq!(facts.withdrawal(first, String::new()), Err(Gone::NotStanding));
        let back = facts.restoration(withdrawal).unwrap();
        assert_eq!(facts.subject(&back), &Said::Word("a"), "bringing back is about what was taken back");
        assert_eq!(facts.subject(&New::of(Said::Number(2))), &Said::Number(2));
        add(&mut facts, back);
        assert_eq!(standing(&facts), [first]);
        assert!(facts.stands(facts.find(first).unwrap()));
        let new = add(&mut facts, New::of(Said::Number(1)));
        assert_eq!(facts.restoration(withdrawal).map_err(|newer| newer.map(|fact| fact.id)), Err(Some(new)));
    }

    #[test]
    fn only_what_is_newer_and_of_the_same_kind_is_a_conflict() {
        let mut facts = Facts::default();
        let first = add(&mut facts, New::of(Said::Word("a")));
        add(&mut facts, New::of(Said::Number(1)));
        let conflict = |facts: &Facts<Said>, seen, kind| facts.conflict(seen, kind).map(|fact| fact.id);
        assert_eq!(conflict(&facts, 1, "word"), None);
        assert_eq!(conflict(&facts, 1, "number"), Some(2));
        let new = facts.withdrawal(first, String::new()).unwrap();
        let withdrawal = add(&mut facts, new);
        assert_eq!(conflict(&facts, 2, "word"), Some(withdrawal), "it was taken back meanwhile");
        assert_eq!(conflict(&facts, 3, "word"), None);
    }
}
