//! Invariant 3: SQL stands in `store` and in portable words, `web` decides nothing, templates call no rule.

use std::collections::BTreeSet;

use super::{Fault, Tree, source};

/// The one file that takes locks: there they have one order (of all, then of the organisation), and no transaction has two
/// organisations'.
const LOCKS: &str = "crates/store/src/engine/postgres.rs";

/// Checks the strings of all crates, and what pages and templates call.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let rules = deciding_functions(tree);
    for (path, text) in tree.texts("crates/", ".rs") {
        if path.contains("/tests/") || path.starts_with("crates/testkit/") {
            continue;
        }
        let text = source::without_tests(text);
        let strings = source::strings(&text);
        for (number, line) in strings.lines().enumerate() {
            if path.starts_with("crates/store/") {
                if let Some(cast) = postgres_only(line) {
                    faults.push(Fault::at(
                        path,
                        number + 1,
                        "sql",
                        format!("`{cast}` is PostgreSQL's own; write cast($1 as …)"),
                    ));
                }
                faults.extend(locks_or_outlives(path, line).map(|message| Fault::at(path, number + 1, "sql", message)));
            } else if is_sql(line) {
                faults.push(Fault::at(path, number + 1, "sql", "SQL outside of store"));
            }
        }
        if path.starts_with("crates/store/") {
            for (number, line) in source::code(&text).lines().enumerate().filter(|(_, line)| is_shared_state(line)) {
                let message =
                    format!("`{}`: the state of the store is its database, nothing in the process", line.trim());
                faults.push(Fault::at(path, number + 1, "shared-state", message));
            }
        }
        if path.starts_with("crates/web/") {
            let code = source::code(&text);
            let imports = imports(&code);
            for (number, line) in code.lines().enumerate() {
                for rule in rules.iter().filter(|rule| calls(line, &imports, rule)) {
                    faults.push(Fault::at(
                        path,
                        number + 1,
                        "web-decides",
                        format!("a page calls the rule `{}`; ask a use case of app", rule.name),
                    ));
                }
            }
        }
    }
    templates(tree, &rules, &mut faults);
    faults
}

fn templates(tree: &Tree, rules: &BTreeSet<Deciding>, faults: &mut Vec<Fault>) {
    for (path, text) in tree.texts("crates/web/templates/", ".html") {
        for (number, line) in text.lines().enumerate() {
            let expressions: String = line.split("{{").skip(1).chain(line.split("{%").skip(1)).collect();
            // A template has no imports: a bare call is a call of the rule, a call of a method (`self.answer()`) is none.
            let free = expressions.split_whitespace().filter(|word| !word.contains('.')).collect::<Vec<_>>().join(" ");
            let rule = rules.iter().find(|rule| calls(&free, &rule.name, rule)).map(|rule| rule.name.as_str());
            let named = ["domain::", "law::", "store::"].into_iter().find(|name| expressions.contains(name));
            if let Some(what) = rule.or(named) {
                faults.push(Fault::at(
                    path,
                    number + 1,
                    "template-decides",
                    format!("a template names `{what}`; hand it the answer"),
                ));
            }
        }
    }
}

/// Whether a string looks like a statement: two of its words in their order.
fn is_sql(line: &str) -> bool {
    let line = format!(" {} ", line.to_lowercase());
    let pairs = [
        ("select ", " from "),
        ("insert into ", " values"),
        ("insert into ", " select"),
        ("update ", " set "),
        ("delete from ", ""),
        ("create table ", ""),
    ];
    pairs.iter().any(|(first, second)| {
        line.find(&format!("\"{first}"))
            .or_else(|| line.find(&format!(" {first}")))
            .is_some_and(|at| line.get(at + first.len()..).is_some_and(|rest| rest.contains(second)))
    })
}

/// A cast that SQLite does not know, such as `$1::bigint`.
fn postgres_only(line: &str) -> Option<&'static str> {
    ["::bigint", "::text", "::date", "::jsonb", "::int", "::boolean", "ilike "]
        .into_iter()
        .find(|cast| line.to_lowercase().contains(cast))
}

/// What is wrong with a lock, or with what stays after the transaction.
fn locks_or_outlives(path: &str, line: &str) -> Option<String> {
    if path != LOCKS && line.to_lowercase().contains("pg_advisory") {
        return Some(format!("a lock outside of {LOCKS}, which alone keeps their order"));
    }
    let words = beyond_the_transaction(line)?;
    Some(format!("`{words}` outlives the transaction; use `set local`, or a lock that ends with it"))
}

/// Words that change or hold something for longer than the transaction: a connection serves one office after another,
/// and may stand behind a pooler that gives each transaction another one.
fn beyond_the_transaction(line: &str) -> Option<&'static str> {
    let line = line.to_lowercase();
    let words = ["pg_advisory_lock", "pg_try_advisory_lock", "pg_advisory_unlock", "set session", "create temp"];
    if let Some(found) = words.into_iter().find(|word| line.contains(word)) {
        return Some(found);
    }
    // A statement that begins with `set`, not the `set` of an update.
    let begins =
        |start: &str| line.split(start).skip(1).any(|rest| rest.starts_with("set ") && !rest.starts_with("set local "));
    (begins("\"") || begins("; ")).then_some("set")
}

/// Whether a line of code declares state that the whole process shares.
fn is_shared_state(line: &str) -> bool {
    let kinds = ["Mutex", "RwLock", "Atomic", "OnceLock", "LazyLock", "OnceCell", "RefCell", "Cell<"];
    let is_static =
        line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ").starts_with("static ");
    line.contains("thread_local!") || (is_static && kinds.iter().any(|kind| line.contains(kind)))
}

