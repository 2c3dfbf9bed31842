//! 丸ごと: every table of an office, row by row as the schema has it, out and in again. It asks the engine for the schema,
//! so that a table or column that is added comes along by itself. Of what several organisations share, an office has its
//! own row (組織), its memberships and the accounts of its members.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::OfficeId;
use serde_json::{Map, Value as Json};

use crate::{
    Row, StoreError, Tx,
    engine::{Bind, Cell, Column as ReadColumn, Fault, Kind, Value, kept_sql},
};

/// A table as the engine has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name.
    pub name: String,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// Tables its rows point to.
    pub parents: BTreeSet<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// What the engine takes for it.
    pub(crate) kind: Kind,
}

impl Column {
    /// Whether it holds text.
    pub fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }
}

impl Table {
    /// The column that names the office, where there is one.
    pub fn office_column(&self) -> Option<&'static str> {
        if matches!(self.name.as_str(), "office" | "organisation") {
            return Some("id");
        }
        ["office_id", "organisation_id"].into_iter().find(|name| self.columns.iter().any(|column| column.name == *name))
    }

    /// Whether its rows are accounts: they belong to an office by their memberships.
    pub fn is_accounts(&self) -> bool {
        self.name == "user_account"
    }

    /// Which rows are the office's; none where the table is of no office.
    fn of_office(&self) -> Option<String> {
        match self.office_column() {
            Some(column) => Some(format!("{column} = $1")),
            None if self.is_accounts() => {
                Some("id in (select user_id from membership where organisation_id = $1)".to_owned())
            }
            None => None,
        }
    }

    fn column_list(&self, of: &[&Column]) -> String {
        of.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
    }
}

const COLUMNS_SQLITE: &str = "select t.name, c.name, lower(c.type) from sqlite_schema t \
    join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite!_%' escape '!' \
    order by t.name, c.cid";
const COLUMNS_POSTGRES: &str = "select cast(table_name as text), cast(column_name as text), cast(data_type as text) \
    from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position";
const PARENTS_SQLITE: &str = "select distinct t.name, f.\"table\" from sqlite_schema t \
    join pragma_foreign_key_list(t.name) f where t.type = 'table'";
const PARENTS_POSTGRES: &str = "select distinct cast(t.relname as text), cast(r.relname as text) from pg_constraint k \
    join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid \
    join pg_namespace n on n.oid = t.relnamespace where k.contype = 'f' and n.nspname = current_schema()";

/// Every table there is, those that others point to before them.
pub fn tables(tx: &mut Tx) -> Result<Vec<Table>, StoreError> {
    // Whoever asks for every table reads or writes all of them.
    tx.take_time()?;
    let (columns, parents) =
        if tx.is_sqlite() { (COLUMNS_SQLITE, PARENTS_SQLITE) } else { (COLUMNS_POSTGRES, PARENTS_POSTGRES) };
    let mut found: BTreeMap<String, Table> = BTreeMap::new();
    for (name, column, kind) in
        tx.rows(columns, &[], |row| Ok((row.next::<String>()?, row.next::<String>()?, row.next::<String>()?)))?
    {
        let kind = match kind.as_str() {
            "integer" | "bigint" => Kind::Int,
            "boolean" => Kind::Bool,
            "blob" | "bytea" => Kind::Bytes,
            _ => Kind::Text,
        };
        let table =
            found.entry(name.clone()).or_insert_with(|| Table { name, columns: Vec::new(), parents: BTreeSet::new() });
        table.columns.push(Column { name: column, kind });
    }
    for (child, parent) in tx.rows(parents, &[], |row| Ok((row.next::<String>()?, row.next::<String>()?)))? {
        if let Some(table) = found.get_mut(&child).filter(|_| child != parent) {
            table.parents.insert(parent);
        }
    }
    Ok(parents_first(found))
}

fn parents_first(mut rest: BTreeMap<String, Table>) -> Vec<Table> {
    let mut sorted = Vec::new();
    while !rest.is_empty() {
        let ready: Vec<String> = rest
            .values()
            .filter(|table| !table.parents.iter().any(|parent| rest.contains_key(parent)))
            .map(|table| table.name.clone())
            .collect();
        // Tables that point to each other in a circle would be refused by the engine; there are none.
        let ready = if ready.is_empty() { rest.keys().cloned().collect() } else { ready };
        sorted.extend(ready.iter().filter_map(|name| rest.remove(name)));
    }
    sorted
}

