//! 組織: the offices and wards of the installation, by name. What an office is stands in [`crate::offices`].

use domain::{
    id::OrganisationId,
    organisation::{Organisation, OrganisationKind},
};

use crate::{Row, StoreError, Tx, read::of_word};

pub(crate) fn organisation(row: &mut Row) -> Result<Organisation, StoreError> {
    Ok(Organisation {
        id: row.next()?,
        kind: of_word("organisation", "kind", row.next()?, OrganisationKind::from_word)?,
        name: row.next()?,
    })
}

/// Keeps a new organisation.
pub fn insert(tx: &mut Tx, new: &Organisation) -> Result<(), StoreError> {
    let sql = "insert into organisation (id, kind, name) values ($1, $2, $3)";
    tx.execute(sql, &[&new.id, &new.kind.word(), &new.name])?;
    Ok(())
}

/// Gives an organisation another name.
pub fn rename(tx: &mut Tx, id: OrganisationId, name: &str) -> Result<(), StoreError> {
    tx.execute("update organisation set name = $2 where id = $1", &[&id, &name])?;
    Ok(())
}

/// Every organisation of the installation, offices first.
pub fn all(tx: &mut Tx) -> Result<Vec<Organisation>, StoreError> {
    tx.readable("select id, kind, name from organisation order by kind, name, id", &[], organisation)
}

/// Minutes without use after which a session in the organisation ends; none where there is no such organisation.
pub fn idle_minutes(tx: &mut Tx, id: OrganisationId) -> Result<Option<i64>, StoreError> {
    tx.optional("select idle_minutes from organisation where id = $1", &[&id], |row| row.next())
}

/// Sets after how many minutes without use a session ends.
pub fn set_idle_minutes(tx: &mut Tx, id: OrganisationId, minutes: i64) -> Result<(), StoreError> {
    tx.execute("update organisation set idle_minutes = $2 where id = $1", &[&id, &minutes])?;
    Ok(())
}

/// 担当外の閲覧: whether whoever is not in charge of a client says why before its pages open; none where there is no such organisation.
pub fn asks_reason(tx: &mut Tx, id: OrganisationId) -> Result<Option<bool>, StoreError> {
    tx.optional("select asks_reason from organisation where id = $1", &[&id], |row| row.next())
}

/// Sets whether a reason is asked for.
pub fn set_asks_reason(tx: &mut Tx, id: OrganisationId, asks: bool) -> Result<(), StoreError> {
    tx.execute("update organisation set asks_reason = $2 where id = $1", &[&id, &asks])?;
    Ok(())
}
