//! 計画の一覧: the cases in which something is still to be done, with what is missing and since when.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::Certificate,
    monitoring::Lamp,
    office::Right,
    planning::{PlanStep, PlanningCase, grant_gaps, lacking, lamps, open_step, waiting_since},
};
use store::{certificates, clients, planning_cases, specialists};

use crate::{Cx, Refusal};

/// A line of the list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// The case.
    pub case: PlanningCase,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 担当; empty where there is none.
    pub specialist_name: String,
    /// The five lamps.
    pub lamps: [Lamp; 5],
    /// The step at which the case stands; none where the support has ended.
    pub open: Option<PlanStep>,
    /// What that step lacks, in words; why nothing is asked for, where that is so.
    pub missing: String,
    /// Since when it waits.
    pub since: Date,
    /// 支給決定の切れ目 of its service and municipality, in words; empty where there is none.
    pub gap: String,
}

/// The open cases, by step, the one that waits longest first.
pub fn list_cases(cx: &mut Cx<'_>) -> Result<Vec<CaseLine>, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let cases = planning_cases::open(cx.tx, office)?;
    let specialists: HashMap<_, _> =
        specialists::list(cx.tx, office)?.into_iter().map(|one| (one.id, one.name)).collect();
    let people: HashMap<_, _> =
        clients::of_open_cases(cx.tx, office)?.into_iter().map(|client| (client.id, client)).collect();
    let mut papers: HashMap<_, Vec<_>> = HashMap::new();
    for certificate in certificates::of_open_cases(cx.tx, office)? {
        papers.entry(certificate.client).or_default().push(certificate);
    }
    let today = cx.today;
    let line = |case: PlanningCase| {
        let client = people.get(&case.client)?;
        let open = open_step(&case);
        let missing = match open {
            Some(step) => lacking(&case, step).into_iter().map(|one| one.0).collect::<Vec<_>>().join("、"),
            None => case.ended().unwrap_or_default(),
        };
        Some(CaseLine {
            name: client.name.clone(),
            kana: client.kana.clone(),
            specialist_name: client.specialist.and_then(|id| specialists.get(&id).cloned()).unwrap_or_default(),
            lamps: lamps(&case),
            open,
            missing,
            since: waiting_since(&case),
            gap: gap(papers.get(&case.client).map(Vec::as_slice).unwrap_or_default(), &case, today),
            case,
        })
    };
    let mut lines: Vec<CaseLine> = cases.into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| (a.open, a.since, &a.kana).cmp(&(b.open, b.since, &b.kana)));
    Ok(lines)
}

/// 支給決定の切れ目 of the case's service and municipality, in words; empty where there is none, and where the support has ended.
pub(super) fn gap(certificates: &[Certificate], case: &PlanningCase, today: Date) -> String {
    if case.support_ended_on.is_some() {
        return String::new();
    }
    let gaps = grant_gaps(certificates, std::slice::from_ref(case), today);
    let own = gaps.into_iter().find(|gap| (gap.service, &gap.municipality) == (case.service, &case.municipality));
    own.map(|gap| gap.sentence).unwrap_or_default()
}
