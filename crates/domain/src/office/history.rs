//! 事業所の届出と体制, each from a day on: what decides money is asked for the day of the service, never for today.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::Office;
use crate::{
    client::ConsultationService,
    facts::{Body, Fact, Facts},
    id::{ProviderId, SpecialistId},
};

/// A fact of the office. Its number counts the facts of the office from 1.
pub type OfficeFact = Fact<DatedFact>;

/// What holds, and from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatedFact {
    /// First day on which it holds; `None` from the office's start.
    pub from: Option<Date>,
    /// What holds.
    pub what: OfficeFactBody,
}

impl Body for DatedFact {
    type Id = i64;

    fn kind(&self) -> &'static str {
        self.what.kind()
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self.what, OfficeFactBody::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self { from: self.from, what: OfficeFactBody::Withdrawn { reason } }
    }
}

/// What a fact of the office says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OfficeFactBody {
    /// 管理者名.
    Manager {
        /// 氏名.
        name: String,
    },
    /// 事業所番号 of one service, ten digits, or empty where it is not designated.
    Number {
        /// Service.
        service: ConsultationService,
        /// The number.
        number: String,
    },
    /// 地域区分 of one service: `1` to `7` or `other`.
    Area {
        /// Service.
        service: ConsultationService,
        /// The word.
        area: String,
    },
    /// 機能強化型の区分: `enhanced-1` to `enhanced-4` or `1`.
    Grade {
        /// The word.
        grade: String,
    },
    /// 特別地域加算の対象地域 in which the office works.
    SpecialArea {
        /// Whether it is one.
        special: bool,
    },
    /// 加算の届出.
    Addition {
        /// Name of the addition as in `law/fees`.
        name: String,
        /// Whether it is notified, or taken back.
        notified: bool,
    },
    /// 兼務: the other providers at which a specialist has a post; none of either kind where there is none any more.
    Posts {
        /// The specialist.
        specialist: SpecialistId,
        /// Names of the providers that are not registered.
        providers: Vec<String>,
        /// Providers of the office's register.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        registered: Vec<ProviderId>,
        /// 業務に支障がない, as it was judged; `None` where nobody did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        judged: Option<PostsJudgement>,
    },
    /// Takes the fact back that it corrects.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

impl OfficeFactBody {
    /// The kind as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Manager { .. } => "manager",
            Self::Number { .. } => "number",
            Self::Area { .. } => "area",
            Self::Grade { .. } => "grade",
            Self::SpecialArea { .. } => "special_area",
            Self::Addition { .. } => "addition",
            Self::Posts { .. } => "posts",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// What it is about, in Japanese.
    pub fn label(&self) -> String {
        let of = |what: &str, service: &ConsultationService| format!("{what}（{}）", service.label());
        match self {
            Self::Manager { .. } => "管理者名".to_owned(),
            Self::Number { service, .. } => of("事業所番号", service),
            Self::Area { service, .. } => of("地域区分", service),
            Self::Grade { .. } => "機能強化型の区分".to_owned(),
            Self::SpecialArea { .. } => "特別地域".to_owned(),
            Self::Addition { name, .. } => format!("加算の届出（{name}）"),
            Self::Posts { .. } => "兼務".to_owned(),
            Self::Withdrawn { .. } => "取消".to_owned(),
        }
    }

    /// Whether two facts are about the same thing, so that the later one takes the earlier one's place.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Manager { .. }, Self::Manager { .. })
            | (Self::Grade { .. }, Self::Grade { .. })
            | (Self::SpecialArea { .. }, Self::SpecialArea { .. }) => true,
            (Self::Number { service: one, .. }, Self::Number { service: two, .. })
            | (Self::Area { service: one, .. }, Self::Area { service: two, .. }) => one == two,
            (Self::Addition { name: one, .. }, Self::Addition { name: two, .. }) => one == two,
            (Self::Posts { specialist: one, .. }, Self::Posts { specialist: two, .. }) => one == two,
            _ => false,
        }
    }
}

/// 業務に支障がない: the judgement on which a specialist may have posts elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostsJudgement {
    /// 判断した人.
    pub by: String,
    /// 判断した日.
    pub on: Date,
    /// 勤務時間: how the hours are shared, in the office's words.
    pub hours: String,
}

