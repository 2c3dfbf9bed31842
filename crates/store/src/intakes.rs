//! つながりにくい人 and what was recorded of them.

use calendar::Date;
use domain::{
    facts::{Body as _, Fact, Facts},
    id::{FactId, IntakeId, OfficeId},
    intake::{Intake, IntakeFact},
};

use crate::{
    Row, StoreError, Tx,
    facts::{self, fact},
    rounds::Appended,
};

/// The columns of an intake, in the order in which [`head`] reads them.
macro_rules! columns {
    () => {
        "i.office_id, i.id, i.closed_on, i.version"
    };
}

/// The columns of its facts.
macro_rules! fact_columns {
    () => {
        facts::fact_columns!("intake_id", "id")
    };
}

const ADD: &str = facts::insert_fact!("intake_fact", "intake_id" = "$8", "id" = "$9", "seq" = "$10", "kind" = "$11");

facts::kept_as_json!(IntakeFact, "intake_fact");

fn head(row: &mut Row) -> Result<Intake, StoreError> {
    let (office, id, closed_on) = (row.next()?, row.next()?, row.next()?);
    Ok(Intake { office, id, closed_on, facts: Facts::default(), version: row.next()? })
}

/// Puts each fact on its intake; one of which a fact was passed over is passed over with it.
fn with_facts(tx: &mut Tx, mut intakes: Vec<Intake>, facts: Vec<(IntakeId, Fact<IntakeFact>)>) -> Vec<Intake> {
    intakes.retain(|intake| !tx.is_broken("intake_fact", "intake_id", intake.id.0, ("intake_id", intake.id.0)));
    facts::put_on(&mut intakes, facts, |intake| (intake.id, &mut intake.facts));
    intakes
}

/// One intake of the office with its facts.
pub fn find(tx: &mut Tx, office: OfficeId, id: IntakeId) -> Result<Option<Intake>, StoreError> {
    let intakes = tx.rows(
        concat!("select ", columns!(), " from intake i where i.office_id = $1 and i.id = $2"),
        &[&office, &id],
        head,
    )?;
    let facts = tx.rows(
        concat!(
            "select ",
            fact_columns!(),
            " from intake_fact f where f.office_id = $1 and f.intake_id = $2 order by f.seq"
        ),
        &[&office, &id],
        fact,
    )?;
    Ok(with_facts(tx, intakes, facts).into_iter().next())
}

/// The intakes of the office that are not over, or those that are.
pub fn list(tx: &mut Tx, office: OfficeId, closed: bool) -> Result<Vec<Intake>, StoreError> {
    let intakes = tx.readable(
        concat!(
            "select ",
            columns!(),
            " from intake i where i.office_id = $1 and (i.closed_on is not null) = $2 order by i.id"
        ),
        &[&office, &closed],
        head,
    )?;
    let facts = tx.readable(
        concat!(
            "select ",
            fact_columns!(),
            " from intake_fact f where f.office_id = $1 and f.intake_id in \
             (select i.id from intake i where i.office_id = $1 and (i.closed_on is not null) = $2) \
             order by f.intake_id, f.seq"
        ),
        &[&office, &closed],
        fact,
    )?;
    Ok(with_facts(tx, intakes, facts))
}

/// Keeps a new intake.
pub fn insert(tx: &mut Tx, office: OfficeId, id: IntakeId) -> Result<(), StoreError> {
    tx.execute("insert into intake (office_id, id, version) values ($1, $2, 0)", &[&office, &id])?;
    Ok(())
}

/// Keeps the day from which nothing more is to be done, or takes it back.
pub fn set_closed(tx: &mut Tx, office: OfficeId, id: IntakeId, closed_on: Option<Date>) -> Result<(), StoreError> {
    tx.execute("update intake set closed_on = $3 where office_id = $1 and id = $2", &[&office, &id, &closed_on])?;
    Ok(())
}

/// Adds a fact to an intake that is still at `version`.
pub fn append_fact(
    tx: &mut Tx,
    office: OfficeId,
    (intake, version): (IntakeId, i64),
    fact: &Fact<IntakeFact>,
) -> Result<Appended, StoreError> {
    let touched = tx.execute(
        "update intake set version = version + 1 where office_id = $1 and id = $2 and version = $3",
        &[&office, &intake, &version],
    )?;
    if touched == 0 {
        let current =
            tx.optional("select version from intake where office_id = $1 and id = $2", &[&office, &intake], |row| {
                row.next::<i64>()
            })?;
        return Ok(Appended::Conflict(current.unwrap_or(0)));
    }
    let next = version + 1;
    facts::insert(tx, ADD, office, fact, &[&intake, &fact.id, &next, &fact.body.kind()])?;
    Ok(Appended::Saved(next))
}

/// The intake in which a fact stands.
pub fn of_fact(tx: &mut Tx, office: OfficeId, fact: FactId) -> Result<Option<IntakeId>, StoreError> {
    tx.optional("select intake_id from intake_fact where office_id = $1 and id = $2", &[&office, &fact], |row| {
        row.next()
    })
}
