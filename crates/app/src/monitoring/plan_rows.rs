//! 計画の行: what was planned stands in a new report already, under the same ids; in one that is written it comes by a button.

use calendar::Date;
use domain::{
    id::{PlanRowId, RoundId},
    monitoring::{Round, m3_record::Report},
    office::Right,
    planning::{p2_draft::PlanDraft, report_rows::with_plan_rows, standing_plan},
};
use law::LawBook;
use store::planning_cases;

use super::{record::load, save_working_report::save_working_report};
use crate::{Cx, Reason, Refusal};

/// The plan that a round looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRows {
    /// 計画作成日: the day of the consent.
    pub made_on: Date,
    plan: PlanDraft,
}

impl PlannedRows {
    /// A report with the rows of the plan that it lacks, and what else the plan says already.
    pub fn put_in(&self, report: Report) -> Report {
        let mut report = with_plan_rows(report, &self.plan.needs);
        if report.policy.is_empty() {
            report.policy.clone_from(&self.plan.policy);
        }
        report.plan_made_on.get_or_insert(self.made_on);
        report
    }

    /// Who helps with a need, as the plan says.
    pub(super) fn providers_of(&self, need: PlanRowId) -> Vec<&str> {
        let rows = self.plan.services.iter().filter(|row| row.of_need == Some(need) && !row.provider.is_empty());
        rows.map(|row| row.provider.as_str()).collect()
    }

    /// Who provides what, of the services that the law knows: help by family and neighbours is asked for at home.
    pub(super) fn providers(&self, law: &LawBook) -> Vec<(&str, &str)> {
        let known = |kind: &str| law.services().find(kind).is_some();
        let rows = self.plan.services.iter().filter(|row| !row.provider.is_empty() && known(&row.kind));
        rows.map(|row| (row.provider.as_str(), row.kind.as_str())).collect()
    }
}

/// The plan that was agreed to last by the day of the visit, and while there was none, by the end of the month.
pub(super) fn planned_rows(cx: &mut Cx<'_>, round: &Round) -> Result<Option<PlannedRows>, Refusal> {
    let by = round.home_visit().map_or(round.working_month().last_day(), |(_, visit)| visit.date);
    let cases = planning_cases::consented_of_client(cx.tx, cx.actor.office, round.client)?;
    let standing = standing_plan(&cases, (round.service, &round.municipality), by);
    Ok(standing.map(|it| PlannedRows { made_on: it.made_on, plan: it.plan.text.clone() }))
}

/// 計画の行を入れる: saves what is typed as the working version, with the rows of the plan that are not there yet below it.
pub fn copy_plan_rows(
    cx: &mut Cx<'_>,
    (id, recorded): (RoundId, i64),
    seen: i64,
    typed: Report,
) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, id)?;
    let Some(planned) = planned_rows(cx, &round)? else {
        return Err(Refusal::Refused(vec![Reason::at("rows", "同意を得た計画がまだありません")]));
    };
    save_working_report(cx, (id, recorded), seen, planned.put_in(typed))
}
