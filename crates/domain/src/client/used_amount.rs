//! 支給量の利用実績: how much of a granted service was used in a month, as somebody told it. Nothing told is not the same as nothing used.

use calendar::{Date, YearMonth};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    facts::{Body, Fact, Facts},
    id::CertificateId,
    planning::p2_week_plan::{Granted, GrantedUnit, Per},
};

/// Months before this one by which a change or a renewal looks at the use.
pub const LOOKED_AT: i32 = 6;

/// What was used of one service in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedAmount {
    /// サービスの種類.
    pub service: String,
    /// The month.
    pub month: YearMonth,
    /// The certificate that granted it; none where no certificate did in that month.
    pub certificate: Option<CertificateId>,
    /// 支給量 as written on it.
    pub granted: String,
    /// How much: minutes, days or times.
    pub amount: u32,
    /// Of what.
    pub unit: GrantedUnit,
    /// From where it is known.
    pub source: UsedSource,
    /// Who told it.
    pub told_by: String,
    /// When it was told.
    pub told_on: Date,
}

/// From where an amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedSource {
    /// サービス提供事業所.
    Provider,
    /// 請求の実績 (サービス提供実績記録票 and the like).
    Claim,
    /// 本人・家族.
    Person,
}

words!(UsedSource {
    Provider, "provider", "サービス提供事業所";
    Claim, "claim", "請求の実績（実績記録票など）";
    Person, "person", "本人・家族";
});

/// What a fact of the use says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UsedFact {
    /// An amount.
    Used(UsedAmount),
    /// 取消: nobody knows the amount.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

impl Body for UsedFact {
    type Id = i64;

    fn kind(&self) -> &'static str {
        match self {
            Self::Used(_) => "used",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self::Withdrawn { reason }
    }
}

/// Everything ever told of one client's use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsedAmounts(pub Facts<UsedFact>);

impl UsedAmounts {
    /// The amounts that stand, in the order in which they were told.
    pub fn all(&self) -> impl Iterator<Item = (&Fact<UsedFact>, &UsedAmount)> {
        self.0.standing().filter_map(|fact| match &fact.body {
            UsedFact::Used(used) => Some((fact, used)),
            UsedFact::Withdrawn { .. } => None,
        })
    }

    /// The amount of a service in a month.
    pub fn of(&self, service: &str, month: YearMonth) -> Option<(&Fact<UsedFact>, &UsedAmount)> {
        self.all().filter(|(_, used)| used.service == service && used.month == month).last()
    }

    /// The use of the last six months before this one, a service a line, in the order in which they were first told.
    pub fn summaries(&self, today: Date) -> Vec<UsedSummary> {
        let this = YearMonth::of(today);
        let seen = |used: &UsedAmount| (1..=LOOKED_AT).contains(&this.months_since(used.month));
        let mut groups: Vec<Vec<&UsedAmount>> = Vec::new();
        for (_, used) in self.all().filter(|(_, used)| seen(used)) {
            let same = |group: &&mut Vec<&UsedAmount>| {
                group.first().is_some_and(|one| one.service == used.service && one.unit == used.unit)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(used),
                None => groups.push(vec![used]),
            }
        }
        groups.iter().filter_map(|group| UsedSummary::of(group)).collect()
    }
}

/// The use of one service on average.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedSummary {
    /// サービスの種類.
    pub service: String,
    /// Of what.
    pub unit: GrantedUnit,
    /// Of how many months something was told.
    pub months: u32,
    /// Used on average, rounded.
    pub used: u32,
    /// Granted on average, rounded; none while a month's amount is not a plain number.
    pub granted: Option<u32>,
    /// Used of what was granted in the same months, in percent, rounded down.
    pub percent: Option<u32>,
}

impl UsedSummary {
    fn of(group: &[&UsedAmount]) -> Option<Self> {
        let first = group.first()?;
        let months = u32::try_from(group.len()).ok()?;
        let used: u32 = group.iter().map(|it| it.amount).sum();
        let granted: Option<Vec<u32>> = group.iter().map(|it| granted_in(&it.granted, it.unit, it.month)).collect();
        let granted: Option<u32> = granted.map(|all| all.into_iter().sum());
        let average = |sum: u32| (2 * sum + months) / (2 * months);
        Some(Self {
            service: first.service.clone(),
            unit: first.unit,
            months,
            used: average(used),
            granted: granted.map(average),
            percent: granted.filter(|granted| *granted > 0).and_then(|granted| (100 * used).checked_div(granted)),
        })
    }

