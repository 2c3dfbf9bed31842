//! The papers that are handed in beside the draft (支給申請書, 計画相談支援依頼（変更）届出書), and セルフプラン of a client who plans without an office.

use domain::{
    client::{About, AboutKind, Disability},
    id::{CaseId, ClientId},
    office::Right,
    planning::{PlanningCase, p2_draft::PlanDraft, p2_week_plan::WeekPlan},
};
use forms::{APPLICATION, ApplicationInput, FilledForm, SELF_PLAN, SelfPlanInput};
use store::{certificates, client_facts, clients, office_facts, planning_cases};

use super::{
    case_view::municipality_name, person::person_record, proposal::as_written, record::load, record_decision::proposed,
};
use crate::{Cx, Refusal, law_book, paper_style::PaperStyle};

/// A paper beside the draft, by the word of its form: `application` or `notice`.
pub fn print_application(cx: &mut Cx<'_>, id: CaseId, paper: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let certificates = certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let about = client_facts::about(cx.tx, cx.actor.office, client.id)?;
    let disability = match about.on(AboutKind::Disability, cx.today).map(|fact| &fact.body.what) {
        Some(About::Disability(disability)) => disability.clone(),
        _ => Disability::default(),
    };
    let municipality = municipality_name(cx, &case, &certificates)?;
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?.on(cx.today);
    let person = person_record(cx, &case)?;
    let number = case.certificate(&certificates, cx.today).map(|it| it.number.clone()).unwrap_or_default();
    let style = PaperStyle::of(cx, &case.municipality, cx.today)?;
    let input = ApplicationInput {
        client: &client,
        disability: &disability,
        certificate_number: &number,
        municipality: &municipality,
        office: &office,
        case: &case,
        in_use: &person.in_use,
        asked: &proposed(law_book()?, &case).services,
        today: cx.today,
    };
    Ok(style.fill(style.form(&APPLICATION, paper)?, forms::application(&input)))
}

/// セルフプラン: blank but for what is registered of the person, or filled with what was planned last.
pub fn print_self_plan(cx: &mut Cx<'_>, id: ClientId, filled: bool) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let client = clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let last = if filled { last_planned(cx, id)? } else { None };
    let municipality = last.as_ref().map(|case| case.municipality.clone()).unwrap_or_default();
    let (draft, week) = match &last {
        None => (PlanDraft::default(), WeekPlan::default()),
        Some(case) => (
            as_written::<PlanDraft>(cx, case)?.map(|(draft, _)| draft).unwrap_or_default(),
            as_written::<WeekPlan>(cx, case)?.map(|(week, _)| week).unwrap_or_default(),
        ),
    };
    // Whoever plans alone writes the day, too.
    let draft = PlanDraft { written_on: None, ..draft };
    let style = PaperStyle::of(cx, &municipality, cx.today)?;
    let input = SelfPlanInput { client: &client, draft: &draft, week: &week, today: cx.today };
    Ok(style.fill(style.form(&SELF_PLAN, "")?, forms::self_plan(&input)))
}

/// The newest case of the client in which something was planned.
fn last_planned(cx: &mut Cx<'_>, client: ClientId) -> Result<Option<PlanningCase>, Refusal> {
    let mut cases = planning_cases::of_client(cx.tx, cx.actor.office, client)?;
    cases.sort_by_key(|case| (case.opened_on, case.id));
    while let Some(case) = cases.pop() {
        if as_written::<PlanDraft>(cx, &case)?.is_some() {
            return Ok(Some(case));
        }
    }
    Ok(None)
}
