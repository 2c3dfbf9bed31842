//! Kill rounds: the real server ended by SIGKILL at a random moment while people work, again and again. What was
//! acknowledged is there after each restart, once; a month is closed whole or not at all; `verify` finds nothing.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    journal::{Act, Kind, Outcome, Wrong, compare},
    live::{Ground, Live, Place},
    office::{self, CLIENTS, Office},
    random::Random,
    work::{found, work},
};

/// Rounds after which the work goes on in a fresh copy of the office.
const ROUNDS_OF_A_COPY: usize = 6;
/// One round in so many kills a `migrate` instead of a server.
const MIGRATION: usize = 8;
/// A server is killed after at most so long, in milliseconds.
const LATEST: usize = 700;

/// The office is used after so long, so that its session does not end for want of use (15 minutes at the least).
const SIGNED_IN: Duration = Duration::from_mins(5);

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Rounds.
    pub rounds: usize,
    /// Acts that were acknowledged.
    pub acknowledged: usize,
    /// Acts whose answer did not come.
    pub unanswered: usize,
    /// Months that were closed and acknowledged.
    pub closed: usize,
    /// Killed migrations.
    pub migrations: usize,
}

/// So many kills on one engine.
pub fn rounds(ground: &Ground<'_>, on_postgres: bool, count: usize, seed: u64) -> Result<Tally> {
    let engine = if on_postgres { "pg" } else { "sqlite" };
    let template = office::make(ground, &format!("office-{engine}"), on_postgres)?;
    let migrating = time_to_migrate(ground, engine, on_postgres)?;
    let mut random = Random::of(seed);
    let mut tally = Tally::default();
    let mut left = count;
    let mut used = Instant::now();
    while left > 0 {
        if used.elapsed() > SIGNED_IN {
            office::stay_signed_in(ground, &template)?;
            used = Instant::now();
        }
        let name = format!("copy-{engine}-{left}");
        let mut copy = Copied::of(ground, &template, &name)?;
        for _ in 0..ROUNDS_OF_A_COPY.min(left) {
            left -= 1;
            tally.rounds += 1;
            if tally.rounds % MIGRATION == 0 {
                let name = format!("new-{engine}-{left}");
                migration(ground, &name, on_postgres, random.below(migrating))?;
                tally.migrations += 1;
            } else {
                copy.round(ground, &mut random).with_context(|| format!("round {} of seed {seed}", tally.rounds))?;
            }
        }
        copy.add_to(&mut tally);
        ground.drop(&copy.office.place)?;
    }
    Ok(tally)
}

/// How long a whole first `migrate` takes, in milliseconds.
fn time_to_migrate(ground: &Ground<'_>, engine: &str, on_postgres: bool) -> Result<usize> {
    let place = ground.place(&format!("time-{engine}"), on_postgres)?;
    let begun = Instant::now();
    if !ground.command(&place, &[], &["migrate"]).output()?.status.success() {
        bail!("migrate fails on an empty database");
    }
    ground.drop(&place)?;
    Ok(usize::try_from(begun.elapsed().as_millis())?)
}

/// `migrate` on an empty database, killed; the next one goes on to the end.
fn migration(ground: &Ground<'_>, name: &str, on_postgres: bool, after: usize) -> Result<()> {
    let place = ground.place(name, on_postgres)?;
    let mut child = ground.command(&place, &[], &["migrate"]).stdout(std::process::Stdio::null()).spawn()?;
    sleep(Duration::from_millis(u64::try_from(after)?));
    child.kill().ok();
    child.wait()?;
    let again = ground.command(&place, &[], &["migrate"]).output()?;
    if !again.status.success() {
        bail!("migrate after a kill at {after} ms: {}", String::from_utf8_lossy(&again.stderr));
    }
    if let Some(said) = ground.verify(&place)? {
        bail!("verify after a killed migrate ({after} ms): {said}");
    }
    ground.drop(&place)
}

/// A copy of the office in which people work while it is killed.
struct Copied {
    office: Office,
    acts: Vec<Act>,
    begun: usize,
    unanswered: usize,
}

impl Copied {
    fn of(ground: &Ground<'_>, template: &Office, name: &str) -> Result<Self> {
        let place = ground.copy(&template.place, name)?;
        Ok(Self { office: Office { place, ..template.clone() }, acts: Vec::new(), begun: 0, unanswered: 0 })
    }

    /// One round: work, kill, look, send again what was not answered, look.
    fn round(&mut self, ground: &Ground<'_>, random: &mut Random) -> Result<()> {
        let mut live = ground.serve(&self.office.place, &[], &[])?;
        self.begun += 1;
        office::signed_in(&live, &self.office.cookie)?;
        let until = Duration::from_millis(u64::try_from(30 + random.below(LATEST))?);
        let acts = work(&live.browser(&self.office.cookie), &self.office, self.begun, || {
            sleep(until);
            live.kill();
        });
        self.acts.extend(acts);
        let live = ground.serve(&self.office.place, &[], &[])?;
        look(ground, &self.office.place, &self.acts)?;
        self.send_again(&live)?;
        look(ground, &self.office.place, &self.acts)?;
        live.stop()
    }

    /// The same form with the same number: kept once, whether or not it had been.
    fn send_again(&mut self, live: &Live) -> Result<()> {
        let browser = live.browser(&self.office.cookie);
        for act in self.acts.iter_mut().filter(|act| act.outcome == Outcome::Unanswered) {
            self.unanswered += 1;
            let answer = browser.post(&act.action, &act.fields)?;
            match answer.status {
                303 => act.outcome = Outcome::Acknowledged,
                // Somebody else was first: the record has gone on since the page was opened.
                409 | 422 => act.outcome = Outcome::Refused(answer.status),
                status => bail!("{} sent again: {status}", act.action),
            }
        }
        Ok(())
    }

    fn add_to(&self, tally: &mut Tally) {
        let acknowledged = self.acts.iter().filter(|act| act.outcome == Outcome::Acknowledged);
        tally.acknowledged += acknowledged.clone().count();
        tally.closed += acknowledged.filter(|act| act.kind == Kind::Closing).count();
        tally.unanswered += self.unanswered;
    }
}

/// Months whose closing has not the claims of all clients.
fn half() -> String {
    format!(
        "select closing.month, count(claim.id) from closing left join claim on claim.office_id = closing.office_id \
         and claim.closing_id = closing.id group by closing.office_id, closing.id, closing.month \
         having count(claim.id) <> {CLIENTS}"
    )
}

/// Claims whose round does not know of them.
const UNKNOWN: &str = "select claim.id from claim join round on round.office_id = claim.office_id \
                       and round.id = claim.round_id where round.claimed_on is null";

/// What stands in the database against what was answered.
pub fn look(ground: &Ground<'_>, place: &Place, acts: &[Act]) -> Result<()> {
    let wrong = compare(acts, &found(ground, place)?);
    if wrong != Wrong::default() {
        bail!("{wrong:#?}");
    }
    let half = [ground.rows(place, &half())?, ground.rows(place, UNKNOWN)?].concat();
    if !half.is_empty() {
        bail!("half a month: {half:?}");
    }
    if let Some(said) = ground.verify(place)? {
        bail!("verify: {said}");
    }
    Ok(())
}
