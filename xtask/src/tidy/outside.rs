//! Invariants 1 and 4 in the text: pure crates do no I/O, and nothing but `cli` reads the clock, the environment or randomness.

use super::{Fault, Tree, source};

/// What only `cli` may call, by what it reads.
const OUTSIDE: &[(&str, &str)] = &[
    ("SystemTime::now", "the clock"),
    ("Instant::now", "the clock"),
    ("Zoned::now", "the clock"),
    ("Timestamp::now", "the clock"),
    ("UtcDateTime::now", "the clock"),
    ("Utc::now", "the clock"),
    ("Local::now", "the clock"),
    ("std::env", "the environment"),
    ("env::var", "the environment"),
    ("env::args", "the environment"),
    ("env::vars", "the environment"),
    ("current_dir", "the environment"),
    ("getrandom", "randomness"),
    ("thread_rng", "randomness"),
    ("OsRng", "randomness"),
    ("now_v7", "the clock and randomness"),
    ("new_v4", "randomness"),
    ("RandomState", "randomness"),
];

/// What a pure crate may not even name.
const IO: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "io::stdin",
    "io::stdout",
    "File::open",
    "include_bytes!(\"/",
];

const PURE: &[&str] = &["calendar", "law", "domain", "claim-file", "forms"];

/// Places that may call something of the list, each with its reason.
const EXEMPT: &[(&str, &str, &str)] =
    &[("crates/store/src/engine", "Instant::now", "how long a queued closure waits is not a fact of the case")];

/// Checks the sources of every crate but `cli` and `testkit`, tests left out.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts("crates/", ".rs") {
        let name = path.split('/').nth(1).unwrap_or("");
        if ["cli", "testkit"].contains(&name)
            || ["/tests/", "/benches/", "/examples/"].iter().any(|part| path.contains(part))
        {
            continue;
        }
        let code = source::code(&source::without_tests(text));
        for (number, line) in code.lines().enumerate() {
            for (call, what) in OUTSIDE.iter().filter(|(call, _)| source::has_word(line, call)) {
                if !EXEMPT.iter().any(|(place, exempt, _)| path.starts_with(place) && exempt == call) {
                    faults.push(Fault::at(
                        path,
                        number + 1,
                        "outside",
                        format!("{call} reads {what}; only cli may, and hands it in"),
                    ));
                }
            }
            for call in IO.iter().filter(|call| PURE.contains(&name) && line.contains(**call)) {
                faults.push(Fault::at(path, number + 1, "pure", format!("{call} in {name}, which does no I/O")));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn found(path: &str, text: &str) -> usize {
        check(&tree(&[(path, text)])).len()
    }

    #[test]
    fn the_clock_the_environment_and_randomness_belong_to_cli() {
        for call in [
            "jiff::Zoned::now()",
            "std::time::SystemTime::now()",
            "std::env::var(\"A\")",
            "uuid::Uuid::now_v7()",
            "getrandom::fill(&mut b)",
        ] {
            let text = format!("//! A.\nfn a() {{ let _ = {call}; }}\n");
            for name in ["calendar", "domain", "store", "app", "web", "pdf"] {
                assert!(found(&format!("crates/{name}/src/a.rs"), &text) > 0, "{name} {call}");
            }
            assert_eq!(found("crates/cli/src/a.rs", &text), 0);
            assert_eq!(found("crates/app/tests/a.rs", &text), 0);
        }
    }

    #[test]
    fn tests_and_comments_may_speak_of_it() {
        assert_eq!(
            found(
                "crates/app/src/a.rs",
                "//! Not `Zoned::now`.\n#[cfg(test)]\nmod tests { fn a() { std::env::temp_dir(); } }\n"
            ),
            0
        );
    }

    #[test]
    fn pure_crates_open_no_file() {
        assert_eq!(found("crates/law/src/a.rs", "//! A.\nfn a() { std::fs::read(p); }\n"), 1);
        assert_eq!(found("crates/store/src/a.rs", "//! A.\nfn a() { std::fs::read(p); }\n"), 0);
    }
}
