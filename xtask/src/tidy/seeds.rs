//! `docs/seeds.md`: every sentence of the two seeds is carried by something that exists, or names the area still to come.

use std::collections::BTreeSet;

use super::{Fault, Tree, source};

const PAGE: &str = "docs/seeds.md";
const AREAS: &[&str] = &["planning", "monitoring", "billing", "ward"];

/// Checks the rows: `| id | text | carried by |`, where the last cell is `screen /path; fn a::b; test c::d` or `to come: area`.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(PAGE) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in text.lines().enumerate() {
        if !line.starts_with("| s0") {
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let mut fault = |message: String| faults.push(Fault::at(PAGE, number + 1, "seeds", message));
        let [id, quote, carried] = cells.as_slice() else {
            fault("a row has three cells: id, text, carried by".to_owned());
            continue;
        };
        if !seen.insert((*id).to_owned()) {
            fault(format!("{id} stands twice"));
        }
        if quote.is_empty() {
            fault(format!("{id} quotes nothing"));
        }
        if let Some(message) = carrier(tree, carried) {
            fault(format!("{id}: {message}"));
        }
    }
    if seen.is_empty() {
        faults.push(Fault::at(PAGE, 0, "seeds", "no rows"));
    }
    faults
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
            "fn" | "test" => missing_function(tree, name, kind == "test"),
            "file" => (!tree.has(name)).then(|| format!("no file `{name}`")),
            "by" => None,
            _ => Some(format!("`{part}` is none of screen, fn, test, file, by hand, to come")),
        };
        if missing.is_some() {
            return missing;
        }
        found.insert(kind);
    }
    if found.contains("to") || (found.contains("by") && !found.contains("fn")) {
        return None;
    }
    // What the program carries is done by something and proved by something; a screen where people meet it.
    let done = found.contains("fn") || found.contains("file");
    (!done || !found.contains("test"))
        .then(|| "names neither `to come: area` nor a function (or file) with its test".to_owned())
}

/// `path/from/root.rs::name`: the file exists and defines the function, type or case.
fn missing_function(tree: &Tree, name: &str, test: bool) -> Option<String> {
    let Some((path, item)) = name.split_once("::") else {
        return Some(format!("write `{name}` as path::name"));
    };
    let Some(text) = tree.text(path) else {
        return Some(format!("no file `{path}`"));
    };
    let defined = if path.ends_with(".rs") {
        let code = source::code(text);
        let kinds: &[&str] = if test { &["fn "] } else { &["fn ", "struct ", "enum ", "trait ", "const "] };
        kinds.iter().any(|kind| source::has_word(&code, &format!("{kind}{item}")))
    } else {
        text.contains(item)
    };
    (!defined).then(|| format!("`{path}` defines no `{item}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn faults(cell: &str) -> usize {
        let page = format!("| id | text | carried by |\n|---|---|---|\n| s000-1 | 自宅訪問 | {cell} |\n");
        check(&tree(&[
            ("docs/seeds.md", &page),
            ("crates/web/src/routes.rs", "//! R.\nconst A: &str = \"/monitoring/{round}\";\n"),
            ("crates/domain/src/a.rs", "//! A.\npub fn visit() {}\n"),
            ("crates/domain/tests/a.rs", "//! A.\n#[test]\nfn a_visit_counts() {}\n"),
        ]))
        .len()
    }

    #[test]
    fn a_row_names_what_exists_or_what_is_to_come() {
        assert_eq!(faults("to come: planning"), 0);
        assert_eq!(faults("to come: some day"), 1);
        assert_eq!(faults(""), 1);
        assert_eq!(
            faults(
                "screen `/monitoring/{round}`; fn `crates/domain/src/a.rs::visit`; test `crates/domain/tests/a.rs::a_visit_counts`"
            ),
            0
        );
        assert_eq!(faults("fn `crates/domain/src/a.rs::visit`"), 1);
        assert_eq!(faults("fn `crates/domain/src/a.rs::visited`; test `crates/domain/tests/a.rs::a_visit_counts`"), 1);
        assert_eq!(faults("fn `crates/domain/src/a.rs::visit`; test `crates/domain/tests/b.rs::a_visit_counts`"), 1);
        assert_eq!(
            faults(
                "screen `/nowhere`; fn `crates/domain/src/a.rs::visit`; test `crates/domain/tests/a.rs::a_visit_counts`"
            ),
            1
        );
    }

    #[test]
    fn a_row_stands_once_and_whole() {
        let twice = "| s000-1 | a | to come: ward |\n| s000-1 | b | to come: ward |\n";
        assert_eq!(check(&tree(&[("docs/seeds.md", twice)])).len(), 1);
        assert!(!check(&tree(&[("docs/seeds.md", "| s000-1 | a |\n")])).is_empty());
        assert_eq!(check(&tree(&[("docs/seeds.md", "nothing\n")])).len(), 1);
    }
}
