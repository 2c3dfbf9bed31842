//! The reasons of a schedule, and the advice that goes with it.

use calendar::{YearMonth, wareki};
use law::{Cite, Decided, LawBook, Missing, NotCovered, Rule, Verdict, Why};

use super::{Schedule, ScheduleFault, ScheduleInput, first_use, schedule};
use crate::{
    client::{Decision, MonthlyStart},
    monitoring::standard::SELF_PLAN,
};

const BENEFIT_NEW: Rule = Rule {
    id: "benefit-period.plan-month-to-longest-end",
    title: "支給期間は、計画を作成した月から最長の有効期間の終期月まで。その前に実施月はない",
    cites: &[
        Cite { source: "seed-002", place: "3-3) ※計画相談支援給付費の支給期間は…" },
        Cite {
            source: "order-2016",
            place: "第34条の54第3項 サービス利用支援を実施する月から…最も長いものの終期の月まで",
        },
        Cite { source: "qa-2012-03", place: "支給期間の始期と終期（新規）" },
    ],
};
const BENEFIT_RENEWAL: Rule = Rule {
    id: "benefit-period.renewal",
    title: "更新の支給期間は、新しい有効期間の始まる月から",
    cites: &[
        Cite { source: "seed-002", place: "3-3) ※計画相談支援給付費の支給期間は…" },
        Cite { source: "qa-2012-03", place: "支給期間の始期と終期（更新）" },
    ],
};
const BENEFIT_PRINTED: Rule = Rule {
    id: "benefit-period.certificate-stands",
    title: "受給者証に書かれた支給期間による",
    cites: &[Cite {
        source: "order-2016", place: "第34条の54 市町村が支給期間を定め、受給者証に記載する"
    }],
};
const COUNT_BACK: Rule = Rule {
    id: "monitoring.schedule.count-back",
    title: "有効期間の終期月から数えて戻る",
    cites: &[
        Cite {
            source: "seed-002",
            place: "3-3) 開始月 → サービスの有効期間の終期月にモニタリングを実施することとした上で…",
        },
        Cite { source: "qa-2012-03", place: "モニタリング実施月の設定" },
    ],
};
const FIRST_MONTHS: Rule = Rule {
    id: "monitoring.schedule.first-months-monthly",
    title: "新規・変更のはじめの毎月は、新しい（変わる）サービスの利用を始める月から",
    cites: &[
        Cite { source: "seed-002", place: "3-2) (1) 利用開始から3ヶ月間、毎月" },
        Cite {
            source: "order-2016", place: "第6条の16ただし書 利用開始日から起算して三月を経過するまで"
        },
        Cite { source: "qa-2012-03", place: "新規のモニタリング実施月の設定" },
        Cite {
            source: "qa-2017-03", place: "支給決定が月の途中のときの3回の数え方（どちらでも良い）"
        },
    ],
};
const CERTIFICATE_STANDS: Rule = Rule {
    id: "monitoring.schedule.certificate-stands",
    title: "受給者証に書かれた実施月による",
    cites: &[
        Cite {
            source: "seed-002", place: "3-3) ④ モニタリング期間等を定め、対象者に通知（受給者証にも記載）"
        },
        Cite { source: "seed-000", place: "2-3 原則として受給者証の記載に基づき行います" },
    ],
};
const MONTHLY_AT_MOST: Rule = Rule {
    id: "monitoring.schedule.monthly-at-most",
    title: "毎月のモニタリングを続ける期間の目安",
    cites: &[Cite {
        source: "seed-002", place: "3-3) 終期月 → 原則、支給期間の終期月。ただし、毎月実施する者は…"
    }],
};

/// The rule that asks for what is missing.
pub const MISSING_RULE: Rule = COUNT_BACK;

/// Every rule of this file.
pub const RULES: &[Rule] =
    &[BENEFIT_NEW, BENEFIT_RENEWAL, BENEFIT_PRINTED, COUNT_BACK, FIRST_MONTHS, CERTIFICATE_STANDS, MONTHLY_AT_MOST];

