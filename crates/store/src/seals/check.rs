//! Whether the rows are as they were sealed: each recorded row with its last seal, and each seal with its row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::{OfficeId, OrganisationId};

use super::{
    kept,
    pending::Seal,
    row_hash::{self, Any, Hash, SealedRow},
    table::{self, SEALED, Sealed},
};
use crate::{Bind, StoreError, Tx, audit, deletions, engine::kept_sql, whole};

/// Rows that are read at a time.
const PAGE: i64 = 1000;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFault {
    /// It is not as it was last written.
    Changed,
    /// It was written and is not there.
    Missing,
    /// It is there, and no entry of the log knows of it.
    Foreign,
}

/// A row that is not as the log says. It is named, its words are not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrongRow {
    /// The organisations whose row it is; several for an account that they share.
    pub of: Vec<OfficeId>,
    /// Table.
    pub table: &'static str,
    /// What names the row in it; empty where the organisation has one such row.
    pub id: String,
    /// What is wrong.
    pub fault: RowFault,
}

/// A wrong row with what it is now: none where it is not there.
pub(super) type Found = (WrongRow, Option<Hash>);

/// What the log of an organisation last said of an account; no hash where it was taken away.
type Said = (OfficeId, Option<Hash>);

/// The last seals of a chain, by table and row; none where a row was taken away.
type Last = HashMap<(usize, Box<str>), Option<Hash>>;

/// What a row was when it was taken away, by table and row.
type Gone = HashMap<(usize, Box<str>), Hash>;

/// Tables whose rows go by the deletion of a client alone: where their log says that one is gone, a tombstone must say so, too.
const KEPT_FOR_EVER: [&str; 18] = [
    "attachment",
    "attachment_withdrawal",
    "claim_event",
    "client",
    "client_fact",
    "contact_fact",
    "deletion",
    "fact",
    "intake_fact",
    "look_review",
    "office_fact",
    "opening",
    "paper_fact",
    "plan_answer",
    "planning_fact",
    "sheet",
    "tombstone",
    "used_amount",
];

/// The rows of an organisation that are not as its log says.
pub(super) fn compare(tx: &mut Tx, of: OfficeId) -> Result<Vec<Found>, StoreError> {
    let (mut last, gone) = last_seals(tx, of, false)?;
    let mut found = Vec::new();
    let there = whole::tables(tx)?;
    for (place, table) in SEALED.iter().enumerate().filter(|(_, table)| !table.is_shared()) {
        each_row(tx, table, &there, Some(of), |row| {
            let id = row.id.into_boxed_str();
            let fault = match last.remove(&(place, id.clone())) {
                Some(Some(hash)) if hash == row.hash => return,
                Some(Some(_)) => RowFault::Changed,
                Some(None) | None => RowFault::Foreign,
            };
            found.push((WrongRow { of: vec![of], table: table.name, id: id.into(), fault }, Some(row.hash)));
        })?;
    }
    let missing = last.into_iter().filter(|(_, hash)| hash.is_some());
    found.extend(missing.filter_map(|((place, id), _)| {
        let table = SEALED.get(place).filter(|table| !table.is_shared())?.name;
        Some((WrongRow { of: vec![of], table, id: id.into(), fault: RowFault::Missing }, None))
    }));
    found.extend(unburied(tx, of, &gone)?.into_iter().map(|row| (row, None)));
    found.sort();
    Ok(found)
}

