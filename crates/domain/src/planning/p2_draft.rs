//! p2 計画案: what the person wants, goals, needs in the order of their priority, and the services that meet them, with what
//! they cost. The columns are the union of the national form 1-1 and of サービス等利用計画書(1) and (2).
//!
//! 計画案 is never the plan: its day is 計画案作成日, no 計画作成日, and no fee follows from it.

mod cost;
mod goals;
mod need;
mod service;

use calendar::Date;
use law::LawBook;
use serde::{Deserialize, Serialize};

pub use self::{
    cost::Costs,
    goals::{GoalPrompts, GoalStep, VAGUE_LIKE, VAGUE_WHY},
    need::NeedRow,
    service::ServiceRow,
};
use super::{
    CaseFact, CaseFactKind, CaseText, Ids, PlanningCase, SinceLast,
    p1_assessment::{AreaNotes, Assessment, OwnWordsKind, SupportNeed},
    p1_review::Review,
    p2_neutrality::NeutralityCheck,
    p5_plan::Plan,
    person::{Origin, PartOrigin, PersonRecord},
    service_use::changed_services,
    text::part,
};
use crate::{
    facts::Fact,
    monitoring::check::{Checker, Checking, Problem, limit},
};

/// Rows of needs, and of services, that a plan has.
pub const ROWS: usize = 50;

/// 計画案.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanDraft {
    /// 計画案作成日.
    pub written_on: Option<Date>,
    /// 利用者の希望する生活, in the person's own words.
    pub wishes: String,
    /// 家族の希望.
    pub family_wishes: String,
    /// 総合的な援助の方針; in the seed's form 相談支援専門員の支援方針.
    pub policy: String,
    /// これまでのサービスの効果, of a plan that follows another: 効果の評価 of the review. It is printed under the policy.
    pub effect: String,
    /// 種類・量を変更する必要がない理由, of a renewal that leaves them as they are; printed likewise.
    pub unchanged_reason: String,
    /// What makes a vague or far wish concrete.
    pub prompts: GoalPrompts,
    /// 長期目標.
    pub long_goal: String,
    /// 長期目標の期間.
    pub long_goal_term: String,
    /// 短期目標.
    pub short_goal: String,
    /// 短期目標の期間.
    pub short_goal_term: String,
    /// 解決すべき課題, the most pressing first.
    pub needs: Vec<NeedRow>,
    /// 援助内容: services and other help.
    pub services: Vec<ServiceRow>,
    /// サービス等利用計画の有効期間: its last day.
    pub valid_until: Option<Date>,
    /// 備考.
    pub notes: String,
    /// 中立性 as it stood when the draft was finished; none while it is being written.
    pub neutrality: Option<NeutralityCheck>,
    /// 前の計画との違い: kind and amount of the services.
    pub since_last: SinceLast,
}

impl PlanDraft {
    /// サービス費用 and 自己負担額, row by row and in all.
    pub fn costs(&self) -> Costs {
        Costs::of(&self.services)
    }

    /// The providers whose services are proposed, each once.
    pub fn providers(&self) -> Vec<String> {
        distinct(self.services.iter().map(|row| &row.provider))
    }

    /// The kinds of service that are proposed, each once.
    pub fn kinds(&self) -> Vec<String> {
        distinct(self.services.iter().map(|row| &row.kind))
    }

