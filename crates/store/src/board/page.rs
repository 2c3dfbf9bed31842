//! 今月の仕事 as it is asked for: the counts of a month and one page of its rows.
//!
//! The rows of a month lie in runs: rows of the same month, carried to the same month and due on the same day. A run stands
//! in an index in the order of the page, and the counts tell which runs there are; so a page reads the rows that it shows and
//! few others, whatever the office ever had.

use std::collections::BTreeMap;

use calendar::{Date, YearMonth};
use domain::{
    id::{OfficeId, SpecialistId},
    monitoring::{BoardRow, Stage},
};

use super::{
    line,
    tally::{self, OrNone, Tally},
};
use crate::{StoreError, Tx, clients};

/// The rows of a run that the question leaves.
macro_rules! of_run {
    () => {
        " from board b where b.office_id = $1 and b.month = $2 and coalesce(b.carried_to, 0) = $3 \
         and coalesce(b.earliest_due, '') = $4 and ($5 = '' or b.specialist_id = $5) \
         and ($6 = '' or b.municipality_name = $6) \
         and ($7 = 'all' or b.stage = $7 or ($7 = 'recorded' and b.recorded and b.stage <> 'missed') \
         or ($7 = 'open' and not b.recorded)) \
         and ($8 = '' or exists (select 1 from client c where c.office_id = b.office_id and c.id = b.client_id \
         and (c.search like $8 escape '!' or c.search like $9 escape '!')))"
    };
}

/// A run in the order of the page, read from the index; a test looks at its plan.
pub const RUN: &str = concat!("select ", columns!(), of_run!(), " order by b.kana, b.round_id limit $10");
const RUN_FOUND: &str = concat!("select count(*)", of_run!());

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
    /// 今日まで.
    Today,
    /// 完了.
    Recorded,
    /// 未完了.
    Open,
    /// What waits for the same.
    At(Stage),
}

impl BoardState {
    /// All, in the order in which screens offer them.
    pub fn all() -> impl Iterator<Item = Self> {
        let stages = Stage::ALL.iter().filter(|stage| **stage != Stage::Nothing).map(|stage| Self::At(*stage));
        [Self::All, Self::Open, Self::Late, Self::Today]
            .into_iter()
            .chain(stages)
            .chain([Self::Carried, Self::Recorded])
    }

    /// The word in the address and in the statement.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Late => "late",
            Self::Carried => "carried",
            Self::Today => "today",
            Self::Recorded => "recorded",
            Self::Open => "open",
            Self::At(stage) => stage.word(),
        }
    }

    /// The Japanese label.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "すべて",
            Self::Late => "遅れ",
            Self::Carried => "繰越",
            Self::Today => "今日まで",
            Self::Recorded => "完了",
            Self::Open => "未完了",
            Self::At(stage) => stage.label(),
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|state| state.word() == word)
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
    /// 期限の順, what has none last; otherwise by kana alone.
    pub by_deadline: bool,
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
    /// 今日まで.
    pub today: i64,
    /// 未完了.
    pub open: i64,
    /// How many wait for what; no entry for none.
    pub stages: BTreeMap<Stage, i64>,
}

impl BoardCounts {
    /// How many rows a state has.
    pub fn of(&self, state: BoardState) -> i64 {
        match state {
            BoardState::All => self.planned,
            BoardState::Late => self.late,
            BoardState::Carried => self.carried,
            BoardState::Today => self.today,
            BoardState::Recorded => self.recorded,
            BoardState::Open => self.open,
            BoardState::At(stage) => self.stages.get(&stage).copied().unwrap_or_default(),
        }
    }

    /// Adds the counts of another municipality.
    pub fn add(&mut self, other: &Self) {
        self.planned += other.planned;
        self.recorded += other.recorded;
        self.late += other.late;
        self.carried += other.carried;
        self.today += other.today;
        self.open += other.open;
        for (stage, number) in &other.stages {
            *self.stages.entry(*stage).or_default() += number;
        }
    }
}

/// A page of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardPage {
    /// The rows.
    pub rows: Vec<BoardRow>,
    /// The counts of the month by municipality, for the specialist asked for.
    pub counts: Vec<BoardCounts>,
    /// How many rows the question leaves, of all pages.
    pub found: i64,
}

