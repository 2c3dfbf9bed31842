//! 引っ越し: every table of one database into an empty one, of the same engine or the other, in batches, each table proved by its count and a hash over
//! its rows. While it is under way the new database bears a mark that every program refuses.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::{
    Db, Fault, Location, StoreError, Tx, backup,
    engine::{Bind, Cell, Column as ReadColumn, Kind, UNFINISHED_MOVE, Value, kept_sql},
    whole::{self, Table},
};

/// Rows of a batch.
const ROWS: i64 = 500;
/// Rows of a batch of chunks of files.
const CHUNKS: i64 = 32;
/// Rows of a statement; a remainder goes row by row.
const TOGETHER: usize = 25;
/// What a database has of its own.
const OWN: &str = "schema_migration";

const KEYS_SQLITE: &str = "select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c \
    where t.type = 'table' and c.pk > 0 order by t.name, c.pk";
const KEYS_POSTGRES: &str = "select cast(t.relname as text), cast(a.attname as text) from pg_index i \
    join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace \
    cross join lateral unnest(i.indkey) with ordinality as k (number, place) \
    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number \
    where i.indisprimary and n.nspname = current_schema() order by t.relname, k.place";
const BEGIN: &str = "insert into schema_migration (name, applied_at) values ($1, cast(current_timestamp as text))";
const FINISH: &str = "delete from schema_migration where name = $1";

/// A table with what proves it: the same on both engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvedTable {
    /// Name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Over all rows, whatever their order, 64 hexadecimal digits.
    pub hash: String,
}

/// Whether nothing is in a place yet.
pub fn is_empty(place: &Location) -> Result<bool, StoreError> {
    match place {
        Location::SqliteMemory => Ok(true),
        Location::SqliteFile(path) => Ok(std::fs::metadata(path).map_or(true, |file| file.len() == 0)),
        Location::Postgres(_) => Ok(Db::open(place, 1)?.read_now(backup::server_state)?.tables == 0),
    }
}

/// Moves every row into a database that was just made. `told` hears of each table as it is proved; the mark stays until [`finish`].
pub fn move_all(
    from: &Db,
    to: &Db,
    told: impl Fn(&ProvedTable) + Send + 'static,
) -> Result<Vec<ProvedTable>, StoreError> {
    from.check_migrated()?;
    to.write_now(|tx| tx.execute(BEGIN, &[&UNFINISHED_MOVE]))?;
    let to = to.clone();
    // One transaction reads all of it: what it shows is one moment.
    from.read_now(move |tx| {
        let (tables, keys) = (movable(tx)?, keys(tx)?);
        let there = to.read_now(movable)?;
        let names = |tables: &[Table]| tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>();
        let (mut here, mut beyond) = (names(&tables), names(&there));
        here.sort();
        beyond.sort();
        if here != beyond {
            return Err(StoreError::engine(Fault::Schema, "the two databases have other tables"));
        }
        let mut proved = Vec::new();
        for table in &tables {
            let own = there.iter().find(|it| it.name == table.name).unwrap_or(table);
            let key = keys.get(&table.name).map(Vec::as_slice).unwrap_or_default();
            proved.push(move_table(tx, &to, (table, own), key)?);
            proved.last().into_iter().for_each(&told);
        }
        Ok(proved)
    })
}

/// Takes the mark away: from now on the database is one like any other.
pub fn finish(to: &Db) -> Result<(), StoreError> {
    to.write_now(|tx| tx.execute(FINISH, &[&UNFINISHED_MOVE])).map(drop)
}

fn movable(tx: &mut Tx) -> Result<Vec<Table>, StoreError> {
    let mut tables = whole::tables(tx)?;
    tables.retain(|table| table.name != OWN);
    for table in &mut tables {
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(tables)
}

/// The columns of each table's key, in its order.
fn keys(tx: &mut Tx) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let sql = if tx.is_sqlite() { KEYS_SQLITE } else { KEYS_POSTGRES };
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in tx.rows(sql, &[], |row| Ok((row.next::<String>()?, row.next::<String>()?)))? {
        keys.entry(table).or_default().push(column);
    }
    Ok(keys)
}

/// Moves a table, and reads it back.
fn move_table(tx: &mut Tx, to: &Db, (table, own): (&Table, &Table), key: &[String]) -> Result<ProvedTable, StoreError> {
    let name = table.name.clone();
    // What the migrations themselves put there goes for what was there before.
    to.write_now(move |tx| tx.execute_unsealed(kept_sql(format!("delete from {name}")), &[]))?;
    let mut read = Proof::default();
    each_batch(tx, table, key, |batch| {
        batch.iter().for_each(|row| read.add(row));
        let own = own.clone();
        to.write_now(move |tx| insert(tx, &own, &batch))
    })?;
    let (own, key) = (own.clone(), key.to_vec());
    let written = to.read_now(move |tx| {
        let mut written = Proof::default();
        each_batch(tx, &own, &key, |batch| {
            batch.iter().for_each(|row| written.add(row));
            Ok(())
        })?;
        Ok::<_, StoreError>(written)
    })?;
    if read != written {
        let message = format!("{} came over as {} rows of {}", table.name, written.rows, read.rows);
        return Err(StoreError::engine(Fault::Corrupt, message));
    }
    Ok(ProvedTable { name: table.name.clone(), rows: read.rows, hash: read.hash() })
}

