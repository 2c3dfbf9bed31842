//! モニタリング期間の提案 beside the standard: the one judge of the standard is asked with what the draft proposes. A departure needs its
//! reason before the proposal is finished.

use calendar::Date;
use domain::{
    client::Client,
    monitoring::{
        decided_interval::{Departure, decided_interval},
        standard::{Age, NewOrChanged, StandardFacts, StandardPeriod, standard_period},
    },
    office::SettingsBook,
    planning::{CaseKind, PlanningCase, p2_draft::PlanDraft, p2_interval::IntervalProposal},
};
use law::{LawBook, Verdict};

use super::proposal::{IntervalStanding, latest};
use crate::{Cx, Reason, Refusal, law_book, monitoring::settings};

/// How a proposal stands to the standard for what the case's draft proposes.
pub(super) fn standing(
    law: &LawBook,
    (case, client): (&PlanningCase, &Client),
    (proposal, draft): (&IntervalProposal, &PlanDraft),
    settings: &SettingsBook,
    today: Date,
) -> IntervalStanding {
    let services = law.services().set_of(draft.kinds());
    if services.is_empty() {
        return IntervalStanding::default();
    }
    if case.kind == CaseKind::Change && proposal.marked_change.is_none() {
        let question =
            "サービスの種類・内容・量の著しい変更ですか（著しい変更のときは、はじめの3か月は毎月が標準です）";
        return IntervalStanding {
            questions: vec![("marked_change", question.to_owned())],
            ..IntervalStanding::default()
        };
    }
    let day = draft.written_on.unwrap_or(today);
    let facts = StandardFacts {
        new_or_changed: match (case.kind, proposal.marked_change) {
            (CaseKind::New, _) => Some(NewOrChanged::New),
            (CaseKind::Change, Some(true)) => Some(NewOrChanged::Changed),
            (CaseKind::Change | CaseKind::Renewal, _) => None,
        },
        service_start: proposal.use_from,
        monthly_start: settings.of(&case.municipality, day).monthly_start,
        age: Some(Age::Born(client.birth)),
        care_management: client.care_management,
        intensive: proposal.intensive.clone(),
        shorter_grounds: proposal.shorter_grounds.clone(),
        self_plan: client.self_plans.contains(day),
        ..StandardFacts::new(day, services)
    };
    let standard = standard_period(law, &facts);
    let questions = match &standard {
        Verdict::Needs(missing) => missing.iter().map(|it| (field(it.field), it.question.clone())).collect(),
        _ => Vec::new(),
    };
    let departure = decided(&standard)
        .filter(|standard| standard.window.is_none() || standard.afterwards.is_some())
        .zip(proposal.interval_months)
        .map(|(standard, months)| decided_interval(standard.lasting_months(), months, &proposal.reason));
    IntervalStanding { standard: Some(standard), departure, questions }
}

fn decided(standard: &Verdict<StandardPeriod>) -> Option<&StandardPeriod> {
    match standard {
        Verdict::Is(decided) => Some(&decided.value),
        Verdict::MunicipalityDecides { usual, .. } => usual.as_ref(),
        _ => None,
    }
}

/// The field of the page that answers a question of the table.
fn field(asked: &'static str) -> &'static str {
    if asked == "service_start" { "use_from" } else { asked }
}

/// What keeps a proposal from being finished, beside what the text itself lacks.
pub(super) fn refuse(
    cx: &mut Cx<'_>,
    case: &PlanningCase,
    client: &Client,
    proposal: &IntervalProposal,
) -> Result<Vec<Reason>, Refusal> {
    let (draft, settings): (PlanDraft, _) = (latest(cx, case)?, settings(cx)?);
    let standing = standing(law_book()?, (case, client), (proposal, &draft), &settings, cx.today);
    let mut reasons: Vec<Reason> =
        standing.questions.into_iter().map(|(field, question)| Reason::at(field, question)).collect();
    let without_grounds =
        proposal.reason.trim().is_empty() && proposal.intensive.is_empty() && proposal.shorter_grounds.is_empty();
    match standing.departure {
        Some(Verdict::Needs(missing)) => {
            reasons.extend(missing.into_iter().map(|it| Reason::at("reason", it.question)));
        }
        Some(Verdict::Is(decided)) if decided.value == Departure::Shorter && without_grounds => {
            let sentence = "標準より短い期間を提案する理由を書くか、当てはまるものを選んでください";
            reasons.push(Reason::at("reason", sentence));
        }
        _ => {}
    }
    Ok(reasons)
}
