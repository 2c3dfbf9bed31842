//! 支給決定の切れ目 on the board: a derived row for each stretch of grants without a break, so that the home page counts those that end soon
//! without judging every client. Which stretches there are, [`domain::planning::grant_stretches`] says.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::{Certificate, Client, ConsultationService},
    id::{ClientId, OfficeId, SpecialistId},
    planning::{GrantStretch, grant_stretches},
};

use crate::{StoreError, Tx, certificates, clients, read::of_word};

const OF_CLIENT: &str = "select service, municipality, from_on, ends_on, next_from, is_ours, specialist_id from board_gap \
    where office_id = $1 and client_id = $2 order by service, from_on, municipality";
const DELETE: &str = "delete from board_gap where office_id = $1 and client_id = $2";
const INSERT: &str = "insert into board_gap (office_id, client_id, service, municipality, from_on, ends_on, next_from, is_ours, \
    specialist_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const COUNT: &str = "select count(*) from board_gap where office_id = $1 and is_ours and ends_on <= $3 and from_on <= $2 \
    and (next_from is null or next_from > $2) and ($4 = '' or specialist_id = $4)";

/// How many grants of clients who are this office's have begun by today, end by a day, and are followed by nothing at once.
pub fn count(
    tx: &mut Tx,
    office: OfficeId,
    (today, until): (Date, Date),
    specialist: Option<SpecialistId>,
) -> Result<i64, StoreError> {
    let specialist = specialist.map(|id| id.to_string()).unwrap_or_default();
    tx.one(COUNT, &[&office, &today, &until, &specialist], |row| row.next::<i64>())
}

/// A stretch as it is kept: of whose client, and whether its end concerns this office.
type Kept = (GrantStretch, bool, Option<SpecialistId>);

/// Writes the rows of a client anew where they differ from what the certificates make of them.
pub(super) fn refresh(tx: &mut Tx, client: &Client, certificates: &[Certificate]) -> Result<(), StoreError> {
    let mut rows: Vec<Kept> = grant_stretches(certificates)
        .into_iter()
        .map(|stretch| {
            let ours = stretch.is_ours(client);
            (stretch, ours, client.specialist)
        })
        .collect();
    rows.sort_by(|(a, ..), (b, ..)| {
        let key = |it: &GrantStretch| (it.service.word(), it.from);
        (key(a), &a.municipality).cmp(&(key(b), &b.municipality))
    });
    let there = tx.rows(OF_CLIENT, &[&client.office, &client.id], |row| {
        let stretch = GrantStretch {
            service: of_word("board_gap", "service", row.next()?, ConsultationService::from_word)?,
            municipality: row.next()?,
            from: row.next()?,
            ends_on: row.next()?,
            next_from: row.next()?,
        };
        Ok((stretch, row.next()?, row.next()?))
    })?;
    if there == rows {
        return Ok(());
    }
    tx.execute(DELETE, &[&client.office, &client.id])?;
    for (stretch, is_ours, specialist) in &rows {
        tx.execute(
            INSERT,
            &[
                &client.office,
                &client.id,
                &stretch.service.word(),
                &stretch.municipality,
                &stretch.from,
                &stretch.ends_on,
                &stretch.next_from,
                is_ours,
                specialist,
            ],
        )?;
    }
    Ok(())
}

/// Makes the rows of an office anew. A client of whom something cannot be read keeps those that stand.
pub(super) fn rebuild(tx: &mut Tx, office: OfficeId) -> Result<(), StoreError> {
    let mut papers: HashMap<ClientId, Vec<Certificate>> = HashMap::new();
    for certificate in certificates::all(tx, office)? {
        papers.entry(certificate.client).or_default().push(certificate);
    }
    for client in clients::all(tx, office)? {
        if !tx.is_unreadable_of(client.id) {
            refresh(tx, &client, papers.get(&client.id).map_or(&[], Vec::as_slice))?;
        }
    }
    Ok(())
}
