//! モニタリング期間の提案 beside the standard: the one judge of the standard is asked with what the draft proposes. A departure needs its
//! reason before the proposal is finished.

use calendar::Date;
use domain::{
    client::{AboutClient, Client, Phase},
    monitoring::{
        decided_interval::{Departure, decided_interval},
        standard::StandardPeriod,
    },
    office::SettingsBook,
    planning::{CaseKind, PlanningCase, p2_draft::PlanDraft, p2_interval::IntervalProposal},
};
use law::{LawBook, Verdict};
use store::{client_facts, clients};

use super::proposal::{IntervalStanding, as_written, latest};
use crate::{
    Cx, Reason, Refusal, law_book,
    monitoring::{
        settings,
        standard_asked::{StandardAsked, new_or_changed, standard_here},
    },
};

/// How a proposal stands to the standard for what the case's draft proposes.
pub(super) fn standing(
    law: &LawBook,
    case: &PlanningCase,
    (client, about): (&Client, &AboutClient),
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
    // As with a certificate: a renewal may bring a marked change that is recorded of its term.
    let term = (day, draft.valid_until.unwrap_or(Date::MAX));
    let recorded = about.grounds_on(day).and_then(|it| it.use_within(term.0, term.1)).map(|(change, _)| change);
    let here = settings.of(&case.municipality, day);
    let asked = StandardAsked {
        plan_date: day,
        services,
        new_or_changed: new_or_changed(case.kind.decision(), proposal.change().or(recorded)),
        service_start: proposal.use_from,
        monthly_start: here.monthly_start,
        care_management: None,
        intensive: proposal.intensive.clone(),
        shorter_grounds: proposal.shorter_grounds.clone(),
    };
    let standard = standard_here(law, &asked.facts((client, about), here), here);
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

/// The same with what is recorded of the person and decided by the municipality today.
pub(super) fn standing_here(
    cx: &mut Cx<'_>,
    (case, client): (&PlanningCase, &Client),
    texts: (&IntervalProposal, &PlanDraft),
) -> Result<IntervalStanding, Refusal> {
    let (about, settings) = (client_facts::about(cx.tx, cx.actor.office, client.id)?, settings(cx)?);
    Ok(standing(law_book()?, case, (client, &about), texts, &settings, cx.today))
}

/// モニタリング期間 of so many months as it runs: with the monthly ones before it, where the standard for what the case proposes has such.
pub(crate) fn periods_of(cx: &mut Cx<'_>, case: &PlanningCase, interval_months: u32) -> Result<Vec<Phase>, Refusal> {
    let proposal = as_written::<IntervalProposal>(cx, case)?.map(|(text, _)| text).unwrap_or_default();
    let draft = as_written::<PlanDraft>(cx, case)?.map(|(text, _)| text).unwrap_or_default();
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let standing = standing_here(cx, (case, &client), (&proposal, &draft))?;
    let lasting = Phase { interval_months, for_months: None };
    let standard = standing.standard.as_ref().and_then(decided);
    Ok(standard.map_or_else(|| vec![lasting], |standard| standard.before(lasting)))
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
    let draft: PlanDraft = latest(cx, case)?;
    let standing = standing_here(cx, (case, client), (proposal, &draft))?;
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
