//! 知らせない: a client for papers, mails and lists that leave the office, and for those of the office who do not record the client.

use domain::{
    client::{Client, ClientForOthers, Emergency},
    office::Right,
};
use store::client_facts;

use crate::{Cx, Refusal};

/// The client under the marks that hold today.
pub(crate) fn for_others(cx: &mut Cx<'_>, client: Client) -> Result<ClientForOthers, Refusal> {
    let about = client_facts::about(cx.tx, cx.actor.office, client.id)?;
    let none = Emergency::default();
    Ok(ClientForOthers::new(client, about.emergency_on(cx.today).unwrap_or(&none)))
}

/// The client as a page of the office shows it: whole to those who record clients.
pub(crate) fn shown(cx: &mut Cx<'_>, client: Client) -> Result<Client, Refusal> {
    if sees_whole(cx) { Ok(client) } else { Ok(for_others(cx, client)?.into_client()) }
}

/// Whether the actor sees what is marked 知らせない.
pub(crate) fn sees_whole(cx: &Cx<'_>) -> bool {
    cx.actor.role.may(Right::EditClients)
}
