//! 書類: the marks of papers, append-only, and what decides which cases and rounds have papers to show.

use std::collections::HashMap;

use calendar::{Date, YearMonth};
use domain::{
    facts::{Body as _, Fact},
    id::{CaseId, ClientId, OfficeId, OperationId, RoundId},
    paper::{PaperFact, PaperLog, PaperOf},
};
use uuid::Uuid;

use crate::{
    StoreError, Tx,
    facts::{self, fact},
    read::of_word,
};

/// The cases whose papers are shown: open ones, and those that closed on the day $2 or later.
macro_rules! cases {
    () => {
        "select k.id from planning_case k where k.office_id = $1 and (k.closed_on is null or k.closed_on >= $2)"
    };
}

/// The rounds whose papers are shown: with a report, and something of steps (1) to (5) still to be done, or of that month or later.
macro_rules! rounds {
    ($month:literal) => {
        concat!(
            "select b.round_id from board b where b.office_id = $1 and b.lamps like '__D%' and (not b.recorded or b.month >= ",
            $month,
            ")"
        )
    };
}

pub(crate) use {cases, rounds};

const ADD: &str = facts::insert_fact!(
    "paper_fact",
    "subject" = "$8",
    "id" = "$9",
    "seq" = "$10",
    "kind" = "$11",
    "subject_kind" = "$12",
    "client_id" = "$13",
    "batch" = "$14"
);

facts::kept_as_json!(PaperFact, "paper_fact");

/// The word of what a paper belongs to, and its id.
fn subject(of: PaperOf) -> (&'static str, Uuid) {
    match of {
        PaperOf::Case(id) => ("case", id.0),
        PaperOf::Round(id) => ("round", id.0),
        PaperOf::Client(id) => ("client", id.0),
    }
}

fn of_subject(word: &str, id: Uuid) -> Option<PaperOf> {
    match word {
        "case" => Some(PaperOf::Case(CaseId(id))),
        "round" => Some(PaperOf::Round(RoundId(id))),
        "client" => Some(PaperOf::Client(ClientId(id))),
        _ => None,
    }
}

/// The marks of everything whose papers are shown since that day and month, by case, round or client.
pub fn marks_since(
    tx: &mut Tx,
    office: OfficeId,
    (day, month): (Date, YearMonth),
) -> Result<HashMap<Uuid, Vec<Fact<PaperFact>>>, StoreError> {
    let read = concat!(
        "select ",
        facts::fact_columns!("subject", "id"),
        " from paper_fact f where f.office_id = $1 and (f.subject in (",
        cases!(),
        ") or f.subject in (",
        rounds!("$3"),
        ") or f.subject_kind = 'client') order by f.subject, f.seq"
    );
    let facts: Vec<(Uuid, Fact<PaperFact>)> = tx.readable(read, &[&office, &day, &month], fact)?;
    let mut marks: HashMap<Uuid, Vec<Fact<PaperFact>>> = HashMap::new();
    for (subject, fact) in facts {
        marks.entry(subject).or_default().push(fact);
    }
    Ok(marks)
}

/// The marks of one case or round.
pub fn log(tx: &mut Tx, office: OfficeId, client: ClientId, of: PaperOf) -> Result<PaperLog, StoreError> {
    let (_, id) = subject(of);
    let read = concat!(
        "select ",
        facts::fact_columns!("subject", "id"),
        " from paper_fact f where f.office_id = $1 and f.subject = $2 order by f.seq"
    );
    let facts: Vec<(Uuid, Fact<PaperFact>)> = tx.rows(read, &[&office, &id], fact)?;
    let facts: Vec<_> = facts.into_iter().map(|(_, fact)| fact).collect();
    Ok(PaperLog { office, client, of, facts: facts.into() })
}

/// The cases and rounds in which papers were marked with that sending.
pub fn of_batch(tx: &mut Tx, office: OfficeId, batch: OperationId) -> Result<Vec<(PaperOf, ClientId)>, StoreError> {
    tx.rows(
        "select distinct f.subject_kind, f.subject, f.client_id from paper_fact f where f.office_id = $1 and f.batch = $2 \
         order by f.subject",
        &[&office, &batch],
        |row| {
            let (word, id): (String, Uuid) = (row.next()?, row.next()?);
            let of = of_word("paper_fact", "subject_kind", word, |word| of_subject(word, id))?;
            Ok((of, row.next()?))
        },
    )
}

/// Adds a fact at the end of a log as it was read; its number must follow the last one's.
pub fn append(tx: &mut Tx, log: &PaperLog, fact: &Fact<PaperFact>) -> Result<(), StoreError> {
    let (kind, id) = subject(log.of);
    let number = log.facts.version() + 1;
    let batch = match &fact.body {
        PaperFact::Marked { batch, .. } => batch.to_string(),
        PaperFact::Withdrawn { .. } => String::new(),
    };
    let own: [&dyn crate::Bind; 7] = [&id, &fact.id, &number, &fact.body.kind(), &kind, &log.client, &batch];
    facts::insert(tx, ADD, log.office, fact, &own)
}
