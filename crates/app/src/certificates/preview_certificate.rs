//! 受給者証の下見: the months and the standard period of what is being typed. Writes nothing.

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{Client, Decision},
    id::{ClientId, GrantId},
    monitoring::{
        schedule::{self, Answer, ScheduleInput, Validity},
        standard::{Age, Facts, NewOrChanged, StandardPeriod, standard_period},
    },
    office::Right,
};
use law::{LawBook, ServiceSet, Verdict};

use super::{CertificateText, Draft, warnings::warnings};
use crate::{Cx, Reason, Refusal, law_book};

/// What the preview shows.
#[derive(Clone, Debug)]
pub struct Preview {
    /// 標準期間; `None` while no service is typed.
    pub standard: Option<Verdict<StandardPeriod>>,
    /// Whether the standard goes by today, because the day of the plan is not typed yet.
    pub standard_by_today: bool,
    /// 提案した期間, months.
    pub proposed: Option<u32>,
    /// 決定した期間: the lasting one.
    pub decided: Option<u32>,
    /// The standard that lasts (after the first three months), where the law decides it.
    pub lasting_standard: Option<u32>,
    /// The months with their reasons; `None` while no validity is typed.
    pub schedule: Option<Result<Verdict<Answer>, String>>,
    /// 支給期間 month by month, for the strip.
    pub months: Vec<MonthPreview>,
    /// Mistakes, each at its field.
    pub reasons: Vec<Reason>,
    /// What looks wrong and may yet be right; saving is not held up.
    pub warnings: Vec<Reason>,
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
    /// On the certificate's list but not counted, or counted but not on the list.
    pub differs: bool,
}

/// The preview of a certificate of this client.
pub fn preview_certificate(cx: &mut Cx<'_>, client: ClientId, typed: &CertificateText) -> Result<Preview, Refusal> {
    cx.authorize(Right::Read)?;
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let law = law_book()?;
    // The ids of a preview are thrown away.
    let (draft, reasons) = typed.read(cx.today, law, |_| GrantId(client.id.0));
    Ok(preview(law, &client, &draft, reasons, cx.today))
}

fn preview(law: &LawBook, client: &Client, draft: &Draft, reasons: Vec<Reason>, today: Date) -> Preview {
    let input = input(client, draft);
    let schedule = (!draft.grants.is_empty()).then(|| schedule::answer(law, &input).map_err(|fault| fault.message));
    let services = draft
        .grants
        .iter()
        .filter_map(|grant| law.services().find(&grant.service))
        .fold(ServiceSet::EMPTY, |all, kind| all.with(kind.set()));
    let standard = (!services.is_empty())
        .then(|| standard_period(law, &facts(client, draft, services, draft.plan_made_on.unwrap_or(today))));
    Preview {
        lasting_standard: standard.as_ref().and_then(lasting),
        standard,
        standard_by_today: draft.plan_made_on.is_none(),
        proposed: draft.proposal.interval_months,
        decided: draft.phases.last().map(|phase| phase.interval_months),
        months: schedule.as_ref().map(months).unwrap_or_default(),
        schedule,
        reasons,
        warnings: warnings(draft, client),
    }
}

fn lasting(standard: &Verdict<StandardPeriod>) -> Option<u32> {
    let Verdict::Is(decided) = standard else { return None };
    let period = &decided.value;
    Some(period.afterwards.map_or(period.interval_months, |after| after.interval_months))
}

/// What the schedule follows from. While the decision is not chosen, it counts as a renewal.
fn input(client: &Client, draft: &Draft) -> ScheduleInput {
    let first = draft.grants.iter().map(|grant| grant.start).min();
    ScheduleInput {
        decision: draft.decision.unwrap_or(Decision::Renewal),
        plan_created: draft.plan_made_on.map(YearMonth::of),
        services: draft
            .grants
            .iter()
            .map(|grant| Validity { name: grant.service.clone(), start: grant.start, end: grant.end })
            .collect(),
        phases: draft.phases.clone(),
        months: draft.months.clone(),
        monthly_start: draft.monthly_start,
        self_plan: client.self_plan_from.zip(first).is_some_and(|(from, first)| from <= first),
    }
}

fn facts(client: &Client, draft: &Draft, services: ServiceSet, plan_date: Date) -> Facts {
    Facts {
        new_or_changed: match draft.decision {
            Some(Decision::New) => Some(NewOrChanged::New),
            Some(Decision::Change) => Some(NewOrChanged::Changed),
            Some(Decision::Renewal) | None => None,
        },
        service_start: draft.grants.iter().map(|grant| grant.start).min(),
        monthly_start: draft.monthly_start,
        age: Some(Age::Born(client.birth)),
        care_management: client.care_management,
        intensive: draft.proposal.intensive.clone(),
        shorter_grounds: draft.proposal.shorter_grounds.clone(),
        self_plan: client.self_plan_from.is_some_and(|from| from <= plan_date),
        ..Facts::new(plan_date, services)
    }
}

/// The benefit period month by month. Listed months outside of it lengthen the strip, so that they are seen.
fn months(answer: &Result<Verdict<Answer>, String>) -> Vec<MonthPreview> {
    let Ok(Verdict::Is(decided)) = answer else { return Vec::new() };
    let schedule = &decided.value.schedule;
    let Some(period) = schedule.benefit_period else { return Vec::new() };
    let shown = MonthRange {
        start: schedule.months.first().map_or(period.start, |month| period.start.min(*month)),
        end: schedule.months.last().map_or(period.end, |month| period.end.max(*month)),
    };
    shown
        .months()
        .map(|month| {
            let planned = schedule.months.contains(&month);
            let derived = schedule.derived_months.as_ref().map(|derived| derived.contains(&month));
            MonthPreview { month, planned, end: month == period.end, differs: derived.is_some_and(|it| it != planned) }
        })
        .collect()
}
