//! `docs/seeds.md`: every sentence of the two seeds is carried by something that exists, or names the area still to come; and
//! the rows, put together, are the seeds themselves.

use std::collections::BTreeSet;

use super::{Fault, Tree, source};

const PAGE: &str = "docs/seeds.md";
const AREAS: &[&str] = &["planning", "monitoring", "billing", "ward"];
/// What in a seed is no sentence.
const NO_SENTENCE: &[&str] = &["heading", "page number", "empty cells"];
/// How the rows of a seed begin, and where its text stands.
const SEEDS: &[(&str, &str)] = &[("s000", "docs/seeds/000.txt"), ("s002", "docs/seeds/002.txt")];

/// `| id | text | carried by |`.
struct Row<'a> {
    line: usize,
    id: &'a str,
    text: &'a str,
    carried: &'a str,
}

/// Checks the rows: the last cell is `screen /path; fn a::b; test c::d`, `to come: area`, or `not a sentence: kind`.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(page) = tree.text(PAGE) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    for (line, text) in (1..).zip(page.lines()).filter(|(_, text)| text.starts_with("| s0")) {
        let cells: Vec<&str> = text.trim_matches('|').split(" | ").map(str::trim).collect();
        match cells.as_slice() {
            [id, text, carried] => rows.push(Row { line, id, text, carried }),
            _ => faults.push(Fault::at(PAGE, line, "seeds", "a row has three cells: id, text, carried by")),
        }
    }
    if rows.is_empty() {
        faults.push(Fault::at(PAGE, 0, "seeds", "no rows"));
    }
    let mut seen = BTreeSet::new();
    for row in &rows {
        let mut fault = |message: String| faults.push(Fault::at(PAGE, row.line, "seeds", message));
        let no_sentence = row.carried.strip_prefix("not a sentence: ");
        if let Some(kind) = no_sentence.filter(|kind| !NO_SENTENCE.contains(kind)) {
            fault(format!("`{kind}` is none of {}", NO_SENTENCE.join(", ")));
        }
        if no_sentence.is_some() {
            continue;
        }
        if !seen.insert(row.id) {
            fault(format!("{} stands twice", row.id));
        }
        if letters(row.text).is_empty() {
            fault(format!("{} quotes nothing", row.id));
        }
        if let Some(message) = carrier(tree, row.carried) {
            fault(format!("{}: {message}", row.id));
        }
    }
    faults.extend(SEEDS.iter().filter_map(|(seed, path)| whole(seed, path, tree.text(path)?, &rows)));
    faults
}

/// Compares the rows of a seed, put together, with the seed; where they part, that row is the fault.
fn whole(seed: &str, path: &str, text: &str, rows: &[Row<'_>]) -> Option<Fault> {
    let wanted = letters(text);
    let mut rest = wanted.as_str();
    for row in rows.iter().filter(|row| row.id.starts_with(seed)) {
        let quoted = letters(row.text);
        let Some(after) = rest.strip_prefix(quoted.as_str()) else {
            let next: String = rest.chars().take(40).collect();
            let message = format!("{} is not what comes next in {path}: 「{next}」", row.id);
            return Some(Fault::at(PAGE, row.line, "seeds", message));
        };
        rest = after;
    }
    let next: String = rest.chars().take(40).collect();
    (!rest.is_empty()).then(|| Fault::at(PAGE, 0, "seeds", format!("no row holds 「{next}」 of {path}")))
}

/// The letters and digits alone: line ends, punctuation, bullets, ruled lines and tags of HTML are the extraction's.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = rest.get(letter.len_utf8()..).unwrap_or("");
        // 〈<計画相談支援>〉 is a heading, `<ul style="…">` a tag.
        let tag = letter == '<' && rest.starts_with(|next: char| next == '/' || next.is_ascii_lowercase());
        if tag {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else if letter.is_alphanumeric() {
            out.push(letter);
        }
    }
    out
}

/// What is wrong with the last cell.
fn carrier(tree: &Tree, cell: &str) -> Option<String> {
    let parts: Vec<&str> = cell.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found = BTreeSet::new();
    for part in &parts {
        let (kind, value) = part.split_once(' ').unwrap_or((part, ""));
        let name = value.trim_matches('`');
        let missing = match kind {
            "to" => match value.strip_prefix("come: ") {
                Some(area) if AREAS.contains(&area) => None,
                _ => Some(format!("`{part}` names no area of {}", AREAS.join(", "))),
            },
            "screen" => (!tree.texts("crates/web/src/", ".rs").any(|(_, text)| text.contains(&format!("\"{name}\""))))
                .then(|| format!("no route `{name}`")),
            "fn" => missing_item(tree, name, false),
            "test" => missing_item(tree, name, true),
            "file" => (!tree.has(name)).then(|| format!("no file `{name}`")),
            _ => Some(format!("`{part}` is none of screen, fn, test, file, to come, not a sentence")),
        };
        if missing.is_some() {
            return missing;
        }
        found.insert(kind);
    }
    if found.iter().eq(["to"].iter()) {
        return None;
    }
    // What the program carries is done by something and proved by something; a screen where people meet it.
    let done = found.contains("fn") || found.contains("file");
    (!done || !found.contains("test"))
        .then(|| "names neither `to come: area` nor a function (or file) with its test".to_owned())
}

