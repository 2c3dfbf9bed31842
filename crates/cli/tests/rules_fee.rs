//! `mimamori rules fee` and `explain fee`: every worked case through the command, the form of a line, and lines that cannot be read.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    thread,
};

use serde_json::{Value, json};

fn mimamori(args: &[&str], input: String) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimamori"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The program may end without reading everything.
    let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn fee(lines: &[Value]) -> (i32, Vec<Value>) {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = mimamori(&["rules", "fee"], input);
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn explain(args: &[&str]) -> (i32, String) {
    let output = mimamori(&[&["explain"], args].concat(), String::new());
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
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
        (wanted, Value::Null) => *wanted == json!("null"),
        (wanted, got) => wanted == got,
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut cases = Vec::new();
    for (path, text) in law::embedded_files().into_iter().filter(|(path, _)| path.starts_with("cases/fee/")) {
        let file: toml::Table = text.parse().unwrap();
        if file["command"].as_str() == Some("fee") {
            cases.extend(
                file["case"].as_array().unwrap().iter().map(|case| (path, serde_json::to_value(case).unwrap())),
            );
        }
    }
    assert!(cases.len() > 100);
    let lines: Vec<Value> = cases.iter().map(|(_, case)| case["input"].clone()).collect();
    let (status, answers) = fee(&lines);
    assert_eq!((status, answers.len()), (0, cases.len()));
    for ((path, case), answer) in cases.iter().zip(answers) {
        assert!(holds(&case["expected"], &answer), "{path}「{}」: {answer}", case["title"]);
        assert!(answer["why"].as_str().unwrap().ends_with('。'));
        assert!(!answer["rules"].as_array().unwrap().is_empty() && !answer["cites"].as_array().unwrap().is_empty());
        for refused in answer["refused"].as_array().into_iter().flatten() {
            assert!(
                refused["why"].as_str().unwrap().ends_with('。') && !refused["cites"].as_array().unwrap().is_empty()
            );
        }
    }
}

#[test]
fn a_line_has_the_fields_of_the_contract() {
    let (status, answers) = fee(&[json!({
        "service": "計画相談支援", "month": "2026-10", "area_grade": "2", "office_grade": "1",
        "fees": ["plan"], "additions": [{ "name": "初回加算", "count": 1 }, { "name": "退院・退所加算", "count": 1 }],
    })]);
    let answer = &answers[0];
    assert_eq!((status, &answer["verdict"]), (0, &json!("is")));
    let line = json!({
        "code": "521111", "name": "サービス利用支援費(Ⅰ)", "units": 1572, "count": 1, "total_units": 1572,
        "confidence": "single-source", "units_confidence": "corroborated", "code_confidence": "single-source",
    });
    assert_eq!(answer["lines"][0], line);
    assert_eq!((&answer["units"], &answer["unit_price"], &answer["yen"]), (&json!(1872), &json!(10960), &json!(20517)));
    assert_eq!(answer["refused"][0]["name"], "退院・退所加算");
    assert_eq!(answer["refused"][0]["code"], "excluded_with");
    assert_eq!(answer["left_out"], json!(["福祉・介護職員等処遇改善加算"]));
    let why = answer["why"].as_str().unwrap();
    assert!(
        why.contains("処遇改善加算は、計算に入っていません。") && why.contains("公的資料で確認できていない"),
        "{why}"
    );
    assert!(!answer["warnings"].as_array().unwrap().is_empty());
}

#[test]
fn what_cannot_be_read_is_named_at_its_field_and_the_others_are_answered() {
    let good = json!({ "service": "計画相談支援", "month": "2026-10", "area_grade": "1", "office_grade": "1", "fees": ["plan"] });
    let with = |key: &str, value: Value| {
        let mut line = good.clone();
        line[key] = value;
        line
    };
    let wrong = [
        (with("additions", json!([{ "name": "初回" }])), "additions[0].name"),
        (with("additions", json!([{ "name": "保育・教育等移行支援加算(訪問)" }])), "additions[0].name"),
        (with("additions", json!([{ "name": "初回加算", "count": 0 }])), "additions[0].count"),
        (with("additions", json!([{ "name": "初回加算", "count": -1 }])), "additions[0].count"),
        (with("additions", json!([{ "name": "初回加算", "times": 1 }])), "additions[0].times"),
        (with("additions", json!([{ "name": "初回加算" }, { "name": "初回加算" }])), "additions[1].name"),
        (with("additions", json!([{}])), "additions[0].name"),
        (with("additions", json!(["初回加算"])), "additions[0]"),
        (with("reductions", json!(["虐待防止減算"])), "reductions[0]"),
        (with("reductions", json!(["情報公表未報告減算", "情報公表未報告減算"])), "reductions[1]"),
        (with("fees", json!(["plan", "plan"])), "fees[1]"),
        (with("fees", json!(["plans"])), "fees[0]"),
        (with("area_grade", json!("8")), "area_grade"),
        (with("area_grade", json!(1)), "area_grade"),
        (with("office_grade", json!("enhanced-5")), "office_grade"),
        (with("month", json!("2026-13")), "month"),
        (with("month", Value::Null), "month"),
        (with("service", json!("計画相談")), "service"),
        (with("areagrade", json!("1")), "areagrade"),
    ];
    let mut lines: Vec<Value> = wrong.iter().map(|(line, _)| line.clone()).collect();
    lines.push(good.clone());
    let (status, answers) = fee(&lines);
    assert_eq!((status, answers.len()), (1, lines.len()));
    for ((line, field), answer) in wrong.iter().zip(&answers) {
        assert_eq!(answer["error"]["field"], *field, "{line}");
        assert!(answer["error"]["message"].as_str().unwrap().ends_with('。'), "{answer}");
    }
    assert_eq!(answers.last().unwrap()["yen"], 17606);
}

#[test]
fn widths_of_names_do_not_matter() {
    let line = |name: &str| json!({ "service": "計画相談支援", "month": "2026-05", "area_grade": "other", "additions": [{ "name": name }] });
    let (status, answers) = fee(&[line("入院時情報連携加算（Ⅰ）"), line("入院時情報連携加算(I)")]);
    assert_eq!(status, 0);
    for answer in answers {
        assert_eq!((&answer["lines"][0]["name"], &answer["yen"]), (&json!("入院時情報連携加算(Ⅰ)"), &json!(3000)));
    }
}

#[test]
fn a_person_reads_the_reasons() {
    let month = ["fee", "--month", "R8.10", "--office-grade", "1", "--fee", "plan"];
    let additions = ["--addition", "退院・退所加算=4", "--reduction", "虐待防止措置未実施減算"];
    let (status, text) = explain(&[&month[..], &additions, &["--municipality", "川崎市"]].concat());
    assert_eq!(status, 0, "{text}");
    for wanted in ["1556単位", "17053円", "521111", "2級地", "3回までです", "四捨五入", "計算に入っていません"]
    {
        assert!(text.contains(wanted), "「{wanted}」 is not in {text}");
    }
    let (status, text) = explain(&[&month[..], &["--municipality", "札幌市"]].concat());
    assert!(status == 1 && text.contains("資料で確かめていません"), "{text}");
}

#[test]
fn the_line_of_forty_cases_is_explained() {
    let clients = ["forty-cases", "--month", "R8.10", "--clients", "48,48,48,48,49,49", "--specialists"];
    let (status, text) = explain(&[&clients[..], &["1,1,1,1,1,2"]].concat());
    assert_eq!(status, 0, "{text}");
    for wanted in ["2人", "48.33", "1.166", "41.43", "40件以上", "確認できていません"] {
        assert!(text.contains(wanted), "「{wanted}」 is not in {text}");
    }
    let (status, text) = explain(&[&clients[..], &["1,1,1"]].concat());
    assert!(status == 1 && text.contains("6か月"), "{text}");
    let (status, text) = explain(&[&clients[..], &["1,1,1,1,1,x"]].concat());
    assert!(status == 1 && text.contains("「x」"), "{text}");
}
