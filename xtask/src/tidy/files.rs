//! What every file looks like: length, opening line, no `allow`, nothing left to do, no path of one machine.

use super::{Fault, Tree, source};

const HARD: usize = 600;
const HARD_TESTS: usize = 800;

/// Words that mark work left lying. Written in two halves, so that this file does not find itself.
const LEFT_LYING: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

/// Beginnings of paths that exist on one machine alone.
const MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!("/tmp", "/wt"),
    concat!("C:\\", "Users"),
];

/// Checks every text file that is not vendored, generated or locked.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts("", "") {
        if path.ends_with("-lock.json") && text.contains("\"resolved\"") {
            faults.push(Fault::at(
                path,
                0,
                "machine-path",
                "`resolved` names a registry; omit-lockfile-registry-resolved leaves it out",
            ));
        }
        if path.contains("/vendor/")
            || path.ends_with("-lock.json")
            || path == "Cargo.lock"
            || path.starts_with("LICENSE-")
        {
            continue;
        }
        let mut fault = |line: usize, rule, message: String| {
            faults.push(Fault::at(path, line, rule, message));
        };
        lines(text, &mut fault);
        if path.ends_with(".rs") {
            rust(path, text, &mut fault);
        }
    }
    faults
}

fn lines(text: &str, fault: &mut impl FnMut(usize, &'static str, String)) {
    for (number, line) in text.lines().enumerate() {
        for word in LEFT_LYING.iter().filter(|word| source::has_word(line, word)) {
            fault(number + 1, "unfinished", format!("{word}: do it, or open an issue"));
        }
        for start in MACHINE.iter().filter(|start| line.contains(**start)) {
            fault(number + 1, "machine-path", format!("{start}… is a path of one machine"));
        }
    }
}

fn rust(path: &str, text: &str, fault: &mut impl FnMut(usize, &'static str, String)) {
    if !text.starts_with("//! ") {
        fault(1, "opening", "a file opens with `//!`: what it is for".to_owned());
    }
    let tests = path.contains("/tests/") || path.starts_with("crates/testkit/");
    let length = if tests { text.lines().count() } else { source::without_tests(text).trim_end().lines().count() };
    let limit = if tests { HARD_TESTS } else { HARD };
    if length > limit {
        fault(
            0,
            "length",
            format!("{length} lines, at most {limit}: split it, or list it in xtask/tidy.toml with a reason"),
        );
    }
    for (number, line) in source::code(text).lines().enumerate() {
        if line.contains("#[allow(") || line.contains("#![allow(") {
            fault(number + 1, "allow", "#[expect(…, reason = \"…\")] instead of #[allow]".to_owned());
        }
        if (line.contains("#[expect(") || line.contains("#![expect("))
            && line.trim_end().ends_with(")]")
            && !line.contains("reason")
        {
            fault(number + 1, "allow", "#[expect] without a reason".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn rules(files: &[(&str, &str)]) -> Vec<&'static str> {
        check(&tree(files)).into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn a_file_opens_with_its_purpose() {
        assert!(rules(&[("crates/a/src/lib.rs", "//! What it is for.\n")]).is_empty());
        assert_eq!(rules(&[("crates/a/src/lib.rs", "fn a() {}\n")]), ["opening"]);
    }

    #[test]
    fn long_files_need_a_reason() {
        let long = format!("//! Long.\n{}", "// line\n".repeat(700));
        assert_eq!(rules(&[("crates/a/src/lib.rs", &long)]), ["length"]);
        assert!(rules(&[("crates/a/tests/a.rs", &long)]).is_empty());
    }

    #[test]
    fn allow_and_unfinished_work_are_found() {
        assert_eq!(rules(&[("crates/a/src/lib.rs", "//! A.\n#[allow(dead_code)]\nfn a() {}\n")]), ["allow"]);
        assert_eq!(rules(&[("crates/a/src/lib.rs", "//! A.\n#[expect(dead_code)]\nfn a() {}\n")]), ["allow"]);
        let unfinished = format!("# {}: more\n", LEFT_LYING[0]);
        assert_eq!(rules(&[("docs/a.md", &unfinished)]), ["unfinished"]);
    }

    #[test]
    fn a_lock_names_no_registry() {
        assert_eq!(rules(&[("e2e/package-lock.json", "{ \"resolved\": \"x\" }")]), ["machine-path"]);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let text = format!("see {}me/a.txt\n", MACHINE[1]);
        assert_eq!(rules(&[("docs/a.md", &text)]), ["machine-path"]);
    }
}
