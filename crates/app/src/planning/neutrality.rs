//! 兼務の中立性 of a planning case: whether the client's specialist has a post at a provider that the draft proposes, and until when the
//! months after a new grant or a change run. What it says is stamped on the draft when that is finished.

use domain::{
    client::{Certificate, Client},
    id::{CaseId, SpecialistId},
    neutrality::{Ground, NeutralityFacts, dual_post::dual_post, grace},
    office::SettingsBook,
    planning::{
        CaseFact, PlanningCase,
        p2_neutrality::{NeutralityAcceptance, NeutralityCheck},
    },
};
use law::Verdict;
use store::specialists;

use super::record::{CaseEntry, CaseRecorded, load, record};
use crate::{AuditAction, Cx, Reason, Refusal, law_book, office::office_history, providers::Register};

/// The answer as of today, with its reason. The certificates are those of the client.
pub(super) fn judge(
    cx: &mut Cx<'_>,
    (case, client): (&PlanningCase, &Client),
    providers: &[String],
    settings: &SettingsBook,
    certificates: &[Certificate],
) -> Result<(NeutralityCheck, Verdict<Ground>), Refusal> {
    let (law, today) = (law_book()?, cx.today);
    let (specialist, works_at) = match client.specialist {
        Some(id) => (specialists::find(cx.tx, cx.actor.office, id)?, works_at(cx, id)?),
        None => (None, Vec::new()),
    };
    let from = grace::counted_from(certificates, today);
    let accepts = settings.of(&case.municipality, today).neutrality_exception;
    let facts = NeutralityFacts {
        specialist_works_at: works_at,
        client_uses: providers.to_vec(),
        task: case.kind.task(),
        months_since_decision: from.and_then(|from| grace::months_since(from, today)),
        other_office_in_area: None,
        municipality_accepts: Some(accepts),
        client_wishes: None,
        as_of: Some(today),
    };
    let verdict = dual_post(law, &facts);
    let ground = match &verdict {
        Verdict::Is(decided) => decided.value,
        _ => Ground::None,
    };
    let check = NeutralityCheck {
        checked_on: today,
        specialist: client.specialist,
        specialist_name: specialist.map(|it| it.name).unwrap_or_default(),
        shared: facts.shared().into_iter().map(str::to_owned).collect(),
        works_at: facts.specialist_works_at,
        task: facts.task,
        ground,
        grace_until: from.and_then(|from| grace::grace_until(law, from)),
    };
    Ok((check, verdict))
}

fn works_at(cx: &mut Cx<'_>, specialist: SpecialistId) -> Result<Vec<String>, Refusal> {
    let history = office_history(cx)?;
    let Some(posts) = history.posts(cx.today).get(&specialist).copied() else { return Ok(Vec::new()) };
    Ok(Register::of(cx, posts.registered.iter().copied())?.names_of(posts))
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
