//! モニタリングの実施月: counted back from the end month of the benefit period.
//!
//! 開始月 and 終期月 follow 対象者等について 3-3): the month in which the longest validity ends is always
//! a month of monitoring, and the earlier ones lie whole intervals before it. Where the count does not
//! come out even, only the gap before a phase's first month is odd.

mod masks;
mod why;

use calendar::{Date, MonthRange, YearMonth, wareki};
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
    /// Month in which the plan was made; with it the benefit period of a new or changed grant begins, and that of a
    /// renewal whose plan came later than its validity.
    pub plan_created: Option<YearMonth>,
    /// 利用開始日 of the new or changed service, where it is known; otherwise its validity stands in.
    pub service_start: Option<Date>,
    /// 支給期間 as printed on the certificate; it stands before what follows from plan and validities.
    pub benefit_period: Option<MonthRange>,
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
    /// What follows from plan and validities, where the certificate prints the benefit period.
    pub derived_benefit_period: Option<MonthRange>,
    /// First month for which no interval is known, where the phases end before the benefit period does.
    pub open_from: Option<YearMonth>,
}

impl Schedule {
    /// Whether what the certificate prints, months or benefit period, disagrees with what follows from the rest.
    pub fn differs(&self) -> bool {
        self.months_differ() || self.period_differs()
    }

    /// Whether the certificate's list disagrees with what its intervals give.
    pub fn months_differ(&self) -> bool {
        self.derived_months.as_ref().is_some_and(|derived| *derived != self.months)
    }

