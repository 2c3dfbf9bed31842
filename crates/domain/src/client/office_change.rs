//! 事業所の変更: the client comes from another office or goes over to one. Whose a month is follows from the days of the changes alone, so
//! that two offices that each know the day share the months out without losing or doubling one.

use calendar::{Date, YearMonth};
use serde::{Deserialize, Serialize};

use super::{About, AboutClient, AboutKind, ClientFact};

/// 事業所の変更 as recorded: with the notice, the certificate out and back, and the hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeChange {
    /// 変更する日: the first day on which the office that takes over is in charge.
    pub on: Date,
    /// The other office: the one before, or the one after.
    pub office: String,
    /// その事業所の担当者・連絡先.
    #[serde(default)]
    pub person: String,
    /// 変更する理由.
    #[serde(default)]
    pub reason: String,
    /// 計画相談支援依頼（変更）届出書を出した日.
    #[serde(default)]
    pub noticed_on: Option<Date>,
    /// だれが出したか.
    #[serde(default)]
    pub noticed_by: String,
    /// 受給者証を市町村に出した日.
    #[serde(default)]
    pub certificate_out_on: Option<Date>,
    /// 記載を変えた受給者証が本人に返った日.
    #[serde(default)]
    pub certificate_back_on: Option<Date>,
    /// 引継ぎをした日.
    #[serde(default)]
    pub handed_over_on: Option<Date>,
    /// 引き継いだもの、話したこと.
    #[serde(default)]
    pub handed_over: String,
    /// What the office that takes over does in the month of the change; `None` while it is not known. It decides the fee of the office
    /// that leaves.
    #[serde(default)]
    pub month_taken: Option<MonthTaken>,
}

/// What the office that takes over does in the month of the change (同じ月に2つの事業所).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthTaken {
    /// Neither plan nor monitoring.
    Nothing,
    /// モニタリング.
    Monitoring,
    /// 計画.
    Plan,
}

words!(MonthTaken {
    Nothing, "nothing", "どちらもしない";
    Monitoring, "monitoring", "モニタリングをする";
    Plan, "plan", "計画を作る";
});

impl OfficeChange {
    /// A change of which only the day and the other office are known yet.
    pub fn new(on: Date, office: impl Into<String>) -> Self {
        Self {
            on,
            office: office.into(),
            person: String::new(),
            reason: String::new(),
            noticed_on: None,
            noticed_by: String::new(),
            certificate_out_on: None,
            certificate_back_on: None,
            handed_over_on: None,
            handed_over: String::new(),
            month_taken: None,
        }
    }

    /// Whether the change falls into the middle of a month, which both offices then know.
    pub fn is_within_month(&self) -> bool {
        self.on.day() > 1
    }

    /// What is still to be done of the change, in words; empty when notice and certificate are where they belong.
    pub fn open(&self) -> Vec<&'static str> {
        let steps = [
            (self.noticed_on, "変更届出書を出した日"),
            (self.certificate_out_on, "受給者証を市町村に出した日"),
            (self.certificate_back_on, "受給者証が本人に返った日"),
            (self.handed_over_on, "引継ぎをした日"),
        ];
        steps.iter().filter(|(day, _)| day.is_none()).map(|(_, words)| *words).collect()
    }
}

/// A stretch in which another office is in charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherOfficePeriod {
    /// Its first day; `None` where it was in charge before this office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The first day on which this office is in charge; `None` while the other one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_from: Option<Date>,
    /// 事業所名.
    pub office: String,
    /// What it does in the month in which it takes over; `None` while that is not known, and where it was in charge before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<MonthTaken>,
}

impl OtherOfficePeriod {
    fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.ours_from.is_none_or(|ours| day < ours)
    }
}

/// Every stretch, oldest first; none: this office has been in charge from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OtherOffices(pub Vec<OtherOfficePeriod>);

impl OtherOffices {
    /// What the changes that stand make of it.
    pub fn of(about: &AboutClient) -> Self {
        let mut periods: Vec<OtherOfficePeriod> = Vec::new();
        for (_, kind, change) in about.office_changes() {
            let (on, office) = (Some(change.on), change.office.clone());
            let first = periods.is_empty();
            let theirs = periods.last_mut().filter(|last| last.ours_from.is_none());
            match (kind, theirs) {
                (AboutKind::ToOffice, None) => {
                    periods.push(OtherOfficePeriod { from: on, ours_from: None, office, taken: change.month_taken });
                }
                (AboutKind::FromOffice, Some(last)) => last.ours_from = on,
                (AboutKind::FromOffice, None) if first => {
                    periods.push(OtherOfficePeriod { from: None, ours_from: on, office, taken: None });
                }
                // Twice the same way: the first one says it already.
                _ => {}
            }
        }
        Self(periods)
    }

    /// Whether another office is in charge on the day.
    pub fn on_day(&self, day: Date) -> bool {
        self.0.iter().any(|period| period.contains(day))
    }