/// 兼務先 of one specialist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posts<'a> {
    /// By name.
    pub providers: &'a [String],
    /// Of the register.
    pub registered: &'a [ProviderId],
    /// 業務に支障がない, as it was judged.
    pub judged: Option<&'a PostsJudgement>,
}

/// The office with everything that was ever said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeHistory {
    start: Office,
    facts: Facts<DatedFact>,
}

impl OfficeHistory {
    /// From the office as it was entered (what it says holds from the office's start), and its facts, oldest first.
    pub fn new(start: Office, facts: Vec<OfficeFact>) -> Self {
        Self { start, facts: facts.into() }
    }

    /// The office as it stood on the day.
    pub fn on(&self, day: Date) -> Office {
        let mut office = self.start.clone();
        for fact in self.holding(day) {
            match &fact.body.what {
                OfficeFactBody::Manager { name } => office.manager.clone_from(name),
                OfficeFactBody::Number { service, number } => match service {
                    ConsultationService::Plan => office.number_plan.clone_from(number),
                    ConsultationService::Child => office.number_child.clone_from(number),
                },
                OfficeFactBody::Area { service, area } => match service {
                    ConsultationService::Plan => office.area_plan.clone_from(area),
                    ConsultationService::Child => office.area_child.clone_from(area),
                },
                OfficeFactBody::Grade { grade } => office.grade.clone_from(grade),
                OfficeFactBody::SpecialArea { .. }
                | OfficeFactBody::Addition { .. }
                | OfficeFactBody::Posts { .. }
                | OfficeFactBody::Withdrawn { .. } => {}
            }
        }
        office
    }

    /// The office as it was entered, with what has no day: name, address, telephone, municipality, 運用開始月.
    pub fn start(&self) -> &Office {
        &self.start
    }

    /// Every fact ever recorded, oldest first.
    pub fn facts(&self) -> &Facts<DatedFact> {
        &self.facts
    }

    /// Puts a recorded fact at the end.
    pub fn append(&mut self, fact: OfficeFact) {
        self.facts.append(fact);
    }

    /// What holds on the day: of each thing the standing fact that began last, and of one day the one recorded last.
    pub fn holding(&self, day: Date) -> Vec<&OfficeFact> {
        let mut holding: Vec<&OfficeFact> = Vec::new();
        for fact in self.facts.standing().filter(|fact| fact.body.from.is_none_or(|from| from <= day)) {
            match holding.iter_mut().find(|other| other.body.what.is_about_the_same(&fact.body.what)) {
                Some(other) if other.body.from <= fact.body.from => *other = fact,
                Some(_) => {}
                None => holding.push(fact),
            }
        }
        holding
    }

    /// 特別地域: whether the office works in one on the day.
    pub fn is_special_area(&self, day: Date) -> bool {
        self.holding(day).iter().any(|fact| fact.body.what == OfficeFactBody::SpecialArea { special: true })
    }

