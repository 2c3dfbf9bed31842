//! 締めと請求: holds, closings with their files, claims and what became of them.

use std::collections::HashMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use calendar::{Date, YearMonth};
use domain::{
    billing::{
        claim_life::{Claim, ClaimBody, ClaimState, ClaimStateChange},
        close::Totals,
        fees::FeeKind,
    },
    client::ConsultationService,
    id::{ClaimId, ClientId, ClosingId, OfficeId, RoundId},
};
use serde::{Deserialize, Serialize};

use crate::{
    Row, StoreError, Tx,
    read::{json, of_word, to_json},
};

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

/// A closed month of one service with its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// Id.
    pub id: ClosingId,
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// Number within the month, from 1.
    pub number: i64,
    /// 処理対象年月.
    pub processing_month: YearMonth,
    /// Sums, holds and notices.
    pub body: ClosingBody,
    /// File name (eight letters or digits and `.CSV`).
    pub file_name: String,
    /// The file, byte for byte.
    pub file: Vec<u8>,
    /// SHA-256 of the file, hexadecimal.
    pub file_sha256: String,
    /// Who closed it.
    pub closed_by: String,
    /// When.
    pub closed_at: String,
}

/// The content of a closing, kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingBody {
    /// 事業所番号.
    pub office_number: String,
    /// Day of closing, in Japan.
    pub closed_on: Date,
    /// 件数.
    pub count: i64,
    /// 単位.
    pub units: i64,
    /// 円.
    pub yen: i64,
    /// 見送り.
    pub held: Vec<HeldBody>,
    /// What the closer was told (names cut, values not confirmed).
    pub notices: Vec<String>,
}

/// 見送り in a closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBody {
    /// Client.
    pub client: ClientId,
    /// Round.
    pub round: RoundId,
    /// 氏名 on the day of closing.
    pub name: String,
    /// 理由.
    pub reason: String,
}

/// One month in the list of months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSum {
    /// サービス提供年月.
    pub month: YearMonth,
    /// How many closings it has.
    pub closings: i64,
    /// 件数, 単位, 円 of the claims that stand.
    pub totals: Totals,
    /// 返戻: how many of its claims came back. They stand in no sum, claimed again or not.
    pub returned: i64,
}

macro_rules! closing_columns {
    () => {
        "id, service, month, number, processing_month, body, file_name, file_base64, file_sha256, closed_by, closed_at"
    };
}

macro_rules! claim_columns {
    () => {
        "id, closing_id, client_id, round_id, service, month, fee, municipality, monitored_on, units, yen, body"
    };
}

const SET_HOLD: &str = "insert into claim_hold (office_id, service, month, client_id, municipality, reason, \
    set_by, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
    on conflict (office_id, service, month, client_id, municipality) \
    do update set reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at";

const INSERT_CLOSING: &str = "insert into closing (office_id, id, service, month, number, processing_month, body, \
    file_name, file_base64, file_sha256, closed_by, closed_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

const INSERT_CLAIM: &str = "insert into claim (office_id, id, closing_id, client_id, round_id, service, month, fee, \
    municipality, monitored_on, units, yen, body) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// The last state of a claim decides: what came back is counted apart, so that a claim made again is not added to it.
const MONTHS: &str = "select month, cast(count(distinct closing_id) as bigint), cast(sum(stands) as bigint), \
    cast(sum(units * stands) as bigint), cast(sum(yen * stands) as bigint), cast(sum(1 - stands) as bigint) \
    from (select c.month, c.closing_id, c.units, c.yen, case when 'returned' = (select e.state from claim_event e \
    where e.office_id = c.office_id and e.claim_id = c.id order by e.seq desc limit 1) \
    then 0 else 1 end as stands from claim c where c.office_id = $1) states \
    group by month order by month desc";

const EVENTS: &str = "select e.claim_id, e.state, e.on_date, e.code, e.reason, e.set_by, e.set_at \
    from claim_event e join claim c on c.office_id = e.office_id and c.id = e.claim_id \
    where e.office_id = $1 and c.month = $2 order by e.claim_id, e.seq";

const EVENTS_OF_CLIENT: &str = "select e.claim_id, e.state, e.on_date, e.code, e.reason, e.set_by, e.set_at \
    from claim_event e where e.office_id = $1 and e.claim_id in \
    (select c.id from claim c where c.office_id = $1 and c.client_id = $2) order by e.claim_id, e.seq";

