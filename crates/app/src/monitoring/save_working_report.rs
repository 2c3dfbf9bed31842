//! 作業版 of the report: 「下書きとして保存」 makes it, a colleague goes on with it, finishing the report ends it. One a round; it is
//! no fact, so that what was only thought never stands among what was recorded.

use domain::{
    id::RoundId,
    monitoring::{Checking, Round, m3_record::Report},
    office::Right,
};
use serde_json::json;
use store::{
    board, clients,
    working_versions::{self, WorkingKind, WorkingVersion},
};

use super::{record::load, settings::settings};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    record::refuse_newer,
    working::{WorkingKey, keep, refuse_other_version},
};

/// The report that is being written: the working version, else what was recorded as 下書き before there were any.
pub fn working_report(cx: &mut Cx<'_>, round: &Round) -> Result<Option<WorkingVersion<Report>>, Refusal> {
    if let Some(working) = working_versions::find(cx.tx, cx.actor.office, key(round.id))? {
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

/// Keeps the report as it stands; `recorded` is the version of the round and `seen` that of the working version that the form showed, 0
/// where there was none. The new version.
pub fn save_working_report(
    cx: &mut Cx<'_>,
    (round, recorded): (RoundId, i64),
    seen: i64,
    mut report: Report,
) -> Result<i64, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("save_working_report", |cx| {
        let round = load(cx, round)?;
        refuse_newer(&round, recorded, "report")?;
        let there = refuse_other_version::<Report>(cx, key(round.id), seen)?;
        report.draft = true;
        report.keep_true_sources(&round);
        report.rows.retain(|row| !row.is_empty());
        let client = clients::find(cx.tx, cx.actor.office, round.client)?.ok_or(Refusal::NotFound)?;
        let checking = Checking { today: cx.today, support_ended_on: round.support_ended_on, born: Some(client.birth) };
        let problems = report.check(&round, &checking).into_iter();
        let reasons: Vec<Reason> = problems.map(Reason::from).collect();
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let version = keep(cx, key(round.id), there, report)?;
        refresh_and_audit(cx, AuditAction::SaveWorkingReport, &round, version)?;
        Ok(version)
    })
}

/// 捨てる: takes the working version away; what was recorded stays.
pub fn discard_working_report(cx: &mut Cx<'_>, round: RoundId, seen: i64) -> Result<(), Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    cx.once("discard_working_report", |cx| {
        let round = load(cx, round)?;
        refuse_other_version::<Report>(cx, key(round.id), seen)?;
        working_versions::remove(cx.tx, cx.actor.office, key(round.id))?;
        refresh_and_audit(cx, AuditAction::DiscardWorkingReport, &round, seen)
    })
}

/// The key of a round's report.
pub(super) fn key(round: RoundId) -> WorkingKey {
    (WorkingKind::Report, round.0)
}

/// The board shows what is being written.
fn refresh_and_audit(cx: &mut Cx<'_>, action: AuditAction, round: &Round, version: i64) -> Result<(), Refusal> {
    let settings = settings(cx)?;
    board::refresh_round(cx.tx, cx.actor.office, round.id, &settings)?;
    let entry = json!({ "client": round.client, "month": round.month, "version": version });
    cx.audit(action, &round.id.to_string(), &entry)
}
