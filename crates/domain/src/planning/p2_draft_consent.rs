//! p2 計画案への同意と交付: the person agrees in writing to what is proposed and gets it. It is no consent to the plan: no 計画作成日 and no fee
//! follows from it (指定計画相談支援の基準 15条2項8号・9号).

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFactKind, PlanningCase, signed::signed};
use crate::{
    id::FactId,
    monitoring::{
        check::{Checker, Checking, Problem},
        m4_consent::SignerRelation,
    },
};

/// What a consent is given to: every text of the proposal.
pub const CONSENTED: [CaseFactKind; 3] = [CaseFactKind::Draft, CaseFactKind::WeekPlan, CaseFactKind::Interval];

/// 計画案への同意, with 交付.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftConsent {
    /// 同意の日付.
    pub agreed_on: Date,
    /// 署名した人.
    pub signer: String,
    /// 本人 or 代理人.
    pub relation: SignerRelation,
    /// 代理人の続柄、代理の理由.
    pub relation_note: String,
    /// 計画案を利用者に渡した日; none while it is still to be handed over.
    pub handed_on: Option<Date>,
    /// The texts that were agreed to, as they stood then.
    pub texts: Vec<FactId>,
}

impl DraftConsent {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        for part in CONSENTED.into_iter().filter(|part| case.standing_of(*part).next().is_none()) {
            check.refuse("agreed_on", format!("{}がまだ仕上がっていません。先に仕上げてください", part.label()));
        }
        if !check.problems.is_empty() {
            return check.problems;
        }
        if self.texts != case.consentable() {
            let sentence = "計画案が直されています。画面を開き直して、新しい計画案を確かめてください";
            check.refuse("agreed_on", sentence.to_owned());
        }
        let written = CONSENTED.into_iter().flat_map(|part| case.standing_of(part)).filter_map(|fact| fact.body.day());
        let written = ("計画案の作成日", written.max());
        check.day("agreed_on", "同意の日付", Some(self.agreed_on));
        check.order("agreed_on", written, ("同意の日付", Some(self.agreed_on)));
        check.day("handed_on", "計画案を渡した日", self.handed_on);
        check.order("handed_on", written, ("計画案を渡した日", self.handed_on));
        signed((&self.signer, self.relation, &self.relation_note), &mut check);
        check.problems
    }
}

impl PlanningCase {
    /// The texts of the proposal as they stand, for a consent to them.
    pub fn consentable(&self) -> Vec<FactId> {
        CONSENTED.into_iter().flat_map(|part| self.standing_of(part)).map(|fact| fact.id).collect()
    }

    /// The consent to the draft that stands, whatever it was given to.
    pub fn draft_consent(&self) -> Option<&DraftConsent> {
        let consents = self.facts.standing().filter_map(|fact| match &fact.body {
            super::CaseFact::DraftConsent(consent) => Some(consent),
            _ => None,
        });
        consents.last()
    }
}
