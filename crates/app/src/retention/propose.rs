//! 削除の提案: the first of two persons says why a client's records may go.

use domain::{
    client::Client,
    id::{ClientId, DeletionId},
    office::Right,
    text,
};
use serde_json::json;
use store::{
    clients,
    deletions::{self, Deletion, Signed},
};

use super::recorded::judged;
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
};

/// Proposes to delete a client whose 保存期間 is over. Nothing goes before a second person has confirmed it.
pub fn propose_deletion(cx: &mut Cx<'_>, id: ClientId, typed: &dyn Typed) -> Result<DeletionId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("deletion.propose", |cx| {
        let office = cx.actor.office;
        let client = clients::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
        let mut reader = Reader::on_page(typed, cx.today);
        let reason = reader.required("deletion_reason", "削除する理由", limit::ADDRESS);
        if names(&client, &reason) {
            reader.refuse("deletion_reason", "理由は削除のあとも残ります。氏名や番号は書かないでください。");
        }
        reader.done()?;
        if deletions::of_client(cx.tx, office, id)?.is_some() {
            return Err(refused("この人の削除は、もう提案されています。画面を開き直してください。"));
        }
        let retention = judged(cx, &client)?;
        if !retention.may_be_deleted() {
            return Err(Refusal::Refused(
                retention.holds().into_iter().map(|it| Reason::at("", format!("{it}。"))).collect(),
            ));
        }
        let deletion = Deletion {
            id: DeletionId((cx.outside.new_id)()),
            client: id,
            reason,
            last_service: retention.last_service,
            kept_until: retention.until,
            proposed: signed(cx),
            proposed_as: cx.actor.role,
            withdrawn: None,
            confirmed: None,
            counts: Vec::new(),
            sha256: None,
            again_at: None,
        };
        deletions::propose(cx.tx, office, &deletion)?;
        let entry = json!({ "client": id, "kept_until": deletion.kept_until });
        cx.audit(AuditAction::ProposeDeletion, &deletion.id.to_string(), &entry)?;
        Ok(deletion.id)
    })
}

/// Whether a text names the person: it stays when the person's records are gone.
fn names(client: &Client, words: &str) -> bool {
    let folded = text::search_key(words);
    let of = [client.name.as_str(), client.kana.as_str(), client.number.as_str(), client.phone.as_str()];
    let keys = of.into_iter().map(text::search_key);
    let parts = client.name.split_whitespace().chain(client.kana.split_whitespace()).map(text::search_key);
    keys.chain(parts).any(|key| key.chars().count() > 1 && folded.contains(&key))
}

/// The actor, now.
pub(super) fn signed(cx: &Cx<'_>) -> Signed {
    Signed { user: cx.actor.user, name: cx.actor.name.clone(), at: (cx.outside.now)() }
}

pub(super) fn refused(sentence: &'static str) -> Refusal {
    Refusal::Refused(vec![Reason::at("", sentence)])
}
