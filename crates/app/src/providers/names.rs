//! The register beside what points to it: choices of a form, names and telephone numbers.

use domain::{
    client::Grant,
    id::ProviderId,
    office::{Posts, Right},
    provider::Provider,
};

use crate::{Cx, Reason, Refusal};

/// A provider to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderChoice {
    /// Id.
    pub id: ProviderId,
    /// The name, with the mark of one that has ended.
    pub label: String,
}

/// The providers to choose from, those that have ended at the end and marked: an older certificate may name them.
pub fn provider_choices(cx: &mut Cx<'_>) -> Result<Vec<ProviderChoice>, Refusal> {
    cx.authorize(Right::Read)?;
    let today = cx.today;
    let ended = |one: &Provider| one.ended_on.is_some_and(|last| last < today);
    let mut all = Register::load(cx)?.0;
    all.sort_by_key(ended);
    let label = |one: &Provider| format!("{}{}", one.name, if ended(one) { "（終了）" } else { "" });
    Ok(all.iter().map(|one| ProviderChoice { id: one.id, label: label(one) }).collect())
}

/// A service of a certificate with who provides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedProvider {
    /// サービスの種類.
    pub service: String,
    /// Name of the provider; empty where none is known.
    pub name: String,
    /// The provider in the register; `None` where it is not registered.
    pub registered: Option<Provider>,
}

/// The whole register, loaded once for a use case.
#[derive(Clone, Debug)]
pub(crate) struct Register(Vec<Provider>);

impl Register {
    /// That of the actor's office.
    pub(crate) fn load(cx: &mut Cx<'_>) -> Result<Self, Refusal> {
        Ok(Self(store::providers::all(cx.tx, cx.actor.office)?))
    }

    /// A provider of it.
    pub(crate) fn find(&self, id: ProviderId) -> Option<&Provider> {
        self.0.iter().find(|one| one.id == id)
    }

    /// サービス提供事業所 of a grant by name: the registered one's, else what was typed; empty where there is none.
    pub(crate) fn name_of(&self, grant: &Grant) -> String {
        let registered = grant.provider.and_then(|id| self.find(id));
        registered.map_or_else(|| grant.provider_name.clone(), |one| one.name.clone())
    }

    /// A grant with its provider.
    pub(crate) fn used(&self, grant: &Grant) -> UsedProvider {
        let registered = grant.provider.and_then(|id| self.find(id)).cloned();
        UsedProvider { service: grant.service.clone(), name: self.name_of(grant), registered }
    }

    /// 兼務先 by name.
    pub(crate) fn names_of(&self, posts: Posts<'_>) -> Vec<String> {
        let registered = posts.registered.iter().filter_map(|id| self.find(*id)).map(|one| one.name.clone());
        posts.providers.iter().cloned().chain(registered).collect()
    }

    /// What is wrong with the providers of these grants: one that is not in the register of this office.
    pub(crate) fn check(&self, grants: &[Grant]) -> Result<(), Refusal> {
        let unknown = |grant: &Grant| grant.provider.is_some_and(|id| self.find(id).is_none());
        let wrong = grants.iter().enumerate().filter(|(_, grant)| unknown(grant)).map(|(row, _)| {
            Reason::at(format!("grant_provider_{row}"), "サービス提供事業所を一覧から選び直してください。")
        });
        let reasons: Vec<Reason> = wrong.collect();
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
    }
}
