//! 計画案と週間計画の両方: a change shows in the services and in the week, or it is said why one of them needs none. Whether a text differs
//! from that of the plan it replaces is stamped on it when it is finished.

use serde::{Deserialize, Serialize};

use super::{CaseFactKind, CaseKind, PlanningCase, p2_draft::PlanDraft, p2_week_plan::WeekPlan, p5_plan::Plan};
use crate::{
    monitoring::check::{Checker, limit},
    text::say,
};

/// How a text stands to the plan that its case replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SinceLast {
    /// Whether it says something else: of the draft kind or amount of a service, of the week its lines. None while it is being written,
    /// and where the older one is not there to be compared with.
    pub differs: Option<bool>,
    /// 変更不要: it stays as it was on purpose.
    pub stays: bool,
    /// 変更不要の理由.
    pub stays_because: String,
}

impl SinceLast {
    /// What somebody typed of it, to be compared anew.
    pub(super) fn untold(self) -> Self {
        Self { differs: None, ..self }
    }

    pub(super) fn check(&self, finished: bool, check: &mut Checker) {
        check.text("stays_because", "変更不要の理由", &self.stays_because, limit::LONG, false);
        if finished && self.stays && self.stays_because.trim().is_empty() {
            check.refuse("stays_because", say::missing("変更不要の理由"));
        }
    }

    /// Whether it stays as it was without anybody saying why.
    fn is_open(&self) -> bool {
        let said = self.stays && !self.stays_because.trim().is_empty();
        self.differs == Some(false) && !said
    }
}

impl PlanningCase {
    /// Of a change: the side that stays as it was without anybody saying why, in words.
    pub fn changed_on_one_side(&self) -> Option<&'static str> {
        lacks(self, CaseFactKind::Draft).or_else(|| lacks(self, CaseFactKind::WeekPlan))
    }
}

/// What of a change was changed on one side only.
pub(super) fn lacks(case: &PlanningCase, kind: CaseFactKind) -> Option<&'static str> {
    if case.kind != CaseKind::Change {
        return None;
    }
    let (_, week) = case.text::<WeekPlan>()?;
    let draft = case.text::<PlanDraft>().map(|(_, draft)| &draft.since_last);
    let plan = case.text::<Plan>().map(|(_, plan)| &plan.text.since_last);
    let differs = |side: Option<&SinceLast>| side.and_then(|side| side.differs) == Some(true);
    let week_lacks = "週間計画の変更（または変更不要の理由）";
    match kind {
        CaseFactKind::Draft => (differs(Some(&week.since_last)) && draft?.is_open())
            .then_some("サービスの種類・量の変更（または変更不要の理由）"),
        CaseFactKind::WeekPlan => (differs(draft) && week.since_last.is_open()).then_some(week_lacks),
        // What was talked over at the meeting changes the services once more.
        CaseFactKind::Plan => (differs(plan) && !differs(draft) && week.since_last.is_open()).then_some(week_lacks),
        _ => None,
    }
}
