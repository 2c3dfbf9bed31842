//! Tables of facts: append-only, one row a fact, and the same columns in each. A table names its stream, the id of its
//! facts and the columns of its own; everything else is said here once, for both engines.

use domain::{
    facts::{Body, By, Fact, Facts},
    id::OfficeId,
};

use crate::{
    Row, StoreError, Tx,
    engine::{Bind, Column},
};

/// The columns of a fact in the order in which [`fact`] reads them: stream, id, what every fact has, and the table's own.
macro_rules! fact_columns {
    ($stream:literal, $id:literal $(, $own:literal)*) => {
        concat!(
            "f.", $stream, ", f.", $id,
            ", f.body, f.recorded_by_kind, f.recorded_by, f.recorded_by_name, f.recorded_at, f.corrects"
            $(, ", f.", $own)*
        )
    };
}

/// Adds a fact: what every fact has, then the table's own columns with their places from `$8` on.
macro_rules! insert_fact {
    ($table:literal, $($own:literal = $place:literal),+) => {
        concat!(
            "insert into ", $table,
            " (office_id, body, recorded_by_kind, recorded_by, recorded_by_name, recorded_at, corrects"
            $(, ", ", $own)+, ") values ($1, $2, $3, $4, $5, $6, $7" $(, ", ", $place)+, ")"
        )
    };
}

/// A body that is its JSON alone: its table has no column of its own.
macro_rules! kept_as_json {
    ($body:ty, $table:literal) => {
        impl $crate::facts::Kept for $body {
            const TABLE: &'static str = $table;

            fn read(body: &str, _row: &mut $crate::Row) -> Result<Self, $crate::StoreError> {
                $crate::read::json($table, "body", body)
            }

            fn json(&self) -> Result<String, $crate::StoreError> {
                $crate::read::to_json($table, "body", self)
            }
        }
    };
}

pub(crate) use {fact_columns, insert_fact, kept_as_json};

/// A body that is kept in a table of facts.
pub(crate) trait Kept: Body<Id: Column + Bind> {
    /// The table, for the words of a fault.
    const TABLE: &'static str;

    /// The body from its JSON and the table's own columns.
    fn read(body: &str, row: &mut Row) -> Result<Self, StoreError>;

    /// The body as JSON.
    fn json(&self) -> Result<String, StoreError>;
}

/// A fact and the stream it belongs to.
pub(crate) fn fact<B: Kept, S: Column>(row: &mut Row) -> Result<(S, Fact<B>), StoreError> {
    let (stream, id, body) = (row.next()?, row.next()?, row.next::<String>()?);
    let (kind, by): (String, String) = (row.next()?, row.next()?);
    let recorded_by = By::of(&kind, &by)
        .ok_or_else(|| StoreError::inconsistent(B::TABLE, "recorded_by", "unknown word or text that is no id"))?;
    let (recorded_by_name, recorded_at, corrects) = (row.next()?, row.next()?, row.next()?);
    let body = B::read(&body, row)?;
    Ok((stream, Fact { id, body, recorded_by, recorded_by_name, recorded_at, corrects }))
}

/// Puts each fact on its stream; both come in the order of the stream's id, and a fact whose stream is not there is passed
/// over.
pub(crate) fn put_on<S, I: Ord, B: Body>(
    streams: &mut [S],
    facts: Vec<(I, Fact<B>)>,
    of: impl Fn(&mut S) -> (I, &mut Facts<B>),
) {
    let mut facts = facts.into_iter().peekable();
    for stream in streams {
        let (own, stream) = of(stream);
        while facts.next_if(|(id, _)| *id < own).is_some() {}
        while let Some((_, fact)) = facts.next_if(|(id, _)| *id == own) {
            stream.append(fact);
        }
    }
}

/// Keeps a fact by the table's [`insert_fact`]. Its number in the stream must follow the last one's: one that is there
/// already is a fault.
pub(crate) fn insert<B: Kept>(
    tx: &mut Tx,
    statement: &'static str,
    office: OfficeId,
    fact: &Fact<B>,
    own: &[&dyn Bind],
) -> Result<(), StoreError> {
    let (body, word, by) = (fact.body.json()?, fact.recorded_by.word(), fact.recorded_by.id());
    let mut values: Vec<&dyn Bind> =
        vec![&office, &body, &word, &by, &fact.recorded_by_name, &fact.recorded_at, &fact.corrects];
    values.extend(own);
    tx.execute(statement, &values)?;
    Ok(())
}
