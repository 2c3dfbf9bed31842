//! p2 区役所・支所への連絡・相談: before a change is drafted the office looks at what could be done, asks the ward, and agrees with it on the day
//! of the plan (作成月日). What is missing is told and never refused: the paper may lie on the desk already.
//!
//! It is no step of an intake ([`crate::intake::IntakeStep`]): that one watches over a person without a plan, this one is about a plan and its day.

use calendar::{Date, wareki};
use serde::{Deserialize, Serialize};

use super::{CaseFact, CaseKind, PlanningCase, p2_draft::PlanDraft};
use crate::{
    client::ContactChannel,
    monitoring::check::{Checker, Checking, Problem, limit},
};

/// One consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WardConsultation {
    /// 相談した日.
    pub consulted_on: Date,
    /// 手段.
    pub channel: ContactChannel,
    /// 区役所・支所.
    pub to: String,
    /// 担当者.
    pub person: String,
    /// 検討した対応: what was thought of with the person before the ward was asked.
    pub options: String,
    /// 相談したこと.
    pub asked: String,
    /// 回答・助言; empty while it has not come.
    pub answer: String,
    /// 確認した作成月日, also one to come; none where nothing was agreed on.
    pub plan_day: Option<Date>,
}

impl WardConsultation {
    /// What is wrong with it as typed.
    pub fn check(&self, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("consulted_on", "相談した日", Some(self.consulted_on));
        check.text("to", "区役所・支所", &self.to, limit::SHORT, true);
        check.text("person", "区役所・支所の担当者", &self.person, limit::SHORT, false);
        check.text("options", "検討した対応", &self.options, limit::LONG, false);
        check.text("asked", "相談したこと", &self.asked, limit::LONG, true);
        check.text("answer", "回答・助言", &self.answer, limit::LONG, false);
        check.problems
    }
}

impl PlanningCase {
    /// The consultations that stand, the earliest first.
    pub fn ward_consultations(&self) -> Vec<&WardConsultation> {
        let all = self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::WardConsultation(it) => Some(it),
            _ => None,
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|it| it.consulted_on);
        all
    }

    /// 作成月日 that was agreed on with the ward last.
    pub fn agreed_plan_day(&self) -> Option<Date> {
        self.ward_consultations().into_iter().filter_map(|it| it.plan_day).next_back()
    }

    /// What is to be told about the consultation before a change is drafted; nothing for the other kinds.
    pub fn ward_told(&self) -> Vec<String> {
        if self.kind != CaseKind::Change {
            return Vec::new();
        }
        let consultations = self.ward_consultations();
        let Some(first) = consultations.first() else {
            let sentence = "区役所・支所への連絡・相談がまだ記録されていません。計画案を仕上げる前に相談します。";
            return vec![sentence.to_owned()];
        };
        let (asked, drafted) = (first.consulted_on, self.text::<PlanDraft>().and_then(|(_, draft)| draft.written_on));
        let visited = self.interview().map(|(_, interview)| interview.visit.date);
        let mut told = Vec::new();
        if let Some(drafted) = drafted.filter(|drafted| asked > *drafted) {
            let (asked, drafted) = (wareki::long(asked), wareki::long(drafted));
            told.push(format!("相談の日（{asked}）が、計画案の作成日（{drafted}）より後です。"));
        }
        if let Some(visited) = visited.filter(|visited| asked < *visited) {
            let (asked, visited) = (wareki::long(asked), wareki::long(visited));
            told.push(format!("相談の日（{asked}）が、面接の日（{visited}）より前です。"));
        }
        if consultations.iter().all(|it| it.answer.trim().is_empty()) {
            told.push("区役所・支所の回答・助言がまだ記録されていません。".to_owned());
        }
        told
    }

    /// What is to be told about 計画作成日: it is compared with the day agreed on and with the first day of the grant.
    pub fn plan_day_told(&self, made_on: Date, grant_from: Option<Date>) -> Vec<String> {
        let mut told = Vec::new();
        if let Some(agreed) = self.agreed_plan_day().filter(|agreed| *agreed != made_on) {
            told.push(format!(
                "区役所・支所と確認した作成月日は{}です。同意の日（{}）とちがいます。",
                wareki::long(agreed),
                wareki::long(made_on)
            ));
        }
        if let Some(from) = grant_from.filter(|from| made_on > *from) {
            told.push(format!(
                "計画作成日（{}）が、支給決定の始まり（{}）より後です。",
                wareki::long(made_on),
                wareki::long(from)
            ));
        }
        told
    }
}
