//! A crate that a `Cargo.toml` names is used there: in its code, or, for a dev-dependency, in its tests.

use super::{Fault, Tree, source};

/// Compares what each crate names with the names in its Rust files.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = unnamed(tree);
    for (path, text) in tree.texts("", "Cargo.toml").filter(|(path, _)| is_ours(path)) {
        let folder = path.trim_end_matches("Cargo.toml");
        let Ok(manifest) = text.parse::<toml::Table>() else {
            continue; // cargo says it better
        };
        let built = code(tree, &format!("{folder}src/"), false);
        let build_script = tree.text(&format!("{folder}build.rs")).map(source::code).unwrap_or_default();
        let mut tested = code(tree, &format!("{folder}src/"), true);
        for more in ["tests/", "examples/", "benches/"] {
            tested.push_str(&code(tree, &format!("{folder}{more}"), true));
        }
        // A helper that tests of this crate include from another stands where `#[path]` says.
        tested.push_str(&included(tree, folder));
        let mut look = |table: &str, code: &str, else_said: &dyn Fn(&str) -> String| {
            let named = manifest.get(table).and_then(toml::Value::as_table);
            for name in named.into_iter().flat_map(toml::Table::keys) {
                let ident = name.replace('-', "_");
                if !source::has_word(code, &ident) {
                    faults.push(Fault::at(path, 0, "unused", else_said(&ident)));
                }
            }
        };
        look("dependencies", &built, &|ident| {
            let only = if source::has_word(&tested, ident) {
                "only tests use it: a dev-dependency"
            } else {
                "nothing uses it"
            };
            format!("`{ident}`: {only}")
        });
        look("build-dependencies", &build_script, &|ident| format!("`{ident}`: build.rs does not use it"));
        look("dev-dependencies", &tested, &|ident| format!("`{ident}`: no test uses it"));
    }
    faults
}

/// Versions in the workspace's table that no crate of ours takes.
fn unnamed(tree: &Tree) -> Vec<Fault> {
    let table = tree.text("Cargo.toml").and_then(|text| text.parse::<toml::Table>().ok());
    let versions = table.as_ref().and_then(|table| table.get("workspace")?.get("dependencies")?.as_table());
    let taken = |name: &str| {
        let manifests = tree.texts("", "Cargo.toml").filter(|(path, _)| is_ours(path));
        manifests.into_iter().any(|(_, text)| text.lines().any(|line| line.split([' ', '.', '=']).next() == Some(name)))
    };
    let left = versions.into_iter().flat_map(toml::Table::keys).filter(|name| !taken(name));
    left.map(|name| Fault::at("Cargo.toml", 0, "unused", format!("`{name}`: no crate takes it"))).collect()
}

fn is_ours(path: &str) -> bool {
    path == "xtask/Cargo.toml" || (path.starts_with("crates/") && path.matches('/').count() == 2)
}

/// The code below a folder, with or without its test modules.
fn code(tree: &Tree, folder: &str, tests: bool) -> String {
    tree.texts(folder, ".rs")
        .map(|(_, text)| if tests { source::code(text) } else { source::code(&source::without_tests(text)) })
        .collect()
}

/// The code of what `#[path = "…"]` brings into the tests and examples of a crate.
fn included(tree: &Tree, folder: &str) -> String {
    let mut out = String::new();
    for (path, text) in tree.texts(folder, ".rs") {
        for piece in text.split("#[path = \"").skip(1) {
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in piece.split('"').next().unwrap_or("").split('/') {
                if part == ".." {
                    parts.pop();
                } else {
                    parts.push(part);
                }
            }
            out.push_str(&tree.text(&parts.join("/")).map(source::code).unwrap_or_default());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn told(manifest: &str) -> Vec<String> {
        let found = check(&tree(&[
            ("crates/a/Cargo.toml", manifest),
            (
                "crates/a/src/lib.rs",
                "//! A. csv\nuse serde_json::Value;\n#[cfg(test)]\nmod tests {\n    use insta::a;\n}\n",
            ),
            (
                "crates/a/tests/a.rs",
                "//! A.\n#[path = \"../../b/tests/sample/mod.rs\"]\nmod sample;\nuse tempfile::b;\n",
            ),
            ("crates/b/tests/sample/mod.rs", "//! S.\nuse uuid::Uuid;\n"),
        ]));
        found.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn what_is_named_is_used() {
        assert_eq!(
            told("[dependencies]\nserde_json = '1'\n[dev-dependencies]\ninsta = '1'\ntempfile = '1'\nuuid = '1'\n"),
            [""; 0]
        );
        assert_eq!(told("[dependencies]\ncsv = '1'\n"), ["`csv`: nothing uses it"]);
        assert_eq!(told("[dependencies]\ninsta = '1'\n"), ["`insta`: only tests use it: a dev-dependency"]);
        assert_eq!(told("[dev-dependencies]\nproptest = '1'\n"), ["`proptest`: no test uses it"]);
        let workspace = "[workspace.dependencies]\ncsv = '1'\nuuid = '1'\n";
        let taken =
            tree(&[("Cargo.toml", workspace), ("crates/a/Cargo.toml", "[dependencies]\ncsv.workspace = true\n")]);
        assert_eq!(unnamed(&taken).len(), 1);
        assert_eq!(told("[build-dependencies]\ncc = '1'\n"), ["`cc`: build.rs does not use it"]);
    }
}
