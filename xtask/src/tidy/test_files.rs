//! One program of tests a crate: a file of tests that `tests/all.rs` does not name would never run.

use super::{Fault, Tree};

/// Every file directly in `tests` is a module of `all.rs`, where the crate has more than one, or a program that its manifest names.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let files: Vec<(&str, &str)> = tree.texts("crates/", ".rs").filter_map(|(path, _)| of_tests(path)).collect();
    let mut faults = Vec::new();
    for &(home, name) in &files {
        let all = format!("{home}/all.rs");
        let text = tree.text(&all);
        let alone = files.iter().filter(|(other, _)| *other == home).count() == 1;
        let named = text.is_some_and(|text| text.lines().any(|line| line == format!("mod {name};")));
        let manifest = tree.text(&format!("{}/Cargo.toml", home.trim_end_matches("/tests"))).unwrap_or_default();
        let own = manifest.contains(&format!("path = \"tests/{name}.rs\""));
        if !own && !alone && !named {
            faults.push(Fault::at(
                &format!("{home}/{name}.rs"),
                0,
                "test-files",
                format!("write `mod {name};` into {all}: without it these tests never run"),
            ));
        }
    }
    faults
}

/// The folder and the name of a file that lies directly in a crate's `tests`.
fn of_tests(path: &str) -> Option<(&str, &str)> {
    let (home, file) = path.rsplit_once('/')?;
    (home.ends_with("/tests") && home.matches('/').count() == 2).then_some((home, file.strip_suffix(".rs")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    #[test]
    fn a_file_that_is_not_named_is_found() {
        let named = ("crates/a/tests/all.rs", "mod one;\n");
        let manifest = ("crates/a/Cargo.toml", "path = \"tests/all.rs\"\npath = \"tests/own.rs\"\n");
        let own = ("crates/a/tests/own.rs", "");
        let good = tree(&[named, manifest, own, ("crates/a/tests/one.rs", ""), ("crates/b/tests/only.rs", "")]);
        assert_eq!(check(&good), []);
        let bad = tree(&[named, manifest, ("crates/a/tests/one.rs", ""), ("crates/a/tests/two.rs", "")]);
        let told: Vec<String> = check(&bad).into_iter().map(|fault| fault.path).collect();
        assert_eq!(told, ["crates/a/tests/two.rs"]);
        let without = tree(&[("crates/a/tests/one.rs", ""), ("crates/a/tests/two.rs", "")]);
        assert_eq!(check(&without).len(), 2);
    }
}
