//! 誰が見たか: the looks at one client, or at somebody of an intake, month by month.

use calendar::YearMonth;
use domain::{
    client::Client,
    id::{ClientId, IntakeId},
    intake::Intake,
    office::Right,
};
use store::{clients, intakes, looks};

use super::{PAGE, StoredLook};
use crate::{Cx, Refusal};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PersonLooks<P> {
    /// Whom they looked at.
    pub person: P,
    /// The month.
    pub month: YearMonth,
    /// The rows of the page, the newest first.
    pub lines: Vec<StoredLook>,
    /// Whether there are older ones.
    pub more: bool,
}

/// The looks at a client in a month (this one where none is asked for); `page` counts from 1.
pub fn looks_of_client(
    cx: &mut Cx<'_>,
    id: ClientId,
    month: Option<YearMonth>,
    page: i64,
) -> Result<PersonLooks<Client>, Refusal> {
    cx.authorize(Right::Audit)?;
    let client = clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    looks_of(cx, client, id, month, page)
}

/// The looks at somebody of an intake in a month: the log keeps the id of the intake where that of a client stands.
pub fn looks_of_intake(
    cx: &mut Cx<'_>,
    id: IntakeId,
    month: Option<YearMonth>,
    page: i64,
) -> Result<PersonLooks<Intake>, Refusal> {
    cx.authorize(Right::Audit)?;
    let intake = intakes::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    looks_of(cx, intake, ClientId(id.0), month, page)
}

fn looks_of<P>(
    cx: &mut Cx<'_>,
    person: P,
    id: ClientId,
    month: Option<YearMonth>,
    page: i64,
) -> Result<PersonLooks<P>, Refusal> {
    let month = month.unwrap_or_else(|| YearMonth::of(cx.today));
    let mut lines = looks::of_client(cx.tx, cx.actor.office, id, month, (PAGE + 1, (page - 1) * PAGE))?;
    let whole = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > whole;
    lines.truncate(whole);
    Ok(PersonLooks { person, month, lines, more })
}