/// A schedule with its reasons and advice.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The months.
    pub schedule: Schedule,
    /// What to watch, one sentence each.
    pub advice: Vec<String>,
}

/// The months with their reasons, as the preview and the commands show them.
pub fn answer(book: &LawBook, input: &ScheduleInput) -> Result<Verdict<Answer>, ScheduleFault> {
    let schedule = schedule(input)?;
    if input.self_plan {
        return Ok(Verdict::No(Why::new(SELF_PLAN, "セルフプランなので、事業所によるモニタリングは行いません。")));
    }
    if let Some(not) = not_covered(book, input, &schedule) {
        return Ok(Verdict::NotCovered { asked: not.asked, covers: not.covers });
    }
    if let Some(missing) = missing(input) {
        return Ok(Verdict::Needs(vec![missing]));
    }
    let why = why(input, &schedule);
    let advice = advice(book, input, &schedule);
    let why = advice.iter().fold(why, |why, advice| why.because(advice.clone()));
    let advice = advice.into_iter().map(|why| why.sentence).collect();
    Ok(Verdict::Is(Decided { value: Answer { schedule, advice }, why }))
}

/// The first month of the answer, where it lies before 計画相談支援 itself began.
fn not_covered(book: &LawBook, input: &ScheduleInput, schedule: &Schedule) -> Option<NotCovered> {
    let period = schedule.benefit_period?;
    // While the month of the plan is unknown, only the end of the term is certain.
    let certain = if start_is_unknown(input) { period.end } else { period.start };
    let asked = input.months.iter().copied().chain([certain]).min()?.first_day();
    let covers = book.monitoring().tables.covers;
    (!covers.contains(asked)).then_some(NotCovered { asked, covers })
}

/// Whether the benefit period begins with a plan of which nothing is known.
fn start_is_unknown(input: &ScheduleInput) -> bool {
    input.decision != Decision::Renewal && input.plan_created.is_none() && input.benefit_period.is_none()
}

fn missing(input: &ScheduleInput) -> Option<Missing> {
    let ask = |field, question: &str| Some(Missing { field, question: question.to_owned() });
    if input.phases.is_empty() && input.months.is_empty() {
        return ask("phases", "モニタリング期間（何か月ごと）か、受給者証の実施月はどれですか。");
    }
    if start_is_unknown(input) {
        return ask("plan_created", "サービス等利用計画を作成した月はいつですか。");
    }
    None
}

fn why(input: &ScheduleInput, schedule: &Schedule) -> Why {
    let mut why = if input.months.is_empty() {
        let last = schedule.months.last().copied();
        Why::new(COUNT_BACK, counted(schedule, last))
    } else {
        Why::new(CERTIFICATE_STANDS, "受給者証に書かれた実施月のとおりです。")
    };
    for service in &input.services {
        let days = format!("{}から{}まで", wareki::long(service.start), wareki::long(service.end));
        why = why.fact(format!("{}の有効期間", service.name), days);
    }
    if let Some(first) = first_months(input, schedule) {
        why = why.because(first);
    }
    let Some(period) = schedule.benefit_period else {
        return why;
    };
    let (start, end) = (wareki::month(period.start), wareki::month(period.end));
    if input.benefit_period.is_some() {
        let sentence = format!("支給期間は、受給者証に書かれた{start}から{end}までです。");
        return why.because(Why::new(BENEFIT_PRINTED, sentence));
    }
    let earliest = input.services.iter().map(|service| YearMonth::of(service.start)).min();
    let (rule, from) = match input.decision {
        Decision::Renewal if earliest.is_some_and(|earliest| period.start > earliest) => {
            (BENEFIT_NEW, "計画を作成した月")
        }
        Decision::Renewal => (BENEFIT_RENEWAL, "新しい有効期間の始まる月"),
        Decision::New | Decision::Change => (BENEFIT_NEW, "計画を作成した月"),
    };
    why.because(Why::new(rule, format!("支給期間は、{from}の{start}から、最長の有効期間の終わる{end}までです。")))
}

