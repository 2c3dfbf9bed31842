//! 片づけ: what was kept for signing in, of people who sign in no more. Bounded: a turn takes so many rows and leaves the rest to the next.
//! And PostgreSQL's own counts of its tables, by which it plans.

use crate::{StoreError, Tx};

const KNOWN: &str = "delete from known_device where (office_id, user_id, device) in (select k.office_id, k.user_id, k.device \
    from known_device k where k.seen_at < $1 and not exists (select 1 from membership m where m.organisation_id = k.office_id \
    and m.user_id = k.user_id and not m.disabled) order by k.office_id, k.user_id, k.device limit $2)";
const PASSES: &str = "delete from device_pass where pass_hash in (select p.pass_hash from device_pass p \
    where p.created_at < $1 and not exists (select 1 from membership m where m.user_id = p.user_id and not m.disabled) \
    order by p.pass_hash limit $2)";
const SET_UP: &str = "delete from setup_code where code_hash in (select c.code_hash from setup_code c \
    where c.used_at is not null and c.created_at < $1 order by c.code_hash limit $2)";

/// The tables of this schema, not those of whatever else is in the database.
const ANALYZE: &str = "do $$ declare t record; begin \
    for t in select tablename from pg_tables where schemaname = current_schema() loop \
    execute format('analyze %I', t.tablename); end loop; end $$";

/// Takes away the devices of people who may not sign in any more, where they were first seen before an instant, and set-up codes that were
/// used before it; at most so many rows of each. How many went.
pub fn prune_devices(tx: &mut Tx, before: &str, most: i64) -> Result<u64, StoreError> {
    let mut gone = 0;
    for sql in [KNOWN, PASSES, SET_UP] {
        gone += tx.execute(sql, &[&before, &most])?;
    }
    Ok(gone)
}

/// Lets PostgreSQL count its tables after rows have come in by the thousand; until it does so by itself (autovacuum) it plans for tables without
/// any. SQLite counts nothing here, on purpose: without counts it takes the index that a statement was written for, which a test holds
/// (`crates/web/tests/rights/plans.rs`); counted while an office is small, it reads whole tables until they have grown tenfold.
pub fn count_tables(tx: &mut Tx) -> Result<(), StoreError> {
    if !tx.is_sqlite() {
        tx.take_time()?;
        tx.execute(ANALYZE, &[])?;
    }
    Ok(())
}
