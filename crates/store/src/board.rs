//! The derived tables: the board, with its counts, with the planning rows beside the rounds (`board/plans.rs`) and with the
//! stretches of grants whose ends it counts (`board/gaps.rs`). Written by [`refresh_round`] in the transaction of the fact, rebuilt
//! by [`rebuild`], and proved equal to the computed state by a test.

use std::collections::HashMap;

use domain::{
    billing::{
        claim_life::{ReturnedClaim, StandingClaim},
        claimable::{ClientFile, claim_lamp, judge},
    },
    client::{Certificate, ConsultationService},
    id::{ClientId, OfficeId, RoundId},
    monitoring::{BoardRow, DueDays, Round, Stage, board_row, certificate_beside_round},
    office::{OfficeHistory, SettingsBook},
    planning::{PlanningCase, p5_consent::ConsentedPlan},
};
use law::LawBook;

use crate::{
    Row, StoreError, Tx, certificates, claims, clients, office_facts, plan_answers, planning_cases, read::of_word,
    rounds,
};
pub use page::{BoardCounts, BoardPage, BoardQuery, BoardState};

/// The columns of the board, in the order in which [`line`] reads them.
macro_rules! columns {
    () => {
        "b.round_id, b.client_id, b.specialist_id, b.name, b.kana, b.service, b.municipality_name, b.month, \
         b.carried_to, b.interval_months, b.lamps, b.due_record, b.due_submission, b.due_claim, b.earliest_due, \
         b.missing, b.last_visit, b.carried_reason, b.ended_on, b.recorded, b.open, b.stage, \
         b.visit_on, b.visit_at, b.waiting_since"
    };
}

pub mod gaps;
pub mod page;
pub mod plans;
pub mod tally;

fn line(row: &mut Row) -> Result<BoardRow, StoreError> {
    Ok(BoardRow {
        round: row.next()?,
        client: row.next()?,
        specialist: row.next()?,
        name: row.next()?,
        kana: row.next()?,
        service: of_word("board", "service", row.next()?, ConsultationService::from_word)?,
        municipality_name: row.next()?,
        month: row.next()?,
        carried_to: row.next()?,
        interval_months: row.next()?,
        lamps: row.next()?,
        due: DueDays { record: row.next()?, submission: row.next()?, claim: row.next()? },
        earliest_due: row.next()?,
        missing: row.next()?,
        last_visit: row.next()?,
        carried_reason: row.next()?,
        ended_on: row.next()?,
        recorded: row.next()?,
        open: row.next()?,
        stage: of_word("board", "stage", row.next()?, Stage::from_word)?,
        visit_on: row.next()?,
        visit_at: row.next()?,
        waiting_since: row.next()?,
    })
}

/// The row of one round, where it has one.
pub fn find(tx: &mut Tx, office: OfficeId, round: RoundId) -> Result<Option<BoardRow>, StoreError> {
    tx.optional(
        concat!("select ", columns!(), " from board b where b.office_id = $1 and b.round_id = $2"),
        &[&office, &round],
        line,
    )
}

/// The rows of a client, the earliest month first: the twelve-month strip.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<BoardRow>, StoreError> {
    tx.readable(
        concat!(
            "select ",
            columns!(),
            " from board b where b.office_id = $1 and b.client_id = $2 order by b.month, b.round_id"
        ),
        &[&office, &client],
        line,
    )
}

/// The whole board (for the proof that it equals the computed state).
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<BoardRow>, StoreError> {
    tx.readable(
        concat!("select ", columns!(), " from board b where b.office_id = $1 order by b.month, b.round_id"),
        &[&office],
        line,
    )
}

/// Writes the rows of a round's client anew from the facts: what happened in one round may decide on the claim of
/// another one.
pub fn refresh_round(tx: &mut Tx, office: OfficeId, round: RoundId, settings: &SettingsBook) -> Result<(), StoreError> {
    let client =
        tx.optional("select client_id from round where office_id = $1 and id = $2", &[&office, &round], |row| {
            row.next::<ClientId>()
        })?;
    client.map_or(Ok(()), |client| refresh_client(tx, office, client, settings))
}

