//! 10,000 requests: pages of the demo's office and forms that people send, by several sessions at once. No answer is a fault,
//! what was acknowledged is there, and the server does not grow without bound.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    forms::links,
    fuzz::{demo, sign_in},
    http::Browser,
    journal::{Act, Kind, Outcome, Wrong, compare},
    live::{Ground, Live},
    office::{self, Office},
    random::Random,
    work::{filled, found, sent, word},
};

/// Requests.
const REQUESTS: usize = 10_000;
/// Requests after which the server is warm: what it keeps (connections, the law, the pages of the database) is there.
const WARM: usize = 2_000;
/// By how much it may grow after that, in kB, whatever is sent.
pub const GROWTH: u64 = 64 * 1024;
/// People at the same time, and sessions.
const PEOPLE: usize = 4;
const SESSIONS: usize = 8;
/// Pages that are opened.
const PAGES: usize = 240;
/// One request in so many begins a form.
const FORM: usize = 4;

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Milliseconds of the pages, and of the forms.
    pub took: [Vec<Duration>; 2],
    /// Acts that were acknowledged, and refused by the rules.
    pub acts: (usize, usize),
    /// Different pages.
    pub pages: usize,
    /// Memory in kB: at the start, warm, the most after that, at the end.
    pub memory: [u64; 4],
}