    /// 届け出た加算 on the day, by name.
    pub fn additions(&self, day: Date) -> BTreeSet<&str> {
        let names = self.holding(day).into_iter().filter_map(|fact| match &fact.body.what {
            OfficeFactBody::Addition { name, notified: true } => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }

    /// 兼務: the other providers of each specialist on the day.
    pub fn posts(&self, day: Date) -> BTreeMap<SpecialistId, Posts<'_>> {
        let posts = self.holding(day).into_iter().filter_map(|fact| match &fact.body.what {
            OfficeFactBody::Posts { specialist, providers, registered, judged } => {
                Some((*specialist, Posts { providers, registered, judged: judged.as_ref() }))
            }
            _ => None,
        });
        posts.filter(|(_, posts)| !(posts.providers.is_empty() && posts.registered.is_empty())).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        facts::By,
        id::{OfficeId, UserId},
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn office() -> Office {
        Office {
            id: OfficeId(Uuid::from_u128(1)),
            name: "相談支援センターみまもり".to_owned(),
            address: String::new(),
            phone: String::new(),
            manager: "管理 一郎".to_owned(),
            number_plan: "1435000012".to_owned(),
            number_child: String::new(),
            area_plan: "2".to_owned(),
            area_child: "2".to_owned(),
            grade: "1".to_owned(),
            municipality: "141305".to_owned(),
            start_month: "2026-04".parse().unwrap(),
            version: 1,
        }
    }

    fn history(facts: Vec<(Option<&str>, OfficeFactBody, Option<i64>)>) -> OfficeHistory {
        let facts = facts.into_iter().zip(1..).map(|((from, what, corrects), id)| OfficeFact {
            id,
            body: DatedFact { from: from.map(day), what },
            recorded_by: By::Staff(UserId(Uuid::from_u128(2))),
            recorded_by_name: "管理 一郎".to_owned(),
            recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
            corrects,
        });
        OfficeHistory::new(office(), facts.collect())
    }

    fn grade(grade: &str) -> OfficeFactBody {
        OfficeFactBody::Grade { grade: grade.to_owned() }
    }

    #[test]
    fn a_grade_of_november_leaves_october_as_it_was() {
        let history = history(vec![(Some("2026-11-01"), grade("enhanced-1"), None)]);
        assert_eq!(history.on(day("2026-10-31")).grade, "1");
        assert_eq!(history.on(day("2026-11-01")).grade, "enhanced-1");
        assert_eq!(history.facts().version(), 1);
    }

    #[test]
    fn the_fact_that_began_last_holds_whatever_was_recorded_last() {
        let history = history(vec![
            (Some("2026-11-01"), grade("enhanced-1"), None),
            (Some("2026-09-01"), grade("enhanced-3"), None),
            (None, grade("enhanced-4"), None),
        ]);
        let on = |text: &str| history.on(day(text)).grade;
        assert_eq!((on("2026-08-31").as_str(), on("2026-09-01").as_str()), ("enhanced-4", "enhanced-3"));
        assert_eq!(on("2026-11-30"), "enhanced-1");
    }

    #[test]
    fn a_correction_and_a_withdrawal_take_the_place_of_what_they_name() {
        let back = OfficeFactBody::Withdrawn { reason: "届出が受理されなかった".to_owned() };
        let history = history(vec![
            (Some("2026-11-01"), grade("enhanced-1"), None),
            (Some("2026-12-01"), grade("enhanced-2"), Some(1)),
            (Some("2027-01-01"), grade("enhanced-1"), None),
            (None, back, Some(3)),
        ]);
        let on = |text: &str| history.on(day(text)).grade;
        assert_eq!((on("2026-11-30").as_str(), on("2026-12-01").as_str()), ("1", "enhanced-2"));
        assert_eq!(on("2027-02-01"), "enhanced-2");
        assert_eq!(history.facts().standing().count(), 1);
        assert_eq!(history.facts().len(), 4, "nothing is lost");
    }

    #[test]
    fn numbers_areas_additions_posts_and_the_special_area_are_dated_too() {
        let sato = SpecialistId(Uuid::from_u128(3));
        let posts = |providers: &[&str]| OfficeFactBody::Posts {
            specialist: sato,
            providers: providers.iter().map(|name| (*name).to_owned()).collect(),
            registered: Vec::new(),
            judged: None,
        };
        let addition = |notified| OfficeFactBody::Addition {
            name: "行動障害支援体制加算（Ⅰ）".to_owned(), notified
        };
        let child = ConsultationService::Child;
        let history = history(vec![
            (Some("2026-06-01"), OfficeFactBody::Number { service: child, number: "1475000011".to_owned() }, None),
            (Some("2026-06-01"), OfficeFactBody::Area { service: child, area: "3".to_owned() }, None),
            (Some("2026-06-01"), addition(true), None),
            (Some("2026-09-01"), addition(false), None),
            (Some("2026-06-01"), posts(&["あおば作業所"]), None),
            (Some("2026-10-01"), posts(&[]), None),
            (Some("2026-06-01"), OfficeFactBody::SpecialArea { special: true }, None),
        ]);
        let (may, june, october) = (day("2026-05-31"), day("2026-06-01"), day("2026-10-01"));
        assert_eq!(history.on(may).number(child), "");
        assert_eq!((history.on(june).number(child), history.on(june).area(child)), ("1475000011", "3"));
        assert_eq!(history.on(june).area(ConsultationService::Plan), "2");
        assert_eq!(history.additions(june).into_iter().collect::<Vec<_>>(), ["行動障害支援体制加算（Ⅰ）"]);
        assert!(history.additions(october).is_empty() && history.additions(may).is_empty());
        assert_eq!(history.posts(june).get(&sato).map(|posts| posts.providers.len()), Some(1));
        assert!(history.posts(october).is_empty());
        assert!(history.is_special_area(june) && !history.is_special_area(may));
    }
}