    /// What is wrong with it as typed, as a draft or as a plan: each calls its day by its own name.
    pub(super) fn check_called(
        &self,
        (day, case, with): (&str, &PlanningCase, &Checking),
        finished: bool,
    ) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.needed_day("written_on", day, self.written_on, finished);
        let visited = case.interview().map(|(_, interview)| interview.visit.date);
        check.order("written_on", ("訪問日", visited), (day, self.written_on));
        check.order("valid_until", (day, self.written_on), ("有効期間の終わり", self.valid_until));
        for (name, label, value, max, required) in [
            ("wishes", "利用者の希望する生活", &self.wishes, limit::LONG, finished),
            ("family_wishes", "家族の希望する生活", &self.family_wishes, limit::LONG, false),
            ("policy", "総合的な援助の方針", &self.policy, limit::LONG, finished),
            ("effect", "これまでのサービスの効果", &self.effect, limit::LONG, false),
            ("unchanged_reason", "種類・量を変更する必要がない理由", &self.unchanged_reason, limit::LONG, false),
            ("long_goal", "長期目標", &self.long_goal, limit::LONG, finished),
            ("long_goal_term", "長期目標の期間", &self.long_goal_term, limit::SHORT, finished),
            ("short_goal", "短期目標", &self.short_goal, limit::LONG, finished),
            ("short_goal_term", "短期目標の期間", &self.short_goal_term, limit::SHORT, finished),
            ("notes", "備考", &self.notes, limit::LONG, false),
        ] {
            check.text(name, label, value, max, required);
        }
        self.prompts.check(finished, &mut check);
        self.since_last.check(finished, &mut check);
        self.check_rows(finished, &mut check);
        check.problems
    }

    /// The wishes of an assessment, where nothing is written, and in the place of those of an older plan.
    fn wish_as(&mut self, assessment: &Assessment, newer: bool) {
        for (own, found) in
            [(&mut self.wishes, &assessment.wishes), (&mut self.family_wishes, &assessment.family_wishes)]
        {
            if own.is_empty() || (newer && !found.is_empty()) {
                own.clone_from(found);
            }
        }
        if self.prompts.dream.is_empty() {
            let wishes = assessment.own_words.iter().filter(|own| own.kind == OwnWordsKind::Wish);
            self.prompts.dream = wishes.map(|own| own.words.as_str()).collect::<Vec<_>>().join("\n");
        }
    }

    /// What a review found about the plan before this one.
    fn look_back_as(&mut self, review: &Review) {
        if self.effect.is_empty() {
            self.effect = review.effect_for_plan();
        }
        if self.unchanged_reason.is_empty() {
            self.unchanged_reason = review.reason_of_no_change().unwrap_or_default().to_owned();
        }
        let outlook = &review.outlook;
        if !outlook.is_empty() && !self.wishes.contains(outlook.as_str()) {
            let lines = [self.wishes.as_str(), outlook].into_iter().filter(|line| !line.is_empty());
            self.wishes = lines.collect::<Vec<_>>().join("\n");
        }
    }

    fn check_rows(&self, finished: bool, check: &mut Checker) {
        check.rows("needs", &self.needs, ROWS);
        check.rows("services", &self.services, ROWS);
        if finished && self.needs.is_empty() {
            check.refuse("need_0", "解決すべき課題を1行以上書いてください".to_owned());
        }
        if finished && self.services.is_empty() {
            let sentence = "援助内容（福祉サービス等の種類・内容・量）を1行以上書いてください";
            check.refuse("service_kind_0", sentence.to_owned());
        }
        self.needs.iter().enumerate().for_each(|(row, need)| need.check(row, finished, check));
        let known =
            |service: &ServiceRow| service.of_need.is_none_or(|id| self.needs.iter().any(|it| it.id == Some(id)));
        for (row, service) in self.services.iter().enumerate() {
            service.check(row, finished, check);
            if !known(service) {
                let sentence = format!("援助内容の{}行目の課題がなくなっています。選び直してください", row + 1);
                check.refuse(format!("service_for_{row}"), sentence);
            }
        }
    }
}

/// A row for each service of the certificates, with amount and provider, and for each that 対象の確認 names beside them.
fn known_services(person: &PersonRecord, case: &PlanningCase) -> Vec<ServiceRow> {
    let granted = person.in_use.iter().map(|it| ServiceRow {
        kind: it.service.clone(),
        amount: it.amount.clone(),
        provider: it.provider.clone(),
        ..ServiceRow::default()
    });
    let mut rows: Vec<ServiceRow> = granted.collect();
    for applied in case.applied_for() {
        if !rows.iter().any(|row| row.kind == *applied) {
            rows.push(ServiceRow { kind: applied.clone(), ..ServiceRow::default() });
        }
    }
    rows
}

/// A row for each area of the assessment in which support is needed: what the person wants there, else how it is.
fn needs_found(assessment: &Assessment) -> Vec<NeedRow> {
    let found = assessment.areas.iter().filter(|notes| notes.need == SupportNeed::Needed);
    let row = |notes: &AreaNotes| {
        let words = [&notes.wish, &notes.now, &notes.noticed].into_iter().find(|it| !it.trim().is_empty());
        let need = words.map_or_else(|| format!("（{}）", notes.area.label()), Clone::clone);
        NeedRow { need, ..NeedRow::default() }
    };
    found.map(row).collect()
}

