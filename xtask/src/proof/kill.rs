//! Kill rounds: the real server ended by SIGKILL at a random moment while people work, again and again. What was
//! acknowledged is there after each restart, once; a month is closed whole or not at all; `verify` finds nothing.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    forms::form_to,
    http::Browser,
    journal::{Act, Kind, Outcome, Wrong, compare},
    live::{Ground, Live, Place},
    office::{self, CLIENTS, Office},
    random::Random,
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

/// People at work until `end` has run; what they did.
pub fn work(browser: &Browser, office: &Office, number: usize, end: impl FnOnce()) -> Vec<Act> {
    let over = AtomicBool::new(false);
    let worker = |kinds: &'static [Kind], worker: usize| {
        let over = &over;
        move || {
            let mut acts = Vec::new();
            for count in 0.. {
                let Some(kind) = kinds.get(count % kinds.len()).filter(|_| !over.load(Ordering::Relaxed)) else {
                    break;
                };
                let word = format!("KILL-{number}-{worker}-{count}-END");
                acts.extend(act(browser, office, *kind, &word, number * 31 + worker + count));
            }
            acts
        }
    };
    thread::scope(|scope| {
        let workers = [
            scope.spawn(worker(&[Kind::Visit, Kind::Client], 0)),
            scope.spawn(worker(&[Kind::Report, Kind::Visit], 1)),
            scope.spawn(worker(&[Kind::Closing, Kind::Visit, Kind::Visit, Kind::Visit], 2)),
        ];
        end();
        over.store(true, Ordering::Relaxed);
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

/// One act: the page is opened and its form sent. Nothing where there is nothing of the kind to do, or no page.
fn act(browser: &Browser, office: &Office, kind: Kind, word: &str, number: usize) -> Option<Act> {
    let page = |path: &str| browser.get(path).ok().filter(|page| page.status == 200).map(|page| page.body);
    let (word, form) = match kind {
        Kind::Visit => {
            let (round, day) = office.rounds.get(number % office.rounds.len())?;
            let path = format!("{round}/m2-home-visit");
            let form = form_to(&page(&path)?, &path)?.with("date", day).with("start", "14:00").with("end", "14:45");
            let form = form.with("place", "home").with("met", "本人");
            let form = form.with("lives_there", "yes").with("interviewed", "yes").with("visitor", "青葉 管理");
            (word.to_owned(), form.with("wishes", word))
        }
        Kind::Report => {
            let path = format!("{}/m3-record", office.unreported.get(number % office.unreported.len())?);
            let mut form = form_to(&page(&path)?, &path)?;
            let (_, day) = office.rounds.iter().find(|(round, _)| path.starts_with(round.as_str()))?;
            for (name, value) in office::report_fields(day.get(..7)?, word) {
                form = form.with(&name, &value);
            }
            (word.to_owned(), form)
        }
        Kind::Client => {
            let form = form_to(&page("/clients/new")?, "/clients")?.with("name", word).with("kana", "シケン");
            (word.to_owned(), form.with("birth", "1980-03-15").with("residence", "home").with("care_management", "yes"))
        }
        Kind::Closing => {
            let month = office.months.iter().find_map(|month| {
                let action = format!("/billing/{month}/plan/close");
                Some((month.clone(), form_to(&page(&format!("/billing/{month}"))?, &action)?))
            });
            month?
        }
    };
    let outcome = match browser.post(&form.action, &form.fields) {
        Ok(answer) if answer.status == 303 => Outcome::Acknowledged,
        Ok(answer) => Outcome::Refused(answer.status),
        Err(_) => Outcome::Unanswered,
    };
    Some(Act { kind, word, action: form.action, fields: form.fields, outcome })
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

/// How often each word stands in the database.
fn found(ground: &Ground<'_>, place: &Place) -> Result<BTreeMap<String, usize>> {
    let mut found = BTreeMap::new();
    for query in
        ["select body from fact where body like '%KILL-%'", "select name from client where name like '%KILL-%'"]
    {
        for row in ground.rows(place, query)? {
            let word = row.split_once("KILL-").and_then(|(_, rest)| rest.split_once("-END"));
            let (word, _) = word.context("a word without its end")?;
            *found.entry(format!("KILL-{word}-END")).or_default() += 1;
        }
    }
    for row in ground.rows(place, "select month from closing")? {
        let month: i64 = row.parse()?;
        *found.entry(format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)).or_default() += 1;
    }
    Ok(found)
}
