//! 市町村の設定 as an office keeps them: which municipality's file it goes by, and what it has changed.

use domain::id::OfficeId;

use crate::{StoreError, Tx};

/// The key of the municipality file the office goes by (`default`, `kawasaki`).
pub fn municipality_of(tx: &mut Tx, office: OfficeId) -> Result<Option<String>, StoreError> {
    tx.optional("select municipality from office where id = $1", &[&office], |row| row.next())
}

/// A value that the office has set in place of the file's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Key of the setting.
    pub key: String,
    /// The value as a word.
    pub value: String,
    /// Id of the user who set it.
    pub set_by: String,
    /// When, UTC.
    pub set_at: String,
}

/// What the office has changed, by key.
pub fn changed(tx: &mut Tx, office: OfficeId, municipality: &str) -> Result<Vec<Changed>, StoreError> {
    tx.readable(
        "select key, value, set_by, set_at from municipality_setting where office_id = $1 and municipality = $2 \
         order by key",
        &[&office, &municipality],
        |row| Ok(Changed { key: row.next()?, value: row.next()?, set_by: row.next()?, set_at: row.next()? }),
    )
}

/// Keeps a changed value with who set it and when.
pub fn set(
    tx: &mut Tx,
    office: OfficeId,
    municipality: &str,
    (key, value): (&str, &str),
    (by, at): (&str, &str),
) -> Result<(), StoreError> {
    tx.execute(
        "insert into municipality_setting (office_id, municipality, key, value, set_by, set_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (office_id, municipality, key) \
         do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at",
        &[&office, &municipality, &key, &value, &by, &at],
    )?;
    Ok(())
}

/// Takes a changed value back: the file's value holds again.
pub fn reset(tx: &mut Tx, office: OfficeId, municipality: &str, key: &str) -> Result<(), StoreError> {
    tx.execute(
        "delete from municipality_setting where office_id = $1 and municipality = $2 and key = $3",
        &[&office, &municipality, &key],
    )?;
    Ok(())
}
