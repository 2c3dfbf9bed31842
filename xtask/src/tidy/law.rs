//! Invariant 5: `law/` holds data alone, every value names its source, every rule has a worked case, and no fee stands in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Tree, source};

/// Endings that may stand in `law/`.
const MAY_STAND: &[&str] = &[".toml", ".typ", ".md"];

/// Checks `law/` and what Rust says of it.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, _) in tree.texts("law/", "").filter(|(path, _)| !MAY_STAND.iter().any(|ending| path.ends_with(ending))) {
        faults.push(Fault::at(path, 0, "law-code", format!("law/ holds {} only", MAY_STAND.join(" "))));
    }
    let mut tables = BTreeMap::new();
    for (path, text) in tree.texts("law/", ".toml") {
        match text.parse::<toml::Table>() {
            Ok(table) => drop(tables.insert(path, table)),
            Err(fault) => faults.push(Fault::at(path, 0, "law-entry", fault.message().to_owned())),
        }
    }
    let sources = ids(tables.get("law/sources.toml"), "source");
    for (path, table) in &tables {
        entries(path, table, &sources, &mut faults);
    }
    rules(tree, &tables, &mut faults);
    fees(tree, &tables, &mut faults);
    faults
}

/// The ids in a table of tables, or its keys where it has no `id`.
fn ids(table: Option<&toml::Table>, key: &str) -> BTreeSet<String> {
    let list = table.and_then(|table| table.get(key)).and_then(toml::Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|entry| entry.get("id").and_then(toml::Value::as_str).map(str::to_owned))
        .collect()
}

/// Each `[[value]]`: source, place, confidence, check date; no two for one day.
fn entries(path: &str, table: &toml::Table, sources: &BTreeSet<String>, faults: &mut Vec<Fault>) {
    let mut fault = |message: String| faults.push(Fault::at(path, 0, "law-entry", message));
    let Some(values) = table.get("value").and_then(toml::Value::as_array) else {
        return;
    };
    let mut spans = Vec::new();
    for (number, entry) in values.iter().enumerate() {
        for key in ["from", "source", "where", "confidence", "checked_on"] {
            if entry.get(key).is_none() && table.get(key).is_none() {
                fault(format!("value {} has no `{key}`", number + 1));
            }
        }
        let named = entry.get("source").or_else(|| table.get("source")).and_then(toml::Value::as_str);
        if let Some(unknown) = named.filter(|named| !sources.is_empty() && !sources.contains(*named)) {
            fault(format!("value {}: `{unknown}` is not in law/sources.toml", number + 1));
        }
        let day = |key: &str| entry.get(key).map(ToString::to_string);
        // Entries of one file may be told apart by further keys; they overlap only where these are the same.
        let own =
            |key: &&str| !["from", "to", "value", "source", "where", "confidence", "checked_on", "note"].contains(key);
        let which: Vec<String> = entry
            .as_table()
            .into_iter()
            .flatten()
            .filter(|(key, _)| own(&key.as_str()))
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        if let Some(from) = day("from") {
            spans.push((which, from, day("to")));
        }
    }
    spans.sort();
    for pair in spans.windows(2) {
        if let [(a, from, to), (b, next, _)] = pair
            && a == b
            && (from == next || to.as_ref().is_some_and(|to| to >= next))
        {
            fault(format!("entries from {from} and from {next} overlap"));
        }
    }
}

