//! Clock jumps: libfaketime turns the clock of the running server forward a day and back an hour, and of a start to before the
//! last entry. What was acknowledged is there, sessions and locks of a time to come are nobody's, and `verify` finds nothing.

use std::{
    fs,
    path::PathBuf,
    thread::sleep,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, bail};

use super::{
    forms::form_to,
    http::Browser,
    journal::{Act, Outcome},
    kill::look,
    live::{Ground, Live},
    office::{self, LOGIN, Office},
    work::work,
};
use crate::test::Scratch;

/// How long people work at each time.
const WORK: Duration = Duration::from_millis(2_500);
/// Seconds of an hour and of a day.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// More wrong passwords than are let through.
const TRIES: usize = 7;

/// What was seen.
#[derive(Debug, Default)]
pub struct Tally {
    /// Acts that were acknowledged, at four times.
    pub acknowledged: usize,
}

/// A clock that stands so many seconds beside the real one.
struct Clock {
    file: PathBuf,
    before: Vec<String>,
    offset: i64,
}

impl Clock {
    /// A clock that is right.
    fn of(scratch: &Scratch, name: &str) -> Result<Self> {
        let file = scratch.path().join(format!("faketime-{name}"));
        let before = [
            "env".to_owned(),
            format!("LD_PRELOAD={}", library()?.display()),
            format!("FAKETIME_TIMESTAMP_FILE={}", file.display()),
            "FAKETIME_NO_CACHE=1".to_owned(),
            // A clock that is set leaves the count of seconds since the start alone.
            "DONT_FAKE_MONOTONIC=1".to_owned(),
        ];
        let mut clock = Self { file, before: before.to_vec(), offset: 0 };
        clock.set(0)?;
        Ok(clock)
    }

    /// Sets it, for whoever runs by it, too.
    fn set(&mut self, offset: i64) -> Result<()> {
        let new = self.file.with_extension("new");
        fs::write(&new, format!("{offset:+}"))?;
        fs::rename(new, &self.file)?;
        self.offset = offset;
        Ok(())
    }

    /// The second that it shows.
    fn now(&self) -> Result<u64> {
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
        Ok(u64::try_from(now + self.offset)?)
    }

    fn before(&self) -> Vec<&str> {
        self.before.iter().map(String::as_str).collect()
    }
}

/// Debian's libfaketime, for programs with threads.
fn library() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path());
    let mut found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).filter(|path| path.is_file());
    found.next().context("libfaketime is not installed (Debian: faketime)")
}

/// One engine.
pub fn run(ground: &Ground<'_>, on_postgres: bool) -> Result<Tally> {
    let engine = if on_postgres { "postgres" } else { "sqlite" };
    let office = office::make(ground, &format!("clock-{engine}"), on_postgres)?;
    let mut clock = Clock::of(ground.scratch, engine)?;
    let mut acts = Vec::new();
    let live = ground.serve(&office.place, &clock.before(), &[])?;
    acts.extend(worked(&live, &office, 1, &office.cookie).context("at the right time")?);

    clock.set(DAY)?;
    signed_out(&live, &office.cookie).context("forward a day")?;
    let tomorrow = office::sign_in(&live.browser(""), &office, clock.now()?).context("forward a day")?;
    acts.extend(worked(&live, &office, 2, &tomorrow).context("forward a day")?);
    lock(&live.browser("")).context("forward a day")?;

    clock.set(DAY - HOUR)?;
    signed_out(&live, &tomorrow).context("back an hour")?;
    let back = office::sign_in(&live.browser(""), &office, clock.now()?).context("back an hour")?;
    acts.extend(worked(&live, &office, 3, &back).context("back an hour")?);
    live.stop()?;

    clock.set(0)?;
    refused(ground, &office, &clock).context("back before the last entry")?;
    let live = ground.serve(&office.place, &clock.before(), &["--accept-clock"])?;
    let told = "select count(*) from audit where action = 'data.accept-clock'";
    if ground.rows(&office.place, told)? != ["1"] {
        bail!("--accept-clock does not stand in the log");
    }
    signed_out(&live, &back).context("--accept-clock")?;
    let now = office::sign_in(&live.browser(""), &office, clock.now()?).context("--accept-clock")?;
    acts.extend(worked(&live, &office, 4, &now).context("--accept-clock")?);
    live.stop()?;
    // Once: from now on the last entry is one of a right clock.
    ground.serve(&office.place, &clock.before(), &[]).context("the start after --accept-clock")?.stop()?;
    look(ground, &office.place, &acts)?;
    Ok(Tally { acknowledged: acts.len() })
}

/// People at work for a while; what was acknowledged, which must be something.
fn worked(live: &Live, office: &Office, number: usize, cookie: &str) -> Result<Vec<Act>> {
    office::signed_in(live, cookie)?;
    let acts = work(&live.browser(cookie), office, number, || sleep(WORK));
    let odd = acts.iter().find(|act| !matches!(act.outcome, Outcome::Acknowledged | Outcome::Refused(409 | 422)));
    if let Some(act) = odd {
        bail!("{}", act.told());
    }
    let taken: Vec<Act> = acts.into_iter().filter(|act| act.outcome == Outcome::Acknowledged).collect();
    if taken.is_empty() {
        bail!("nothing was saved");
    }
    Ok(taken)
}

/// An error unless a session of another time has ended.
fn signed_out(live: &Live, cookie: &str) -> Result<()> {
    let answer = live.browser(cookie).get("/")?;
    if answer.status != 303 || !answer.header("location").is_some_and(|place| place.starts_with("/login")) {
        bail!("a session of another time still opens the board: {}", answer.status);
    }
    Ok(())
}

/// Wrong passwords until the right one is not asked for any more.
fn lock(browser: &Browser) -> Result<()> {
    let page = browser.get("/login")?.body;
    let form = form_to(&page, "/login").context("the page has no form to sign in")?.with("login", LOGIN.0);
    let tried = |password: &str| browser.post("/login", &form.clone().with("password", password).fields);
    for _ in 0..TRIES {
        tried("ちがう合言葉 その一 0000")?;
    }
    if tried(LOGIN.1)?.status == 303 {
        bail!("{TRIES} wrong passwords, and the right one opens at once");
    }
    Ok(())
}

/// A start with a clock before the last entry: refused with a sentence, and nothing is written.
fn refused(ground: &Ground<'_>, office: &Office, clock: &Clock) -> Result<()> {
    let entries = || ground.rows(&office.place, "select count(*) from audit");
    let before = entries()?;
    let said = ground.refused(&office.place, &clock.before(), &[])?;
    for word in ["起動しません", "最後の記録", "--accept-clock"] {
        if !said.contains(word) {
            bail!("the refusal does not say {word}: {said}");
        }
    }
    if entries()? != before {
        bail!("the refused start wrote into the log");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::run;

    #[test]
    fn the_clock_of_a_running_program_is_turned() {
        // Where libfaketime is not installed there is nothing to test; the proof itself installs it.
        if library().is_err() {
            return;
        }
        let scratch = Scratch::create().unwrap();
        let mut clock = Clock::of(&scratch, "test").unwrap();
        let shown = |clock: &Clock| -> u64 {
            let words = clock.before().into_iter().chain(["date", "+%s"]);
            run::text(&mut run::words(words, Path::new("/")).unwrap()).unwrap().trim().parse().unwrap()
        };
        assert!(shown(&clock).abs_diff(clock.now().unwrap()) < 5);
        clock.set(DAY - HOUR).unwrap();
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!(shown(&clock).abs_diff(real + 23 * 3_600) < 5);
    }
}
