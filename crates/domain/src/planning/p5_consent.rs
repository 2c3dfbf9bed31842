//! p5 計画への同意: the plan is explained and agreed to in writing. Its day is 計画作成日 and the month of the fee, whatever day is
//! printed (指定計画相談支援の基準 15条2項11号).

mod consented_plan;

use calendar::Date;
use serde::{Deserialize, Serialize};

pub use consented_plan::ConsentedPlan;

use super::{CaseFact, CaseText as _, PlanStep, PlanningCase, done_on, p5_plan::Plan, signed::signed};
use crate::{
    facts::Fact,
    id::{CertificateId, FactId, RoundId},
    monitoring::{
        check::{Checker, Checking, Problem},
        m4_consent::SignerRelation,
    },
};

/// 計画への同意.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanConsent {
    /// 説明し、同意を得た日: 計画作成日.
    pub agreed_on: Date,
    /// 署名した人.
    pub signer: String,
    /// 本人 or 代理人.
    pub relation: SignerRelation,
    /// 代理人の続柄、代理の理由.
    pub relation_note: String,
    /// The version of the plan that was agreed to.
    pub plan: FactId,
    /// The certificate of the decision that the plan follows; none while it has not come.
    pub certificate: Option<CertificateId>,
    /// The monitoring that led to the plan in one flow, where one did.
    pub one_flow_with: Option<RoundId>,
    /// The day loses a fee, and whoever recorded it knew.
    pub accepts_loss: bool,
    /// The plan says the same as the one it replaces, and whoever recorded it knew.
    #[serde(default)]
    pub accepts_same: bool,
}

impl PlanConsent {
    /// What is wrong with it as typed. What is only missing is told, and recorded all the same.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let Some((plan, _)) = case.text::<Plan>() else {
            check.refuse("agreed_on", "計画がまだ仕上がっていません。先に仕上げてください".to_owned());
            return check.problems;
        };
        if self.plan != plan.id {
            let sentence = "計画が直されています。画面を開き直して、新しい計画を確かめてください";
            check.refuse("agreed_on", sentence.to_owned());
        }
        let agreed = ("計画への同意の日", Some(self.agreed_on));
        check.day("agreed_on", "計画への同意の日", Some(self.agreed_on));
        let drafted = case.draft_consent().map(|consent| consent.agreed_on);
        check.order("agreed_on", ("計画案への同意の日", drafted), agreed);
        let earlier = case.plan_consents().filter(|(_, it)| it.plan != self.plan).map(|(_, it)| it.agreed_on).max();
        check.order("agreed_on", ("前の版の計画への同意の日", earlier), agreed);
        signed((&self.signer, self.relation, &self.relation_note), &mut check);
        check.problems
    }
}

impl PlanningCase {
    /// The consents that stand, the oldest first, each to a version of the plan. Where the plan was taken back, nobody agreed to anything.
    pub fn plan_consents(&self) -> impl Iterator<Item = (&Fact<CaseFact>, &PlanConsent)> {
        self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::Consent(consent) if self.facts.standing_for(consent.plan).is_some() => Some((fact, consent)),
            _ => None,
        })
    }

    /// The consent to the plan as it stands.
    pub fn standing_consent(&self) -> Option<(&Fact<CaseFact>, &PlanConsent)> {
        let (plan, _) = self.text::<Plan>()?;
        self.plan_consents().filter(|(_, consent)| consent.plan == plan.id).last()
    }

    /// The version of the plan that was agreed to last by that day, with the day of the consent; of one that was made elsewhere, with its day.
    pub fn agreed_plan(&self, by: Date) -> Option<(Date, &Plan)> {
        let versions = |consent: &PlanConsent| self.facts.find(consent.plan).and_then(|fact| Plan::of_fact(&fact.body));
        let by_then = self.plan_consents().filter(|(_, consent)| consent.agreed_on <= by);
        let agreed = by_then.filter_map(|(_, consent)| Some((consent.agreed_on, versions(consent)?)));
        // Of one day the one that was recorded last.
        let agreed = agreed.max_by_key(|(day, _)| *day);
        agreed.or_else(|| self.plan_made_elsewhere(by))
    }

    /// What the steps before the plan still lack, in words: told, because the paper may lie on the desk already.
    pub fn before_plan_lacks(&self) -> Vec<String> {
        let before = [PlanStep::Assessment, PlanStep::Draft, PlanStep::Decision, PlanStep::Conference];
        let open = before.into_iter().filter(|step| done_on(self, *step).is_none());
        open.flat_map(|step| super::lacking(self, step)).map(|lacks| lacks.0).collect()
    }
}
