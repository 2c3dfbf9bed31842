//! 生活の変化: 入院, 退院, 家族の介護状況 … as dated facts. Each asks three questions, and each is answered by somebody; what the standard of the
//! intervals rests on is offered to be recorded anew and never changed by itself.

use calendar::{Date, YearMonth, wareki};
use serde::{Deserialize, Serialize};

use super::{About, AboutClient, AboutKind, ClientFact};
use crate::{id::CaseId, monitoring::Round};

/// 生活の変化.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// What happened.
    pub what: LifeEventKind,
    /// くわしいこと: where, how long, who.
    pub note: String,
    /// だれから聞いたか.
    pub told_by: String,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEventKind {
    /// 入院.
    Admitted,
    /// 退院.
    Discharged,
    /// 家族の介護状況の変化.
    FamilyCare,
    /// 家族の入院.
    FamilyAdmitted,
    /// 家族の死亡.
    FamilyDied,
    /// 家族の出生.
    FamilyBorn,
    /// 転居.
    Moved,
    /// 就学・進学.
    School,
    /// 卒業・退学.
    LeftSchool,
    /// 就労.
    Work,
    /// 離職.
    LeftWork,
    /// 施設入所.
    EnteredFacility,
    /// 施設退所.
    LeftFacility,
    /// その他.
    Other,
}

words!(LifeEventKind {
    Admitted, "admitted", "入院";
    Discharged, "discharged", "退院";
    FamilyCare, "family_care", "家族の介護状況の変化";
    FamilyAdmitted, "family_admitted", "家族の入院";
    FamilyDied, "family_died", "家族の死亡";
    FamilyBorn, "family_born", "家族の出生";
    Moved, "moved", "転居";
    School, "school", "就学・進学";
    LeftSchool, "left_school", "卒業・退学";
    Work, "work", "就労";
    LeftWork, "left_work", "離職";
    EnteredFacility, "entered_facility", "施設入所";
    LeftFacility, "left_facility", "施設退所";
    Other, "other", "その他の変化";
});

/// A record of the client that an event may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touched {
    /// 登録内容: address, place of living, telephone.
    Registration,
    /// A kind of what is recorded about the client.
    About(AboutKind),
}

impl Touched {
    /// The record in the words of the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "登録内容（住所・住まい）",
            Self::About(kind) => kind.label(),
        }
    }
}

impl LifeEventKind {
    /// The records that the event may change, 標準期間の事実 among them.
    pub fn touches(self) -> &'static [Touched] {
        use AboutKind::{Doctors, Emergency, Family, Grounds};
        use Touched::{About as Kind, Registration};
        match self {
            Self::Admitted | Self::Discharged => &[Registration, Kind(Doctors), Kind(Grounds)],
            Self::FamilyCare | Self::FamilyAdmitted | Self::FamilyDied => {
                &[Kind(Family), Kind(Emergency), Kind(Grounds)]
            }
            Self::FamilyBorn => &[Kind(Family), Kind(Grounds)],
            Self::Moved => &[Registration, Kind(Family), Kind(Emergency), Kind(Grounds)],
            Self::EnteredFacility | Self::LeftFacility => &[Registration, Kind(Emergency), Kind(Grounds)],
            Self::School | Self::LeftSchool | Self::Work | Self::LeftWork | Self::Other => &[Kind(Grounds)],
        }
    }
}

/// What an event asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventQuestion {
    /// 予定月でない月の計画変更.
    Plan,
    /// 今月のモニタリングの繰越.
    CarryOver,
    /// 別のモニタリング期間.
    Interval,
}

words!(EventQuestion {
    Plan, "plan", "予定月を待たずに計画を変更しますか";
    CarryOver, "carry_over", "モニタリングを翌月に繰り越しますか";
    Interval, "interval", "モニタリング期間を変えますか";
});

