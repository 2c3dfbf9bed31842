//! The one derived table: the board. Written by [`refresh_round`] in the transaction of the fact, rebuilt by
//! [`rebuild`], and proved equal to the computed state by a test.

use std::collections::HashMap;

use calendar::{Date, YearMonth};
use domain::{
    billing::claimable::{ClientFile, claim_lamp, judge},
    client::{Certificate, ConsultationService},
    id::{ClientId, OfficeId, RoundId, SpecialistId},
    monitoring::{BoardRow, DueDays, Round, board_row, certificate_beside_round},
    office::{OfficeHistory, SettingsBook},
    text,
};
use law::LawBook;

use crate::{Row, StoreError, Tx, certificates, clients, office_facts, plan_answers, read::of_word, rounds};

/// The columns of the board, in the order in which [`line`] reads them.
macro_rules! columns {
    () => {
        "b.round_id, b.client_id, b.specialist_id, b.name, b.kana, b.service, b.municipality_name, b.month, \
         b.carried_to, b.interval_months, b.lamps, b.due_record, b.due_submission, b.due_claim, b.earliest_due, \
         b.missing, b.last_visit, b.carried_reason, b.recorded, b.open"
    };
}

/// Which rows a month shows: its own, those carried into it, and (for the running month) what earlier months left
/// open. Three searches of an index each, none twice: written with `or` it reads all the office ever had.
macro_rules! of_month {
    ($columns:literal) => {
        concat!(
            " from (select ",
            $columns,
            " from board where office_id = $1 and month = $2 \
             union all select ",
            $columns,
            " from board where office_id = $1 and carried_to = $2 and month <> $2 \
             union all select ",
            $columns,
            " from board where office_id = $1 and open = true and month < $2 and $3 \
             and (carried_to is null or carried_to <> $2)) b where ($4 = '' or b.specialist_id = $4)"
        )
    };
}

/// Which of them the question leaves.
macro_rules! asked_for {
    () => {
        concat!(
            of_month!(
                "office_id, round_id, client_id, specialist_id, kana, municipality_name, month, carried_to, lamps, \
                 earliest_due, recorded"
            ),
            " and ($5 = '' or b.municipality_name = $5) \
             and ($6 = '' or exists (select 1 from client c where c.office_id = b.office_id and c.id = b.client_id \
             and c.search like $6 escape '!')) \
             and ($7 = 'all' or ($7 = 'late' and b.earliest_due < $8) or ($7 = 'carried' and b.carried_to is not null) \
             or ($7 = 'answer' and b.lamps like '%A%') or ($7 = 'recorded' and b.recorded) or ($7 = 'open' and not b.recorded))"
        )
    };
}

/// How the rows are ordered; `$9` puts the late ones first.
macro_rules! in_order {
    () => {
        " order by case when $9 and b.earliest_due < $8 then 0 else 1 end, b.kana, b.month, b.round_id"
    };
}

/// The keys of the page first, out of what the index holds, then the whole rows of that page alone.
const LIST: &str = concat!(
    "select ",
    columns!(),
    " from (select b.office_id, b.round_id",
    asked_for!(),
    in_order!(),
    " limit $10 offset $11) page join board b on b.office_id = page.office_id and b.round_id = page.round_id",
    in_order!()
);

const FOUND: &str = concat!("select count(*)", asked_for!());

/// Counts by municipality: their sum heads the page, and their names fill its filter.
const COUNTS: &str = concat!(
    "select b.municipality_name, count(*), \
     cast(sum(case when b.recorded then 1 else 0 end) as bigint), \
     cast(sum(case when b.earliest_due < $5 then 1 else 0 end) as bigint), \
     cast(sum(case when b.carried_to is not null then 1 else 0 end) as bigint), \
     cast(sum(case when b.lamps like '%A%' then 1 else 0 end) as bigint)",
    of_month!("specialist_id, municipality_name, carried_to, lamps, earliest_due, recorded"),
    " group by b.municipality_name order by b.municipality_name"
);

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
        recorded: row.next()?,
        open: row.next()?,
    })
}

/// What the board shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BoardState {
    /// すべて.
    #[default]
    All,
    /// 遅れ.
    Late,
    /// 繰越.
    Carried,
    /// 回答待ち.
    Answer,
    /// 完了.
    Recorded,
    /// 未完了.
    Open,
}

impl BoardState {
    /// All, in the order in which screens offer them.
    pub const ALL: [Self; 6] = [Self::All, Self::Open, Self::Late, Self::Carried, Self::Answer, Self::Recorded];

    /// The word in the address and in the statement.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Late => "late",
            Self::Carried => "carried",
            Self::Answer => "answer",
            Self::Recorded => "recorded",
            Self::Open => "open",
        }
    }

    /// The Japanese label.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "すべて",
            Self::Late => "遅れ",
            Self::Carried => "繰越",
            Self::Answer => "回答待ち",
            Self::Recorded => "完了",
            Self::Open => "未完了",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A question to the board.
#[derive(Clone, Debug)]
pub struct BoardQuery {
    /// Month.
    pub month: YearMonth,
    /// Whether what earlier months left open is shown too (the running month).
    pub with_earlier: bool,
    /// Only the clients of this specialist.
    pub specialist: Option<SpecialistId>,
    /// Only this 市町村 (区); empty for all.
    pub municipality: String,
    /// Name, kana or number typed; empty for all.
    pub words: String,
    /// State.
    pub state: BoardState,
    /// 遅れを先に; otherwise by kana alone.
    pub late_first: bool,
    /// Today; what lies before it is late.
    pub today: Date,
    /// How many at most.
    pub limit: i64,
    /// How many to pass over.
    pub offset: i64,
}

