//! Names that say nothing, and functions too long to see at once.

use super::{Fault, Tree, source};

/// Lines a function may have, its head and closing brace included.
const LONGEST: usize = 60;

/// Endings of type and module names that say nothing.
const EMPTY: &[&str] = &["Helper", "Helpers", "Util", "Utils", "Data", "Info", "Manager", "Misc", "Common", "Stuff"];

/// Checks all Rust outside of tests.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in
        tree.texts("", ".rs").filter(|(path, _)| !path.contains("/tests/") && !path.starts_with("crates/testkit/"))
    {
        let code = source::code(&source::without_tests(text));
        let stem = path.trim_end_matches(".rs").rsplit('/').next().unwrap_or("");
        // A file may hold data; it may not be a drawer.
        if EMPTY.iter().any(|empty| stem.eq_ignore_ascii_case(empty)) && stem != "data" {
            faults.push(Fault::at(path, 0, "name", format!("`{stem}` says nothing about what stands in it")));
        }
        for (start, _) in code.match_indices("fn ").filter(|(start, _)| begins_word(&code, *start)) {
            let line = code.get(..start).unwrap_or("").lines().count().max(1);
            let name: String =
                code.get(start + 3..).unwrap_or("").chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let length = body_lines(&code, start);
            if length > LONGEST {
                faults.push(Fault::at(
                    path,
                    line,
                    "function-length",
                    format!("`{name}` has {length} lines, at most {LONGEST}"),
                ));
            }
        }
        types(path, &code, &mut faults);
    }
    faults
}

fn types(path: &str, code: &str, faults: &mut Vec<Fault>) {
    for (number, line) in code.lines().enumerate() {
        let mut words =
            line.split_whitespace().skip_while(|word| !["struct", "enum", "trait", "type"].contains(word)).skip(1);
        let name: String = words.next().unwrap_or("").chars().take_while(|c| c.is_alphanumeric()).collect();
        if let Some(empty) = EMPTY.iter().find(|empty| name.ends_with(**empty)) {
            faults.push(Fault::at(
                path,
                number + 1,
                "name",
                format!("`{name}`: {empty} says nothing; name what it is"),
            ));
        }
    }
}

fn begins_word(code: &str, at: usize) -> bool {
    !code.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Lines from the head to the closing brace; 0 for a head without a body.
fn body_lines(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut brackets = 0_usize;
    let mut lines = 1;
    for c in code.get(start..).unwrap_or("").chars() {
        match c {
            '\n' => lines += 1,
            '[' | '(' if depth == 0 => brackets += 1,
            ']' | ')' if depth == 0 => brackets = brackets.saturating_sub(1),
            ';' if depth == 0 && brackets == 0 => return 0,
            '{' => depth += 1,
            '}' if depth <= 1 => return lines,
            '}' => depth -= 1,
            _ => {}
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn found(path: &str, text: &str) -> usize {
        check(&tree(&[(path, text)])).len()
    }

    #[test]
    fn a_function_is_seen_at_once() {
        let long = format!("//! A.\nfn a() {{\n{}}}\n", "    b();\n".repeat(60));
        assert_eq!(found("crates/a/src/lib.rs", &long), 1);
        assert_eq!(found("crates/a/src/lib.rs", &long.replacen("    b();\n", "", 5)), 0);
        assert_eq!(found("crates/a/tests/a.rs", &long), 0);
        assert_eq!(found("crates/a/src/lib.rs", "//! A.\ntrait A { fn a(&self) -> [u8; 4]; }\n"), 0);
    }

    #[test]
    fn names_say_something() {
        for text in ["pub struct RoundManager;", "enum ClientInfo {}", "trait FormHelper {}"] {
            assert_eq!(found("crates/a/src/lib.rs", &format!("//! A.\n{text}\n")), 1, "{text}");
        }
        assert_eq!(found("crates/a/src/utils.rs", "//! A.\n"), 1);
        assert_eq!(found("crates/a/src/lib.rs", "//! A.\npub enum Role { Manager }\n"), 0);
    }
}
