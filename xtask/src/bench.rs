//! `cargo xtask bench`: the figures of `bench/`, with the release program, in one run.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{
    run,
    test::{Scratch, machine, program},
};

/// Builds in release, runs each measurement and prints one table with median and spread.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask bench");
    }
    machine::prepare(root)?;
    if !run::exists("wrk") {
        bail!("please install: wrk (the load generator)");
    }
    let cargo = || run::program("cargo", root);
    run::ok(cargo().args(["build", "--release", "--locked", "--package", "cli"]))?;
    run::ok(cargo().args(["build", "--release", "--locked", "--package", "domain", "--example", "law_loop"]))?;
    let debug = program(root)?;
    let release = debug.parent().and_then(Path::parent).unwrap_or(root).join("release");
    let scratch = Scratch::create()?;
    let mut figures = scratch.mark(run::program("node", &root.join("bench")));
    figures.arg("figures.mjs").env("MIMAMORI", release.join("mimamori"));
    figures.env("MIMAMORI_LAW_LOOP", release.join("examples").join("law_loop"));
    figures.env("MIMAMORI_WALK", scratch.folder("bench")?);
    run::ok(&mut figures)?;
    Ok(true)
}
