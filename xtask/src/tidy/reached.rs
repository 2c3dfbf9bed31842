//! A rule of `domain` is asked by somebody: some function that a crate above `domain` calls leads to it. A rule that only
//! its tests call is an island: the product may answer the same question differently.
//!
//! The way is followed by names, without types: a method by its name, `a::b` by module or type, a bare name in its own file
//! or where it is imported. So the check may miss an island, but what it names is one. Lists of all rules (`RULES`, `ALL`,
//! `rule_list.rs`) show rules and ask none; they do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Tree, source};

const DOMAIN: &str = "crates/domain/src/";
/// Crates that build on `domain` for users.
const ABOVE: &[&str] = &[
    "crates/app/src/",
    "crates/cli/src/",
    "crates/forms/src/",
    "crates/claim-file/src/",
    "crates/store/src/",
    "crates/web/src/",
];
/// Lists that name every rule.
const LISTS: &[&str] = &["RULES", "ALL"];

/// A function or a constant of `domain`.
struct Item<'a> {
    path: &'a str,
    /// The type whose `impl` it stands in.
    owner: Option<String>,
    name: String,
    body: String,
    /// Of a trait: called without being named.
    of_trait: bool,
    /// A `Rule`, with its line.
    rule: Option<usize>,
}

/// Names every rule that nothing above `domain` reaches.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut items = Vec::new();
    for (path, text) in tree.texts(DOMAIN, ".rs").filter(|(path, _)| !path.ends_with("/rule_list.rs")) {
        let code = source::code(&source::without_tests(text));
        items_of(path, &code, &mut items);
    }
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        index.entry(&item.name).or_default().push(at);
    }
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(|item| item.of_trait)).collect();
    for (path, text) in ABOVE.iter().flat_map(|folder| tree.texts(folder, ".rs")) {
        let code = source::code(&source::without_tests(text));
        waiting.extend(words(&code).into_iter().flat_map(|word| named(&items, &index, path, &code, None, &word)));
    }
    while let Some(at) = waiting.pop() {
        let Some(item) = items.get(at).filter(|_| reached.insert(at)) else { continue };
        let file = tree.text(item.path).unwrap_or("");
        let owner = item.owner.as_deref();
        waiting.extend(
            words(&item.body).into_iter().flat_map(|word| named(&items, &index, item.path, file, owner, &word)),
        );
    }
    let islands = items.iter().enumerate().filter(|(at, _)| !reached.contains(at));
    islands
        .filter_map(|(_, item)| {
            let message =
                format!("no crate above domain reaches the rule `{}`: ask it where the product decides", item.name);
            Some(Fault::at(item.path, item.rule?, "rule-reached", message))
        })
        .collect()
}

/// A name in code: what stands before `::`, whether a dot stands before it, whether something is called.
struct Word<'a> {
    before: Option<&'a str>,
    method: bool,
    name: &'a str,
}

fn words(code: &str) -> Vec<Word<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found: Vec<(usize, Word<'_>)> = Vec::new();
    let mut from = 0;
    while let Some(start) = code.get(from..).and_then(|rest| rest.find(is_word)).map(|at| from + at) {
        let rest = code.get(start..).unwrap_or("");
        let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let gap = code.get(found.last().map_or(0, |(end, _)| *end)..start).unwrap_or("").trim();
        // `Type::<A>::name` and `Vec<Type>::name` are not worth a parser: the name alone is looked for, then.
        let before = found.last().filter(|_| gap == "::").map(|(_, word)| word.name);
        let name = rest.get(..len).unwrap_or("");
        found.push((start + len, Word { before, method: gap.ends_with('.') && !gap.ends_with(".."), name }));
        from = start + len;
    }
    found.into_iter().map(|(_, word)| word).collect()
}

