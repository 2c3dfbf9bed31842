//! Statements that write sealed tables: each answers the rows it left, so that no use case can forget to seal one.

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use super::{Fault, StoreError};
use crate::seals::{columns_of, table, table::Sealed};

/// How a statement on a sealed table is run.
#[derive(Debug)]
pub(super) struct Plan {
    /// The table.
    pub(super) table: &'static Sealed,
    /// The statement, answering the rows as it left them.
    pub(super) sql: &'static str,
    /// Whether it takes rows away.
    pub(super) deletes: bool,
}

/// The plans of a connection's statements.
#[derive(Debug, Default)]
pub(super) struct Plans {
    known: HashMap<&'static str, Option<Rc<Plan>>>,
}

impl Plans {
    /// How to run a statement; none for what is not sealed.
    pub(super) fn of(&mut self, sql: &'static str) -> Result<Option<Rc<Plan>>, StoreError> {
        if let Some(plan) = self.known.get(sql) {
            return Ok(plan.clone());
        }
        let plan = plan(sql)?.map(Rc::new);
        self.known.insert(sql, plan.clone());
        Ok(plan)
    }
}

/// Whether a statement only reads, by its first word.
pub(super) fn reads(sql: &str) -> bool {
    ["select", "pragma"].into_iter().any(|word| sql.trim_start().starts_with(word))
}

/// Whether tables may have other columns after a statement.
pub(super) fn changes_schema(sql: &str) -> bool {
    let words = ["alter ", "create ", "drop ", "delete from schema_migration", "insert into schema_migration"];
    words.into_iter().any(|words| sql.starts_with(words))
}

fn plan(sql: &'static str) -> Result<Option<Plan>, StoreError> {
    let text = sql.trim();
    let after = |words: &str| text.strip_prefix(words).map(str::trim_start);
    let (rest, deletes) = match (after("insert "), after("update "), after("delete from ")) {
        // `insert into`, `insert or replace into`
        (Some(rest), _, _) => (rest.split_once("into ").map_or(rest, |(_, rest)| rest), false),
        (_, Some(rest), _) => (rest.strip_prefix("or replace ").unwrap_or(rest), false),
        (_, _, Some(rest)) => (rest, true),
        // A statement that hides what it writes would go past the seals.
        _ if text.starts_with("with ") || text.starts_with("replace ") || text.starts_with("/*") => {
            return Err(StoreError::engine(Fault::Statement, "a statement must begin with what it writes"));
        }
        _ => return Ok(None),
    };
    let name: String =
        rest.trim_start_matches('"').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let Some((_, table)) = table::find(&name) else { return Ok(None) };
    if sets_free_columns_alone(table, text) {
        return Ok(None);
    }
    if text.contains(" returning ") {
        return Err(StoreError::engine(
            Fault::Statement,
            "a statement on a sealed table answers its rows to the seals",
        ));
    }
    let sql = kept(format!("{text} returning {}", columns_of(table)));
    Ok(Some(Plan { table, sql, deletes }))
}

/// Whether an update sets nothing that is hashed.
fn sets_free_columns_alone(table: &Sealed, sql: &str) -> bool {
    let Some((_, set)) = sql.strip_prefix("update ").and_then(|rest| rest.split_once(" set ")) else { return false };
    let set = set.split(" where ").next().unwrap_or_default();
    set.split(',').all(|one| one.split_once('=').is_some_and(|(name, _)| table.free.contains(&name.trim())))
}

/// Statements that were put together, kept for good by their text. They are made of names that the program or the engine
/// gave, so that there are no more of them than tables and statements.
pub(crate) fn kept(sql: String) -> &'static str {
    use std::sync::{LazyLock, Mutex, PoisonError};
    static KEPT: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(there) = kept.get(sql.as_str()) {
        return there;
    }
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    kept.insert(sql);
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sql: &'static str) -> Option<(&'static str, bool)> {
        plan(sql).unwrap().map(|plan| (plan.table.name, plan.deletes))
    }

    #[test]
    fn every_way_to_write_a_sealed_table_is_seen() {
        for (sql, table) in [
            ("insert into round (office_id, id) values ($1, $2)", Some(("round", false))),
            ("insert or replace into round select 1", Some(("round", false))),
            ("update round set claimed_on = $3 where id = $2", Some(("round", false))),
            ("update or replace round set month = 1", Some(("round", false))),
            ("  update \"round\" set version = 1, month = 2", Some(("round", false))),
            ("update round set version = version + 1 where id = $2", None),
            ("delete from round where id = $1", Some(("round", true))),
            ("delete from board where office_id = $1", None),
            ("select 1", None),
        ] {
            assert_eq!(told(sql), table, "{sql}");
        }
        for hidden in ["with a as (select 1) update client set name = ''", "/* x */ update client set name = ''"] {
            assert!(plan(hidden).is_err(), "{hidden}");
        }
        assert!(plan("delete from round returning id").is_err());
    }
}
