//! 計画 on the board, beside the rounds: a derived row for each open case, written in the transaction of its fact.

use domain::{
    client::ConsultationService,
    id::{CaseId, OfficeId, SpecialistId},
    planning::{CaseKind, CaseRow, PlanStep, PlanningCase, case_row},
};

use crate::{Row, StoreError, Tx, clients, planning_cases, read::of_word};

/// The columns of a row, in the order in which [`line`] reads them.
macro_rules! columns {
    () => {
        "p.case_id, p.client_id, p.step, p.missing, p.since"
    };
}

/// The rows that a question leaves: of clients whose support goes on.
macro_rules! of_question {
    () => {
        " from board_case p join client c on c.office_id = p.office_id and c.id = p.client_id \
         join planning_case k on k.office_id = p.office_id and k.id = p.case_id \
         where p.office_id = $1 and c.ended_on is null and ($2 = '' or c.specialist_id = $2) \
         and ($3 = '' or exists (select 1 from certificate z where z.office_id = p.office_id and z.client_id = p.client_id \
         and z.municipality = k.municipality and z.municipality_name = $3)) \
         and ($4 = '' or c.search like $4 escape '!' or c.search like $5 escape '!')"
    };
}

/// What is asked of the planning rows.
#[derive(Clone, Debug, Default)]
pub struct PlanQuery {
    /// Only the clients of this specialist.
    pub specialist: Option<SpecialistId>,
    /// Only this 市町村 (区); empty for all.
    pub municipality: String,
    /// Name, kana or number typed; empty for all.
    pub words: String,
    /// How many at most.
    pub limit: i64,
}

/// A planning row with whom and what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// The row.
    pub row: CaseRow,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 新規・更新・変更.
    pub kind: CaseKind,
    /// Service billed.
    pub service: ConsultationService,
}

fn line(row: &mut Row) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        case: row.next()?,
        client: row.next()?,
        step: of_word("board_case", "step", row.next()?, PlanStep::from_word)?,
        missing: row.next()?,
        since: row.next()?,
    })
}

/// The planning rows that a question leaves, the one that waits longest first, and how many there are.
pub fn read(tx: &mut Tx, office: OfficeId, query: &PlanQuery) -> Result<(Vec<PlanLine>, i64), StoreError> {
    let specialist = query.specialist.map(|id| id.to_string()).unwrap_or_default();
    let [words, turned] = clients::patterns(&query.words);
    let lines = tx.readable(
        concat!(
            "select ",
            columns!(),
            ", c.name, c.kana, k.kind, k.service",
            of_question!(),
            " order by p.since, p.case_id limit $6"
        ),
        &[&office, &specialist, &query.municipality, &words, &turned, &query.limit],
        |row| {
            Ok(PlanLine {
                row: line(row)?,
                name: row.next()?,
                kana: row.next()?,
                kind: of_word("planning_case", "kind", row.next()?, CaseKind::from_word)?,
                service: of_word("planning_case", "service", row.next()?, ConsultationService::from_word)?,
            })
        },
    )?;
    let found = tx.one(
        concat!("select count(*)", of_question!()),
        &[&office, &specialist, &query.municipality, &words, &turned],
        |row| row.next::<i64>(),
    )?;
    Ok((lines, found))
}

/// All planning rows of an office, as they are kept.
pub fn all(tx: &mut Tx, office: OfficeId) -> Result<Vec<CaseRow>, StoreError> {
    tx.readable(
        concat!("select ", columns!(), " from board_case p where p.office_id = $1 order by p.since, p.case_id"),
        &[&office],
        line,
    )
}

/// The same as the facts compute them.
pub fn computed(tx: &mut Tx, office: OfficeId) -> Result<Vec<CaseRow>, StoreError> {
    let mut rows: Vec<CaseRow> = planning_cases::open(tx, office)?.iter().filter_map(case_row).collect();
    rows.sort_by_key(|row| (row.since, row.case.to_string()));
    Ok(rows)
}

/// Writes the row of a case anew, after a fact of it.
pub fn refresh(tx: &mut Tx, case: &PlanningCase) -> Result<(), StoreError> {
    remove(tx, case.office, case.id)?;
    case_row(case).map_or(Ok(()), |row| write(tx, case.office, &row))
}

/// Makes all planning rows of an office anew; how many there are.
pub(super) fn rebuild(tx: &mut Tx, office: OfficeId) -> Result<usize, StoreError> {
    let mut rows = computed(tx, office)?;
    let kept = all(tx, office)?;
    rows.extend(kept.into_iter().filter(|row| tx.is_unreadable_of(row.client)));
    tx.execute("delete from board_case where office_id = $1", &[&office])?;
    for row in &rows {
        write(tx, office, row)?;
    }
    Ok(rows.len())
}

fn remove(tx: &mut Tx, office: OfficeId, case: CaseId) -> Result<(), StoreError> {
    tx.execute("delete from board_case where office_id = $1 and case_id = $2", &[&office, &case])?;
    Ok(())
}

fn write(tx: &mut Tx, office: OfficeId, row: &CaseRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into board_case (office_id, case_id, client_id, step, missing, since) values ($1, $2, $3, $4, $5, $6) \
         on conflict (office_id, case_id) do update set client_id = excluded.client_id, step = excluded.step, \
         missing = excluded.missing, since = excluded.since",
        &[&office, &row.case, &row.client, &row.step.word(), &row.missing, &row.since],
    )?;
    Ok(())
}
