//! 件数: how many rows of the board are alike in what they are counted by. Kept beside the rows and written with them, so
//! that a page adds up a few lines instead of counting all that the office ever had.

use std::collections::BTreeMap;

use calendar::{Date, YearMonth};
use domain::{
    id::{OfficeId, SpecialistId},
    monitoring::{BoardRow, Stage},
};

use crate::{Bind, Cell, Column, Kind, Row, StoreError, Tx, Value, read::of_word};

/// Rows that are alike in what they are counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// モニタリング予定月.
    pub month: YearMonth,
    /// 繰越先の月, where carried over.
    pub carried_to: Option<YearMonth>,
    /// The earliest due day of an open step; `None` where none is open.
    pub earliest_due: Option<Date>,
    /// 担当の相談支援専門員.
    pub specialist: Option<SpecialistId>,
    /// 市町村名.
    pub municipality_name: String,
    /// What they wait for.
    pub stage: Stage,
    /// How many rows.
    pub planned: i64,
    /// 完了 among them.
    pub recorded: i64,
}

/// What may be missing in a key, where NULL cannot stand: 0 or an empty text.
pub(super) struct OrNone<T>(pub(super) Option<T>);

impl<T: Column> Column for OrNone<T> {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(0) | Cell::Text("") => Ok(Self(None)),
            cell => T::read(cell).map(|value| Self(Some(value))),
        }
    }
}

impl<T: Bind> Bind for OrNone<T> {
    fn value(&self) -> Value<'_> {
        match (&self.0, T::kind()) {
            (Some(value), _) => value.value(),
            (None, Kind::Text) => Value::Text("".into()),
            (None, Kind::Int) => Value::Int(0),
            (None, Kind::Bool) => Value::Bool(false),
            (None, Kind::Bytes) => Value::Bytes([].as_slice().into()),
        }
    }

    fn kind() -> Kind {
        T::kind()
    }
}

/// The counts of a month: of its own rows, of those carried into it and (for the running month) of what earlier months
/// left open. Three searches of an index each, none twice: written with `or` it reads all the office ever had.
pub const OF_MONTH: &str = "select month, carried_to, earliest_due, specialist_id, municipality_name, stage, planned, recorded \
    from (select month, carried_to, earliest_due, specialist_id, municipality_name, stage, planned, recorded \
    from board_count where office_id = $1 and month = $2 \
    union all select month, carried_to, earliest_due, specialist_id, municipality_name, stage, planned, recorded \
    from board_count where office_id = $1 and carried_to = $2 and month <> $2 \
    union all select month, carried_to, earliest_due, specialist_id, municipality_name, stage, planned, recorded \
    from board_count where office_id = $1 and earliest_due <> '' and month < $2 and $3 and carried_to <> $2) shown \
    where ($4 = '' or specialist_id = $4)";

const ALL: &str = "select month, carried_to, earliest_due, specialist_id, municipality_name, stage, planned, recorded \
    from board_count where office_id = $1 \
    order by month, carried_to, earliest_due, specialist_id, municipality_name, stage";

const ADD: &str = "insert into board_count (office_id, month, carried_to, earliest_due, specialist_id, \
    municipality_name, stage, planned, recorded) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    on conflict (office_id, month, carried_to, earliest_due, specialist_id, municipality_name, stage) do update set \
    planned = board_count.planned + excluded.planned, recorded = board_count.recorded + excluded.recorded";

const DROP_EMPTY: &str = "delete from board_count where office_id = $1 and month = $2 and carried_to = $3 \
    and earliest_due = $4 and specialist_id = $5 and municipality_name = $6 and stage = $7 and planned = 0";

fn tally(row: &mut Row) -> Result<Tally, StoreError> {
    Ok(Tally {
        month: row.next()?,
        carried_to: row.next::<OrNone<_>>()?.0,
        earliest_due: row.next::<OrNone<_>>()?.0,
        specialist: row.next::<OrNone<_>>()?.0,
        municipality_name: row.next()?,
        stage: of_word("board_count", "stage", row.next()?, Stage::from_word)?,
        planned: row.next()?,
        recorded: row.next()?,
    })
}

