//! 見送り: what the office chose not to claim in a month.

use calendar::YearMonth;
use domain::{
    client::ConsultationService,
    id::{ClientId, OfficeId},
};

use crate::{Row, StoreError, Tx, read::of_word};

/// 見送り: the office's choice not to claim a client this month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// Client.
    pub client: ClientId,
    /// 市町村番号; each municipality's claim is decided by itself. Empty while no certificate tells it.
    pub municipality: String,
    /// 理由.
    pub reason: String,
    /// Who chose it.
    pub set_by: String,
    /// When.
    pub set_at: String,
}

const SET_HOLD: &str = "insert into claim_hold (office_id, service, month, client_id, municipality, reason, \
    set_by, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
    on conflict (office_id, service, month, client_id, municipality) \
    do update set reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at";

fn hold(row: &mut Row) -> Result<Hold, StoreError> {
    Ok(Hold {
        service: of_word("claim_hold", "service", row.next()?, ConsultationService::from_word)?,
        month: row.next()?,
        client: row.next()?,
        municipality: row.next()?,
        reason: row.next()?,
        set_by: row.next()?,
        set_at: row.next()?,
    })
}

/// Holds of a month, both services.
pub fn of_month(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Hold>, StoreError> {
    tx.readable(
        "select service, month, client_id, municipality, reason, set_by, set_at from claim_hold \
         where office_id = $1 and month = $2 order by service, client_id, municipality",
        &[&office, &month],
        hold,
    )
}

/// Holds of a client, every month.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Hold>, StoreError> {
    tx.readable(
        "select service, month, client_id, municipality, reason, set_by, set_at from claim_hold \
         where office_id = $1 and client_id = $2 order by month, service, municipality",
        &[&office, &client],
        hold,
    )
}

/// Holds a client's claim of a month, or gives the hold another reason.
pub fn set(tx: &mut Tx, office: OfficeId, hold: &Hold) -> Result<(), StoreError> {
    let Hold { month, client, municipality, reason, set_by, set_at, .. } = hold;
    tx.execute(SET_HOLD, &[&office, &hold.service.word(), month, client, municipality, reason, set_by, set_at])?;
    Ok(())
}

/// Takes a hold back; whether there was one.
pub fn release(
    tx: &mut Tx,
    office: OfficeId,
    service: ConsultationService,
    month: YearMonth,
    (client, municipality): (ClientId, &str),
) -> Result<bool, StoreError> {
    let gone = tx.execute(
        "delete from claim_hold where office_id = $1 and service = $2 and month = $3 and client_id = $4 \
         and municipality = $5",
        &[&office, &service.word(), &month, &client, &municipality],
    )?;
    Ok(gone > 0)
}
