//! One way to record a fact, whatever stream it goes into: once a sending, load, see whether somebody was first, check,
//! append, write anew what is derived, audit. A stream says in [`Stream`] what is its own.

use domain::{
    facts::{Body, By, Fact, Facts, Gone, New},
    office::Right,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{AuditAction, Cx, Reason, Refusal};

/// A thing of which facts are recorded: a round, the office.
pub(crate) trait Stream: Sized {
    /// What a fact of it says.
    type Body: Body;
    /// How it is found.
    type Key: Copy;
    /// What recording answers; kept beside the sending.
    type Answer: DeserializeOwned + Serialize;

    /// What the derived is derived by, beside the facts: loaded once for it and for the audit entry.
    type Basis;

    /// The right that recording takes.
    const RIGHT: Right;

    /// The name under which a sending is kept.
    fn sending(action: AuditAction) -> &'static str {
        action.word()
    }

    /// The thing with its facts, in this office.
    fn load(cx: &mut Cx<'_>, key: Self::Key) -> Result<Self, Refusal>;

    /// Its facts.
    fn facts(&self) -> &Facts<Self::Body>;

    /// The version that a form shows; work done on an older one may be a conflict.
    fn version(&self) -> i64 {
        self.facts().version()
    }

    /// Whether a fact stands beside others of its kind, so that somebody else's is no conflict.
    fn stands_beside(body: &Self::Body) -> bool;

    /// What is wrong with a body as typed; `withdrawn` where it is to be taken back.
    fn refuse(&self, cx: &mut Cx<'_>, body: &Self::Body, withdrawn: bool) -> Result<Vec<Reason>, Refusal>;

    /// Why nothing may change any more in what this would change, whether it records, corrects, takes back or brings back; empty where it may.
    fn stands_still(&self, _cx: &mut Cx<'_>, _new: &New<Self::Body>) -> Result<Vec<Reason>, Refusal> {
        Ok(Vec::new())
    }

    /// The id of the next fact.
    fn next_id(&self, cx: &Cx<'_>) -> <Self::Body as Body>::Id;

    /// Keeps a fact at the end, in memory and in the store.
    fn append(&mut self, cx: &mut Cx<'_>, fact: Fact<Self::Body>) -> Result<(), Refusal>;

    /// Writes anew what is derived from the facts; what it was derived by.
    fn derive(&self, cx: &mut Cx<'_>) -> Result<Self::Basis, Refusal>;

    /// Writes the audit entry of a fact that was recorded just now.
    fn audit(
        &self,
        cx: &mut Cx<'_>,
        fact: &Fact<Self::Body>,
        action: AuditAction,
        basis: &Self::Basis,
    ) -> Result<(), Refusal>;

    /// The answer for a fact that was recorded just now.
    fn answer(&self, fact: &Fact<Self::Body>) -> Self::Answer;
}

/// Where a fact goes: the stream as the form showed it, and the fact it replaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<S: Stream> {
    pub(crate) key: S::Key,
    /// The version that the form showed.
    pub(crate) seen: i64,
    /// 訂正: the fact replaced.
    pub(crate) corrects: Option<<S::Body as Body>::Id>,
}

/// Records one fact. `make` may fill in what the stored stream decides.
pub(crate) fn record<S: Stream>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    place: Place<S>,
    make: impl FnOnce(&S) -> S::Body,
) -> Result<S::Answer, Refusal> {
    cx.authorize(S::RIGHT)?;
    cx.once(S::sending(action), |cx| record_within(cx, action, place, make))
}

/// The same within a sending that the use case counts once itself.
pub(crate) fn record_within<S: Stream>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    place: Place<S>,
    make: impl FnOnce(&S) -> S::Body,
) -> Result<S::Answer, Refusal> {
    cx.authorize(S::RIGHT)?;
    let stream = S::load(cx, place.key)?;
    let body = make(&stream);
    let adds = S::stands_beside(&body) && place.corrects.is_none();
    if !adds {
        refuse_newer(&stream, place.seen, body.kind())?;
    }
    let new = match place.corrects {
        Some(of) => stream.facts().correction(of, body).map_err(|_| gone_for_correction())?,
        None => New::of(body),
    };
    checked(cx, stream, new, action)
}

/// Records one of several facts of a sending that the use case counts once itself.
pub(crate) fn record_one<S: Stream>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    stream: S,
    body: S::Body,
) -> Result<S::Answer, Refusal> {
    cx.authorize(S::RIGHT)?;
    checked(cx, stream, New::of(body), action)
}

fn checked<S: Stream>(
    cx: &mut Cx<'_>,
    stream: S,
    new: New<S::Body>,
    action: AuditAction,
) -> Result<S::Answer, Refusal> {
    refuse_still(cx, &stream, &new)?;
    let reasons = stream.refuse(cx, &new.body, false)?;
    if reasons.is_empty() { keep(cx, stream, new, action) } else { Err(Refusal::Refused(reasons)) }
}

/// Takes a fact back. Nothing is deleted: the fact and who took it back stay in the stream.
pub(crate) fn withdraw<S: Stream>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    key: S::Key,
    fact: <S::Body as Body>::Id,
    reason: String,
) -> Result<S::Answer, Refusal> {
    cx.authorize(S::RIGHT)?;
    cx.once(S::sending(action), |cx| {
        let stream = S::load(cx, key)?;
        let new = stream.facts().withdrawal(fact, reason).map_err(|gone| match gone {
            Gone::Unknown => Refusal::NotFound,
            Gone::NotStanding => refused("この記録は、もう訂正または取り消されています。画面を開き直してください。"),
        })?;
        refuse_still(cx, &stream, &new)?;
        let reasons = match stream.facts().find(fact) {
            Some(old) => stream.refuse(cx, &old.body, true)?,
            None => Vec::new(),
        };
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        keep(cx, stream, new, action)
    })
}

