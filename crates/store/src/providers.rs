//! サービス提供事業所: the office's register.

use domain::{
    id::{ClientId, OfficeId, ProviderId},
    provider::Provider,
};

use calendar::Date;

use crate::{
    Row, StoreError, Tx,
    read::{json, to_json},
};

/// The columns of a provider, in the order in which [`provider`] reads them.
macro_rules! columns {
    () => {
        "office_id, id, number, name, kana, services, address, phone, fax, mail, person, from_on, ended_on, note, version"
    };
}

fn provider(row: &mut Row) -> Result<Provider, StoreError> {
    Ok(Provider {
        office: row.next()?,
        id: row.next()?,
        number: row.next()?,
        name: row.next()?,
        kana: row.next()?,
        services: json("provider", "services", &row.next::<String>()?)?,
        address: row.next()?,
        phone: row.next()?,
        fax: row.next()?,
        mail: row.next()?,
        person: row.next()?,
        from: row.next()?,
        ended_on: row.next()?,
        note: row.next()?,
        version: row.next()?,
    })
}

/// Keeps a new provider.
pub fn insert(tx: &mut Tx, provider: &Provider) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "insert into provider (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &[
            &provider.office,
            &provider.id,
            &provider.number,
            &provider.name,
            &provider.kana,
            &to_json("provider", "services", &provider.services)?,
            &provider.address,
            &provider.phone,
            &provider.fax,
            &provider.mail,
            &provider.person,
            &provider.from,
            &provider.ended_on,
            &provider.note,
            &provider.version,
        ],
    )?;
    Ok(())
}

/// Replaces what is kept and counts the version up; whether `provider.version` was still the stored one.
pub fn update(tx: &mut Tx, provider: &Provider) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update provider set number = $3, name = $4, kana = $5, services = $6, address = $7, phone = $8, fax = $9, \
         mail = $10, person = $11, from_on = $12, ended_on = $13, note = $14, version = version + 1 \
         where office_id = $1 and id = $2 and version = $15",
        &[
            &provider.office,
            &provider.id,
            &provider.number,
            &provider.name,
            &provider.kana,
            &to_json("provider", "services", &provider.services)?,
            &provider.address,
            &provider.phone,
            &provider.fax,
            &provider.mail,
            &provider.person,
            &provider.from,
            &provider.ended_on,
            &provider.note,
            &provider.version,
        ],
    )?;
    Ok(touched == 1)
}

/// One provider of the office's register.
pub fn find(tx: &mut Tx, office: OfficeId, id: ProviderId) -> Result<Option<Provider>, StoreError> {
    tx.optional(
        concat!("select ", columns!(), " from provider where office_id = $1 and id = $2"),
        &[&office, &id],
        provider,
    )
}

/// Every provider of the office, ended ones included, in the order of the kana, then of the name.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Provider>, StoreError> {
    tx.readable(
        concat!("select ", columns!(), " from provider where office_id = $1 order by kana, name, id"),
        &[&office],
        provider,
    )
}

/// The clients with a grant that points to the provider and is valid on the day, by kana: id and 氏名.
pub fn clients_of(
    tx: &mut Tx,
    office: OfficeId,
    id: ProviderId,
    day: Date,
) -> Result<Vec<(ClientId, String)>, StoreError> {
    tx.readable(
        "select c.id, c.name from client c where c.office_id = $1 and (c.ended_on is null or c.ended_on >= $3) \
         and exists (select 1 from service_grant g join certificate k on k.office_id = g.office_id \
         and k.id = g.certificate_id where g.office_id = $1 and g.provider_id = $2 and k.client_id = c.id \
         and g.start_on <= $3 and g.end_on >= $3 and (k.moved_out_on is null or k.moved_out_on >= $3)) order by c.kana, c.id",
        &[&office, &id, &day],
        |row| Ok((row.next()?, row.next()?)),
    )
}
