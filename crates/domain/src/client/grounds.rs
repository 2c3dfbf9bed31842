//! 標準期間の事実: what the table of standard periods asks of a person, each element by itself, unknown where nobody
//! said it. One judge puts the elements together; a ground whose elements are unknown is no ground, and is asked for.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{IntensiveGround, ShorterGround};

/// What is known of the person from a day on. `None` is 未確認.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grounds {
    /// サービスの利用の変化.
    pub use_change: Option<UseChange>,
    /// 利用開始日 of the new or changed use.
    pub use_from: Option<Date>,
    /// イ: 障害者支援施設・病院等からの退所・退院があった.
    pub left_facility: Option<bool>,
    /// イ: 施設・病院の名前.
    pub facility: String,
    /// イ: 退所・退院した日.
    pub left_on: Option<Date>,
    /// イ: 一定期間、集中的に支援を行うことが必要.
    pub needs_intensive: Option<bool>,
    /// イ: 見直しの日; from the day after it is asked anew.
    pub review_on: Option<Date>,
    /// ロ: 単身の世帯.
    pub alone: Option<bool>,
    /// ロ: 同居している家族等に障害・疾病等がある.
    pub family_impaired: Option<bool>,
    /// ロ: 自ら事業者等との連絡調整を行うことが困難.
    pub cannot_coordinate: Option<bool>,
    /// ハ: 常時介護を要する.
    pub constant_care: Option<bool>,
    /// ハ: 意思疎通を図ることに著しい支障がある.
    pub communication: Option<bool>,
    /// ハ: 四肢の麻痺及び寝たきりの状態.
    pub bedridden: Option<bool>,
    /// ハ: 知的障害・精神障害により行動上著しい困難.
    pub severe_behaviour: Option<bool>,
    /// 重度障害者等包括支援の支給決定を受けている.
    pub comprehensive: Option<bool>,
    /// 介護保険のケアマネジメントを受けている.
    pub care_management: Option<bool>,
    /// 介護保険のサービスを使っている.
    pub care_services: Option<bool>,
    /// 生活習慣等を改善する集中的な支援のあと.
    pub habit_follow_up: Option<bool>,
    /// 事業者の頻繁な変更、またはそのおそれ.
    pub provider_changes: Option<bool>,
    /// 学齢期の長期休暇等による変化のおそれ.
    pub school_holidays: Option<bool>,
    /// 就学前の児童の保護者の不安.
    pub preschool_parents: Option<bool>,
}

/// サービスの利用の変化.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseChange {
    /// 新規.
    New,
    /// 種類・内容・量の著しい変更.
    Marked,
    /// 変更はあったが、著しくない.
    Slight,
}

words!(UseChange {
    New, "new", "新規に利用を始めた";
    Marked, "marked", "種類・内容・量に著しい変更があった";
    Slight, "slight", "変更はあったが、著しくない";
});

/// Yes, no, or the elements on which it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It holds.
    Yes,
    /// It does not, whatever the unknown elements turn out to be.
    No,
    /// It hangs on these elements, in the words of the screen.
    Unknown(Vec<&'static str>),
}

impl Known {
    fn of(element: Option<bool>, words: &'static str) -> Self {
        match element {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unknown(vec![words]),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, other) => other,
            (one, Self::Yes) => one,
            (Self::Unknown(one), Self::Unknown(two)) => Self::Unknown([one, two].concat()),
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, other) => other,
            (one, Self::No) => one,
            (Self::Unknown(one), Self::Unknown(two)) => Self::Unknown([one, two].concat()),
        }
    }
}

impl Grounds {
    /// 介護保険も使う人: uses its services, or else has its care management; `None` while neither is said.
    pub fn care_insurance(&self) -> Option<bool> {
        self.care_services.filter(|uses| *uses).or(self.care_management)
    }

    /// Whether a ground for monthly monitoring at home (イロハ) holds on the day.
    pub fn intensive(&self, ground: IntensiveGround, day: Date) -> Known {
        match ground {
            IntensiveGround::LeftFacility => {
                let reviewed = self.review_on.is_none_or(|review| day <= review);
                // After the day of review the answer of before is none.
                let needs = self.needs_intensive.filter(|needs| reviewed || !needs);
                Known::of(self.left_facility, "退所・退院があったか")
                    .and(Known::of(needs, "一定期間、集中的な支援が必要か"))
            }
            IntensiveGround::CannotCoordinate => Known::of(self.alone, "単身か")
                .or(Known::of(self.family_impaired, "同居の家族の障害・疾病"))
                .and(Known::of(self.cannot_coordinate, "自分での連絡調整が困難か")),
            IntensiveGround::SevereCommunication => Known::of(self.constant_care, "常時介護を要するか")
                .and(Known::of(self.communication, "意思疎通の著しい支障"))
                .and(
                    Known::of(self.bedridden, "四肢の麻痺及び寝たきり")
                        .or(Known::of(self.severe_behaviour, "行動上の著しい困難")),
                )
                .and(Known::of(self.comprehensive.map(|granted| !granted), "重度障害者等包括支援の支給決定")),
        }
    }

