//! The long texts of a case: 「下書きとして保存」 makes a working version, a colleague goes on with it, finishing it makes the fact. One a
//! case and part; it is no fact, so that what was only thought never stands among what was recorded.

use domain::{
    id::{CaseId, ClientId},
    monitoring::{Checking, Problem},
    office::Right,
    planning::{CaseFactKind, CaseText, Ids, PlanningCase, person::PersonRecord},
};
use serde_json::json;
use store::{
    certificates, clients, providers,
    working_versions::{self, WorkingKind, WorkingVersion},
};

use super::{
    invitation::{registered_mail, registered_phone},
    neutrality,
    person::person_record,
    record::{CaseEntry, CaseRecorded, GIVEN_UP, load, load_whole, record_within, replaced, replaced_whole},
};
use crate::{
    AuditAction, Cx, Reason, Refusal, law_book,
    monitoring::settings,
    record::{Stream as _, refuse_newer},
    working::{WorkingKey, keep, refuse_other_version, unchanged},
};

/// A text as its page shows it.
#[derive(Clone, Debug)]
pub struct TextView<T> {
    /// What is being written.
    pub working: Option<WorkingVersion<T>>,
    /// The finished one that stands, with who finished it and when (UTC).
    pub finished: Option<(T, String, String)>,
    /// That of the case whose plan this one replaces, and what of it still holds.
    pub before: Option<Before<T>>,
    /// What the case and the records of the person know of it already.
    pub known: T,
    /// The records of the person: what the text says is compared with them.
    pub person: PersonRecord,
    /// The case.
    pub case: PlanningCase,
}

/// The text of the case before this one.
#[derive(Clone, Debug)]
pub struct Before<T> {
    /// As it was finished.
    pub was: T,
    /// What this case begins with.
    pub carried: T,
}

impl<T: CaseText> TextView<T> {
    /// What the form starts from: the working version, the finished text, what still holds of the last case's.
    pub fn start(&self) -> T {
        let finished = self.finished.as_ref().map(|(text, ..)| text);
        let there = stands(self.working.as_ref().map(|working| &working.body), finished);
        there.or(self.before.as_ref().map(|before| &before.carried)).unwrap_or(&self.known).clone()
    }

    /// The version of the working version; 0 where there is none.
    pub fn version(&self) -> i64 {
        self.working.as_ref().map_or(0, |working| working.version)
    }
}

/// Of the two versions that a text can have, the one that stands: what is being written goes before what was finished.
fn stands<T>(working: Option<T>, finished: Option<T>) -> Option<T> {
    working.or(finished)
}

/// A text as it stands; none where nobody has begun it.
pub(super) fn as_it_stands<T: CaseText>(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<T>, Refusal> {
    let working = working_versions::find::<T>(cx.tx, cx.actor.office, key::<T>(case.id))?;
    Ok(stands(working.map(|it| it.body), case.text::<T>().map(|(_, text)| text.clone())))
}

/// A text of a case, as the actor may see it.
pub fn text_view<T: CaseText>(cx: &mut Cx<'_>, id: CaseId) -> Result<TextView<T>, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let hidden = cx.actor.sections.hidden();
    let working = working_versions::find::<T>(cx.tx, cx.actor.office, key::<T>(id))?;
    let working = working.map(|it| WorkingVersion { body: it.body.without(&hidden), ..it });
    let finished = case.text::<T>().map(|(fact, text)| (text.clone(), fact.by(), fact.recorded_at.clone()));
    let replaced = replaced(cx, &case)?;
    let person = person_record(cx, &case)?;
    let (before, known) = beginning::<T>(&case, replaced.as_ref(), &person);
    Ok(TextView { working, finished, before, known, person, case })
}

/// What was typed, with what is there in the sections that are hidden from whoever typed it: of the working version, else of the
/// finished text, else of the case before this one.
fn keeping_hidden<T: CaseText>(cx: &mut Cx<'_>, id: CaseId, typed: T) -> Result<T, Refusal> {
    let hidden = cx.actor.sections.hidden();
    if hidden.is_empty() {
        return Ok(typed);
    }
    let case = load_whole(cx, id)?;
    let there = match as_it_stands::<T>(cx, &case)? {
        Some(there) => Some(there),
        None => {
            let last = replaced_whole(cx, &case)?;
            last.as_ref().and_then(|last| T::of_last(last)).map(|(_, text)| text.clone())
        }
    };
    Ok(match there {
        Some(there) => typed.keeping(&there, &hidden),
        None => typed,
    })
}

/// What a text begins with: that of the case before this one, and what the case and the records of the person know.
pub(super) fn beginning<T: CaseText>(
    case: &PlanningCase,
    replaced: Option<&PlanningCase>,
    person: &PersonRecord,
) -> (Option<Before<T>>, T) {
    let before = replaced.and_then(|replaced| T::of_last(replaced)).map(|(fact, text)| {
        let day = fact.body.day().unwrap_or_else(|| fact.recorded_on());
        Before { was: text.clone(), carried: text.clone().carried_forward(day).prefilled(case).informed(person, case) }
    });
    (before, T::default().prefilled(case).informed(person, case))
}

/// Keeps a text as it stands; `recorded` is the version of the case and `seen` that of the working version that the form showed, 0 where
/// there was none. The new version.
pub fn save_working_text<T: CaseText>(
    cx: &mut Cx<'_>,
    (case, recorded): (CaseId, i64),
    seen: i64,
    text: T,
) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    cx.once("save_working_text", |cx| {
        let case = load(cx, case)?;
        // What is kept on a page from before would be finished over what somebody recorded meanwhile.
        refuse_newer(&case, recorded, T::PART.word())?;
        if case.end().is_some() {
            return Err(Refusal::Refused(vec![Reason::at("", GIVEN_UP)]));
        }
        let there = refuse_other_version::<T>(cx, key::<T>(case.id), seen)?;
        let text = keeping_hidden(cx, case.id, identified(cx, text.tidied()))?;
        let checking = checking(cx, &case)?;
        refuse(text.check(&case, &checking, false))?;
        let version = keep(cx, key::<T>(case.id), there, text)?;
        audit::<T>(cx, AuditAction::SaveWorkingText, (case.id, case.client), version)?;
        Ok(version)
    })
}

