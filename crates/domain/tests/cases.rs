//! Runs the worked cases of `law/cases/`: the input as written, against the expected part of the answer.

use super::answers;

use std::collections::BTreeSet;

use domain::rule_list::rule_areas;
use testkit::{case_folders, law_book, worked_cases};

#[test]
fn every_case_is_answered_as_expected() {
    let book = law_book();
    let (mut wrong, mut told) = (Vec::new(), BTreeSet::new());
    for area in answers::AREAS {
        for case in worked_cases(area) {
            let got = answers::answer(area, &case);
            for (key, expected) in case.expected_fields() {
                let got = got.fields.get(&key).cloned().unwrap_or_else(|| "（そういう項目はありません）".into());
                if got != expected {
                    wrong.push(format!("{}の {key}: {expected} のはずが {got} になりました。", case.name));
                }
            }
            for reason in &got.reasons {
                let sentence = &reason.sentence;
                assert!(sentence.ends_with('。') && !sentence.contains("{}"), "{}: {sentence}", case.name);
                for value in &reason.values {
                    assert!(book.timeline(value).is_some(), "{}: the value {value} is not in law/", case.name);
                }
                if case.rules.iter().any(|id| id == reason.rule) {
                    told.insert((area, reason.rule));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for area in rule_areas().iter().filter(|area| answers::AREAS.contains(&area.key)) {
        for rule in &area.rules {
            assert!(told.contains(&(area.key, rule.id)), "{} takes part in no case that is about it", rule.id);
        }
    }
}

#[test]
fn a_claim_case_names_the_rule_of_its_answer_and_says_it_whole() {
    for case in worked_cases("claim") {
        let got = answers::answer("claim", &case);
        let keys: Vec<String> = case.expected_fields().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["claims", "missing", "refused", "verdict"], "{}", case.name);
        for rule in &case.rules {
            assert!(got.reasons.iter().any(|reason| reason.rule == rule), "{}: {rule} did not decide", case.name);
        }
    }
}

#[test]
fn every_rule_has_a_case_and_a_source() {
    let book = law_book();
    let folders = case_folders();
    let in_cases: BTreeSet<String> =
        folders.iter().flat_map(|folder| worked_cases(folder)).flat_map(|case| case.rules).collect();
    let mut ids = BTreeSet::new();
    for area in rule_areas() {
        assert!(folders.contains(area.key), "law/cases/{} is missing", area.key);
        for rule in &area.rules {
            assert!(ids.insert(rule.id), "{} stands in two areas", rule.id);
            assert!(in_cases.contains(rule.id), "{} has no case", rule.id);
            assert!(!rule.cites.is_empty(), "{} cites nothing", rule.id);
            for cite in rule.cites {
                assert!(book.source(cite.source).is_some() && !cite.place.is_empty(), "{}: {}", rule.id, cite.source);
            }
        }
    }
    for folder in folders {
        assert!(rule_areas().iter().any(|area| area.key == folder), "law/cases/{folder} belongs to no area of rules");
    }
}
