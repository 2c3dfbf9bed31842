//! The queue, filtered.

use std::{cmp::Reverse, collections::HashMap};

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::Client,
    facts::Fact,
    id::{ClientId, SpecialistId},
    office::{Right, Specialist},
    paper::{
        Paper, PaperFact, PaperKind, PaperLog, PaperOf, PaperState, PaperUse, papers_of_case, papers_of_client,
        papers_of_round,
    },
};
use store::{client_facts, clients, papers, planning_cases, rounds, specialists};
use uuid::Uuid;

use crate::{
    Cx, Refusal, limits,
    monitoring::{Who, settings, whose},
};

/// Months for which what is done is still shown.
const DONE_MONTHS: i32 = 1;

/// What is asked of the queue.
#[derive(Clone, Debug, Default)]
pub struct PaperFilter {
    /// Only in this state; everything that is not done where it is `None`.
    pub state: Option<PaperState>,
    /// Only of this kind.
    pub kind: Option<PaperKind>,
    /// Only for this use.
    pub used: Option<PaperUse>,
    /// Whose clients.
    pub who: Who,
    /// Name, kana or number typed; empty for all.
    pub words: String,
}

/// A paper with whom it is of.
#[derive(Clone, Debug)]
pub struct PaperLine {
    /// The paper.
    pub paper: Paper,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 「令和8年11月のモニタリング」, 「更新の計画 No. R8-003」.
    pub what: String,
    /// Days since it stands there.
    pub days: i64,
}

/// The queue.
#[derive(Clone, Debug)]
pub struct PaperList {
    /// The papers that the filter leaves, what is to be signed first, then those that wait longest; no more than a page takes.
    pub lines: Vec<PaperLine>,
    /// How many it leaves in all.
    pub found: usize,
    /// How many of each state there are, whatever state was asked for.
    pub counts: [(PaperState, usize); 4],
    /// Whose clients are shown; none for everybody's.
    pub specialist: Option<SpecialistId>,
    /// The specialist who is signed in.
    pub me: Option<SpecialistId>,
    /// The office's specialists, for the filter.
    pub specialists: Vec<Specialist>,
}

/// The queue of papers.
pub fn list_papers(cx: &mut Cx<'_>, filter: &PaperFilter) -> Result<PaperList, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let (me, specialist) = whose(cx, filter.who)?;
    let specialists = specialists::list(cx.tx, office)?;
    let people = people(cx, &filter.words)?;
    let mut lines = lines(cx, &people)?;
    lines.retain(|line| {
        let paper = line.paper.key.paper;
        filter.kind.is_none_or(|kind| kind == paper)
            && filter.used.is_none_or(|used| used == paper.used())
            && (specialist.is_none() || people.get(&line.paper.client).is_some_and(|it| it.specialist == specialist))
    });
    let of = |state: PaperState| (state, lines.iter().filter(|line| line.paper.state == state).count());
    let counts = [PaperState::ToPrint, PaperState::ToSend, PaperState::ToReturn, PaperState::Done].map(of);
    lines.retain(|line| match filter.state {
        Some(state) => line.paper.state == state,
        None => line.paper.state != PaperState::Done,
    });
    if filter.state == Some(PaperState::Done) {
        lines.sort_by_key(|line| Reverse(line.paper.since));
    }
    let found = lines.len();
    lines.truncate(limits::PAPERS);
    Ok(PaperList { lines, found, counts, specialist, me, specialists })
}

/// Every paper of the office that is shown, in the order of the queue.
pub(super) fn all_lines(cx: &mut Cx<'_>) -> Result<Vec<PaperLine>, Refusal> {
    let people = people(cx, "")?;
    lines(cx, &people)
}

/// The clients whom the words find.
fn people(cx: &mut Cx<'_>, words: &str) -> Result<HashMap<ClientId, Client>, Refusal> {
    Ok(clients::with_words(cx.tx, cx.actor.office, words)?.into_iter().map(|one| (one.id, one)).collect())
}

/// The papers of these clients by state, what is signed first and the office's own copies last, then those that wait longest.
fn lines(cx: &mut Cx<'_>, people: &HashMap<ClientId, Client>) -> Result<Vec<PaperLine>, Refusal> {
    let today = cx.today;
    let line = |(paper, what): (Paper, String)| {
        let client = people.get(&paper.client)?;
        Some(PaperLine {
            name: client.name.clone(),
            kana: client.kana.clone(),
            days: today.duration_since(paper.since).as_hours().div_euclid(24),
            paper,
            what,
        })
    };
    let mut lines: Vec<PaperLine> = all_papers(cx)?.into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| {
        let key = |line: &PaperLine| (line.paper.state, line.paper.key.paper.used(), line.paper.since);
        (key(a), &a.kana, &a.paper.key).cmp(&(key(b), &b.kana, &b.paper.key))
    });
    Ok(lines)
}

/// Every paper of the office that is shown, with what it belongs to, in words.
pub(super) fn all_papers(cx: &mut Cx<'_>) -> Result<Vec<(Paper, String)>, Refusal> {
    let office = cx.actor.office;
    let month = YearMonth::of(cx.today).plus(-DONE_MONTHS);
    let day: Date = month.first_day();
    let mut marks = papers::marks_since(cx.tx, office, (day, month))?;
    let settings = settings(cx)?;
    let mut all = Vec::new();
    for case in planning_cases::with_papers(cx.tx, office, day)? {
        let log = log_of(&mut marks, PaperLog::new(office, case.client, PaperOf::Case(case.id)), case.id.0);
        let what = format!("{}の計画 No. {}", case.kind.label(), case.reception);
        all.extend(papers_of_case(&case, &log).into_iter().map(|paper| (paper, what.clone())));
    }
    for round in rounds::with_papers(cx.tx, office, month)? {
        let log = log_of(&mut marks, PaperLog::new(office, round.client, PaperOf::Round(round.id)), round.id.0);
        let what = format!("{}のモニタリング", wareki::month(round.month));
        let own = settings.of(&round.municipality, round.judged_on());
        all.extend(papers_of_round(&round, own, &log).into_iter().map(|paper| (paper, what.clone())));
    }
    for client in clients::with_office_change(cx.tx, office)? {
        let about = client_facts::about(cx.tx, office, client)?;
        let log = log_of(&mut marks, PaperLog::new(office, client, PaperOf::Client(client)), client.0);
        let change = about.office_changes().pop().map(|(_, kind, change)| (kind, change.on));
        let what = change.map(|(kind, on)| format!("{}（{}）", kind.label(), wareki::short(on))).unwrap_or_default();
        let shown = papers_of_client(&about, &log).into_iter();
        let shown = shown.filter(|paper| paper.state != PaperState::Done || paper.since >= day);
        all.extend(shown.map(|paper| (paper, what.clone())));
    }
    Ok(all)
}

fn log_of(marks: &mut HashMap<Uuid, Vec<Fact<PaperFact>>>, log: PaperLog, subject: Uuid) -> PaperLog {
    match marks.remove(&subject) {
        Some(facts) => PaperLog { facts: facts.into(), ..log },
        None => log,
    }
}