/// Writes the rows of a client anew, after a fact, the name, the specialist or a certificate changed.
pub fn refresh_client(
    tx: &mut Tx,
    office: OfficeId,
    client: ClientId,
    settings: &SettingsBook,
) -> Result<(), StoreError> {
    let Some(client) = clients::find(tx, office, client)? else {
        return Ok(());
    };
    let certificates = certificates::of_client(tx, office, client.id)?;
    let rounds = rounds::of_client(tx, office, client.id)?;
    let plan_answers = plan_answers::of_client(tx, office, client.id)?;
    let plans = plans_of(&planning_cases::consented_of_client(tx, office, client.id)?);
    let there = of_client(tx, office, client.id)?;
    let file = ClientFile {
        office: &office_of(tx, office)?,
        client: &client,
        certificates: &certificates,
        rounds: &rounds,
        plan_answers: &plan_answers,
        plans: &plans,
        claims: &claims::standing_of_client(tx, office, client.id)?,
        settings,
    };
    let rows = rows_of(&file, &claims::returned_of_client(tx, office, client.id)?)?;
    gaps::refresh(tx, &client, &certificates)?;
    for row in &rows {
        let before = there.iter().find(|before| before.round == row.round);
        if before != Some(row) {
            write(tx, office, before, row)?;
        }
    }
    // A round whose only record was taken back and that no certificate lists is nobody's work any more.
    for gone in there.iter().filter(|before| !rows.iter().any(|row| row.round == before.round)) {
        remove(tx, office, gone.round)?;
    }
    Ok(())
}

/// Takes the row of a round away.
pub fn remove(tx: &mut Tx, office: OfficeId, round: RoundId) -> Result<(), StoreError> {
    if let Some(row) = find(tx, office, round)? {
        tx.execute("delete from board where office_id = $1 and round_id = $2", &[&office, &round])?;
        tally::take(tx, office, &row)?;
    }
    Ok(())
}

/// The whole board of an office as computed from the facts, in the order of [`all`].
pub fn computed(tx: &mut Tx, office: OfficeId, settings: &SettingsBook) -> Result<Vec<BoardRow>, StoreError> {
    let whose = office_of(tx, office)?;
    let mut certificates: HashMap<ClientId, Vec<Certificate>> = HashMap::new();
    for certificate in certificates::all(tx, office)? {
        certificates.entry(certificate.client).or_default().push(certificate);
    }
    let mut rounds: HashMap<ClientId, Vec<Round>> = HashMap::new();
    for round in rounds::all(tx, office)? {
        rounds.entry(round.client).or_default().push(round);
    }
    let plan_answers = plan_answers::all(tx, office)?;
    let mut plans: HashMap<ClientId, Vec<ConsentedPlan>> = HashMap::new();
    for plan in plans_of(&planning_cases::consented(tx, office)?) {
        plans.entry(plan.client()).or_default().push(plan);
    }
    let mut claims: HashMap<ClientId, Vec<StandingClaim>> = HashMap::new();
    for claim in claims::standing_all(tx, office)? {
        claims.entry(claim.client).or_default().push(claim);
    }
    let mut returned: HashMap<ClientId, Vec<ReturnedClaim>> = HashMap::new();
    for claim in claims::returned_all(tx, office)? {
        returned.entry(claim.client).or_default().push(claim);
    }
    let mut rows = Vec::new();
    for client in clients::all(tx, office)? {
        let file = ClientFile {
            office: &whose,
            client: &client,
            certificates: certificates.get(&client.id).map_or(&[], Vec::as_slice),
            rounds: rounds.get(&client.id).map_or(&[], Vec::as_slice),
            plan_answers: &plan_answers,
            plans: plans.get(&client.id).map_or(&[], Vec::as_slice),
            claims: claims.get(&client.id).map_or(&[], Vec::as_slice),
            settings,
        };
        if !tx.is_unreadable_of(client.id) {
            match rows_of(&file, returned.get(&client.id).map_or(&[], Vec::as_slice)) {
                Ok(found) => rows.extend(found),
                Err(fault) => tx.pass_over(fault)?,
            }
        }
        rounds.remove(&client.id);
    }
    for round in rounds.values().flatten() {
        if !tx.is_unreadable_of(round.client) {
            tx.pass_over(orphan(round, "client_id"))?;
        }
    }
    rows.sort_by_key(|row| (row.month, row.round));
    Ok(rows)
}

/// Makes the whole board of an office anew; how many rows it has. Where it passes over what cannot be read, the rows
/// that stand on it stay as they are.
pub fn rebuild(tx: &mut Tx, office: OfficeId, settings: &SettingsBook) -> Result<usize, StoreError> {
    let before = all(tx, office)?;
    let mut rows = computed(tx, office, settings)?;
    rows.extend(before.into_iter().filter(|row| tx.is_unreadable_of(row.client)));
    tx.execute("delete from board where office_id = $1", &[&office])?;
    tally::clear(tx, office)?;
    for row in &rows {
        write(tx, office, None, row)?;
    }
    plans::rebuild(tx, office)?;
    gaps::rebuild(tx, office)?;
    Ok(rows.len())
}

