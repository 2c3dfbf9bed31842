//! `mimamori rules claim`: every worked case through the command, unknown fields, and lines that cannot be read.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
};

use serde_json::{Value, json};

fn claim(input: String) -> (i32, Vec<Value>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    let mut child = command.args(["rules", "claim"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// The fields of `wanted`, out of `got`, also inside of lists.
fn same_fields(got: &Value, wanted: &Value) -> Value {
    match (got, wanted) {
        (Value::Object(got), Value::Object(wanted)) => wanted
            .iter()
            .map(|(key, wanted)| (key.clone(), same_fields(got.get(key).unwrap_or(&Value::Null), wanted)))
            .collect(),
        (Value::Array(got), Value::Array(wanted)) if got.len() == wanted.len() => {
            got.iter().zip(wanted).map(|(got, wanted)| same_fields(got, wanted)).collect()
        }
        _ => got.clone(),
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut cases = Vec::new();
    for (path, text) in law::embedded_files().into_iter().filter(|(path, _)| path.starts_with("cases/claim/")) {
        let file: toml::Table = text.parse().unwrap();
        for case in file["case"].as_array().unwrap() {
            cases.push((path, serde_json::to_value(case).unwrap()));
        }
    }
    let lines: String = cases.iter().map(|(_, case)| format!("{}\n", case["input"])).collect();
    let (status, answers) = claim(lines);
    assert_eq!((status, answers.len()), (0, cases.len()));
    for ((path, case), answer) in cases.iter().zip(answers) {
        assert_eq!(same_fields(&answer, &case["expected"]), case["expected"], "{path}: {}", case["title"]);
        assert!(!answer["why"].as_str().unwrap().is_empty() && !answer["rules"].as_array().unwrap().is_empty());
        for refused in answer["refused"].as_array().unwrap() {
            assert!(!refused["why"].as_str().unwrap().is_empty() && !refused["cites"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_the_others_are_answered() {
    let good = json!({ "service": "計画相談支援", "events": [] });
    let unknown = json!({ "service": "計画相談支援", "events": [], "setings": {} });
    let event = json!({ "id": "a", "kind": "plan", "date": "2026-02-30", "office": "A", "municipality": "川崎市" });
    let wrong_day = json!({ "service": "計画相談支援", "events": [event] });
    let (status, answers) = claim(format!("{unknown}\n{good}\n{wrong_day}\n"));
    assert_eq!(status, 1);
    assert_eq!(answers[0]["error"]["field"], "setings");
    assert_eq!(answers[1]["verdict"], "is");
    assert_eq!((&answers[2]["error"]["line"], &answers[2]["error"]["field"]), (&json!(3), &json!("events[0].date")));
}

fn event(kind: &str, id: &str, date: &str) -> Value {
    json!({ "id": id, "kind": kind, "date": date, "office": "A", "municipality": "川崎市", "home_visit": true,
        "consent": true, "delivered": true, "conference": true, "report": true })
}

fn line(events: &[Value]) -> Value {
    json!({ "service": "計画相談支援", "scheduled_months": ["2026-10"], "events": events })
}

#[test]
fn events_that_contradict_themselves_are_an_error_of_the_line() {
    let backwards = line(&[event("monitoring", "m1", "2026-10-20"), event("plan", "p1", "2026-10-19")]);
    let mut plan = event("plan", "p1", "2026-10-05");
    plan["one_flow_with"] = json!("m1");
    let later = line(&[plan.clone(), event("monitoring", "m1", "2026-10-05")]);
    let same_day = line(&[event("monitoring", "m1", "2026-10-05"), plan]);
    let (status, answers) = claim(format!("{backwards}\n{later}\n{same_day}\n"));
    assert_eq!(status, 1);
    assert_eq!(answers[0]["error"]["field"], "events[1].date");
    assert_eq!(answers[1]["error"]["field"], "events[0].one_flow_with");
    assert_eq!(answers[2]["refused"][0]["code"], "plan_only_one_flow");
}

#[test]
fn missing_consent_cites_the_handbook_for_a_monitoring_and_the_notice_for_a_plan() {
    let (mut monitoring, mut plan) = (event("monitoring", "m1", "2026-10-20"), event("plan", "p1", "2026-12-01"));
    (monitoring["consent"], plan["consent"]) = (json!(false), json!(false));
    let (status, answers) = claim(format!("{}\n", line(&[monitoring, plan])));
    assert_eq!(status, 0);
    let cited: Vec<&Value> =
        answers[0]["refused"].as_array().unwrap().iter().map(|one| &one["cites"][0]["source"]).collect();
    assert_eq!(cited, ["seed-000", "ryui-child-r6"]);
}

#[test]
fn the_childs_period_is_read_by_months_or_days_and_must_not_end_before_it_begins() {
    let with = |start: &str, end: &str| {
        let mut line = line(&[event("monitoring", "m1", "2026-10-20")]);
        line["child_period"] = json!({ "start": start, "end": end });
        line
    };
    let lines = [with("2025-11", "2026-10"), with("2025-11-01", "2026-09-30"), with("2026-10", "2026-09")];
    let (status, answers) = claim(lines.iter().map(|line| format!("{line}\n")).collect());
    assert_eq!(status, 1);
    assert_eq!(answers[0]["refused"][0]["code"], "child_and_adult_same_month");
    assert_eq!(answers[1]["claims"][0]["event"], "m1");
    assert_eq!(answers[2]["error"]["field"], "child_period.end");
}
