//! Two servers on one database: both take what is sent to them, at the same time. Nothing is lost, nothing is kept twice, the
//! same sending at both is one, a month is closed once; `verify` finds nothing.

use std::{
    thread::{self, sleep},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use super::{
    journal::{Act, Kind, Outcome},
    kill::look,
    live::Ground,
    office::{self, Office},
    work::{filled, sent, word, work},
};

/// How long people work at both.
const WORK: Duration = Duration::from_secs(8);
/// Forms that are sent to both at the same moment.
const TWINS: usize = 30;
/// The worker's number in the words of the twins.
const OF_TWINS: usize = 9;

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Acts that were acknowledged.
    pub acknowledged: usize,
    /// Acts that were refused because of somebody else's, or because the other server was writing (503).
    pub refused: usize,
}

/// One engine.
pub fn run(ground: &Ground<'_>, on_postgres: bool) -> Result<Tally> {
    let engine = if on_postgres { "postgres" } else { "sqlite" };
    let office = office::make(ground, &format!("two-{engine}"), on_postgres)?;
    let servers = [ground.serve(&office.place, &[], &[])?, ground.serve(&office.place, &[], &[])?];
    let [one, other] = [&servers[0], &servers[1]].map(|live| live.browser(&office.cookie));
    let mut at_other = Vec::new();
    let mut acts = work(&one, &office, 1, || at_other = work(&other, &office, 2, || sleep(WORK)));
    acts.extend(at_other);
    // In months that nobody closes meanwhile.
    let open = office.rounds.iter().filter(|(round, _)| office.unreported.contains(round)).cloned().collect();
    let open = Office { rounds: open, ..office.clone() };
    for count in 0..TWINS {
        let (kind, word) = (if count % 2 == 0 { Kind::Visit } else { Kind::Client }, word(3, OF_TWINS, count));
        let (word, form) = filled(&one, &open, kind, &word, count / 2).context("a page without its form")?;
        let twins = thread::scope(|scope| {
            let (word_of_other, form_of_other) = (word.clone(), form.clone());
            let other = scope.spawn(|| sent(&other, kind, word_of_other, form_of_other));
            (sent(&one, kind, word, form), other.join())
        });
        let (Ok(second), first) = (twins.1, twins.0) else { bail!("a thread panicked") };
        acts.extend(one_of(first, second)?);
    }
    let odd = acts.iter().find(|act| !matches!(act.outcome, Outcome::Acknowledged | Outcome::Refused(409 | 422 | 503)));
    if let Some(act) = odd {
        bail!("{}", act.told());
    }
    // While both run, and when both have stopped.
    look(ground, &office.place, &acts)?;
    for live in servers {
        live.stop()?;
    }
    look(ground, &office.place, &acts)?;
    let acknowledged = acts.iter().filter(|act| act.outcome == Outcome::Acknowledged).count();
    Ok(Tally { acknowledged, refused: acts.len() - acknowledged })
}

/// What the same sending at both comes to: kept, where either says so. One that is refused as sent before is kept by the other.
fn one_of(first: Act, second: Act) -> Result<Option<Act>> {
    match (first.outcome, second.outcome) {
        (Outcome::Acknowledged, _) => Ok(Some(first)),
        (_, Outcome::Acknowledged) => Ok(Some(second)),
        _ => bail!("sent to both: {}\n{}", first.told(), second.told()),
    }
}
