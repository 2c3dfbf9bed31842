//! Migrations: two folders with the same names, embedded, each applied once and in one transaction.

use super::{Db, Fault, StoreError, Tx};
use crate::seals;

/// One step of the schema, in the words of each engine.
struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The step of that name from both folders.
macro_rules! migrations {
    ($($name:literal)*) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

const MIGRATIONS: &[Migration] = migrations!(
    "0001_start" "0002_self_plan" "0003_append_only" "0004_claim_event_seq" "0005_dated"
    "0006_round_of_municipality" "0007_plan_answer" "0008_derivation" "0009_recorded_by_kind" "0010_board_count"
    "0011_claim_line" "0012_outbox" "0013_attachment" "0014_drafts" "0015_organisation"
    "0016_board_ended" "0017_no_replace" "0018_planning" "0019_birth_and_board" "0020_provider"
    "0021_client_fact" "0022_intake" "0023_plan_consent" "0024_board_case" "0025_used_amount"
    "0026_paper" "0027_scan" "0028_office_change" "0029_board_gap" "0030_asked_by_forms" "0031_sheet"
    "0032_sections" "0033_sign_in" "0034_scan_of_plan" "0035_opening" "0036_seal" "0037_look" "0038_plan_rows"
    "0039_passkey" "0040_deletion" "0042_copy" "0044_person_key" "0045_breach" "0049_account_notice"
    "0050_board_stage"
);

/// Stands among the migrations while rows are moved into a database: no program takes it for whole, and an older one refuses it, too.
pub(crate) const UNFINISHED_MOVE: &str = "unfinished_move";

const TABLE_SQLITE: &str =
    "create table if not exists schema_migration (name text primary key, applied_at text not null) strict";
const TABLE_POSTGRES: &str =
    "create table if not exists schema_migration (name text primary key, applied_at text not null)";
/// How often a migration asks for its turn, five seconds each time.
const TURNS: usize = 24;
const APPLIED: &str = "select name from schema_migration order by name";
// The database's own clock: when the schema was changed is nothing a rule reads.
const RECORD: &str = "insert into schema_migration (name, applied_at) values ($1, cast(current_timestamp as text))";

impl Db {
    /// Applies the migrations that are missing; their names. Refuses a database that a newer program has changed.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let applied = self.apply_all(MIGRATIONS)?;
        self.check_migrated()?;
        crate::derived::refold(self)?;
        Ok(applied)
    }

    /// As [`Db::migrate`], up to the migration of that name: what a test of the next one starts from.
    pub fn migrate_up_to(&self, last: &str) -> Result<Vec<String>, StoreError> {
        let through = MIGRATIONS.iter().position(|migration| migration.name == last).map_or(0, |place| place + 1);
        self.apply_all(MIGRATIONS.get(..through).unwrap_or_default())
    }

    fn apply_all(&self, migrations: &'static [Migration]) -> Result<Vec<String>, StoreError> {
        self.in_turn(|tx| {
            let table = if tx.is_sqlite() { TABLE_SQLITE } else { TABLE_POSTGRES };
            tx.batch(table)
        })?;
        let mut applied = Vec::new();
        for migration in migrations {
            if self.in_turn(|tx| apply(tx, migration))? {
                applied.push(migration.name.to_owned());
            }
        }
        Ok(applied)
    }

    /// Waits for its turn much longer than a person would: another server that starts at the same time may be at a long migration.
    fn in_turn<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx) -> Result<T, StoreError> + Copy + Send + 'static,
    ) -> Result<T, StoreError> {
        for _ in 1..TURNS {
            match self.write_now(work) {
                Err(StoreError::Busy) => {}
                done => return done,
            }
        }
        self.write_now(work)
    }

    /// Whether this program, of whatever version, was ever at home in the database.
    pub fn has_schema(&self) -> Result<bool, StoreError> {
        let applied: Result<Vec<String>, StoreError> = self.read_now(|tx| tx.rows(APPLIED, &[], |row| row.next()));
        match applied {
            Ok(names) => Ok(!names.is_empty()),
            Err(error) if error.fault() == Some(Fault::Statement) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Refuses a database whose schema is not exactly this program's: `serve` asks before it listens.
    pub fn check_migrated(&self) -> Result<(), StoreError> {
        let names: Vec<String> =
            self.read_now(|tx| tx.rows(APPLIED, &[], |row| row.next())).map_err(|error: StoreError| {
                match error.fault() {
                    Some(Fault::Statement) => schema("the database has no schema yet; run `mimamori migrate`"),
                    _ => error,
                }
            })?;
        known(&names)?;
        match MIGRATIONS.iter().find(|migration| !names.iter().any(|name| name == migration.name)) {
            Some(missing) => Err(schema(format!("migration {} is missing; run `mimamori migrate`", missing.name))),
            None => Ok(()),
        }
    }

    /// The names of the migrations this program knows, in order.
    pub fn migrations() -> impl Iterator<Item = &'static str> {
        MIGRATIONS.iter().map(|migration| migration.name)
    }
}

/// Applies one migration unless it is there; whether it did.
fn apply(tx: &mut Tx, migration: &Migration) -> Result<bool, StoreError> {
    let names = tx.rows(APPLIED, &[], |row| row.next::<String>())?;
    known(&names)?;
    if names.iter().any(|name| name == migration.name) {
        return Ok(false);
    }
    let sql = if tx.is_sqlite() { migration.sqlite } else { migration.postgres };
    tx.take_time()?;
    let sealed = seals::before_migration(tx)?;
    tx.batch(sql)?;
    check_keys(tx)?;
    seals::after_migration(tx, sealed)?;
    tx.execute(RECORD, &[&migration.name])?;
    Ok(true)
}

/// A table that SQLite makes anew is pointed to by others: nothing is kept unless every key still finds its row.
/// (PostgreSQL never takes a table away under a key.)
fn check_keys(tx: &mut Tx) -> Result<(), StoreError> {
    if !tx.is_sqlite() {
        return Ok(());
    }
    let broken = tx
        .rows("select \"table\" || ' → ' || parent from pragma_foreign_key_check", &[], |row| row.next::<String>())?;
    match broken.first() {
        Some(first) => Err(schema(format!("{} keys point to nothing, the first one {first}", broken.len()))),
        None => Ok(()),
    }
}

/// A migration this program does not know comes from a newer one, whose data it would damage.
fn known(names: &[String]) -> Result<(), StoreError> {
    if names.iter().any(|name| name == UNFINISHED_MOVE) {
        return Err(StoreError::engine(Fault::Unfinished, "a move into this database was broken off"));
    }
    match names.iter().find(|name| !MIGRATIONS.iter().any(|migration| migration.name == name.as_str())) {
        Some(newer) => Err(schema(format!("the database was changed by a newer version of mimamori ({newer})"))),
        None => Ok(()),
    }
}

fn schema(message: impl Into<String>) -> StoreError {
    StoreError::engine(Fault::Schema, message)
}