impl BoardQuery {
    fn specialist_text(&self) -> String {
        self.specialist.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// Reads a page.
pub fn read(tx: &mut Tx, office: OfficeId, query: &BoardQuery) -> Result<BoardPage, StoreError> {
    let tallies = tally::of_month(tx, office, query.month, query.with_earlier, query.specialist)?;
    let runs = Run::all(&tallies, query);
    let [words, turned] = clients::patterns(&query.words);
    let asked = Asked { specialist: query.specialist_text(), words, turned, query };
    let rows = asked.rows(tx, office, &runs)?;
    let found = if asked.words.is_empty() {
        runs.iter().map(|run| run.rows).sum()
    } else {
        runs.iter().map(|run| asked.found(tx, office, run)).sum::<Result<i64, _>>()?
    };
    Ok(BoardPage { rows, counts: by_municipality(&tallies, query.today), found })
}

/// 訪問の予定 of a day, read from its index; a test looks at its plan.
pub const VISITS: &str = concat!(
    "select ",
    columns!(),
    " from board b where b.office_id = $1 and b.visit_on = $2 and ($3 = '' or b.specialist_id = $3) \
     order by b.visit_at, b.kana, b.round_id limit $4"
);

/// The rounds whose visit is agreed on for a day, of one specialist or of all, by time; no more than `limit`.
pub fn visits(
    tx: &mut Tx,
    office: OfficeId,
    day: Date,
    specialist: Option<SpecialistId>,
    limit: i64,
) -> Result<Vec<BoardRow>, StoreError> {
    tx.readable(VISITS, &[&office, &day, &OrNone(specialist), &limit], line)
}

fn by_municipality(tallies: &[Tally], today: Date) -> Vec<BoardCounts> {
    let mut all: BTreeMap<&str, BoardCounts> = BTreeMap::new();
    for tally in tallies {
        let counts = all.entry(&tally.municipality_name).or_default();
        let of = |state| tally.of(state, today);
        counts.add(&BoardCounts {
            municipality_name: String::new(),
            planned: tally.planned,
            recorded: of(BoardState::Recorded),
            late: of(BoardState::Late),
            carried: of(BoardState::Carried),
            today: of(BoardState::Today),
            open: of(BoardState::Open),
            stages: BTreeMap::from([(tally.stage, tally.planned)]),
        });
    }
    let named = |(name, counts): (&str, BoardCounts)| BoardCounts { municipality_name: name.to_owned(), ..counts };
    all.into_iter().map(named).collect()
}

/// A run, and how many of its rows the question leaves (words aside).
struct Run {
    month: YearMonth,
    carried_to: Option<YearMonth>,
    earliest_due: Option<Date>,
    rows: i64,
}

impl Run {
    /// The runs in which there is something for the question.
    fn all(tallies: &[Tally], query: &BoardQuery) -> Vec<Self> {
        let mut all: BTreeMap<(YearMonth, Option<YearMonth>, Option<Date>), i64> = BTreeMap::new();
        let here = |tally: &&Tally| query.municipality.is_empty() || tally.municipality_name == query.municipality;
        for tally in tallies.iter().filter(here) {
            let rows = tally.of(query.state, query.today);
            if rows > 0 {
                *all.entry((tally.month, tally.carried_to, tally.earliest_due)).or_default() += rows;
            }
        }
        let run = |((month, carried_to, earliest_due), rows)| Self { month, carried_to, earliest_due, rows };
        all.into_iter().map(run).collect()
    }
}

impl Tally {
    /// How many of its rows a state has.
    fn of(&self, state: BoardState, today: Date) -> i64 {
        let has = match state {
            BoardState::All => true,
            BoardState::Late => self.earliest_due.is_some_and(|due| due < today),
            BoardState::Today => self.earliest_due == Some(today),
            BoardState::Carried => self.carried_to.is_some(),
            BoardState::At(stage) => self.stage == stage,
            BoardState::Open if self.stage == Stage::Missed => false,
            BoardState::Open => return self.planned - self.recorded,
            BoardState::Recorded => return self.recorded,
        };
        if has { self.planned } else { 0 }
    }
}

/// A question, with its words as the statements take them.
struct Asked<'a> {
    query: &'a BoardQuery,
    specialist: String,
    words: String,
    /// The words as a whole name, with either part first.
    turned: String,
}

impl Asked<'_> {
    /// The rows of the page: by the day they are due on, where so asked; otherwise by kana, month and round.
    fn rows(&self, tx: &mut Tx, office: OfficeId, runs: &[Run]) -> Result<Vec<BoardRow>, StoreError> {
        let BoardQuery { by_deadline, limit, offset, .. } = *self.query;
        let mut parts: BTreeMap<(bool, Option<Date>), Vec<&Run>> = BTreeMap::new();
        for run in runs {
            let due = run.earliest_due.filter(|_| by_deadline);
            parts.entry((due.is_none(), due)).or_default().push(run);
        }
        let mut offset = offset;
        let mut rows = Vec::new();
        for part in parts.into_values() {
            // What lies before the page as a whole is not read.
            let all: i64 = part.iter().map(|run| run.rows).sum();
            if rows.is_empty() && self.words.is_empty() && all <= offset {
                offset -= all;
                continue;
            }
            let wanted = limit.saturating_add(offset) - count(&rows);
            let mut found = Vec::new();
            for run in part.iter().filter(|_| wanted > 0) {
                found.extend(self.run(tx, office, run, wanted)?);
            }
            found.sort_by(|one, other| (&one.kana, one.month, one.round).cmp(&(&other.kana, other.month, other.round)));
            found.truncate(usize::try_from(wanted).unwrap_or_default());
            rows.extend(found);
        }
        rows.drain(..rows.len().min(usize::try_from(offset).unwrap_or_default()));
        Ok(rows)
    }

    /// The first rows of a run.
    fn run(&self, tx: &mut Tx, office: OfficeId, run: &Run, limit: i64) -> Result<Vec<BoardRow>, StoreError> {
        let (carried_to, earliest_due) = (OrNone(run.carried_to), OrNone(run.earliest_due));
        let Self { specialist, words, turned, query } = self;
        let (municipality, state) = (&query.municipality, self.state());
        tx.readable(
            RUN,
            &[&office, &run.month, &carried_to, &earliest_due, specialist, municipality, &state, words, turned, &limit],
            line,
        )
    }

    /// How many rows of a run the words leave.
    fn found(&self, tx: &mut Tx, office: OfficeId, run: &Run) -> Result<i64, StoreError> {
        let (carried_to, earliest_due) = (OrNone(run.carried_to), OrNone(run.earliest_due));
        let Self { specialist, words, turned, query } = self;
        let (municipality, state) = (&query.municipality, self.state());
        tx.one(
            RUN_FOUND,
            &[&office, &run.month, &carried_to, &earliest_due, specialist, municipality, &state, words, turned],
            |row| row.next(),
        )
    }

    /// What the statement still asks: whether a row is late, due today or carried says its run.
    fn state(&self) -> &'static str {
        match self.query.state {
            BoardState::Late | BoardState::Today | BoardState::Carried => BoardState::All.word(),
            state => state.word(),
        }
    }
}

fn count(rows: &[BoardRow]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}