    /// Whether the printed benefit period disagrees with plan and validities.
    pub fn period_differs(&self) -> bool {
        self.derived_benefit_period.is_some() && self.derived_benefit_period != self.benefit_period
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
    let term = MonthRange { start: YearMonth::of(first_day), end: YearMonth::of(last_day) };
    let derived_period = benefit_period(input, term);
    check_days(input, first_day, term, derived_period)?;
    check_phases(&input.phases)?;
    let listed = listed(&input.months)?;
    if input.self_plan {
        return Ok(Schedule::default());
    }
    let period = input.benefit_period.unwrap_or(derived_period);
    let begins = begins(input, first_day, period.start, derived_period.start).min(period.end);
    // What begins later would end later, too; the benefit period ends all the same.
    let latest = period.end.plus(begins.months_since(term.start).max(0));
    let (mut phases, open_from) = count(&input.phases, begins, period.end, latest)?;
    // Nobody monitors before there is a plan, nor before any service is granted; what lies there is cut off, not moved.
    cut_before(&mut phases, period.start.max(term.start));
    let mut derived = Vec::with_capacity(phases.iter().map(|phase| phase.months.len()).sum::<usize>() + 1);
    for phase in &phases {
        derived.extend_from_slice(&phase.months);
    }
    if open_from.is_some() {
        derived.push(period.end);
    }
    let stands = listed.is_empty();
    let derived_months = (!stands && !input.phases.is_empty()).then(|| derived.clone());
    Ok(Schedule {
        benefit_period: Some(period),
        phases,
        months: if stands { derived } else { listed },
        derived_months,
        derived_benefit_period: input.benefit_period.map(|_| derived_period),
        open_from: open_from.filter(|_| stands),
    })
}

/// 支給期間 as it follows from plan and validities: from the month of the plan, for a renewal from its validity unless
/// the plan came later, to the end of the longest validity. While the month of the plan is unknown, the printed period
/// says it, else the validity.
fn benefit_period(input: &ScheduleInput, term: MonthRange) -> MonthRange {
    let start = match (input.decision, input.plan_created) {
        (Decision::Renewal, plan) => plan.map_or(term.start, |plan| plan.max(term.start)),
        (Decision::New | Decision::Change, Some(plan)) => plan,
        (Decision::New | Decision::Change, None) => input.benefit_period.map_or(term.start, |period| period.start),
    };
    MonthRange { start, end: term.end }
}

/// 利用開始日 of the new or changed service as the validities tell it: the earliest that starts in the plan's month or
/// later (an older one is a service that goes on), and the 1st of the plan's month where all started before.
pub fn first_use(starts: impl Iterator<Item = Date>, plan: Option<YearMonth>) -> Option<Date> {
    let mut none = true;
    let later = starts.inspect(|_| none = false).filter(|start| plan.is_none_or(|plan| YearMonth::of(*start) >= plan));
    let earliest = later.min();
    earliest.or(plan.filter(|_| !none).map(YearMonth::first_day))
}

/// The month in which the first phase begins.
///
/// Monthly ones of a new or changed grant begin with the use of the new or changed service: its first day where it is
/// known, else as the validities and the month of the `plan` tell it; a printed benefit period cuts them off, but does
/// not move them. Only where the municipality begins the monthly ones in the next month, and that day is not the 1st,
/// it is the month after. Any other first phase only has to lie within the term and the benefit period.
fn begins(input: &ScheduleInput, first_day: Date, period_start: YearMonth, plan: YearMonth) -> YearMonth {
    let first = YearMonth::of(first_day);
    if input.phases.first().is_none_or(|phase| phase.interval_months != 1) {
        return if input.decision == Decision::Renewal { first } else { first.max(period_start) };
    }
    let day = match input.decision {
        Decision::Renewal => first_day,
        Decision::New | Decision::Change => {
            let starts = input.services.iter().map(|service| service.start);
            input.service_start.or(first_use(starts, Some(plan))).unwrap_or(first_day)
        }
    };
    let month = YearMonth::of(day);
    if input.monthly_start == MonthlyStart::NextMonth && day.day() > 1 { month.next() } else { month }
}

/// The first month of the first phase of a certificate; none without a service.
pub fn first_month(certificate: &Certificate) -> Option<YearMonth> {
    let input = input_of(certificate);
    let first_day = input.services.iter().map(|service| service.start).min()?;
    let last_day = input.services.iter().map(|service| service.end).max()?;
    let term = MonthRange { start: YearMonth::of(first_day), end: YearMonth::of(last_day) };
    let plan = benefit_period(&input, term).start;
    Some(begins(&input, first_day, input.benefit_period.map_or(plan, |period| period.start), plan))
}

/// Takes away what lies before `first`.
fn cut_before(phases: &mut Vec<ScheduledPhase>, first: YearMonth) {
    for phase in phases.iter_mut() {
        phase.months.retain(|month| *month >= first);
        if let Some(month) = phase.months.first() {
            phase.start = *month;
        }
    }
    phases.retain(|phase| !phase.months.is_empty());
}

/// Refuses days and months that contradict each other.
fn check_days(
    input: &ScheduleInput,
    first_day: Date,
    term: MonthRange,
    derived: MonthRange,
) -> Result<(), ScheduleFault> {
    if let Some(printed) = input.benefit_period {
        if printed.end < printed.start {
            return Err(ScheduleFault::new("benefit_period.end", "支給期間の終わりが、始まりより前です。"));
        }
        if printed.start > term.end {
            return Err(ScheduleFault::new("benefit_period.start", "支給期間の始まりが、有効期間の終わりより後です。"));
        }
        if printed.end < term.start {
            return Err(ScheduleFault::new("benefit_period.end", "支給期間の終わりが、有効期間の始まりより前です。"));
        }
    }
    // The printed period stands in for an unknown plan, so that it is looked at first.
    if derived.start > term.end {
        return Err(ScheduleFault::new("plan_created", "計画を作成した月が、有効期間の終わりより後です。"));
    }
    match input.service_start {
        Some(day) if day < first_day => {
            Err(ScheduleFault::new("service_start", "利用を始める日が、有効期間の始まりより前です。"))
        }
        Some(day) if YearMonth::of(day) > term.end => {
            Err(ScheduleFault::new("service_start", "利用を始める日が、有効期間の終わりより後です。"))
        }
        _ => Ok(()),
    }
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
        service_start: None,
        benefit_period: certificate.benefit_period,
        services: grants
            .map(|grant| Validity { name: grant.service.clone(), start: grant.start, end: grant.end })
            .collect(),
        phases: certificate.phases.clone(),
        months: certificate.months.clone(),
        monthly_start: certificate.monthly_start,
        self_plan: false,
    }
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
            return Err(ScheduleFault::new(
                format!("months[{index}]"),
                format!("{}が2回あります。", wareki::month(*month)),
            ));
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

/// Counts every phase back from its own end; the last one, where it has no length, from `end`. What lies after `end`,
/// but not after `latest`, is cut off.
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
            None => end.max(from),
            Some(length) => from.plus(length.unwrap_or(i32::MAX).saturating_sub(1)),
        };
        if to > latest {
            let field = format!("phases[{index}].for_months");
            return Err(ScheduleFault::new(field, "モニタリング期間が、支給期間の終わりより先まであります。"));
        }
        if from <= end {
            counted.push(count_back(phase.interval_months, from, to.min(end)));
        }
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
