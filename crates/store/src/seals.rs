//! 印: what the rows of the record looked like when they were last written, sealed into the log. See
//! `docs/adr/0010-seals.md`.
//!
//! The adapter sees every statement that writes a recorded table ([`crate::Tx::execute`]) and notes the row as it stands
//! afterwards, as a hash; the next entry of the log seals what was noted. A transaction that ends with rows that no entry
//! has sealed gets one of the program ([`AuditAction::SealRows`]). So no use case can forget it, and the log says of every
//! row what it has to look like.

mod check;
mod kept;
mod pending;
mod row_hash;
pub(crate) mod table;

use std::collections::BTreeSet;

use domain::id::{OfficeId, OrganisationId};

pub use check::{RowFault, WrongRow};
pub(crate) use kept::{counts, digest, write};
pub(crate) use pending::Pending;
pub(crate) use row_hash::{SealedRow, written};
pub use table::NOT_SEALED;

use crate::{
    StoreError, Tx,
    audit::{self, AuditAction, NewEntry},
};

/// Who acts where the program does, in an entry of the log.
const PROGRAM: (&str, &str) = ("00000000-0000-0000-0000-000000000000", "プログラム");

const NOW_SQLITE: &str = "select strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
const NOW_POSTGRES: &str = "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
const ORGANISATIONS_OF: &str = "select organisation_id from membership where user_id = $1";
const FIRST: &str = "select office_id from audit_head order by 1 limit 1";
const UNOPENED: &str = "select h.office_id from audit_head h where not exists \
    (select 1 from audit a where a.office_id = h.office_id and a.seals <> '') order by 1";

/// Every table that is sealed, with all its columns: what the test of the schema walks.
pub fn sealed_tables() -> Vec<(&'static str, Vec<&'static str>)> {
    table::SEALED.iter().map(|table| (table.name, table.all_columns().collect())).collect()
}

/// The rows of an organisation that are not as its log says. Accounts, which several organisations may share, are looked
/// through by [`check_accounts`].
pub fn check(tx: &mut Tx, of: OfficeId) -> Result<Vec<WrongRow>, StoreError> {
    tx.take_time()?;
    Ok(check::compare(tx, of)?.into_iter().map(|(row, _)| row).collect())
}

/// The accounts that are not as the logs say: each must be as the last seal in the log of one of the organisations has it.
pub fn check_accounts(tx: &mut Tx) -> Result<Vec<WrongRow>, StoreError> {
    Ok(check::compare_accounts(tx)?.into_iter().map(|(row, _)| row).collect())
}

/// The columns that a statement on a sealed table answers.
pub(crate) fn columns_of(table: &table::Sealed) -> String {
    row_hash::columns(table, |_| true)
}

/// Seals what the entries of a transaction have not: an entry of the program in each organisation whose rows they are.
/// `own`: the organisation of which alone the transaction may write.
pub(crate) fn seal_rest(tx: &mut Tx, own: Option<OrganisationId>) -> Result<(), StoreError> {
    let accounts = tx.pending().take_shared();
    let with_accounts = match own {
        _ if accounts.is_empty() => BTreeSet::new(),
        Some(own) => BTreeSet::from([own.to_string()]),
        None => organisations_of(tx, &accounts)?,
    };
    let mut all = tx.pending().organisations();
    all.extend(with_accounts.iter().cloned());
    for of in all {
        if with_accounts.contains(&of) {
            accounts.iter().for_each(|seal| tx.pending().note_seal(None, seal.clone()));
        }
        let of = of.parse().map_err(|_| StoreError::inconsistent("organisation", "id", "text that is no id"))?;
        append(tx, of, AuditAction::SealRows)?;
    }
    Ok(())
}

/// The organisations in whose logs accounts are sealed that were written for nobody's sake: those of the people; where they
/// have none any more, the first there is.
fn organisations_of(tx: &mut Tx, accounts: &[pending::Seal]) -> Result<BTreeSet<String>, StoreError> {
    let users: BTreeSet<&str> = accounts.iter().filter_map(|seal| seal.id.split('/').next()).collect();
    let mut of = BTreeSet::new();
    for user in users {
        of.extend(tx.rows(ORGANISATIONS_OF, &[&user], |row| row.next::<String>())?);
    }
    if of.is_empty() {
        of.extend(tx.pending().organisations().into_iter().next());
    }
    if of.is_empty() {
        of.extend(tx.optional(FIRST, &[], |row| row.next::<String>())?);
    }
    Ok(of)
}

