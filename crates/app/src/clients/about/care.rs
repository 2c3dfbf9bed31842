//! 介護保険のケアマネジメント as it stands today: the registration shows what the dated facts say, so that no two places differ.

use domain::client::{AboutClient, Client};

use crate::{Cx, Refusal, clients::keep_client};

/// Writes into the registration what the facts say of today; the client as it then is. Unknown in the facts says nothing of the
/// registration.
pub(super) fn keep(cx: &mut Cx<'_>, client: &Client, about: &AboutClient) -> Result<Client, Refusal> {
    let today = about.grounds_on(cx.today).and_then(|grounds| grounds.care_management);
    if today.is_none() || today == client.care_management {
        return Ok(client.clone());
    }
    let after = Client { care_management: today, ..client.clone() };
    keep_client(cx, client, after)
}
