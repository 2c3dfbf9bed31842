//! 施設・事業の種類 as the tables of windows name them, found in whatever way a caller writes them.

use law::{Family, LawBook, Service};

use crate::text::search_key;

/// What the tables of windows call the providers of a service.
const WELFARE_SERVICE: &str = "障害福祉サービス事業";
const SUPPORT_FACILITY: &str = "障害者支援施設";
const CHILD_SERVICE: &str = "障害児通所支援事業";
const GENERAL_CONSULTATION: &str = "一般相談支援事業";
/// The consultation services themselves, which are in no list of services.
const CONSULTATIONS: [(&str, &str); 2] = [("計画相談支援", "特定相談支援事業"), ("地域相談支援", GENERAL_CONSULTATION)];

/// Every kind that some municipality's table names, in the order of the tables.
pub fn facility_kinds(book: &LawBook) -> Vec<&str> {
    let windows = book.municipalities().filter_map(|city| city.abuse.as_ref()).flat_map(|abuse| &abuse.windows);
    let mut kinds: Vec<&str> = Vec::new();
    for kind in windows.flat_map(|window| &window.facility_kinds) {
        if !kinds.contains(&kind.as_str()) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The kinds that a text means, by the table's names or by the name of a service, as 共同生活援助 and グループホーム are
/// 障害福祉サービス事業; `None` where it names none. More than one where it leaves the type open
/// (地域活動支援センター), or names several together (B・C・D型, or a whole cell of the table).
pub fn find_facility_kinds(book: &LawBook, text: &str) -> Option<Vec<String>> {
    let known: Vec<(&str, String)> = facility_kinds(book).into_iter().map(|kind| (kind, key(kind))).collect();
    let mut found: Vec<String> = Vec::new();
    for part in text.split(['、', '，', ',']).flat_map(|part| part.split("及び")) {
        let wanted = key(part);
        let keys = match known.iter().any(|(_, key)| *key == wanted) {
            true => vec![wanted],
            false => match kind_of_service(book, &wanted) {
                Some(kind) => vec![key(kind)],
                None => with_types(&wanted, &known),
            },
        };
        if keys.is_empty() {
            return None;
        }
        for key in keys {
            let (kind, _) = known.iter().find(|(_, known)| *known == key)?;
            if !found.iter().any(|found| found == kind) {
                found.push((*kind).to_owned());
            }
        }
    }
    Some(found)
}

/// The kind under which the provider of a service stands.
fn kind_of_service(book: &LawBook, wanted: &str) -> Option<&'static str> {
    if let Some((_, kind)) = CONSULTATIONS.iter().find(|(name, _)| key(name) == wanted) {
        return Some(kind);
    }
    let is_it = |service: &&Service| {
        std::iter::once(&service.name).chain(&service.common_names).any(|name| key(name) == wanted)
    };
    let service = book.services().all().find(is_it)?;
    Some(match (service.word.as_str(), service.family) {
        // Who lives there is served by the facility itself. のぞみの園 is neither, and no table names it.
        ("facility-residence", _) => SUPPORT_FACILITY,
        ("nozomi-no-sono", _) => return None,
        (_, Family::Disability) => WELFARE_SERVICE,
        (_, Family::Child) => CHILD_SERVICE,
        (_, Family::Community) => GENERAL_CONSULTATION,
    })
}

/// What is compared: width, brackets, dots, 指定, を経営する事業 and 事業所 do not matter.
fn key(text: &str) -> String {
    let folded: String = search_key(text).chars().filter(|c| !matches!(c, '(' | ')' | '「' | '」')).collect();
    let folded = folded.replace(&search_key("を経営する事業"), "");
    let folded = folded.strip_prefix("指定").unwrap_or(&folded);
    let folded = folded.strip_suffix('所').filter(|rest| rest.ends_with("事業")).unwrap_or(folded);
    folded.strip_suffix("事業").unwrap_or(folded).to_owned()
}

/// The keys of a kind with several types (`bcd型`), or with none named.
fn with_types(wanted: &str, known: &[(&str, String)]) -> Vec<String> {
    let is_known = |key: &String| known.iter().any(|(_, known)| known == key);
    if let Some(typed) = wanted.strip_suffix('型') {
        let base = typed.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let letters = typed.strip_prefix(base).unwrap_or_default();
        let keys: Vec<String> = letters.chars().map(|letter| format!("{base}{letter}型")).collect();
        return if keys.iter().all(is_known) { keys } else { Vec::new() };
    }
    let types = known.iter().map(|(_, key)| key).filter(|key| {
        let rest = key.strip_prefix(wanted).and_then(|rest| rest.strip_suffix('型'));
        !wanted.is_empty() && rest.is_some_and(|rest| rest.chars().count() == 1)
    });
    types.cloned().collect()
}
