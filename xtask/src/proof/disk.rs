//! Disk full: the real server on a small file system of its own, while people save until nothing goes any more. Each answer
//! is true, reading goes on, nothing typed is lost; and when there is room again it goes on without a restart.

use std::{
    fs,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    http::Browser,
    journal::{Act, Kind, Outcome, Wrong, compare},
    kill::look,
    live::{Ground, Place},
    office::{self, Office},
    small::Small,
    work::{found, work},
};
use crate::test::server::Postgres;

/// How often the place is filled while one server runs.
const FILLINGS: usize = 3;
/// MB of the file system for SQLite's folder, and of that for PostgreSQL's.
const MEGABYTES: (u64, u64) = (24, 160);
/// Bytes that are left when people begin.
const LEFT: u64 = 384 * 1024;
/// How long people go on after the first refusal.
const REFUSED: Duration = Duration::from_secs(2);
/// A place that takes longer to be full is a mistake of this proof.
const LATEST: Duration = Duration::from_secs(90);
/// What a page says of it.
const SENTENCE: &str = "空き容量がないため、保存できませんでした";

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Acts that were acknowledged, before the place was full and with the forms sent again.
    pub acknowledged: usize,
    /// Answers of 507.
    pub full: usize,
    /// Forms of them that were taken when they were sent again.
    pub again: usize,
}

/// SQLite.
pub fn sqlite(ground: &Ground<'_>) -> Result<Tally> {
    let template = office::make(ground, "disk-sqlite", false)?;
    let small = Small::mount(ground.scratch, "small-sqlite", MEGABYTES.0)?;
    small.take(&template.place.folder)?;
    let place = Place { folder: small.folder.clone(), database: None, within: small.within() };
    filled(ground, &Office { place, ..template }, &small)
}

/// PostgreSQL: its data on the small file system, its log of transactions beside it. A full disk under that log ends the server
/// of PostgreSQL itself, which is its own promise and not ours.
pub fn postgres(ground: &Ground<'_>) -> Result<Tally> {
    let small = Small::mount(ground.scratch, "small-postgres", MEGABYTES.1)?;
    let data = small.folder.join("data");
    fs::create_dir(small.inside.join("data"))?;
    let log = ground.scratch.path().join("small-postgres-log");
    fs::create_dir(&log)?;
    let waldir = format!("--waldir={}", log.display());
    crate::run::ok(crate::run::program("chown", ground.scratch.path()).arg("postgres:").arg(&log))?;
    let postgres = Postgres::start_in(ground.scratch, &data, &small.within(), &[&waldir])?;
    let ground = Ground { program: ground.program.clone(), scratch: ground.scratch, postgres: &postgres };
    let office = office::make(&ground, "disk-postgres", true)?;
    filled(&ground, &office, &small)
}

/// Fills the place under one server, again and again.
fn filled(ground: &Ground<'_>, office: &Office, small: &Small) -> Result<Tally> {
    let mut live = ground.serve(&office.place, &[], &[])?;
    let browser = live.browser(&office.cookie);
    let (mut tally, mut acts) = (Tally::default(), Vec::new());
    for number in 1..=FILLINGS {
        office::signed_in(&live, &office.cookie)?;
        small.fill(LEFT)?;
        let mut full = false;
        let mut done = work(&browser, office, number, || full = wait_until_full(&browser));
        if !full {
            bail!("filling {number}: the place is not full after {LATEST:?}, with {} acts", done.len());
        }
        truthful(&done)?;
        reading_goes_on(&browser, office)?;
        let wrong = compare(&done, &found(ground, &office.place)?);
        if wrong != Wrong::default() {
            bail!("filling {number}, while full: {wrong:#?}");
        }
        small.make_room()?;
        tally.full += done.iter().filter(|act| act.outcome == Outcome::Refused(507)).count();
        tally.again += sent_again(&browser, &mut done)?;
        if !health(&browser)?.contains("\"writes\":true") {
            bail!("filling {number}: there is room again and /healthz says {}", health(&browser)?);
        }
        acts.extend(done);
    }
    if !live.runs() || live.said().contains("panicked") {
        bail!("the server is not well\n{}", live.said());
    }
    live.stop()?;
    look(ground, &office.place, &acts)?;
    tally.acknowledged = acts.iter().filter(|act| act.outcome == Outcome::Acknowledged).count();
    Ok(tally)
}

