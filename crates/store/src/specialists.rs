//! 相談支援専門員 of the office.

use domain::{
    id::{OfficeId, SpecialistId},
    office::Specialist,
};

use crate::{Row, StoreError, Tx};

fn specialist(row: &mut Row) -> Result<Specialist, StoreError> {
    Ok(Specialist {
        office: row.next()?,
        id: row.next()?,
        name: row.next()?,
        kana: row.next()?,
        ended_on: row.next()?,
        version: row.next()?,
    })
}

/// Keeps a new specialist.
pub fn insert(tx: &mut Tx, specialist: &Specialist) -> Result<(), StoreError> {
    tx.execute(
        "insert into specialist (office_id, id, name, kana, ended_on, version) values ($1, $2, $3, $4, $5, $6)",
        &[
            &specialist.office,
            &specialist.id,
            &specialist.name,
            &specialist.kana,
            &specialist.ended_on,
            &specialist.version,
        ],
    )?;
    Ok(())
}

/// Replaces what is kept and counts the version up; whether `specialist.version` was still the stored one.
pub fn update(tx: &mut Tx, specialist: &Specialist) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update specialist set name = $3, kana = $4, ended_on = $5, version = version + 1 \
         where office_id = $1 and id = $2 and version = $6",
        &[
            &specialist.office,
            &specialist.id,
            &specialist.name,
            &specialist.kana,
            &specialist.ended_on,
            &specialist.version,
        ],
    )?;
    Ok(touched == 1)
}

/// One specialist of the office.
pub fn find(tx: &mut Tx, office: OfficeId, id: SpecialistId) -> Result<Option<Specialist>, StoreError> {
    tx.optional(
        "select office_id, id, name, kana, ended_on, version from specialist where office_id = $1 and id = $2",
        &[&office, &id],
        specialist,
    )
}

/// All specialists of the office in the order of the kana, those who left included.
pub fn list(tx: &mut Tx, office: OfficeId) -> Result<Vec<Specialist>, StoreError> {
    tx.readable(
        "select office_id, id, name, kana, ended_on, version from specialist where office_id = $1 order by kana, id",
        &[&office],
        specialist,
    )
}
