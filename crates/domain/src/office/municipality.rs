//! What a municipality decides (rules.md E), as the rules need it on one day.

use std::sync::Arc;

use calendar::{Date, OpenDays, YearMonth};
use law::{LawBook, MunicipalityFile};
use serde::{Deserialize, Serialize};

use super::WeekBands;
use crate::{billing::same_month::ConsentToReport, client::MonthlyStart};

/// 支給決定の終わり.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantEnd {
    /// A year from its start.
    #[default]
    OneYear,
    /// With the month of the person's birthday.
    BirthMonth,
}

/// 受給者証のモニタリング期間の書き方.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalForm {
    /// 何か月ごと.
    #[default]
    Interval,
    /// 月を並べる.
    Months,
}

/// セルフプランの様式と条件.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelfPlanForm {
    /// Any form with the items of the order.
    #[default]
    AnyForm,
    /// The municipality's own form.
    OwnForm,
    /// Accepted under conditions.
    Conditions,
}

/// 介護保険と併せて使う人の計画案.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanWithCareInsurance {
    /// Asked for where a service without a match in 介護保険 is used and the municipality finds it necessary.
    #[default]
    PeculiarServices,
    /// Never asked for.
    Never,
    /// Always asked for.
    Always,
}

/// 65歳以上の見方.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgedTest {
    /// Whether the person has care management under 介護保険.
    #[default]
    CareManagement,
    /// Whether the person uses any service of 介護保険.
    AnyCareService,
}

words!(GrantEnd { OneYear, "one_year", "1年"; BirthMonth, "birth_month", "誕生月にそろえる"; });
words!(IntervalForm { Interval, "interval", "何か月ごと"; Months, "months", "月を並べる"; });
words!(SelfPlanForm {
    AnyForm, "any_form", "項目がそろえばよい";
    OwnForm, "own_form", "市町村の様式による";
    Conditions, "conditions", "条件がある";
});
words!(PlanWithCareInsurance {
    PeculiarServices, "peculiar_services", "固有のサービスで必要なとき";
    Never, "never", "求めない";
    Always, "always", "いつも求める";
});
words!(AgedTest {
    CareManagement, "care_management", "ケアマネジメントの有無";
    AnyCareService, "any_care_service", "介護保険サービスの利用の有無";
});

/// 市町村の設定 on one day. Read from `law/municipalities/*.toml` and what the office entered; made by
/// [`super::SettingsBook`] for the certificate's municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MunicipalitySettings {
    /// Key of the file (`default`, `kawasaki`), or the 市町村番号 of a municipality without one.
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
    /// Whether that day moves to the next opening day where it falls on a closed one.
    pub submission_day_moves: bool,
    /// 国保連への請求の締切日: day of the month after the visit by which the claim (m6) is due.
    pub claim_day: u8,
    /// Whether that day moves to the next opening day where it falls on a closed one.
    pub claim_day_moves: bool,
    /// 報告書への同意.
    pub consent_to_report: ConsentToReport,
    /// 更新直前のモニタリングを原則認めない.
    pub deny_monitoring_before_renewal: bool,
    /// 毎月3回の始まり.
    pub monthly_start: MonthlyStart,
    /// 支給決定の終わり.
    pub grant_end: GrantEnd,
    /// モニタリング期間の書き方.
    pub interval_form: IntervalForm,
    /// セルフプラン.
    pub self_plan: SelfPlanForm,
    /// 兼務の例外を認める.
    pub neutrality_exception: bool,
    /// 介護保険と併せて使う人の計画案.
    pub plan_with_care_insurance: PlanWithCareInsurance,
    /// 就労選択支援だけを使う人の標準期間, months.
    pub work_choice_interval: u32,
    /// 65歳以上の見方.
    pub aged_test: AgedTest,
    /// 地域移行支援だけを使う65歳以上の人の標準期間, months.
    pub transition_aged_interval: u32,
    /// 会えなかった回数: so many tries that failed are raised; 0 where never.
    #[serde(default)]
    pub attempts_raised: u8,
    /// 帳票の様式: the word of the layout in which papers are printed, one of `law/forms`.
    pub paper_layout: String,
    /// 記録の保存期間, years from the day of the service.
    #[serde(default = "longest")]
    pub retention_years: u32,
    /// 印の欄 on the papers that have one.
    pub seal: bool,
    /// 週間ケア計画の時間帯.
    #[serde(default)]
    pub week_bands: WeekBands,
    /// The days on which offices are closed, for the deadlines that move.
    #[serde(skip)]
    pub open_days: Arc<OpenDays>,
}