fn service(table: &'static str, row: &mut Row) -> Result<ConsultationService, StoreError> {
    of_word(table, "service", row.next()?, ConsultationService::from_word)
}

fn hold(row: &mut Row) -> Result<Hold, StoreError> {
    Ok(Hold {
        service: service("claim_hold", row)?,
        month: row.next()?,
        client: row.next()?,
        municipality: row.next()?,
        reason: row.next()?,
        set_by: row.next()?,
        set_at: row.next()?,
    })
}

fn closing(row: &mut Row) -> Result<Closing, StoreError> {
    Ok(Closing {
        id: row.next()?,
        service: service("closing", row)?,
        month: row.next()?,
        number: row.next()?,
        processing_month: row.next()?,
        body: json("closing", "body", &row.next::<String>()?)?,
        file_name: row.next()?,
        file: BASE64_STANDARD
            .decode(row.next::<String>()?)
            .map_err(|_| StoreError::inconsistent("closing", "file_base64", "text that is no base64"))?,
        file_sha256: row.next()?,
        closed_by: row.next()?,
        closed_at: row.next()?,
    })
}

fn claim(row: &mut Row) -> Result<Claim, StoreError> {
    Ok(Claim {
        id: row.next()?,
        closing: row.next()?,
        client: row.next()?,
        round: row.next()?,
        service: service("claim", row)?,
        month: row.next()?,
        fee: of_word("claim", "fee", row.next()?, FeeKind::from_word)?,
        municipality: row.next()?,
        monitored_on: row.next()?,
        units: row.next()?,
        yen: row.next()?,
        body: json::<ClaimBody>("claim", "body", &row.next::<String>()?)?,
        events: Vec::new(),
    })
}

fn event(row: &mut Row) -> Result<(ClaimId, ClaimStateChange), StoreError> {
    Ok((
        row.next()?,
        ClaimStateChange {
            state: of_word("claim_event", "state", row.next()?, ClaimState::from_word)?,
            on: row.next()?,
            code: row.next()?,
            reason: row.next()?,
            set_by: row.next()?,
            set_at: row.next()?,
        },
    ))
}

