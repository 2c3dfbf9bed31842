//! 利用者について: what the office records of a client beside the registration, as a stream of dated facts. Each kind is
//! recorded whole; what was recorded before stays in the stream.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Contract, Disability, Doctors, Emergency, Family, Grounds, Household, Incident, Insurance, LifeEvent,
    LifeEventAnswer, OfficeChange, PlanRequest, SelfPlanTurn, Telling,
};
use crate::facts::{Body, Fact, Facts};

/// A fact about a client. Its number counts the facts of the client from 1.
pub type ClientFact = Fact<DatedAbout>;

/// What holds, and from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatedAbout {
    /// 確認した日: the day from which it holds; `None` for what has days of its own.
    pub from: Option<Date>,
    /// What holds.
    pub what: About,
}

impl Body for DatedAbout {
    type Id = i64;

    fn kind(&self) -> &'static str {
        self.what.word()
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self.what, About::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self { from: self.from, what: About::Withdrawn { reason } }
    }
}

/// What a fact about a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum About {
    /// 契約.
    Contract(Contract),
    /// 家族.
    Family(Family),
    /// 緊急連絡先, and what is not to be told.
    Emergency(Emergency),
    /// 医療機関.
    Doctors(Doctors),
    /// 障害と手帳.
    Disability(Disability),
    /// 保険と年金.
    Insurance(Insurance),
    /// 伝え方.
    Telling(Telling),
    /// 標準期間の事実.
    Grounds(Grounds),
    /// 計画案の提出依頼.
    PlanRequest(PlanRequest),
    /// セルフプランへの切りかえ, or back.
    SelfPlan(SelfPlanTurn),
    /// 事業所の変更: another office was in charge before.
    FromOffice(OfficeChange),
    /// 事業所の変更: another office takes over.
    ToOffice(OfficeChange),
    /// 生活の変化; each stands beside the others.
    LifeEvent(LifeEvent),
    /// 苦情・事故・不正受給の通知; each stands beside the others.
    Incident(Incident),
    /// The answer to a question of one.
    LifeEventAnswer(LifeEventAnswer),
    /// Takes the fact back that it corrects.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// The kinds that are recorded each on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AboutKind {
    /// 契約.
    Contract,
    /// 家族.
    Family,
    /// 緊急連絡先.
    Emergency,
    /// 医療機関.
    Doctors,
    /// 障害と手帳.
    Disability,
    /// 保険と年金.
    Insurance,
    /// 伝え方.
    Telling,
    /// 標準期間の事実.
    Grounds,
    /// 計画案の提出依頼.
    PlanRequest,
    /// セルフプラン.
    SelfPlan,
    /// ほかの事業所からの引継ぎ.
    FromOffice,
    /// ほかの事業所への引継ぎ.
    ToOffice,
}

words!(AboutKind {
    Contract, "contract", "契約";
    Family, "family", "家族";
    Emergency, "emergency", "緊急連絡先と知らせない印";
    Doctors, "doctors", "医療機関と主治医";
    Disability, "disability", "障害と手帳";
    Insurance, "insurance", "保険と年金";
    Telling, "telling", "伝え方";
    Grounds, "grounds", "モニタリング標準期間の事実";
    PlanRequest, "plan_request", "市町村の計画案提出依頼";
    SelfPlan, "self_plan", "セルフプランへの切りかえ";
    FromOffice, "from_office", "ほかの事業所からの引継ぎ";
    ToOffice, "to_office", "ほかの事業所への引継ぎ";
});

impl About {
    /// The kind that has a page of its own; `None` for 生活の変化, for an answer to one, for 苦情・事故・通知 and for a withdrawal.
    pub fn kind(&self) -> Option<AboutKind> {
        Some(match self {
            Self::Contract(_) => AboutKind::Contract,
            Self::Family(_) => AboutKind::Family,
            Self::Emergency(_) => AboutKind::Emergency,
            Self::Doctors(_) => AboutKind::Doctors,
            Self::Disability(_) => AboutKind::Disability,
            Self::Insurance(_) => AboutKind::Insurance,
            Self::Telling(_) => AboutKind::Telling,
            Self::Grounds(_) => AboutKind::Grounds,
            Self::PlanRequest(_) => AboutKind::PlanRequest,
            Self::SelfPlan(_) => AboutKind::SelfPlan,
            Self::FromOffice(_) => AboutKind::FromOffice,
            Self::ToOffice(_) => AboutKind::ToOffice,
            Self::LifeEvent(_) | Self::LifeEventAnswer(_) | Self::Incident(_) | Self::Withdrawn { .. } => return None,
        })
    }

    /// The kind as stored.
    pub fn word(&self) -> &'static str {
        match self {
            Self::LifeEvent(_) => "life_event",
            Self::LifeEventAnswer(_) => "life_event_answer",
            Self::Incident(_) => "incident",
            _ => self.kind().map_or("withdrawn", AboutKind::word),
        }
    }
}

impl AboutKind {
    /// Whether it holds from a day that is typed; the others have days of their own.
    pub fn is_dated(self) -> bool {
        !matches!(self, Self::Contract | Self::PlanRequest | Self::SelfPlan) && !self.is_office_change()
    }

    /// Whether it is a 事業所の変更.
    pub fn is_office_change(self) -> bool {
        matches!(self, Self::FromOffice | Self::ToOffice)
    }
}

/// Everything ever recorded about a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutClient(pub Facts<DatedAbout>);