/// `有効期間の終わる令和9年4月から、3か月ごとに戻って数えます。`
fn counted(schedule: &Schedule, last: Option<YearMonth>) -> String {
    let end = last.map_or_else(String::new, wareki::month);
    match schedule.phases.as_slice() {
        [] => format!("有効期間の終わる{end}に行います。"),
        [one] if one.interval_months == 1 && schedule.open_from.is_none() => format!("{end}まで毎月です。"),
        [one] if schedule.open_from.is_none() => {
            let interval = one.interval_months;
            format!("有効期間の終わる{end}は必ず実施月で、そこから{interval}か月ごとに戻って数えます。")
        }
        phases => {
            let spans = phases.iter().map(|phase| {
                let (start, end) = (wareki::month(phase.start), wareki::month(phase.end));
                match phase.interval_months {
                    1 => format!("{start}から{end}までは毎月"),
                    n => format!("{start}から{end}までは{n}か月ごと"),
                }
            });
            let spans = spans.collect::<Vec<_>>().join("、");
            format!("{spans}です。それぞれの終わりの月から戻って数え、有効期間の終わる{end}は必ず実施月です。")
        }
    }
}

/// Why the first, monthly phase of a new or changed grant begins where it does.
fn first_months(input: &ScheduleInput, schedule: &Schedule) -> Option<Why> {
    let first = schedule.phases.first().filter(|phase| phase.interval_months == 1)?;
    if input.decision == Decision::Renewal {
        return None;
    }
    // Where the period is printed, the derived one tells the month of the plan.
    let period = schedule.benefit_period?;
    let plan = schedule.derived_benefit_period.unwrap_or(period).start;
    let starts = || input.services.iter().map(|service| service.start);
    let by_validity = first_use(starts(), Some(plan)).filter(|day| starts().any(|start| start == *day));
    let (of, day) = match (input.service_start, by_validity) {
        (Some(day), _) => ("利用を始める", Some(day)),
        (None, Some(day)) => ("有効期間の始まる", Some(day)),
        (None, None) => ("計画を作成した", None),
    };
    let start = wareki::month(first.start);
    let after = first.start.months_since(day.map_or(plan, YearMonth::of));
    let next = input.monthly_start == MonthlyStart::NextMonth && day.is_some_and(|day| day.day() > 1);
    let sentence = if after > i32::from(next) {
        let cut = if period.start > plan {
            "受給者証の支給期間より前の月"
        } else {
            "計画を作成する前の月"
        };
        format!("毎月のモニタリングは{of}月からですが、{cut}には行わないので、{start}から始まります。")
    } else if after > 0 {
        format!("市町村が翌月から数えるとしているので、毎月のモニタリングは{start}から始まります。")
    } else {
        format!("毎月のモニタリングは、{of}{start}から始まります。")
    };
    let why = Why::new(FIRST_MONTHS, sentence);
    Some(match (day, input.service_start) {
        (Some(day), Some(_)) => why.fact("利用開始日", wareki::long(day)),
        (Some(day), None) => why.fact("有効期間の始まり", wareki::long(day)),
        (None, _) => why,
    })
}

/// What to watch: long monthly terms, a term without an interval, a list that disagrees. Nothing is cut.
pub fn advice(book: &LawBook, input: &ScheduleInput, schedule: &Schedule) -> Vec<Why> {
    let mut advice = Vec::new();
    advice.extend(monthly_too_long(book, input, schedule));
    if let Some(from) = schedule.open_from {
        let from = wareki::month(from);
        advice.push(Why::new(
            COUNT_BACK,
            format!("{from}からのモニタリング期間が決まっていません。市町村の通知があったら入力してください。支給期間の終わりの月は実施月です。"),
        ));
    }
    advice.extend(late_plan(input));
    if let Some(derived) = schedule.derived_benefit_period.filter(|_| schedule.period_differs()) {
        let (start, end) = (wareki::month(derived.start), wareki::month(derived.end));
        advice.push(Why::new(
            BENEFIT_PRINTED,
            format!("受給者証の支給期間が、計画を作成した月と有効期間から出る期間（{start}から{end}まで）と違います。受給者証のとおりに扱います。市町村に確かめてください。"),
        ));
    }
    let Some(period) = schedule.benefit_period.filter(|_| !input.months.is_empty()) else {
        return advice;
    };
    if schedule.months_differ() {
        advice.push(Why::new(
            CERTIFICATE_STANDS,
            "受給者証の実施月が、モニタリング期間から数えた月と違います。受給者証のとおりに扱います。市町村に確かめてください。",
        ));
    }
    let outside: Vec<String> =
        schedule.months.iter().filter(|month| !period.contains(**month)).map(|month| wareki::month(*month)).collect();
    if !outside.is_empty() {
        let months = outside.join("、");
        advice.push(Why::new(CERTIFICATE_STANDS, format!("{months}は支給期間の外です。受給者証を確かめてください。")));
    }
    if !schedule.months.contains(&period.end) {
        let end = wareki::month(period.end);
        advice.push(Why::new(
            COUNT_BACK,
            format!("支給期間の終わる{end}が実施月に入っていません。市町村に確かめてください。"),
        ));
    }
    advice
}

