//! Every body of a fact that was ever stored stays readable. The files only grow: a body that a newer program writes in
//! another shape gets a line of its own, and the older line stays.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use domain::{
    client::{About, ContactFact, UsedFact},
    facts::Body as _,
    intake::IntakeFact,
    monitoring::RoundFact,
    office::OfficeFactBody,
    paper::PaperFact,
    planning::CaseFact,
};
use serde_json::Value;

/// The bodies of a file, each with what it is written as today.
fn bodies<B: serde::de::DeserializeOwned + serde::Serialize>(file: &str) -> Vec<(B, Value, Value)> {
    let read = |line: &str| {
        let body: B = serde_json::from_str(line).map_err(|error| format!("{line}: {error}")).unwrap();
        let (before, after) = (serde_json::from_str(line).unwrap(), serde_json::to_value(&body).unwrap());
        (body, before, after)
    };
    file.lines().map(read).collect()
}

/// What was stored is still said, by the same words; a newer program may say more beside it.
fn says_no_less(before: &Value, after: &Value) {
    for (key, value) in before.as_object().unwrap() {
        assert_eq!(after.get(key), Some(value), "{key} of {before}");
    }
}

#[test]
fn every_body_of_a_rounds_fact_ever_stored_stays_readable() {
    let mut kinds = BTreeSet::new();
    for (body, before, after) in bodies::<RoundFact>(include_str!("stored/round_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
        kinds.insert(body.kind());
    }
    let all = "advice appointment attempt carry_over consent home_visit missed provider_contact raised report service_check submission withdrawn";
    assert_eq!(kinds.into_iter().collect::<Vec<_>>().join(" "), all);
}

#[test]
fn every_body_of_a_planning_cases_fact_ever_stored_stays_readable() {
    let mut kinds = BTreeSet::new();
    for (body, before, after) in bodies::<CaseFact>(include_str!("stored/case_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
        kinds.insert(body.kind());
    }
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>().join(" "),
        "assessment basic conference consent coordination coverage decision delivery draft draft_consent elsewhere ended hand_in interval \
         interview invitation neutrality plan provider_plan review ward_consultation \
         week_plan withdrawn"
    );
}

#[test]
fn every_contact_ever_stored_stays_readable() {
    for (body, before, after) in bodies::<ContactFact>(include_str!("stored/contact_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
    }
}

#[test]
fn every_mark_of_a_paper_ever_stored_stays_readable() {
    for (body, before, after) in bodies::<PaperFact>(include_str!("stored/paper_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
    }
}

#[test]
fn every_fact_of_an_intake_ever_stored_stays_readable() {
    for (body, before, after) in bodies::<IntakeFact>(include_str!("stored/intake_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
    }
}

#[test]
fn every_body_of_an_offices_fact_ever_stored_stays_readable() {
    let mut kinds = BTreeSet::new();
    for (body, before, after) in bodies::<OfficeFactBody>(include_str!("stored/office_fact.jsonl")) {
        assert_eq!(before, after);
        assert_eq!(before["kind"], body.kind());
        assert!(!body.label().is_empty());
        kinds.insert(body.kind());
    }
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn every_body_of_a_clients_fact_ever_stored_stays_readable() {
    let mut kinds = BTreeSet::new();
    for (body, before, after) in bodies::<About>(include_str!("stored/client_fact.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.word());
        kinds.insert(body.word());
    }
    assert_eq!(kinds.len(), 16, "{kinds:?}");
}

#[test]
fn every_amount_used_ever_stored_stays_readable() {
    for (body, before, after) in bodies::<UsedFact>(include_str!("stored/used_amount.jsonl")) {
        says_no_less(&before, &after);
        assert_eq!(before["kind"], body.kind());
    }
}
