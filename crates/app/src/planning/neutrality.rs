//! 兼務の中立性 of a planning case: whether the client's specialist has a post at a provider that the draft proposes, and until when the
//! months after a new grant or a change run. What it says is stamped on the draft when that is finished.

use domain::{
    client::{Certificate, Client},
    id::CaseId,
    office::SettingsBook,
    planning::{CaseFact, PlanningCase, p2_neutrality::NeutralityAcceptance},
};

use super::record::{CaseEntry, CaseRecorded, load, record};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    neutrality::{self, Asked, DualPost},
};

/// The answer for the providers that a draft proposes. The certificates are those of the client.
pub(super) fn judge(
    cx: &mut Cx<'_>,
    (case, client): (&PlanningCase, &Client),
    providers: &[String],
    settings: &SettingsBook,
    certificates: &[Certificate],
) -> Result<DualPost, Refusal> {
    let asked = Asked { task: case.kind.task(), providers, municipality: &case.municipality, certificates };
    neutrality::judge(cx, client, &asked, settings)
}

/// Records that somebody accepted an exception. Where none is needed there is nothing to accept.
pub fn accept_exception(
    cx: &mut Cx<'_>,
    entry: CaseEntry,
    acceptance: NeutralityAcceptance,
) -> Result<CaseRecorded, Refusal> {
    record(cx, AuditAction::AcceptException, entry, CaseFact::Neutrality(acceptance))
}

/// Why no acceptance can be recorded, if so.
pub(super) fn refuse_acceptance(case: &PlanningCase) -> Option<Reason> {
    let sentence = match (case.neutrality(), case.needs_exception()) {
        (None, _) => "計画案がまだ仕上がっていません。兼務の確認は、計画案を仕上げたときに行います",
        (Some(_), false) => "この計画案では「やむを得ない場合」の確認は要りません",
        (Some(_), true) => return None,
    };
    Some(Reason::at("exception", sentence))
}

/// The case and its client, for a check of it.
pub(super) fn case_and_client(cx: &mut Cx<'_>, id: CaseId) -> Result<(PlanningCase, Client), Refusal> {
    let case = load(cx, id)?;
    let client = store::clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    Ok((case, client))
}