    /// Whether the month is another office's. The month of a change is the office's that takes over (同じ月に2つの事業所があれば、
    /// あとの事業所): it is the one in charge on the last day.
    pub fn have_month(&self, month: YearMonth) -> bool {
        self.on_day(month.last_day())
    }

    /// Whether a visit or a plan of this day is another office's. In the month of a change that of the office which leaves stands until
    /// the day before, that of the one which takes over in the whole month.
    pub fn have_day(&self, day: Date) -> bool {
        self.on_day(day) && self.have_month(YearMonth::of(day))
    }

    /// The stretch in which the client has left for another office by the day; none where the client is this office's, comes to it or
    /// comes back.
    pub fn left_by(&self, day: Date) -> Option<&OtherOfficePeriod> {
        let left = self.0.last().filter(|last| last.ours_from.is_none());
        left.filter(|last| last.from.is_some_and(|from| from <= day))
    }

    /// The last day on which this office is in charge, where the client leaves.
    pub fn last_day(&self) -> Option<Date> {
        let left = self.0.last().filter(|last| last.ours_from.is_none());
        left.and_then(|last| last.from)?.yesterday().ok()
    }
}

impl AboutClient {
    /// 事業所の変更 that stand, in the order of their days, each with its way (`FromOffice`, `ToOffice`).
    pub fn office_changes(&self) -> Vec<(&ClientFact, AboutKind, &OfficeChange)> {
        let change = |fact| Some((fact, change_of(fact)?));
        let mut all: Vec<_> =
            self.0.standing().filter_map(change).map(|(fact, (kind, change))| (fact, kind, change)).collect();
        all.sort_by_key(|(fact, _, change)| (change.on, fact.id));
        all
    }

    /// The change that a recording of this way goes on with: the last one, where it went the same way. Any other is a new change.
    pub fn office_change_under_way(&self, kind: AboutKind) -> Option<&ClientFact> {
        self.office_changes().pop().filter(|(_, way, _)| *way == kind).map(|(fact, ..)| fact)
    }
}

fn change_of(fact: &ClientFact) -> Option<(AboutKind, &OfficeChange)> {
    match &fact.body.what {
        About::FromOffice(change) => Some((AboutKind::FromOffice, change)),
        About::ToOffice(change) => Some((AboutKind::ToOffice, change)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        client::DatedAbout,
        facts::{By, Fact},
        id::UserId,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn change(on: &str) -> OfficeChange {
        OfficeChange::new(day(on), "相談室みどり")
    }

    fn about(changes: &[About]) -> AboutClient {
        let facts = changes.iter().zip(1..).map(|(what, id)| Fact {
            id,
            body: DatedAbout { from: None, what: what.clone() },
            recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
            corrects: None,
        });
        AboutClient(facts.collect::<Vec<_>>().into())
    }

    #[test]
    fn nothing_recorded_means_this_office_from_the_beginning() {
        let none = OtherOffices::of(&about(&[]));
        assert_eq!(none, OtherOffices::default());
        assert!(
            !none.have_day(day("1990-01-01")) && none.last_day().is_none() && none.left_by(day("2030-01-01")).is_none()
        );
    }

    #[test]
    fn one_comes_goes_and_comes_back() {
        let (from, to) = (|on: &str| About::FromOffice(change(on)), |on: &str| About::ToOffice(change(on)));
        let come = OtherOffices::of(&about(&[from("2026-10-15")]));
        assert!(come.on_day(day("2026-10-14")) && !come.on_day(day("2026-10-15")));
        assert!(come.have_month("2026-09".parse().unwrap()) && !come.have_month("2026-10".parse().unwrap()));
        assert!(!come.have_day(day("2026-10-01")), "the month of the change is that of the office that takes over");
        let gone = OtherOffices::of(&about(&[to("2027-04-10"), from("2026-10-15")]));
        assert_eq!(gone.0.len(), 2, "in the order of their days, not of their recording");
        assert!(!gone.have_day(day("2027-04-09")) && gone.have_day(day("2027-04-10")));
        assert_eq!(gone.last_day(), Some(day("2027-04-09")));
        assert!(gone.left_by(day("2027-04-09")).is_none() && gone.left_by(day("2027-04-10")).is_some());
        let back = OtherOffices::of(&about(&[from("2026-10-15"), to("2027-04-10"), from("2028-01-01")]));
        assert!(back.have_month("2027-12".parse().unwrap()) && !back.have_month("2028-01".parse().unwrap()));
        assert!(back.last_day().is_none() && back.left_by(day("2027-06-01")).is_none());
    }

    #[test]
    fn the_same_way_twice_says_no_more_than_once() {
        let twice =
            OtherOffices::of(&about(&[About::ToOffice(change("2026-10-01")), About::ToOffice(change("2027-01-01"))]));
        assert_eq!(twice.0.len(), 1);
        assert_eq!(twice.last_day(), Some(day("2026-09-30")));
    }
}
