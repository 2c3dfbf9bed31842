//! 利用者: list, page, new, change, end.

pub mod about;
pub mod contacts;
pub mod edit;
pub mod end;
mod fields;
pub mod import;
pub mod incidents;
pub mod life_events;
pub mod list;
pub mod looks;
pub mod new;
pub mod office_change_pdf;
pub mod opening;
pub mod retention;
pub mod self_plan_pdf;
pub mod show;
pub mod used_amounts;

/// What the rule of 兼務 says of the client's specialist, in words; none while a fact is missing.
pub(crate) fn dual_post_words(verdict: &law::Verdict<domain::neutrality::Ground>) -> Option<String> {
    match verdict {
        law::Verdict::Is(decided) => Some(decided.why.sentence.clone()),
        law::Verdict::No(why) => Some(why.sentence.clone()),
        _ => None,
    }
}

/// 「ふりがな、大きな字、ポルトガル語」.
pub(crate) fn telling_words(telling: &domain::client::Telling) -> String {
    let ways = telling.ways.iter().map(|way| way.label());
    let words = ways.chain([telling.language.as_str(), telling.hours.as_str()]);
    words.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("、")
}

/// 「令和8年11月22日」, for templates, which pass everything by reference.
pub(crate) fn day(date: &calendar::Date) -> String {
    calendar::wareki::long(*date)
}

/// 「令和8年11月」.
pub(crate) fn month(month: &calendar::YearMonth) -> String {
    calendar::wareki::month(*month)
}
