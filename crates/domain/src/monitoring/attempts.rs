//! 訪問の予定 and what became of it: an appointment, tries that failed, and whom the office told when there were too many of them.

use calendar::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{
    Round, RoundFact,
    check::{Checker, Checking, Problem, limit},
};

/// 訪問の予定.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// 予定日.
    pub day: Date,
    /// 時刻; none where only the day is agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// 約束した相手.
    pub with: String,
    /// 備考.
    pub note: String,
}

/// 会えなかった訪問・連絡: the person was away, or did not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Day.
    pub date: Date,
    /// Time, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// By what.
    pub means: AttemptMeans,
    /// How it was.
    pub note: String,
}

/// 会えないことの相談: whom the office told of tries that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// Day.
    pub on: Date,
    /// Where.
    pub to: RaisedTo,
    /// Whom.
    pub person: String,
    /// What was agreed on.
    pub note: String,
}

/// By what somebody was tried to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptMeans {
    /// 訪問.
    Visit,
    /// 電話.
    Phone,
    /// 手紙・メール.
    Letter,
}

/// Whom to tell of a person who cannot be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RaisedTo {
    /// 区役所・支所.
    Ward,
    /// 障害者相談支援センター.
    Center,
    /// 基幹相談支援センター.
    CoreCenter,
}

words!(AttemptMeans { Visit, "visit", "訪問"; Phone, "phone", "電話"; Letter, "letter", "手紙・メール"; });
words!(RaisedTo {
    Ward, "ward", "区役所・支所";
    Center, "center", "障害者相談支援センター";
    CoreCenter, "core_center", "基幹相談支援センター";
});

impl Appointment {
    /// What is wrong with it as typed. It may lie ahead: that is what it is for.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.within_support("day", "予定日", "訪問", self.day);
        check.text("with", "約束した相手", &self.with, limit::SHORT, true);
        check.text("appointment_note", "備考", &self.note, limit::SHORT, false);
        check.problems
    }
}

impl Attempt {
    /// What is wrong with it as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("tried_on", "会えなかった日", Some(self.date));
        check.within_support("tried_on", "会えなかった日", "訪問", self.date);
        check.text("tried_note", "様子", &self.note, limit::SHORT, false);
        check.problems
    }
}

impl Raised {
    /// What is wrong with it as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("raised_on", "相談した日", Some(self.on));
        check.text("raised_person", "相談した相手", &self.person, limit::SHORT, true);
        check.text("raised_note", "決めたこと", &self.note, limit::LONG, false);
        check.problems
    }
}

impl Round {
    /// The appointment that stands last.
    pub fn appointment(&self) -> Option<&Appointment> {
        let found = self.standing().filter_map(|fact| match &fact.body {
            RoundFact::Appointment(body) => Some(body),
            _ => None,
        });
        found.last()
    }

    /// Tries that failed, oldest first.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.standing().filter_map(|fact| match &fact.body {
            RoundFact::Attempt(body) => Some(body),
            _ => None,
        })
    }

    /// Whether so many tries failed that somebody has to be told, and nobody was told after the last of them.
    pub fn is_to_be_raised(&self, from: u8) -> bool {
        let visited = self.home_visit().is_some_and(|(_, visit)| visit.counts());
        let last = self.standing().filter(|fact| matches!(fact.body, RoundFact::Attempt(_))).last();
        let told = self.standing().any(|fact| {
            matches!(fact.body, RoundFact::Raised(_))
                && last.is_some_and(|it| self.facts.recorded_before(it.id, fact.id))
        });
        !visited && !told && from > 0 && self.attempts().count() >= usize::from(from)
    }
}
