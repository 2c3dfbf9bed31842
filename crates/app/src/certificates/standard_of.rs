//! 標準期間 of a certificate that is being typed, what it suggests, and how the typed periods depart from it.

use calendar::{Date, YearMonth};
use domain::{
    client::{AboutClient, Client, Grounds, Phase},
    id::GrantId,
    monitoring::{
        decided_interval::{Departure, decided_periods},
        schedule::first_use,
        standard::{NewOrChanged, StandardFacts, StandardPeriod, standard_period},
    },
    office::MunicipalitySettings,
};
use law::{LawBook, Verdict};
use store::client_facts;

use super::{CertificateText, Draft, case_says::CaseSays};
use crate::{
    Cx, Reason, Refusal, law_book,
    monitoring::{
        settings,
        standard_asked::{StandardAsked, new_or_changed},
    },
};

/// What the municipality on the certificate decided, as of the day of the plan (without one: of today).
pub(super) fn settings_of(cx: &mut Cx<'_>, draft: &Draft) -> Result<MunicipalitySettings, Refusal> {
    let day = draft.plan_made_on.unwrap_or(cx.today);
    Ok(settings(cx)?.of(&draft.municipality, day).clone())
}

/// The facts of the table; `None` while no service is typed. Without a day of the plan they go by today. What is recorded
/// about the client on that day stands beside what is typed.
pub(super) fn facts(
    law: &LawBook,
    (client, about): (&Client, &AboutClient),
    draft: &Draft,
    settings: &MunicipalitySettings,
    today: Date,
) -> Option<StandardFacts> {
    let services = law.services().set_of(draft.grants.iter().map(|grant| &grant.service));
    let plan_date = draft.plan_made_on.unwrap_or(today);
    let (new_or_changed, service_start) = use_of(draft, about.grounds_on(plan_date));
    let asked = || StandardAsked {
        plan_date,
        services,
        new_or_changed,
        service_start,
        monthly_start: draft.monthly_start,
        care_management: draft.care_management,
        intensive: draft.proposal.intensive.clone(),
        shorter_grounds: draft.proposal.shorter_grounds.clone(),
    };
    (!services.is_empty()).then(|| asked().facts((client, about), settings))
}

/// 新規・著しい変更 and the first day of use. The decision says it; what the proposal of its case answered, and what is recorded of a
/// use that began within the validities, says it better. While neither has a day of use, the validity's first day stands in for
/// it.
fn use_of(draft: &Draft, grounds: Option<&Grounds>) -> (Option<NewOrChanged>, Option<Date>) {
    let term = draft.starts_on().zip(draft.last_day());
    let recorded = grounds.zip(term).and_then(|(it, (first, last))| it.use_within(first, last));
    let change = draft.says.change.or(recorded.map(|(change, _)| change));
    let new_or_changed = draft.decision.and_then(|decision| new_or_changed(decision, change));
    let within = |day: &Date| term.is_some_and(|(first, last)| first <= *day && *day <= last);
    let used_from = draft.says.use_from.filter(within).or(recorded.map(|(_, from)| from));
    let starts = draft.grants.iter().map(|grant| grant.start);
    (new_or_changed, used_from.or_else(|| first_use(starts, draft.plan_made_on.map(YearMonth::of))))
}

/// The periods that the standard amounts to: the shorter interval where the grounds given make it desirable, and what
/// is usual where the municipality decides. Empty while the answer is open.
pub(super) fn suggested(standard: &Verdict<StandardPeriod>) -> Vec<Phase> {
    let standard = match standard {
        Verdict::Is(decided) => &decided.value,
        Verdict::MunicipalityDecides { usual: Some(usual), .. } => usual,
        _ => return Vec::new(),
    };
    let lasting = Phase {
        interval_months: standard.shorter_suggested.unwrap_or_else(|| standard.lasting_months()),
        for_months: None,
    };
    let mut phases = standard.before(lasting);
    if standard.window.is_some() && standard.afterwards.is_none() {
        // Where the law leaves open what follows, the first months are all that is known.
        phases.pop();
    }
    phases
}

/// How the decided periods depart from the standard; none where they are the standard's.
pub(super) fn departure(standard: &StandardPeriod, draft: &Draft) -> Option<Departure> {
    match decided_periods(standard, &draft.phases, &draft.proposal.reason)? {
        Verdict::Is(decided) => Some(decided.value).filter(|departure| *departure != Departure::Same),
        // A reason is asked for of longer ones alone.
        _ => Some(Departure::Longer),
    }
}

/// The question for the reason that is still open: of the decision first, else of the proposal.
pub(super) fn without_reason(standard: &Verdict<StandardPeriod>, draft: &Draft) -> Option<String> {
    let Verdict::Is(decided) = standard else { return None };
    let standard = &decided.value;
    let proposed = draft
        .proposal
        .interval_months
        .map(|interval_months| standard.before(Phase { interval_months, for_months: None }));
    let open = |phases: &[Phase]| match decided_periods(standard, phases, &draft.proposal.reason)? {
        Verdict::Needs(missing) => missing.into_iter().next().map(|missing| missing.question),
        _ => None,
    };
    open(&draft.phases).or_else(|| proposed.as_deref().and_then(open))
}

/// Longer or shorter than the standard is the municipality's right; of a longer one it only has to be said why
/// ([`decided_periods`]). Told together with the other mistakes. What was read, where nothing is wrong with it.
pub(super) fn check_reason(
    cx: &mut Cx<'_>,
    client: &Client,
    (typed, says): (&CertificateText, CaseSays),
) -> Result<Draft, Refusal> {
    let law = law_book()?;
    let (draft, mut reasons) = typed.read((cx.today, says), law, |_| GrantId(client.id.0));
    let settings = settings_of(cx, &draft)?;
    let about = client_facts::about(cx.tx, cx.actor.office, client.id)?;
    let standard = facts(law, (client, &about), &draft, &settings, cx.today).map(|facts| standard_period(law, &facts));
    // Half-read periods say nothing about how they compare.
    let whole =
        !reasons.iter().any(|it| ["phase_", "grant_", "proposed_"].iter().any(|part| it.field.starts_with(part)));
    if let Some(question) = standard.filter(|_| whole).and_then(|standard| without_reason(&standard, &draft)) {
        reasons.push(Reason::at("proposal_reason", question));
    }
    if reasons.is_empty() { Ok(draft) } else { Err(Refusal::Refused(reasons)) }
}
