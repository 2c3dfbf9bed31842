//! 市町村の決まり of every municipality the office deals with, each from a day on: asked by 市町村番号 and day.

use std::{collections::BTreeMap, sync::Arc};

use calendar::{Date, OpenDays};
use law::{LawBook, MunicipalityFile};
use serde::{Deserialize, Serialize};

use super::MunicipalitySettings;

/// The word that stands for 全国の既定 where a 市町村番号 stands otherwise.
pub const USUAL: &str = "default";

/// A value that the office entered for a municipality, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedSetting {
    /// 市町村番号, or [`USUAL`].
    pub municipality: String,
    /// Key of the setting.
    pub key: String,
    /// First day on which it holds; `None` from the beginning.
    pub from: Option<Date>,
    /// The value as a word; `None` where from that day on the file's value (or the usual one) holds again.
    pub value: Option<String>,
}

/// 市町村 as the office entered it: one that has no file, or its own list of 区役所・支所.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// 市町村番号, six digits.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 区役所・支所, where it has some.
    pub wards: Vec<WardOfTown>,
    /// Counts the saves.
    pub version: i64,
}

/// 区役所・支所 of a municipality, as the office entered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardOfTown {
    /// 名称.
    pub name: String,
    /// 電話 of the department to which reports are handed in and abuse is told; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tel: String,
}

impl DatedSetting {
    /// A value from the beginning.
    pub fn always(municipality: &str, key: &str, value: &str) -> Self {
        let (municipality, key) = (municipality.to_owned(), key.to_owned());
        Self { municipality, key, from: None, value: Some(value.to_owned()) }
    }
}

/// A value that the office entered and that cannot be read any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenSetting {
    /// 市町村番号 or [`USUAL`]; `None` where that cannot be read either: it may be any.
    pub municipality: Option<String>,
    /// Key of the setting; `None` where that cannot be read either.
    pub key: Option<String>,
}

/// Settings by which the fee of a month stands or falls.
const MONEY: [&str; 5] = [
    "carry_over_accepted",
    "carry_over_past_grant",
    "every_report_submitted",
    "consent_to_report",
    "deny_monitoring_before_renewal",
];

/// What every municipality decided, day by day. Loaded once for a use case.
///
/// The layers are those of the files: 全国の既定, what the office entered for it, the municipality's file, what the
/// office entered for the municipality. The later one stands. A municipality without file and entry is 全国の既定.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsBook {
    usual: Days,
    towns: BTreeMap<String, Arc<Days>>,
    broken: Vec<BrokenSetting>,
}

/// Ascending, each from its day to the next one's; the first from the beginning.
#[derive(Clone, Debug, PartialEq)]
struct Days {
    first: MunicipalitySettings,
    later: Vec<(Date, MunicipalitySettings)>,
}

impl Days {
    fn on(&self, day: Date) -> &MunicipalitySettings {
        let begun = self.later.partition_point(|(from, _)| *from <= day);
        let last = begun.checked_sub(1).and_then(|index| self.later.get(index));
        last.map_or(&self.first, |(_, settings)| settings)
    }
}

impl SettingsBook {
    /// From the files, the towns and values that the office entered, and the days on which offices are open.
    pub fn new(book: &LawBook, towns: &[Municipality], entered: &[DatedSetting], open_days: &Arc<OpenDays>) -> Self {
        let make = |codes: &[&str], name: Option<(&str, &str)>, file: Option<&MunicipalityFile>| {
            let of = |municipality: &str| municipality == USUAL || codes.contains(&municipality);
            let mut days: Vec<Option<Date>> =
                entered.iter().filter(|it| of(&it.municipality)).map(|it| it.from).chain([None]).collect();
            days.sort_unstable();
            days.dedup();
            let on = |day: Option<Date>| {
                let usual = book.municipality(USUAL).into_iter();
                let usual = usual.fold(MunicipalitySettings::blank(), MunicipalitySettings::of_file);
                let usual = with_entered(usual, entered, &[USUAL], day);
                let settings = file.into_iter().fold(usual, MunicipalitySettings::of_file);
                let mut settings = with_entered(settings, entered, codes, day);
                if let Some((code, name)) = name {
                    (settings.key, settings.name) = (code.to_owned(), name.to_owned());
                }
                MunicipalitySettings { open_days: Arc::clone(open_days), ..settings }
            };
            Days { first: on(None), later: days.into_iter().flatten().map(|day| (day, on(Some(day)))).collect() }
        };
        let mut known = BTreeMap::new();
        for file in book.municipalities().filter(|file| file.code.is_some()) {
            let codes: Vec<&str> = file.codes().collect();
            let days = Arc::new(make(&codes, None, Some(file)));
            known.extend(codes.into_iter().map(|code| (code.to_owned(), Arc::clone(&days))));
        }
        for town in towns {
            // A file that came with a later version of the program stands before what was entered.
            if !known.contains_key(&town.code) {
                let days = make(&[&town.code], Some((&town.code, &town.name)), None);
                known.insert(town.code.clone(), Arc::new(days));
            }
        }
        Self { usual: make(&[], None, None), towns: known, broken: Vec::new() }
    }

    /// With what was entered and cannot be read: the rest stands without it, but no money is decided on it.
    #[must_use]
    pub fn without(mut self, broken: Vec<BrokenSetting>) -> Self {
        self.broken = broken;
        self
    }

