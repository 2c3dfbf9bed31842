//! 計画の一覧: the cases in which something is still to be done, with what is missing and since when. Of them, those of which the draft was
//! handed in and not answered yet are the answers that are waited for.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::Certificate,
    id::SpecialistId,
    monitoring::Lamp,
    office::{Right, Specialist},
    planning::{PlanStep, PlanningCase, case_row, grant_gaps, lamps, p3_hand_in::HandIn},
};
use store::{certificates, clients, planning_cases, specialists};

use crate::{
    Cx, Refusal,
    monitoring::{Who, whose},
};

/// What is asked of the lists of planning.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Whose clients.
    pub who: Who,
    /// Name, kana or number typed; empty for all.
    pub words: String,
    /// How the cases are ordered.
    pub order: CaseOrder,
}

/// How the cases are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// By step, within it the one that waits longest first.
    #[default]
    Step,
    /// The one that waits longest first.
    Since,
    /// フリガナ.
    Kana,
}

domain::words!(CaseOrder { Step, "step", "段階の順"; Since, "since", "長く待っている順"; Kana, "kana", "五十音順"; });

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
    /// 答え待ち: that the draft was handed in and is not answered.
    pub awaited: Option<AwaitedAnswer>,
}

/// A draft that was handed in and not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitedAnswer {
    /// 提出日.
    pub since: Date,
    /// Days since then.
    pub days: i64,
    /// 提出先.
    pub to: String,
    /// The papers that are still to be handed in, by their names.
    pub missing: Vec<&'static str>,
}

/// The lists of planning, as far as the cases in them go.
#[derive(Clone, Debug)]
pub struct CaseList {
    /// The open cases that the filter leaves.
    pub lines: Vec<CaseLine>,
    /// Whose clients are shown; none for everybody's.
    pub specialist: Option<SpecialistId>,
    /// The specialist who is signed in.
    pub me: Option<SpecialistId>,
    /// The office's specialists, for the filter.
    pub specialists: Vec<Specialist>,
}

/// The open cases.
pub fn list_cases(cx: &mut Cx<'_>, filter: &CaseFilter) -> Result<CaseList, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let (me, specialist) = whose(cx, filter.who)?;
    let specialists = specialists::list(cx.tx, office)?;
    let names: HashMap<_, _> = specialists.iter().map(|one| (one.id, one.name.as_str())).collect();
    let people = clients::of_open_cases(cx.tx, office, &filter.words)?.into_iter();
    let shown = people.filter(|client| specialist.is_none() || client.specialist == specialist);
    let people: HashMap<_, _> = shown.map(|client| (client.id, client)).collect();
    let mut papers: HashMap<_, Vec<_>> = HashMap::new();
    for certificate in certificates::of_open_cases(cx.tx, office)? {
        papers.entry(certificate.client).or_default().push(certificate);
    }
    let today = cx.today;
    let line = |case: PlanningCase| {
        let client = people.get(&case.client)?;
        let row = case_row(&case)?;
        let ended = case.ended();
        Some(CaseLine {
            name: client.name.clone(),
            kana: client.kana.clone(),
            specialist_name: client.specialist.and_then(|id| names.get(&id)).copied().unwrap_or_default().to_owned(),
            lamps: lamps(&case),
            open: Some(row.step).filter(|_| ended.is_none()),
            missing: ended.unwrap_or(row.missing),
            since: row.since,
            gap: gap(papers.get(&case.client).map(Vec::as_slice).unwrap_or_default(), &case, today),
            awaited: awaited(&case, today),
            case,
        })
    };
    let mut lines: Vec<CaseLine> = planning_cases::open(cx.tx, office)?.into_iter().filter_map(line).collect();
    match filter.order {
        CaseOrder::Step => lines.sort_by(|a, b| (a.open, a.since, &a.kana).cmp(&(b.open, b.since, &b.kana))),
        CaseOrder::Since => lines.sort_by(|a, b| (a.since, &a.kana).cmp(&(b.since, &b.kana))),
        CaseOrder::Kana => lines.sort_by(|a, b| (&a.kana, a.since).cmp(&(&b.kana, b.since))),
    }
    Ok(CaseList { lines, specialist, me, specialists })
}

fn awaited(case: &PlanningCase, today: Date) -> Option<AwaitedAnswer> {
    let since = case.awaits_answer_since()?;
    let last: Option<&HandIn> = case.hand_ins().last();
    Some(AwaitedAnswer {
        since,
        days: today.duration_since(since).as_hours().div_euclid(24),
        to: last.map(|it| it.to.clone()).unwrap_or_default(),
        missing: case.missing_papers().into_iter().map(|paper| paper.label()).collect(),
    })
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
