//! The worked cases of `law/cases/`: read once, checked in one way, the same for every runner.

use std::collections::BTreeSet;

use domain::rule_list::rule_areas;
use law::{LawBook, embedded_files};
use serde::{Deserialize, de::DeserializeOwned};

/// A worked case: what is asked, what is expected, and where that is written.
#[derive(Clone, Debug)]
pub struct WorkedCase {
    /// File and title, for messages.
    pub name: String,
    /// Path below `law/`.
    pub path: &'static str,
    /// Title in Japanese.
    pub title: String,
    /// Ids of the rules it is about.
    pub rules: Vec<String>,
    input: toml::Table,
    expected: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    command: String,
    #[serde(rename = "case")]
    cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    source: String,
    #[serde(rename = "where")]
    place: String,
    rules: Vec<String>,
    input: toml::Table,
    expected: toml::Table,
}

/// The cases of a folder of `law/cases/`, which is also the key of an area of rules. Fails in words that tell the
/// writer of a case what to mend: file, case, reason.
pub fn worked_cases(folder: &str) -> Vec<WorkedCase> {
    let start = format!("cases/{folder}/");
    let files = embedded_files().into_iter().filter(|(path, _)| path.starts_with(&start) && path.ends_with(".toml"));
    let cases: Vec<WorkedCase> = files.flat_map(|(path, text)| cases_of(folder, path, text)).collect();
    assert!(!cases.is_empty(), "law/cases/{folder} に計算例がありません");
    cases
}

/// The law built in, or its faults as its readers are told them.
pub fn law_book() -> &'static LawBook {
    LawBook::embedded().unwrap_or_else(|fault| panic!("{fault}"))
}

/// What is wrong with a field, for a writer of cases who is no programmer.
fn in_words(fault: &toml::de::Error) -> String {
    let message = fault.message();
    let named = |start: &str| message.strip_prefix(start)?.split_once('`');
    let known = |rest: &str| rest.trim_start_matches(", expected ").trim_start_matches("one of ").replace('`', "");
    if let Some((field, rest)) = named("unknown field `") {
        format!("「{field}」という項目はありません（書けるのは {}）", known(rest))
    } else if let Some((word, rest)) = named("unknown variant `") {
        format!("「{word}」という言葉はありません（書けるのは {}）", known(rest))
    } else if let Some((field, _)) = named("missing field `") {
        format!("「{field}」がありません")
    } else {
        format!("書き方が合いません（{message}）")
    }
}

/// Every folder that has cases.
pub fn case_folders() -> BTreeSet<&'static str> {
    embedded_files().iter().filter_map(|(path, _)| path.strip_prefix("cases/")?.split('/').next()).collect()
}

fn cases_of(folder: &str, path: &'static str, text: &str) -> Vec<WorkedCase> {
    let book = law_book();
    let file: File = toml::from_str(text).unwrap_or_else(|fault| panic!("law/{path}: {}。", in_words(&fault)));
    assert_eq!(file.command, folder, "law/{path} の「command」はフォルダーの名前と同じにします");
    let known: Vec<&str> = rule_areas().iter().flat_map(|area| &area.rules).map(|rule| rule.id).collect();
    let checked = |case: Written| {
        let name = format!("law/{path}「{}」", case.title);
        assert!(book.source(&case.source).is_some(), "{name}: 出典「{}」が sources.toml にありません。", case.source);
        assert!(!case.place.trim().is_empty(), "{name}: 「where」が空です。");
        assert!(!case.rules.is_empty(), "{name}: 「rules」が空です。");
        for rule in &case.rules {
            assert!(known.contains(&rule.as_str()), "{name}: 「{rule}」という規則はありません。");
        }
        WorkedCase { name, path, title: case.title, rules: case.rules, input: case.input, expected: case.expected }
    };
    file.cases.into_iter().map(checked).collect()
}

impl WorkedCase {
    /// The input as the runner's own type, which knows every field that may stand there.
    pub fn input<T: DeserializeOwned>(&self) -> T {
        self.input.clone().try_into().unwrap_or_else(|fault| panic!("{}の「input」: {}。", self.name, in_words(&fault)))
    }

    /// The expected answer as the runner's own type.
    pub fn expected<T: DeserializeOwned>(&self) -> T {
        self.expected
            .clone()
            .try_into()
            .unwrap_or_else(|fault| panic!("{}の「expected」: {}。", self.name, in_words(&fault)))
    }

    /// The input as JSON, as a line of `mimamori rules` has it.
    pub fn input_json(&self) -> serde_json::Value {
        serde_json::to_value(&self.input).unwrap_or_else(|fault| panic!("{}: {fault}", self.name))
    }

    /// What is expected, field by field. TOML has no null: the word "null" stands for it.
    pub fn expected_fields(&self) -> Vec<(String, serde_json::Value)> {
        let fields = self.expected.clone().into_iter().map(|(key, value)| {
            let value = serde_json::to_value(value).unwrap_or_else(|fault| panic!("{}: {fault}", self.name));
            (key, if value == "null" { serde_json::Value::Null } else { value })
        });
        fields.collect()
    }
}
