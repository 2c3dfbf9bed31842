//! `docs/rules/` is made from the rules, the values and the cases; this test makes it and compares.
//! With `MIMAMORI_WRITE=1` in the environment the pages are written instead.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{env, fmt::Write as _, fs, path::Path};

use domain::rule_list::rule_areas;
use law::{LawBook, Rule, Timeline, Value, worked_cases};

const HEAD: &str = "<!-- このページは law/ と規則から作られています。手で直さず、docs/how-to/change-a-rule.md のとおりにしてください。 -->\n";

#[test]
fn the_pages_are_what_the_rules_say() {
    let book = LawBook::embedded().unwrap();
    let mut pages: Vec<(String, String)> = rule_areas()
        .iter()
        .map(|area| (format!("{}.md", area.key), rules_page(book, area.title, &area.rules)))
        .collect();
    pages.push(("values.md".to_owned(), values_page(book)));
    pages.push(("municipalities.md".to_owned(), municipalities_page(book)));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    for (name, text) in pages {
        let path = folder.join(&name);
        if env::var_os("MIMAMORI_WRITE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == text, "docs/rules/{name} is out of date; run this test with MIMAMORI_WRITE=1");
    }
}

fn rules_page(book: &LawBook, title: &str, rules: &[Rule]) -> String {
    let mut page = format!("{HEAD}\n# {title}\n");
    for rule in rules {
        write!(page, "\n## {}\n\n`{}`\n\n", rule.title, rule.id).unwrap();
        for cite in rule.cites {
            let source = &book.source(cite.source).unwrap().title;
            writeln!(page, "- 根拠: {source}「{}」", cite.place).unwrap();
        }
        if let Some(timeline) = book.timeline(rule.id) {
            page.push('\n');
            page.push_str(&values(book, timeline));
        }
        let of_rule: Vec<_> = worked_cases().iter().filter(|case| case.rules.iter().any(|id| id == rule.id)).collect();
        writeln!(page, "\n計算例 {}件:\n", of_rule.len()).unwrap();
        for case in of_rule {
            writeln!(page, "- {}（[`{path}`](../../law/{path})）", case.title, path = case.file).unwrap();
        }
    }
    page
}

fn values_page(book: &LawBook) -> String {
    let mut page = format!(
        "{HEAD}\n# モニタリングの値\n\n報酬の単位数と単価は `law/fees/` にあります。確からしさが「公的資料で確認」でない値は、画面でもそう示します。\n"
    );
    for timeline in book.timelines().filter(|timeline| timeline.unit == "month" || timeline.keyed_on == "plan-made") {
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
            let value = own.label();
            let source = &book.source(&own.origin.source).unwrap().title;
            let (place, sure) = (&own.origin.place, own.origin.confidence.label());
            writeln!(page, "| {} | {value} | {source} | {place} | {sure} |", city.name).unwrap();
        }
    }
    page
}
