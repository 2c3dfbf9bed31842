//! The reasons of a standard period, and the sentence for the user.

use std::fmt;

use calendar::wareki;
use law::{Decided, LawBook, Missing, Rule, Timeline, Verdict, Why};

use super::{
    Need, NewOrChanged, Open, StandardFacts, StandardPeriod, StandardRow, TableAnswer, TableValue,
    rows::{AGED, LEFT_OPEN, NEW_OR_CHANGED, SELF_PLAN, SHORTER, TABLE_RULE, TRANSITION_AGED},
};

/// Puts words to a decision.
pub(super) fn explain(book: &LawBook, facts: &StandardFacts, decision: TableAnswer) -> Verdict<StandardPeriod> {
    match decision {
        TableAnswer::Is(outcome) => {
            Verdict::Is(Decided { value: period(book, facts, outcome), why: outcome_why(book, facts, outcome) })
        }
        TableAnswer::SelfPlan => {
            Verdict::No(Why::new(SELF_PLAN, "セルフプランなので、事業所によるモニタリングは行いません。"))
        }
        TableAnswer::Needs(need) => Verdict::Needs(vec![missing(need)]),
        TableAnswer::Open(open) => Verdict::MunicipalityDecides {
            usual: Some(usual(book, facts, open)),
            setting: open.setting(),
            why: open_why(book, facts, open),
        },
        TableAnswer::NotCovered(not) => Verdict::NotCovered { asked: not.asked, covers: not.covers },
    }
}

fn table_name(book: &LawBook, facts: &StandardFacts) -> String {
    book.monitoring().tables.get(facts.plan_date).map_or_else(String::new, |entry| entry.value.clone())
}

fn period(book: &LawBook, facts: &StandardFacts, outcome: TableValue) -> StandardPeriod {
    StandardPeriod {
        interval_months: outcome.interval_months,
        table: table_name(book, facts),
        row: outcome.row,
        window: outcome.window,
        afterwards: outcome.afterwards,
        shorter_suggested: outcome.shorter_suggested,
    }
}

fn usual(book: &LawBook, facts: &StandardFacts, open: Open) -> StandardPeriod {
    StandardPeriod {
        interval_months: open.usual(),
        table: table_name(book, facts),
        row: match open {
            Open::WorkChoice { .. } => StandardRow::LeftOpen,
            Open::TransitionAged { .. } => StandardRow::DayServices,
        },
        window: None,
        afterwards: None,
        shorter_suggested: None,
    }
}

fn missing(need: Need) -> Missing {
    let (field, question) = match need {
        Need::Services => ("services", "使うサービスは何ですか。"),
        Need::ServiceStart => ("service_start", "サービスを使い始める日はいつですか。"),
        Need::Age => ("age", "計画作成日の年齢（生年月日）は分かりますか。"),
        Need::CareManagement => ("care_management", "介護保険のケアマネジメントを受けていますか。"),
    };
    Missing { field, question: question.to_owned() }
}

/// The rule that asks for a missing fact.
pub fn need_rule(missing: &[Missing]) -> Rule {
    match missing.first().map(|missing| missing.field) {
        Some("service_start") => NEW_OR_CHANGED,
        Some("age" | "care_management") => AGED,
        _ => TABLE_RULE,
    }
}

/// `毎月`, `3か月`.
fn interval(months: u32) -> Every {
    Every(months)
}

/// An interval as it is written, put into a sentence without a text of its own.
#[derive(Clone, Copy)]
struct Every(u32);

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 1 { f.write_str("毎月") } else { write!(f, "{}か月", self.0) }
    }
}

fn outcome_why(book: &LawBook, facts: &StandardFacts, outcome: TableValue) -> Why {
    let mut why =
        with_value(Why::new(outcome.row.rule(), sentence(book, facts, outcome)), outcome.row.timeline(book), facts);
    why = why.fact("サービス", book.services().names(facts.services));
    if outcome.row == StandardRow::Aged {
        why = aged_facts(why, facts);
    }
    if outcome.row == StandardRow::Intensive {
        for ground in &facts.intensive {
            why = why.fact("集中的支援が必要な理由", ground.label());
        }
    }
    if let (Some(window), Some(start)) = (outcome.window, facts.service_start) {
        let (first, last) = (wareki::month(window.start), wareki::month(window.end));
        why = why.fact("利用開始日", wareki::long(start)).fact("毎月の期間", format!("{first}から{last}まで"));
        why = with_value(why, &book.monitoring().new_or_changed_months, facts);
    }
    why = why.because(table_why(book, facts));
    if let Some(after) = outcome.afterwards {
        let later = TableValue {
            interval_months: after.interval_months,
            row: after.row,
            window: None,
            afterwards: None,
            shorter_suggested: None,
        };
        let text = format!("そのあとは、{}", sentence(book, facts, later));
        let mut below = with_value(Why::new(after.row.rule(), text), after.row.timeline(book), facts);
        if after.row == StandardRow::Aged {
            below = aged_facts(below, facts);
        }
        why = why.because(below);
    }
    if let Some(shorter) = outcome.shorter_suggested {
        why = why.because(shorter_why(book, facts, outcome.interval_months, shorter));
    }
    why
}

