//! 計画の経過 and its facts. Facts are only ever added; a case counts them in its version.

use calendar::{Date, FiscalYear};
use domain::{
    client::ConsultationService,
    facts::{Fact, Facts},
    id::{CaseId, ClientId, FactId, OfficeId},
    planning::{CaseFact, CaseKind, PlanningCase, Reception},
};

use crate::{
    Row, StoreError, Tx,
    facts::{self, fact},
    papers,
    read::of_word,
    rounds::Appended,
};

/// The columns of a case, in the order in which [`head`] reads them.
macro_rules! columns {
    () => {
        "k.office_id, k.id, k.client_id, k.service, k.municipality, k.kind, k.replaces, k.fiscal_year, k.reception, \
         k.opened_on, k.closed_on, c.ended_on as support_ended_on, k.version"
    };
}

/// Where they stand: the end of the support is kept with the client.
macro_rules! tables {
    () => {
        " from planning_case k join client c on c.office_id = k.office_id and c.id = k.client_id"
    };
}

/// Whether a plan was ever agreed to in a case, here or elsewhere.
macro_rules! consented {
    () => {
        "exists (select 1 from planning_fact g where g.office_id = k.office_id and g.case_id = k.id \
         and g.kind in ('consent', 'elsewhere'))"
    };
}

/// The columns of a case's fact.
macro_rules! fact_columns {
    () => {
        facts::fact_columns!("case_id", "id")
    };
}

const ADD_FACT: &str =
    facts::insert_fact!("planning_fact", "case_id" = "$8", "id" = "$9", "seq" = "$10", "kind" = "$11");

facts::kept_as_json!(CaseFact, "planning_fact");

fn head(row: &mut Row) -> Result<PlanningCase, StoreError> {
    Ok(PlanningCase {
        office: row.next()?,
        id: row.next()?,
        client: row.next()?,
        service: of_word("planning_case", "service", row.next()?, ConsultationService::from_word)?,
        municipality: row.next()?,
        kind: of_word("planning_case", "kind", row.next()?, CaseKind::from_word)?,
        replaces: row.next()?,
        reception: reception(row)?,
        opened_on: row.next()?,
        closed_on: row.next()?,
        support_ended_on: row.next()?,
        facts: Facts::default(),
        version: row.next()?,
    })
}

fn reception(row: &mut Row) -> Result<Reception, StoreError> {
    let wrong = || StoreError::inconsistent("planning_case", "fiscal_year", "no fiscal year");
    let year = i32::try_from(row.next::<i64>()?).ok().and_then(|year| FiscalYear::new(year).ok()).ok_or_else(wrong)?;
    Ok(Reception { year, number: row.next()? })
}

/// Puts each fact on its case; the facts come ordered by the case's id. A case of which a fact was passed over is passed
/// over with it: without that fact its lamps would lie.
fn with_facts(tx: &mut Tx, mut cases: Vec<PlanningCase>, facts: Vec<(CaseId, Fact<CaseFact>)>) -> Vec<PlanningCase> {
    cases.retain(|case| !tx.is_broken("planning_fact", "case_id", case.id.0, ("client_id", case.client.0)));
    cases.sort_by_key(|case| case.id);
    facts::put_on(&mut cases, facts, |case| (case.id, &mut case.facts));
    cases.sort_by_key(|case| (case.opened_on, case.reception.year, case.reception.number));
    cases
}

/// One case of the office with its facts.
pub fn find(tx: &mut Tx, office: OfficeId, id: CaseId) -> Result<Option<PlanningCase>, StoreError> {
    let cases = tx.rows(
        concat!("select ", columns!(), tables!(), " where k.office_id = $1 and k.id = $2"),
        &[&office, &id],
        head,
    )?;
    let facts = tx.rows(
        concat!(
            "select ",
            fact_columns!(),
            " from planning_fact f where f.office_id = $1 and f.case_id = $2 order by f.seq"
        ),
        &[&office, &id],
        fact,
    )?;
    Ok(with_facts(tx, cases, facts).into_iter().next())
}

