//! モニタリングの回 and its facts. Facts are only ever added; a round counts them in its version.

use calendar::{Date, YearMonth};
use domain::{
    client::ConsultationService,
    facts::Facts,
    id::{ClientId, FactId, OfficeId, RoundId},
    monitoring::{Fact, Round, RoundFact},
};

use crate::{
    Row, StoreError, Tx, board, drafts,
    facts::{self, fact},
    papers,
    read::of_word,
    working_versions::{self, WorkingKind},
};

/// The columns of a round, in the order in which [`head`] reads them.
macro_rules! columns {
    () => {
        "r.office_id, r.id, r.client_id, r.service, r.municipality, r.month, r.scheduled, r.claimed_on, \
         c.ended_on as support_ended_on, \
         exists (select 1 from working_version w where w.office_id = r.office_id and w.subject = r.id and w.kind = 'report' and w.body <> '') \
         as being_written, r.version"
    };
}

/// Where they stand: the end of the support is kept with the client.
macro_rules! tables {
    () => {
        " from round r join client c on c.office_id = r.office_id and c.id = r.client_id"
    };
}

/// The columns of a round's fact.
macro_rules! fact_columns {
    () => {
        facts::fact_columns!("round_id", "id")
    };
}

const ADD_FACT: &str = facts::insert_fact!("fact", "round_id" = "$8", "id" = "$9", "seq" = "$10", "kind" = "$11");

facts::kept_as_json!(RoundFact, "fact");

fn head(row: &mut Row) -> Result<Round, StoreError> {
    Ok(Round {
        office: row.next()?,
        id: row.next()?,
        client: row.next()?,
        service: of_word("round", "service", row.next()?, ConsultationService::from_word)?,
        municipality: row.next()?,
        month: row.next()?,
        scheduled: row.next()?,
        claimed_on: row.next()?,
        support_ended_on: row.next()?,
        being_written: row.next()?,
        facts: Facts::default(),
        version: row.next()?,
    })
}

/// Puts each fact on its round; the facts come ordered by the round's id. A round of which a fact was passed over is
/// passed over with it: without that fact its lamps would lie. The rounds are put in order here: asked to order them by
/// id, SQLite reads the rounds of the whole office by its key rather than those of the client.
fn with_facts(tx: &mut Tx, mut rounds: Vec<Round>, facts: Vec<(RoundId, Fact)>) -> Vec<Round> {
    rounds.retain(|round| !tx.is_broken("fact", "round_id", round.id.0, ("client_id", round.client.0)));
    rounds.sort_by_key(|round| round.id);
    facts::put_on(&mut rounds, facts, |round| (round.id, &mut round.facts));
    rounds
}

/// One round of the office with its facts.
pub fn find(tx: &mut Tx, office: OfficeId, id: RoundId) -> Result<Option<Round>, StoreError> {
    let rounds = tx.rows(
        concat!("select ", columns!(), tables!(), " where r.office_id = $1 and r.id = $2"),
        &[&office, &id],
        head,
    )?;
    let facts = tx.rows(
        concat!("select ", fact_columns!(), " from fact f where f.office_id = $1 and f.round_id = $2 order by f.seq"),
        &[&office, &id],
        fact,
    )?;
    Ok(with_facts(tx, rounds, facts).into_iter().next())
}

/// The statements that read one client's rounds and their facts; a test looks at how both engines answer them.
pub const OF_CLIENT: [&str; 2] = [
    concat!("select ", columns!(), tables!(), " where r.office_id = $1 and r.client_id = $2"),
    // A join would be read from the facts of the whole office, because their key has the order asked for.
    concat!(
        "select ",
        fact_columns!(),
        " from fact f where f.office_id = $1 and f.round_id in \
         (select r.id from round r where r.office_id = $1 and r.client_id = $2) order by f.round_id, f.seq"
    ),
];

/// The rounds of a client with their facts, the earliest month first.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<Round>, StoreError> {
    let [rounds, facts] = OF_CLIENT;
    let rounds = tx.readable(rounds, &[&office, &client], head)?;
    let facts = tx.readable(facts, &[&office, &client], fact)?;
    Ok(by_month(with_facts(tx, rounds, facts)))
}

/// The rounds of the months from `first` to `last` with their facts (for billing).
pub fn between(tx: &mut Tx, office: OfficeId, first: YearMonth, last: YearMonth) -> Result<Vec<Round>, StoreError> {
    let rounds = tx.readable(
        concat!("select ", columns!(), tables!(), " where r.office_id = $1 and r.month >= $2 and r.month <= $3"),
        &[&office, &first, &last],
        head,
    )?;
    let facts = tx.readable(
        concat!(
            "select ",
            fact_columns!(),
            " from fact f join round r on r.office_id = f.office_id and r.id = f.round_id \
             where r.office_id = $1 and r.month >= $2 and r.month <= $3 order by f.round_id, f.seq"
        ),
        &[&office, &first, &last],
        fact,
    )?;
    Ok(by_month(with_facts(tx, rounds, facts)))
}

/// The rounds whose papers are shown: with a report, and something still to be done before the claim, or of that month or later.
pub fn with_papers(tx: &mut Tx, office: OfficeId, month: YearMonth) -> Result<Vec<Round>, StoreError> {
    let rounds =
        concat!("select ", columns!(), tables!(), " where r.office_id = $1 and r.id in (", papers::rounds!("$2"), ")");
    let facts = concat!(
        "select ",
        fact_columns!(),
        " from fact f where f.office_id = $1 and f.round_id in (",
        papers::rounds!("$2"),
        ") order by f.round_id, f.seq"
    );
    let rounds = tx.readable(rounds, &[&office, &month], head)?;
    let facts = tx.readable(facts, &[&office, &month], fact)?;
    Ok(by_month(with_facts(tx, rounds, facts)))
}

