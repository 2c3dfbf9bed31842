//! `mimamori rules`: every worked case through the command itself, and what happens to lines that cannot be read.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
};

use serde_json::{Value, json};

/// Runs a rule over lines; exit status, and the answers.
fn rules(name: &str, input: String) -> (i32, Vec<Value>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    let mut child = command.args(["rules", name]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Whether an answer is what a case expects; a case may leave out fields, and writes "null" for none.
fn holds(expected: &Value, answer: &Value) -> bool {
    match (expected, answer) {
        (Value::Object(fields), Value::Object(_)) => fields.iter().all(|(key, expected)| holds(expected, &answer[key])),
        (Value::Array(wanted), Value::Array(got)) => {
            wanted.len() == got.len() && wanted.iter().zip(got).all(|(wanted, got)| holds(wanted, got))
        }
        (wanted, Value::Null) => *wanted == json!("null"),
        (wanted, got) => wanted == got,
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    for name in ["standard-period", "schedule", "claim", "eligibility", "neutrality", "abuse-window"] {
        let folder = format!("cases/{name}/");
        let mut cases = Vec::new();
        for (path, text) in law::embedded_files().into_iter().filter(|(path, _)| path.starts_with(&folder)) {
            let file: toml::Table = text.parse().unwrap();
            for case in file["case"].as_array().unwrap() {
                cases.push((path, serde_json::to_value(case).unwrap()));
            }
        }
        let lines: String = cases.iter().map(|(_, case)| format!("{}\n", case["input"])).collect();
        let (status, answers) = rules(name, lines);
        assert_eq!((status, answers.len()), (0, cases.len()));
        for ((path, case), answer) in cases.iter().zip(answers) {
            for (key, expected) in case["expected"].as_object().unwrap() {
                assert!(holds(expected, &answer[key]), "{path}「{}」{key}: {answer}", case["title"]);
            }
            for key in ["rules", "cites"] {
                assert!(!answer[key].as_array().unwrap().is_empty(), "{path}「{}」{key}", case["title"]);
            }
            assert!(answer["why"].as_str().unwrap().ends_with('。'));
        }
    }
}

#[test]
fn a_line_that_cannot_be_read_has_its_error_in_its_place() {
    let bad = [
        ("no json", ""),
        ("", ""),
        (r#"{"services":["居宅介護"]}"#, "plan_date"),
        (r#"{"plan_date":"2026-04-31","services":["居宅介護"]}"#, "plan_date"),
        (r#"{"plan_date":"R8.4.1","services":["居宅介護"]}"#, "plan_date"),
        (r#"{"plan_date":"12345678901234567890123456789012","services":["居宅介護"]}"#, "plan_date"),
        (r#"{"plan_date":"2026-04-01","services":[]}"#, "services"),
        (r#"{"plan_date":"2026-04-01","services":["生活介護","居宅"]}"#, "services[1]"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"age":-1}"#, "age"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"age":65.5}"#, "age"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"care_management":"yes"}"#, "care_management"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"intensive":["left"]}"#, "intensive[0]"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"as_of":"2026-13"}"#, "as_of"),
        (r#"{"plan_date":"2026-04-01","services":["居宅介護"],"plandate":"2026-04-01"}"#, "plandate"),
        (r#"{"plan_date":"2026-04-01","services":["生活介護"],"age":64,"birth_date":"1961-04-02"}"#, "age"),
        (r#"{"plan_date":"2026-04-01","services":["生活介護","施設入所支援"],"at_home":true}"#, "at_home"),
        (r#"{"plan_date":"2026-04-01","services":["重度障害者等包括支援"],"at_home":true}"#, "at_home"),
    ];
    let good = r#"{"plan_date":"2026-04-01","services":["居宅介護"],"new_or_changed":null}"#;
    let lines: String = bad.iter().map(|(line, _)| format!("{line}\n{good}\n")).collect();
    let (status, answers) = rules("standard-period", lines);
    assert_eq!(status, 1);
    for (index, (line, field)) in bad.iter().enumerate() {
        let error = &answers[2 * index]["error"];
        assert_eq!((&error["line"], &error["field"]), (&json!(2 * index + 1), &json!(field)), "{line}");
        assert!(error["message"].as_str().unwrap().ends_with('。'), "{error}");
        assert_eq!(answers[2 * index + 1]["interval_months"], 3);
    }
}

#[test]
fn a_schedule_that_cannot_be_names_its_field() {
    let bad = [
        (r#"{"services":[]}"#, "decision"),
        (r#"{"decision":"renewal","services":[]}"#, "services"),
        (
            r#"{"decision":"renewal","services":[{"name":"居宅介護","start":"2013-05-01","end":"2013-04-30"}]}"#,
            "services[0].end",
        ),
        (r#"{"decision":"renewal","services":[{"name":"居宅介護","start":"2012-05-01"}]}"#, "services[0].end"),
        (
            r#"{"decision":"renewal","services":[{"name":"11","start":"2012-05-01","end":"2013-04-30"},{"name":"居宅介護","start":"2013-04-01","end":"2014-04-30"}]}"#,
            "services[1].start",
        ),
        (
            r#"{"decision":"renewal","services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30","amount":3}]}"#,
            "services[0].amount",
        ),
        (
            r#"{"decision":"renewal","services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":0}]}"#,
            "phases[0].interval_months",
        ),
        (
            r#"{"decision":"renewal","services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":1,"for_months":13}]}"#,
            "phases[0].for_months",
        ),
        (
            r#"{"decision":"new","plan_created":"2013-05","services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":3}]}"#,
            "plan_created",
        ),
        (
            r#"{"decision":"new","plan_created":"2012-05","service_start":"2013-05-01","services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":3}]}"#,
            "service_start",
        ),
        (
            r#"{"decision":"renewal","benefit_period":{"start":"2013-04","end":"2012-05"},"services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":3}]}"#,
            "benefit_period.end",
        ),
        (
            r#"{"decision":"renewal","benefit_period":{"start":"2012-05"},"services":[{"name":"居宅介護","start":"2012-05-01","end":"2013-04-30"}],"phases":[{"interval_months":3}]}"#,
            "benefit_period.end",
        ),
    ];
    let (status, answers) = rules("schedule", bad.iter().map(|(line, _)| format!("{line}\n")).collect());
    assert_eq!(answers.len(), bad.len());
    assert_eq!(status, 1);
    for (answer, (line, field)) in answers.iter().zip(bad) {
        assert_eq!(answer["error"]["field"], field, "{line}");
    }
}

/// A renewal of 居宅介護 with one part written otherwise.
fn year(services: &str, phases: &str) -> String {
    format!(r#"{{"decision":"renewal","services":[{services}],"phases":[{phases}]}}"#)
}

#[test]
fn every_kind_of_bad_input_has_its_line_field_and_sentence_and_the_rest_is_answered() {
    let good = r#"{"name":"居宅介護","start":"2026-05-01","end":"2027-04-30"}"#;
    let three = r#"{"interval_months":3}"#;
    let bad = [
        (year(r#"{"name":"居宅会議","start":"2026-05-01","end":"2027-04-30"}"#, three), "services[0].name"),
        (year(r#"{"name":"99","start":"2026-05-01","end":"2027-04-30"}"#, three), "services[0].name"),
        (year(r#"{"name":"居宅介護","start":"2026-02-30","end":"2027-04-30"}"#, three), "services[0].start"),
        (year(r#"{"name":"居宅介護","start":"2026-05-01","end":"2027-04-31"}"#, three), "services[0].end"),
        (year(r#"{"name":"居宅介護","start":"2026-05-01","end":"2026-04-30"}"#, three), "services[0].end"),
        (
            year(&format!(r#"{good},{{"name":"生活介護","start":"2026-05-01","end":"2026-04-30"}}"#), three),
            "services[1].end",
        ),
        (
            year(&format!(r#"{good},{{"name":"11","start":"2027-04-30","end":"2028-04-30"}}"#), three),
            "services[1].start",
        ),
        (year(good, r#"{"interval_months":0}"#), "phases[0].interval_months"),
        (year(good, r#"{"interval_months":61}"#), "phases[0].interval_months"),
        (year(good, r#"{"interval_months":-3}"#), "phases[0].interval_months"),
        (year(good, r#"{"interval_months":2.5}"#), "phases[0].interval_months"),
        (year(good, r#"{"interval_months":"3"}"#), "phases[0].interval_months"),
        (year(good, r#"{"interval_months":1,"for_months":3},{"interval_months":61}"#), "phases[1].interval_months"),
        (year(good, r#"{"interval_months":1,"for_months":13}"#), "phases[0].for_months"),
        (
            year(good, r#"{"interval_months":1,"for_months":3},{"interval_months":3,"for_months":10}"#),
            "phases[1].for_months",
        ),
        (year(good, r#"{"interval_months":1,"for_months":12},{"interval_months":3}"#), "phases[1].for_months"),
        (year(good, r#"{"interval_months":1},{"interval_months":3}"#), "phases[0].for_months"),
        (year(good, r#"{"interval_months":1,"for_months":0}"#), "phases[0].for_months"),
        ("{\"decision\":\"renewal\",".to_owned(), ""),
        ("実施月".to_owned(), ""),
        ("[]".to_owned(), ""),
    ];
    let good = year(good, three);
    let (status, answers) = rules("schedule", bad.iter().map(|(line, _)| format!("{line}\n{good}\n")).collect());
    assert_eq!((status, answers.len()), (1, 2 * bad.len()));
    for (index, (line, field)) in bad.iter().enumerate() {
        let error = &answers[2 * index]["error"];
        assert_eq!((&error["line"], &error["field"]), (&json!(2 * index + 1), &json!(field)), "{line}");
        let message = error["message"].as_str().unwrap();
        assert!(message.ends_with('。') && message.matches('。').count() == 1, "{message}");
        assert_eq!(answers[2 * index + 1]["months"], json!(["2026-07", "2026-10", "2027-01", "2027-04"]));
    }
}

/// Bad lines of a rule, each with the field that is told.
fn refused(name: &str, bad: &[(&str, &str)]) {
    let (status, answers) = rules(name, bad.iter().map(|(line, _)| format!("{line}\n")).collect());
    assert_eq!((status, answers.len()), (1, bad.len()));
    for (answer, (line, field)) in answers.iter().zip(bad) {
        let told = |what: &str| answer.pointer(what).and_then(Value::as_str).unwrap_or_default();
        assert_eq!(told("/error/field"), *field, "{line}: {answer}");
        assert!(told("/error/message").ends_with('。'), "{answer}");
    }
}

#[test]
fn a_whole_number_may_be_written_with_a_point_and_nothing_is_rounded() {
    let line = |age: &str| format!("{{\"plan_date\":\"2026-04-01\",\"services\":[\"生活介護\"],\"age\":{age}}}\n");
    let (status, answers) = rules("standard-period", line("40.0") + &line("40.5") + &line("4e1"));
    assert_eq!(status, 1);
    assert_eq!((&answers[0]["interval_months"], &answers[2]["interval_months"]), (&json!(6), &json!(6)));
    assert_eq!(answers[1]["error"]["field"], "age");
}

#[test]
fn a_ward_or_a_kind_that_does_not_exist_is_asked_back_with_the_list() {
    let lines = [
        r#"{"municipality":"川崎市","abuser":"caregiver","ward":"西区"}"#,
        r#"{"municipality":"川崎市","abuser":"facility_staff","facility_kind":"病院"}"#,
        r#"{"municipality":"川崎市","abuser":"unknown"}"#,
        r#"{"municipality":"川崎市","abuser":"employer","ward":"西区","facility_kind":"病院"}"#,
    ];
    let (status, answers) = rules("abuse-window", lines.map(|line| format!("{line}\n")).concat());
    assert_eq!(status, 0);
    assert_eq!((&answers[0]["missing"], &answers[0]["choices"][1]), (&json!(["ward"]), &json!("大師支所")));
    assert_eq!(
        (&answers[1]["missing"], &answers[1]["choices"][0]),
        (&json!(["facility_kind"]), &json!("障害者支援施設"))
    );
    // Every window, and where the ward decides nothing it is not asked for.
    assert_eq!((&answers[2]["verdict"], answers[2]["windows"].as_array().unwrap().len()), (&json!("is"), 6));
    assert_eq!(answers[3]["verdict"], "is");
    for answer in &answers {
        assert_eq!(answer["windows"][0]["tel"], "044-200-0193", "{answer}");
    }
}

#[test]
fn a_dual_post_that_cannot_be_read_names_its_field() {
    refused(
        "neutrality",
        &[
            (r#"{"specialist_works_at":["A"],"client_uses":["A"]}"#, "task"),
            (r#"{"task":"plan"}"#, "task"),
            (r#"{"task":"monitoring","specialist_works_at":"A"}"#, "specialist_works_at"),
            (r#"{"task":"monitoring","client_uses":["A",""]}"#, "client_uses[1]"),
            (r#"{"task":"monitoring","months_since_decision":-1}"#, "months_since_decision"),
            (r#"{"task":"monitoring","client_wish":true}"#, "client_wish"),
        ],
    );
}

#[test]
fn an_application_that_cannot_be_read_names_its_field() {
    refused(
        "eligibility",
        &[
            (r#"{"services":["居宅"],"age":30}"#, "services[0]"),
            (r#"{"services":["居宅介護"],"age":151}"#, "age"),
            (r#"{"services":["居宅介護"],"birth_date":"2000-01-01"}"#, "as_of"),
            (r#"{"services":["居宅介護"],"birth_date":"2026-11-26","as_of":"2026-11-25"}"#, "birth_date"),
            (r#"{"services":["居宅介護"],"birth_date":"2000-01-01","as_of":"2026-11-25","age":27}"#, "age"),
            (r#"{"services":["居宅介護"],"care_management":true}"#, "care_management"),
        ],
    );
}

#[test]
fn a_report_of_abuse_that_cannot_be_read_names_its_field() {
    refused(
        "abuse-window",
        &[
            (r#"{"abuser":"caregiver"}"#, "municipality"),
            (r#"{"municipality":"川崎市","abuser":"parent"}"#, "abuser"),
            (r#"{"municipality":"川崎市","abuser":"caregiver","disability":["精神障害"]}"#, "disability[0]"),
            (r#"{"municipality":"川崎市","abuser":"caregiver","at":"2026-11-22"}"#, "at"),
            (r#"{"municipality":"川崎市","abuser":"caregiver","at":"2026-11-31T10:00"}"#, "at"),
            (r#"{"municipality":"川崎市","abuser":"caregiver","name":"川崎 花子"}"#, "name"),
        ],
    );
}

#[test]
fn a_time_of_another_zone_is_read_in_japan() {
    let line = |at: &str| format!("{{\"municipality\":\"川崎市\",\"abuser\":\"employer\",\"at\":\"{at}\"}}\n");
    // Tuesday, ten in the morning in Japan.
    let by_day = ["2026-11-24T10:00", "2026-11-24T10:00:00", "2026-11-24T10:00:00+09:00", "2026-11-24T01:00:00Z"];
    let (status, answers) = rules("abuse-window", by_day.iter().map(|at| line(at)).collect());
    assert_eq!(status, 0);
    assert!(answers.iter().all(|answer| answer["windows"][1]["note"].is_null()), "{answers:?}");
    let (_, at_night) = rules("abuse-window", line("2026-11-24T20:00:00") + &line("2026-11-24T11:00:00Z"));
    assert!(at_night.iter().all(|answer| answer["windows"][1]["note"].is_string()), "{at_night:?}");
}
