//! The papers of the first step: 基本情報 (別紙1, 別紙2 and 相談受付票) and アセスメント票, finished or as they are being written.

use calendar::Date;
use domain::{
    id::CaseId,
    office::{Office, Right},
    planning::{
        CaseFact, CaseFactKind, CaseText, PlanningCase, p1_assessment::Assessment, p1_basic::BasicInformation,
        p1_interview::Interview, p2_week_plan::WeekPlan,
    },
};
use forms::{ASSESSMENT, AssessmentInput, BASIC, BasicInput, FilledForm};
use store::{clients, office_facts, planning_cases};

use super::{proposal::as_written, record::load};
use crate::{Cx, Reason, Refusal, clients::for_others, office::specialist_of, paper_style::PaperStyle};

/// 基本情報 as a paper.
pub fn print_basic(cx: &mut Cx<'_>, id: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let (basic, unfinished) = written::<BasicInformation>(cx, &case)?;
    let finished = case.text::<BasicInformation>().map(|(fact, _)| fact.recorded_on());
    let written_on = finished.filter(|_| !unfinished);
    let assessment = as_written::<Assessment>(cx, &case)?.map(|(text, _)| text).unwrap_or_default();
    let week = present_week(cx, &case)?;
    let day = written_on.unwrap_or(cx.today);
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let office = office_on(cx, day)?;
    let style = PaperStyle::of(cx, &case.municipality, day)?;
    let input = BasicInput {
        client: &client,
        office: &office,
        specialist: &specialist,
        case: &case,
        basic: &basic,
        assessment: &assessment,
        week: &week,
        written_on,
        today: cx.today,
    };
    style.fill(cx, style.form(&BASIC, layout)?, forms::basic_information(&input))
}

/// アセスメント票 as a paper.
pub fn print_assessment(cx: &mut Cx<'_>, id: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let (assessment, unfinished) = written::<Assessment>(cx, &case)?;
    let day = assessment.written_on.unwrap_or(cx.today);
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let office = office_on(cx, day)?;
    let style = PaperStyle::of(cx, &case.municipality, day)?;
    let interviews: Vec<Interview> = case
        .standing_of(CaseFactKind::Interview)
        .filter_map(|fact| match &fact.body {
            CaseFact::Interview(interview) => Some(interview.clone()),
            _ => None,
        })
        .collect();
    let input = AssessmentInput {
        client: &client,
        office: &office,
        specialist: &specialist,
        interviews: &interviews,
        assessment: &assessment,
        unfinished,
        today: cx.today,
    };
    style.fill(cx, style.form(&ASSESSMENT, layout)?, forms::assessment(&input))
}

fn written<T: CaseText>(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<(T, bool), Refusal> {
    as_written::<T>(cx, case)?.ok_or_else(|| {
        let sentence = format!("{0}がまだありません。先に (1) {0} を書いてください。", T::PART.label());
        Refusal::Refused(vec![Reason::at("", sentence)])
    })
}

fn office_on(cx: &mut Cx<'_>, day: Date) -> Result<Office, Refusal> {
    Ok(office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?.on(day))
}

/// 現在の生活: the week of the plan that this case replaces; empty where there is none, to be written by hand.
fn present_week(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<WeekPlan, Refusal> {
    let Some(before) = case.replaces else { return Ok(WeekPlan::default()) };
    let replaced = planning_cases::find(cx.tx, cx.actor.office, before)?;
    let week = replaced.as_ref().and_then(|it| it.text::<WeekPlan>()).map(|(_, week)| week.clone());
    Ok(week.unwrap_or_default())
}
