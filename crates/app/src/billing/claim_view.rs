//! One round as the judge of claims sees it, for the round's own page: the same answer as the month's page and the closing.

use calendar::YearMonth;
use domain::{
    billing::{
        claim_life::ReturnedClaim,
        claimable::{Judgement, Obstacle, PartJudgement, Subject, claim_lamp, claim_month},
    },
    monitoring::{Lamp, Round},
    office::{OfficeHistory, SettingsBook},
};

use super::candidates::{Loaded, candidates_of};
use crate::Refusal;

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
    /// 返戻: its claim came back and was not made again.
    pub returned: Option<ReturnedClaim>,
}

/// What the judge says of one round of the client that was loaded.
pub(crate) fn claim_view(
    round: &Round,
    loaded: &Loaded,
    office: &OfficeHistory,
    settings: &SettingsBook,
) -> Result<ClaimView, Refusal> {
    let subject = Subject::Round(round.id);
    let candidates = candidates_of(loaded, office, settings)?;
    let own = candidates.iter().find_map(|candidate| Some((candidate, candidate.part(subject)?)));
    let asks = own.is_some_and(|(candidate, part)| match &part.judgement {
        PartJudgement::Payable(_) => matches!(candidate.judgement, Judgement::Ask(_)),
        judgement => matches!(judgement, PartJudgement::Ask(_)),
    });
    Ok(ClaimView {
        lamp: claim_lamp(&candidates, round),
        month: claim_month(round),
        asks,
        returned: ReturnedClaim::of_round(&loaded.returned, round).cloned(),
        obstacles: own.map(|(candidate, part)| candidate.obstacles_of(part)).unwrap_or_default(),
    })
}