/// `path/from/root.rs::name`: the file exists and defines the function or type, the test, or the case of that title.
fn missing_item(tree: &Tree, name: &str, test: bool) -> Option<String> {
    let Some((path, item)) = name.split_once("::") else {
        return Some(format!("write `{name}` as path::name"));
    };
    let Some(text) = tree.text(path) else {
        return Some(format!("no file `{path}`"));
    };
    let defined = match (test, path.ends_with(".rs")) {
        (true, true) => is_test(&source::code(text), item),
        (true, false) => text.contains(&format!("title = \"{item}\"\n")),
        (false, _) => {
            let code = source::code(text);
            let kinds = ["fn ", "struct ", "enum ", "trait ", "const "];
            kinds.iter().any(|kind| source::has_word(&code, &format!("{kind}{item}")))
        }
    };
    (!defined).then(|| format!("`{path}` has no {} `{item}`", if test { "test" } else { "item" }))
}

/// Whether the code defines the function, with `#[test]` or `#[tokio::test]` among the attributes before it.
fn is_test(code: &str, name: &str) -> bool {
    code.match_indices(&format!("fn {name}(")).any(|(at, _)| {
        let before = code.get(..at).unwrap_or("");
        before.rsplit([';', '}']).next().is_some_and(|head| head.contains("test]") || head.contains("test("))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn told(cell: &str) -> Vec<Fault> {
        let page = format!("| id | text | carried by |\n|---|---|---|\n| s000-1 | 自宅訪問 | {cell} |\n");
        check(&tree(&[
            ("docs/seeds.md", &page),
            ("crates/web/src/routes.rs", "//! R.\nconst A: &str = \"/monitoring/{round}\";\n"),
            ("crates/domain/src/a.rs", "//! A.\npub fn visit() {}\n"),
            ("crates/domain/tests/a.rs", "//! A.\nfn helper() {}\n#[test]\nfn a_visit_counts() {}\n"),
            ("law/cases/a.toml", "title = \"翌月の訪問\"\n"),
        ]))
    }

    fn faults(cell: &str) -> usize {
        told(cell).len()
    }

    #[test]
    fn a_row_names_what_exists_or_what_is_to_come() {
        const FN: &str = "fn `crates/domain/src/a.rs::visit`";
        assert_eq!(faults("to come: planning"), 0);
        assert_eq!(faults("to come: some day"), 1);
        assert_eq!(faults(""), 1);
        let whole = format!("screen `/monitoring/{{round}}`; {FN}; test `crates/domain/tests/a.rs::a_visit_counts`");
        assert_eq!(told(&whole), []);
        assert_eq!(told(&format!("{whole}; to come: ward")), []);
        assert_eq!(faults(FN), 1);
        assert_eq!(faults(&format!("{FN}; to come: ward")), 1, "what is done has its test, whatever else is to come");
        assert_eq!(faults("fn `crates/domain/src/a.rs::visited`; test `crates/domain/tests/a.rs::a_visit_counts`"), 1);
        assert_eq!(faults(&format!("{FN}; test `crates/domain/tests/b.rs::a_visit_counts`")), 1);
        assert_eq!(faults(&format!("screen `/nowhere`; {FN}; test `crates/domain/tests/a.rs::a_visit_counts`")), 1);
        assert_eq!(faults(&format!("{FN}; test `crates/domain/tests/a.rs::helper`")), 1, "a helper is no test");
        assert_eq!(faults(&format!("{FN}; test `law/cases/a.toml::翌月の訪問`")), 0);
        assert_eq!(faults(&format!("{FN}; test `law/cases/a.toml::翌月`")), 1, "a case is named by its whole title");
        assert_eq!(faults("not a sentence: heading"), 0);
        assert_eq!(faults("not a sentence: boring"), 1);
    }

    #[test]
    fn a_row_stands_once_and_whole() {
        let twice = "| s000-1 | a | to come: ward |\n| s000-1 | b | to come: ward |\n";
        assert_eq!(check(&tree(&[("docs/seeds.md", twice)])).len(), 1);
        assert!(!check(&tree(&[("docs/seeds.md", "| s000-1 | a |\n")])).is_empty());
        assert_eq!(check(&tree(&[("docs/seeds.md", "nothing\n")])).len(), 1);
    }

    #[test]
    fn the_rows_put_together_are_the_seed() {
        let with = |seed: &str| {
            let rows = "| s000 | (1) 訪問 | not a sentence: heading |\n| s000-1 | 必ず訪問します。 | to come: ward |\n";
            check(&tree(&[("docs/seeds.md", rows), ("docs/seeds/000.txt", seed)])).pop().map(|fault| fault.message)
        };
        assert_eq!(with("# (1) 訪問\n- 必ず<ul class=\"a\">訪問\n\nします。\n"), None);
        assert_eq!(
            with("(1) 訪問\n必ず訪問します。\n手法は問いません。").unwrap(),
            "no row holds 「手法は問いません」 of docs/seeds/000.txt"
        );
        assert!(with("(1) 訪問\n必ず電話します。").unwrap().starts_with("s000-1 is not what comes next"));
    }
}
