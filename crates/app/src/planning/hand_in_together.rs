//! まとめて提出: the office brings the papers of several cases to one municipality on one day. Each case gets its own hand-in, all of them or
//! none.

use std::collections::HashMap;

use domain::{
    id::CaseId,
    office::Right,
    planning::{
        CaseFact, PlanningCase,
        p3_hand_in::{HandIn, HandInPaper, HandedBy},
    },
};
use store::{certificates, clients, municipalities, planning_cases};

use super::{case_view::town_name, decision_side::hand_in_to, record::load};
use crate::{AuditAction, Cx, Reason, Refusal, record::record_one};

/// A case whose papers can be handed in.
#[derive(Clone, Debug)]
pub struct ToHandIn {
    /// The case.
    pub case: CaseId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 「更新の計画（R8.11.2 受付）」.
    pub title: String,
    /// 市町村番号.
    pub municipality: String,
    /// 市町村名; empty while it is not known.
    pub municipality_name: String,
    /// 提出先.
    pub to: String,
    /// What is to be handed in.
    pub papers: Vec<HandInPaper>,
}

/// The cases of the office whose papers can be handed in, by municipality and kana.
pub fn to_hand_in(cx: &mut Cx<'_>) -> Result<Vec<ToHandIn>, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let office = cx.actor.office;
    let people: HashMap<_, _> =
        clients::of_open_cases(cx.tx, office, "")?.into_iter().map(|client| (client.id, client)).collect();
    let mut held: HashMap<_, Vec<_>> = HashMap::new();
    for certificate in certificates::of_open_cases(cx.tx, office)? {
        held.entry(certificate.client).or_default().push(certificate);
    }
    let entered = municipalities::all(cx.tx, office)?;
    let mut all = Vec::new();
    for case in planning_cases::open(cx.tx, office)? {
        let papers = case.to_hand_in();
        if papers.is_empty() {
            continue;
        }
        let Some(client) = people.get(&case.client) else { continue };
        let own = held.get(&case.client).map(Vec::as_slice).unwrap_or_default();
        let municipality_name = town_name(&case.municipality, own, &entered)?;
        all.push(ToHandIn {
            to: hand_in_to(cx.today, (&case, client), own, &municipality_name),
            case: case.id,
            name: client.name.clone(),
            kana: client.kana.clone(),
            title: case.title(),
            municipality_name,
            municipality: case.municipality,
            papers,
        });
    }
    all.sort_by(|a, b| (&a.municipality, &a.kana, a.case).cmp(&(&b.municipality, &b.kana, b.case)));
    Ok(all)
}

/// Records the hand-in of every chosen case: of each the papers that are still to be handed in. How many.
pub fn hand_in_together(cx: &mut Cx<'_>, chosen: &[CaseId], hand_in: &HandIn) -> Result<usize, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    cx.once("hand_in_together", |cx| {
        let mut cases = Vec::new();
        for id in chosen {
            cases.push(load(cx, *id)?);
        }
        let Some(first) = cases.first() else { return Err(refused("計画を選んでください。")) };
        if cases.iter().any(|case| case.municipality != first.municipality) {
            return Err(refused("市町村の同じ計画だけを選んでください。提出先は1つです。"));
        }
        let count = cases.len();
        for case in cases {
            hand_in_one(cx, case, hand_in)?;
        }
        Ok(count)
    })
}

fn hand_in_one(cx: &mut Cx<'_>, case: PlanningCase, hand_in: &HandIn) -> Result<(), Refusal> {
    let client = clients::find(cx.tx, cx.actor.office, case.client)?.ok_or(Refusal::NotFound)?;
    let papers = case.to_hand_in();
    if papers.is_empty() {
        return Err(refused(&format!("{}さんの計画は、もう提出されています。画面を開き直してください。", client.name)));
    }
    let texts = if papers.contains(&HandInPaper::Draft) { case.consentable() } else { Vec::new() };
    let body = HandIn { papers, texts, by: HandedBy::Deputy, not_asked: Vec::new(), ..hand_in.clone() };
    record_one(cx, AuditAction::RecordHandIn, case, CaseFact::HandIn(body)).map(drop).map_err(|refusal| match refusal {
        Refusal::Refused(reasons) => {
            let named =
                |reason: Reason| Reason { sentence: format!("{}さん: {}", client.name, reason.sentence), ..reason };
            Refusal::Refused(reasons.into_iter().map(named).collect())
        }
        other => other,
    })
}

fn refused(sentence: &str) -> Refusal {
    Refusal::Refused(vec![Reason::at("cases", sentence)])
}