/// Opens the seals of an organisation whose log has none: one entry over all rows that are there, those of its members'
/// accounts, too. `false` where they were opened before.
pub fn open(tx: &mut Tx, of: OfficeId) -> Result<bool, StoreError> {
    let unopened = tx.rows(UNOPENED, &[], |row| row.next::<OfficeId>())?;
    if !unopened.contains(&of) {
        return Ok(false);
    }
    tx.take_time()?;
    let mut unsealed = check::compare(tx, of)?;
    unsealed.extend(check::compare_accounts(tx)?.into_iter().filter(|(row, _)| row.of.contains(&of)));
    note(tx, unsealed);
    append(tx, of.into(), AuditAction::OpenSeals)?;
    Ok(true)
}

/// After the rows of an organisation came over with its log: opens the seals where the log has none, and seals as gone what
/// its log knows of accounts that did not come along. The next entry holds it.
pub fn adopt(tx: &mut Tx, of: OfficeId) -> Result<(), StoreError> {
    open(tx, of)?;
    for seal in check::accounts_left_behind(tx, of)? {
        tx.pending().note_seal(None, seal);
    }
    Ok(())
}

/// The rows that a migration must not seal anew: they were wrong before it. None where there were no seals yet.
pub(crate) fn before_migration(tx: &mut Tx) -> Result<Option<BTreeSet<(String, String)>>, StoreError> {
    if !tx.has_table("seal")? {
        return Ok(None);
    }
    let wrong = all_wrong(tx)?;
    Ok(Some(wrong.into_iter().map(|(row, _)| (row.table.to_owned(), row.id)).collect()))
}

/// Seals what a migration has rewritten; where it brought the seals themselves, opens them in every log.
pub(crate) fn after_migration(tx: &mut Tx, before: Option<BTreeSet<(String, String)>>) -> Result<(), StoreError> {
    if !tx.has_table("seal")? {
        return Ok(());
    }
    for of in tx.rows(UNOPENED, &[], |row| row.next::<OfficeId>())? {
        open(tx, of)?;
    }
    let Some(before) = before else { return Ok(()) };
    let mut rewritten = all_wrong(tx)?;
    rewritten.retain(|(row, _)| !before.contains(&(row.table.to_owned(), row.id.clone())));
    let of: BTreeSet<OfficeId> = rewritten.iter().flat_map(|(row, _)| row.of.iter().copied()).collect();
    for of in of {
        note(tx, rewritten.iter().filter(|(row, _)| row.of.contains(&of)).cloned().collect());
        append(tx, of.into(), AuditAction::ResealRows)?;
    }
    Ok(())
}

fn all_wrong(tx: &mut Tx) -> Result<Vec<check::Found>, StoreError> {
    let mut wrong = check::compare_accounts(tx)?;
    for of in audit::offices(tx)? {
        wrong.extend(check::compare(tx, of)?);
    }
    Ok(wrong)
}

/// Notes rows as they were found.
fn note(tx: &mut Tx, found: Vec<check::Found>) {
    for (row, hash) in found {
        let shared = table::find(row.table).is_some_and(|(_, table)| table.is_shared());
        let of = row.of.first().filter(|_| !shared).map(ToString::to_string);
        tx.pending().note_seal(of, pending::Seal { table: row.table, id: row.id, hash });
    }
}

/// An entry of the program, which seals what waits for it.
fn append(tx: &mut Tx, of: OrganisationId, action: AuditAction) -> Result<(), StoreError> {
    let at = tx.one(if tx.is_sqlite() { NOW_SQLITE } else { NOW_POSTGRES }, &[], |row| row.next::<String>())?;
    let rows = tx.pending().count(of);
    let (actor_id, actor_name) = PROGRAM;
    let body = format!("{{\"rows\":{rows}}}");
    let entry = NewEntry { at: &at, actor_id, actor_name, action, subject: &of.to_string(), body: &body };
    audit::append(tx, of, &entry)?;
    Ok(())
}