impl AboutClient {
    /// What holds of a kind on the day: the standing fact that began last, and of one day the one recorded last.
    pub fn on(&self, kind: AboutKind, day: Date) -> Option<&ClientFact> {
        let mine = self.standing(kind).filter(|fact| fact.body.from.is_none_or(|from| from <= day));
        mine.max_by_key(|fact| (fact.body.from, fact.id))
    }

    /// The standing facts of a kind, oldest first.
    pub fn standing(&self, kind: AboutKind) -> impl Iterator<Item = &ClientFact> {
        self.0.standing().filter(move |fact| fact.body.what.kind() == Some(kind))
    }

    /// 標準期間の事実 on the day.
    pub fn grounds_on(&self, day: Date) -> Option<&Grounds> {
        match &self.on(AboutKind::Grounds, day)?.body.what {
            About::Grounds(grounds) => Some(grounds),
            _ => None,
        }
    }

    /// 計画案の提出依頼, the last one recorded.
    pub fn plan_request(&self) -> Option<&PlanRequest> {
        self.standing(AboutKind::PlanRequest).last().and_then(|fact| match &fact.body.what {
            About::PlanRequest(request) => Some(request),
            _ => None,
        })
    }

    /// 緊急連絡先 and the marks 知らせない on the day.
    pub fn emergency_on(&self, day: Date) -> Option<&Emergency> {
        match &self.on(AboutKind::Emergency, day)?.body.what {
            About::Emergency(emergency) => Some(emergency),
            _ => None,
        }
    }

    /// 保険と年金 on the day.
    pub fn insurance_on(&self, day: Date) -> Option<&Insurance> {
        match &self.on(AboutKind::Insurance, day)?.body.what {
            About::Insurance(insurance) => Some(insurance),
            _ => None,
        }
    }

    /// 家族 on the day.
    pub fn family_on(&self, day: Date) -> Option<&Family> {
        match &self.on(AboutKind::Family, day)?.body.what {
            About::Family(family) => Some(family),
            _ => None,
        }
    }

    /// 世帯構成 on the day: as recorded with the family, else as far as 単身 among the facts of the standard and 同居 in the list of the
    /// family say it. Where these two contradict one another, nobody knows.
    pub fn household_on(&self, day: Date) -> Option<Household> {
        let family = self.family_on(day);
        let together = family.is_some_and(|it| it.members.iter().any(|one| one.together == Some(true)));
        let alone = self.grounds_on(day).and_then(|it| it.alone) == Some(true);
        let told = match (alone, together) {
            (true, false) => Some(Household::Alone),
            (false, true) => Some(Household::WithFamily),
            _ => None,
        };
        family.and_then(|it| it.household).or(told)
    }

    /// 伝え方 on the day.
    pub fn telling_on(&self, day: Date) -> Option<&Telling> {
        match &self.on(AboutKind::Telling, day)?.body.what {
            About::Telling(telling) => Some(telling),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{facts::By, id::UserId};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn about(facts: &[(&str, Option<bool>, Option<i64>)]) -> AboutClient {
        let facts = facts.iter().zip(1..).map(|((from, alone, corrects), id)| Fact {
            id,
            body: DatedAbout {
                from: Some(day(from)),
                what: About::Grounds(Grounds { alone: *alone, ..Grounds::default() }),
            },
            recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
            corrects: *corrects,
        });
        AboutClient(facts.collect::<Vec<_>>().into())
    }

    #[test]
    fn what_holds_on_a_day_began_last_and_was_recorded_last() {
        let about =
            about(&[("2026-06-01", Some(true), None), ("2026-04-01", None, None), ("2026-06-01", Some(false), None)]);
        let alone = |on: &str| about.grounds_on(day(on)).map(|grounds| grounds.alone);
        assert_eq!(alone("2026-03-31"), None, "nothing was known");
        assert_eq!(alone("2026-05-31"), Some(None), "asked and not known");
        assert_eq!(alone("2026-06-01"), Some(Some(false)));
        assert_eq!(about.on(AboutKind::Family, day("2026-06-01")), None);
    }

    #[test]
    fn the_household_is_as_recorded_else_as_the_facts_say_and_unknown_where_they_contradict() {
        let of = |household, together, alone| {
            let mut about = about(&[("2026-06-01", alone, None)]);
            let member = crate::client::FamilyMember { together, ..crate::client::FamilyMember::default() };
            let what = About::Family(Family { household, members: vec![member] });
            let first = about.0.find(1).unwrap().clone();
            about.0.append(Fact { id: 2, body: DatedAbout { from: Some(day("2026-06-01")), what }, ..first });
            about.household_on(day("2026-06-01"))
        };
        assert_eq!(of(None, None, None), None);
        assert_eq!(of(None, Some(false), Some(true)), Some(Household::Alone));
        assert_eq!(of(None, Some(true), Some(false)), Some(Household::WithFamily));
        assert_eq!(of(None, Some(true), Some(true)), None, "one of them is wrong");
        assert_eq!(of(Some(Household::Other), Some(true), Some(true)), Some(Household::Other));
    }

    #[test]
    fn what_was_corrected_or_withdrawn_holds_no_more() {
        let mut facts = about(&[("2026-04-01", Some(true), None), ("2026-05-01", Some(false), None)]);
        let withdrawal = facts.0.withdrawal(2, "誤り".to_owned()).unwrap();
        let old = facts.0.find(1).unwrap().clone();
        facts.0.append(Fact { id: 3, body: withdrawal.body, corrects: withdrawal.corrects, ..old });
        assert_eq!(facts.grounds_on(day("2026-06-01")).map(|grounds| grounds.alone), Some(Some(true)));
    }
}
