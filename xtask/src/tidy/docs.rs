//! What the documents name exists: paths in backticks, and the places that links lead to.

use super::{Fault, Tree};

/// Folders whose paths are checked when a document names them.
const OURS: &[&str] = &["crates/", "law/", "docs/", "e2e/", "xtask/", "bench/", ".ci/"];

/// Checks every Markdown file.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts("", ".md").filter(|(path, _)| *path != "docs/seeds.md" && !path.contains("/vendor/"))
    {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in text.lines().enumerate() {
            for named in
                line.split('`').skip(1).step_by(2).filter(|named| OURS.iter().any(|start| named.starts_with(start)))
            {
                if !exists(tree, named) {
                    faults.push(Fault::at(path, number + 1, "docs-path", format!("`{named}` does not exist")));
                }
            }
            for target in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
                if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                if !exists(tree, &joined(folder, target)) {
                    faults.push(Fault::at(
                        path,
                        number + 1,
                        "docs-path",
                        format!("the link to {target} leads nowhere"),
                    ));
                }
            }
        }
    }
    faults
}

/// Whether a file or folder is there; patterns (`*`, `{a,b}`, `<name>`, `…`) are taken on trust.
fn exists(tree: &Tree, named: &str) -> bool {
    let plain = named.split([' ', ':']).next().unwrap_or(named);
    plain.contains(['*', '{', '<', '…', '$']) || tree.has(plain)
}

/// The path of a link as seen from the document's folder.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn found(text: &str) -> usize {
        check(&tree(&[("docs/a.md", text), ("crates/a/src/lib.rs", "//! A.\n"), ("docs/b/c.md", "C\n")])).len()
    }

    #[test]
    fn named_paths_exist() {
        assert_eq!(found("see `crates/a/src/lib.rs` and `crates/a`, `crates/*/src`\n"), 0);
        assert_eq!(found("see `crates/b/src/lib.rs`\n"), 1);
    }

    #[test]
    fn links_lead_somewhere() {
        assert_eq!(found("[c](b/c.md#top) [a](../crates/a/src/lib.rs) [w](https://example.com)\n"), 0);
        assert_eq!(found("[c](c.md)\n"), 1);
    }
}
