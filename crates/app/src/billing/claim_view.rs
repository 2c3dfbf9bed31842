//! One round as the judge of claims sees it, for the round's own page: the same answer as the month's page and the closing.

use calendar::YearMonth;
use domain::{
    billing::claimable::{Judgement, Obstacle, claim_lamp, claim_month},
    monitoring::{Lamp, Round},
};
use store::office_facts;

use super::candidates::{judged, load_client};
use crate::{Cx, Refusal, monitoring};

/// What the round's page says of its claim.
#[derive(Clone, Debug)]
pub struct ClaimView {
    /// Lamp ⑥.
    pub lamp: Lamp,
    /// サービス提供年月 of the claim; none where the round gives none.
    pub month: YearMonth,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
    /// Whether a question that is answered once decides it.
    pub asks: bool,
}

/// What the judge says of one round; reads the rows of its client alone.
pub(crate) fn claim_view(cx: &mut Cx<'_>, round: &Round) -> Result<ClaimView, Refusal> {
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let settings = monitoring::settings(cx)?;
    let loaded = load_client(cx, round.client)?;
    let found = judged(&loaded, &office, &settings)?.into_iter().find(|found| found.round.id == round.id);
    let candidate = found.map(|found| found.candidate);
    Ok(ClaimView {
        lamp: claim_lamp(candidate.as_slice(), round),
        month: claim_month(round),
        asks: candidate.as_ref().is_some_and(|it| matches!(it.judgement, Judgement::Ask(_))),
        obstacles: candidate.map(|candidate| candidate.judgement.obstacles().to_vec()).unwrap_or_default(),
    })
}