    /// Whether a ground for a shorter interval holds.
    pub fn shorter(&self, ground: ShorterGround) -> Known {
        let (element, words) = match ground {
            ShorterGround::HabitFollowUp => (self.habit_follow_up, "生活習慣等を改善する支援のあとか"),
            ShorterGround::ProviderChanges => (self.provider_changes, "事業者の頻繁な変更のおそれ"),
            ShorterGround::SchoolHolidays => (self.school_holidays, "長期休暇等による変化のおそれ"),
            ShorterGround::PreschoolParents => (self.preschool_parents, "就学前の保護者の不安"),
        };
        Known::of(element, words)
    }

    /// The grounds for monthly monitoring that hold on the day: what the certificate's form starts from.
    pub fn intensive_on(&self, day: Date) -> Vec<IntensiveGround> {
        IntensiveGround::ALL.iter().copied().filter(|ground| self.intensive(*ground, day) == Known::Yes).collect()
    }

    /// The grounds for a shorter interval that hold.
    pub fn shorter_now(&self) -> Vec<ShorterGround> {
        ShorterGround::ALL.iter().copied().filter(|ground| self.shorter(*ground) == Known::Yes).collect()
    }

    /// サービスの利用の変化 that began between two days, with its first day; what began at another time says nothing of
    /// this certificate.
    pub fn use_within(&self, first: Date, last: Date) -> Option<(UseChange, Date)> {
        self.use_change.zip(self.use_from).filter(|(_, from)| first <= *from && *from <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    const ON: Date = Date::constant(2026, 11, 22);

    #[test]
    fn nothing_is_known_of_somebody_nobody_asked() {
        let nothing = Grounds::default();
        for ground in IntensiveGround::ALL {
            assert!(matches!(nothing.intensive(*ground, ON), Known::Unknown(_)), "{ground:?}");
        }
        assert!(ShorterGround::ALL.iter().all(|ground| matches!(nothing.shorter(*ground), Known::Unknown(_))));
        assert_eq!((nothing.intensive_on(ON).len(), nothing.shorter_now().len()), (0, 0));
    }

    #[test]
    fn having_left_a_facility_counts_until_the_day_of_review() {
        let left = Grounds {
            left_facility: Some(true),
            needs_intensive: Some(true),
            review_on: Some(day("2026-12-31")),
            ..Grounds::default()
        };
        let on = |text: &str| left.intensive(IntensiveGround::LeftFacility, day(text));
        assert_eq!(on("2026-12-31"), Known::Yes);
        assert_eq!(on("2027-01-01"), Known::Unknown(vec!["一定期間、集中的な支援が必要か"]), "it is asked anew");
        let never = Grounds { left_facility: Some(false), ..Grounds::default() };
        assert_eq!(never.intensive(IntensiveGround::LeftFacility, ON), Known::No);
    }

    #[test]
    fn being_alone_is_a_ground_only_with_the_difficulty_to_coordinate() {
        let ground = |alone, family, difficult| {
            let facts = Grounds { alone, family_impaired: family, cannot_coordinate: difficult, ..Grounds::default() };
            facts.intensive(IntensiveGround::CannotCoordinate, ON)
        };
        assert_eq!(ground(Some(true), None, Some(true)), Known::Yes);
        assert_eq!(ground(Some(false), Some(true), Some(true)), Known::Yes);
        assert_eq!(ground(Some(true), None, Some(false)), Known::No);
        assert_eq!(ground(Some(false), Some(false), None), Known::No);
        assert_eq!(ground(Some(true), None, None), Known::Unknown(vec!["自分での連絡調整が困難か"]));
        assert_eq!(ground(Some(false), None, Some(true)), Known::Unknown(vec!["同居の家族の障害・疾病"]));
    }

    #[test]
    fn severe_communication_needs_each_element_and_no_grant_of_comprehensive_support() {
        let all = Grounds {
            constant_care: Some(true),
            communication: Some(true),
            bedridden: Some(false),
            severe_behaviour: Some(true),
            comprehensive: Some(false),
            ..Grounds::default()
        };
        let of = |facts: &Grounds| facts.intensive(IntensiveGround::SevereCommunication, ON);
        assert_eq!(of(&all), Known::Yes);
        assert_eq!(of(&Grounds { bedridden: Some(true), severe_behaviour: None, ..all.clone() }), Known::Yes);
        assert_eq!(of(&Grounds { comprehensive: Some(true), ..all.clone() }), Known::No);
        assert_eq!(of(&Grounds { severe_behaviour: Some(false), ..all.clone() }), Known::No);
        let unasked = Grounds { communication: None, comprehensive: None, ..all };
        assert_eq!(of(&unasked), Known::Unknown(vec!["意思疎通の著しい支障", "重度障害者等包括支援の支給決定"]));
    }

    #[test]
    fn a_change_says_something_only_of_the_certificate_in_whose_term_it_began() {
        let facts =
            Grounds { use_change: Some(UseChange::Slight), use_from: Some(day("2026-11-10")), ..Grounds::default() };
        assert_eq!(
            facts.use_within(day("2026-11-01"), day("2027-10-31")),
            Some((UseChange::Slight, day("2026-11-10")))
        );
        assert_eq!(facts.use_within(day("2026-12-01"), day("2027-10-31")), None);
        assert_eq!(Grounds { use_from: None, ..facts }.use_within(day("2026-11-01"), day("2027-10-31")), None);
    }
}
