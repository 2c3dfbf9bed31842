//! サービス等利用計画案 as a paper: the finished texts, or the working versions (with 下書き on it) where one is not finished.

use domain::{
    id::CaseId,
    office::Right,
    planning::{CaseText, PlanningCase, p2_draft::PlanDraft, p2_interval::IntervalProposal, p2_week_plan::WeekPlan},
};
use forms::{FilledForm, Form, PlanInput, PlanStage};
use store::{
    certificates, clients, office_facts,
    working_versions::{self, WorkingKind},
};

use super::record::load;
use crate::{Cx, Reason, Refusal, office::specialist_of};

/// The filled form of the 案, ready to be drawn outside of the transaction.
pub fn print_proposal(cx: &mut Cx<'_>, id: CaseId, form: &Form) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let case = load(cx, id)?;
    let Some(draft) = text::<PlanDraft>(cx, &case)? else {
        let sentence = "計画案がまだありません。先に (2) 計画案 を書いてください。".to_owned();
        return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
    };
    let week = text::<WeekPlan>(cx, &case)?;
    let interval = text::<IntervalProposal>(cx, &case)?;
    let client = clients::find(cx.tx, office, case.client)?.ok_or(Refusal::NotFound)?;
    let certificates = certificates::of_client(cx.tx, office, client.id)?;
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let day = draft.0.written_on.unwrap_or(cx.today);
    let office = office_facts::history(cx.tx, office)?.ok_or(Refusal::NotFound)?.on(day);
    // A part that is not begun leaves its page empty, to be written by hand; it does not make the rest a 下書き.
    let unfinished = draft.1
        || week.as_ref().is_some_and(|(_, unfinished)| *unfinished)
        || interval.as_ref().is_some_and(|(_, unfinished)| *unfinished);
    let input = PlanInput {
        client: &client,
        certificates: &certificates,
        office: &office,
        specialist: &specialist,
        case: &case,
        draft: &draft.0,
        week: &week.map(|(week, _)| week).unwrap_or_default(),
        interval: &interval.map(|(interval, _)| interval).unwrap_or_default(),
        stage: PlanStage { proposal: true, unfinished },
        today: cx.today,
    };
    Ok(form.fill(&forms::plan(&input)))
}

/// The text as it is finished, else its working version; whether it is unfinished.
fn text<T: CaseText>(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<(T, bool)>, Refusal> {
    if let Some((_, finished)) = case.text::<T>() {
        return Ok(Some((finished.clone(), false)));
    }
    let key = (WorkingKind::Case(T::PART), case.id.0);
    let working = working_versions::find::<T>(cx.tx, cx.actor.office, key)?;
    Ok(working.map(|working| (working.body, true)))
}