    /// 「居宅介護：直近6か月のうち4か月の記録の平均で、80時間のうち62時間（77％）」.
    pub fn sentence(&self) -> String {
        let Self { service, unit, months, used, granted, percent } = self;
        let used = unit.words(*used);
        let share = percent.map(|percent| format!("（{percent}％）")).unwrap_or_default();
        let of = granted.map(|granted| format!("{}のうち", unit.words(granted))).unwrap_or_default();
        format!("{service}：直近{LOOKED_AT}か月のうち{months}か月の記録の平均で、{of}{used}{share}")
    }
}

impl GrantedUnit {
    /// 「62時間30分」「12日」「5回」.
    pub fn words(self, amount: u32) -> String {
        match (self, amount / 60, amount % 60) {
            (Self::Minutes, 0, minutes) if minutes > 0 => format!("{minutes}分"),
            (Self::Minutes, hours, 0) => format!("{hours}時間"),
            (Self::Minutes, hours, minutes) => format!("{hours}時間{minutes}分"),
            (Self::Days | Self::Times, ..) => format!("{amount}{}", self.label()),
        }
    }

    /// The amount as a field of the table shows it: 「62」「62:30」「12」.
    pub fn field(self, amount: u32) -> String {
        match (self, amount % 60) {
            (Self::Minutes, 0) => (amount / 60).to_string(),
            (Self::Minutes, minutes) => format!("{}:{minutes:02}", amount / 60),
            (Self::Days | Self::Times, _) => amount.to_string(),
        }
    }

    /// The most that can be used in a month: every minute, every day of it; more times than that nobody writes.
    pub fn most_in(self, month: YearMonth) -> u32 {
        let days = u32::try_from(month.last_day().day()).unwrap_or(31);
        match self {
            Self::Minutes => days * 24 * 60,
            Self::Days => days,
            Self::Times => 999,
        }
    }

    /// Reads what was typed: 「62」「62.5」「62:30」「62時間30分」, 「12」「12日」, 「5回」. None for what is no such amount.
    pub fn read(self, typed: &str) -> Option<u32> {
        let folded: String = typed.nfkc().filter(|letter| !letter.is_whitespace()).collect();
        if self != Self::Minutes {
            return folded.strip_suffix(self.label()).unwrap_or(&folded).parse().ok();
        }
        let hours = folded.strip_suffix('分').unwrap_or(&folded);
        let (whole, rest) = hours.split_once("時間").or_else(|| hours.split_once(':')).unwrap_or((hours, ""));
        let minutes = |text: &str| if text.is_empty() { Some(0) } else { text.parse().ok().filter(|it| *it < 60) };
        match whole.split_once('.') {
            // Half and quarter hours, and each tenth, are whole minutes.
            Some((whole, part)) if rest.is_empty() && (1..=2).contains(&part.len()) => {
                let hundredths: u32 = format!("{part:0<2}").parse().ok()?;
                let minutes = hundredths.checked_mul(60).filter(|it| it % 100 == 0)? / 100;
                whole.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minutes)
            }
            Some(_) => None,
            None => whole.parse::<u32>().ok()?.checked_mul(60)?.checked_add(minutes(rest)?),
        }
    }

    /// The unit of 支給量 as written, also where its number says more than a plain one.
    pub fn of_amount(amount: &str) -> Option<Self> {
        if let Some(granted) = Granted::read(amount) {
            return Some(granted.unit);
        }
        let folded: String = amount.nfkc().collect();
        let last = |word: &str| folded.rfind(word);
        let found = [(last("時間"), Self::Minutes), (last("日"), Self::Days), (last("回"), Self::Times)];
        found
            .into_iter()
            .filter_map(|(place, unit)| Some((place?, unit)))
            .max_by_key(|(place, _)| *place)
            .map(|(_, unit)| unit)
    }
}

/// 支給量 of a month as a number of that unit; none where it is of another unit, a week's, or in words.
pub fn granted_in(amount: &str, unit: GrantedUnit, month: YearMonth) -> Option<u32> {
    match Granted::read(amount) {
        Some(granted) => (granted.unit == unit && granted.per == Per::Month).then_some(granted.number),
        None => days_less(amount, month).filter(|_| unit == GrantedUnit::Days),
    }
}