/// The statements that read one client's cases and their facts; a test looks at how both engines answer them.
pub const OF_CLIENT: [&str; 2] = [
    concat!("select ", columns!(), tables!(), " where k.office_id = $1 and k.client_id = $2"),
    concat!(
        "select ",
        fact_columns!(),
        " from planning_fact f where f.office_id = $1 and f.case_id in \
         (select k.id from planning_case k where k.office_id = $1 and k.client_id = $2) order by f.case_id, f.seq"
    ),
];

/// The cases of a client with their facts, the oldest first.
pub fn of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<PlanningCase>, StoreError> {
    let [cases, facts] = OF_CLIENT;
    let cases = tx.readable(cases, &[&office, &client], head)?;
    let facts = tx.readable(facts, &[&office, &client], fact)?;
    Ok(with_facts(tx, cases, facts))
}

/// The statements that read the open cases of an office; a test looks at how both engines answer them.
pub const OPEN: [&str; 2] = [
    concat!("select ", columns!(), tables!(), " where k.office_id = $1 and k.closed_on is null"),
    concat!(
        "select ",
        fact_columns!(),
        " from planning_fact f where f.office_id = $1 and f.case_id in \
         (select k.id from planning_case k where k.office_id = $1 and k.closed_on is null) order by f.case_id, f.seq"
    ),
];

/// The cases of the office in which something is still to be done, the oldest first.
pub fn open(tx: &mut Tx, office: OfficeId) -> Result<Vec<PlanningCase>, StoreError> {
    let [cases, facts] = OPEN;
    let cases = tx.readable(cases, &[&office], head)?;
    let facts = tx.readable(facts, &[&office], fact)?;
    Ok(with_facts(tx, cases, facts))
}

/// The cases whose papers are shown: open ones, and those that closed on that day or later.
pub fn with_papers(tx: &mut Tx, office: OfficeId, since: Date) -> Result<Vec<PlanningCase>, StoreError> {
    let cases =
        concat!("select ", columns!(), tables!(), " where k.office_id = $1 and k.id in (", papers::cases!(), ")");
    let facts = concat!(
        "select ",
        fact_columns!(),
        " from planning_fact f where f.office_id = $1 and f.case_id in (",
        papers::cases!(),
        ") order by f.case_id, f.seq"
    );
    let cases = tx.readable(cases, &[&office, &since], head)?;
    let facts = tx.readable(facts, &[&office, &since], fact)?;
    Ok(with_facts(tx, cases, facts))
}

/// The statements that read a client's cases in which a plan was agreed to, and their facts.
pub const CONSENTED_OF_CLIENT: [&str; 2] = [
    concat!("select ", columns!(), tables!(), " where k.office_id = $1 and k.client_id = $2 and ", consented!()),
    concat!(
        "select ",
        fact_columns!(),
        " from planning_fact f where f.office_id = $1 and f.case_id in \
         (select k.id from planning_case k where k.office_id = $1 and k.client_id = $2 and ",
        consented!(),
        ") order by f.case_id, f.seq"
    ),
];

/// The cases of a client in which a plan was agreed to, the oldest first.
pub fn consented_of_client(tx: &mut Tx, office: OfficeId, client: ClientId) -> Result<Vec<PlanningCase>, StoreError> {
    let [cases, facts] = CONSENTED_OF_CLIENT;
    let cases = tx.readable(cases, &[&office, &client], head)?;
    if cases.is_empty() {
        return Ok(cases);
    }
    let facts = tx.readable(facts, &[&office, &client], fact)?;
    Ok(with_facts(tx, cases, facts))
}