/// The items that a name can mean.
fn named(
    items: &[Item<'_>],
    index: &BTreeMap<&str, Vec<usize>>,
    path: &str,
    file: &str,
    owner: Option<&str>,
    word: &Word<'_>,
) -> Vec<usize> {
    let of_name = index.get(word.name).into_iter().flatten().copied();
    let means = |at: &usize| {
        let Some(item) = items.get(*at) else { return false };
        match word.before {
            _ if word.method => item.owner.is_some(),
            Some("Self") => item.owner.as_deref() == owner,
            Some("self" | "super" | "crate") => item.owner.is_none(),
            Some(before) if item.owner.is_some() => item.owner.as_deref() == Some(before),
            Some(before) => item.path.trim_end_matches(".rs").split('/').any(|part| part == before),
            None => item.owner.is_none() && (item.path == path || imported(file, word.name)),
        }
    };
    of_name.filter(means).collect()
}

/// Whether a `use` of the file names it.
fn imported(file: &str, name: &str) -> bool {
    file.split("use ").skip(1).any(|rest| source::has_word(rest.split(';').next().unwrap_or(""), name))
}

/// The functions and constants of a file; each row of a `rules!` table is a constant named as its variant.
fn items_of<'a>(path: &'a str, code: &str, items: &mut Vec<Item<'a>>) {
    let impls = impls(code);
    let line = |at: usize| code.get(..at).unwrap_or("").matches('\n').count() + 1;
    for (keyword, at) in
        ["fn ", "const "].iter().flat_map(|word| code.match_indices(*word).map(|(at, word)| (word, at)))
    {
        let rest = code.get(at + keyword.len()..).unwrap_or("");
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let whole_word = !code.get(..at).unwrap_or("").ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if name.is_empty() || LISTS.contains(&name.as_str()) || !whole_word {
            continue;
        }
        let is_rule = keyword == "const " && rest.get(name.len()..).is_some_and(|after| after.starts_with(": Rule ="));
        let inner = impls.iter().rfind(|(span, ..)| span.contains(&at));
        items.push(Item {
            path,
            owner: inner.map(|(_, owner, _)| owner.clone()),
            name,
            body: code.get(at..end_of(code, at)).unwrap_or("").to_owned(),
            of_trait: inner.is_some_and(|(.., of_trait)| *of_trait),
            rule: is_rule.then(|| line(at)),
        });
    }
}

/// The byte after an item: the closing brace of its body, or the semicolon outside of all brackets.
fn end_of(code: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (offset, c) in code.get(from..).unwrap_or("").char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' => {
                depth -= 1;
                let constant = code.get(from..).is_some_and(|rest| rest.starts_with("const "));
                if depth <= 0 && !constant {
                    return from + offset + 1;
                }
            }
            ';' if depth == 0 => return from + offset + 1,
            _ => {}
        }
    }
    code.len()
}

/// Every `impl`: where it stands, its type, whether it is one of a trait.
fn impls(code: &str) -> Vec<(std::ops::Range<usize>, String, bool)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("impl").filter(|(at, _)| {
        let line = code.get(..*at).unwrap_or("").rsplit('\n').next().unwrap_or("");
        line.trim().is_empty() && code.get(at + 4..).is_some_and(|rest| rest.starts_with([' ', '<']))
    }) {
        let head = code.get(at..).and_then(|rest| rest.split('{').next()).unwrap_or("");
        let of_trait = head.contains(" for ");
        let name = head.rsplit(" for ").next().unwrap_or("").trim_start_matches("impl").trim();
        let name = name.trim_start_matches(|c| c != '>' && name.starts_with('<')).trim_start_matches(['>', ' ', '$']);
        let name = name.split(['<', ' ', '\n']).next().unwrap_or("");
        let name = name.rsplit("::").next().unwrap_or("").to_owned();
        found.push((at..end_of(code, at), name, of_trait));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn islands(domain: &str, app: &str) -> Vec<String> {
        let found = check(&tree(&[("crates/domain/src/visit.rs", domain), ("crates/app/src/a.rs", app)]));
        found.into_iter().map(|fault| fault.message.split('`').nth(1).unwrap_or("").to_owned()).collect()
    }

    const DOMAIN: &str = "//! V.\npub const MONTH: Rule = Rule { id: \"a.b\" };\npub const RULES: &[Rule] = &[MONTH];\n\
        pub struct Visit;\nimpl Visit {\n    pub fn judge(&self) -> Rule { Self::inner() }\n    fn inner() -> Rule { answer() }\n}\n\
        fn answer() -> Rule { MONTH }\n#[cfg(test)]\nmod tests {\n    fn t() { Visit.judge(); }\n}\n";

    #[test]
    fn a_rule_that_only_lists_and_tests_name_is_an_island() {
        assert_eq!(islands(DOMAIN, "//! A.\nuse domain::visit::RULES;\nfn a() { RULES }\n"), ["MONTH"]);
        assert_eq!(islands(DOMAIN, "//! A.\n#[cfg(test)]\nmod tests {\n    fn a() { x.judge() }\n}\n"), ["MONTH"]);
    }

    #[test]
    fn the_way_goes_through_methods_types_and_functions() {
        assert_eq!(islands(DOMAIN, "//! A.\nfn a(visit: &Visit) { visit.judge() }\n"), [""; 0]);
        assert_eq!(islands(DOMAIN, "//! A.\nfn a(visit: &Visit) { Visit::judge(visit) }\n"), [""; 0]);
        assert_eq!(islands(DOMAIN, "//! A.\nfn a() { visit::answer() }\n"), [""; 0]);
        assert_eq!(islands(DOMAIN, "//! A.\nfn a() { other::answer() }\n"), ["MONTH"]);
        assert_eq!(islands(DOMAIN, "//! A.\nuse domain::visit::answer;\nfn a() { answer() }\n"), [""; 0]);
    }
}
