//! 台帳の一覧: searched, filtered, sorted. An office has some hundred providers, so that all stand on one page.

use domain::{office::Right, provider::Provider, text};

use crate::{Cx, Refusal};

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProviderOrder {
    /// フリガナ, those without one by their name.
    #[default]
    Kana,
    /// 事業所番号, those without one last.
    Number,
    /// サービスの種類.
    Service,
}

domain::words!(ProviderOrder { Kana, "", "フリガナ"; Number, "number", "事業所番号"; Service, "service", "サービスの種類"; });

/// Whom the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderSearch {
    /// Name, kana, number or 担当者; empty finds all.
    pub words: String,
    /// サービスの種類, or empty for all.
    pub service: String,
    /// Those that have ended instead of the present ones.
    pub ended: bool,
    /// Order.
    pub order: ProviderOrder,
}

/// The list.
#[derive(Clone, Debug)]
pub struct ProviderList {
    /// Those found.
    pub found: Vec<Provider>,
    /// The kinds of service that the register has, to filter by.
    pub services: Vec<String>,
    /// Whether the register has any provider at all.
    pub any: bool,
}

/// The providers that were asked for.
pub fn list_providers(cx: &mut Cx<'_>, asked: &ProviderSearch) -> Result<ProviderList, Refusal> {
    cx.authorize(Right::Read)?;
    let all = store::providers::all(cx.tx, cx.actor.office)?;
    let wanted = text::search_key(&asked.words);
    let today = cx.today;
    let matches = |one: &Provider| {
        one.has_ended(today) == asked.ended
            && (asked.service.is_empty() || one.services.contains(&asked.service))
            && (wanted.is_empty()
                || [&one.name, &one.kana, &one.number, &one.person]
                    .iter()
                    .any(|part| text::search_key(part).contains(&wanted)))
    };
    let mut services: Vec<String> = all.iter().flat_map(|one| one.services.clone()).collect();
    services.sort();
    services.dedup();
    let mut found: Vec<Provider> = all.iter().filter(|one| matches(one)).cloned().collect();
    match asked.order {
        ProviderOrder::Kana => {
            found.sort_by_key(|one| if one.kana.is_empty() { one.name.clone() } else { one.kana.clone() });
        }
        ProviderOrder::Number => found.sort_by_key(|one| (one.number.is_empty(), one.number.clone())),
        ProviderOrder::Service => found.sort_by_key(|one| (one.services.is_empty(), one.services.clone())),
    }
    Ok(ProviderList { found, services, any: !all.is_empty() })
}
