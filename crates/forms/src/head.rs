//! 見出し部: what every paper prints of the client, the certificates and who wrote it.

use calendar::{Date, wareki};
use domain::{
    client::{Certificate, Client, ConsultationService},
    text::yen,
};
use law::{Family, LawBook};
use serde_json::{Map, Value};

/// 氏名・区分・保護者.
pub(crate) fn client(client: &Client, items: &mut Map<String, Value>) {
    let guardian = client.guardian.as_ref();
    let mut set = |path: &str, value: String| items.insert(path.into(), Value::from(value));
    set("client.name", client.name.clone());
    set("client.grade", client.grade.map_or(String::new(), |grade| grade.label().into()));
    set("guardian.name", guardian.map_or(String::new(), |guardian| guardian.name.clone()));
    set("guardian.relation", guardian.map_or(String::new(), |guardian| guardian.relation.clone()));
}

/// 受給者証番号 and 利用者負担上限額. `own` is the certificate of the paper; its number stands before those of the others.
pub(crate) fn certificates(
    of: &Client,
    own: Option<&Certificate>,
    all: &[Certificate],
    items: &mut Map<String, Value>,
) {
    let numbers = |wanted: fn(&Certificate) -> bool| {
        let of_client = all.iter().filter(|certificate| certificate.client == of.id);
        let first = own.into_iter().chain(of_client).find(|certificate| wanted(certificate));
        Value::from(first.map_or(String::new(), |certificate| certificate.number.clone()))
    };
    items.insert("certificate.number".into(), numbers(|one| plan(one) && !only_community(one)));
    items.insert("certificate.community_number".into(), numbers(|one| plan(one) && has_community(one)));
    items.insert("certificate.child_number".into(), numbers(|one| one.service == ConsultationService::Child));
    let limit = own.and_then(|certificate| certificate.upper_limit_yen);
    items.insert("certificate.upper_limit".into(), Value::from(limit.map_or(String::new(), yen)));
}

/// 地域相談支援受給者証番号 as it was asked for with the disability: it stands before what a certificate entered as one for both would say.
pub(crate) fn community_number(recorded: &str, items: &mut Map<String, Value>) {
    if !recorded.is_empty() {
        items.insert("certificate.community_number".into(), Value::from(recorded));
    }
}

fn plan(certificate: &Certificate) -> bool {
    certificate.service == ConsultationService::Plan
}

/// 地域相談支援 (地域移行支援・地域定着支援) has a certificate and a number of its own.
fn community(service: &str) -> bool {
    let found = LawBook::embedded().ok().and_then(|book| book.services().find(service));
    found.is_some_and(|service| service.family == Family::Community)
}

fn has_community(certificate: &Certificate) -> bool {
    certificate.grants.iter().any(|grant| community(&grant.service))
}

fn only_community(certificate: &Certificate) -> bool {
    has_community(certificate) && certificate.grants.iter().all(|grant| community(&grant.service))
}

/// 「令和8年11月22日」; nothing where the day is not known.
pub(crate) fn date(date: Option<Date>) -> Value {
    Value::from(date.map_or(String::new(), wareki::long))
}

/// 代理人（母）.
pub(crate) fn with_note(label: &str, note: &str) -> String {
    match note.trim() {
        "" => label.to_owned(),
        note => format!("{label}（{note}）"),
    }
}
