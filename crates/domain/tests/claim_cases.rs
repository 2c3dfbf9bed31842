//! Runs the worked cases of `law/cases/claim/`: the input as written, against the whole answer.
#![expect(clippy::panic, reason = "tests")]

use std::collections::BTreeSet;

use domain::billing::same_month::{ClaimCase, EventAnswer, RefusalCode, decide};
use law::embedded_files;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    command: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    source: String,
    #[serde(rename = "where")]
    place: String,
    rules: Vec<String>,
    input: toml::Table,
    expected: toml::Table,
}

fn files() -> Vec<(&'static str, CaseFile)> {
    embedded_files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("cases/claim/"))
        .map(|(path, text)| (path, toml::from_str(text).unwrap_or_else(|fault| panic!("{path}: {fault}"))))
        .collect()
}

/// The answer as `rules claim` writes it, and the rules that decided.
fn answer(case: &ClaimCase) -> (Value, BTreeSet<&'static str>) {
    let answers = decide(case);
    let (mut claims, mut refused, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut rules = BTreeSet::new();
    for (index, (event, answer)) in case.events.iter().zip(&answers.events).enumerate() {
        rules.insert(answers.why(case, index).map_or("", |why| why.rule.id));
        let (id, month, fee) = (&event.id, event.month(), event.kind.word());
        match answer {
            EventAnswer::Claimed => claims.push(json!({
                "event": id, "month": month, "office": event.office, "municipality": event.municipality, "fee": fee,
            })),
            EventAnswer::Refused(code) => {
                refused.push(json!({ "event": id, "month": month, "fee": fee, "code": code.word() }));
            }
            EventAnswer::Missing(fields) => missing.push(json!({ "event": id, "fields": fields })),
        }
    }
    let verdict = if missing.is_empty() { "is" } else { "needs" };
    (json!({ "verdict": verdict, "claims": claims, "refused": refused, "missing": missing }), rules)
}

#[test]
fn every_case_is_answered_as_expected() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, file) in files() {
        assert_eq!(file.command, "claim", "{path}");
        for case in file.case {
            let input: ClaimCase =
                case.input.try_into().unwrap_or_else(|fault| panic!("{path}「{}」: {fault}", case.title));
            let (got, rules) = answer(&input);
            let expected = serde_json::to_value(case.expected).unwrap_or_default();
            if got != expected {
                wrong.push(format!("{path}「{}」\n  {got}\n  instead of {expected}", case.title));
            }
            for rule in &case.rules {
                if !rules.contains(rule.as_str()) {
                    wrong.push(format!("{path}「{}」: {rule} did not decide, but {rules:?}", case.title));
                }
            }
            assert!(!case.source.is_empty() && !case.place.is_empty());
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 40, "only {count} cases were found");
}

#[test]
fn every_refusal_has_a_case() {
    let decided: BTreeSet<String> =
        files().into_iter().flat_map(|(_, file)| file.case).flat_map(|case| case.rules).collect();
    for code in RefusalCode::ALL {
        assert!(decided.contains(code.rule().id), "{} has no case", code.rule().id);
    }
}

#[test]
fn every_place_cited_is_in_a_known_source() {
    let book = law::LawBook::embedded().unwrap_or_else(|fault| panic!("{fault}"));
    for cite in RefusalCode::ALL.iter().flat_map(|code| code.rule().cites) {
        assert!(book.source(cite.source).is_some(), "{}", cite.source);
    }
}
