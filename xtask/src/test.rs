//! `cargo xtask test`: everything that has to be right before a change is taken, in one command that cleans up after itself.

mod count;
pub mod leftover;
pub mod machine;
pub mod server;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Result, bail};

use crate::{pdfua, proof, run, tidy};
use count::Count;
pub use server::Scratch;

/// What is walked in a browser, each on both engines: a month to its claim file, a plan from the first call on.
const WALKS: [&str; 2] = ["walk", "planning"];

/// `cargo xtask walk`: the browser walks alone, with the program as it was built last.
pub fn walks(root: &Path) -> Result<bool> {
    judged(|scratch, count| {
        machine::prepare(root)?;
        let postgres = server::Postgres::start(scratch)?;
        every_walk(root, scratch, count, &postgres)
    })
}

/// Runs everything; the last line alone says how many tests passed and failed.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask test");
    }
    judged(|scratch, count| everything(root, scratch, count))
}

/// Runs tests in a scratch folder, ends what they left, and prints the sum as the last line.
fn judged(tests: impl FnOnce(&Scratch, &mut Count) -> Result<()>) -> Result<bool> {
    let scratch = Scratch::create()?;
    let mut count = Count::default();
    let result = tests(&scratch, &mut count);
    let left = leftover::end(&scratch);
    drop(scratch);
    if let Err(fault) = &result {
        eprintln!("xtask test: {fault:#}");
        count.failed += 1;
    }
    for process in &left {
        eprintln!("xtask test: left behind and ended: {process}");
        count.failed += 1;
    }
    println!("\n{} passed, {} failed", count.passed, count.failed);
    Ok(count.failed == 0)
}

fn everything(root: &Path, scratch: &Scratch, count: &mut Count) -> Result<()> {
    let cargo = || scratch.mark(run::program("cargo", root));
    step("the machine", || machine::prepare(root))?;
    step("formatting", || run::ok(cargo().args(["fmt", "--all", "--check"])))?;
    step("lints", || {
        run::ok(cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    step("tidy", || if tidy::command(root)? { Ok(()) } else { bail!("tidy found faults") })?;
    // One build with the features of the whole workspace, so that tests and walks share what is below them.
    step("build", || run::ok(cargo().args(["build", "--locked", "--workspace", "--all-targets"])))?;
    let postgres = step("PostgreSQL", || server::Postgres::start(scratch))?;
    step("tests", || {
        let mut tests = cargo();
        tests.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
        tests.env("MIMAMORI_TEST_POSTGRES", postgres.url("postgres")).env("MIMAMORI_REQUIRE_TOOLS", "1");
        count.cargo(&mut tests)
    })?;
    let ground = proof::Ground { program: program(root)?, scratch, postgres: &postgres };
    step("kills and fuzz", || proof::short(root, &ground))?;
    step("papers through pdfua", || if pdfua::check(root, scratch)? { Ok(()) } else { bail!("pdfua found faults") })?;
    every_walk(root, scratch, count, &postgres)
}

fn every_walk(root: &Path, scratch: &Scratch, count: &mut Count, postgres: &server::Postgres) -> Result<()> {
    let program = program(root)?;
    for name in WALKS {
        step(&format!("{name} in a browser on SQLite"), || walk(root, scratch, count, (&program, name), None))?;
        let database = postgres.create(name)?;
        step(&format!("{name} in a browser on PostgreSQL"), || {
            walk(root, scratch, count, (&program, name), Some(&database))
        })?;
    }
    // What is typed and clicked does not hang on the engine, and the demo has one alone.
    step("values and clicks of a month", || walk(root, scratch, count, (&program, "month"), None))
}

/// Where the build put the program.
pub fn program(root: &Path) -> Result<PathBuf> {
    let metadata =
        run::text(run::program("cargo", root).args(["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata.get("target_directory").and_then(serde_json::Value::as_str).unwrap_or("target");
    Ok(Path::new(target).join("debug").join("mimamori"))
}

/// One browser walk against a server of its own.
fn walk(
    root: &Path,
    scratch: &Scratch,
    count: &mut Count,
    (program, name): (&Path, &str),
    database: Option<&str>,
) -> Result<()> {
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let mut walk: Command = scratch.mark(run::program("node", &root.join("e2e")));
    walk.arg(format!("{name}.mjs"))
        .env("MIMAMORI", program)
        .env("MIMAMORI_WALK", scratch.folder(&format!("{name}-{engine}"))?);
    if let Some(database) = database {
        walk.env("MIMAMORI_WALK_DATABASE", database);
    }
    count.walk(&mut walk)
}

/// Says what is being done and how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("── {name}");
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!("── {name}: {word} in {:.0} s", start.elapsed().as_secs_f64());
    result
}
