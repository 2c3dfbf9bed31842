//! The parts of a month together: one claim, or what keeps it back.

use super::{ClientFile, Judgement, Obstacle, Part, PartJudgement, Place, gate};

/// What the parts of one place come to.
///
/// What happened is claimed together or not at all: 国保連 takes one claim of a client, service, municipality and month,
/// and a second one later would be thrown out as sent twice. So a visit that still lacks its report, and a plan that
/// nobody has told about, hold the whole back. A visit that is only due holds back nothing.
pub(super) fn judge(file: &ClientFile<'_>, place: &Place, parts: &[Part]) -> Judgement {
    let payable: Vec<&Part> = parts.iter().filter(|part| matches!(part.judgement, PartJudgement::Payable(_))).collect();
    let open: Vec<&Part> = parts.iter().filter(|part| is_open(part)).collect();
    let happened: Vec<&Part> = open.iter().copied().filter(|part| part.done_on.is_some()).collect();
    if !happened.is_empty() {
        return kept_back(&happened);
    }
    if !payable.is_empty() {
        return claimed_before(file, place).map_or_else(|| claim(file, place, payable), Judgement::NotYet);
    }
    if !open.is_empty() {
        return kept_back(&open);
    }
    let refused = parts.iter().find_map(|part| match &part.judgement {
        PartJudgement::Refused(obstacle) => Some(obstacle.clone()),
        _ => None,
    });
    refused.map_or_else(|| Judgement::NotYet(Vec::new()), Judgement::Refused)
}

fn is_open(part: &Part) -> bool {
    matches!(part.judgement, PartJudgement::NotYet(_) | PartJudgement::Ask(_))
}

fn claim(file: &ClientFile<'_>, place: &Place, mut payable: Vec<&Part>) -> Judgement {
    // The lines of the file go by their codes: the plan before the monitoring.
    payable.sort_by_key(|part| (part.kind, part.done_on));
    match gate::claimable(file, place, &payable) {
        Ok(claim) => Judgement::Claimable(Box::new(claim)),
        Err(obstacles) => Judgement::NotYet(obstacles),
    }
}

fn kept_back(parts: &[&Part]) -> Judgement {
    let mut obstacles: Vec<Obstacle> = Vec::new();
    for obstacle in parts.iter().flat_map(|part| part.judgement.obstacles()) {
        // The same question keeps back the plan and the visit before it.
        if !obstacles.iter().any(|there| (&there.way, &there.sentence) == (&obstacle.way, &obstacle.sentence)) {
            obstacles.push(obstacle.clone());
        }
    }
    let asks = parts.iter().all(|part| matches!(part.judgement, PartJudgement::Ask(_)));
    if asks { Judgement::Ask(obstacles) } else { Judgement::NotYet(obstacles) }
}

/// A claim of the same place that stands: what came to light later goes with it once it has come back.
fn claimed_before(file: &ClientFile<'_>, place: &Place) -> Option<Vec<Obstacle>> {
    let taken = file.claims.iter().any(|claim| {
        (claim.service, &claim.municipality, claim.month) == (place.service, &place.municipality, place.month)
    });
    taken.then(|| {
        let sentence =
            "先に締めたこの月の請求の取下げ（1人の1か月は1件なので、返戻か取下げの後で、まとめて請求します）";
        vec![Obstacle::bare(None, sentence)]
    })
}
