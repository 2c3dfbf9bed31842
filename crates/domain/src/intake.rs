//! つながりにくい人: somebody others are worried about, before there is a client, a certificate or a consent. What was heard, whom the
//! office asked for advice, and when it looks again, as a stream of facts.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Body, Facts},
    id::{FactId, IntakeId, OfficeId},
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// One person somebody told the office about.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    /// Id.
    pub id: IntakeId,
    /// Office.
    pub office: OfficeId,
    /// The day on which nothing more was to be done; none while the office keeps looking.
    pub closed_on: Option<Date>,
    /// Everything ever recorded, oldest first, corrected ones included.
    pub facts: Facts<IntakeFact>,
    /// Counts the facts.
    pub version: i64,
}

/// What a fact of an intake says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IntakeFact {
    /// What was heard first.
    Noted(IntakeNote),
    /// What was done after it.
    Followed(IntakeStep),
    /// 取消: the fact it names never took place.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

/// What was heard: who told it, of whom, and why the person is hard to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeNote {
    /// 相談を受けた日.
    pub date: Date,
    /// 相談者: another than the person.
    pub caller: String,
    /// 相談者 and the person: 家族, 近隣, 民生委員 …
    pub relation: String,
    /// 相談者の連絡先.
    pub contact: String,
    /// 本人の氏名, as far as it is known.
    pub name: String,
    /// 本人の住まい, as far as it is known.
    pub place: String,
    /// つながりにくいわけ.
    pub reasons: Vec<HardToReach>,
    /// 聞いた様子.
    pub situation: String,
    /// 次に確かめる日.
    pub follow_up_on: Option<Date>,
}

/// つながりにくい人, as seed 000 describes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HardToReach {
    /// 困っていても自らSOSを出せない.
    NoSos,
    /// 高齢の親と障害者の世帯.
    AgedParents,
    /// 一人暮らしで健康面に不安を抱え、自宅にこもりがち.
    AloneAtHome,
    /// 家族や近隣は支援が必要と感じているが、本人に困り感が少ない.
    NoDistress,
    /// その他.
    Other,
}

words!(HardToReach {
    NoSos, "no_sos", "困っていても自らSOSを出せない";
    AgedParents, "aged_parents", "高齢の親と障害者の世帯で、自宅にこもりがち";
    AloneAtHome, "alone_at_home", "一人暮らしで健康面に不安があり、自宅にこもりがち";
    NoDistress, "no_distress", "家族や近隣は支援が必要と感じているが、本人に困り感が少ない";
    Other, "other", "その他";
});

/// What was done: with whom, what came of it, what is next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeStep {
    /// 日.
    pub date: Date,
    /// What.
    pub what: IntakeAct,
    /// 相手.
    pub who: String,
    /// 内容・助言.
    pub content: String,
    /// 次にすること.
    pub next: String,
    /// 次に確かめる日; none where nothing is set.
    pub follow_up_on: Option<Date>,
}

/// What was done in an intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntakeAct {
    /// 区役所・支所に相談した.
    AskedWard,
    /// 障害者相談支援センターに相談した.
    AskedCentre,
    /// 本人・家族に連絡した.
    Contacted,
    /// 訪問した.
    Visited,
    /// 利用者として登録した.
    Registered,
    /// 見守りを終わりにした.
    Closed,
}

words!(IntakeAct {
    AskedWard, "asked_ward", "区役所・支所に相談した";
    AskedCentre, "asked_centre", "障害者相談支援センターに相談した";
    Contacted, "contacted", "本人・家族・関係者に連絡した";
    Visited, "visited", "訪問した";
    Registered, "registered", "利用者として登録した";
    Closed, "closed", "見守りを終わりにした";
});

impl IntakeNote {
    /// What is wrong with the note as typed.
    pub fn check(&self, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("date", "相談を受けた日", Some(self.date));
        check.text("caller", "相談者", &self.caller, limit::SHORT, true);
        check.text("relation", "本人との関係", &self.relation, limit::SHORT, false);
        check.text("contact", "相談者の連絡先", &self.contact, limit::SHORT, false);
        check.text("name", "本人の氏名", &self.name, limit::SHORT, false);
        check.text("place", "本人の住まい", &self.place, limit::SHORT, false);
        check.text("situation", "聞いた様子", &self.situation, limit::LONG, true);
        if self.reasons.is_empty() {
            check.refuse("reasons", say::choose("つながりにくいわけ"));
        }
        check.order("follow_up_on", ("相談を受けた日", Some(self.date)), ("次に確かめる日", self.follow_up_on));
        check.problems
    }
}

impl IntakeStep {
    /// What is wrong with the step as typed.
    pub fn check(&self, note: Option<&IntakeNote>, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("date", "日付", Some(self.date));
        check.order("date", ("相談を受けた日", note.map(|note| note.date)), ("日付", Some(self.date)));
        check.text("who", "相手", &self.who, limit::SHORT, self.what.is_consultation());
        check.text("content", "内容・助言", &self.content, limit::LONG, true);
        check.text("next", "次にすること", &self.next, limit::LONG, false);
        check.order("follow_up_on", ("日付", Some(self.date)), ("次に確かめる日", self.follow_up_on));
        check.problems
    }
}

impl IntakeAct {
    /// 区役所・支所や障害者相談支援センターへの相談, which the handbook asks for.
    pub fn is_consultation(self) -> bool {
        matches!(self, Self::AskedWard | Self::AskedCentre)
    }

    /// Whether nothing more is to be done after it.
    pub fn ends(self) -> bool {
        matches!(self, Self::Registered | Self::Closed)
    }
}

impl Body for IntakeFact {
    type Id = FactId;

    fn kind(&self) -> &'static str {
        match self {
            Self::Noted(_) => "noted",
            Self::Followed(_) => "followed",
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

impl Intake {
    /// What was heard, as it stands.
    pub fn note(&self) -> Option<&IntakeNote> {
        let notes = self.facts.standing().filter_map(|fact| match &fact.body {
            IntakeFact::Noted(note) => Some(note),
            _ => None,
        });
        notes.last()
    }

    /// What was done, oldest record first.
    pub fn steps(&self) -> impl Iterator<Item = &IntakeStep> {
        self.facts.standing().filter_map(|fact| match &fact.body {
            IntakeFact::Followed(step) => Some(step),
            _ => None,
        })
    }

    /// 次に確かめる日: the one that was set last; none after the end.
    pub fn follow_up_on(&self) -> Option<Date> {
        if self.ended_on().is_some() {
            return None;
        }
        let set = self.facts.standing().filter_map(|fact| match &fact.body {
            IntakeFact::Noted(note) => note.follow_up_on,
            IntakeFact::Followed(step) => step.follow_up_on,
            IntakeFact::Withdrawn { .. } => None,
        });
        set.last()
    }

    /// The day on which it came to its end.
    pub fn ended_on(&self) -> Option<Date> {
        self.steps().filter(|step| step.what.ends()).map(|step| step.date).max()
    }

    /// What is still to be done, in words.
    pub fn lacking(&self) -> Vec<&'static str> {
        if self.ended_on().is_some() {
            return Vec::new();
        }
        let consulted = self.steps().any(|step| step.what.is_consultation());
        let mut lacking = Vec::new();
        if !consulted {
            lacking.push("区役所・支所か障害者相談支援センターへの相談");
        }
        if self.follow_up_on().is_none() {
            lacking.push("次に確かめる日");
        }
        lacking
    }
}