/// A public function of `domain` that decides: its module and its name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Deciding {
    module: String,
    name: String,
}

/// Public functions whose answer is a verdict, a step's state, or one of the two gates.
fn deciding_functions(tree: &Tree) -> BTreeSet<Deciding> {
    let mut found = BTreeSet::new();
    for folder in ["crates/domain/src/", "crates/claim-file/src/"] {
        for (path, text) in tree.texts(folder, ".rs") {
            let code = source::code(&source::without_tests(text));
            let module = path.trim_end_matches(".rs").rsplit('/').next().unwrap_or("");
            for item in code.split("pub fn ").skip(1) {
                let Some(head) = item.split('{').next() else {
                    continue;
                };
                let Some((arguments, answer)) = head.rsplit_once("->") else {
                    continue;
                };
                let decides =
                    ["Verdict<", "StepState", "ClaimableMonth", "ClosedMonth"].iter().any(|word| answer.contains(word));
                if let (true, Some(name)) = (decides && !arguments.contains("self"), arguments.split(['(', '<']).next())
                {
                    found.insert(Deciding { module: module.to_owned(), name: name.trim().to_owned() });
                }
            }
        }
    }
    found
}

/// What a file imports from `domain`.
fn imports(code: &str) -> String {
    code.split("use domain::").skip(1).filter_map(|rest| rest.split(';').next()).collect::<Vec<_>>().join(" ")
}

/// Whether a line calls the function: by its module, or by its bare name where that was imported from `domain`.
fn calls(line: &str, imports: &str, function: &Deciding) -> bool {
    let Deciding { module, name } = function;
    line.contains(&format!("{module}::{name}("))
        || (source::has_word(imports, name) && source::has_word(line, name) && line.contains(&format!("{name}(")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn rules(files: &[(&str, &str)]) -> Vec<&'static str> {
        check(&tree(files)).into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn sql_outside_of_store_is_found() {
        for statement in [
            "select name from client",
            "insert into client values ($1)",
            "UPDATE client SET name = $1",
            "delete from fact",
        ] {
            let text = format!("//! A.\nconst A: &str = \"{statement}\";\n");
            assert_eq!(rules(&[("crates/web/src/a.rs", &text)]), ["sql"], "{statement}");
            assert!(rules(&[("crates/store/src/a.rs", &text)]).is_empty());
        }
        assert!(rules(&[("crates/web/src/a.rs", "//! A.\nconst A: &str = \"please select one\";\n")]).is_empty());
    }

    #[test]
    fn one_sql_text_for_both_engines() {
        assert_eq!(rules(&[("crates/store/src/a.rs", "//! A.\nconst A: &str = \"select $1::bigint\";\n")]), ["sql"]);
        assert!(rules(&[("crates/store/src/a.rs", "//! A.\nuse a::text;\n")]).is_empty());
    }

    #[test]
    fn nothing_in_the_store_outlives_its_transaction() {
        for statement in [
            "set lock_timeout = '5s'",
            "begin; set search_path = a",
            "set session authorization x",
            "select pg_advisory_lock(1)",
            "select pg_try_advisory_lock(1)",
            "create temporary table a (b text)",
        ] {
            let text = format!("//! A.\nconst A: &str = \"{statement}\";\n");
            assert_eq!(rules(&[(LOCKS, &text)]), ["sql"], "{statement}");
        }
        for statement in [
            "begin; set local lock_timeout = '5s'",
            "update client set name = $1",
            "select pg_advisory_xact_lock(1)",
            "select pg_advisory_xact_lock_shared(1)",
        ] {
            let text = format!("//! A.\nconst A: &str = \"{statement}\";\n");
            assert!(rules(&[(LOCKS, &text)]).is_empty(), "{statement}");
        }
        // A second place that locks could take them in another order.
        let lock = "//! A.\nconst A: &str = \"select pg_advisory_xact_lock(1)\";\n";
        assert_eq!(rules(&[("crates/store/src/a.rs", lock)]), ["sql"]);
        let shared = "//! A.\nstatic COUNT: AtomicU64 = AtomicU64::new(0);\n";
        assert_eq!(rules(&[("crates/store/src/a.rs", shared)]), ["shared-state"]);
        assert!(rules(&[("crates/web/src/a.rs", shared)]).is_empty());
        assert!(rules(&[("crates/store/src/a.rs", "//! A.\nfn a(sql: &'static str) {}\n")]).is_empty());
    }

    #[test]
    fn pages_and_templates_do_not_decide() {
        let rule = ("crates/domain/src/a.rs", "//! A.\npub fn standard(book: &Book) -> Verdict<Period> { x }\n");
        assert_eq!(
            rules(&[rule, ("crates/web/src/p.rs", "//! P.\nuse domain::{a::standard, b};\nfn p() { standard(b); }\n")]),
            ["web-decides"]
        );
        assert!(rules(&[rule, ("crates/web/src/p.rs", "//! P.\nfn p() { app::show(b); }\n")]).is_empty());
        assert_eq!(rules(&[rule, ("crates/web/templates/p.html", "<p>{{ standard(b) }}</p>\n")]), ["template-decides"]);
        assert_eq!(rules(&[rule, ("crates/web/templates/p.html", "{% if domain::x() %}\n")]), ["template-decides"]);
    }
}
