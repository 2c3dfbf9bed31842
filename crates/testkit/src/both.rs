//! Databases for tests: a fresh SQLite in memory, and a PostgreSQL schema that is dropped at the end.

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use store::{Db, Location, StoreError, Tx};

/// The environment variable that names the PostgreSQL server of the tests; without it the SQLite half runs.
pub const POSTGRES: &str = "MIMAMORI_TEST_POSTGRES";

/// Which engine a test runs on, where a test has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A fresh, migrated SQLite in memory.
pub fn in_memory() -> Db {
    let db = Db::open(&Location::SqliteMemory, 1).expect("SQLite opens in memory");
    db.migrate().expect("the migrations apply to SQLite");
    db
}

/// A PostgreSQL schema of its own, dropped when this is.
pub struct PostgresSchema {
    name: String,
    server: String,
}

/// How often the turn to make a schema is waited for.
const TURNS: usize = 60;

impl PostgresSchema {
    /// Makes a schema, when the environment names a server.
    pub fn create() -> Option<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let server = env::var(POSTGRES).ok()?;
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{nanos}_{count}", std::process::id());
        let schema = Self { name, server };
        schema.run("create");
        Some(schema)
    }

    /// Where the schema is.
    pub fn location(&self) -> Location {
        let mark = if self.server.contains('?') { '&' } else { '?' };
        Location::Postgres(format!("{}{mark}options=-c%20search_path%3D{}", self.server, self.name))
    }

    fn run(&self, what: &str) {
        let db = Db::open(&Location::Postgres(self.server.clone()), 1).expect("the PostgreSQL of the tests answers");
        let sql = match what {
            "create" => format!("create schema {}", self.name),
            _ => format!("drop schema {} cascade", self.name),
        };
        // The adapter takes constants only; a test's schema name is made here, once.
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        // All tests of the machine make their schemas in turn: on a busy one the turn may come late.
        let run = || db.write_now(move |tx| tx.execute(sql, &[]));
        let result = (1..TURNS).find_map(|_| Some(run()).filter(|said| !matches!(said, Err(StoreError::Busy))));
        result.unwrap_or_else(run).expect("a schema for the test");
    }
}

impl Drop for PostgresSchema {
    fn drop(&mut self) {
        // A test that fails already must not take the others of its program with it.
        if !std::thread::panicking() {
            self.run("drop");
        }
    }
}

/// A fresh, migrated PostgreSQL schema, when the environment names a server. Drop the `Db` before the schema.
pub fn postgres() -> Option<(Db, PostgresSchema)> {
    let schema = PostgresSchema::create()?;
    let db = Db::open(&schema.location(), 2).expect("the PostgreSQL of the tests answers");
    db.migrate().expect("the migrations apply to PostgreSQL");
    Some((db, schema))
}

/// Runs a test with a fresh, migrated database of each engine.
pub fn on_both_databases(test: impl Fn(&Db, Engine)) {
    test(&in_memory(), Engine::Sqlite);
    if let Some((db, schema)) = postgres() {
        test(&db, Engine::Postgres);
        drop(db);
        drop(schema);
    }
}

/// Runs a test with a fresh, empty place of each engine: a file in a folder of its own, and a PostgreSQL schema.
/// For what has to do with opening, migrating and several connections.
pub fn on_both_places(test: impl Fn(&Location, Engine)) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    test(&Location::SqliteFile(folder.path().join("data/mimamori.sqlite")), Engine::Sqlite);
    if let Some(schema) = PostgresSchema::create() {
        test(&schema.location(), Engine::Postgres);
    }
}

/// Runs a test in one write transaction of a fresh, migrated database of each engine.
///
/// ```
/// testkit::on_both(|tx| {
///     let offices: i64 = tx.one("select count(*) from office", &[], |row| row.next())?;
///     assert_eq!(offices, 0);
///     Ok(())
/// });
/// ```
pub fn on_both(test: impl Fn(&mut Tx) -> Result<(), StoreError> + Clone + Send + 'static) {
    on_both_databases(|db, engine| {
        let test = test.clone();
        db.write_now(test).unwrap_or_else(|error| panic!("on {engine:?}: {error}"));
    });
}
