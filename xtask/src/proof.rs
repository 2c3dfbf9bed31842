//! Proofs on the real program: killed at any moment, asked for anything, on a full disk, with a clock that jumps, two at once,
//! asked ten thousand times; what reads from outside fuzzed by itself, and the crates held against their advisories. A short part
//! belongs to `cargo xtask test`, `cargo xtask proof` is the long one.

mod advisories;
mod clock;
mod disk;
mod forms;
pub mod fuzz;
mod http;
mod journal;
mod kill;
mod live;
mod load;
mod office;
mod random;
mod small;
mod targets;
mod two;
mod work;

use std::{
    fmt::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

pub use live::Ground;

use crate::test::{self, Scratch, leftover, machine, server::Postgres};

/// Kills of each engine, and seconds of fuzz, in `cargo xtask test`.
const SHORT: (usize, u64) = (40, 20);
/// The same in `cargo xtask proof`.
const LONG: (usize, u64) = (1_000, 120);
/// How long `cargo xtask proof` may take in all.
const MOST: Duration = Duration::from_mins(60);

/// What proves a part; the number is that of the command line.
type Prove = fn(&Site<'_>, Option<usize>) -> Result<()>;

/// Seconds of each target of `fuzz/`.
const OF_A_TARGET: usize = 60;

/// The parts, in the order in which the whole runs: what is quick comes first.
const PARTS: &[(&str, &str, Prove)] = &[
    ("advisories", "", |site, _| advisories::run(site.root, site.scratch)),
    ("disk", "", |site, _| full_disk(site.ground()?)),
    ("clock", "", |site, _| clock_jumps(site.ground()?)),
    ("two", "", |site, _| two_servers(site.ground()?)),
    ("load", "", |site, _| ten_thousand(site.ground()?)),
    ("fuzz", " [SECONDS]", |site, number| {
        print!("{}", fuzzed(site.root, site.ground()?, number.map_or(Ok(LONG.1), u64::try_from)?)?);
        Ok(())
    }),
    ("targets", " [SECONDS]", |site, number| targets::run(site.root, site.scratch, number.unwrap_or(OF_A_TARGET))),
    ("kill", " [COUNT]", |site, number| {
        print!("{}", kills(site.ground()?, number.unwrap_or(LONG.0))?);
        Ok(())
    }),
];

/// Those that need neither the program nor an engine.
const ALONE: [&str; 2] = ["advisories", "targets"];

/// Where it is proved.
struct Site<'a> {
    root: &'a Path,
    scratch: &'a Scratch,
    /// None where only parts run that need neither the program nor an engine.
    ground: Option<Ground<'a>>,
}

impl Site<'_> {
    fn ground(&self) -> Result<&Ground<'_>> {
        self.ground.as_ref().context("the part has no ground")
    }
}

/// `cargo xtask proof`, or one of its parts.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    let parts: Vec<_> = match arguments.first() {
        None => PARTS.iter().collect(),
        Some(name) => PARTS.iter().filter(|(part, _, _)| part == name).collect(),
    };
    let number = arguments.get(1).map(|text| text.parse::<usize>()).transpose();
    let (false, Ok(number), true) = (parts.is_empty(), number, arguments.len() < 3) else { bail!(usage()) };
    let scratch = Scratch::create()?;
    let result = proved(root, &scratch, &parts, number);
    let left = leftover::end(&scratch);
    drop(scratch);
    result?;
    for process in &left {
        println!("left behind and ended: {process}");
    }
    Ok(left.is_empty())
}

fn usage() -> String {
    let parts: Vec<String> = PARTS.iter().map(|(name, number, _)| format!("{name}{number}")).collect();
    format!("usage: cargo xtask proof [{}]", parts.join(" | "))
}

/// Proves these parts, one after the other.
fn proved(root: &Path, scratch: &Scratch, parts: &[&(&str, &str, Prove)], number: Option<usize>) -> Result<()> {
    let begun = Instant::now();
    let alone = parts.iter().all(|(name, _, _)| ALONE.contains(name));
    let postgres = if alone {
        None
    } else {
        machine::prepare(root)?;
        machine::prepare_proof(root)?;
        Some(Postgres::start(scratch)?)
    };
    let program = test::program(root)?;
    let ground = postgres.as_ref().map(|postgres| Ground { program, scratch, postgres });
    let site = Site { root, scratch, ground };
    for (name, _, prove) in parts {
        test::step(name, || prove(&site, number))?;
    }
    println!("proved in {:.0} s", begun.elapsed().as_secs_f64());
    if begun.elapsed() > MOST {
        bail!("longer than {MOST:?}");
    }
    Ok(())
}

/// The kills of `cargo xtask test`; what they found.
pub fn short_kills(ground: &Ground<'_>) -> Result<String> {
    kills(ground, SHORT.0)
}

