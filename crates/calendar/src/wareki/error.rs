//! What can be wrong with a typed date, as the sentence shown at the field.

/// 日付・年月の誤り, with a Japanese message that says what to type instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("日付を入力してください（例: R8.11.22）")]
    Empty,
    /// No form of date known here.
    #[error("「{0}」は日付として読めません（例: R8.11.22、令和8年11月22日、2026-11-22）")]
    Unreadable(String),
    /// No form of month known here.
    #[error("「{0}」は年月として読めません（例: R8.11、令和8年11月、2026-11）")]
    UnreadableMonth(String),
    /// A year of one or two digits without an era.
    #[error("「{0}」の年が分かりません。元号を付けるか（例: R8.11.22）、西暦を4桁で入力してください（例: 2026-11-22）")]
    YearUnclear(String),
    /// A day without a year that is near to today in none.
    #[error("「{typed}」は{past}ですか、{coming}ですか。年も書いてください")]
    WhichYear {
        /// What was typed.
        typed: String,
        /// The latest such day that has passed.
        past: String,
        /// The next such day.
        coming: String,
    },
    /// A day the calendar does not have.
    #[error("{0}という日はありません")]
    NoSuchDay(String),
    /// A month the calendar does not have.
    #[error("「{0}」の月は1から12までで入力してください")]
    NoSuchMonth(String),
    /// A day or month outside the era it was written with.
    #[error("{typed}という日付はありません（正しくは{correct}）")]
    OutsideEra {
        /// What was typed, spelled out.
        typed: String,
        /// The same day with the right era.
        correct: String,
    },
    /// A year outside 1868 to 2200.
    #[error("「{0}」の年は1868年から2200年までで入力してください")]
    YearOutOfRange(String),
}
