//! 「控え」: what the page tells the 管理者 of the copies.

use domain::office::Right;
use jiff::{ToSpan as _, civil::DateTime};
use store::{
    copies::{self, CopyDrill, CopyKey, CopyRun, RunKind},
    organisations,
};

use super::{
    drill::drill_is_due,
    generations::{in_japan, next_hour, next_test},
    runs::CopyFault,
};
use crate::{Cx, Refusal};

/// Runs that the page lists.
const LISTED: i64 = 10;

/// What the page warns of, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// There is no paper key: nothing can be sealed.
    NoKey,
    /// The server has made no copy yet.
    NoCopy,
    /// The last copy is older than a day.
    Old,
    /// The last copy could not be made.
    CopyFailed(CopyFault),
    /// The last trial failed.
    TestFailed(CopyFault),
    /// Nobody has opened a copy with the paper key for half a year.
    DrillDue,
}

/// What the page tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiesPage {
    /// The paper key in use.
    pub key: Option<CopyKey>,
    /// Whether several organisations share the installation: then the key is made at the console.
    pub several: bool,
    /// The last copy that went well.
    pub last: Option<CopyRun>,
    /// The last trial, however it went.
    pub test: Option<CopyRun>,
    /// The last drill.
    pub drill: Option<CopyDrill>,
    /// When the next copy is due, Japan's time; none while none is made.
    pub next_copy: Option<DateTime>,
    /// When the next trial is due, Japan's time.
    pub next_test: Option<DateTime>,
    /// What to do something about.
    pub warnings: Vec<Warning>,
    /// The last copies and trials, however they went, the newest first.
    pub runs: Vec<CopyRun>,
}

/// What there is to tell. `Administer`.
pub fn copies_page(cx: &mut Cx<'_>) -> Result<CopiesPage, Refusal> {
    cx.authorize(Right::Administer)?;
    let key = copies::newest_key(cx.tx)?;
    let several = organisations::all(cx.tx)?.len() > 1;
    let last = copies::newest_good_run(cx.tx, RunKind::Copy)?;
    let mut runs = copies::runs(cx.tx, RunKind::Copy, LISTED)?;
    let tests = copies::runs(cx.tx, RunKind::Test, LISTED)?;
    let (newest, test) = (runs.first().cloned(), tests.first().cloned());
    runs.extend(tests);
    runs.sort_by(|a, b| b.at.cmp(&a.at));
    let drill = copies::newest_drill(cx.tx)?;
    let now = in_japan(&(cx.outside.now)());
    let warnings = warnings(now, key.as_ref(), last.as_ref(), (newest.as_ref(), test.as_ref()), drill.as_ref());
    let next_copy = last.as_ref().and(now).and_then(next_hour);
    let next_test = test.as_ref().and_then(|test| next_test((in_japan(&test.at)?, test.fault.is_empty())));
    Ok(CopiesPage { key, several, last, test, drill, next_copy, next_test, warnings, runs })
}

fn warnings(
    now: Option<DateTime>,
    key: Option<&CopyKey>,
    last: Option<&CopyRun>,
    (newest, test): (Option<&CopyRun>, Option<&CopyRun>),
    drill: Option<&CopyDrill>,
) -> Vec<Warning> {
    if key.is_none() {
        return vec![Warning::NoKey];
    }
    let mut all = Vec::new();
    match last.map(|last| in_japan(&last.at)) {
        None => all.push(Warning::NoCopy),
        Some(at) if is_old(at, now) => all.push(Warning::Old),
        Some(_) => {}
    }
    all.extend(fault(newest).map(Warning::CopyFailed));
    all.extend(fault(test).map(Warning::TestFailed));
    let drilled = drill.map(|drill| drill.done_at.as_str());
    if last.is_some() && now.is_some_and(|now| drill_is_due(drilled, now)) {
        all.push(Warning::DrillDue);
    }
    all
}

fn is_old(at: Option<DateTime>, now: Option<DateTime>) -> bool {
    let (Some(at), Some(now)) = (at, now) else { return true };
    at.checked_add(1.days()).is_ok_and(|day_after| day_after < now)
}

fn fault(run: Option<&CopyRun>) -> Option<CopyFault> {
    let fault = &run?.fault;
    (!fault.is_empty()).then(|| CopyFault::from_word(fault).unwrap_or(CopyFault::Other))
}
