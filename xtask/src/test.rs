//! `cargo xtask test`: everything that has to be right before a change is taken, in one command that cleans up after itself.

mod count;
mod lanes;
pub mod leftover;
pub mod machine;
pub mod server;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail};

use crate::{pdfua, proof, run, tidy};
use count::Count;
use lanes::Job;
pub use server::Scratch;

/// What is walked in a browser, each on both engines: a month to its claim file, a plan from the first call on.
const WALKS: [&str; 2] = ["planning", "walk"];

/// `cargo xtask walk`: the browser walks alone, with the program as it was built last.
pub fn walks(root: &Path) -> Result<bool> {
    judged(|scratch, count| {
        machine::prepare(root)?;
        let postgres = server::Postgres::start(scratch)?;
        let program = program(root)?;
        lanes::run(every_walk(root, scratch, &program, &postgres)?, count)
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
    step("tidy", || if tidy::command(root)? { Ok(()) } else { bail!("tidy found faults") })?;
    // One build with the features of the whole workspace, so that tests and walks share what is below them.
    step("build", || run::ok(cargo().args(["build", "--locked", "--workspace", "--all-targets"])))?;
    let postgres = step("PostgreSQL", || server::Postgres::start(scratch))?;
    step("papers through pdfua", || if pdfua::check(root, scratch)? { Ok(()) } else { bail!("pdfua found faults") })?;
    let program = program(root)?;
    let ground = proof::Ground { program: program.clone(), scratch, postgres: &postgres };
    let mut jobs = vec![
        Job::new("tests", || tests(root, scratch, &postgres)),
        Job::new("lints", || lints(root, scratch, &program).map(|()| (Count::default(), String::new()))),
    ];
    jobs.extend(every_walk(root, scratch, &program, &postgres)?);
    jobs.push(Job::new("kills", || Ok((Count::default(), proof::short_kills(&ground)?))));
    jobs.push(Job::new("fuzz", || Ok((Count::default(), proof::short_fuzz(root, &ground)?))));
    lanes::run(jobs, count)
}

/// The tests of all crates, told while they run: they are the longest piece.
fn tests(root: &Path, scratch: &Scratch, postgres: &server::Postgres) -> Result<(Count, String)> {
    let mut tests = scratch.mark(run::program("cargo", root));
    tests.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    tests.env("MIMAMORI_TEST_POSTGRES", postgres.url("postgres")).env("MIMAMORI_REQUIRE_TOOLS", "1");
    let mut count = Count::default();
    count.cargo(&mut tests)?;
    Ok((count, String::new()))
}

/// Clippy, with a target folder of its own beside the program's, so that it need not wait until the tests have ended.
fn lints(root: &Path, scratch: &Scratch, program: &Path) -> Result<()> {
    let debug = program.parent().context("the program lies in a folder")?;
    let mut clippy = scratch.mark(run::program("cargo", root));
    clippy.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    clippy.arg("--target-dir").arg(debug.with_file_name("lints")).args(["--", "-D", "warnings"]);
    run::ok(&mut clippy)
}

/// The walks, the longest first.
fn every_walk<'a>(
    root: &'a Path,
    scratch: &'a Scratch,
    program: &'a Path,
    postgres: &server::Postgres,
) -> Result<Vec<Job<'a>>> {
    let mut jobs = Vec::new();
    for name in WALKS {
        jobs.push(Job::new(format!("{name} in a browser on SQLite"), move || {
            walk(root, scratch, (program, name), None)
        }));
        let database = postgres.create(name)?;
        jobs.push(Job::new(format!("{name} in a browser on PostgreSQL"), move || {
            walk(root, scratch, (program, name), Some(&database))
        }));
    }
    // What is typed and clicked does not hang on the engine, and the demo has one alone.
    jobs.push(Job::new("values and clicks of a month", move || walk(root, scratch, (program, "month"), None)));
    Ok(jobs)
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
    (program, name): (&Path, &str),
    database: Option<&str>,
) -> Result<(Count, String)> {
    let engine = if database.is_some() { "postgres" } else { "sqlite" };
    let mut walk: Command = scratch.mark(run::program("node", &root.join("e2e")));
    walk.arg(format!("{name}.mjs"))
        .env("MIMAMORI", program)
        .env("MIMAMORI_WALK", scratch.folder(&format!("{name}-{engine}"))?);
    if let Some(database) = database {
        walk.env("MIMAMORI_WALK_DATABASE", database);
    }
    lanes::counted(|count, said| count.walk(&mut walk, said))
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
