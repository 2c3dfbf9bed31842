//! 請求: the claims of closed months, their lines, and what became of them.

use std::collections::HashMap;

use calendar::YearMonth;
use domain::{
    billing::{
        claim_life::{Claim, ClaimBody, ClaimState, ClaimStateChange, ClaimedLine, ReturnedClaim, StandingClaim},
        close::Totals,
        fees::FeeKind,
    },
    client::ConsultationService,
    id::{CertificateId, ClaimId, ClientId, ClosingId, OfficeId},
};
use serde::Deserialize;

use crate::{
    Row, StoreError, Tx,
    read::{json, of_word, to_json},
};

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

macro_rules! claim_columns {
    () => {
        "id, closing_id, client_id, round_id, service, month, fee, municipality, monitored_on, units, yen, body"
    };
}

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

const INSERT_LINE: &str = "insert into claim_line (office_id, claim_id, seq, fee, plan, code, name, units, count) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const LINES: &str = "select l.claim_id, l.seq, l.fee, l.plan, l.code, l.name, l.units, l.count \
    from claim_line l join claim c on c.office_id = l.office_id and c.id = l.claim_id \
    where l.office_id = $1 and c.month = $2 order by l.claim_id, l.seq";

const LINES_OF_CLIENT: &str = "select l.claim_id, l.seq, l.fee, l.plan, l.code, l.name, l.units, l.count \
    from claim_line l where l.office_id = $1 and l.claim_id in \
    (select c.id from claim c where c.office_id = $1 and c.client_id = $2) order by l.claim_id, l.seq";

/// A claim stands unless it came back last; with each plan in it, or without any.
macro_rules! standing {
    ($of:literal) => {
        concat!(
            "select c.id, c.client_id, c.service, c.municipality, c.month, l.plan from claim c \
             left join claim_line l on l.office_id = c.office_id and l.claim_id = c.id and l.plan is not null \
             where c.office_id = $1",
            $of,
            " and coalesce((select e.state from claim_event e where e.office_id = c.office_id and e.claim_id = c.id \
             order by e.seq desc limit 1), '') <> 'returned'"
        )
    };
}

/// The claims of one client that stand; a test looks at how both engines find them.
pub const STANDING_OF_CLIENT: &str = standing!(" and c.client_id = $2");
const STANDING: &str = standing!("");

/// A claim that came back last, with what was told of it. Joined so that the claims are read first: asked to choose,
/// SQLite begins with every event of the office.
macro_rules! returned {
    ($of:literal) => {
        concat!(
            "select c.client_id, c.round_id, c.month, e.on_date, e.code, e.reason from claim c \
             cross join claim_event e where c.office_id = $1",
            $of,
            " and e.office_id = c.office_id and e.claim_id = c.id and e.state = 'returned' \
             and e.seq = (select max(l.seq) from claim_event l where l.office_id = c.office_id and l.claim_id = c.id) \
             order by c.client_id, e.on_date, c.id"
        )
    };
}

/// The claims of one client that came back; a test looks at how both engines find them.
pub const RETURNED_OF_CLIENT: &str = returned!(" and c.client_id = $2");
const RETURNED: &str = returned!("");

