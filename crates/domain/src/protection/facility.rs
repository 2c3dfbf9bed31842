//! 施設・事業の種類 as the tables of windows name them, found in whatever way a caller writes them.

use law::LawBook;

use crate::text::search_key;

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

/// The kinds that a text means; `None` where it names none. More than one where it leaves the type open
/// (地域活動支援センター), or names several together (B・C・D型, or a whole cell of the table).
pub fn find_facility_kinds(book: &LawBook, text: &str) -> Option<Vec<String>> {
    let known: Vec<(&str, String)> = facility_kinds(book).into_iter().map(|kind| (kind, key(kind))).collect();
    let mut found: Vec<String> = Vec::new();
    for part in text.split(['、', '，', ',']).flat_map(|part| part.split("及び")) {
        let wanted = key(part);
        let keys = match known.iter().any(|(_, key)| *key == wanted) {
            true => vec![wanted],
            false => with_types(&wanted, &known),
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

/// What is compared: width, brackets, dots, 指定, を経営する事業 and 事業所 do not matter.
fn key(text: &str) -> String {
    let folded: String = search_key(text).chars().filter(|c| !matches!(c, '(' | ')' | '「' | '」')).collect();
    let folded = folded.replace("ヲ経営スル事業", "");
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