impl EventQuestion {
    /// The question as it is asked of a month: the month that is carried over is named, because the question stays open beyond its end.
    pub fn words(self, of: YearMonth) -> String {
        match self {
            Self::CarryOver => {
                let (month, next) = (wareki::month(of), wareki::month(of.next()));
                format!("{month}のモニタリングを翌月（{next}）に繰り越しますか")
            }
            Self::Plan | Self::Interval => self.label().to_owned(),
        }
    }
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventAnswer {
    /// はい.
    Yes,
    /// いいえ.
    No,
    /// まだ: somebody looked and could not say.
    NotYet,
}

words!(EventAnswer { Yes, "yes", "はい"; No, "no", "いいえ"; NotYet, "not_yet", "まだ分からない"; });

/// An answer to one question of one event; who gave it and when stands with the fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEventAnswer {
    /// The fact of the event.
    pub event: i64,
    /// Which question.
    pub question: EventQuestion,
    /// The answer.
    pub answer: EventAnswer,
    /// 理由・次にすること.
    pub note: String,
    /// The case that was begun for the change; none where none was.
    pub case: Option<CaseId>,
}

impl AboutClient {
    /// 生活の変化 that stand, the latest first, each with its day.
    pub fn life_events(&self) -> Vec<(&ClientFact, &LifeEvent)> {
        let events = self.0.standing().filter_map(|fact| match &fact.body.what {
            About::LifeEvent(event) => Some((fact, event)),
            _ => None,
        });
        let mut events: Vec<_> = events.collect();
        events.sort_by_key(|(fact, _)| std::cmp::Reverse((fact.body.from, fact.id)));
        events
    }

    /// The answer to a question that stands: the one given last.
    pub fn life_event_answer(&self, event: i64, question: EventQuestion) -> Option<(&ClientFact, &LifeEventAnswer)> {
        let answers = self.0.standing().filter_map(|fact| match &fact.body.what {
            About::LifeEventAnswer(answer) => Some((fact, answer)),
            _ => None,
        });
        // A corrected event keeps its answers.
        let of = |answer: &LifeEventAnswer| self.0.standing_for(answer.event).is_some_and(|fact| fact.id == event);
        answers.filter(|(_, answer)| answer.question == question && of(answer)).last()
    }

    /// What an event asks: a month whose visits took place is carried over no more, unless somebody had answered before.
    pub fn asked(&self, event: &ClientFact, rounds: &[Round]) -> Vec<EventQuestion> {
        let month = YearMonth::of(event.recorded_on());
        let mut of_month = rounds.iter().filter(|round| round.scheduled && round.month == month).peekable();
        let visited = of_month.peek().is_some() && of_month.all(|round| round.home_visit().is_some());
        let answered = |question| self.life_event_answer(event.id, question).is_some();
        let asks = |question: &EventQuestion| {
            *question != EventQuestion::CarryOver || !visited || answered(EventQuestion::CarryOver)
        };
        EventQuestion::ALL.iter().copied().filter(asks).collect()
    }

    /// The questions of an event that nobody has answered, or only by まだ.
    pub fn open_questions(&self, event: &ClientFact, rounds: &[Round]) -> Vec<EventQuestion> {
        let open = |question: &EventQuestion| {
            let event = event.id;
            let answer = self.life_event_answer(event, *question).map(|(_, answer)| answer.answer);
            answer.is_none_or(|answer| answer == EventAnswer::NotYet)
        };
        self.asked(event, rounds).into_iter().filter(open).collect()
    }

    /// The event for which a case was begun, in words: 「退院（令和8年11月10日）」.
    pub fn cause_of(&self, case: CaseId) -> Option<String> {
        let begun = |(fact, _): &(&ClientFact, &LifeEvent)| {
            self.life_event_answer(fact.id, EventQuestion::Plan).is_some_and(|(_, answer)| answer.case == Some(case))
        };
        let (fact, event) = self.life_events().into_iter().find(begun)?;
        Some(event.words(fact.body.from))
    }
}

