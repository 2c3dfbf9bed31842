//! What is done after a report that leads to a 支給決定の変更 or 更新: 申請の勧奨 to the person, 連絡調整 with each provider.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Round, RoundFact,
    attempts::AttemptMeans,
    check::{Checker, Checking, Problem, limit},
    m1_service_check::{AskedProvider, CheckMeans},
};

/// 申請の勧奨: somebody was told that an application is wanted, and what they answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Day.
    pub on: Date,
    /// 相手: the person, a guardian.
    pub whom: String,
    /// How.
    pub means: AttemptMeans,
    /// What they answered.
    pub answer: AdviceAnswer,
    /// Details.
    pub note: String,
}

/// What somebody answered to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdviceAnswer {
    /// 申請する.
    Applies,
    /// 申請しない.
    Declines,
    /// まだ決めていない.
    Open,
}

/// 連絡調整 with one provider after a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderContact {
    /// Day.
    pub on: Date,
    /// サービス提供事業所.
    pub provider: String,
    /// How.
    pub means: CheckMeans,
    /// What was agreed on.
    pub content: String,
}

words!(AdviceAnswer {
    Applies, "applies", "申請する";
    Declines, "declines", "申請しない";
    Open, "open", "まだ決めていない";
});

impl Advice {
    /// What is wrong with it as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("advised_on", "勧めた日", Some(self.on));
        check.text("advised", "勧めた相手", &self.whom, limit::SHORT, true);
        check.text("advice_note", "内容", &self.note, limit::LONG, false);
        check.problems
    }
}

impl ProviderContact {
    /// What is wrong with it as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("contacted_on", "連絡した日", Some(self.on));
        check.text("contacted", "事業所", &self.provider, limit::SHORT, true);
        check.text("contact_content", "決めたこと", &self.content, limit::LONG, true);
        check.problems
    }
}

impl Round {
    /// What a finished report that wants an application still lacks: the answer of the person, the word with each provider that was
    /// asked this month. Empty where nothing is wanted.
    pub fn open_next_steps(&self) -> Vec<String> {
        if !self.finished_report().is_some_and(|(_, report)| report.wants_application()) {
            return Vec::new();
        }
        let answered = self.standing().any(|fact| match &fact.body {
            RoundFact::Advice(advice) => advice.answer != AdviceAnswer::Open,
            _ => false,
        });
        let told = |one: &AskedProvider| {
            self.standing().any(|fact| match &fact.body {
                RoundFact::ProviderContact(contact) => contact.provider == one.name,
                _ => false,
            })
        };
        let advice = (!answered).then(|| "申請の勧奨（本人の答え）".to_owned());
        let providers = self.checked_providers().into_iter().filter(|one| !told(one));
        advice.into_iter().chain(providers.map(|one| format!("{}との連絡調整", one.name))).collect()
    }

    /// The providers of the table of (1) as it was asked last, else those that were checked.
    pub fn checked_providers(&self) -> Vec<AskedProvider> {
        let asked = self.service_checks().filter(|(_, check)| !check.asked.is_empty()).last();
        let mut all = asked.map(|(_, check)| check.asked.clone()).unwrap_or_default();
        for (_, check) in self.service_checks() {
            if !all.iter().any(|one| one.is(&check.of())) {
                all.push(check.of());
            }
        }
        all
    }
}
