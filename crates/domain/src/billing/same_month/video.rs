//! テレビ電話による面接: when an interview by video stands for the visit at home.

use calendar::wareki;
use law::{Cite, LawBook, Rule, Why};

use super::ClaimEvent;

/// 訪問の代わりのテレビ電話.
pub const VIDEO_INTERVIEW: Rule = Rule {
    id: "billing.claim.video-interview",
    title: "訪問の代わりのテレビ電話（特別地域）",
    cites: &[Cite { source: "wicnet-reform", place: "令和6年度改定 72頁" }],
};

/// Whether there was an interview by video that counts, for a plan or a monitoring alike.
pub(super) fn counts(book: &LawBook, event: &ClaimEvent) -> bool {
    event.video.is_some() && obstacle(book, event).is_none()
}

/// Why the interview by video counts or does not; `None` where there was none.
pub(super) fn why(book: &LawBook, event: &ClaimEvent) -> Option<Why> {
    let video = event.video.as_ref()?;
    let sentence = obstacle(book, event).unwrap_or(
        "特別地域で市町村が認め、前月か前々月に居宅を訪問しているので、テレビ電話による面接が訪問の代わりになります。",
    );
    let mut why = Why::new(VIDEO_INTERVIEW, sentence);
    if let Some(last) = video.last_home_visit_month {
        why = why.fact("前に居宅を訪問した月", wareki::month(last));
    }
    Some(match book.monitoring().video_interview.used(event.date) {
        Some(value) => why.value(value),
        None => why,
    })
}

/// What keeps the interview by video from counting, in words.
fn obstacle(book: &LawBook, event: &ClaimEvent) -> Option<&'static str> {
    let video = event.video.as_ref()?;
    let Some(at_most) = book.monitoring().video_interview.get(event.date) else {
        return Some("この日には、テレビ電話を訪問の代わりとするきまりがまだありません。");
    };
    let months = video.last_home_visit_month.map(|last| i64::from(event.month().months_since(last)));
    if !video.special_area {
        Some("特別地域加算の対象地域ではないので、テレビ電話は訪問の代わりになりません。")
    } else if !video.municipality_accepts {
        Some("市町村が認めていないので、テレビ電話は訪問の代わりになりません。")
    } else if months.is_none_or(|months| !(1..=at_most.value).contains(&months)) {
        Some("前月にも前々月にも居宅を訪問していないので、テレビ電話は訪問の代わりになりません。")
    } else {
        None
    }
}
