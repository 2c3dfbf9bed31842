//! p2 中立性: whether the specialist works at a provider that the draft proposes, as it stood when the draft was finished, and
//! やむを得ない場合 where somebody accepted one.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseKind, PlanningCase, p2_draft::PlanDraft, p5_plan::Plan};
use crate::{
    id::SpecialistId,
    monitoring::check::{Checker, Checking, Problem, limit},
    neutrality::{Ground, Task},
};

/// The result of the check, stamped on the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralityCheck {
    /// The day of the check.
    pub checked_on: Date,
    /// 担当; none where nobody was.
    pub specialist: Option<SpecialistId>,
    /// 担当's name on that day.
    pub specialist_name: String,
    /// 兼務先 on that day.
    pub works_at: Vec<String>,
    /// Those of them that the draft proposes.
    pub shared: Vec<String>,
    /// Which plan it is.
    pub task: Task,
    /// On which ground it is allowed; [`Ground::None`] where it is not.
    pub ground: Ground,
    /// 概ね3か月 end on this day, where they run.
    pub grace_until: Option<Date>,
}

/// やむを得ない場合, accepted by somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralityAcceptance {
    /// Which of the three.
    pub exception: Exception,
    /// What makes it unavoidable.
    pub reason: String,
    /// 認めた人.
    pub accepted_by: String,
    /// 認めた日.
    pub accepted_on: Date,
}

/// ①②③ of the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// ①.
    NoOtherOffice,
    /// ②.
    WithinMonths,
    /// ③.
    Municipality,
}

words!(Exception {
    NoOtherOffice, "no_other_office", "①地域に他の相談支援事業者がない場合";
    WithinMonths, "within_months", "②新規支給決定又は変更後、概ね3か月以内の場合";
    Municipality, "municipality", "③その他市町村がやむを得ないと認める場合";
});

impl NeutralityAcceptance {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("accepted_on", "認めた日", Some(self.accepted_on));
        check.order("accepted_on", ("受付の日", Some(case.opened_on)), ("認めた日", Some(self.accepted_on)));
        check.text("accepted_by", "認めた人", &self.accepted_by, limit::SHORT, true);
        check.text("reason", "理由", &self.reason, limit::LONG, true);
        check.problems
    }
}

impl CaseKind {
    /// What the specialist does for the client in such a case.
    pub fn task(self) -> Task {
        match self {
            Self::New => Task::FirstPlan,
            Self::Renewal => Task::RenewalPlan,
            Self::Change => Task::ChangePlan,
        }
    }
}

impl PlanningCase {
    /// The check on the plan that stands, else on the draft.
    pub fn neutrality(&self) -> Option<&NeutralityCheck> {
        let plan = self.text::<Plan>().and_then(|(_, plan)| plan.text.neutrality.as_ref());
        plan.or_else(|| self.text::<PlanDraft>().and_then(|(_, draft)| draft.neutrality.as_ref()))
    }

    /// Whether what stands needs an exception that somebody accepts.
    pub fn needs_exception(&self) -> bool {
        self.neutrality().is_some_and(|check| check.ground == Ground::None)
    }
}