/// A renewal whose plan came after its validity had begun: the months before the plan are none of monitoring.
fn late_plan(input: &ScheduleInput) -> Option<Why> {
    let earliest = input.services.iter().map(|service| YearMonth::of(service.start)).min()?;
    let follows = input.decision == Decision::Renewal && input.benefit_period.is_none();
    let plan = input.plan_created.filter(|plan| follows && *plan > earliest)?;
    let sentence = format!(
        "計画を作成したのが有効期間の始まった{}より後なので、{}より前の月には行いません。市町村に確かめてください。",
        wareki::month(earliest),
        wareki::month(plan)
    );
    Some(Why::new(BENEFIT_NEW, sentence))
}

fn monthly_too_long(book: &LawBook, input: &ScheduleInput, schedule: &Schedule) -> Option<Why> {
    let earliest = input.services.iter().map(|service| service.start).min()?;
    let law = book.monitoring();
    let length = i64::try_from(longest_monthly_term(input, schedule)).unwrap_or(i64::MAX);
    let at_most = law.monthly_at_most.get(earliest)?;
    if length > at_most.value {
        let sentence =
            format!("毎月のモニタリングは原則{}以内です（ここでは{length}か月）。", years_or_months(at_most.value));
        return Some(used(Why::new(MONTHLY_AT_MOST, sentence), law.monthly_at_most.used(earliest)));
    }
    let at_most = law.monthly_new_at_most.get(earliest)?;
    let first = input.phases.first().filter(|phase| phase.interval_months == 1).and_then(|phase| phase.for_months);
    let length = first.map_or(0, i64::from);
    if input.months.is_empty() && input.decision != Decision::Renewal && length > at_most.value {
        let most = at_most.value;
        let sentence = format!("新規・変更のはじめの毎月は{most}か月以内が基本です（ここでは{length}か月）。");
        return Some(used(Why::new(MONTHLY_AT_MOST, sentence), law.monthly_new_at_most.used(earliest)));
    }
    None
}

/// How many months without a gap are monthly: those of the certificate's list where it has one, otherwise those of
/// monthly phases, which may follow each other.
fn longest_monthly_term(input: &ScheduleInput, schedule: &Schedule) -> usize {
    let (mut longest, mut run) = (0, 0);
    if input.months.is_empty() {
        for phase in &schedule.phases {
            run = if phase.interval_months == 1 { run + phase.months.len() } else { 0 };
            longest = longest.max(run);
        }
        return longest;
    }
    let mut before = None;
    for month in &schedule.months {
        run = if before.is_some_and(|before: YearMonth| before.next() == *month) { run + 1 } else { 1 };
        longest = longest.max(run);
        before = Some(*month);
    }
    longest
}

fn used(why: Why, value: Option<law::UsedValue>) -> Why {
    match value {
        Some(value) => why.value(value),
        None => why,
    }
}

/// `1年` for 12, `18か月` for 18.
fn years_or_months(months: i64) -> String {
    if months % 12 == 0 { format!("{}年", months / 12) } else { format!("{months}か月") }
}