/// Goes through a table in the order of its key; a table without one is read at once.
fn each_batch(
    tx: &mut Tx,
    table: &Table,
    key: &[String],
    mut each: impl FnMut(Vec<Vec<Moved>>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let columns = names(table);
    let heavy = table.columns.iter().any(|column| column.kind == Kind::Bytes);
    let limit = if heavy { CHUNKS } else { ROWS };
    let places: Vec<usize> =
        key.iter().filter_map(|name| table.columns.iter().position(|column| column.name == *name)).collect();
    let keyed = key.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut after: Vec<Moved> = Vec::new();
    loop {
        let from = &table.name;
        let binds: Vec<&dyn Bind> = after.iter().map(|value| -> &dyn Bind { value }).collect();
        let sql = match (key.is_empty(), after.is_empty()) {
            (true, _) => format!("select {columns} from {from}"),
            (false, true) => format!("select {columns} from {from} order by {keyed} limit {limit}"),
            (false, false) => {
                let values = (1..=after.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
                format!("select {columns} from {from} where ({keyed}) > ({values}) order by {keyed} limit {limit}")
            }
        };
        let batch = tx.rows(kept_sql(sql), &binds, |row| {
            table.columns.iter().map(|_| row.next::<Moved>()).collect::<Result<Vec<_>, _>>()
        })?;
        let whole = key.is_empty() || i64::try_from(batch.len()).is_ok_and(|rows| rows < limit);
        if let Some(last) = batch.last() {
            after = places.iter().filter_map(|place| last.get(*place).cloned()).collect();
            each(batch)?;
        }
        if whole {
            return Ok(());
        }
    }
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// Writes rows as they are: the log that seals them comes along.
fn insert(tx: &mut Tx, table: &Table, rows: &[Vec<Moved>]) -> Result<(), StoreError> {
    let mut chunks = rows.chunks_exact(TOGETHER);
    for chunk in &mut chunks {
        insert_together(tx, table, chunk)?;
    }
    chunks.remainder().iter().try_for_each(|row| insert_together(tx, table, std::slice::from_ref(row)))
}

fn insert_together(tx: &mut Tx, table: &Table, rows: &[Vec<Moved>]) -> Result<(), StoreError> {
    let width = table.columns.len();
    let group = |row: usize| {
        let places = (1..=width).map(|column| format!("${}", row * width + column));
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let groups = (0..rows.len()).map(group).collect::<Vec<_>>().join(", ");
    let sql = kept_sql(format!("insert into {} ({}) values {groups}", table.name, names(table)));
    let kinds = table.columns.iter().map(|column| column.kind);
    let bound: Vec<Bound<'_>> =
        rows.iter().flat_map(|row| kinds.clone().zip(row)).map(|(kind, value)| Bound { kind, value }).collect();
    let binds: Vec<&dyn Bind> = bound.iter().map(|value| -> &dyn Bind { value }).collect();
    tx.execute_unsealed(sql, &binds).map(drop)
}

/// A value as it stands in any column of either engine.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Moved {
    Nothing,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl ReadColumn for Moved {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        Ok(match cell {
            Cell::Null => Self::Nothing,
            Cell::Int(number) => Self::Number(number),
            Cell::Bool(yes) => Self::Number(i64::from(yes)),
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Bytes(bytes) => Self::Bytes(bytes.to_owned()),
        })
    }
}

impl Bind for Moved {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Nothing => Value::Null(Kind::Text),
            Self::Number(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(text.as_str().into()),
            Self::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
        }
    }

    fn kind() -> Kind {
        Kind::Text
    }
}

/// A value on its way into a column, as the column's engine has it.
struct Bound<'a> {
    kind: Kind,
    value: &'a Moved,
}

impl Bind for Bound<'_> {
    fn value(&self) -> Value<'_> {
        match (self.kind, self.value) {
            (kind, Moved::Nothing) => Value::Null(kind),
            (Kind::Bool, Moved::Number(number)) => Value::Bool(*number != 0),
            (_, value) => value.value(),
        }
    }

    fn kind() -> Kind {
        Kind::Text
    }
}

/// Rows counted, and their hashes added up: the same in whatever order they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Proof {
    rows: u64,
    sum: [u64; 4],
}

impl Proof {
    fn add(&mut self, row: &[Moved]) {
        let mut hash = Sha256::new();
        for value in row {
            let (mark, bytes) = match value {
                Moved::Nothing => (b'n', Vec::new()),
                Moved::Number(number) => (b'i', number.to_be_bytes().to_vec()),
                Moved::Text(text) => (b't', text.as_bytes().to_vec()),
                Moved::Bytes(bytes) => (b'b', bytes.clone()),
            };
            // Lengths keep a value from passing for the end of one and the start of the next.
            hash.update([mark]);
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(bytes);
        }
        let hash = hash.finalize();
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            *sum = sum.wrapping_add(part.try_into().map_or(0, u64::from_be_bytes));
        }
        self.rows += 1;
    }

    fn hash(&self) -> String {
        self.sum.iter().map(|part| format!("{part:016x}")).collect()
    }
}
