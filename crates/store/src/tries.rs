//! The brake on guessing: how often something was tried, by what it is counted for. A row a subject, so that they stay few.

use crate::{StoreError, Tx};

/// From when to when a first try counts; what lies outside is over, or comes from a clock that went wrong.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// UTC, RFC 3339.
    pub from: &'a str,
    /// UTC, RFC 3339.
    pub to: &'a str,
    /// Now.
    pub now: &'a str,
}

/// Counts one try more and tells the how manieth it is. After the window they are counted anew.
pub fn count(tx: &mut Tx, subject: &str, window: Window<'_>) -> Result<i64, StoreError> {
    let Window { from, to, now } = window;
    tx.execute("delete from sign_in_try where subject = $1 and (since < $2 or since > $3)", &[&subject, &from, &to])?;
    tx.execute(
        "insert into sign_in_try (subject, tries, since) values ($1, 1, $2) \
         on conflict (subject) do update set tries = sign_in_try.tries + 1",
        &[&subject, &now],
    )?;
    let tries =
        tx.optional("select tries from sign_in_try where subject = $1", &[&subject], |row| row.next::<i64>())?;
    Ok(tries.unwrap_or(1))
}

/// Takes one try back: it was none to be braked.
pub fn give_back(tx: &mut Tx, subject: &str) -> Result<(), StoreError> {
    tx.execute("update sign_in_try set tries = tries - 1 where subject = $1 and tries > 0", &[&subject])?;
    Ok(())
}

/// Forgets what was tried; whether there was anything.
pub fn forget(tx: &mut Tx, subject: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from sign_in_try where subject = $1", &[&subject])? == 1)
}

/// Takes away what is over, and of the rest the oldest beyond `most`.
pub fn prune(tx: &mut Tx, window: Window<'_>, most: i64) -> Result<u64, StoreError> {
    let over = tx.execute("delete from sign_in_try where since < $1 or since > $2", &[&window.from, &window.to])?;
    let beyond = tx.execute(
        "delete from sign_in_try where subject in (select subject from sign_in_try order by since desc, subject \
         limit 1000000000 offset $1)",
        &[&most],
    )?;
    Ok(over + beyond)
}
