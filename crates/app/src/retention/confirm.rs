//! 削除の確認: the second person looks at what would go, and it goes in the same moment. Never the person who proposed it, and one of the two is the
//! 管理者.

use domain::{
    client::Client,
    id::DeletionId,
    office::{Right, Role},
    retention::Retention,
};
use serde_json::json;
use store::{
    clients,
    deletions::{self, Confirmation, Deletion, NotOpen},
};

use super::{
    propose::{refused, signed},
    recorded::judged,
};
use crate::{AuditAction, Cx, Refusal};

/// A deletion as its page shows it.
#[derive(Clone, Debug)]
pub struct DeletionPage {
    /// The deletion.
    pub deletion: Deletion,
    /// The client, while there is one.
    pub client: Option<Client>,
    /// The judgement today, while there is a client.
    pub retention: Option<Retention>,
    /// What would go, or what went: table and number of rows.
    pub counts: Vec<(String, i64)>,
    /// The hash over what is shown: the confirmation sends it back.
    pub seen: String,
    /// Why the actor may not confirm it; none where the actor may.
    pub not_by_actor: Option<&'static str>,
}

/// A deletion, proposed or done.
pub fn deletion_page(cx: &mut Cx<'_>, id: DeletionId) -> Result<DeletionPage, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let deletion = deletions::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let open = deletion.withdrawn.is_none() && deletion.sha256.is_none();
    let client = if open { clients::find(cx.tx, office, deletion.client)? } else { None };
    let retention = client.as_ref().map(|client| judged(cx, client)).transpose()?;
    let (counts, seen) = match &client {
        Some(client) => {
            let rows = deletions::rows_of(cx.tx, office, client.id)?;
            (rows.counts, rows.sha256)
        }
        None => (deletion.counts.clone(), deletion.sha256.clone().unwrap_or_default()),
    };
    let not_by_actor = not_by(cx, &deletion);
    Ok(DeletionPage { deletion, client, retention, counts, seen, not_by_actor })
}

/// Why the actor may not be the second person.
fn not_by(cx: &Cx<'_>, deletion: &Deletion) -> Option<&'static str> {
    if !cx.actor.role.may(Right::EditClients) {
        Some("あなたの役割では、削除を確認できません。")
    } else if deletion.proposed.user == cx.actor.user {
        Some("提案した人は、自分では確認できません。ほかの人に確認してもらってください。")
    } else if Role::Manager != cx.actor.role && Role::Manager != deletion.proposed_as {
        Some("2人のうち1人は、管理者でなければなりません。管理者に確認してもらってください。")
    } else {
        None
    }
}

/// Deletes everything of the client, as the second person; `seen` is what the page showed. All of it goes in one transaction, or nothing.
pub fn confirm_deletion(cx: &mut Cx<'_>, id: DeletionId, seen: &str) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("deletion.confirm", |cx| {
        let office = cx.actor.office;
        let deletion = deletions::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
        if let Some(sentence) = not_by(cx, &deletion) {
            return Err(refused(sentence));
        }
        let Some(client) = clients::find(cx.tx, office, deletion.client)? else {
            return Err(refused(GONE));
        };
        if !judged(cx, &client)?.may_be_deleted() {
            return Err(refused("提案のあとに状況が変わり、いまは消せません。理由を確かめてください。"));
        }
        let confirmation = Confirmation { by: signed(cx), seen: Some(seen.to_owned()), again_at: None };
        let done = match deletions::carry_out(cx.tx, office, id, &confirmation)? {
            Ok(done) => done,
            Err(NotOpen::Proposal) => return Err(refused(GONE)),
            Err(NotOpen::Rows) => {
                return Err(refused(
                    "画面を開いたあとに、この人の記録が変わりました。内容をもう一度確かめてください。",
                ));
            }
        };
        // Work on the client that lies in the answers to what was sent before says ids alone, and is swept after some weeks.
        let rows: i64 = done.counts.iter().map(|(_, count)| count).sum();
        let entry = json!({ "client": done.client, "rows": rows, "sha256": done.sha256 });
        cx.audit(AuditAction::ConfirmDeletion, &id.to_string(), &entry)
    })
}

const GONE: &str = "この提案は、もう取り下げられたか、実行されました。画面を開き直してください。";

/// Takes a proposal back, by whoever may edit clients.
pub fn withdraw_deletion(cx: &mut Cx<'_>, id: DeletionId) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("deletion.withdraw", |cx| {
        deletions::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        let by = signed(cx);
        if !deletions::withdraw(cx.tx, cx.actor.office, id, &by)? {
            return Err(refused(GONE));
        }
        cx.audit(AuditAction::WithdrawDeletion, &id.to_string(), &json!({}))
    })
}
