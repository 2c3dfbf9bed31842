//! 市町村 as the office entered them: those without a file, and the 区役所・支所 of each.

use domain::{id::OfficeId, office::Municipality};

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

fn municipality(row: &mut Row) -> Result<Municipality, StoreError> {
    let (code, name) = (row.next()?, row.next()?);
    let wards = json("municipality", "wards", &row.next::<String>()?)?;
    Ok(Municipality { code, name, wards, version: row.next()? })
}

/// Every municipality that the office entered, by 市町村番号.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Municipality>, StoreError> {
    tx.readable(
        "select code, name, wards, version from municipality where office_id = $1 order by code",
        &[&office],
        municipality,
    )
}

/// Keeps a new one.
pub fn insert(tx: &mut Tx, office: OfficeId, it: &Municipality) -> Result<(), StoreError> {
    tx.execute(
        "insert into municipality (office_id, code, name, wards, version) values ($1, $2, $3, $4, $5)",
        &[&office, &it.code, &it.name, &to_json("municipality", "wards", &it.wards)?, &it.version],
    )?;
    Ok(())
}

/// Replaces name and 区役所・支所 and counts the version up; whether `it.version` was still the stored one.
pub fn update(tx: &mut Tx, office: OfficeId, it: &Municipality) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update municipality set name = $3, wards = $4, version = version + 1 \
         where office_id = $1 and code = $2 and version = $5",
        &[&office, &it.code, &it.name, &to_json("municipality", "wards", &it.wards)?, &it.version],
    )?;
    Ok(touched == 1)
}