/// The counts of the header for one municipality or for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardCounts {
    /// 市町村名; empty for the sum.
    pub municipality_name: String,
    /// 予定.
    pub planned: i64,
    /// 完了.
    pub recorded: i64,
    /// 遅れ.
    pub late: i64,
    /// 繰越.
    pub carried: i64,
    /// 回答待ち.
    pub answer: i64,
}

impl BoardCounts {
    /// How many rows a state has.
    pub fn of(&self, state: BoardState) -> i64 {
        match state {
            BoardState::All => self.planned,
            BoardState::Late => self.late,
            BoardState::Carried => self.carried,
            BoardState::Answer => self.answer,
            BoardState::Recorded => self.recorded,
            BoardState::Open => self.planned - self.recorded,
        }
    }
}

/// The rows of a month.
pub fn list(tx: &mut Tx, office: OfficeId, query: &BoardQuery) -> Result<Vec<BoardRow>, StoreError> {
    let (specialist, words) = (query.specialist_text(), query.like());
    let BoardQuery { month, with_earlier, municipality, late_first, today, limit, offset, .. } = query;
    tx.readable(
        LIST,
        &[
            &office,
            month,
            with_earlier,
            &specialist,
            municipality,
            &words,
            &query.state.word(),
            today,
            late_first,
            limit,
            offset,
        ],
        line,
    )
}

/// How many rows the question leaves, of all pages.
pub fn found(tx: &mut Tx, office: OfficeId, query: &BoardQuery) -> Result<i64, StoreError> {
    let (specialist, words) = (query.specialist_text(), query.like());
    let BoardQuery { month, with_earlier, municipality, today, .. } = query;
    tx.one(
        FOUND,
        &[&office, month, with_earlier, &specialist, municipality, &words, &query.state.word(), today],
        |row| row.next(),
    )
}

impl BoardQuery {
    fn specialist_text(&self) -> String {
        self.specialist.map(|id| id.to_string()).unwrap_or_default()
    }

    /// The words as `like` takes them.
    fn like(&self) -> String {
        let key = text::search_key(&self.words);
        if key.is_empty() { String::new() } else { format!("%{}%", clients::escaped(&key)) }
    }
}

/// The counts of a month by municipality, for the specialist asked for.
pub fn counts(tx: &mut Tx, office: OfficeId, query: &BoardQuery) -> Result<Vec<BoardCounts>, StoreError> {
    let specialist = query.specialist_text();
    tx.readable(COUNTS, &[&office, &query.month, &query.with_earlier, &specialist, &query.today], |row| {
        Ok(BoardCounts {
            municipality_name: row.next()?,
            planned: row.next()?,
            recorded: row.next()?,
            late: row.next()?,
            carried: row.next()?,
            answer: row.next()?,
        })
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
    let there = of_client(tx, office, client.id)?;
    let file = ClientFile {
        office: &office_of(tx, office)?,
        client: &client,
        certificates: &certificates,
        rounds: &rounds,
        plan_answers: &plan_answers,
        settings,
    };
    for row in rows_of(&file)?.iter().filter(|row| !there.contains(row)) {
        write(tx, office, row)?;
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
    let mut rows = Vec::new();
    for client in clients::all(tx, office)? {
        let file = ClientFile {
            office: &whose,
            client: &client,
            certificates: certificates.get(&client.id).map_or(&[], Vec::as_slice),
            rounds: rounds.get(&client.id).map_or(&[], Vec::as_slice),
            plan_answers: &plan_answers,
            settings,
        };
        if !tx.is_unreadable_of(client.id) {
            match rows_of(&file) {
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
    for row in &rows {
        write(tx, office, row)?;
    }
    Ok(rows.len())
}

/// Whether the office has rounds and not one row of the board: a migration has emptied it.
pub fn is_emptied(tx: &mut Tx, office: OfficeId) -> Result<bool, StoreError> {
    let emptied = "select count(*) from office where id = $1 \
        and exists (select 1 from round r where r.office_id = $1) \
        and not exists (select 1 from board b where b.office_id = $1)";
    Ok(tx.one(emptied, &[&office], |row| row.next::<i64>())? > 0)
}

/// The rows of one client, judged together.
fn rows_of(file: &ClientFile<'_>) -> Result<Vec<BoardRow>, StoreError> {
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
        board_row(round, file.client, certificate, settings, claim_lamp(&candidates, round))
    };
    Ok(file.rounds.iter().map(row).collect())
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

fn write(tx: &mut Tx, office: OfficeId, row: &BoardRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into board (office_id, round_id, client_id, specialist_id, name, kana, service, municipality_name, \
         month, carried_to, interval_months, lamps, due_record, due_submission, due_claim, earliest_due, missing, \
         last_visit, carried_reason, recorded, open) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
         on conflict (office_id, round_id) do update set client_id = excluded.client_id, \
         specialist_id = excluded.specialist_id, name = excluded.name, kana = excluded.kana, \
         service = excluded.service, municipality_name = excluded.municipality_name, month = excluded.month, \
         carried_to = excluded.carried_to, interval_months = excluded.interval_months, lamps = excluded.lamps, \
         due_record = excluded.due_record, due_submission = excluded.due_submission, due_claim = excluded.due_claim, \
         earliest_due = excluded.earliest_due, missing = excluded.missing, last_visit = excluded.last_visit, \
         carried_reason = excluded.carried_reason, recorded = excluded.recorded, open = excluded.open",
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
            &row.recorded,
            &row.open,
        ],
    )?;
    Ok(())
}
