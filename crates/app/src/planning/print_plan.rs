//! サービス等利用計画 and its 案 as papers: the finished texts, or the working versions (with 下書き on it) where one is not finished.

use calendar::Date;
use domain::{
    client::{Certificate, Phase},
    id::CaseId,
    office::Right,
    planning::{
        PlanningCase, p1_assessment::Assessment, p2_draft::PlanDraft, p2_interval::IntervalProposal,
        p2_week_plan::WeekPlan, p5_plan::Plan, versions_made_on,
    },
};
use forms::{DataSet, FilledForm, PLAN, PlanInput, PlanStage};
use store::{certificates, client_facts, clients, office_facts, planning_cases};

use super::{interval::periods_of, print_applications::disability, proposal::as_written, record::load};
use crate::{Cx, Reason, Refusal, clients::for_others, office::specialist_of, paper_style::PaperStyle};

/// Which paper of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanPaper {
    /// 計画案.
    Proposal,
    /// 計画.
    Plan,
}

/// The filled form of the paper, ready to be drawn outside of the transaction; `layout` is the word of a layout, empty for the
/// municipality's.
pub fn print_plan(cx: &mut Cx<'_>, id: CaseId, paper: PlanPaper, layout: &str) -> Result<FilledForm, Refusal> {
    let (data, style) = plan_data(cx, id, paper)?;
    style.fill(cx, style.form(&PLAN, layout)?, data)
}

/// What the paper says, and how the municipality takes it.
pub(super) fn plan_data(cx: &mut Cx<'_>, id: CaseId, paper: PlanPaper) -> Result<(DataSet, PaperStyle), Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    let (draft, own_unfinished) = body(cx, &case, paper)?;
    let week = as_written::<WeekPlan>(cx, &case)?;
    let interval = as_written::<IntervalProposal>(cx, &case)?;
    let own_words = as_written::<Assessment>(cx, &case)?.map(|(text, _)| text.own_words).unwrap_or_default();
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = for_others(cx, client)?;
    let certificates = certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let specialist = specialist_of(cx, &client)?.map(|it| it.name).unwrap_or_default();
    let day = draft.written_on.unwrap_or(cx.today);
    let disability = disability(&client_facts::about(cx.tx, cx.actor.office, client.id)?, day);
    let made_on = made_on(cx, (&case, paper), &certificates, day)?;
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?.on(day);
    // A part that is not begun leaves its page empty, to be written by hand; it does not make the rest a 下書き.
    let unfinished = own_unfinished
        || week.as_ref().is_some_and(|(_, unfinished)| *unfinished)
        || interval.as_ref().is_some_and(|(_, unfinished)| *unfinished);
    let proposed = interval.and_then(|(text, _)| text.interval_months);
    let periods = periods(cx, (&case, paper), &certificates, proposed)?;
    let style = PaperStyle::of(cx, &case.municipality, day)?;
    let input = PlanInput {
        client: &client,
        certificates: &certificates,
        community_number: &disability.community_number,
        office: &office,
        specialist: &specialist,
        case: &case,
        draft: &draft,
        week: &week.map(|(week, _)| week).unwrap_or_default(),
        periods: &periods,
        own_words: &own_words,
        made_on: &made_on,
        stage: PlanStage { proposal: paper == PlanPaper::Proposal, unfinished },
        today: cx.today,
    };
    Ok((forms::plan(&input), style))
}

/// モニタリング期間: of a plan as its certificate has it, before that as it was decided; of a 案 as it is proposed.
fn periods(
    cx: &mut Cx<'_>,
    (case, paper): (&PlanningCase, PlanPaper),
    certificates: &[Certificate],
    proposed: Option<u32>,
) -> Result<Vec<Phase>, Refusal> {
    let decision = case.granted().filter(|_| paper == PlanPaper::Plan);
    let named = decision.and_then(|it| it.certificate).and_then(|id| certificates.iter().find(|it| it.id == id));
    match named {
        Some(certificate) if !certificate.phases.is_empty() => Ok(certificate.phases.clone()),
        _ => match decision.and_then(|it| it.interval_months).or(proposed) {
            Some(months) => periods_of(cx, case, months),
            None => Ok(Vec::new()),
        },
    }
}

/// The text of the paper, and whether it is unfinished.
fn body(cx: &mut Cx<'_>, case: &PlanningCase, paper: PlanPaper) -> Result<(PlanDraft, bool), Refusal> {
    let written = match paper {
        PlanPaper::Proposal => as_written::<PlanDraft>(cx, case)?,
        PlanPaper::Plan => as_written::<Plan>(cx, case)?.map(|(plan, unfinished)| (plan.text, unfinished)),
    };
    written.ok_or_else(|| {
        let sentence = match paper {
            PlanPaper::Proposal => "計画案がまだありません。先に (2) 計画案 を書いてください。",
            PlanPaper::Plan => "計画がまだありません。先に (5) 計画 を書いてください。",
        };
        Refusal::Refused(vec![Reason::at("", sentence)])
    })
}

/// 計画作成日 of every version by the day of the paper; of a plan that was agreed to later than the day printed on it, by then.
fn made_on(
    cx: &mut Cx<'_>,
    (case, paper): (&PlanningCase, PlanPaper),
    certificates: &[Certificate],
    day: Date,
) -> Result<Vec<Date>, Refusal> {
    let cases = planning_cases::consented_of_client(cx.tx, cx.actor.office, case.client)?;
    let agreed = case.standing_consent().filter(|_| paper == PlanPaper::Plan).map(|(_, consent)| consent.agreed_on);
    Ok(versions_made_on(case.service, &cases, certificates, agreed.map_or(day, |agreed| agreed.max(day))))
}
