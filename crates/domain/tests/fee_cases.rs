//! Runs the worked cases of `law/cases/fee/`: the input as written, against what the case states of the answer.
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use calendar::YearMonth;
use domain::{
    billing::{
        fees::FeeKind,
        forty_cases::{FortyCase, forty_cases},
        month_fees::{AskedAddition, AskedReduction, FeeCase, MonthFees, reckon},
    },
    client::ConsultationService,
};
use law::{Verdict, Why, fees::Fees};
use serde::Deserialize;
use serde_json::{Value, json};
use testkit::worked_cases;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeeInput {
    service: ConsultationService,
    month: YearMonth,
    area_grade: Option<String>,
    office_grade: Option<String>,
    #[serde(default)]
    fees: Vec<FeeKind>,
    #[serde(default)]
    additions: Vec<Addition>,
    #[serde(default)]
    reductions: Vec<String>,
    ended: Option<YearMonth>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    name: String,
    count: Option<u32>,
    #[serde(default)]
    separate_act: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FortyInput {
    month: YearMonth,
    clients: Vec<u32>,
    specialists_hundredths: Vec<u32>,
}

/// The answer as `rules fee` writes it, and the ids of the rules that took part.
fn fee_answer(input: FeeInput) -> (Value, BTreeSet<&'static str>) {
    let fees = Fees::embedded().unwrap();
    let service = input.service;
    let additions = input.additions.iter().map(|asked| AskedAddition {
        count: asked.count.unwrap_or(1),
        separate_act: asked.separate_act,
        ..AskedAddition::named(fees, service, &asked.name).unwrap_or_else(|| panic!("「{}」 is unknown", asked.name))
    });
    let reduction = |name: &String| AskedReduction::named(fees, service, name).unwrap_or_else(|| panic!("「{name}」"));
    let case = FeeCase {
        service,
        month: input.month,
        area_grade: input.area_grade,
        office_grade: input.office_grade,
        fees: input.fees.into_iter().map(Into::into).collect(),
        additions: additions.collect(),
        reductions: input.reductions.iter().map(reduction).collect(),
        ended: input.ended,
    };
    verdict(reckon(&case), month)
}

fn month(month: &MonthFees) -> Value {
    let lines: Vec<Value> = month
        .lines
        .iter()
        .map(|line| {
            json!({
                "code": line.code, "name": line.name, "units": line.units, "count": line.count,
                "total_units": line.total_units(), "confidence": line.confidence(),
                "units_confidence": line.units_confidence, "code_confidence": line.code_confidence,
            })
        })
        .collect();
    let refused: Vec<Value> =
        month.refused.iter().map(|refused| json!({ "name": refused.name, "code": refused.code.word() })).collect();
    json!({
        "lines": lines, "units": month.units(), "unit_price": month.unit_price(), "yen": month.yen(),
        "refused": refused, "left_out": month.left_out, "warnings": month.warnings,
    })
}

fn forty_answer(input: FortyInput) -> (Value, BTreeSet<&'static str>) {
    let case = FortyCase { month: input.month, clients: input.clients, specialists: input.specialists_hundredths };
    verdict(forty_cases(&case), |answer| {
        json!({
            "average_clients_hundredths": answer.average_clients,
            "average_specialists_thousandths": answer.average_specialists,
            "per_specialist_hundredths": answer.per_specialist,
            "at_second": answer.at_second,
        })
    })
}

fn verdict<T>(verdict: Verdict<T>, show: impl Fn(&T) -> Value) -> (Value, BTreeSet<&'static str>) {
    let mut rules = BTreeSet::new();
    let mut answer = json!({});
    let word = match verdict {
        Verdict::Is(decided) => {
            collect(&decided.why, &mut rules);
            answer = show(&decided.value);
            "is"
        }
        Verdict::Needs(missing) => {
            answer = json!({ "missing": missing.iter().map(|missing| missing.field).collect::<Vec<_>>() });
            "needs"
        }
        Verdict::NotCovered { .. } => "not_covered",
        Verdict::No(why) => panic!("{}", why.sentence),
        Verdict::MunicipalityDecides { .. } => "municipality_decides",
    };
    // A month whose price is unknown has units, but no answer to what is asked.
    let word = if word == "is" && answer.get("yen") == Some(&Value::Null) { "not_covered" } else { word };
    answer["verdict"] = json!(word);
    (answer, rules)
}

fn collect(why: &Why, rules: &mut BTreeSet<&'static str>) {
    rules.insert(why.rule.id);
    assert!(why.sentence.ends_with('。'), "{}", why.sentence);
    why.because.iter().for_each(|below| collect(below, rules));
}

/// Whether an answer is what a case expects; a case may leave out fields, and writes "null" for none.
fn holds(expected: &Value, answer: &Value) -> bool {
    match (expected, answer) {
        (Value::Object(fields), Value::Object(_)) => {
            fields.iter().all(|(key, expected)| answer.get(key).is_some_and(|got| holds(expected, got)))
        }
        (Value::Array(wanted), Value::Array(got)) => {
            wanted.len() == got.len() && wanted.iter().zip(got).all(|(wanted, got)| holds(wanted, got))
        }
        (wanted, Value::Null) => wanted.is_null() || *wanted == json!("null"),
        (wanted, got) => wanted == got,
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut wrong = Vec::new();
    let fees = worked_cases("fee").into_iter().map(|case| (fee_answer(case.input()), case));
    let forty = worked_cases("forty-cases").into_iter().map(|case| (forty_answer(case.input()), case));
    for ((got, rules), case) in fees.chain(forty) {
        for (key, expected) in case.expected_fields() {
            if !got.get(&key).is_some_and(|got| holds(&expected, got)) {
                wrong.push(format!("{}の {key}: {expected} のはずが {} になりました。", case.name, got[&key]));
            }
        }
        let decided = ["not_covered", "needs"].iter().all(|word| got["verdict"] != json!(word));
        for rule in case.rules.iter().filter(|rule| decided && !rules.contains(rule.as_str())) {
            wrong.push(format!("{}: {rule} took no part, but {rules:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