/// The ids of all rules, with the place where each is first written: in a `Rule { id: … }`, or in a table of a `rules!` macro.
fn rules_in_rust(tree: &Tree) -> BTreeMap<String, (&str, usize)> {
    let mut found = BTreeMap::new();
    for (path, text) in tree
        .texts("crates/", ".rs")
        .filter(|(path, _)| !path.contains("/tests/") && !path.starts_with("crates/testkit/"))
    {
        let text = source::without_tests(text);
        let code = source::code(&text);
        let tables = code.match_indices("rules! {").map(|(at, _)| at);
        for at in code.match_indices("Rule {").map(|(at, _)| at).chain(tables) {
            let line = text.get(..at).unwrap_or("").lines().count();
            let head = text.get(at..).unwrap_or("");
            let head = if head.starts_with("rules!") {
                head.split("\n}").next().unwrap_or("")
            } else {
                head.split("title").next().unwrap_or("")
            };
            for id in head.split('"').skip(1).step_by(2).filter(|id| is_rule_id(id)) {
                found.entry(id.to_owned()).or_insert((path, line));
            }
        }
    }
    found
}

/// `area.subject.provision`, in lower-case words with hyphens.
fn is_rule_id(text: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    text.contains('.') && text.split('.').all(part)
}

/// Every `Rule` in Rust has a case, and no case names a rule that does not exist.
fn rules(tree: &Tree, tables: &BTreeMap<&str, toml::Table>, faults: &mut Vec<Fault>) {
    let in_rust = rules_in_rust(tree);
    let mut known: BTreeSet<String> = in_rust.keys().cloned().collect();
    let mut in_cases = BTreeSet::new();
    let mut named = Vec::new();
    for (path, table) in tables {
        if path.starts_with("law/cases/") {
            words(&toml::Value::Table(table.clone()), "", &mut |key, word| {
                in_cases.insert(word.to_owned());
                if ["rule", "rules", "row"].contains(&key) {
                    named.push((*path, word.to_owned()));
                }
            });
        } else {
            words(&toml::Value::Table(table.clone()), "", &mut |key, word| {
                if key == "id" {
                    known.insert(word.to_owned());
                }
            });
        }
    }
    for (id, (path, line)) in in_rust.iter().filter(|(id, _)| !in_cases.contains(*id)) {
        faults.push(Fault::at(path, *line, "rule-case", format!("rule `{id}` has no worked case in law/cases")));
    }
    for (path, id) in named.into_iter().filter(|(_, id)| !known.contains(id)) {
        faults.push(Fault::at(path, 0, "rule-case", format!("a case names the rule `{id}`, which nobody carries out")));
    }
}

/// Every text in a TOML value, with the key it stands under.
fn words(value: &toml::Value, key: &str, each: &mut impl FnMut(&str, &str)) {
    match value {
        toml::Value::String(text) => each(key, text),
        toml::Value::Array(list) => list.iter().for_each(|value| words(value, key, each)),
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| words(value, key, each)),
        _ => {}
    }
}

/// Units and prices of `law/fees` must not be written in Rust. Short and round numbers and years mean too many other things.
fn fees(tree: &Tree, tables: &BTreeMap<&str, toml::Table>, faults: &mut Vec<Fault>) {
    let mut numbers = BTreeSet::new();
    for (_, table) in tables.iter().filter(|(path, _)| path.starts_with("law/fees")) {
        integers(&toml::Value::Table(table.clone()), &mut |number| {
            if number >= 200 && number % 100 != 0 && !(1868..2200).contains(&number) {
                numbers.insert(number);
            }
        });
    }
    for (path, text) in tree
        .texts("crates/", ".rs")
        .filter(|(path, _)| !path.contains("/tests/") && !path.starts_with("crates/testkit/"))
    {
        for (line, text) in source::code(&source::without_tests(text)).lines().enumerate() {
            for number in literals(text).filter(|number| numbers.contains(number)) {
                faults.push(Fault::at(
                    path,
                    line + 1,
                    "law-number",
                    format!("{number} is a value of law/fees; read it from there"),
                ));
            }
        }
    }
}

fn integers(value: &toml::Value, each: &mut impl FnMut(i64)) {
    match value {
        toml::Value::Integer(number) => each(*number),
        toml::Value::Array(list) => list.iter().for_each(|value| integers(value, each)),
        toml::Value::Table(table) => table.values().for_each(|value| integers(value, each)),
        _ => {}
    }
}

