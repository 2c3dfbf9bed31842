//! Both engines: every public function of `store` is called in an `on_both` test.

use super::{Fault, Tree, source};

/// Files of the adapter, whose functions run beneath every other test.
const ADAPTER: &[&str] = &["crates/store/src/engine", "crates/store/src/lib.rs"];

/// Compares the public functions of the area files with what the tests of `store` call.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let tests: String = tree
        .texts("crates/store/tests/", ".rs")
        .filter(|(_, text)| text.contains("on_both"))
        .map(|(_, text)| source::code(text))
        .collect();
    let mut faults = Vec::new();
    for (path, text) in
        tree.texts("crates/store/src/", ".rs").filter(|(path, _)| !ADAPTER.iter().any(|own| path.starts_with(own)))
    {
        // Tests may stand beside the statements, too.
        let own: String = if text.contains("on_both") { source::code(text) } else { String::new() };
        for (number, line) in source::code(&source::without_tests(text)).lines().enumerate() {
            // Free functions alone: methods of row types are called by them.
            let Some(name) = line.strip_prefix("pub fn ").and_then(|rest| rest.split(['(', '<']).next()) else {
                continue;
            };
            let own_calls = own.matches(&format!("{name}(")).count() > 1 && own.contains("#[cfg(test)]");
            let module = path.trim_end_matches(".rs").trim_end_matches("/mod").rsplit('/').next().unwrap_or("");
            if !calls(&tests, module, name) && !own_calls {
                faults.push(Fault::at(
                    path,
                    number + 1,
                    "on-both",
                    format!("`{name}` is called in no on_both test of crates/store/tests"),
                ));
            }
        }
    }
    faults
}

/// Whether the tests name `module::function`, alone or in braces after `module::`.
fn calls(code: &str, module: &str, name: &str) -> bool {
    let start = format!("{module}::");
    code.match_indices(&start).any(|(at, _)| {
        let rest = code.get(at + start.len()..).unwrap_or("");
        let named = match rest.strip_prefix('{') {
            Some(braces) => braces.split('}').next().unwrap_or(""),
            None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""),
        };
        source::has_word(named, name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    #[test]
    fn a_store_function_without_a_test_on_both_engines_is_found() {
        let store = ("crates/store/src/clients.rs", "//! C.\npub fn find(tx: &mut Tx) {}\n");
        assert_eq!(check(&tree(&[store])).len(), 1);
        let test =
            ("crates/store/tests/clients.rs", "//! C.\n#[test]\nfn finds() { on_both(|tx| clients::find(tx)); }\n");
        assert!(check(&tree(&[store, test])).is_empty());
        let other =
            ("crates/store/tests/clients.rs", "//! C.\n#[test]\nfn finds() { on_both(|tx| rounds::find(tx)); }\n");
        assert_eq!(check(&tree(&[store, other])).len(), 1);
        let braces = (
            "crates/store/tests/clients.rs",
            "//! C.\nuse store::clients::{find, insert};\n#[test]\nfn finds() { on_both(|tx| find(tx)); }\n",
        );
        assert!(check(&tree(&[store, braces])).is_empty());
        let one_engine = ("crates/store/tests/clients.rs", "//! C.\n#[test]\nfn finds() { clients::find(tx); }\n");
        assert_eq!(check(&tree(&[store, one_engine])).len(), 1);
    }
}