/// Waits until the server says that it cannot write, and a little longer; whether it said so. On PostgreSQL what still fits into
/// the pages that are there is written, so that it may say something else a moment later.
fn wait_until_full(browser: &Browser) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < LATEST {
        if health(browser).is_ok_and(|said| said.contains("\"writes\":false")) {
            sleep(REFUSED);
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}

/// What `/healthz` says; an error unless it is well enough to be read.
fn health(browser: &Browser) -> Result<String> {
    let answer = browser.get("/healthz")?;
    if answer.status != 200 {
        bail!("/healthz answers {}: {}", answer.status, answer.body);
    }
    Ok(answer.body)
}

/// Each refusal says in Japanese that nothing was saved, and has what was typed.
fn truthful(acts: &[Act]) -> Result<()> {
    let mut refused = 0;
    for act in acts {
        match act.outcome {
            Outcome::Acknowledged => {}
            // Two people at the same record: the usual refusals of a page, whatever the disk does.
            Outcome::Refused(409 | 422) => {}
            Outcome::Refused(507) => {
                refused += 1;
                // The word of a closing is its month, which stands in the address; the others' was typed.
                let typed = act.kind == Kind::Closing || act.page.contains(&act.word);
                if !act.page.contains(SENTENCE) || !typed {
                    bail!(
                        "{} {}: 507 without the sentence or without what was typed\n{}",
                        act.action,
                        act.word,
                        act.page
                    );
                }
            }
            _ => bail!("{}", act.told()),
        }
    }
    if refused == 0 {
        bail!("nothing was refused for want of room");
    }
    Ok(())
}

/// Pages open though nothing can be written.
fn reading_goes_on(browser: &Browser, office: &Office) -> Result<()> {
    health(browser)?;
    let (round, _) = office.rounds.first().context("an office without a round")?;
    let month = office.months.first().context("an office without a month")?;
    let billing = format!("/billing/{month}");
    let step = format!("{round}/m2-home-visit");
    for path in ["/", "/clients", "/protection", &billing, &step] {
        let answer = browser.get(path)?;
        if answer.status != 200 {
            bail!("{path} answers {} while the place is full", answer.status);
        }
    }
    Ok(())
}

/// The same forms again, now that there is room; how many were taken.
fn sent_again(browser: &Browser, acts: &mut [Act]) -> Result<usize> {
    let mut taken = 0;
    for act in acts.iter_mut().filter(|act| act.outcome == Outcome::Refused(507)) {
        let answer = browser.post(&act.action, &act.fields)?;
        act.outcome = match answer.status {
            303 => Outcome::Acknowledged,
            // Somebody was first since the page was opened: with the same report or month, or the round's month was closed.
            409 | 422 if act.kind != Kind::Client => Outcome::Refused(answer.status),
            status => {
                act.page = answer.body;
                bail!("sent again with room: {status} {}", act.told())
            }
        };
        taken += usize::from(act.outcome == Outcome::Acknowledged);
    }
    if taken == 0 {
        bail!("there is room again, and nothing of what was refused is taken");
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(outcome: Outcome, page: &str) -> Act {
        let (word, action, page) = ("KILL-1-1-1-END".to_owned(), "/x".to_owned(), page.to_owned());
        Act { kind: Kind::Visit, word, action, fields: Vec::new(), outcome, page }
    }

    #[test]
    fn a_refusal_without_its_sentence_or_its_words_is_found() {
        let whole = format!("{SENTENCE} KILL-1-1-1-END");
        assert!(truthful(&[act(Outcome::Refused(507), &whole), act(Outcome::Refused(409), "")]).is_ok());
        assert!(truthful(&[act(Outcome::Refused(507), SENTENCE)]).is_err());
        assert!(truthful(&[act(Outcome::Refused(507), "KILL-1-1-1-END")]).is_err());
        assert!(truthful(&[act(Outcome::Refused(500), &whole)]).is_err());
        assert!(truthful(&[act(Outcome::Unanswered, "")]).is_err());
        assert!(truthful(&[act(Outcome::Acknowledged, "")]).is_err(), "nothing was refused");
    }
}