/// The cases of the office in which a plan was agreed to, the oldest first.
pub fn consented(tx: &mut Tx, office: OfficeId) -> Result<Vec<PlanningCase>, StoreError> {
    let cases = concat!("select ", columns!(), tables!(), " where k.office_id = $1 and ", consented!());
    let facts = concat!(
        "select ",
        fact_columns!(),
        " from planning_fact f where f.office_id = $1 and f.case_id in \
         (select k.id from planning_case k where k.office_id = $1 and ",
        consented!(),
        ") order by f.case_id, f.seq"
    );
    let cases = tx.readable(cases, &[&office], head)?;
    let facts = tx.readable(facts, &[&office], fact)?;
    Ok(with_facts(tx, cases, facts))
}

/// The clients of whom a consent to a plan was recorded on that day (UTC) or later.
pub fn clients_consented_since(tx: &mut Tx, office: OfficeId, first: Date) -> Result<Vec<ClientId>, StoreError> {
    tx.rows(
        "select distinct k.client_id from planning_case k join planning_fact f \
         on f.office_id = k.office_id and f.case_id = k.id \
         where k.office_id = $1 and f.kind = 'consent' and f.recorded_at >= $2",
        &[&office, &first.to_string()],
        |row| row.next(),
    )
}

/// Keeps a new case.
pub fn insert(tx: &mut Tx, case: &PlanningCase) -> Result<(), StoreError> {
    tx.execute(
        "insert into planning_case (office_id, id, client_id, service, municipality, kind, replaces, fiscal_year, \
         reception, opened_on, closed_on, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &case.office,
            &case.id,
            &case.client,
            &case.service.word(),
            &case.municipality,
            &case.kind.word(),
            &case.replaces,
            &i64::from(case.reception.year.year()),
            &case.reception.number,
            &case.opened_on,
            &case.closed_on,
            &case.version,
        ],
    )?;
    Ok(())
}

/// The next 受付No. of a fiscal year. Writers of an office come one at a time, so that nobody else gets the same.
pub fn next_reception(tx: &mut Tx, office: OfficeId, year: FiscalYear) -> Result<Reception, StoreError> {
    let last = tx.optional(
        "select max(reception) from planning_case where office_id = $1 and fiscal_year = $2",
        &[&office, &i64::from(year.year())],
        |row| row.next::<Option<i64>>(),
    )?;
    Ok(Reception { year, number: last.flatten().unwrap_or(0) + 1 })
}

/// Keeps the day from which nothing more is to be done in a case, or takes it back.
pub fn set_closed(tx: &mut Tx, office: OfficeId, id: CaseId, closed_on: Option<Date>) -> Result<(), StoreError> {
    tx.execute(
        "update planning_case set closed_on = $3 where office_id = $1 and id = $2",
        &[&office, &id, &closed_on],
    )?;
    Ok(())
}

/// Adds a fact to a case that is still at `version`.
pub fn append_fact(
    tx: &mut Tx,
    office: OfficeId,
    (case, version): (CaseId, i64),
    fact: &Fact<CaseFact>,
) -> Result<Appended, StoreError> {
    let touched = tx.execute(
        "update planning_case set version = version + 1 where office_id = $1 and id = $2 and version = $3",
        &[&office, &case, &version],
    )?;
    if touched == 0 {
        let current = tx.optional(
            "select version from planning_case where office_id = $1 and id = $2",
            &[&office, &case],
            |row| row.next::<i64>(),
        )?;
        return Ok(Appended::Conflict(current.unwrap_or(0)));
    }
    let next = version + 1;
    facts::insert(tx, ADD_FACT, office, fact, &[&case, &fact.id, &next, &fact.body.what().word()])?;
    Ok(Appended::Saved(next))
}

/// The case in which a fact stands.
pub fn of_fact(tx: &mut Tx, office: OfficeId, fact: FactId) -> Result<Option<CaseId>, StoreError> {
    tx.optional("select case_id from planning_fact where office_id = $1 and id = $2", &[&office, &fact], |row| {
        row.next()
    })
}
