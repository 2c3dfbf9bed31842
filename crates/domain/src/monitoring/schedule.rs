//! モニタリングの実施月: counted back from the end month of the benefit period.
//!
//! 開始月 and 終期月 follow 対象者等について 3-3): the month in which the longest validity ends is always
//! a month of monitoring, and the earlier ones lie whole intervals before it. Where the count does not
//! come out even, only the gap before a phase's first month is odd.

mod masks;
mod why;

use calendar::{Date, MonthRange, YearMonth};
use serde::Serialize;

use crate::client::{Certificate, Decision, MonthlyStart, Phase};

pub use masks::MonthMasks;
pub use why::{Answer, MISSING_RULE, RULES, advice, answer};

/// Longest interval that is read, in months; longer ones are typing mistakes.
pub const LONGEST_INTERVAL: u32 = 60;

/// Longest term of a grant that a whole caseload is reckoned with, in months; the law's are at most three years.
pub const LONGEST_TERM: u32 = 63;

/// What the months follow from, as printed on the certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleInput {
    /// 新規, 更新 or 変更.
    pub decision: Decision,
    /// Month in which the plan was made; with it the benefit period of a new or changed grant begins.
    pub plan_created: Option<YearMonth>,
    /// The services and their validities, at least one.
    pub services: Vec<Validity>,
    /// モニタリング期間, in order.
    pub phases: Vec<Phase>,
    /// モニタリング実施月 as listed on the certificate; they stand before what is counted.
    pub months: Vec<YearMonth>,
    /// First of the monthly ones: the month of the decision or the next.
    pub monthly_start: MonthlyStart,
    /// セルフプラン: nobody monitors.
    pub self_plan: bool,
}

/// 有効期間 of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Japanese name of the service.
    pub name: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// The months, and how they come about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// 支給期間; `None` with a self-plan.
    pub benefit_period: Option<MonthRange>,
    /// The phases with their months.
    pub phases: Vec<ScheduledPhase>,
    /// All months, ascending: those of the certificate where it lists them, the counted ones otherwise.
    pub months: Vec<YearMonth>,
    /// The counted ones, where the certificate lists months and intervals both.
    pub derived_months: Option<Vec<YearMonth>>,
    /// First month for which no interval is known, where the phases end before the benefit period does.
    pub open_from: Option<YearMonth>,
}

impl Schedule {
    /// Whether the certificate's list disagrees with what its intervals give.
    pub fn differs(&self) -> bool {
        self.derived_months.as_ref().is_some_and(|derived| *derived != self.months)
    }
}

/// One phase: モニタリング期間, 開始月, 終期月.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduledPhase {
    /// Months between two monitorings.
    pub interval_months: u32,
    /// 開始月: the first month of monitoring.
    pub start: YearMonth,
    /// 終期月: the last month of monitoring.
    pub end: YearMonth,
    /// Every month, ascending.
    pub months: Vec<YearMonth>,
}

/// What is wrong with the input, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ScheduleFault {
    /// Path of the field, e.g. `services[0].end`.
    pub field: String,
    /// The sentence for the user.
    pub message: String,
}

