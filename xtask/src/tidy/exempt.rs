//! `xtask/tidy.toml`: what the checks let pass, each with its reason.

use super::{Fault, Tree};

const LIST: &str = "xtask/tidy.toml";

/// Rules that can be let pass at a place. The walls of the house are not among them.
const MAY: &[&str] =
    &["length", "function-length", "name", "on-both", "law-number", "allow", "rule-reached", "shared-state"];

/// Takes away the faults that are listed; adds one for each entry that is wrong or lets nothing pass.
pub fn apply(tree: &Tree, faults: Vec<Fault>) -> Vec<Fault> {
    let table: toml::Table = match tree.text(LIST).unwrap_or("").parse() {
        Ok(table) => table,
        Err(fault) => return [faults, vec![Fault::at(LIST, 0, "exemption", fault.to_string())]].concat(),
    };
    let mut faults = faults;
    for entry in table.get("exempt").and_then(toml::Value::as_array).into_iter().flatten() {
        let text = |key: &str| entry.get(key).and_then(toml::Value::as_str).unwrap_or("");
        let (path, rule, reason) = (text("path"), text("rule"), text("reason"));
        if reason.chars().count() < 10 || !MAY.contains(&rule) {
            faults.push(Fault::at(
                LIST,
                0,
                "exemption",
                format!("{path}: name one of {} and a reason", MAY.join(", ")),
            ));
            continue;
        }
        let before = faults.len();
        faults.retain(|fault| fault.path != path || fault.rule != rule);
        if faults.len() == before {
            faults.push(Fault::at(LIST, 0, "exemption", format!("{path}, {rule}: nothing to let pass (any more)")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn left(rule: &'static str, entry: &str) -> Vec<&'static str> {
        let faults = vec![Fault::at("crates/a/src/lib.rs", 0, rule, "long")];
        apply(&tree(&[(LIST, entry)]), faults).into_iter().map(|fault| fault.rule).collect()
    }

    #[test]
    fn an_exemption_has_a_reason_and_something_to_let_pass() {
        let entry =
            "[[exempt]]\npath = \"crates/a/src/lib.rs\"\nrule = \"length\"\nreason = \"a table that is one thing\"\n";
        assert!(left("length", entry).is_empty());
        assert_eq!(left("length", &entry.replace("a table that is one thing", "")), ["length", "exemption"]);
        assert_eq!(left("sql", entry), ["sql", "exemption"]);
        assert_eq!(left("sql", &entry.replace("\"length\"", "\"sql\"")), ["sql", "exemption"]);
    }
}