/// The most that a count of months in a setting may be.
const MOST_MONTHS: u32 = 60;
/// Tries that failed, at most: nobody waits for more of them.
const MOST_TRIES: u8 = 20;

/// The most years of a setting, and what holds where nothing is known: nothing is deleted too early.
fn longest() -> u32 {
    99
}

impl MunicipalitySettings {
    /// The settings of a municipality's file (by key or by 市町村番号); those of `default.toml` where it has none.
    ///
    /// The loader has made sure that the default has each setting in the right kind; should one be
    /// missing all the same, the answer that costs the office nothing unnoticed is taken.
    pub fn from_law(book: &LawBook, key: &str) -> Self {
        let file = book.municipality(key).or_else(|| book.municipality_with_code(key));
        let default = book.municipality("default");
        [default, file].into_iter().flatten().fold(Self::blank(), Self::of_file)
    }

    /// What holds where nothing is known.
    pub(super) fn blank() -> Self {
        Self {
            key: "default".to_owned(),
            name: String::new(),
            carry_over_accepted: false,
            carry_over_past_grant: false,
            every_report_submitted: true,
            submission_day: 1,
            submission_day_moves: false,
            claim_day: 1,
            claim_day_moves: false,
            consent_to_report: ConsentToReport::EachTime,
            deny_monitoring_before_renewal: true,
            monthly_start: MonthlyStart::default(),
            grant_end: GrantEnd::default(),
            interval_form: IntervalForm::default(),
            self_plan: SelfPlanForm::default(),
            neutrality_exception: false,
            plan_with_care_insurance: PlanWithCareInsurance::default(),
            work_choice_interval: 1,
            aged_test: AgedTest::default(),
            transition_aged_interval: 1,
            attempts_raised: 0,
            paper_layout: "national".to_owned(),
            retention_years: longest(),
            seal: true,
            week_bands: WeekBands::default(),
            open_days: Arc::default(),
        }
    }

    /// With what a file says itself, under its name.
    pub(super) fn of_file(self, file: &MunicipalityFile) -> Self {
        let own = file.settings.iter().filter(|setting| setting.own);
        let settings = own.fold(self, |settings, setting| settings.with(&setting.key, &setting.value.to_string()));
        Self { key: file.key.clone(), name: file.name.clone(), ..settings }
    }

    /// 名称 in a sentence; where no municipality was chosen, その市町村.
    pub fn called(&self) -> &str {
        if self.key == "default" || self.name.is_empty() { "この市町村" } else { &self.name }
    }