/// Undoes the latest withdrawal, as long as nothing else was recorded after it.
pub(crate) fn restore<S: Stream>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    key: S::Key,
    withdrawal: <S::Body as Body>::Id,
) -> Result<S::Answer, Refusal> {
    cx.authorize(S::RIGHT)?;
    cx.once(S::sending(action), |cx| {
        let stream = S::load(cx, key)?;
        let new = stream.facts().restoration(withdrawal);
        let new = new.map_err(|newer| newer.map_or(Refusal::NotFound, |newer| conflict(&stream, newer)))?;
        refuse_still(cx, &stream, &new)?;
        keep(cx, stream, new, action)
    })
}

/// Appends facts that were checked and writes anew what is derived; the audit entry is the caller's.
pub(crate) fn append<S: Stream>(
    cx: &mut Cx<'_>,
    stream: &mut S,
    new: impl IntoIterator<Item = New<S::Body>>,
) -> Result<S::Basis, Refusal> {
    for New { body, corrects } in new {
        let fact = Fact {
            id: stream.next_id(cx),
            body,
            recorded_by: By::Staff(cx.actor.user),
            recorded_by_name: cx.actor.name.clone(),
            recorded_at: (cx.outside.now)(),
            corrects,
        };
        stream.append(cx, fact)?;
    }
    stream.derive(cx)
}

fn keep<S: Stream>(
    cx: &mut Cx<'_>,
    mut stream: S,
    new: New<S::Body>,
    action: AuditAction,
) -> Result<S::Answer, Refusal> {
    let basis = append(cx, &mut stream, [new])?;
    let fact = stream.facts().last().ok_or(Refusal::NotFound)?;
    stream.audit(cx, fact, action, &basis)?;
    Ok(stream.answer(fact))
}

/// Refuses where somebody recorded the same kind after the form was shown: what it says would go over it unseen.
pub(crate) fn refuse_newer<S: Stream>(stream: &S, seen: i64, kind: &str) -> Result<(), Refusal> {
    stream.facts().conflict(seen, kind).map_or(Ok(()), |newer| Err(conflict(stream, newer)))
}

fn refuse_still<S: Stream>(cx: &mut Cx<'_>, stream: &S, new: &New<S::Body>) -> Result<(), Refusal> {
    let reasons = stream.stands_still(cx, new)?;
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
}

pub(crate) fn conflict<S: Stream>(stream: &S, newer: &Fact<S::Body>) -> Refusal {
    Refusal::Conflict { current: stream.version(), by: newer.by() }
}

fn gone_for_correction() -> Refusal {
    refused("訂正しようとした記録は、もう訂正または取り消されています。画面を開き直してください。")
}

fn refused(sentence: &'static str) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}
