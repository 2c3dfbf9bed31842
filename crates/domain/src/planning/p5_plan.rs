//! p5 計画: what the draft became once it was decided on and talked over. Its body is the draft's, and every row keeps its id.
//!
//! 計画作成日 is no field of it: that is the day of the consent ([`super::p5_consent`]). The day typed here is the one that is printed.

use calendar::Date;
use law::LawBook;
use serde::{Deserialize, Serialize};

use super::{
    CaseFact, CaseText, Ids, PlanningCase, SinceLast,
    p2_draft::PlanDraft,
    p2_neutrality::NeutralityCheck,
    person::{Origin, PartOrigin, PersonRecord},
    service_use::{asked_services, compared_services},
    text::part,
};
use crate::{
    facts::Fact,
    id::FactId,
    monitoring::check::{Checking, Problem},
};

/// 計画.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// The draft that it was made from; none where it was written without one.
    pub made_from: Option<FactId>,
    /// What it says; its `written_on` is 印刷上の作成日.
    #[serde(flatten)]
    pub text: PlanDraft,
}

impl CaseText for Plan {
    part!(Plan);

    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        self.text.check_called(("計画の作成日", case, with), finished)
    }

    fn tidied(self) -> Self {
        Self { text: self.text.tidied(), ..self }
    }

    /// A plan begins as the draft that stands.
    fn prefilled(self, case: &PlanningCase) -> Self {
        if self != Self::default() {
            return self;
        }
        let Some((fact, draft)) = case.text::<PlanDraft>() else {
            return Self { text: self.text.prefilled(case), ..self };
        };
        let text = PlanDraft { written_on: None, neutrality: None, since_last: SinceLast::default(), ..draft.clone() };
        Self { made_from: Some(fact.id), text: as_decided(text, case) }
    }

    /// 有効期間 ends with the 支給期間 that was decided, unless the draft said otherwise.
    fn informed(mut self, person: &PersonRecord, _case: &PlanningCase) -> Self {
        self.text.valid_until = self.text.valid_until.or(person.decided_until);
        self
    }

    fn origins(&self, person: &PersonRecord, _case: &PlanningCase) -> Vec<PartOrigin> {
        let told = |until| PartOrigin {
            part: "valid_until",
            origin: Origin::BenefitPeriod,
            same: self.text.valid_until == Some(until),
        };
        person.decided_until.map(told).into_iter().collect()
    }

    fn identified(self, ids: &mut Ids<'_>) -> Self {
        Self { text: self.text.identified(ids), ..self }
    }

    fn phoned(self, phone: &dyn Fn(&str) -> Option<String>) -> Self {
        Self { text: self.text.phoned(phone), ..self }
    }

    fn judged_by(&self) -> Option<Vec<String>> {
        self.text.judged_by()
    }

    fn judged(self, check: NeutralityCheck) -> Self {
        Self { text: self.text.judged(check), ..self }
    }

    fn same_as(&self, other: &Self) -> bool {
        self.made_from == other.made_from && self.text.same_as(&other.text)
    }

    fn against(self, last: &PlanningCase, law: &LawBook) -> Self {
        Self { text: self.text.against(last, law), ..self }
    }

    fn carried_forward(self, from: Date) -> Self {
        Self { made_from: None, text: self.text.carried_forward(from) }
    }

    /// It begins with this case's own draft, never with an older plan: that one went into the draft.
    fn of_last(_last: &PlanningCase) -> Option<(&Fact<CaseFact>, &Self)> {
        None
    }
}

/// The draft with the amounts that were decided in the place of those it had asked for.
fn as_decided(mut text: PlanDraft, case: &PlanningCase) -> PlanDraft {
    let decided = case.granted().map(|decision| decision.services.as_slice()).unwrap_or_default();
    for service in text.services.iter_mut().filter(|service| service.id.is_some()) {
        let answer = decided.iter().find(|it| it.row == service.id && !it.amount.is_empty());
        if let Some(answer) = answer {
            service.amount.clone_from(&answer.amount);
        }
    }
    text
}

impl PlanningCase {
    /// What a plan says otherwise than the decision, in sentences: 「行動援護: 決定は月15時間、計画は月20時間」.
    pub fn unlike_decision(&self, law: &LawBook, plan: &PlanDraft) -> Vec<String> {
        let Some(decision) = self.granted().filter(|decision| !decision.services.is_empty()) else { return Vec::new() };
        let compared = compared_services(&decision.services, &asked_services(law, plan));
        compared.iter().filter_map(|it| it.words("決定", "計画")).collect()
    }

    /// Every version of the plan that was ever finished, the oldest first; one that was taken back is none.
    pub fn plan_versions(&self) -> Vec<(&Fact<CaseFact>, &Plan)> {
        let finished = self.facts.iter().filter_map(|fact| Some((fact, Plan::of_fact(&fact.body)?)));
        let taken_back = |fact: &Fact<CaseFact>| {
            let names = |it: &&Fact<CaseFact>| it.corrects == Some(fact.id);
            self.facts.iter().filter(names).any(|it| matches!(it.body, CaseFact::Withdrawn { .. }))
                && self.facts.standing_for(fact.id).is_none()
        };
        finished.filter(|(fact, _)| !taken_back(fact)).collect()
    }

    /// The draft that a plan was made from, as it then stood.
    pub fn draft_of(&self, plan: &Plan) -> Option<&PlanDraft> {
        self.facts.find(plan.made_from?).and_then(|fact| PlanDraft::of_fact(&fact.body))
    }
}