    /// The settings with one value as it is stored; a key or value that is not known changes nothing.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.take(key, value);
        self
    }

    /// Whether a value says something as a value of this setting. A setting that this program does not have says nothing
    /// to it and is no mistake.
    pub fn understands(key: &str, value: &str) -> bool {
        Self::blank().take(key, value)
    }

    /// Takes one value; whether it was understood.
    fn take(&mut self, key: &str, value: &str) -> bool {
        let day = || value.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
        let months = || value.parse::<u32>().ok().filter(|months| (1..=MOST_MONTHS).contains(months));
        let years = || value.parse::<u32>().ok().filter(|years| (1..=longest()).contains(years));
        // Which layouts there are, the files of `law/forms` say; a word is all that can be told here.
        let is_word = !value.is_empty() && value.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-');
        let layout = || is_word.then(|| value.to_owned());
        match key {
            "carry_over_accepted" => put(&mut self.carry_over_accepted, value.parse().ok()),
            "carry_over_past_grant" => put(&mut self.carry_over_past_grant, value.parse().ok()),
            "every_report_submitted" => put(&mut self.every_report_submitted, value.parse().ok()),
            "submission_day" => put(&mut self.submission_day, day()),
            "submission_day_moves" => put(&mut self.submission_day_moves, value.parse().ok()),
            "claim_day" => put(&mut self.claim_day, day()),
            "claim_day_moves" => put(&mut self.claim_day_moves, value.parse().ok()),
            "consent_to_report" => put(&mut self.consent_to_report, ConsentToReport::from_word(value)),
            "deny_monitoring_before_renewal" => put(&mut self.deny_monitoring_before_renewal, value.parse().ok()),
            "monthly_start" => put(&mut self.monthly_start, MonthlyStart::from_word(value)),
            "grant_end" => put(&mut self.grant_end, GrantEnd::from_word(value)),
            "interval_form" => put(&mut self.interval_form, IntervalForm::from_word(value)),
            "self_plan" => put(&mut self.self_plan, SelfPlanForm::from_word(value)),
            "neutrality_exception" => put(&mut self.neutrality_exception, value.parse().ok()),
            "plan_with_care_insurance" => {
                put(&mut self.plan_with_care_insurance, PlanWithCareInsurance::from_word(value))
            }
            "work_choice_interval" => put(&mut self.work_choice_interval, months()),
            "aged_test" => put(&mut self.aged_test, AgedTest::from_word(value)),
            "transition_aged_interval" => put(&mut self.transition_aged_interval, months()),
            "attempts_raised" => {
                put(&mut self.attempts_raised, value.parse().ok().filter(|times| *times <= MOST_TRIES))
            }
            "paper_layout" => put(&mut self.paper_layout, layout()),
            "retention_years" => put(&mut self.retention_years, years()),
            "seal" => put(&mut self.seal, value.parse().ok()),
            "week_bands" => put(&mut self.week_bands, WeekBands::read(value).ok()),
            _ => true,
        }
    }

    /// 提出の期限: the last day on which consent and hand-in of a month's round are not late.
    pub fn submission_due(&self, month: YearMonth) -> Date {
        self.due(month.next(), self.submission_day, self.submission_day_moves)
    }

    /// 請求の期限: the last day on which a month's claim reaches 国保連.
    pub fn claim_due(&self, month: YearMonth) -> Date {
        self.due(month.next(), self.claim_day, self.claim_day_moves)
    }

    /// 処理対象年月 whose window is still open on `today`: this month while its last day has not passed, else the next.
    pub fn processing_month(&self, today: Date) -> YearMonth {
        let now = YearMonth::of(today);
        if today <= self.claim_due(now.previous()) { now } else { now.next() }
    }

    /// The day of a month (its last day where it has no such day), moved where it moves.
    fn due(&self, month: YearMonth, day: u8, moves: bool) -> Date {
        let day = month.day(i8::try_from(day).unwrap_or(i8::MAX));
        if moves { self.open_days.on_or_after(day) } else { day }
    }
}

/// Puts a value into its place; whether there was one.
fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let understood = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    understood
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
        assert_eq!(MunicipalitySettings::from_law(book, "141305"), kawasaki, "by its number, too");
        let unknown = MunicipalitySettings::from_law(book, "no-such-town");
        assert_eq!(unknown, MunicipalitySettings::from_law(book, "default"));
        assert!(!unknown.every_report_submitted);
    }

    #[test]
    fn every_setting_of_the_default_reaches_the_rules() {
        let book = LawBook::embedded().unwrap();
        let start = MunicipalitySettings::from_law(book, "default");
        for setting in &book.municipality("default").unwrap().settings {
            let other = match setting.choices.iter().find(|choice| choice.value != setting.value) {
                Some(choice) => choice.value.to_string(),
                None if setting.is_written() => "昼6-18、夜18-30".to_owned(),
                None => "7".to_owned(),
            };
            let changed = start.clone().with(&setting.key, &other);
            assert_ne!(changed, start, "{}: another value changes nothing", setting.key);
            assert!(MunicipalitySettings::understands(&setting.key, &other), "{}", setting.key);
            assert!(!MunicipalitySettings::understands(&setting.key, "母 090-1234"), "{}", setting.key);
        }
    }

    #[test]
    fn a_deadline_on_a_closed_day_moves_where_the_municipality_says_so() {
        let mut settings = MunicipalitySettings::from_law(LawBook::embedded().unwrap(), "default");
        let month: YearMonth = "2026-09".parse().unwrap();
        // 2026-10-10 is a Saturday, and the Monday after it スポーツの日.
        assert_eq!(settings.submission_due(month).to_string(), "2026-10-10");
        settings = settings.with("submission_day_moves", "true");
        settings.open_days = Arc::new(OpenDays::new(["2026-10-12".parse().unwrap()], Vec::new()));
        assert_eq!(settings.submission_due(month).to_string(), "2026-10-13");
        assert_eq!(settings.claim_due(month).to_string(), "2026-10-10", "the claim's does not");
    }
}