/// The fuzz of `cargo xtask test`; what it found.
pub fn short_fuzz(root: &Path, ground: &Ground<'_>) -> Result<String> {
    fuzzed(root, ground, SHORT.1)
}

/// Full disks of both engines.
fn full_disk(ground: &Ground<'_>) -> Result<()> {
    let told = |engine: &str, tally: disk::Tally| {
        println!(
            "   disk full, {engine}: {} acknowledged, {} refused with 507 and every word of theirs on the page; {} of these \
             forms taken when there was room again; lost 0, doubled 0, read all the time, no restart, verify clean",
            tally.acknowledged, tally.full, tally.again
        );
    };
    told("SQLite", disk::sqlite(ground).context("SQLite")?);
    if machine::is_root()? {
        told("PostgreSQL", disk::postgres(ground).context("PostgreSQL")?);
    } else {
        println!("   disk full, PostgreSQL: not proved, only root can give its server a file system of its own");
    }
    Ok(())
}

/// Clocks of both engines.
fn clock_jumps(ground: &Ground<'_>) -> Result<()> {
    for (engine, on_postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        let tally = clock::run(ground, on_postgres).context(engine)?;
        println!(
            "   clock, {engine}: {} acknowledged at the right time, a day ahead, an hour back and after --accept-clock; \
             sessions and locks of other times ended, a start before the last entry refused; lost 0, doubled 0, verify clean",
            tally.acknowledged
        );
    }
    Ok(())
}

/// Two servers on one database of each engine.
fn two_servers(ground: &Ground<'_>) -> Result<()> {
    for (engine, on_postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        let tally = two::run(ground, on_postgres).context(engine)?;
        println!(
            "   two servers, {engine}: {} acknowledged, {} refused (somebody else was first, or writing); lost 0, doubled 0, \
             half months 0, verify clean",
            tally.acknowledged, tally.refused
        );
    }
    Ok(())
}

/// Ten thousand requests.
fn ten_thousand(ground: &Ground<'_>) -> Result<()> {
    let seed = random::seed();
    println!("   seed {seed} (again with MIMAMORI_SEED={seed})");
    let tally = load::run(ground, seed)?;
    let [gets, posts] = [0, 1].map(|which| {
        let at = |thousandths| tally.quantile(which, thousandths);
        format!("p50 {:.0} ms, p99 {:.0} ms", at(500), at(990))
    });
    let [start, warm, most, end] = tally.memory.map(|kilobytes| kilobytes / 1024);
    println!(
        "   load: {} pages opened ({} different; {gets}), {} forms sent ({posts}; {} taken, {} refused by a rule), no fault; \
         memory {start} MB at the start, {warm} warm, {most} at most, {end} at the end (may grow by {} after it is warm); verify clean",
        tally.took[0].len(),
        tally.pages,
        tally.took[1].len(),
        tally.acts.0,
        tally.acts.1,
        load::GROWTH / 1024
    );
    Ok(())
}

/// So many kills on each engine, both at the same time.
fn kills(ground: &Ground<'_>, count: usize) -> Result<String> {
    let seed = random::seed();
    let mut said = format!("   seed {seed} (again with MIMAMORI_SEED={seed})\n");
    let told = std::thread::scope(|scope| {
        let engines = [("SQLite", false), ("PostgreSQL", true)].map(|(name, on_postgres)| {
            let begun = Instant::now();
            (name, begun, scope.spawn(move || kill::rounds(ground, on_postgres, count, seed)))
        });
        engines.map(|(name, begun, engine)| (name, engine.join(), begun.elapsed()))
    });
    for (name, tally, took) in told {
        let Ok(tally) = tally else { bail!("{name}: a thread panicked") };
        let tally = tally.map_err(|fault| fault.context(format!("{name}, seed {seed}")))?;
        let _ = writeln!(
            said,
            "   {name}: {} kills in {:.0} s ({} of a migration); {} acknowledged, {} unanswered and sent again, {} months closed; lost 0, doubled 0, half months 0, verify clean each time",
            tally.rounds,
            took.as_secs_f64(),
            tally.migrations,
            tally.acknowledged,
            tally.unanswered,
            tally.closed
        );
    }
    Ok(said)
}

/// So many seconds of fuzz.
fn fuzzed(root: &Path, ground: &Ground<'_>, seconds: u64) -> Result<String> {
    let seed = random::seed();
    let tally = fuzz::run(root, ground, "fuzz", seconds, seed).with_context(|| format!("seed {seed}"))?;
    let statuses: Vec<String> = tally.statuses.iter().map(|(status, count)| format!("{status} × {count}")).collect();
    Ok(format!(
        "   seed {seed} (again with MIMAMORI_SEED={seed})\n   fuzz: {} requests, all {} POST routes asked ({} with a form of a page, {} forms found), signed in again {} times; {}\n",
        tally.requests,
        tally.routes.1,
        tally.routes.0,
        tally.forms,
        tally.signed_in,
        statuses.join(", ")
    ))
}
