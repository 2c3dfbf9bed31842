//! 更新の時期: whose grant ends in the next three months, and how far what is to follow has come. The board counts those that end within two
//! months, by the same judge as the client's page.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::{Certificate, CertificateReach, Client},
    id::{ClientId, SpecialistId},
    office::Right,
    planning::{GrantGap, PlanningCase, renewal_horizon, renewals},
};
use store::{board::gaps, certificates, clients, planning_cases, specialists};

use super::CaseFilter;
use crate::{Cx, Refusal, monitoring::whose};

/// A grant that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 担当; empty where there is none.
    pub specialist_name: String,
    /// 市町村名.
    pub municipality_name: String,
    /// What ends and what follows.
    pub gap: GrantGap,
    /// Whether it ends within two months, or has ended: then nothing is granted today.
    pub reach: CertificateReach,
}

/// The renewals that are due, the first end first.
pub fn list_renewals(cx: &mut Cx<'_>, filter: &CaseFilter) -> Result<Vec<Renewal>, Refusal> {
    cx.authorize(Right::Read)?;
    let (office, today) = (cx.actor.office, cx.today);
    let (_, specialist) = whose(cx, filter.who)?;
    let names: HashMap<_, _> = specialists::list(cx.tx, office)?.into_iter().map(|one| (one.id, one.name)).collect();
    let mut due = Vec::new();
    for Ending { client, certificates, cases } in ending(cx, renewal_horizon(today), specialist, &filter.words)? {
        for gap in renewals(&certificates, &cases, today).into_iter().filter(|gap| gap.is_ours(&client)) {
            let paper = certificates.iter().rfind(|it| it.municipality == gap.municipality);
            due.push(Renewal {
                client: client.id,
                name: client.name.clone(),
                kana: client.kana.clone(),
                specialist_name: client.specialist.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                municipality_name: paper.map(|it| it.municipality_name.clone()).unwrap_or_default(),
                reach: CertificateReach::of(gap.ends_on, today),
                gap,
            });
        }
    }
    due.sort_by(|a, b| (a.gap.ends_on, &a.kana).cmp(&(b.gap.ends_on, &b.kana)));
    Ok(due)
}

/// 支給決定の切れ目: how many there are among the clients of a specialist, or of the office.
pub(crate) fn ending_soon(cx: &mut Cx<'_>, specialist: Option<SpecialistId>) -> Result<usize, Refusal> {
    let until = (cx.today, CertificateReach::soon_until(cx.today));
    let count = gaps::count(cx.tx, cx.actor.office, until, specialist)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// A client some grant of whom may end by a day, with what the judge asks for.
struct Ending {
    client: Client,
    certificates: Vec<Certificate>,
    cases: Vec<PlanningCase>,
}

fn ending(cx: &mut Cx<'_>, last: Date, specialist: Option<SpecialistId>, words: &str) -> Result<Vec<Ending>, Refusal> {
    let office = cx.actor.office;
    let until = (cx.today, last);
    let people = clients::of_ending(cx.tx, office, until, specialist, words)?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut papers: HashMap<ClientId, Vec<Certificate>> = HashMap::new();
    for certificate in certificates::of_ending(cx.tx, office, until, specialist)? {
        papers.entry(certificate.client).or_default().push(certificate);
    }
    let mut open: HashMap<ClientId, Vec<PlanningCase>> = HashMap::new();
    for case in planning_cases::open(cx.tx, office)? {
        open.entry(case.client).or_default().push(case);
    }
    let ending = |client: Client| Ending {
        certificates: papers.remove(&client.id).unwrap_or_default(),
        cases: open.remove(&client.id).unwrap_or_default(),
        client,
    };
    Ok(people.into_iter().map(ending).collect())
}
