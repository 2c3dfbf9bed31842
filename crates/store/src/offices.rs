//! 事業所: what was entered at set-up, and what has no day.

use domain::{
    id::OfficeId,
    office::Office,
    organisation::{Organisation, OrganisationKind},
};

use crate::{Row, StoreError, Tx, organisations};

/// The columns of an office, in the order in which [`office`] reads them.
macro_rules! columns {
    () => {
        "id, name, address, phone, manager, number_plan, number_child, area_plan, area_child, grade, municipality, \
         start_month, version"
    };
}

fn office(row: &mut Row) -> Result<Office, StoreError> {
    Ok(Office {
        id: row.next()?,
        name: row.next()?,
        address: row.next()?,
        phone: row.next()?,
        manager: row.next()?,
        number_plan: row.next()?,
        number_child: row.next()?,
        area_plan: row.next()?,
        area_child: row.next()?,
        grade: row.next()?,
        municipality: row.next()?,
        start_month: row.next()?,
        version: row.next()?,
    })
}

/// Keeps a new office, which is an organisation of the installation.
pub fn insert(tx: &mut Tx, office: &Office) -> Result<(), StoreError> {
    let organisation = Organisation { id: office.id.into(), kind: OrganisationKind::Office, name: office.name.clone() };
    organisations::insert(tx, &organisation)?;
    tx.execute(
        concat!(
            "insert into office (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &office.id,
            &office.name,
            &office.address,
            &office.phone,
            &office.manager,
            &office.number_plan,
            &office.number_child,
            &office.area_plan,
            &office.area_child,
            &office.grade,
            &office.municipality,
            &office.start_month,
            &office.version,
        ],
    )?;
    Ok(())
}

/// Replaces what has no day (name, address, telephone, municipality, 運用開始月) and counts the version up; whether
/// `office.version` was still the stored one. The rest is what the office was entered with: it changes by facts
/// ([`crate::office_facts`]).
pub fn update(tx: &mut Tx, office: &Office) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update office set name = $2, address = $3, phone = $4, municipality = $5, start_month = $6, \
         version = version + 1 where id = $1 and version = $7",
        &[
            &office.id,
            &office.name,
            &office.address,
            &office.phone,
            &office.municipality,
            &office.start_month,
            &office.version,
        ],
    )?;
    if touched == 1 {
        organisations::rename(tx, office.id.into(), &office.name)?;
    }
    Ok(touched == 1)
}

/// The office as it was entered; as it stands on a day: [`crate::office_facts::history`].
pub fn find(tx: &mut Tx, id: OfficeId) -> Result<Option<Office>, StoreError> {
    tx.optional(concat!("select ", columns!(), " from office where id = $1"), &[&id], office)
}

/// Every office of the installation.
pub fn all(tx: &mut Tx) -> Result<Vec<Office>, StoreError> {
    tx.readable(concat!("select ", columns!(), " from office order by id"), &[], office)
}