fn distinct<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for one in all.filter(|one| !one.is_empty()) {
        if !out.contains(one) {
            out.push(one.clone());
        }
    }
    out
}

impl CaseText for PlanDraft {
    part!(Draft);

    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        self.check_called(("計画案の作成日", case, with), finished)
    }

    fn tidied(mut self) -> Self {
        self.prompts.steps.retain(|step| !step.is_empty());
        self.needs.retain(|need| !need.is_empty());
        self.services.retain(|service| !service.is_empty());
        self.since_last = self.since_last.untold();
        self
    }

    /// What was found out about the wishes stands in the draft from the start.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        if let Some((_, assessment)) = case.text::<Assessment>() {
            self.wish_as(assessment, case.looks_back());
            if self.needs.is_empty() {
                self.needs = needs_found(assessment);
            }
        }
        if let Some((_, review)) = case.text::<Review>() {
            self.look_back_as(review);
        }
        self
    }

    /// Where no plan of before goes on, the services that the certificates grant and those that were applied for are its first rows.
    fn informed(mut self, person: &PersonRecord, case: &PlanningCase) -> Self {
        if self.services.is_empty() {
            self.services = known_services(person, case);
        }
        self
    }

    fn origins(&self, person: &PersonRecord, case: &PlanningCase) -> Vec<PartOrigin> {
        let known = known_services(person, case);
        let said = |it: &ServiceRow| self.services.iter().any(|own| own.kind == it.kind && own.amount == it.amount);
        let origin = if person.in_use.is_empty() { Origin::Coverage } else { Origin::Certificate };
        let same = known.iter().all(said);
        let services = (!known.is_empty()).then_some(PartOrigin { part: "services", origin, same });
        let found = case.text::<Assessment>().map(|(_, it)| needs_found(it)).unwrap_or_default();
        let there = |it: &NeedRow| self.needs.iter().any(|own| own.need == it.need);
        let origin = Origin::Text(CaseFactKind::Assessment);
        let needs =
            (!found.is_empty() && found.iter().all(there)).then_some(PartOrigin { part: "needs", origin, same: true });
        services.into_iter().chain(needs).collect()
    }

    fn identified(mut self, ids: &mut Ids<'_>) -> Self {
        ids.each(self.needs.iter_mut().map(|need| &mut need.id));
        ids.each(self.services.iter_mut().map(|service| &mut service.id));
        self
    }

    fn phoned(mut self, phone: &dyn Fn(&str) -> Option<String>) -> Self {
        self.services.iter_mut().for_each(|row| row.add_phone(phone));
        self
    }

    fn judged_by(&self) -> Option<Vec<String>> {
        Some(self.providers())
    }

    fn judged(self, check: NeutralityCheck) -> Self {
        Self { neutrality: Some(check), ..self }
    }

    fn same_as(&self, other: &Self) -> bool {
        let undated = |text: &Self| {
            let neutrality = text.neutrality.clone().map(|check| NeutralityCheck { checked_on: Date::ZERO, ..check });
            Self { neutrality, ..text.clone() }
        };
        undated(self) == undated(other)
    }

    fn against(mut self, last: &PlanningCase, law: &LawBook) -> Self {
        let was = Self::of_last(last).map(|(_, was)| was);
        self.since_last.differs = was.map(|was| !changed_services(law, was, &self).is_empty());
        self
    }

    /// The last case's plan goes on, with what was changed in it after the draft.
    fn of_last(last: &PlanningCase) -> Option<(&Fact<CaseFact>, &Self)> {
        let plan = last.text::<Plan>().map(|(fact, plan)| (fact, &plan.text));
        plan.or_else(|| last.text::<Self>())
    }

    /// Needs, goals and services go on under the ids they have: their history is one line.
    fn carried_forward(self, _from: Date) -> Self {
        let asked_anew = |need: NeedRow| NeedRow { kept_reason: String::new(), ..need };
        Self {
            written_on: None,
            valid_until: None,
            neutrality: None,
            effect: String::new(),
            unchanged_reason: String::new(),
            since_last: SinceLast::default(),
            needs: self.needs.into_iter().map(asked_anew).collect(),
            ..self
        }
    }
}
