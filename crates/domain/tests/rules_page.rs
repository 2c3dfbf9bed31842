//! `docs/rules/` is made from the rules, the values and the cases; this test makes it and compares.
//! With `MIMAMORI_WRITE=1` in the environment the pages are written instead.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::answers;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::Path,
};

use answers::Answered;
use domain::rule_list::{RuleArea, rule_areas};
use law::{LawBook, Timeline, Value};
use testkit::{WorkedCase, law_book, worked_cases};

const HEAD: &str = "<!-- このページは law/ と規則から作られています。手で直さず、docs/how-to/change-a-rule.md のとおりにしてください。 -->\n";

#[test]
fn the_pages_are_what_the_rules_say() {
    let book = law_book();
    let mut pages = BTreeMap::from([
        ("README.md".to_owned(), index_page()),
        ("values.md".to_owned(), values_page(book)),
        ("fee-values.md".to_owned(), fee_values_page(book)),
        ("municipalities.md".to_owned(), municipalities_page(book)),
    ]);
    for area in rule_areas() {
        pages.insert(format!("{}.md", area.key), rules_page(book, &area));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    if env::var_os("MIMAMORI_WRITE").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let again = "MIMAMORI_WRITE=1 を前に付けて、もう一度動かしてください";
    for (name, text) in &pages {
        let there = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(there == *text, "docs/rules/{name} が古くなっています。{again}。");
    }
    for file in fs::read_dir(&folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(pages.contains_key(&name), "docs/rules/{name} は、もう作られないページです。消してください。");
    }
}

/// Which page holds what.
fn index_page() -> String {
    let mut page = format!(
        "{HEAD}\n# きまりの一覧\n\nプログラムが従うきまり、その根拠、値、計算例です。値や計算例の直し方は [`docs/how-to/change-a-rule.md`](../how-to/change-a-rule.md) にあります。\n\n| 分野 | きまり | 計算例 |\n|---|---|---|\n"
    );
    for RuleArea { key, title, rules } in rule_areas() {
        writeln!(page, "| [{title}]({key}.md) | {}件 | {}件 |", rules.len(), worked_cases(key).len()).unwrap();
    }
    page.push_str(
        "\n- [モニタリングの値](values.md)\n- [報酬の値](fee-values.md)\n- [市町村が決めること](municipalities.md)\n",
    );
    page
}

fn rules_page(book: &LawBook, area: &RuleArea) -> String {
    let mut page = format!("{HEAD}\n# {}\n", area.title);
    let cases: Vec<(WorkedCase, Option<Answered>)> = worked_cases(area.key)
        .into_iter()
        .map(|case| {
            let answer = answers::AREAS.contains(&area.key).then(|| answers::answer(area.key, &case));
            (case, answer)
        })
        .collect();
    for rule in &area.rules {
        write!(page, "\n## {}\n\n`{}`\n\n", rule.title, rule.id).unwrap();
        for cite in rule.cites {
            let source = &book.source(cite.source).unwrap().title;
            writeln!(page, "- 根拠: {source}「{}」", cite.place).unwrap();
        }
        let about = |case: &WorkedCase| case.rules.iter().any(|id| id == rule.id);
        let of_rule: Vec<_> = cases.iter().filter(|(case, _)| about(case)).collect();
        let answers = of_rule.iter().filter_map(|(_, answer)| answer.as_ref());
        let reasons: Vec<_> = answers.flat_map(|answer| &answer.reasons).filter(|it| it.rule == rule.id).collect();
        let mut used: Vec<&str> = reasons.iter().flat_map(|reason| reason.values.iter().map(String::as_str)).collect();
        used.insert(0, rule.id);
        let mut shown = BTreeSet::new();
        for timeline in used.into_iter().filter(|id| shown.insert(*id)).filter_map(|id| book.timeline(id)) {
            write!(page, "\n{}:\n\n{}", timeline.title, values(book, timeline)).unwrap();
        }
        let sentences: BTreeSet<&str> = reasons.iter().map(|reason| reason.sentence.as_str()).collect();
        if !sentences.is_empty() {
            page.push_str("\n画面に出る文の例:\n\n");
        }
        for sentence in sentences.iter().take(MOST_SENTENCES) {
            writeln!(page, "- 「{sentence}」").unwrap();
        }
        writeln!(page, "\n計算例 {}件:\n", of_rule.len()).unwrap();
        for (WorkedCase { title, path, .. }, answer) in of_rule {
            let verdict = answer.as_ref().map_or("", verdict);
            writeln!(page, "- {title}{verdict}（[`{path}`](../../law/{path})）").unwrap();
        }
    }
    page
}

/// What kind of answer it is, where it is not simply decided.
fn verdict(answer: &Answered) -> &'static str {
    match answer.fields.get("verdict").and_then(serde_json::Value::as_str) {
        Some("no") => " → 認められない",
        Some("needs") => " → 分からないことを聞く",
        Some("municipality_decides") => " → 市町村が決める",
        Some("not_covered") => " → 対象外",
        _ => "",
    }
}