impl Tally {
    /// One row, counted.
    fn one(row: &BoardRow) -> Self {
        Self {
            month: row.month,
            carried_to: row.carried_to,
            earliest_due: row.earliest_due,
            specialist: row.specialist,
            municipality_name: row.municipality_name.clone(),
            stage: row.stage,
            planned: 1,
            recorded: i64::from(row.is_done()),
        }
    }

    /// The same, to be taken away.
    fn negative(self) -> Self {
        Self { planned: -self.planned, recorded: -self.recorded, ..self }
    }
}

/// The counts that a month shows, for one specialist or for all.
pub(super) fn of_month(
    tx: &mut Tx,
    office: OfficeId,
    month: YearMonth,
    with_earlier: bool,
    specialist: Option<SpecialistId>,
) -> Result<Vec<Tally>, StoreError> {
    tx.rows(OF_MONTH, &[&office, &month, &with_earlier, &OrNone(specialist)], tally)
}

/// 次の予定: the first month after this one in which rounds are planned, and how many.
pub const NEXT: &str = "select month, cast(sum(planned) as bigint) from board_count \
    where office_id = $1 and month > $2 and ($3 = '' or specialist_id = $3) group by month order by month limit 1";

/// 次の予定 of one specialist or of all: the first month after `month` in which rounds are planned, and how many.
pub fn next_planned(
    tx: &mut Tx,
    office: OfficeId,
    month: YearMonth,
    specialist: Option<SpecialistId>,
) -> Result<Option<(YearMonth, i64)>, StoreError> {
    tx.optional(NEXT, &[&office, &month, &OrNone(specialist)], |row| Ok((row.next()?, row.next()?)))
}

/// All counts of an office, as they are kept.
pub fn kept(tx: &mut Tx, office: OfficeId) -> Result<Vec<Tally>, StoreError> {
    tx.rows(ALL, &[&office], tally)
}

/// The counts of these rows, counted one by one, in the order of [`kept`]: the proof that what is kept is right.
pub fn counted(rows: &[BoardRow]) -> Vec<Tally> {
    let mut all: BTreeMap<_, Tally> = BTreeMap::new();
    for row in rows {
        let one = Tally::one(row);
        let key = (
            one.month,
            one.carried_to,
            one.earliest_due,
            one.specialist,
            one.municipality_name.clone(),
            one.stage.word(),
        );
        all.entry(key)
            .and_modify(|sum| {
                sum.planned += one.planned;
                sum.recorded += one.recorded;
            })
            .or_insert(one);
    }
    all.into_values().collect()
}

/// Counts a row that takes the place of another, or of none.
pub(super) fn replace(
    tx: &mut Tx,
    office: OfficeId,
    before: Option<&BoardRow>,
    after: &BoardRow,
) -> Result<(), StoreError> {
    let after = Tally::one(after);
    if before.map(Tally::one).as_ref() == Some(&after) {
        return Ok(());
    }
    if let Some(before) = before {
        take(tx, office, before)?;
    }
    add(tx, office, &after)
}

/// Counts a row that is gone.
pub(super) fn take(tx: &mut Tx, office: OfficeId, row: &BoardRow) -> Result<(), StoreError> {
    let gone = Tally::one(row).negative();
    add(tx, office, &gone)?;
    let Tally { month, municipality_name, stage, .. } = &gone;
    let (carried_to, earliest_due) = (OrNone(gone.carried_to), OrNone(gone.earliest_due));
    let specialist = OrNone(gone.specialist);
    tx.execute(
        DROP_EMPTY,
        &[&office, month, &carried_to, &earliest_due, &specialist, municipality_name, &stage.word()],
    )?;
    Ok(())
}

/// Forgets all counts of an office.
pub(super) fn clear(tx: &mut Tx, office: OfficeId) -> Result<(), StoreError> {
    tx.execute("delete from board_count where office_id = $1", &[&office])?;
    Ok(())
}

fn add(tx: &mut Tx, office: OfficeId, tally: &Tally) -> Result<(), StoreError> {
    let Tally { month, municipality_name, stage, planned, recorded, .. } = tally;
    let (carried_to, earliest_due) = (OrNone(tally.carried_to), OrNone(tally.earliest_due));
    let specialist = OrNone(tally.specialist);
    tx.execute(
        ADD,
        &[&office, month, &carried_to, &earliest_due, &specialist, municipality_name, &stage.word(), planned, recorded],
    )?;
    Ok(())
}