fn sentence(book: &LawBook, facts: &StandardFacts, outcome: TableValue) -> String {
    let law = book.monitoring();
    let every = interval(outcome.interval_months);
    let aged_from = law.aged_from.get(facts.plan_date).map_or(0, |entry| entry.value);
    let of = |services| book.services().names(facts.services.common(services));
    match outcome.row {
        StandardRow::NewOrChanged => {
            let months = law.new_or_changed_months.get(facts.plan_date).map_or(0, |entry| entry.value);
            let what = match facts.new_or_changed {
                Some(NewOrChanged::Changed) => "サービスの種類・内容・量に著しい変更があった",
                _ => "新規の利用である",
            };
            format!("{what}ため、利用開始から{months}か月間は{every}です。")
        }
        StandardRow::Intensive => format!("在宅で集中的な支援が必要なため、標準期間は{every}です。"),
        StandardRow::NewServices => format!("{}を利用するため、標準期間は{every}です。", of(law.new_services.services)),
        StandardRow::HomeVisitAndTraining => {
            format!("{}を利用するため、標準期間は{every}です。", of(law.home_visit_and_training.services))
        }
        StandardRow::DayServices if facts.services.meets(law.facility.services) && facts.at_home != Some(true) => {
            format!("施設に入所していても、地域移行支援を利用するため、標準期間は{every}です。")
        }
        StandardRow::DayServices => format!("{}を利用するため、標準期間は{every}です。", of(law.day_services.services)),
        StandardRow::Aged => {
            format!("{aged_from}歳以上で介護保険のケアマネジメントを受けていないため、標準期間は{every}です。")
        }
        StandardRow::Facility if !facts.services.without(law.facility.services).is_empty() => {
            format!(
                "{}を利用するため、標準期間は{every}です。いっしょに使うサービスの行にはよりません。",
                of(law.facility.services)
            )
        }
        StandardRow::Facility => format!("{}を利用するため、標準期間は{every}です。", of(law.facility.services)),
        StandardRow::LeftOpen => format!("{}の標準期間は市町村が決めます。", of(law.left_open.services)),
    }
}

/// Which table, and that it stays.
fn table_why(book: &LawBook, facts: &StandardFacts) -> Why {
    let tables = &book.monitoring().tables;
    let day = facts.plan_date;
    let from = tables.get(day).map_or(day, |entry| entry.days.from);
    let (made, from) = (wareki::long(day), wareki::long(from));
    let sentence = format!(
        "計画作成日が{made}なので、{from}からの表によります。表が変わっても、計画を作り直すか変更するまでこの表のままです。"
    );
    let why = Why::new(TABLE_RULE, sentence).fact("計画作成日", made);
    match tables.used(day) {
        Some(value) => why.value(value),
        None => why,
    }
}

fn aged_facts(mut why: Why, facts: &StandardFacts) -> Why {
    if let Some(age) = facts.age {
        why = why.fact("計画作成日の年齢", format!("{}歳", age.on(facts.plan_date)));
    }
    why.fact("介護保険のケアマネジメント", "受けていない")
}

fn shorter_why(book: &LawBook, facts: &StandardFacts, standard: u32, shorter: u32) -> Why {
    let sentence = format!(
        "標準は{}ですが、理由があるので{}のように短くすることが望ましいとされています。",
        interval(standard),
        interval(shorter)
    );
    let mut why = Why::new(SHORTER, sentence);
    for ground in &facts.shorter_grounds {
        why = why.fact("短くする理由", ground.label());
    }
    let example = book.monitoring().shorter.iter().find(|example| u32::try_from(example.replaces) == Ok(standard));
    match example {
        Some(example) => with_value(why, &example.interval, facts),
        None => why,
    }
}

fn open_why(book: &LawBook, facts: &StandardFacts, open: Open) -> Why {
    let usual = interval(open.usual());
    let names = book.services().names(facts.services);
    match open {
        Open::WorkChoice { .. } => {
            let text = format!("就労選択支援が標準期間の表のどこに入るかを書いた文書が見つからないため、市町村が決めます（ふつうは{usual}）。");
            with_value(Why::new(LEFT_OPEN, text), &book.monitoring().left_open.interval, facts).fact("サービス", names)
        }
        Open::TransitionAged { .. } => {
            let text = format!("地域移行支援だけを使う65歳以上の人は、省令の文と表の※が食い違うため、市町村が決めます（ふつうは{usual}）。");
            aged_facts(with_value(Why::new(TRANSITION_AGED, text), &book.monitoring().aged, facts), facts)
        }
    }
    .because(table_why(book, facts))
}

fn with_value(why: Why, timeline: &Timeline<i64>, facts: &StandardFacts) -> Why {
    match timeline.used(facts.plan_date) {
        Some(value) => why.value(value),
        None => why,
    }
}
