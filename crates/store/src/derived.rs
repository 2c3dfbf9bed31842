//! 導いた列: columns that the program derives from others, written anew where it derives them otherwise than before.

use domain::{
    client::Guardian,
    id::OrganisationId,
    text::{FOLDING, name_key},
};

use uuid::Uuid;

use crate::{Db, StoreError, Tx, clients::search_text};

/// Rows of a batch, a transaction each: others can save in between.
const BATCH: i64 = 500;

const WRITING: &str = "writing";
const SEARCH: &str = "client.search";
const VERSION: &str = "select version from derivation where name = $1";
const KEEP: &str = "insert into derivation (name, version) values ($1, $2) \
    on conflict (name) do update set version = excluded.version";
const NEXT: &str = "select office_id, id, number, name, kana, guardian, search, person_key from client \
    where office_id > $1 or (office_id = $1 and id > $2) order by office_id, id limit $3";

const WRITE: &str = "update client set search = $3, person_key = $4 where office_id = $1 and id = $2";

/// Folds `client.search` and `client.person_key` anew in all offices, unless it was folded as this program folds. How many rows changed.
pub fn refold(db: &Db) -> Result<u64, StoreError> {
    let kept = db.read_now(|tx| tx.optional(VERSION, &[&SEARCH], |row| row.next::<String>()))?;
    if kept.as_deref() == Some(FOLDING.as_str()) {
        return Ok(0);
    }
    let mut after = (String::new(), String::new());
    let mut changed = 0;
    loop {
        let from = after.clone();
        let (rows, last) = db.write_now(move |tx| refold_batch(tx, &from))?;
        changed += rows;
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    db.write_now(|tx| tx.execute(KEEP, &[&SEARCH, &FOLDING.as_str()]))?;
    Ok(changed)
}

/// Tries whether the database can be written, for [`Db::writes`], by writing a row that says nothing: a full disk is found
/// by nothing less. It keeps nobody from writing.
pub async fn try_writing(db: &Db) -> Result<(), StoreError> {
    db.write_in(OrganisationId(Uuid::nil()), |tx| tx.execute(KEEP, &[&WRITING, &"1"])).await.map(drop)
}

/// Has everything derived anew when the database is opened next: rows came from elsewhere.
pub fn forget(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("delete from derivation", &[])?;
    Ok(())
}

/// One batch: how many rows changed, and the last key, where more may follow.
fn refold_batch(tx: &mut Tx, (office, id): &(String, String)) -> Result<(u64, Option<(String, String)>), StoreError> {
    let rows = tx.rows(NEXT, &[office, id, &BATCH], |row| {
        let (office, id) = (row.next::<String>()?, row.next::<String>()?);
        let (number, name, kana) = (row.next::<String>()?, row.next::<String>()?, row.next::<String>()?);
        // A guardian that cannot be read must not keep the program from starting; the page of that client tells it.
        let guardian = row.next::<Option<String>>()?.and_then(|text| serde_json::from_str::<Guardian>(&text).ok());
        let search = search_text(&number, &name, &kana, guardian.as_ref());
        let (derived, kept) = ((search, name_key(&kana)), (row.next::<String>()?, row.next::<String>()?));
        Ok((office, id, (derived != kept).then_some(derived)))
    })?;
    let last = rows.last().map(|(office, id, _)| (office.clone(), id.clone()));
    let mut changed = 0;
    for (office, id, derived) in rows {
        let Some((search, person)) = derived else { continue };
        changed += tx.execute(WRITE, &[&office, &id, &search, &person])?;
    }
    Ok((changed, last))
}