/// The integer literals of a line of code.
fn literals(line: &str) -> impl Iterator<Item = i64> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('.'))
        .filter_map(|word| word.replace('_', "").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    const SOURCES: (&str, &str) = ("law/sources.toml", "[[source]]\nid = \"seed-002\"\n");
    const VALUE: &str = "id = \"a\"\n[[value]]\nfrom = 2012-04-01\nvalue = 6\nsource = \"seed-002\"\nwhere = \"p\"\nconfidence = \"official\"\nchecked_on = 2026-11-22\n";

    fn rules(files: &[(&str, &str)]) -> Vec<&'static str> {
        check(&tree(files)).into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn law_holds_no_code() {
        assert_eq!(rules(&[("law/a.rs", "//! A.\n")]), ["law-code"]);
        assert!(rules(&[("law/forms/a/sheet.typ", "= A\n"), ("law/README.md", "A\n")]).is_empty());
    }

    #[test]
    fn a_value_names_its_source_place_and_check_date() {
        assert!(rules(&[SOURCES, ("law/a.toml", VALUE)]).is_empty());
        for line in
            ["source = \"seed-002\"\n", "where = \"p\"\n", "confidence = \"official\"\n", "checked_on = 2026-11-22\n"]
        {
            assert_eq!(rules(&[SOURCES, ("law/a.toml", &VALUE.replace(line, ""))]), ["law-entry"], "{line}");
        }
        assert_eq!(rules(&[SOURCES, ("law/a.toml", &VALUE.replace("seed-002", "hearsay"))]), ["law-entry"]);
    }

    #[test]
    fn entries_do_not_overlap() {
        let second = VALUE.split_once('\n').unwrap().1;
        assert_eq!(rules(&[SOURCES, ("law/a.toml", &format!("{VALUE}{second}"))]), ["law-entry"]);
        let later = second.replace("2012-04-01", "2019-04-01");
        assert!(rules(&[SOURCES, ("law/a.toml", &format!("{VALUE}{later}"))]).is_empty());
        let ended = VALUE.replace("value = 6", "to = 2019-04-01\nvalue = 6");
        assert_eq!(rules(&[SOURCES, ("law/a.toml", &format!("{ended}{later}"))]), ["law-entry"]);
    }

    #[test]
    fn a_rule_has_a_case_and_a_case_a_rule() {
        let table = (
            "crates/domain/src/b.rs",
            "//! B.\nrules! {\n    A \"e.f\" \"題\" [\"seed-000\" \"p\"]\n        \"文。\";\n}\n",
        );
        assert_eq!(rules(&[table]), ["rule-case"]);
        assert!(rules(&[table, ("law/cases/a.toml", "[[case]]\nrules = [\"e.f\"]\n")]).is_empty());
        let rule =
            ("crates/domain/src/a.rs", "//! A.\nconst A: Rule = Rule { id: \"a.b\", title: \"t\", cites: &[] };\n");
        assert_eq!(rules(&[rule]), ["rule-case"]);
        assert!(rules(&[rule, ("law/cases/a.toml", "[[case]]\nrules = [\"a.b\"]\n")]).is_empty());
        assert_eq!(rules(&[rule, ("law/cases/a.toml", "[[case]]\nrules = [\"a.b\", \"c.d\"]\n")]), ["rule-case"]);
    }

    #[test]
    fn no_fee_stands_in_rust() {
        let fee = ("law/fees/a.toml", "units = 1672\nprice = 11120\n");
        assert_eq!(rules(&[fee, ("crates/domain/src/a.rs", "//! A.\nconst A: i64 = 1_672;\n")]), ["law-number"]);
        assert_eq!(rules(&[fee, ("crates/app/src/a.rs", "//! A.\nfn a() -> i64 { 11_120 }\n")]), ["law-number"]);
        assert!(rules(&[fee, ("crates/domain/tests/a.rs", "//! A.\nconst A: i64 = 1672;\n")]).is_empty());
    }
}
