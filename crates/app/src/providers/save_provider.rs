//! 事業所を台帳に登録する, 直す: nobody is deleted, because certificates name them; the last day ends them.

use domain::{
    id::{ClientId, ProviderId},
    office::Right,
    provider::Provider,
};
use serde_json::json;
use store::providers;

use super::ProviderText;
use crate::{AuditAction, Cx, Reason, Refusal, changes, law_book};

/// A provider with the clients who use it today.
#[derive(Clone, Debug)]
pub struct ProviderPage {
    /// The provider.
    pub provider: Provider,
    /// Id and 氏名 of those with a valid grant that points to it.
    pub clients: Vec<(ClientId, String)>,
}

/// One provider of the register.
pub fn provider(cx: &mut Cx<'_>, id: ProviderId) -> Result<ProviderPage, Refusal> {
    cx.authorize(Right::Read)?;
    let provider = providers::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let clients = providers::clients_of(cx.tx, cx.actor.office, id, cx.today)?;
    Ok(ProviderPage { provider, clients })
}

/// Registers a provider.
pub fn add_provider(cx: &mut Cx<'_>, typed: &ProviderText) -> Result<ProviderId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("provider.add", |cx| {
        let id = ProviderId((cx.outside.new_id)());
        let provider = read(cx, typed, id, 1)?;
        providers::insert(cx.tx, &provider)?;
        cx.audit(AuditAction::AddProvider, &id.to_string(), &json!({ "after": provider }))?;
        Ok(id)
    })
}

/// Saves a provider; `version` is the one that was changed.
pub fn save_provider(cx: &mut Cx<'_>, id: ProviderId, typed: &ProviderText, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("provider.save", |cx| {
        let before = providers::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
        let after = read(cx, typed, id, version)?;
        if !providers::update(cx.tx, &after)? {
            let by = changes::last_saved_by(cx, &id.to_string())?;
            return Err(Refusal::Conflict { current: before.version, by });
        }
        cx.audit(AuditAction::SaveProvider, &id.to_string(), &changes::between(&before, &after))
    })
}

/// What was typed, unless another provider that still works has the same number: one of the two is mistyped, or it is
/// the same provider twice.
fn read(cx: &mut Cx<'_>, typed: &ProviderText, id: ProviderId, version: i64) -> Result<Provider, Refusal> {
    let office = cx.actor.office;
    let provider = typed.read((id, office, version), law_book()?, cx.today).map_err(Refusal::Refused)?;
    let all = providers::all(cx.tx, office)?;
    let same = all.iter().find(|other| {
        other.id != id && !other.number.is_empty() && other.number == provider.number && other.works_on(cx.today)
    });
    if let Some(other) = same {
        let sentence = format!(
            "この事業所番号は「{}」で登録されています。サービスの種類が増えたときは、そちらに足してください。",
            other.name
        );
        return Err(Refusal::Refused(vec![Reason::at("number", sentence)]));
    }
    Ok(provider)
}