/// Holds of a month, both services.
pub fn holds(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Hold>, StoreError> {
    tx.readable(
        "select service, month, client_id, municipality, reason, set_by, set_at from claim_hold \
         where office_id = $1 and month = $2 order by service, client_id, municipality",
        &[&office, &month],
        hold,
    )
}

/// Holds a client's claim of a month, or gives the hold another reason.
pub fn set_hold(tx: &mut Tx, office: OfficeId, hold: &Hold) -> Result<(), StoreError> {
    let Hold { month, client, municipality, reason, set_by, set_at, .. } = hold;
    tx.execute(SET_HOLD, &[&office, &hold.service.word(), month, client, municipality, reason, set_by, set_at])?;
    Ok(())
}

/// Takes a hold back; whether there was one.
pub fn release_hold(
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

/// Keeps a closing with its file.
pub fn insert(tx: &mut Tx, office: OfficeId, closing: &Closing) -> Result<(), StoreError> {
    tx.execute(
        INSERT_CLOSING,
        &[
            &office,
            &closing.id,
            &closing.service.word(),
            &closing.month,
            &closing.number,
            &closing.processing_month,
            &to_json("closing", "body", &closing.body)?,
            &closing.file_name,
            &BASE64_STANDARD.encode(&closing.file),
            &closing.file_sha256,
            &closing.closed_by,
            &closing.closed_at,
        ],
    )?;
    Ok(())
}

/// Keeps a claim of a closing.
pub fn insert_claim(tx: &mut Tx, office: OfficeId, claim: &Claim) -> Result<(), StoreError> {
    tx.execute(
        INSERT_CLAIM,
        &[
            &office,
            &claim.id,
            &claim.closing,
            &claim.client,
            &claim.round,
            &claim.service.word(),
            &claim.month,
            &claim.fee.word(),
            &claim.municipality,
            &claim.monitored_on,
            &claim.units,
            &claim.yen,
            &to_json("claim", "body", &claim.body)?,
        ],
    )?;
    Ok(())
}

/// Adds a state to a claim.
pub fn insert_event(
    tx: &mut Tx,
    office: OfficeId,
    id: &str,
    claim: ClaimId,
    event: &ClaimStateChange,
) -> Result<(), StoreError> {
    tx.execute(
        // The clock may go back between two events; what became of the claim goes by the order of recording.
        "insert into claim_event (office_id, id, claim_id, seq, state, on_date, code, reason, set_by, set_at) \
         values ($1, $2, $3, (select coalesce(max(e.seq), 0) + 1 from claim_event e \
         where e.office_id = $1 and e.claim_id = $3), $4, $5, $6, $7, $8, $9)",
        &[
            &office,
            &id,
            &claim,
            &event.state.word(),
            &event.on,
            &event.code,
            &event.reason,
            &event.set_by,
            &event.set_at,
        ],
    )?;
    Ok(())
}

/// The closings of a month, in their order.
pub fn of_month(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Closing>, StoreError> {
    tx.readable(
        concat!(
            "select ",
            closing_columns!(),
            " from closing where office_id = $1 and month = $2 order by service, number"
        ),
        &[&office, &month],
        closing,
    )
}

/// One closing.
pub fn find(tx: &mut Tx, office: OfficeId, id: ClosingId) -> Result<Option<Closing>, StoreError> {
    tx.optional(
        concat!("select ", closing_columns!(), " from closing where office_id = $1 and id = $2"),
        &[&office, &id],
        closing,
    )
}

/// The claims of a month with what became of each.
pub fn claims_of_month(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Claim>, StoreError> {
    let mut claims = tx.readable(
        concat!("select ", claim_columns!(), " from claim where office_id = $1 and month = $2 order by id"),
        &[&office, &month],
        claim,
    )?;
    let mut events: HashMap<ClaimId, Vec<ClaimStateChange>> = HashMap::new();
    for (id, event) in tx.readable(EVENTS, &[&office, &month], event)? {
        events.entry(id).or_default().push(event);
    }
    claims.retain(|claim| !tx.is_broken("claim_event", "claim_id", claim.id.0, ("client_id", claim.client.0)));
    for claim in &mut claims {
        claim.events = events.remove(&claim.id).unwrap_or_default();
    }
    Ok(claims)
}

/// Every claim of a client with what became of each, the oldest month first.
pub fn claims_of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Claim>, StoreError> {
    let mut claims = tx.rows(
        concat!("select ", claim_columns!(), " from claim where office_id = $1 and client_id = $2"),
        &[&office, &client],
        claim,
    )?;
    claims.sort_by_key(|claim| (claim.month, claim.id));
    let mut events: HashMap<ClaimId, Vec<ClaimStateChange>> = HashMap::new();
    for (id, event) in tx.rows(EVENTS_OF_CLIENT, &[&office, &client], event)? {
        events.entry(id).or_default().push(event);
    }
    for claim in &mut claims {
        claim.events = events.remove(&claim.id).unwrap_or_default();
    }
    Ok(claims)
}

/// One claim with what became of it.
pub fn claim_by_id(tx: &mut Tx, office: OfficeId, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    let month = tx.optional("select month from claim where office_id = $1 and id = $2", &[&office, &id], |row| {
        row.next::<YearMonth>()
    })?;
    let Some(month) = month else { return Ok(None) };
    Ok(claims_of_month(tx, office, month)?.into_iter().find(|claim| claim.id == id))
}

/// The months that have claims, newest first, with their sums.
pub fn months(tx: &mut Tx, office: OfficeId) -> Result<Vec<MonthSum>, StoreError> {
    tx.readable(MONTHS, &[&office], |row| {
        Ok(MonthSum {
            month: row.next()?,
            closings: row.next()?,
            totals: Totals { count: row.next()?, units: row.next()?, yen: row.next()? },
            returned: row.next()?,
        })
    })
}

/// Each closing's id with its file and the file's SHA-256 as kept, for `mimamori verify`.
pub fn files(tx: &mut Tx, office: OfficeId) -> Result<Vec<(ClosingId, Vec<u8>, String)>, StoreError> {
    tx.readable(
        concat!("select ", closing_columns!(), " from closing where office_id = $1 order by month, service, number"),
        &[&office],
        |row| closing(row).map(|closing| (closing.id, closing.file, closing.file_sha256)),
    )
}
