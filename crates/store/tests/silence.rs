//! A server that does not answer any more: nobody waits without end, nothing is cancelled at it, and what is not known is
//! told as such.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};

use store::{Db, Fault, Location, StoreError, Tx};
use testkit::{PostgresServer, Proxy, on_both};

fn insert(tx: &mut Tx, code: &str) -> Result<(), StoreError> {
    tx.execute("insert into setup_code (code_hash, created_at) values ($1, '')", &[&code])?;
    Ok(())
}

fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.one("select count(*) from setup_code", &[], |row| row.next())
}

/// A database behind a proxy, and one beside it.
fn behind() -> Option<(PostgresServer, Proxy, Db, Db)> {
    let server = PostgresServer::start("", &[])?;
    let proxy = Proxy::before(&format!("127.0.0.1:{}", server.port()));
    let beside = Db::open(&Location::Postgres(server.url("127.0.0.1", "")), 1).unwrap();
    beside.migrate().unwrap();
    let url = format!("postgres://mimamori@127.0.0.1:{}/postgres", proxy.port());
    let db = Db::open(&Location::Postgres(url), 1).unwrap();
    Some((server, proxy, db, beside))
}

/// The fault, and that it came within these seconds.
fn within<T: std::fmt::Debug>(seconds: u64, ask: impl FnOnce() -> Result<T, StoreError>) -> StoreError {
    let begun = Instant::now();
    let error = ask().unwrap_err();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(seconds), "{error} after {took:?}");
    error
}

#[test]
fn a_server_that_hangs_is_a_fault_in_seconds_and_well_again_afterwards() {
    let Some((_server, proxy, db, _beside)) = behind() else { return };
    assert_eq!(db.read_now(count).unwrap(), 0);
    proxy.silence(true);
    assert_eq!(within(12, || db.read_now(count)).fault(), Some(Fault::Connection));
    // Whoever waits behind is told at once and does not wait as long again.
    assert_eq!(within(1, || db.read_now(count)).fault(), Some(Fault::Connection));
    assert_eq!(within(12, || db.write_now(|tx| insert(tx, "late"))).fault(), Some(Fault::Connection));
    assert!(!db.writes());
    proxy.silence(false);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(db.read_now(count).unwrap(), 0, "nothing of it was kept");
    db.write_now(|tx| insert(tx, "after")).unwrap();
    assert!(db.writes());
}

#[test]
fn a_commit_without_an_answer_is_not_known_and_is_not_cancelled() {
    let Some((_server, proxy, db, beside)) = behind() else { return };
    proxy.swallow_answer_to(b"; commit");
    let told = within(12, || db.write_now(|tx| insert(tx, "kept")));
    assert_eq!(told.fault(), Some(Fault::Unknown), "{told}");
    assert_eq!(beside.read_now(count).unwrap(), 1, "it was kept");
    proxy.swallow(b"; commit");
    let told = within(12, || db.write_now(|tx| insert(tx, "lost")));
    assert_eq!(told.fault(), Some(Fault::Unknown), "{told}");
    // The server ends what it waits for once the connection is gone; whoever asks after it waits for its lock.
    assert_eq!(beside.write_now(count).unwrap(), 1, "it was not kept");
}

#[test]
fn a_commit_that_waits_for_a_standby_is_not_ended_by_the_limit_of_a_statement() {
    // Who asks for it waits at the commit for a standby that is not there.
    let Some(server) = PostgresServer::start("synchronous_standby_names = 'nobody'", &[]) else { return };
    let db = Db::open(&Location::Postgres(server.url("127.0.0.1", "")), 1).unwrap();
    db.migrate().unwrap();
    let told = within(12, || {
        db.write_now(|tx| {
            // A limit that would end the wait, and answer as if the standby had it, if it fell into the commit.
            tx.execute("set local statement_timeout = '1s'", &[])?;
            tx.execute("set local synchronous_commit = on", &[])?;
            insert(tx, "waits")
        })
    });
    assert_eq!(told.fault(), Some(Fault::Unknown), "{told}");
}

#[test]
fn a_statement_that_takes_long_is_ended_unless_it_may_take_its_time() {
    let Some((_server, _proxy, db, _beside)) = behind() else { return };
    let slow = "select cast(pg_sleep(9) as text)";
    let told = within(10, || db.read_now(move |tx| tx.one(slow, &[], |row| row.next::<String>())));
    assert!(matches!(told, StoreError::Busy), "{told}");
    db.read_now(move |tx| {
        tx.take_time()?;
        tx.one(slow, &[], |row| row.next::<String>())
    })
    .unwrap();
}

#[test]
fn taking_time_changes_nothing_else() {
    on_both(|tx| {
        tx.take_time()?;
        tx.take_time()?;
        assert_eq!(count(tx)?, 0);
        insert(tx, "one")?;
        assert_eq!(count(tx)?, 1);
        Ok(())
    });
}