impl Tally {
    /// The time that so many of a thousand answers did not exceed, in milliseconds; of the pages (0) or of the forms (1).
    pub fn quantile(&self, which: usize, thousandths: usize) -> f64 {
        let mut took = self.took.get(which).cloned().unwrap_or_default();
        took.sort_unstable();
        let at = (took.len() * thousandths / 1_000).min(took.len().saturating_sub(1));
        took.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

/// Asks them all.
pub fn run(ground: &Ground<'_>, seed: u64) -> Result<Tally> {
    let (place, password) = demo(ground, "load")?;
    let mut live = ground.serve(&place, &[], &[])?;
    let start = live.memory()?;
    let sessions = (0..SESSIONS).map(|_| sign_in(&live.browser(""), &password)).collect::<Result<Vec<_>>>()?;
    let first = live.browser(sessions.first().context("no session")?);
    let pages = pages(&first)?;
    let office = office_of(&first, place)?;
    let (asked, people) = (AtomicUsize::new(0), sessions.chunks(SESSIONS / PEOPLE));
    let mut tally = Tally { pages: pages.len(), ..Tally::default() };
    let mut acts: Vec<Act> = Vec::new();
    let (told, memory) = thread::scope(|scope| {
        let running: Vec<_> = people
            .enumerate()
            .map(|(number, sessions)| {
                let browsers = sessions.iter().map(|cookie| live.browser(cookie)).collect();
                let mut person = Person { pages: &pages, office: &office, browsers, number, took: Default::default() };
                let (asked, random) = (&asked, Random::of(seed ^ (u64::try_from(number).unwrap_or(0) << 32)));
                scope.spawn(move || person.ask(asked, random).map(|acts| (acts, person.took)))
            })
            .collect();
        let memory = watched(&live, &asked, || running.iter().all(thread::ScopedJoinHandle::is_finished));
        let told: Vec<_> = running.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (told, memory)
    });
    for one in told {
        let Ok(one) = one else { bail!("a thread panicked") };
        let (done, [gets, posts]) = one.with_context(|| format!("seed {seed}\n{}", live.said()))?;
        acts.extend(done);
        tally.took[0].extend(gets);
        tally.took[1].extend(posts);
    }
    let (warm, most) = memory?;
    tally.memory = [start, warm, most, live.memory()?];
    if !live.runs() || live.said().contains("panicked") {
        bail!("the server is not well\n{}", live.said());
    }
    live.stop()?;
    settled(ground, &office, &acts)?;
    let taken = acts.iter().filter(|act| act.outcome == Outcome::Acknowledged).count();
    tally.acts = (taken, acts.len() - taken);
    if most.max(tally.memory[3]) > warm + GROWTH {
        bail!("the server grew by more than {GROWTH} kB after {WARM} requests: {:?} kB", tally.memory);
    }
    Ok(tally)
}

/// What was answered is what stands there, and `verify` finds nothing.
fn settled(ground: &Ground<'_>, office: &Office, acts: &[Act]) -> Result<()> {
    let wrong = compare(acts, &found(ground, &office.place)?);
    if wrong != Wrong::default() {
        bail!("{wrong:#?}");
    }
    match ground.verify(&office.place)? {
        None => Ok(()),
        Some(said) => bail!("verify: {said}"),
    }
}

/// Looks at the memory until all have done: when the server was warm, and the most after that.
fn watched(live: &Live, asked: &AtomicUsize, done: impl Fn() -> bool) -> Result<(u64, u64)> {
    let (mut warm, mut most) = (None, 0);
    while !done() {
        thread::sleep(Duration::from_millis(200));
        if asked.load(Ordering::Relaxed) >= WARM {
            let now = live.memory()?;
            warm.get_or_insert(now);
            most = most.max(now);
        }
    }
    Ok((warm.context("the people ended before the server was warm")?, most))
}

/// Pages that one comes to along the links, none that is drawn or written by another program (PDF, workbooks, files).
fn pages(browser: &Browser) -> Result<Vec<String>> {
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop_front().filter(|_| pages.len() < PAGES) {
        if !seen.insert(path.clone()) || path.contains('.') {
            continue;
        }
        let answer = browser.get(&path).with_context(|| path.clone())?;
        let is_page = answer.status == 200 && answer.header("content-type").is_some_and(|it| it.contains("html"));
        if is_page {
            waiting.extend(links(&answer.body));
            pages.push(path);
        }
    }
    Ok(pages)
}

/// The rounds of the last month, in which visits are recorded.
fn office_of(browser: &Browser, place: super::live::Place) -> Result<Office> {
    let month = office::month(-1)?;
    let page = browser.get(&format!("/?month={month}"))?.body;
    let rounds = office::rounds_of(&page, browser)?.into_iter().map(|round| (round, format!("{month}-12")));
    let rounds: Vec<_> = rounds.collect();
    if rounds.is_empty() {
        bail!("the demo has no round in {month}");
    }
    let (cookie, secret) = (browser.cookie.clone(), String::new());
    Ok(Office { place, cookie, secret, months: Vec::new(), unreported: Vec::new(), rounds })
}

/// One of those who ask.
struct Person<'a> {
    pages: &'a [String],
    office: &'a Office,
    browsers: Vec<Browser>,
    number: usize,
    took: [Vec<Duration>; 2],
}

impl Person<'_> {
    /// Pages and forms until all requests were asked.
    fn ask(&mut self, asked: &AtomicUsize, mut random: Random) -> Result<Vec<Act>> {
        let mut acts = Vec::new();
        let mut count = 0;
        while asked.fetch_add(1, Ordering::Relaxed) < REQUESTS {
            let browser = random.one_of(&self.browsers).context("no session")?.clone();
            if random.below(FORM) > 0 {
                let path = random.one_of(self.pages).context("no page")?;
                let begun = Instant::now();
                let answer = browser.get(path).with_context(|| path.clone())?;
                self.took[0].push(begun.elapsed());
                // A page may be gone or be led on, and no page may be a fault.
                if answer.status >= 400 && answer.status != 404 {
                    bail!("{path} answers {}", answer.status);
                }
                continue;
            }
            count += 1;
            asked.fetch_add(1, Ordering::Relaxed);
            let kind = if count % 3 == 0 { Kind::Client } else { Kind::Visit };
            let begun = Instant::now();
            let word = word(1, self.number, count);
            let (word, form) = filled(&browser, self.office, kind, &word, random.below(1_000)).context("no form")?;
            self.took[0].push(begun.elapsed());
            let begun = Instant::now();
            let act = sent(&browser, kind, word, form);
            self.took[1].push(begun.elapsed());
            match act.outcome {
                Outcome::Acknowledged | Outcome::Refused(409 | 422) => acts.push(act),
                _ => bail!("{}", act.told()),
            }
        }
        Ok(acts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_sorted_times() {
        let took = [(1..=1_000).rev().map(Duration::from_millis).collect(), vec![Duration::from_millis(7)]];
        let tally = Tally { took, ..Tally::default() };
        assert_eq!((tally.quantile(0, 500), tally.quantile(0, 990)), (501.0, 991.0));
        assert_eq!((tally.quantile(1, 990), Tally::default().quantile(0, 500)), (7.0, 0.0));
    }
}
