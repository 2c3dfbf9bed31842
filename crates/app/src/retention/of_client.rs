//! 利用者の保存期間: the last day, what holds it, and the deletion that was proposed.

use domain::{client::Client, id::ClientId, office::Right, retention::Retention};
use store::{
    clients,
    deletions::{self, Deletion},
};

use super::recorded::judged;
use crate::{Cx, Refusal};

/// The page of a client's 保存期間.
#[derive(Clone, Debug)]
pub struct ClientRetention {
    /// The client.
    pub client: Client,
    /// Until when, and what is against a deletion.
    pub retention: Retention,
    /// The proposal that stands.
    pub proposal: Option<Deletion>,
}

/// Until when a client's records are kept.
pub fn client_retention(cx: &mut Cx<'_>, id: ClientId) -> Result<ClientRetention, Refusal> {
    cx.authorize(Right::Read)?;
    let client = clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let retention = judged(cx, &client)?;
    let proposal = deletions::of_client(cx.tx, cx.actor.office, id)?;
    Ok(ClientRetention { client, retention, proposal })
}

/// What is against a deletion, a sentence each; empty where nothing is.
pub fn holds_of(retention: &Retention) -> Vec<String> {
    retention.holds()
}