/// Whether the office has rounds and not one row of the board, open cases and not one row of those, or grants and not one
/// stretch of them: a migration has emptied it.
pub fn is_emptied(tx: &mut Tx, office: OfficeId) -> Result<bool, StoreError> {
    let emptied = "select count(*) from office where id = $1 \
        and ((exists (select 1 from round r where r.office_id = $1) \
        and not exists (select 1 from board b where b.office_id = $1)) \
        or (exists (select 1 from planning_case k where k.office_id = $1 and k.closed_on is null) \
        and not exists (select 1 from board_case p where p.office_id = $1)) \
        or (exists (select 1 from service_grant g where g.office_id = $1) \
        and not exists (select 1 from board_gap s where s.office_id = $1)))";
    Ok(tx.one(emptied, &[&office], |row| row.next::<i64>())? > 0)
}

/// The rows of one client, judged together; a round that no page lists has none.
fn rows_of(file: &ClientFile<'_>, returned: &[ReturnedClaim]) -> Result<Vec<BoardRow>, StoreError> {
    let book = LawBook::embedded().map_err(|error| StoreError::Inconsistent {
        table: "law",
        column: "book",
        id: String::new(),
        reason: error.to_string(),
    })?;
    let candidates = judge(book, file);
    let row = |round: &Round| {
        let certificate = certificate_beside_round(file.certificates, round);
        let settings = file.settings.of(&round.municipality, round.judged_on());
        let row = board_row(round, file.client, certificate, settings, claim_lamp(&candidates, round));
        match ReturnedClaim::of_round(returned, round) {
            Some(claim) => row.returned(claim),
            None => row,
        }
    };
    Ok(file.rounds.iter().filter(|round| round.is_listed()).map(row).collect())
}

fn plans_of(cases: &[PlanningCase]) -> Vec<ConsentedPlan> {
    cases.iter().filter_map(PlanningCase::consented_plan).collect()
}

fn office_of(tx: &mut Tx, office: OfficeId) -> Result<OfficeHistory, StoreError> {
    office_facts::history(tx, office)?.ok_or_else(|| StoreError::Inconsistent {
        table: "office",
        column: "id",
        id: office.to_string(),
        reason: "no such row".to_owned(),
    })
}

fn orphan(round: &Round, column: &'static str) -> StoreError {
    StoreError::Inconsistent { table: "round", column, id: round.id.to_string(), reason: "no such row".to_owned() }
}

/// Puts a row in the place of the one that stood there. The counts go with it: no other function writes a row.
fn write(tx: &mut Tx, office: OfficeId, before: Option<&BoardRow>, row: &BoardRow) -> Result<(), StoreError> {
    tally::replace(tx, office, before, row)?;
    tx.execute(
        "insert into board (office_id, round_id, client_id, specialist_id, name, kana, service, municipality_name, \
         month, carried_to, interval_months, lamps, due_record, due_submission, due_claim, earliest_due, missing, \
         last_visit, carried_reason, ended_on, recorded, open, stage, visit_on, visit_at, waiting_since) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
         $23, $24, $25, $26) \
         on conflict (office_id, round_id) do update set client_id = excluded.client_id, \
         specialist_id = excluded.specialist_id, name = excluded.name, kana = excluded.kana, \
         service = excluded.service, municipality_name = excluded.municipality_name, month = excluded.month, \
         carried_to = excluded.carried_to, interval_months = excluded.interval_months, lamps = excluded.lamps, \
         due_record = excluded.due_record, due_submission = excluded.due_submission, due_claim = excluded.due_claim, \
         earliest_due = excluded.earliest_due, missing = excluded.missing, last_visit = excluded.last_visit, \
         carried_reason = excluded.carried_reason, \
         ended_on = excluded.ended_on, recorded = excluded.recorded, open = excluded.open, \
         stage = excluded.stage, visit_on = excluded.visit_on, visit_at = excluded.visit_at, \
         waiting_since = excluded.waiting_since",
        &[
            &office,
            &row.round,
            &row.client,
            &row.specialist,
            &row.name,
            &row.kana,
            &row.service.word(),
            &row.municipality_name,
            &row.month,
            &row.carried_to,
            &row.interval_months,
            &row.lamps,
            &row.due.record,
            &row.due.submission,
            &row.due.claim,
            &row.earliest_due,
            &row.missing,
            &row.last_visit,
            &row.carried_reason,
            &row.ended_on,
            &row.recorded,
            &row.open,
            &row.stage.word(),
            &row.visit_on,
            &row.visit_at,
            &row.waiting_since,
        ],
    )?;
    Ok(())
}
