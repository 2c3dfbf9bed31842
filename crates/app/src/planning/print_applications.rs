//! The papers that are handed in beside the draft (支給申請書, 計画相談支援依頼（変更）届出書), and セルフプラン of a client who plans without an office.

use calendar::Date;
use domain::{
    client::{About, AboutClient, AboutKind, ConsultationService, Disability},
    id::{CaseId, ClientId},
    office::Right,
    planning::{
        CaseKind, PlanningCase, p2_draft::PlanDraft, p2_week_plan::WeekPlan, p3_hand_in::HandInPaper, p5_plan::Plan,
    },
};
use forms::{APPLICATION, ApplicationInput, AskedOffice, Asks, FilledForm, SELF_PLAN, SelfPlanInput};
use store::{certificates, client_facts, clients, office_facts, planning_cases};

use super::{
    case_view::municipality_name, person::person_record, proposal::as_written, record::load, record_decision::proposed,
};
use crate::{Cx, Refusal, clients::for_others, law_book, paper_style::PaperStyle};

/// A paper beside the draft, by the word of its form: `application` or `notice`.
pub fn print_application(cx: &mut Cx<'_>, id: CaseId, paper: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let certificates = certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let about = client_facts::about(cx.tx, cx.actor.office, client.id)?;
    let disability = disability(&about, cx.today);
    let insurance = about.insurance_on(cx.today).cloned().unwrap_or_default();
    let municipality = municipality_name(cx, &case, &certificates)?;
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?.on(cx.today);
    let person = person_record(cx, &case)?;
    let number = case.certificate(&certificates, cx.today).map(|it| it.number.clone()).unwrap_or_default();
    let style = PaperStyle::of(cx, &case.municipality, cx.today)?;
    let input = ApplicationInput {
        client: &client,
        disability: &disability,
        insurance: &insurance,
        certificate_number: &number,
        municipality: &municipality,
        office: AskedOffice::of(&office, case.service),
        service: case.service,
        asks: (case.kind == CaseKind::New).then_some(Asks::First),
        in_use: &person.in_use,
        asked: &proposed(law_book()?, &case).services,
        today: cx.today,
    };
    style.fill(cx, style.form(&APPLICATION, paper)?, forms::application(&input))
}

/// 計画相談支援依頼（変更）届出書 of the last 事業所の変更 of a client: asking this office where the client comes, the other one where the client
/// leaves. Without one recorded, this office is asked, and what is not known is written by hand.
pub fn print_office_change(cx: &mut Cx<'_>, id: ClientId) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let client = clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let about = client_facts::about(cx.tx, cx.actor.office, id)?;
    let disability = disability(&about, cx.today);
    let insurance = about.insurance_on(cx.today).cloned().unwrap_or_default();
    let certificates = certificates::of_client(cx.tx, cx.actor.office, id)?;
    let newest = certificates.iter().max_by_key(|it| (it.starts_on(), it.id));
    let usual = if client.guardian.is_some() { ConsultationService::Child } else { ConsultationService::Plan };
    let service = newest.map_or(usual, |it| it.service);
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?.on(cx.today);
    let ours = AskedOffice::of(&office, service);
    let (asked, asks) = match about.office_changes().pop() {
        None => (ours, Asks::Change { before: "", on: None, reason: "" }),
        Some((_, kind, change)) => {
            let leaves = kind == AboutKind::ToOffice;
            let (before, on) = (if leaves { office.name.as_str() } else { &change.office }, Some(change.on));
            let asked = if leaves { AskedOffice::named(&change.office) } else { ours };
            (asked, Asks::Change { before, on, reason: &change.reason })
        }
    };
    let code = newest.map(|it| it.municipality.clone()).unwrap_or_default();
    let style = PaperStyle::of(cx, &code, cx.today)?;
    let input = ApplicationInput {
        client: &client,
        disability: &disability,
        insurance: &insurance,
        certificate_number: newest.map_or("", |it| it.number.as_str()),
        municipality: newest.map_or("", |it| it.municipality_name.as_str()),
        office: asked,
        service,
        asks: Some(asks),
        in_use: &[],
        asked: &[],
        today: cx.today,
    };
    style.fill(cx, style.form(&APPLICATION, HandInPaper::Notice.word())?, forms::application(&input))
}

/// 障害と手帳 as recorded.
pub(crate) fn disability(about: &AboutClient, today: Date) -> Disability {
    match about.on(AboutKind::Disability, today).map(|fact| &fact.body.what) {
        Some(About::Disability(disability)) => disability.clone(),
        _ => Disability::default(),
    }
}

/// セルフプラン: blank but for what is registered of the person, or filled with what was planned last.
pub fn print_self_plan(cx: &mut Cx<'_>, id: ClientId, filled: bool) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let client = clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let last = if filled { last_planned(cx, id)? } else { None };
    let municipality = last.as_ref().map(|(case, _)| case.municipality.clone()).unwrap_or_default();
    let (draft, week) = match last {
        None => (PlanDraft::default(), WeekPlan::default()),
        Some((case, draft)) => (draft, as_written::<WeekPlan>(cx, &case)?.map(|(week, _)| week).unwrap_or_default()),
    };
    // Whoever plans alone writes the day, too.
    let draft = PlanDraft { written_on: None, ..draft };
    let style = PaperStyle::of(cx, &municipality, cx.today)?;
    let household = client_facts::about(cx.tx, cx.actor.office, id)?.household_on(cx.today);
    let input = SelfPlanInput { client: &client, household, draft: &draft, week: &week, today: cx.today };
    style.fill(cx, style.form(&SELF_PLAN, "")?, forms::self_plan(&input))
}

/// The newest case of the client in which something was planned, and what; of one that a file brought, its plan.
pub(crate) fn last_planned(cx: &mut Cx<'_>, client: ClientId) -> Result<Option<(PlanningCase, PlanDraft)>, Refusal> {
    let mut cases = planning_cases::of_client(cx.tx, cx.actor.office, client)?;
    cases.sort_by_key(|case| (case.opened_on, case.id));
    while let Some(case) = cases.pop() {
        let draft = as_written::<PlanDraft>(cx, &case)?.map(|(draft, _)| draft);
        if let Some(draft) = draft.or_else(|| case.text::<Plan>().map(|(_, plan)| plan.text.clone())) {
            return Ok(Some((case, draft)));
        }
    }
    Ok(None)
}
