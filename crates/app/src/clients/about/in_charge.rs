//! Whose the client is, day by day: the registration shows what the recorded changes of the office say, and the months follow.

use domain::client::{AboutClient, Client, OtherOffices};

use crate::{Cx, Refusal, certificates::plan_rounds, clients::keep_client};

/// Writes into the registration what the changes make of it, ends the support where the last day has passed, and plans the rounds anew.
pub(super) fn keep(cx: &mut Cx<'_>, client: Client, about: &AboutClient) -> Result<(), Refusal> {
    let other_offices = OtherOffices::of(about);
    if other_offices == client.other_offices {
        return Ok(());
    }
    // An end that came with the change goes with it; one that somebody typed stays.
    let follows = client.ended_on.is_none_or(|day| Some(day) == client.other_offices.last_day());
    let last = other_offices.last_day().filter(|day| *day <= cx.today);
    let ended_on = if follows { last } else { client.ended_on };
    let after = keep_client(cx, &client, Client { other_offices, ended_on, ..client.clone() })?;
    plan_rounds(cx, &after, &[])
}