    /// The setting of this 市町村番号 that decides money and cannot be read; an empty key where that is not known either.
    pub fn doubt(&self, code: &str) -> Option<&str> {
        let same = |own: &str| {
            let days = self.towns.get(own).zip(self.towns.get(code));
            own == USUAL || own == code || days.is_some_and(|(own, asked)| Arc::ptr_eq(own, asked))
        };
        let of = self.broken.iter().filter(|it| it.municipality.as_deref().is_none_or(same));
        let mut keys = of.map(|it| it.key.as_deref().unwrap_or_default());
        keys.find(|key| key.is_empty() || MONEY.contains(key))
    }

    /// The files alone, for tests and for what runs without an office.
    pub fn from_law(book: &LawBook) -> Self {
        Self::new(book, &[], &[], &Arc::default())
    }

    /// What the municipality of this 市町村番号 decided, as of the day.
    pub fn of(&self, code: &str, day: Date) -> &MunicipalitySettings {
        self.towns.get(code).map_or(&self.usual, |days| days).on(day)
    }

    /// 全国の既定 as of the day: for what is asked before there is a certificate.
    pub fn usual(&self, day: Date) -> &MunicipalitySettings {
        self.usual.on(day)
    }

    /// Whether anything is known of the municipality beside 全国の既定.
    pub fn knows(&self, code: &str) -> bool {
        self.towns.contains_key(code)
    }
}

/// With the entries of these municipalities that stand on the day (`None`: from the beginning).
fn with_entered(
    settings: MunicipalitySettings,
    entered: &[DatedSetting],
    municipalities: &[&str],
    day: Option<Date>,
) -> MunicipalitySettings {
    let begun = entered.iter().filter(|it| municipalities.contains(&it.municipality.as_str()) && it.from <= day);
    let mut standing: BTreeMap<&str, &DatedSetting> = BTreeMap::new();
    for entry in begun {
        let last = standing.entry(&entry.key).or_insert(entry);
        if last.from <= entry.from {
            *last = entry;
        }
    }
    let values = standing.into_iter().filter_map(|(key, entry)| Some((key, entry.value.as_deref()?)));
    values.fold(settings, |settings, (key, value)| settings.with(key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn entered(municipality: &str, key: &str, from: Option<&str>, value: Option<&str>) -> DatedSetting {
        DatedSetting {
            municipality: municipality.to_owned(),
            key: key.to_owned(),
            from: from.map(day),
            value: value.map(str::to_owned),
        }
    }

    fn book(towns: &[Municipality], entries: &[DatedSetting]) -> SettingsBook {
        SettingsBook::new(LawBook::embedded().unwrap(), towns, entries, &Arc::default())
    }

    #[test]
    fn each_municipality_is_judged_by_its_own_settings() {
        let book = book(&[], &[]);
        let on = day("2026-11-29");
        assert!(book.of("141305", on).every_report_submitted, "川崎市");
        assert_eq!(book.of("141313", on).name, "川崎市", "a ward's number is the city's");
        assert!(!book.of("141003", on).every_report_submitted, "横浜市 has no file: 全国の既定");
        assert_eq!(book.of("141003", on).called(), "この市町村");
    }

    #[test]
    fn a_value_holds_from_its_day_on_and_may_be_given_back() {
        let entries = [
            entered("141305", "submission_day", None, Some("5")),
            entered("141305", "submission_day", Some("2026-10-01"), Some("15")),
            entered("141305", "submission_day", Some("2027-04-01"), None),
        ];
        let book = book(&[], &entries);
        let on = |text: &str| book.of("141305", day(text)).submission_day;
        assert_eq!((on("2026-09-30"), on("2026-10-01"), on("2027-03-31"), on("2027-04-01")), (5, 15, 15, 10));
        assert_eq!(book.of("141003", day("2026-11-01")).submission_day, 10, "another city's is its own");
    }

    #[test]
    fn what_cannot_be_read_is_a_doubt_for_its_municipality_alone() {
        let broken = |municipality: Option<&str>, key: Option<&str>| BrokenSetting {
            municipality: municipality.map(str::to_owned),
            key: key.map(str::to_owned),
        };
        let of = |it: BrokenSetting| {
            let book = book(&[], &[]).without(vec![it]);
            ["141305", "141313", "141003"].map(|code| book.doubt(code).map(str::to_owned))
        };
        let carry = || Some("carry_over_accepted".to_owned());
        assert_eq!(of(broken(Some("141305"), Some("carry_over_accepted"))), [carry(), carry(), None]);
        assert_eq!(of(broken(Some("141305"), Some("submission_day"))), [None, None, None], "a deadline is no money");
        assert_eq!(of(broken(Some(USUAL), Some("carry_over_accepted"))), [carry(), carry(), carry()]);
        assert_eq!(of(broken(None, None)), [Some(String::new()), Some(String::new()), Some(String::new())]);
        assert_eq!(book(&[], &[]).doubt("141305"), None);
    }

    #[test]
    fn what_was_entered_for_the_usual_stands_below_the_file_and_below_the_town() {
        let town =
            Municipality { code: "141003".to_owned(), name: "横浜市".to_owned(), wards: Vec::new(), version: 1 };
        let entries = [
            entered(USUAL, "submission_day", Some("2026-10-01"), Some("20")),
            entered(USUAL, "every_report_submitted", None, Some("false")),
            entered("141003", "claim_day", None, Some("8")),
        ];
        let book = book(&[town], &entries);
        let on = day("2026-11-01");
        let yokohama = book.of("141003", on);
        assert_eq!((yokohama.called(), yokohama.submission_day, yokohama.claim_day), ("横浜市", 20, 8));
        assert_eq!(book.of("141003", day("2026-09-30")).submission_day, 10);
        assert!(book.of("141305", on).every_report_submitted, "the file's own value stands");
        assert_eq!(book.usual(on).submission_day, 20);
        assert!(book.knows("141003") && !book.knows("131041"));
    }
}