/// 「当該月の日数から8日を控除した日数」.
fn days_less(amount: &str, month: YearMonth) -> Option<u32> {
    let folded: String = amount.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    let (days, rest) = folded.split_once("月の日数から")?;
    let (less, rest) = rest.split_once("日を控除した日数")?;
    let plain = matches!(days, "当該" | "各" | "") && rest.is_empty();
    let days = u32::try_from(month.last_day().day()).ok()?;
    plain.then(|| less.parse().ok()).flatten().and_then(|less| days.checked_sub(less))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{facts::By, id::UserId};

    fn month(text: &str) -> YearMonth {
        YearMonth::of(format!("{text}-01").parse().unwrap())
    }

    fn used(service: &str, on: &str, amount: u32, granted: &str, unit: GrantedUnit) -> UsedFact {
        UsedFact::Used(UsedAmount {
            service: service.to_owned(),
            month: month(on),
            certificate: None,
            granted: granted.to_owned(),
            amount,
            unit,
            source: UsedSource::Provider,
            told_by: "さくら".to_owned(),
            told_on: "2026-11-20".parse().unwrap(),
        })
    }

    fn told(facts: Vec<(UsedFact, Option<i64>)>) -> UsedAmounts {
        let facts = facts.into_iter().zip(1..).map(|((body, corrects), id)| Fact {
            id,
            body,
            recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-20T01:00:00.000Z".to_owned(),
            corrects,
        });
        UsedAmounts(facts.collect::<Vec<_>>().into())
    }

    const TODAY: Date = Date::constant(2026, 11, 22);

    #[test]
    fn hours_are_read_as_people_write_them_and_nothing_is_guessed() {
        let hours = |typed: &str| GrantedUnit::Minutes.read(typed);
        for (typed, minutes) in
            [("62", 3_720), ("６２．５", 3_750), ("62:30", 3_750), ("62時間30分", 3_750), ("0.25", 15), ("0", 0)]
        {
            assert_eq!(hours(typed), Some(minutes), "{typed}");
        }
        for typed in ["", "62.33", "62:75", "約60", "-1", "62.5:10"] {
            assert_eq!(hours(typed), None, "{typed}");
        }
        assert_eq!((GrantedUnit::Days.read("12日"), GrantedUnit::Days.read("12.5")), (Some(12), None));
        assert_eq!(
            (GrantedUnit::Minutes.field(3_750), GrantedUnit::Minutes.words(3_750)),
            ("62:30".into(), "62時間30分".into())
        );
        assert_eq!((GrantedUnit::Minutes.words(0), GrantedUnit::Minutes.words(45)), ("0時間".into(), "45分".into()));
    }

    #[test]
    fn the_granted_amount_of_a_month_is_a_number_only_where_it_says_one() {
        let november = month("2026-11");
        assert_eq!(granted_in("月80時間", GrantedUnit::Minutes, november), Some(4_800));
        assert_eq!(granted_in("当該月の日数から8日を控除した日数", GrantedUnit::Days, november), Some(22));
        assert_eq!(granted_in("当該月の日数から８日を控除した日数", GrantedUnit::Days, month("2026-12")), Some(23));
        assert_eq!(granted_in("週5日", GrantedUnit::Days, november), None, "a week's is no month's");
        assert_eq!(granted_in("月80時間", GrantedUnit::Days, november), None);
        assert_eq!(GrantedUnit::of_amount("当該月の日数から8日を控除した日数"), Some(GrantedUnit::Days));
        assert_eq!(GrantedUnit::of_amount("身体介護 月20時間"), Some(GrantedUnit::Minutes));
        assert_eq!(GrantedUnit::of_amount(""), None);
    }

    #[test]
    fn the_last_six_months_are_averaged_over_what_was_told() {
        let hours = |on: &str, hours: u32| (used("居宅介護", on, hours * 60, "月80時間", GrantedUnit::Minutes), None);
        let told = told(vec![
            hours("2026-05", 60),
            hours("2026-08", 0),
            hours("2026-10", 64),
            hours("2026-11", 80),
            hours("2026-04", 80),
        ]);
        let summary = told.summaries(TODAY).remove(0);
        assert_eq!((summary.months, summary.used, summary.granted, summary.percent), (3, 2_480, Some(4_800), Some(51)));
        assert_eq!(summary.sentence(), "居宅介護：直近6か月のうち3か月の記録の平均で、80時間のうち41時間20分（51％）");
    }

    #[test]
    fn a_corrected_amount_stands_in_its_place_and_a_cleared_one_is_unknown() {
        let amount = |amount| used("居宅介護", "2026-10", amount, "月80時間", GrantedUnit::Minutes);
        let mut told = told(vec![(amount(60), None), (amount(120), Some(1))]);
        assert_eq!(told.of("居宅介護", month("2026-10")).map(|(_, used)| used.amount), Some(120));
        let cleared = told.0.withdrawal(2, String::new()).unwrap();
        let last = told.0.last().unwrap().clone();
        told.0.append(Fact { id: 3, body: cleared.body, corrects: cleared.corrects, ..last });
        assert_eq!(told.of("居宅介護", month("2026-10")), None);
        assert!(told.summaries(TODAY).is_empty());
    }
}
