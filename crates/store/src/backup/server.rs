//! PostgreSQL: what its own programs (`pg_dump`, `pg_restore`) have to be told of a server, and an empty database beside the real one into
//! which a copy is restored for trial.

use std::path::Path;

use tokio_postgres::{Config, config::Host};

use super::{beside, clear, copy, mark, put, refuse_existing};
use crate::{
    Db, Fault, Location, StoreError, Tx,
    engine::{postgres_batch, postgres_for_programs},
};

/// Where a server is and as whom it is asked, as the programs of PostgreSQL read it from their environment. The password never stands on a
/// command line, which others of the machine can read.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    url: String,
    config: Config,
    mode: &'static str,
    roots: Option<String>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server(PostgreSQL)")
    }
}

impl Server {
    /// The server of a place; none for SQLite.
    pub fn of(place: &Location) -> Result<Option<Self>, StoreError> {
        let Location::Postgres(url) = place else { return Ok(None) };
        let (config, mode, roots) = postgres_for_programs(url)?;
        Ok(Some(Self { url: url.clone(), config, mode, roots }))
    }

    /// The variables that the programs of PostgreSQL read.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let hosts: Vec<String> = self.config.get_hosts().iter().map(host).collect();
        let ports: Vec<String> = self.config.get_ports().iter().map(ToString::to_string).collect();
        let password = self.config.get_password().map(|it| String::from_utf8_lossy(it).into_owned());
        [
            ("PGHOST", (!hosts.is_empty()).then(|| hosts.join(","))),
            ("PGPORT", (!ports.is_empty()).then(|| ports.join(","))),
            ("PGUSER", self.config.get_user().map(str::to_owned)),
            ("PGPASSWORD", password),
            ("PGDATABASE", self.config.get_dbname().or(self.config.get_user()).map(str::to_owned)),
            ("PGOPTIONS", self.config.get_options().map(str::to_owned)),
            ("PGSSLMODE", Some(self.mode.to_owned())),
            ("PGSSLROOTCERT", self.roots.clone()),
            ("PGCONNECT_TIMEOUT", Some("10".to_owned())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// The place of another database of the same server, whose name is that of this one and an ending; and that name.
    fn beside(&self, ending: &str) -> (Location, String) {
        let own = self.config.get_dbname().or(self.config.get_user()).unwrap_or("postgres");
        let (place, parameters) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (scheme, rest) = place.split_once("://").unwrap_or(("postgres", place));
        // The name may be written with escapes: what is added to it needs none.
        let (server, path) = match rest.split_once('/') {
            Some((server, path)) if !path.is_empty() => (server, path),
            Some((server, _)) => (server, own),
            None => (rest, own),
        };
        let mark = if parameters.is_empty() { "" } else { "?" };
        let url = format!("{scheme}://{server}/{path}_{ending}{mark}{parameters}");
        (Location::Postgres(url), format!("{own}_{ending}"))
    }
}

fn host(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.to_string_lossy().into_owned(),
    }
}

/// What is asked of a server before its programs run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerState {
    /// The schema in which the tables stand.
    pub schema: String,
    /// Major version, e.g. 15.
    pub major: i64,
    /// Tables in it.
    pub tables: i64,
}

const STATE: &str = "select cast(coalesce(current_schema(), '') as text), \
    cast(current_setting('server_version_num') as bigint) / 10000, \
    (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
     where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'S'))";

/// How the server stands. PostgreSQL alone.
pub fn server_state(tx: &mut Tx) -> Result<ServerState, StoreError> {
    tx.one(STATE, &[], |row| Ok(ServerState { schema: row.next()?, major: row.next()?, tables: row.next()? }))
}

/// A database of its own beside the real one, dropped with this. Drop every [`crate::Db`] on it before.
#[derive(Debug)]
pub struct Scratch {
    of: Location,
    name: String,
    location: Location,
}

impl Scratch {
    /// Makes it, with the schema in which the tables will stand; what a killed trial left under its name goes before.
    pub fn create(of: &Location, ending: &str, schema: &str) -> Result<Self, StoreError> {
        let server = Server::of(of)?.ok_or_else(|| StoreError::engine(Fault::Statement, "no server"))?;
        let (location, name) = server.beside(ending);
        let scratch = Self { of: of.clone(), location, name };
        scratch.drop_it()?;
        postgres_batch(&scratch.of, &format!("create database {} template template0", quoted(&scratch.name)))?;
        if schema != "public" {
            postgres_batch(&scratch.location, &format!("create schema {}", quoted(schema)))?;
        }
        Ok(scratch)
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    fn drop_it(&self) -> Result<(), StoreError> {
        postgres_batch(&self.of, &format!("drop database if exists {} with (force)", quoted(&self.name)))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left behind where it fails, and taken away by the next trial.
        drop(self.drop_it());
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Gives the dump that `make` writes into the file it is told its checksum and its last name, all at once.
pub fn save_dump<E: From<StoreError>>(to: &Path, make: impl FnOnce(&Path) -> Result<(), E>) -> Result<(), E> {
    refuse_existing(to)?;
    let beside = beside(to);
    clear(&beside);
    crate::engine::make_private(&beside)?;
    let made = make(&beside).and_then(|()| Ok(mark::put(&beside).and_then(|()| put(&beside, to))?));
    if made.is_err() {
        clear(&beside);
    }
    made
}

/// Copies a dump without its mark, once the checksum was found to be right; whether there was one.
pub fn take_dump(from: &Path, to: &Path) -> Result<bool, StoreError> {
    let length = mark::length(from)?;
    copy(from, to, length).map(|()| length.is_some())
}

/// Whether another program has the database open. On SQLite an exclusive lock is tried for a moment and given back.
pub fn is_in_use(place: &Location) -> Result<bool, StoreError> {
    match place {
        Location::SqliteMemory => Ok(false),
        Location::SqliteFile(path) => super::is_open_elsewhere(path),
        Location::Postgres(_) => {
            let db = Db::open(place, 1)?;
            // Those of this process are known by when they came: all at the same moment.
            let others: i64 = db.read_now(|tx| tx.one(OTHERS, &[], |row| row.next()))?;
            Ok(others > 0)
        }
    }
}

const OTHERS: &str = "select count(*) from pg_stat_activity where datname = current_database() \
    and application_name = 'mimamori' and backend_type = 'client backend' \
    and backend_start < (select backend_start from pg_stat_activity where pid = pg_backend_pid()) - interval '3 seconds'";
