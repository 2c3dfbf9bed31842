//! Proofs on the real program: killed at any moment, asked for anything. A short part belongs to `cargo xtask test`,
//! `cargo xtask proof` is the long one.

mod forms;
pub mod fuzz;
mod http;
mod journal;
mod kill;
mod live;
mod office;
mod random;

use std::{path::Path, time::Instant};

use anyhow::{Result, bail};

pub use live::Ground;

use crate::test::{self, Scratch, machine, server::Postgres};

/// Kills of each engine, and seconds of fuzz, in `cargo xtask test`.
const SHORT: (usize, u64) = (40, 20);
/// The same in `cargo xtask proof`.
const LONG: (usize, u64) = (1_000, 120);

/// `cargo xtask proof`, or parts of it: `kill [COUNT]`, `fuzz [SECONDS]`.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<usize>().ok());
    machine::prepare(root)?;
    let scratch = Scratch::create()?;
    let postgres = Postgres::start(&scratch)?;
    let ground = Ground { program: test::program(root)?, scratch: &scratch, postgres: &postgres };
    match arguments.first().map(String::as_str) {
        Some("kill") => kills(&ground, number(1).unwrap_or(LONG.0))?,
        Some("fuzz") => fuzzed(root, &ground, u64::try_from(number(1).unwrap_or(20))?)?,
        None => {
            kills(&ground, LONG.0)?;
            fuzzed(root, &ground, LONG.1)?;
        }
        _ => bail!("usage: cargo xtask proof [kill [COUNT] | fuzz [SECONDS]]"),
    }
    Ok(true)
}

/// The part of `cargo xtask test`.
pub fn short(root: &Path, ground: &Ground<'_>) -> Result<()> {
    kills(ground, SHORT.0)?;
    fuzzed(root, ground, SHORT.1)
}

/// So many kills on each engine, both at the same time.
fn kills(ground: &Ground<'_>, count: usize) -> Result<()> {
    let seed = random::seed();
    println!("   seed {seed} (again with MIMAMORI_SEED={seed})");
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
        println!(
            "   {name}: {} kills in {:.0} s ({} of a migration); {} acknowledged, {} unanswered and sent again, {} months closed; lost 0, doubled 0, half months 0, verify clean each time",
            tally.rounds,
            took.as_secs_f64(),
            tally.migrations,
            tally.acknowledged,
            tally.unanswered,
            tally.closed
        );
    }
    Ok(())
}

/// So many seconds of fuzz.
fn fuzzed(root: &Path, ground: &Ground<'_>, seconds: u64) -> Result<()> {
    let tally = fuzz::run(root, ground, "fuzz", seconds, random::seed())?;
    let statuses: Vec<String> = tally.statuses.iter().map(|(status, count)| format!("{status} × {count}")).collect();
    println!(
        "   fuzz: {} requests, all {} POST routes asked ({} with a form of a page, {} forms found), signed in again {} times; {}",
        tally.requests,
        tally.routes.1,
        tally.routes.0,
        tally.forms,
        tally.signed_in,
        statuses.join(", ")
    );
    Ok(())
}