/// 捨てる: takes the working version away; what was recorded stays.
pub fn discard_working_text<T: CaseText>(cx: &mut Cx<'_>, case: CaseId, seen: i64) -> Result<(), Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    cx.once("discard_working_text", |cx| {
        let case = load(cx, case)?;
        refuse_other_version::<T>(cx, key::<T>(case.id), seen)?;
        working_versions::remove(cx.tx, cx.actor.office, key::<T>(case.id))?;
        audit::<T>(cx, AuditAction::DiscardWorkingText, (case.id, case.client), seen)
    })
}

/// Records the finished text and ends its working version, of which the form showed the version `working` (0 where
/// there was none). It replaces the finished one before it.
pub fn finish_text<T: CaseText>(
    cx: &mut Cx<'_>,
    entry: CaseEntry,
    working: i64,
    text: T,
) -> Result<CaseRecorded, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    cx.once(PlanningCase::sending(AuditAction::FinishText), |cx| finish(cx, entry, working, text))
}

fn finish<T: CaseText>(cx: &mut Cx<'_>, entry: CaseEntry, working: i64, text: T) -> Result<CaseRecorded, Refusal> {
    let case = load(cx, entry.case)?;
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    refuse_other_version::<T>(cx, key::<T>(case.id), working)?;
    let before = case.text::<T>();
    let text = keeping_hidden(cx, case.id, identified(cx, text.tidied()))?;
    let mut text = text.stamped(&client);
    if let Some(replaced) = replaced(cx, &case)? {
        text = text.against(&replaced, law_book()?);
    }
    if T::PART == CaseFactKind::Invitation {
        let register = providers::all(cx.tx, cx.actor.office)?;
        text = text.addressed(&|name| registered_mail(&register, name, cx.today));
    }
    if let Some(providers) = text.judged_by() {
        let register = providers::all(cx.tx, cx.actor.office)?;
        text = text.phoned(&|name| registered_phone(&register, name, cx.today));
        let settings = settings(cx)?;
        let certificates = certificates::of_client(cx.tx, cx.actor.office, client.id)?;
        let (check, _) = neutrality::judge(cx, (&case, &client), &providers, &settings, &certificates)?;
        text = text.judged(check);
    }
    if before.is_some_and(|(_, standing)| text.same_as(standing)) {
        return Err(Refusal::Refused(vec![Reason::at("", unchanged(T::PART.label(), working))]));
    }
    let entry = CaseEntry { corrects: before.map(|(fact, _)| fact.id), ..entry };
    record_within(cx, AuditAction::FinishText, entry, text.into_fact())
}

fn identified<T: CaseText>(cx: &Cx<'_>, text: T) -> T {
    text.identified(&mut Ids(&mut || (cx.outside.new_id)()))
}

fn key<T: CaseText>(case: CaseId) -> WorkingKey {
    (WorkingKind::Case(T::PART), case.0)
}

fn checking(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Checking, Refusal> {
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    Ok(Checking { today: cx.today, support_ended_on: case.support_ended_on, born: Some(client.birth) })
}

fn refuse(problems: Vec<Problem>) -> Result<(), Refusal> {
    let reasons: Vec<Reason> = problems.into_iter().map(Reason::from).collect();
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
}

fn audit<T: CaseText>(
    cx: &mut Cx<'_>,
    action: AuditAction,
    (case, client): (CaseId, ClientId),
    version: i64,
) -> Result<(), Refusal> {
    let entry = json!({ "client": client, "kind": T::PART.word(), "version": version });
    cx.audit(action, &case.to_string(), &entry)
}