/// Every round of the office with its facts (for exports and rebuilding).
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Round>, StoreError> {
    let rounds = tx.readable(concat!("select ", columns!(), tables!(), " where r.office_id = $1"), &[&office], head)?;
    let facts = tx.readable(
        concat!("select ", fact_columns!(), " from fact f where f.office_id = $1 order by f.round_id, f.seq"),
        &[&office],
        fact,
    )?;
    Ok(by_month(with_facts(tx, rounds, facts)))
}

fn by_month(mut rounds: Vec<Round>) -> Vec<Round> {
    rounds
        .sort_by(|a, b| (a.month, a.service, &a.municipality, a.id).cmp(&(b.month, b.service, &b.municipality, b.id)));
    rounds
}

/// Opens a round, or puts the one that is there for client, service, municipality and month on the schedule or off it.
pub fn open(tx: &mut Tx, round: &Round) -> Result<(), StoreError> {
    tx.execute(
        "insert into round (office_id, id, client_id, service, municipality, month, scheduled, claimed_on, version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (office_id, client_id, service, municipality, month) \
         do update set scheduled = excluded.scheduled",
        &[
            &round.office,
            &round.id,
            &round.client,
            &round.service.word(),
            &round.municipality,
            &round.month,
            &round.scheduled,
            &round.claimed_on,
            &round.version,
        ],
    )?;
    Ok(())
}

/// Takes a month off the schedule: a round without facts goes, one with facts stays and is marked.
pub fn unschedule(tx: &mut Tx, office: OfficeId, id: RoundId) -> Result<(), StoreError> {
    board::remove(tx, office, id)?;
    let deleted = tx.execute(
        "delete from round where office_id = $1 and id = $2 and claimed_on is null and not exists \
         (select 1 from fact f where f.office_id = round.office_id and f.round_id = round.id) \
         and not exists (select 1 from claim c where c.office_id = round.office_id and c.round_id = round.id)",
        &[&office, &id],
    )?;
    if deleted == 0 {
        tx.execute("update round set scheduled = $3 where office_id = $1 and id = $2", &[&office, &id, &false])?;
    } else {
        drafts::remove_of_subject(tx, office, id.0)?;
        working_versions::remove(tx, office, (WorkingKind::Report, id.0))?;
    }
    Ok(())
}

/// Keeps the day on which the claim with this round was closed, or takes it back.
pub fn set_claimed(tx: &mut Tx, office: OfficeId, id: RoundId, claimed_on: Option<Date>) -> Result<(), StoreError> {
    tx.execute("update round set claimed_on = $3 where office_id = $1 and id = $2", &[&office, &id, &claimed_on])?;
    Ok(())
}

/// What became of a fact that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It stands; the round now has this version.
    Saved(i64),
    /// Somebody else added one first; the round has this version.
    Conflict(i64),
}

/// Adds a fact to a round that is still at `version`.
pub fn append_fact(
    tx: &mut Tx,
    office: OfficeId,
    round: RoundId,
    version: i64,
    fact: &Fact,
) -> Result<Appended, StoreError> {
    let touched = tx.execute(
        "update round set version = version + 1 where office_id = $1 and id = $2 and version = $3",
        &[&office, &round, &version],
    )?;
    if touched == 0 {
        return Ok(Appended::Conflict(version_of(tx, office, round)?));
    }
    let next = version + 1;
    facts::insert(tx, ADD_FACT, office, fact, &[&round, &fact.id, &next, &fact.body.kind()])?;
    Ok(Appended::Saved(next))
}

fn version_of(tx: &mut Tx, office: OfficeId, round: RoundId) -> Result<i64, StoreError> {
    let version =
        tx.optional("select version from round where office_id = $1 and id = $2", &[&office, &round], |row| {
            row.next::<i64>()
        })?;
    Ok(version.unwrap_or(0))
}

/// The round of the same client and service before this one that has facts, of any municipality: 前回.
pub fn last_before(tx: &mut Tx, round: &Round) -> Result<Option<Round>, StoreError> {
    let id = tx.optional(
        "select r.id from round r where r.office_id = $1 and r.client_id = $2 and r.service = $3 and r.month < $4 \
         and exists (select 1 from fact f where f.office_id = r.office_id and f.round_id = r.id) \
         order by r.month desc, r.id desc limit 1",
        &[&round.office, &round.client, &round.service.word(), &round.month],
        |row| row.next::<RoundId>(),
    )?;
    match id {
        Some(id) => find(tx, round.office, id),
        None => Ok(None),
    }
}

/// Gives a round to the municipality that a certificate now tells: one opened without any, or with a mistaken number.
/// Its facts stay with it. Whether that was possible: not where the municipality has a round of that month already.
pub fn give_to_municipality(tx: &mut Tx, round: &Round, municipality: &str) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update round set municipality = $3 where office_id = $1 and id = $2 and municipality <> $3 \
         and not exists (select 1 from round o where o.office_id = round.office_id and o.client_id = round.client_id \
         and o.service = round.service and o.municipality = $3 and o.month = round.month)",
        &[&round.office, &round.id, &municipality],
    )?;
    Ok(touched == 1)
}

/// The round in which a fact stands.
pub fn of_fact(tx: &mut Tx, office: OfficeId, fact: FactId) -> Result<Option<RoundId>, StoreError> {
    tx.optional("select round_id from fact where office_id = $1 and id = $2", &[&office, &fact], |row| row.next())
}
