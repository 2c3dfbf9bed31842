//! 受給者証の下見: the months and the standard period of what is being typed. Writes nothing.

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{AboutClient, Client, Decision, MonthlyStart, Phase},
    id::{ClientId, GrantId},
    monitoring::{
        decided_interval::Departure,
        is_supported,
        schedule::{self, Answer, ScheduleInput, Validity},
        standard::{Deciding, StandardPeriod, deciding},
    },
    office::{AgedTest, MunicipalitySettings, Right},
};
use law::{LawBook, Verdict};

use super::{
    CertificateText, Draft, MoveQuestion, TypedFor,
    case_says::CaseSays,
    known_grounds::{contradictions, open_facts},
    moved,
    municipal::advice,
    standard_of::{departure, facts, settings_of, suggested, without_reason},
    warnings::warnings,
};
use crate::{Cx, Reason, Refusal, law_book, limits, monitoring::standard_asked::standard_here};

/// What the preview shows.
#[derive(Clone, Debug)]
pub struct Preview {
    /// 標準期間; `None` while no service is typed.
    pub standard: Option<Verdict<StandardPeriod>>,
    /// Whether the standard goes by today, because the day of the plan is not typed yet.
    pub standard_by_today: bool,
    /// The plan is still to be agreed to: its day comes with the consent, and is not asked for.
    pub plan_to_come: bool,
    /// 提案: the typed interval, else what the standard suggests.
    pub proposed: Proposed,
    /// 決定した期間.
    pub decided: Vec<Phase>,
    /// How the decision departs from the standard.
    pub departure: Option<Departure>,
    /// The question for a reason, of decision or proposal, that is not answered yet.
    pub without_reason: Option<String>,
    /// The facts that decide, and so are asked for.
    pub asked: Asked,
    /// The months with their reasons; `None` while no validity is typed.
    pub schedule: Option<Result<Verdict<Answer>, String>>,
    /// Whether `months` are those of the proposal, because nothing is decided yet.
    pub months_proposed: bool,
    /// 支給期間 month by month, for the strip.
    pub months: Vec<MonthPreview>,
    /// 未確認: what is not recorded of the client and would change the standard, in words.
    pub open: Vec<String>,
    /// Mistakes, each at its field.
    pub reasons: Vec<Reason>,
    /// What looks wrong and may yet be right; saving is not held up.
    pub warnings: Vec<Reason>,
}

/// 提案: periods and the months they give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposed {
    /// The periods; empty while nothing is typed and the standard is open.
    pub phases: Vec<Phase>,
    /// Their months; empty while no validity is typed.
    pub months: Vec<YearMonth>,
    /// Whether the interval was typed, and not only suggested.
    pub typed: bool,
}

/// What to ask beside the certificate itself: only what changes the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Facts of the standard period.
    pub facts: Deciding,
    /// 毎月3回の始まり.
    pub monthly_start: bool,
    /// What is asked of somebody of 65 or more: care management, or any service of 介護保険.
    pub aged_test: AgedTest,
    /// 転出: another municipality's certificate that still runs.
    pub moved: Option<MoveQuestion>,
}

/// A month of the benefit period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthPreview {
    /// The month.
    pub month: YearMonth,
    /// To be monitored.
    pub planned: bool,
    /// 終期月.
    pub end: bool,
    /// A month of a self-plan, in which nobody monitors.
    pub self_plan: bool,
    /// A month in which another office is in charge, or after the end of the support: not ours to monitor.
    pub not_ours: bool,
    /// On the certificate's list but not counted, or counted but not on the list.
    pub differs: bool,
}

/// The preview of a certificate of this client.
pub fn preview_certificate(
    cx: &mut Cx<'_>,
    client: ClientId,
    typed_for: TypedFor,
    typed: &CertificateText,
) -> Result<Preview, Refusal> {
    cx.authorize(Right::Read)?;
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let law = law_book()?;
    // The ids of a preview are thrown away.
    let says = CaseSays::of(cx, client.id, typed_for)?;
    let (draft, reasons) = typed.read((cx.today, says), law, |_| GrantId(client.id.0));
    let settings = settings_of(cx, &draft)?;
    let certificates = store::certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let about = store::client_facts::about(cx.tx, cx.actor.office, client.id)?;
    let mut preview = preview(law, (&client, &about), &draft, &settings, reasons, cx.today);
    preview.asked.moved = moved::asked(&certificates, &draft);
    Ok(preview)
}

