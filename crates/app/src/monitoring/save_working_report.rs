//! 作業版 of the report: 「下書きとして保存」 makes it, a colleague goes on with it, finishing the report ends it. One a round; it is
//! no fact, so that what was only thought never stands among what was recorded.

use domain::{
    id::RoundId,
    monitoring::{Checking, Round, m3_record::Report},
    office::Right,
};
use serde_json::json;
use store::{
    board,
    working_versions::{self, WorkingKind, WorkingVersion},
};

use super::{record::load, settings::settings};
use crate::{AuditAction, Cx, Reason, Refusal};

/// The report that is being written: the working version, else what was recorded as 下書き before there were any.
pub fn working_report(cx: &mut Cx<'_>, round: &Round) -> Result<Option<WorkingVersion<Report>>, Refusal> {
    if let Some(working) = working_versions::find(cx.tx, cx.actor.office, (WorkingKind::Report, round.id.0))? {
        return Ok(Some(working));
    }
    Ok(round.draft().map(|(fact, report)| WorkingVersion {
        version: 0,
        body: report.clone(),
        saved_by: cx.actor.user,
        saved_by_name: fact.by(),
        saved_at: fact.recorded_at.clone(),
    }))
}

/// Keeps the report as it stands; `seen` is the version of the working version that the form showed, 0 where there was
/// none. The new version.
pub fn save_working_report(cx: &mut Cx<'_>, round: RoundId, seen: i64, mut report: Report) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("save_working_report", |cx| {
        let round = load(cx, round)?;
        let there = refuse_other_version(cx, &round, seen)?;
        report.draft = true;
        report.rows.retain(|row| !row.is_empty());
        let checking = Checking { today: cx.today, support_ended_on: round.support_ended_on };
        let problems = report.check(&round, &checking).into_iter();
        let reasons: Vec<Reason> = problems.map(|problem| Reason::at(problem.field, problem.sentence)).collect();
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        // After one that is gone the counting begins anew.
        keep(cx, &round, there + 1, report)
    })
}

/// 捨てる: takes the working version away; what was recorded stays.
pub fn discard_working_report(cx: &mut Cx<'_>, round: RoundId, seen: i64) -> Result<(), Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("discard_working_report", |cx| {
        let round = load(cx, round)?;
        refuse_other_version(cx, &round, seen)?;
        working_versions::remove(cx.tx, cx.actor.office, (WorkingKind::Report, round.id.0))?;
        refresh(cx, round.id)?;
        let entry = json!({ "client": round.client, "month": round.month, "version": seen });
        cx.audit(AuditAction::DiscardWorkingReport, &round.id.to_string(), &entry)
    })
}

/// Two people at one report: who saves on another version than the one shown sees both. One that is there no more was
/// finished or thrown away; the facts say which. The version that is there, 0 where there is none.
pub(super) fn refuse_other_version(cx: &mut Cx<'_>, round: &Round, seen: i64) -> Result<i64, Refusal> {
    match working_versions::find::<Report>(cx.tx, cx.actor.office, (WorkingKind::Report, round.id.0))? {
        Some(now) if now.version != seen => Err(Refusal::Conflict { current: now.version, by: now.saved_by_name }),
        Some(now) => Ok(now.version),
        None => Ok(0),
    }
}

fn keep(cx: &mut Cx<'_>, round: &Round, version: i64, body: Report) -> Result<i64, Refusal> {
    let working = WorkingVersion {
        version,
        body,
        saved_by: cx.actor.user,
        saved_by_name: cx.actor.name.clone(),
        saved_at: (cx.outside.now)(),
    };
    if !working_versions::save(cx.tx, cx.actor.office, (WorkingKind::Report, round.id.0), &working)? {
        return Err(Refusal::Conflict { current: working.version, by: String::new() });
    }
    refresh(cx, round.id)?;
    let entry = json!({ "client": round.client, "month": round.month, "version": working.version });
    cx.audit(AuditAction::SaveWorkingReport, &round.id.to_string(), &entry)?;
    Ok(working.version)
}

fn refresh(cx: &mut Cx<'_>, round: RoundId) -> Result<(), Refusal> {
    let settings = settings(cx)?;
    board::refresh_round(cx.tx, cx.actor.office, round, &settings)?;
    Ok(())
}