impl LifeEvent {
    /// 「退院（令和8年11月10日）」.
    pub fn words(&self, on: Option<Date>) -> String {
        let day = on.map(|on| format!("（{}）", wareki::long(on))).unwrap_or_default();
        format!("{}{day}", self.what.label())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{client::DatedAbout, facts::By, id::UserId};

    fn open(about: &AboutClient, event: i64) -> Vec<EventQuestion> {
        about.open_questions(about.0.find(event).unwrap(), &[])
    }

    fn about(facts: Vec<(About, Option<i64>)>) -> AboutClient {
        let facts = facts.into_iter().zip(1..).map(|((what, corrects), id)| ClientFact {
            id,
            body: DatedAbout { from: "2026-11-10".parse().ok(), what },
            recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
            recorded_by_name: "佐藤".to_owned(),
            recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
            corrects,
        });
        AboutClient(facts.collect::<Vec<_>>().into())
    }

    fn event(what: LifeEventKind) -> About {
        About::LifeEvent(LifeEvent { what, note: String::new(), told_by: "母".to_owned() })
    }

    fn answer(event: i64, question: EventQuestion, answer: EventAnswer, case: Option<CaseId>) -> About {
        About::LifeEventAnswer(LifeEventAnswer { event, question, answer, note: String::new(), case })
    }

    #[test]
    fn each_event_asks_three_questions_until_each_is_answered() {
        use EventQuestion::{CarryOver, Interval, Plan};
        let asked = about(vec![(event(LifeEventKind::Discharged), None)]);
        assert_eq!(open(&asked, 1), [Plan, CarryOver, Interval]);
        let some = about(vec![
            (event(LifeEventKind::Discharged), None),
            (answer(1, Plan, EventAnswer::NotYet, None), None),
            (answer(1, CarryOver, EventAnswer::No, None), None),
        ]);
        assert_eq!(open(&some, 1), [Plan, Interval], "まだ is no answer");
        let case = CaseId(Uuid::from_u128(7));
        let begun = about(vec![
            (event(LifeEventKind::Discharged), None),
            (answer(1, Plan, EventAnswer::NotYet, None), None),
            (answer(1, Plan, EventAnswer::Yes, Some(case)), None),
        ]);
        assert_eq!(open(&begun, 1), [CarryOver, Interval]);
        assert_eq!(begun.cause_of(case).as_deref(), Some("退院（令和8年11月10日）"));
        assert_eq!(begun.cause_of(CaseId(Uuid::from_u128(8))), None);
    }

    #[test]
    fn a_corrected_event_keeps_its_answers_and_one_taken_back_asks_nothing() {
        let mut told = about(vec![
            (event(LifeEventKind::Admitted), None),
            (answer(1, EventQuestion::Plan, EventAnswer::No, None), None),
            (event(LifeEventKind::Discharged), Some(1)),
        ]);
        assert_eq!(told.life_events().len(), 1);
        assert_eq!(open(&told, 3), [EventQuestion::CarryOver, EventQuestion::Interval]);
        let back = told.0.withdrawal(3, "誤り".to_owned()).unwrap();
        let last = told.0.last().unwrap().clone();
        told.0.append(ClientFact { id: 4, body: back.body, corrects: back.corrects, ..last });
        assert!(told.life_events().is_empty());
    }

    #[test]
    fn an_event_offers_the_records_that_it_may_change() {
        assert!(LifeEventKind::Moved.touches().contains(&Touched::Registration));
        assert!(LifeEventKind::FamilyCare.touches().contains(&Touched::About(AboutKind::Family)));
        let grounds = |kind: &LifeEventKind| kind.touches().contains(&Touched::About(AboutKind::Grounds));
        assert!(LifeEventKind::ALL.iter().all(grounds), "the facts behind the standard are looked at each time");
        assert!(LifeEventKind::Moved.touches().iter().all(|it| !it.label().is_empty()));
    }
}
