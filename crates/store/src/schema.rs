//! Whether the database has the schema that the migrations make: tables, columns, keys, indexes, and above all the triggers
//! that keep the record append-only. The lists stand beside this file; a test writes them anew
//! (`MIMAMORI_WRITE_SCHEMA=1`).

use std::collections::BTreeSet;

use crate::{StoreError, Tx};

/// A thing of the schema that is not as the migrations make it, in the words of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaFault {
    /// It is not there, or not as it should be.
    Missing(String),
    /// It is there and should not be, or not so.
    Foreign(String),
}

const SQLITE: &str = include_str!("schema/sqlite.txt");
const POSTGRES: &str = include_str!("schema/postgres.txt");

const OF_SQLITE: &str = "select type || ' ' || name, sql from sqlite_schema \
    where sql is not null and name not like 'sqlite!_%' escape '!' order by 1";
const COLUMNS: &str = "select 'column ' || c.relname || '.' || a.attname, \
    format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end \
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') \
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum \
    where c.relnamespace = to_regnamespace(current_schema()) and c.relkind in ('r', 'p', 'f')";
const OTHERS: &str = "select case c.relkind when 'v' then 'view ' when 'm' then 'view ' else 'relation ' end || c.relname, \
    cast(c.relkind as text) from pg_class c \
    where c.relnamespace = to_regnamespace(current_schema()) and c.relkind not in ('r', 'p', 'f', 'i', 'I', 't')";
const CONSTRAINTS: &str = "select 'constraint ' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid, true) \
    from pg_constraint k join pg_class c on c.oid = k.conrelid \
    where c.relnamespace = to_regnamespace(current_schema()) and k.contype in ('p', 'u', 'f', 'c', 'x')";
const INDEXES: &str = "select 'index ' || i.relname, pg_get_indexdef(i.oid, 0, true) \
    from pg_class i where i.relnamespace = to_regnamespace(current_schema()) and i.relkind in ('i', 'I')";
const TRIGGERS: &str = "select 'trigger ' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid, true) \
    || case t.tgenabled when 'O' then '' else ' (not enabled)' end \
    from pg_trigger t join pg_class c on c.oid = t.tgrelid \
    where c.relnamespace = to_regnamespace(current_schema()) and (not t.tgisinternal or t.tgenabled <> 'O')";
const RULES: &str = "select 'rule ' || c.relname || '.' || r.rulename, pg_get_ruledef(r.oid, true) \
    from pg_rewrite r join pg_class c on c.oid = r.ev_class \
    where c.relnamespace = to_regnamespace(current_schema())";
const FUNCTIONS: &str = "select 'function ' || p.proname, p.prosrc from pg_proc p \
    where p.pronamespace = to_regnamespace(current_schema())";

/// The schema as it is, a line each thing.
pub fn list(tx: &mut Tx) -> Result<BTreeSet<String>, StoreError> {
    let statements: &[&'static str] = match tx.is_sqlite() {
        true => &[OF_SQLITE],
        false => &[COLUMNS, OTHERS, CONSTRAINTS, INDEXES, TRIGGERS, RULES, FUNCTIONS],
    };
    // Tests have a schema of their own for each database; a name in front of a table says nothing.
    let schema = match tx.is_sqlite() {
        true => String::new(),
        false => tx.one("select cast(current_schema() as text)", &[], |row| row.next::<String>())? + ".",
    };
    let mut lines = BTreeSet::new();
    for statement in statements {
        for (name, words) in tx.rows(statement, &[], |row| Ok((row.next::<String>()?, row.next::<String>()?)))? {
            let words = if schema.is_empty() { words } else { words.replace(&schema, "") };
            lines.insert(format!("{name}: {}", plain(&words)));
        }
    }
    Ok(lines)
}

/// The statement without what only lays it out.
fn plain(words: &str) -> String {
    words.replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is not as the migrations make it.
pub fn check(tx: &mut Tx) -> Result<Vec<SchemaFault>, StoreError> {
    let expected = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let expected: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
    let there = list(tx)?;
    let missing = expected.difference(&there).map(|line| SchemaFault::Missing(named(line)));
    let foreign = there.difference(&expected).map(|line| SchemaFault::Foreign(named(line)));
    Ok(missing.chain(foreign).collect())
}

/// What a line is about, without how it is made.
fn named(line: &str) -> String {
    line.split(": ").next().unwrap_or_default().to_owned()
}
