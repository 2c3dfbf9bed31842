//! 誰が見たか: the looks at one client, month by month.

use calendar::YearMonth;
use domain::{client::Client, id::ClientId, office::Right};
use store::{clients, looks};

use super::{PAGE, StoredLook};
use crate::{Cx, Refusal};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ClientLooks {
    /// The client.
    pub client: Client,
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
) -> Result<ClientLooks, Refusal> {
    cx.authorize(Right::Audit)?;
    let office = cx.actor.office;
    let client = clients::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let month = month.unwrap_or_else(|| YearMonth::of(cx.today));
    let mut lines = looks::of_client(cx.tx, office, id, month, (PAGE + 1, (page - 1) * PAGE))?;
    let whole = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > whole;
    lines.truncate(whole);
    Ok(ClientLooks { client, month, lines, more })
}