fn preview(
    law: &LawBook,
    (client, about): (&Client, &AboutClient),
    draft: &Draft,
    settings: &MunicipalitySettings,
    reasons: Vec<Reason>,
    today: Date,
) -> Preview {
    let input = input(client, draft);
    let schedule = (!draft.grants.is_empty()).then(|| schedule::answer(law, &input).map_err(|fault| fault.message));
    let facts = facts(law, (client, about), draft, settings, today);
    let deciding = facts.as_ref().map(|facts| deciding(law, facts)).unwrap_or_default();
    let standard = facts.as_ref().map(|facts| standard_here(law, facts, settings));
    let mut proposed = proposed(standard.as_ref(), draft, &input);
    proposed.months.retain(|month| is_supported(client, *month, None));
    let undecided = draft.phases.is_empty() && draft.months.is_empty();
    let shown =
        if undecided { with_phases(&input, &proposed.phases).map(|input| schedule::answer(law, &input)) } else { None };
    let decided_standard = match &standard {
        Some(Verdict::Is(decided)) => Some(&decided.value),
        _ => None,
    };
    Preview {
        standard_by_today: draft.plan_made_on.is_none(),
        plan_to_come: draft.says.plan_to_come,
        departure: decided_standard.and_then(|standard| departure(standard, draft)),
        without_reason: standard.as_ref().and_then(|standard| without_reason(standard, draft)),
        asked: Asked {
            monthly_start: monthly_start_decides(law, (client, about), draft, settings, today),
            aged_test: settings.aged_test,
            moved: None,
            facts: deciding.clone(),
        },
        open: open_facts(draft, about, &deciding, today),
        decided: draft.phases.clone(),
        months_proposed: shown.is_some(),
        months: match &shown {
            Some(answer) => answer.as_ref().map(|answer| months(client, answer)).unwrap_or_default(),
            None => schedule
                .as_ref()
                .and_then(|answer| answer.as_ref().ok())
                .map(|answer| months(client, answer))
                .unwrap_or_default(),
        },
        standard,
        proposed,
        schedule,
        reasons,
        warnings: [
            warnings(draft, client),
            advice(law, draft, (client, about), settings, today),
            contradictions(draft, about, today),
        ]
        .concat(),
    }
}

/// What is proposed, with its months where a validity is typed.
fn proposed(standard: Option<&Verdict<StandardPeriod>>, draft: &Draft, input: &ScheduleInput) -> Proposed {
    let typed = draft.proposal.interval_months.map(|interval_months| Phase { interval_months, for_months: None });
    let phases = match (typed, standard) {
        (Some(typed), Some(Verdict::Is(decided))) => decided.value.before(typed),
        (Some(typed), _) => vec![typed],
        (None, Some(standard)) => suggested(standard),
        (None, None) => Vec::new(),
    };
    let months = with_phases(input, &phases).and_then(|input| schedule::schedule(&input).ok());
    Proposed { months: months.map(|schedule| schedule.months).unwrap_or_default(), phases, typed: typed.is_some() }
}

/// The same certificate with these periods and no list of months; `None` where there is nothing to count with.
fn with_phases(input: &ScheduleInput, phases: &[Phase]) -> Option<ScheduleInput> {
    let there = !phases.is_empty() && !input.services.is_empty();
    there.then(|| ScheduleInput { phases: phases.to_vec(), months: Vec::new(), ..input.clone() })
}

/// Whether it makes a difference in which month the first monthly ones begin.
fn monthly_start_decides(
    law: &LawBook,
    (client, about): (&Client, &AboutClient),
    draft: &Draft,
    settings: &MunicipalitySettings,
    today: Date,
) -> bool {
    let of = |monthly_start: MonthlyStart| {
        let draft = Draft { monthly_start, ..draft.clone() };
        let standard = facts(law, (client, about), &draft, settings, today);
        let standard = standard.map(|facts| standard_here(law, &facts, settings));
        let input = input(client, &draft);
        let proposed = proposed(standard.as_ref(), &draft, &input);
        (schedule::schedule(&input).ok().map(|schedule| schedule.months), proposed.months)
    };
    of(MonthlyStart::DecisionMonth) != of(MonthlyStart::NextMonth)
}

/// What the schedule follows from. While the decision is not chosen, it counts as a renewal.
fn input(client: &Client, draft: &Draft) -> ScheduleInput {
    let term = draft.starts_on().zip(draft.last_day());
    ScheduleInput {
        decision: draft.decision.unwrap_or(Decision::Renewal),
        plan_created: draft.plan_made_on.map(YearMonth::of),
        service_start: None,
        benefit_period: draft.benefit_period,
        services: draft
            .grants
            .iter()
            .map(|grant| Validity { name: grant.service.clone(), start: grant.start, end: grant.end })
            .collect(),
        phases: draft.phases.clone(),
        months: draft.months.clone(),
        monthly_start: draft.monthly_start,
        self_plan: term.is_some_and(|(first, last)| client.self_plans.cover(first, last)),
    }
}

/// The benefit period month by month. Listed months outside of it lengthen the strip, so that they are seen.
fn months(client: &Client, answer: &Verdict<Answer>) -> Vec<MonthPreview> {
    let Verdict::Is(decided) = answer else { return Vec::new() };
    let schedule = &decided.value.schedule;
    let Some(period) = schedule.benefit_period else { return Vec::new() };
    let shown = MonthRange {
        start: schedule.months.first().map_or(period.start, |month| period.start.min(*month)),
        end: schedule.months.last().map_or(period.end, |month| period.end.max(*month)),
    };
    shown
        .months()
        .take(limits::MONTHS)
        .map(|month| {
            let self_plan = client.self_plans.cover_month(month);
            let ours = is_supported(client, month, None);
            let listed = schedule.months.contains(&month);
            let derived = schedule.derived_months.as_ref().map(|derived| derived.contains(&month));
            let differs = ours && derived.is_some_and(|it| it != listed);
            let not_ours = !ours && !self_plan;
            MonthPreview { month, planned: listed && ours, end: month == period.end, differs, self_plan, not_ours }
        })
        .collect()
}
