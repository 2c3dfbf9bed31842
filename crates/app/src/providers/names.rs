//! The register beside what points to it: choices of a form, names and telephone numbers.

use std::collections::BTreeSet;

use domain::{
    client::Grant,
    id::ProviderId,
    office::{Posts, Right},
    provider::Provider,
};

use store::providers;

use crate::{Cx, Reason, Refusal};

/// A provider to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderChoice {
    /// Id.
    pub id: ProviderId,
    /// The name, with the mark of one that has ended.
    pub label: String,
    /// The name alone.
    pub name: String,
    /// 電話番号, digits.
    pub phone: String,
    /// Whether it has ended.
    pub ended: bool,
}

/// The providers to choose from, those that have ended at the end and marked: an older certificate may name them.
pub fn provider_choices(cx: &mut Cx<'_>) -> Result<Vec<ProviderChoice>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    let today = cx.today;
    let ended = |one: &Provider| one.has_ended(today);
    let mut all = providers::all(cx.tx, cx.actor.office)?;
    all.sort_by_key(ended);
    let label = |one: &Provider| format!("{}{}", one.name, if ended(one) { "（終了）" } else { "" });
    let choice = |one: &Provider| ProviderChoice {
        id: one.id,
        label: label(one),
        name: one.name.clone(),
        phone: one.phone.clone(),
        ended: ended(one),
    };
    Ok(all.iter().map(choice).collect())
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

/// What a use case asks of the register of the actor's office, loaded once for it.
#[derive(Clone, Debug)]
pub(crate) struct Register(Vec<Provider>);

impl Register {
    /// The providers that are asked for, as far as they are registered. Without any nothing is read.
    pub(crate) fn of(cx: &mut Cx<'_>, asked: impl IntoIterator<Item = ProviderId>) -> Result<Self, Refusal> {
        let asked: BTreeSet<ProviderId> = asked.into_iter().collect();
        let mut found = Vec::new();
        for id in asked {
            match providers::find(cx.tx, cx.actor.office, id) {
                Ok(provider) => found.extend(provider),
                // A page goes on without the name of a provider that cannot be read, as a list goes on without its row.
                Err(fault) => cx.tx.pass_over(fault)?,
            }
        }
        Ok(Self(found))
    }

    /// One of those that were asked for.
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
    pub(crate) fn check(cx: &mut Cx<'_>, grants: &[Grant]) -> Result<(), Refusal> {
        let register = Self::of(cx, grants.iter().filter_map(|grant| grant.provider))?;
        let unknown = |grant: &Grant| grant.provider.is_some_and(|id| register.find(id).is_none());
        let wrong = grants.iter().enumerate().filter(|(_, grant)| unknown(grant)).map(|(row, _)| {
            Reason::at(format!("grant_provider_{row}"), "サービス提供事業所を一覧から選び直してください。")
        });
        let reasons: Vec<Reason> = wrong.collect();
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
    }
}
