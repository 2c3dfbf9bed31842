//! 受給者証 and the grants on it.

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{Certificate, ConsultationService, Decision, Grant, MonthlyStart},
    id::{CertificateId, ClientId, OfficeId, SpecialistId},
};

use crate::{
    Row, StoreError, Tx,
    read::{ending, json, of_word, to_json},
};

/// The columns of a certificate, in the order in which [`certificate`] reads them.
macro_rules! columns {
    () => {
        "office_id, id, client_id, service, number, municipality, municipality_name, ward, decision, plan_made_on, \
         upper_limit_yen, phases, months, monthly_start, proposal, benefit_start, benefit_end, moved_out_on, version"
    };
}

fn certificate(row: &mut Row) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        office: row.next()?,
        id: row.next()?,
        client: row.next()?,
        service: of_word("certificate", "service", row.next()?, ConsultationService::from_word)?,
        number: row.next()?,
        municipality: row.next()?,
        municipality_name: row.next()?,
        ward: row.next()?,
        decision: of_word("certificate", "decision", row.next()?, Decision::from_word)?,
        plan_made_on: row.next()?,
        upper_limit_yen: row.next()?,
        grants: Vec::new(),
        phases: json("certificate", "phases", &row.next::<String>()?)?,
        months: json("certificate", "months", &row.next::<String>()?)?,
        monthly_start: of_word("certificate", "monthly_start", row.next()?, MonthlyStart::from_word)?,
        proposal: json("certificate", "proposal", &row.next::<String>()?)?,
        benefit_period: benefit_period(row.next()?, row.next()?),
        moved_out_on: row.next()?,
        version: row.next()?,
    })
}

/// 支給期間 as printed: both months or none.
fn benefit_period(start: Option<YearMonth>, end: Option<YearMonth>) -> Option<MonthRange> {
    start.zip(end).map(|(start, end)| MonthRange { start, end })
}

fn grant(row: &mut Row) -> Result<(CertificateId, Grant), StoreError> {
    Ok((
        row.next()?,
        Grant {
            id: row.next()?,
            service: row.next()?,
            amount: row.next()?,
            start: row.next()?,
            end: row.next()?,
            provider: row.next()?,
            provider_name: row.next()?,
        },
    ))
}

/// Puts each grant on its certificate; both lists come in the order of the certificates' ids. A certificate of which a
/// grant was passed over is passed over with it: without that grant it would end on another day.
fn with_grants(
    tx: &mut Tx,
    mut certificates: Vec<Certificate>,
    grants: Vec<(CertificateId, Grant)>,
) -> Vec<Certificate> {
    certificates.retain(|it| !tx.is_broken("service_grant", "certificate_id", it.id.0, ("client_id", it.client.0)));
    let mut grants = grants.into_iter().peekable();
    certificates.sort_by_key(|certificate| certificate.id.to_string());
    for certificate in &mut certificates {
        while grants.next_if(|(of, _)| of.0 < certificate.id.0).is_some() {}
        while let Some((_, grant)) = grants.next_if(|(of, _)| *of == certificate.id) {
            certificate.grants.push(grant);
        }
    }
    certificates
}

/// Keeps a new certificate with its grants.
pub fn insert(tx: &mut Tx, certificate: &Certificate) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "insert into certificate (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
        ),
        &[
            &certificate.office,
            &certificate.id,
            &certificate.client,
            &certificate.service.word(),
            &certificate.number,
            &certificate.municipality,
            &certificate.municipality_name,
            &certificate.ward,
            &certificate.decision.word(),
            &certificate.plan_made_on,
            &certificate.upper_limit_yen,
            &to_json("certificate", "phases", &certificate.phases)?,
            &to_json("certificate", "months", &certificate.months)?,
            &certificate.monthly_start.word(),
            &to_json("certificate", "proposal", &certificate.proposal)?,
            &certificate.benefit_period.map(|period| period.start),
            &certificate.benefit_period.map(|period| period.end),
            &certificate.moved_out_on,
            &certificate.version,
        ],
    )?;
    insert_grants(tx, certificate)
}

