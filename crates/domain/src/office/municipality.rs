//! What a municipality decides (rules.md E), as the rules need it.

use calendar::{Date, YearMonth};
use law::LawBook;
use serde::{Deserialize, Serialize};

use crate::client::MonthlyStart;

/// 市町村の設定. Read from `law/municipalities/*.toml`, changed per office in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MunicipalitySettings {
    /// Key of the file (`default`, `kawasaki`).
    pub key: String,
    /// 名称.
    pub name: String,
    /// 予定月の翌月のモニタリングを認める.
    pub carry_over_accepted: bool,
    /// 支給期間の終期月のモニタリングを、翌月（次の支給期間）に行うことを認める.
    pub carry_over_past_grant: bool,
    /// すべてのモニタリング報告書の写しを提出する; otherwise only the listed cases, and m5 is not required.
    pub every_report_submitted: bool,
    /// Day of the following month by which consent (m4) and hand-in (m5) are due.
    pub submission_day: u8,
    /// 国保連への請求の締切日: day of the month after the visit by which the claim (m6) is due.
    pub claim_day: u8,
    /// 更新直前のモニタリングを原則認めない.
    pub deny_monitoring_before_renewal: bool,
    /// 毎月3回の始まり.
    pub monthly_start: MonthlyStart,
}

impl MunicipalitySettings {
    /// The settings of a municipality's file; those of `default.toml` where it has none of this key.
    ///
    /// The loader has made sure that the default has each setting in the right kind; should one be
    /// missing all the same, the answer that costs the office nothing unnoticed is taken.
    pub fn from_law(book: &LawBook, key: &str) -> Self {
        let file = book.municipality(key).or_else(|| book.municipality("default"));
        let flag = |key| file.and_then(|file| file.flag(key));
        let day = |key| {
            let day = file.and_then(|file| file.whole(key));
            day.and_then(|day| u8::try_from(day).ok()).unwrap_or(1)
        };
        let start = file.and_then(|file| file.word("monthly_start")).and_then(MonthlyStart::from_word);
        Self {
            key: file.map_or_else(|| key.to_owned(), |file| file.key.clone()),
            name: file.map_or_else(String::new, |file| file.name.clone()),
            carry_over_accepted: flag("carry_over_accepted").unwrap_or(false),
            carry_over_past_grant: flag("carry_over_past_grant").unwrap_or(false),
            every_report_submitted: flag("every_report_submitted").unwrap_or(true),
            submission_day: day("submission_day"),
            claim_day: day("claim_day"),
            deny_monitoring_before_renewal: flag("deny_monitoring_before_renewal").unwrap_or(true),
            monthly_start: start.unwrap_or_default(),
        }
    }

    /// 名称 in a sentence; where no municipality was chosen, その市町村.
    pub fn called(&self) -> &str {
        if self.key == "default" || self.name.is_empty() { "この市町村" } else { &self.name }
    }

    /// 処理対象年月 whose window is still open on `today`: this month while its last day has not passed, else the next.
    pub fn processing_month(&self, today: Date) -> YearMonth {
        let now = YearMonth::of(today);
        let last_day = i8::try_from(self.claim_day).unwrap_or(i8::MAX);
        if today.day() <= last_day { now } else { now.next() }
    }

    /// The settings with one value as the office changed it; a key or value that is not known changes nothing.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        let yes = || value.parse::<bool>().ok();
        let day = || value.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
        match key {
            "carry_over_accepted" => self.carry_over_accepted = yes().unwrap_or(self.carry_over_accepted),
            "carry_over_past_grant" => self.carry_over_past_grant = yes().unwrap_or(self.carry_over_past_grant),
            "every_report_submitted" => self.every_report_submitted = yes().unwrap_or(self.every_report_submitted),
            "deny_monitoring_before_renewal" => {
                self.deny_monitoring_before_renewal = yes().unwrap_or(self.deny_monitoring_before_renewal);
            }
            "submission_day" => self.submission_day = day().unwrap_or(self.submission_day),
            "claim_day" => self.claim_day = day().unwrap_or(self.claim_day),
            "monthly_start" => self.monthly_start = MonthlyStart::from_word(value).unwrap_or(self.monthly_start),
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_goes_into_the_month_whose_window_is_still_open() {
        let settings = MunicipalitySettings::from_law(LawBook::embedded().unwrap(), "default");
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(settings.processing_month(day("2026-11-10")).to_string(), "2026-11");
        assert_eq!(settings.processing_month(day("2026-11-11")).to_string(), "2026-12");
        assert_eq!(settings.processing_month(day("2026-12-31")).to_string(), "2027-01");
    }

    #[test]
    fn kawasaki_wants_every_copy_and_the_default_does_not() {
        let book = LawBook::embedded().unwrap();
        let kawasaki = MunicipalitySettings::from_law(book, "kawasaki");
        assert!(kawasaki.every_report_submitted && kawasaki.carry_over_accepted);
        assert_eq!((kawasaki.name.as_str(), kawasaki.submission_day), ("川崎市", 10));
        let unknown = MunicipalitySettings::from_law(book, "no-such-town");
        assert_eq!(unknown, MunicipalitySettings::from_law(book, "default"));
        assert!(!unknown.every_report_submitted);
    }
}