/// Rows that are gone for good without a tombstone, and tombstones that name what did not go, or not so.
fn unburied(tx: &mut Tx, of: OfficeId, gone: &Gone) -> Result<Vec<WrongRow>, StoreError> {
    let grave = deletions::graves(tx, of)?;
    let wrong = |table, id: String, fault| WrongRow { of: vec![of], table, id, fault };
    let buried = |table: &Sealed, id: &str| grave.rows.contains_key(&(table.name.to_owned(), id.to_owned()));
    let mut found: Vec<WrongRow> = Vec::new();
    for (place, id) in gone.keys() {
        let Some(table) = SEALED.get(*place) else { continue };
        if KEPT_FOR_EVER.contains(&table.name) && !buried(table, id) {
            found.push(wrong(table.name, id.to_string(), RowFault::Missing));
        }
    }
    for ((name, id), (hash, deletion)) in &grave.rows {
        let place = table::find(name).map(|(place, _)| place);
        let was = place.and_then(|place| gone.get(&(place, id.clone().into_boxed_str())));
        if was.is_none_or(|was| row_hash::written(was) != *hash) {
            found.push(wrong("tombstone", deletion.clone(), RowFault::Changed));
        }
    }
    for deletion in deletions::done_digests(tx, of)? {
        if deletions::digest_of(&grave, &deletion.0) != deletion.1 {
            found.push(wrong("tombstone", deletion.0, RowFault::Changed));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The accounts that are not as the logs say.
pub(super) fn compare_accounts(tx: &mut Tx) -> Result<Vec<Found>, StoreError> {
    // Every account with what each log last said of it.
    let mut said: BTreeMap<(usize, String), Vec<Said>> = BTreeMap::new();
    for of in audit::offices(tx)? {
        for ((place, id), hash) in last_seals(tx, of, true)?.0 {
            said.entry((place, id.into())).or_default().push((of, hash));
        }
    }
    let members = members(tx)?;
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let there = whole::tables(tx)?;
    for (place, table) in SEALED.iter().enumerate().filter(|(_, table)| table.is_shared()) {
        each_row(tx, table, &there, None, |row| {
            seen.insert((place, row.id.clone()));
            let logs = said.get(&(place, row.id.clone())).map(Vec::as_slice).unwrap_or_default();
            if logs.iter().any(|(_, hash)| *hash == Some(row.hash)) {
                return;
            }
            let known = logs.iter().any(|(_, hash)| hash.is_some());
            let fault = if known { RowFault::Changed } else { RowFault::Foreign };
            let user = row.id.split('/').next().unwrap_or_default();
            let of = match members.get(user) {
                Some(of) => of.clone(),
                None => logs.iter().map(|(of, _)| *of).collect(),
            };
            found.push((WrongRow { of, table: table.name, id: row.id, fault }, Some(row.hash)));
        })?;
    }
    for ((place, id), logs) in said {
        let gone = logs.iter().any(|(_, hash)| hash.is_none());
        if let (false, false, Some(table)) = (gone, seen.contains(&(place, id.clone())), SEALED.get(place)) {
            let of = logs.into_iter().map(|(of, _)| of).collect();
            found.push((WrongRow { of, table: table.name, id, fault: RowFault::Missing }, None));
        }
    }
    found.sort();
    Ok(found)
}

/// The accounts of which the log of an organisation says that they are there, and which are not.
pub(super) fn accounts_left_behind(tx: &mut Tx, of: OfficeId) -> Result<Vec<Seal>, StoreError> {
    let mut last = last_seals(tx, of, true)?.0;
    let there = whole::tables(tx)?;
    for (place, table) in SEALED.iter().enumerate().filter(|(_, table)| table.is_shared()) {
        each_row(tx, table, &there, None, |row| {
            last.remove(&(place, row.id.into_boxed_str()));
        })?;
    }
    let gone = last.into_iter().filter(|(_, hash)| hash.is_some());
    let gone = gone.filter_map(|((place, id), _)| Some((SEALED.get(place)?.name, id)));
    Ok(gone.map(|(table, id)| Seal { table, id: id.into(), hash: None }).collect())
}

const MEMBERS: &str = "select user_id, organisation_id from membership order by user_id, organisation_id";

fn members(tx: &mut Tx) -> Result<HashMap<String, Vec<OfficeId>>, StoreError> {
    let mut members: HashMap<String, Vec<OfficeId>> = HashMap::new();
    for (user, of) in tx.readable(MEMBERS, &[], |row| Ok((row.next::<String>()?, row.next::<OfficeId>()?)))? {
        members.entry(user).or_default().push(of);
    }
    Ok(members)
}

/// What the log of an organisation last said of each row, and what those were that are gone; `shared`: of accounts alone.
fn last_seals(tx: &mut Tx, of: OfficeId, shared: bool) -> Result<(Last, Gone), StoreError> {
    let (mut last, mut gone) = (Last::new(), Gone::new());
    kept::walk(tx, OrganisationId::from(of), shared, |name, id, hash| {
        if let Some((place, table)) = table::find(&name)
            && table.is_shared() == shared
        {
            let (row, now) = ((place, id.into_boxed_str()), row_hash::parsed(hash));
            match (last.insert(row.clone(), now), now) {
                (Some(Some(before)), None) => drop(gone.insert(row, before)),
                (Some(None), Some(_)) => drop(gone.remove(&row)),
                _ => {}
            }
        }
    })?;
    Ok((last, gone))
}

/// Goes through the rows of a table in the order of its key, page by page. Columns and tables that are not there yet
/// (before a migration) count as empty.
fn each_row(
    tx: &mut Tx,
    table: &'static Sealed,
    there: &[whole::Table],
    of: Option<OfficeId>,
    mut each: impl FnMut(SealedRow),
) -> Result<(), StoreError> {
    let Some(own) = there.iter().find(|own| own.name == table.name) else { return Ok(()) };
    let has = |name: &str| own.columns.iter().any(|column| column.name == name);
    if !table.of.into_iter().chain(table.key.iter().copied()).all(has) {
        return Ok(());
    }
    let columns = row_hash::columns(table, has);
    let mut after: Option<Vec<Any>> = None;
    loop {
        let sql = page_of(table, &columns, after.is_some());
        let mut binds: Vec<&dyn Bind> = of.iter().map(|of| -> &dyn Bind { of }).collect();
        binds.extend(after.iter().flatten().map(|value| -> &dyn Bind { value }));
        binds.push(&PAGE);
        let page = tx.rows(sql, &binds, |row| SealedRow::read(table, row))?;
        let Some(last) = page.last().map(|row| row.key.clone()) else { return Ok(()) };
        let whole = i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE);
        page.into_iter().for_each(&mut each);
        if whole || table.key.is_empty() || last.contains(&Any::Unreadable) {
            return Ok(());
        }
        after = Some(last);
    }
}

/// The statement of a page: the first one, or one after a key.
fn page_of(table: &Sealed, columns: &str, goes_on: bool) -> &'static str {
    let mut wheres = Vec::new();
    let mut place = 0;
    let mut next = || {
        place += 1;
        format!("${place}")
    };
    if let Some(of) = table.of {
        wheres.push(format!("{of} = {}", next()));
    }
    let keys = table.key.join(", ");
    if goes_on {
        let after: Vec<String> = table.key.iter().map(|_| next()).collect();
        wheres.push(format!("({keys}) > ({})", after.join(", ")));
    }
    let wheres = if wheres.is_empty() { String::new() } else { format!(" where {}", wheres.join(" and ")) };
    let order = if keys.is_empty() { String::new() } else { format!(" order by {keys}") };
    kept_sql(format!("select {columns} from {}{wheres}{order} limit {}", table.name, next()))
}