/// Replaces what is kept of a certificate, counts the version up; whether `certificate.version` was still the stored one.
pub fn update(tx: &mut Tx, certificate: &Certificate) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update certificate set service = $3, number = $4, municipality = $5, municipality_name = $6, ward = $7, \
         decision = $8, plan_made_on = $9, upper_limit_yen = $10, phases = $11, months = $12, monthly_start = $13, \
         proposal = $14, benefit_start = $15, benefit_end = $16, moved_out_on = $17, version = version + 1 \
         where office_id = $1 and id = $2 and version = $18",
        &[
            &certificate.office,
            &certificate.id,
            &certificate.service.word(),
            &certificate.number,
            &certificate.municipality,
            &certificate.municipality_name,
            &certificate.ward,
            &certificate.decision.word(),
            &certificate.plan_made_on,
            &certificate.upper_limit_yen,
            &to_json("certificate", "phases", &certificate.phases)?,
            &to_json("certificate", "months", &certificate.months)?,
            &certificate.monthly_start.word(),
            &to_json("certificate", "proposal", &certificate.proposal)?,
            &certificate.benefit_period.map(|period| period.start),
            &certificate.benefit_period.map(|period| period.end),
            &certificate.moved_out_on,
            &certificate.version,
        ],
    )?;
    if touched != 1 {
        return Ok(false);
    }
    tx.execute(
        "delete from service_grant where office_id = $1 and certificate_id = $2",
        &[&certificate.office, &certificate.id],
    )?;
    insert_grants(tx, certificate)?;
    Ok(true)
}

fn insert_grants(tx: &mut Tx, certificate: &Certificate) -> Result<(), StoreError> {
    for grant in &certificate.grants {
        tx.execute(
            "insert into service_grant (office_id, id, certificate_id, service, amount, start_on, end_on, provider_id, \
             provider_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &certificate.office,
                &grant.id,
                &certificate.id,
                &grant.service,
                &grant.amount,
                &grant.start,
                &grant.end,
                &grant.provider,
                &grant.provider_name,
            ],
        )?;
    }
    Ok(())
}

/// One certificate of the office with its grants.
pub fn find(tx: &mut Tx, office: OfficeId, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
    let found = tx.rows(
        concat!("select ", columns!(), " from certificate where office_id = $1 and id = $2"),
        &[&office, &id],
        certificate,
    )?;
    let grants = tx.rows(
        "select certificate_id, id, service, amount, start_on, end_on, provider_id, provider_name from service_grant \
         where office_id = $1 and certificate_id = $2 order by start_on, id",
        &[&office, &id],
        grant,
    )?;
    Ok(with_grants(tx, found, grants).into_iter().next())
}

/// The statements that read one client's certificates and their grants; a test looks at how both engines answer them.
/// Nothing here asks for an order: SQLite would take it from the key and read the whole office.
pub const OF_CLIENT: [&str; 2] = [
    concat!("select ", columns!(), " from certificate where office_id = $1 and client_id = $2"),
    "select certificate_id, id, service, amount, start_on, end_on, provider_id, provider_name from service_grant where office_id = $1 \
     and certificate_id in (select id from certificate where office_id = $1 and client_id = $2)",
];

/// The certificates of a client with their grants, the newest last (ids grow with time).
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Certificate>, StoreError> {
    let [found, grants] = OF_CLIENT;
    let found = tx.readable(found, &[&office, &client], certificate)?;
    let mut grants = tx.readable(grants, &[&office, &client], grant)?;
    grants.sort_by_key(|(certificate, grant)| (*certificate, grant.start, grant.id));
    Ok(with_grants(tx, found, grants))
}

