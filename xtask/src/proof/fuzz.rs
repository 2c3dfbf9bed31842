//! Seeded fuzz: every POST route of the real server with the forms that its own pages send, changed here and there.
//! No answer is a fault, none is slow or endless, nothing panics, and afterwards `verify` finds nothing.

mod found;
mod mutate;

use std::{
    collections::BTreeMap,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use self::found::Found;
use super::{
    forms::{Form, form_to},
    http::Browser,
    live::{Ground, Place},
    office::send,
    random::Random,
};
use crate::run;

/// Sessions that are begun beforehand: some routes end the one they are asked with.
const SESSIONS: usize = 12;
/// People who ask at the same time.
const PEOPLE: u64 = 2;
/// The login of those who ask.
const LOGIN: &str = "kanri";
/// An answer that takes longer is a fault.
const SLOW: Duration = Duration::from_secs(20);

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests.
    pub requests: usize,
    /// POST routes that were asked, and of how many.
    pub routes: (usize, usize),
    /// Forms found on the pages.
    pub forms: usize,
    /// How often one had to sign in again.
    pub signed_in: usize,
    /// How often each status was answered.
    pub statuses: BTreeMap<u16, usize>,
}

/// The demo's office, for so long.
pub fn run(root: &Path, ground: &Ground<'_>, name: &str, seconds: u64, seed: u64) -> Result<Tally> {
    let (place, password) = demo(ground, name)?;
    let mut live = ground.serve(&place, &[], &[])?;
    let sessions = sessions(&live.browser(""), &password)?;
    let first = live.browser(sessions.first().context("no session")?);
    let own = ground.rows(&place, &format!("select id from user_account where login = '{LOGIN}'"))?;
    let found = Found::of(root, &first, own.first().context("the manager has no account")?)?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let people = (0..PEOPLE).map(|number| {
        let own: Vec<Browser> =
            sessions.iter().skip(usize::try_from(number).unwrap_or(0)).step_by(2).map(|it| live.browser(it)).collect();
        Person {
            found: &found,
            password: &password,
            sessions: own,
            random: Random::of(seed ^ (number << 32)),
            number,
            tally: Tally::default(),
        }
    });
    let told: Vec<Result<Tally>> = thread::scope(|scope| {
        let running: Vec<_> =
            people.map(|mut person| scope.spawn(move || person.ask_until(until).map(|()| person.tally))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|_| bail!("a thread of the fuzz panicked"))).collect()
    });
    let mut tally = Tally { routes: (found.reached(), found.routes()), forms: found.forms(), ..Tally::default() };
    for one in told {
        let one = one.with_context(|| format!("seed {seed}\n{}", live.said()))?;
        tally.requests += one.requests;
        tally.signed_in += one.signed_in;
        one.statuses.into_iter().for_each(|(status, count)| *tally.statuses.entry(status).or_default() += count);
    }
    if !live.runs() || live.said().contains("panicked") || first.get("/healthz")?.status != 200 {
        bail!("seed {seed}: the server is not well\n{}", live.said());
    }
    live.stop()?;
    match ground.verify(&place)? {
        None => Ok(tally),
        Some(said) => bail!("seed {seed}: verify: {said}"),
    }
}

/// Makes the demo's data; the manager's password.
pub fn demo(ground: &Ground<'_>, name: &str) -> Result<(Place, String)> {
    let place = ground.place(name, false)?;
    let said = run::text(&mut ground.command(&place, &[], &["demo", "--prepare-only"]))?;
    let line = said
        .lines()
        .find(|line| line.contains(&format!("ログインID: {LOGIN} ")))
        .context("the demo names no manager")?;
    let password = line.split_once("パスワード: ").map(|(_, rest)| rest.trim().to_owned());
    Ok((place, password.context("the demo names no password")?))
}

/// Signs the manager in, again and again.
fn sessions(browser: &Browser, password: &str) -> Result<Vec<String>> {
    (0..SESSIONS).map(|_| sign_in(browser, password)).collect()
}

/// A session of the manager's.
pub fn sign_in(browser: &Browser, password: &str) -> Result<String> {
    let answer = send(browser, "/login", "/login", &[("login", LOGIN), ("password", password)])?;
    answer.cookie("mimamori").context("signing in gives no session")
}

/// One of those who ask.
struct Person<'a> {
    found: &'a Found,
    password: &'a str,
    sessions: Vec<Browser>,
    random: Random,
    number: u64,
    tally: Tally,
}

impl Person<'_> {
    /// Every route once, then any.
    fn ask_until(&mut self, until: Instant) -> Result<()> {
        let share = self.found.all().iter().enumerate();
        let mine = share.filter(|(at, _)| u64::try_from(*at).unwrap_or(0) % PEOPLE == self.number);
        for (_, forms) in mine.collect::<Vec<_>>() {
            // The first round is walked to its end, so that every route is asked whatever the machine does meanwhile.
            self.ask(forms, false)?;
        }
        while Instant::now() < until {
            let found = self.found;
            let Some(forms) = self.random.one_of(found.all()) else { bail!("no route was found") };
            self.ask(forms, true)?;
        }
        Ok(())
    }

    fn ask(&mut self, forms: &[Form], may_end: bool) -> Result<()> {
        let Some(form) = self.random.one_of(forms).cloned() else { return Ok(()) };
        let ends = ["/logout", "/session/left", "/settings/password/end", "/settings/users/"]
            .iter()
            .any(|path| form.action.starts_with(path));
        let Some(browser) = self.sessions.last().cloned() else { return Ok(()) };
        if ends && may_end && !self.random.below(8).eq(&0) {
            return Ok(());
        }
        let form = self.fresh(&browser, form);
        let (action, kind, body) = mutate::mutated(&form, &mut self.random);
        let begun = Instant::now();
        let answer = browser.send("POST", &action, (kind, &body));
        self.tally.requests += 1;
        let sent =
            || format!("request {} of person {}: {action} {kind}\n{}", self.tally.requests, self.number, shown(&body));
        let answer = answer.with_context(sent)?;
        if answer.status >= 500 {
            bail!("{}: {}", answer.status, sent());
        }
        if begun.elapsed() > SLOW {
            bail!("answered after {:?}: {}", begun.elapsed(), sent());
        }
        *self.tally.statuses.entry(answer.status).or_default() += 1;
        if answer.header("location") == Some("/login") {
            self.sessions.pop();
            if self.sessions.is_empty() {
                // Somebody ended all of them: one signs in again, as people do.
                self.sessions.push(browser.with(&sign_in(&browser.with(""), self.password)?));
                self.tally.signed_in += 1;
            }
        }
        Ok(())
    }

    /// The form as its page shows it now, half of the times: with a number that was not used and the version that stands.
    fn fresh(&mut self, browser: &Browser, form: Form) -> Form {
        let page = self.found.page_of(&form).filter(|_| self.random.below(2) == 0);
        let now = page.and_then(|page| browser.get(page).ok()).and_then(|page| form_to(&page.body, &form.action));
        now.unwrap_or(form)
    }
}

/// The beginning of what was sent.
fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body.get(..2_000).unwrap_or(body)).into_owned()
}