fn claim(row: &mut Row) -> Result<Claim, StoreError> {
    Ok(Claim {
        id: row.next()?,
        closing: row.next()?,
        client: row.next()?,
        round: row.next()?,
        service: of_word("claim", "service", row.next()?, ConsultationService::from_word)?,
        month: row.next()?,
        fee: of_word("claim", "fee", row.next()?, FeeKind::from_word)?,
        municipality: row.next()?,
        monitored_on: row.next()?,
        units: row.next()?,
        yen: row.next()?,
        body: json::<ClaimBody>("claim", "body", &row.next::<String>()?)?,
        lines: Vec::new(),
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

fn line(row: &mut Row) -> Result<(ClaimId, ClaimedLine), StoreError> {
    let (claim, seq) = (row.next()?, row.next()?);
    let fee: String = row.next()?;
    let line = ClaimedLine {
        seq,
        fee: (!fee.is_empty()).then(|| of_word("claim_line", "fee", fee, FeeKind::from_word)).transpose()?,
        plan: row.next()?,
        code: row.next()?,
        name: row.next()?,
        units: row.next()?,
        count: row.next()?,
    };
    Ok((claim, line))
}

/// Puts lines and states on their claims.
fn complete(claims: &mut [Claim], lines: Vec<(ClaimId, ClaimedLine)>, events: Vec<(ClaimId, ClaimStateChange)>) {
    let mut lines = grouped(lines);
    let mut events = grouped(events);
    for claim in claims {
        claim.lines = lines.remove(&claim.id).unwrap_or_default();
        claim.events = events.remove(&claim.id).unwrap_or_default();
    }
}

fn grouped<T>(rows: Vec<(ClaimId, T)>) -> HashMap<ClaimId, Vec<T>> {
    let mut groups: HashMap<ClaimId, Vec<T>> = HashMap::new();
    for (id, row) in rows {
        groups.entry(id).or_default().push(row);
    }
    groups
}

/// Keeps a claim of a closing with its lines.
pub fn insert(tx: &mut Tx, office: OfficeId, claim: &Claim) -> Result<(), StoreError> {
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
    for line in &claim.lines {
        insert_line(tx, office, claim.id, line)?;
    }
    Ok(())
}

fn insert_line(tx: &mut Tx, office: OfficeId, claim: ClaimId, line: &ClaimedLine) -> Result<(), StoreError> {
    let ClaimedLine { seq, fee, plan, code, name, units, count } = line;
    let fee = fee.map_or("", FeeKind::word);
    tx.execute(INSERT_LINE, &[&office, &claim, seq, &fee, plan, code, name, units, count])?;
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

/// The claims of a month with what became of each.
pub fn of_month(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Claim>, StoreError> {
    let mut claims = tx.readable(
        concat!("select ", claim_columns!(), " from claim where office_id = $1 and month = $2 order by id"),
        &[&office, &month],
        claim,
    )?;
    let lines = tx.readable(LINES, &[&office, &month], line)?;
    let events = tx.readable(EVENTS, &[&office, &month], event)?;
    // A claim of which a line or a state was passed over is passed over with it.
    for table in ["claim_event", "claim_line"] {
        claims.retain(|claim| !tx.is_broken(table, "claim_id", claim.id.0, ("client_id", claim.client.0)));
    }
    complete(&mut claims, lines, events);
    Ok(claims)
}

/// The clients whose claims are in a closing.
pub fn clients_of_closing(tx: &mut Tx, office: OfficeId, closing: ClosingId) -> Result<Vec<ClientId>, StoreError> {
    let sql = "select distinct client_id from claim where office_id = $1 and closing_id = $2 order by client_id";
    tx.rows(sql, &[&office, &closing], |row| row.next())
}

/// Every claim of a client with what became of each, the oldest month first.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Claim>, StoreError> {
    let mut claims = tx.rows(
        concat!("select ", claim_columns!(), " from claim where office_id = $1 and client_id = $2"),
        &[&office, &client],
        claim,
    )?;
    claims.sort_by_key(|claim| (claim.month, claim.id));
    let lines = tx.rows(LINES_OF_CLIENT, &[&office, &client], line)?;
    let events = tx.rows(EVENTS_OF_CLIENT, &[&office, &client], event)?;
    complete(&mut claims, lines, events);
    Ok(claims)
}

/// One claim with what became of it.
pub fn find(tx: &mut Tx, office: OfficeId, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    let month = tx.optional("select month from claim where office_id = $1 and id = $2", &[&office, &id], |row| {
        row.next::<YearMonth>()
    })?;
    let Some(month) = month else { return Ok(None) };
    Ok(of_month(tx, office, month)?.into_iter().find(|claim| claim.id == id))
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

fn standing(row: &mut Row) -> Result<(ClaimId, StandingClaim), StoreError> {
    let id = row.next()?;
    let claim = StandingClaim {
        client: row.next()?,
        service: of_word("claim", "service", row.next()?, ConsultationService::from_word)?,
        municipality: row.next()?,
        month: row.next()?,
        plans: row.next::<Option<CertificateId>>()?.into_iter().collect(),
    };
    Ok((id, claim))
}

/// Rows of one claim with one plan each become one claim with all its plans.
fn joined(mut rows: Vec<(ClaimId, StandingClaim)>) -> Vec<StandingClaim> {
    rows.sort_by_key(|(id, _)| *id);
    let mut claims: Vec<(ClaimId, StandingClaim)> = Vec::new();
    for (id, row) in rows {
        match claims.last_mut().filter(|(last, _)| *last == id) {
            Some((_, claim)) => claim.plans.extend(row.plans),
            None => claims.push((id, row)),
        }
    }
    claims.into_iter().map(|(_, claim)| claim).collect()
}

/// The claims of a client that stand: their months and plans are taken.
pub fn standing_of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<StandingClaim>, StoreError> {
    Ok(joined(tx.rows(STANDING_OF_CLIENT, &[&office, &client], standing)?))
}

/// The claims of the whole office that stand.
pub fn standing_all(tx: &mut Tx, office: OfficeId) -> Result<Vec<StandingClaim>, StoreError> {
    Ok(joined(tx.rows(STANDING, &[&office], standing)?))
}

fn returned(row: &mut Row) -> Result<ReturnedClaim, StoreError> {
    Ok(ReturnedClaim {
        client: row.next()?,
        round: row.next()?,
        month: row.next()?,
        on: row.next()?,
        code: row.next()?,
        reason: row.next()?,
    })
}

/// 返戻: the claims of a client that came back last, the earliest notice first.
pub fn returned_of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<ReturnedClaim>, StoreError> {
    tx.rows(RETURNED_OF_CLIENT, &[&office, &client], returned)
}

/// 返戻: those of the whole office, client by client.
pub fn returned_all(tx: &mut Tx, office: OfficeId) -> Result<Vec<ReturnedClaim>, StoreError> {
    tx.rows(RETURNED, &[&office], returned)
}

/// The lines as a claim's body held them before they had a table.
#[derive(Deserialize)]
struct BodyLines {
    #[serde(default)]
    lines: Vec<BodyLine>,
}

#[derive(Deserialize)]
struct BodyLine {
    code: String,
    name: String,
    units: i64,
    count: i64,
}

/// Reads the lines of claims that have none out of their bodies, where an export of an earlier version was taken back;
/// how many claims got theirs.
pub fn take_lines_from_bodies(tx: &mut Tx, office: OfficeId) -> Result<usize, StoreError> {
    let bare = tx.rows(
        "select c.id, c.fee, c.body from claim c where c.office_id = $1 and not exists \
         (select 1 from claim_line l where l.office_id = c.office_id and l.claim_id = c.id)",
        &[&office],
        |row| Ok((row.next::<ClaimId>()?, row.next::<String>()?, row.next::<String>()?)),
    )?;
    for (claim, fee, body) in &bare {
        let fee = of_word("claim", "fee", fee.clone(), FeeKind::from_word)?;
        for (seq, line) in (1..).zip(json::<BodyLines>("claim", "body", body)?.lines) {
            let BodyLine { code, name, units, count } = line;
            insert_line(
                tx,
                office,
                *claim,
                &ClaimedLine { seq, fee: Some(fee), plan: None, code, name, units, count },
            )?;
        }
    }
    Ok(bare.len())
}