/// The rows of an office, as JSON objects by column, in the order of their columns. Truth values are 0 and 1 on both
/// engines.
pub fn rows(tx: &mut Tx, table: &Table, office: OfficeId) -> Result<Vec<Map<String, Json>>, StoreError> {
    let Some(of_office) = table.of_office() else { return Ok(Vec::new()) };
    let columns: Vec<&Column> = table.columns.iter().collect();
    let sql = format!("select {} from {} where {of_office}", table.column_list(&columns), table.name);
    let mut found = tx.rows(kept_sql(sql), &[&office], |row: &mut Row| {
        columns.iter().map(|_| row.next::<Raw>()).collect::<Result<Vec<_>, _>>()
    })?;
    found.sort();
    let object = |row: Vec<Raw>| {
        let values = row.into_iter().map(Raw::json);
        columns.iter().map(|column| column.name.clone()).zip(values).collect::<Map<String, Json>>()
    };
    Ok(found.into_iter().map(object).collect())
}

/// What seals the rows that come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// The log that comes along.
    ItsLog,
    /// No log comes along: the next entry here seals them.
    Nothing,
}

/// Keeps a row as [`rows`] gave it, under the seal that its log has of it. A column that the row does not name gets what the schema gives it; one that the
/// table does not have, or a value of another kind, is a fault that names table and column.
pub fn insert(tx: &mut Tx, table: &Table, row: &Map<String, Json>, under: Under) -> Result<(), StoreError> {
    let mut columns = Vec::new();
    let mut values = Vec::new();
    for (name, value) in row {
        let column = table.columns.iter().find(|column| column.name == *name);
        let column = column.ok_or_else(|| wrong(format!("{} has no such column", table.name)))?;
        values.push(Bound::of(column, value).ok_or_else(|| wrong(format!("{}.{name} has another kind", table.name)))?);
        columns.push(column);
    }
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    let sql = format!("insert into {} ({}) values ({})", table.name, table.column_list(&columns), places.join(", "));
    let binds: Vec<&dyn Bind> = values.iter().map(|value| -> &dyn Bind { value }).collect();
    // Rows of an office come with the log that seals them; an account comes without its password, and is sealed here.
    let sealed = if table.is_accounts() || under == Under::Nothing { Tx::execute } else { Tx::execute_unsealed };
    sealed(tx, kept_sql(sql), &binds)?;
    Ok(())
}

/// Takes away the rows of an office, for the place of an empty one to be used. Accounts stay: others may have them, too.
pub fn remove(tx: &mut Tx, table: &Table, office: OfficeId) -> Result<u64, StoreError> {
    let Some(of_office) = table.office_column() else { return Ok(0) };
    tx.execute(kept_sql(format!("delete from {} where {of_office} = $1", table.name)), &[&office])
}

fn wrong(message: String) -> StoreError {
    StoreError::engine(Fault::Statement, message)
}

/// A value as it stands in any column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Raw {
    Nothing,
    Number(i64),
    Text(String),
}

impl ReadColumn for Raw {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        Ok(match cell {
            Cell::Null => Self::Nothing,
            Cell::Int(number) => Self::Number(number),
            Cell::Bool(yes) => Self::Number(i64::from(yes)),
            Cell::Text(text) => Self::Text(text.to_owned()),
            // A file's bytes come out as a file of their own.
            Cell::Bytes(_) => return Err("bytes".to_owned()),
        })
    }
}

impl Raw {
    fn json(self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Number(number) => Json::from(number),
            Self::Text(text) => Json::from(text),
        }
    }
}

/// A value on its way into a column.
struct Bound<'a>(Value<'a>);

impl<'a> Bound<'a> {
    fn of(column: &Column, value: &'a Json) -> Option<Self> {
        Some(Self(match (column.kind, value) {
            (kind, Json::Null) => Value::Null(kind),
            (Kind::Text, Json::String(text)) => Value::Text(text.as_str().into()),
            (Kind::Int, Json::Number(number)) => Value::Int(number.as_i64()?),
            (Kind::Bool, Json::Number(number)) => Value::Bool(number.as_i64()? == 1),
            _ => return None,
        }))
    }
}

impl Bind for Bound<'_> {
    fn value(&self) -> Value<'_> {
        self.0.clone()
    }

    fn kind() -> Kind {
        Kind::Text
    }
}