impl ScheduleFault {
    fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The months of monitoring. Needs no law beyond the counting itself; see [`answer`] for the reasons.
pub fn schedule(input: &ScheduleInput) -> Result<Schedule, ScheduleFault> {
    let (first_day, last_day) = validities(&input.services)?;
    let (first, end) = (YearMonth::of(first_day), YearMonth::of(last_day));
    let start = match input.decision {
        Decision::Renewal => first,
        Decision::New | Decision::Change => input.plan_created.unwrap_or(first),
    };
    if start > end {
        return Err(ScheduleFault::new("plan_created", "計画を作成した月が、有効期間の終わりより後です。"));
    }
    check_phases(&input.phases)?;
    let listed = listed(&input.months)?;
    if input.self_plan {
        return Ok(Schedule::default());
    }
    let begins = first_month(first_day, &input.phases, input.monthly_start);
    // What begins a month later would end a month later, too; the benefit period ends all the same.
    let latest = end.plus(begins.months_since(first));
    let (phases, open_from) = count(&input.phases, begins.min(end), end, latest)?;
    let mut derived = Vec::with_capacity(phases.iter().map(|phase| phase.months.len()).sum::<usize>() + 1);
    for phase in &phases {
        derived.extend_from_slice(&phase.months);
    }
    if open_from.is_some() {
        derived.push(end);
    }
    let benefit_period = Some(MonthRange { start, end });
    if listed.is_empty() {
        return Ok(Schedule { benefit_period, phases, months: derived, derived_months: None, open_from });
    }
    let derived_months = (!input.phases.is_empty()).then_some(derived);
    Ok(Schedule { benefit_period, phases, months: listed, derived_months, open_from: None })
}

/// The months of a stored certificate; none where it holds something that cannot be scheduled
/// (saving has refused that, so it only happens to data that came in another way).
pub fn of_certificate(certificate: &Certificate) -> Schedule {
    schedule(&input_of(certificate)).unwrap_or_default()
}

/// A certificate as input. A self-plan belongs to the client and is not looked at here.
pub fn input_of(certificate: &Certificate) -> ScheduleInput {
    let grants = certificate.grants.iter();
    ScheduleInput {
        decision: certificate.decision,
        plan_created: certificate.plan_made_on.map(YearMonth::of),
        services: grants
            .map(|grant| Validity { name: grant.service.clone(), start: grant.start, end: grant.end })
            .collect(),
        phases: certificate.phases.clone(),
        months: certificate.months.clone(),
        monthly_start: certificate.monthly_start,
        self_plan: false,
    }
}

/// The first month that may be one of monitoring.
///
/// It is the month in which the earliest validity starts. Only where the municipality begins the monthly
/// ones in the next month, and the validity does not start on the 1st, it is the month after.
pub fn first_month(earliest: Date, phases: &[Phase], monthly_start: MonthlyStart) -> YearMonth {
    let month = YearMonth::of(earliest);
    let monthly = phases.first().is_some_and(|phase| phase.interval_months == 1);
    if monthly && monthly_start == MonthlyStart::NextMonth && earliest.day() > 1 { month.next() } else { month }
}

/// The first and the last day of all validities.
fn validities(services: &[Validity]) -> Result<(Date, Date), ScheduleFault> {
    for (index, service) in services.iter().enumerate() {
        if service.end < service.start {
            let message = format!("{}の有効期間の終わりが、始まりより前です。", service.name);
            return Err(ScheduleFault::new(format!("services[{index}].end"), message));
        }
        let same = services.iter().take(index).filter(|other| other.name == service.name);
        if same.into_iter().any(|other| other.start <= service.end && service.start <= other.end) {
            let message = format!("{}の有効期間が重なっています。", service.name);
            return Err(ScheduleFault::new(format!("services[{index}].start"), message));
        }
    }
    let first = services.iter().map(|service| service.start).min();
    let last = services.iter().map(|service| service.end).max();
    first.zip(last).ok_or_else(|| ScheduleFault::new("services", "サービスを1つ以上入力してください。"))
}

/// The certificate's list in ascending order.
fn listed(months: &[YearMonth]) -> Result<Vec<YearMonth>, ScheduleFault> {
    for (index, month) in months.iter().enumerate() {
        if months.iter().take(index).any(|other| other == month) {
            return Err(ScheduleFault::new(format!("months[{index}]"), format!("{month} が2回あります。")));
        }
    }
    let mut sorted = months.to_vec();
    sorted.sort_unstable();
    Ok(sorted)
}

fn check_phases(phases: &[Phase]) -> Result<(), ScheduleFault> {
    for (index, phase) in phases.iter().enumerate() {
        if !(1..=LONGEST_INTERVAL).contains(&phase.interval_months) {
            let message = format!("モニタリング期間は1か月から{LONGEST_INTERVAL}か月までです。");
            return Err(ScheduleFault::new(format!("phases[{index}].interval_months"), message));
        }
        let last = index + 1 == phases.len();
        let message = match phase.for_months {
            Some(0) => "続ける月数は1か月以上です。",
            None if !last => "あとに別の期間が続くときは、続ける月数を入力してください。",
            _ => continue,
        };
        return Err(ScheduleFault::new(format!("phases[{index}].for_months"), message));
    }
    Ok(())
}

/// Counts every phase back from its own end; the last one, where it has no length, from `end`. One that ends after
/// `end`, but not after `latest`, is cut at `end`.
fn count(
    phases: &[Phase],
    first: YearMonth,
    end: YearMonth,
    latest: YearMonth,
) -> Result<(Vec<ScheduledPhase>, Option<YearMonth>), ScheduleFault> {
    let mut counted = Vec::with_capacity(phases.len());
    let mut from = first;
    for (index, phase) in phases.iter().enumerate() {
        let to = match phase.for_months.map(i32::try_from) {
            None => end,
            Some(length) => from.plus(length.unwrap_or(i32::MAX).saturating_sub(1)),
        };
        if to > latest || from > end {
            let field = format!("phases[{index}].for_months");
            return Err(ScheduleFault::new(field, "モニタリング期間が、支給期間の終わりより先まであります。"));
        }
        let to = to.min(end);
        counted.push(count_back(phase.interval_months, from, to));
        from = to.next();
    }
    Ok((counted, (from <= end && !phases.is_empty()).then_some(from)))
}

/// `to`, and every month whole intervals before it down to `from`.
fn count_back(interval_months: u32, from: YearMonth, to: YearMonth) -> ScheduledPhase {
    let step = i32::try_from(interval_months).unwrap_or(i32::MAX).max(1);
    let gaps = to.months_since(from).div_euclid(step);
    let start = to.plus(-(gaps * step));
    let months = (0..=gaps).map(|gap| start.plus(gap * step)).collect();
    ScheduledPhase { interval_months, start, end: to, months }
}