/// The municipalities of an office's certificates: 市町村番号, name, how many certificates. Of an index alone.
pub fn municipalities(tx: &mut Tx, office: OfficeId) -> Result<Vec<(String, String, i64)>, StoreError> {
    let sql = "select municipality, max(municipality_name), count(*) from certificate where office_id = $1 \
        group by municipality order by municipality";
    tx.rows(sql, &[&office], |row| Ok((row.next()?, row.next()?, row.next()?)))
}

/// The certificates of the clients of the planning cases in which something is still to be done, with their grants, the newest last.
pub fn of_open_cases(tx: &mut Tx, office: OfficeId) -> Result<Vec<Certificate>, StoreError> {
    let found = tx.readable(
        concat!(
            "select ",
            columns!(),
            " from certificate where office_id = $1 and client_id in \
             (select k.client_id from planning_case k where k.office_id = $1 and k.closed_on is null) order by id"
        ),
        &[&office],
        certificate,
    )?;
    let grants = tx.readable(
        "select certificate_id, id, service, amount, start_on, end_on, provider_id, provider_name from service_grant \
         where office_id = $1 and certificate_id in (select c.id from certificate c where c.office_id = $1 and c.client_id in \
         (select k.client_id from planning_case k where k.office_id = $1 and k.closed_on is null)) \
         order by certificate_id, start_on, id",
        &[&office],
        grant,
    )?;
    Ok(with_grants(tx, found, grants))
}

/// The certificates of the clients of [`crate::clients::of_ending`], whatever words find them.
pub fn of_ending(
    tx: &mut Tx,
    office: OfficeId,
    (today, last): (Date, Date),
    specialist: Option<SpecialistId>,
) -> Result<Vec<Certificate>, StoreError> {
    let specialist = specialist.map(|id| id.to_string()).unwrap_or_default();
    let found = tx.readable(
        concat!(
            "select ",
            columns!(),
            " from certificate where office_id = $1 and client_id in (",
            ending!(),
            ") order by id"
        ),
        &[&office, &today, &last, &specialist],
        certificate,
    )?;
    let grants = tx.readable(
        concat!(
            "select certificate_id, id, service, amount, start_on, end_on, provider_id, provider_name from service_grant \
             where office_id = $1 and certificate_id in (select c.id from certificate c where c.office_id = $1 and c.client_id in (",
            ending!(),
            ")) order by certificate_id, start_on, id"
        ),
        &[&office, &today, &last, &specialist],
        grant,
    )?;
    Ok(with_grants(tx, found, grants))
}

/// The clients with a plan made on one of these days; an index holds the answer, and a test looks at that.
pub const WITH_PLAN: &str = "select distinct client_id from certificate \
    where office_id = $1 and plan_made_on >= $2 and plan_made_on <= $3";

/// The clients with a plan made from `first` to `last`.
pub fn with_plan_made(tx: &mut Tx, office: OfficeId, first: Date, last: Date) -> Result<Vec<ClientId>, StoreError> {
    tx.rows(WITH_PLAN, &[&office, &first, &last], |row| row.next())
}

/// Every certificate of the office with its grants (for exports and rebuilding).
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Certificate>, StoreError> {
    let found = tx.readable(
        concat!("select ", columns!(), " from certificate where office_id = $1 order by id"),
        &[&office],
        certificate,
    )?;
    let grants = tx.readable(
        "select certificate_id, id, service, amount, start_on, end_on, provider_id, provider_name from service_grant \
         where office_id = $1 order by certificate_id, start_on, id",
        &[&office],
        grant,
    )?;
    Ok(with_grants(tx, found, grants))
}

/// A certificate of the office with this 受給者証番号 and service, of any client, other than `except`.
pub fn by_number(
    tx: &mut Tx,
    office: OfficeId,
    number: &str,
    service: ConsultationService,
) -> Result<Vec<(CertificateId, ClientId)>, StoreError> {
    tx.readable(
        "select id, client_id from certificate where office_id = $1 and number = $2 and service = $3 order by id",
        &[&office, &number, &service.word()],
        |row| Ok((row.next()?, row.next()?)),
    )
}