/// How many sentences of a rule are shown; the table of standard periods has one for every combination of services.
const MOST_SENTENCES: usize = 6;

/// Whether a value is one of the monitoring, and not of the fees.
fn is_of_monitoring(timeline: &Timeline<Value>) -> bool {
    timeline.unit == "month" || timeline.keyed_on == "plan-made"
}

/// Every value of `law/fees/`, one a line.
fn fee_values_page(book: &LawBook) -> String {
    let mut page = format!(
        "{HEAD}\n# 報酬の値\n\n単価は、1円を1000とした数です。「公的資料で確認」でない値は、画面でも請求の前にそう示します。\n\n| 名称 | いつから | いつまで | 値 | 出典 | 確からしさ |\n|---|---|---|---|---|---|\n"
    );
    for timeline in book.timelines().filter(|timeline| !is_of_monitoring(timeline)) {
        for entry in &timeline.entries {
            let shown = timeline.used(entry.days.from).unwrap().value;
            let source = &book.source(&entry.source).unwrap().title;
            let to = entry.days.to.map_or_else(String::new, |to| to.to_string());
            let (title, from, sure) = (&timeline.title, entry.days.from, entry.confidence.label());
            writeln!(page, "| {title} | {from} | {to} | {shown} | {source} | {sure} |").unwrap();
        }
    }
    page
}

fn values_page(book: &LawBook) -> String {
    let mut page = format!(
        "{HEAD}\n# モニタリングの値\n\n報酬の単位数と単価は [報酬の値](fee-values.md) にあります。確からしさが「公的資料で確認」でない値は、画面でもそう示します。\n"
    );
    for timeline in book.timelines().filter(|timeline| is_of_monitoring(timeline)) {
        write!(page, "\n## {}\n\n`{}`\n\n", timeline.title, timeline.id).unwrap();
        page.push_str(&values(book, timeline));
    }
    page
}

fn values(book: &LawBook, timeline: &Timeline<Value>) -> String {
    let mut table =
        String::from("| いつから | 値 | 出典 | 場所 | 確からしさ | 見くらべた日 |\n|---|---|---|---|---|---|\n");
    for entry in &timeline.entries {
        let shown = timeline.used(entry.days.from).unwrap();
        let source = &book.source(&entry.source).unwrap().title;
        let (place, sure) = (&entry.place, entry.confidence.label());
        writeln!(
            table,
            "| {} | {} | {source} | {place} | {sure} | {} |",
            entry.days.from, shown.value, entry.checked_on
        )
        .unwrap();
    }
    table
}

fn municipalities_page(book: &LawBook) -> String {
    let mut page = format!("{HEAD}\n# 市町村が決めること\n");
    for setting in &book.municipality("default").unwrap().settings {
        write!(
            page,
            "\n## {}\n\n`{}`\n\n{}\n\nふつうは: {}\n\n",
            setting.title, setting.key, setting.sentence, setting.usual
        )
        .unwrap();
        page.push_str("| 市町村 | 値 | 出典 | 場所 | 確からしさ |\n|---|---|---|---|---|\n");
        for city in book.municipalities() {
            let own = city.setting(&setting.key).unwrap();
            if city.key != "default" && !own.own {
                continue;
            }
            let label = own.choices.iter().find(|choice| choice.value == own.value).map(|choice| choice.label.clone());
            let value = label.unwrap_or_else(|| match &own.value {
                Value::Whole(number) => number.to_string(),
                Value::Flag(flag) => flag.to_string(),
                Value::Text(text) => text.clone(),
            });
            let source = &book.source(&own.origin.source).unwrap().title;
            let (place, sure) = (&own.origin.place, own.origin.confidence.label());
            writeln!(page, "| {} | {value} | {source} | {place} | {sure} |", city.name).unwrap();
        }
    }
    page
}
