//! `cargo xtask bench`: the figures of `bench/`, with the release program, in one run; `bench law`: the law beside its peers.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{
    run,
    test::{Scratch, machine, program},
};

/// Builds in release, runs each measurement and prints its tables with median and spread.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => figures(root)?,
        ["law"] => law(root)?,
        _ => bail!("usage: cargo xtask bench [law]"),
    }
    Ok(true)
}

fn figures(root: &Path) -> Result<()> {
    machine::prepare(root)?;
    if !run::exists("wrk") {
        bail!("please install: wrk (the load generator)");
    }
    let release = build(root)?;
    let scratch = Scratch::create()?;
    let mut figures = scratch.mark(run::program("node", &root.join("bench")));
    figures.arg("figures.mjs").env("MIMAMORI", release.join("mimamori"));
    figures.env("MIMAMORI_WALK", scratch.folder("bench")?);
    run::ok(&mut figures)
}

/// The peers are Python packages and one Rust crate; all of them are fetched and built before anything is measured.
fn law(root: &Path) -> Result<()> {
    let release = build(root)?;
    let cargo = || run::program("cargo", root);
    run::ok(cargo().args(["build", "--release", "--locked", "--package", "domain", "--example", "law_loop"]))?;
    let peer = root.join("bench/law/datalogic/Cargo.toml");
    let datalogic = release.join("datalogic-peer");
    let target = release.parent().unwrap_or(&release);
    run::ok(
        cargo().args(["build", "--release", "--locked", "--manifest-path"]).arg(peer).arg("--target-dir").arg(target),
    )?;
    let scratch = Scratch::create()?;
    let folder = scratch.folder("law")?;
    let venv = folder.join("venv");
    run::ok(run::program("python3", root).args(["-m", "venv"]).arg(&venv))?;
    let python = |arguments: &[&str]| {
        let mut command =
            scratch.mark(run::program(&venv.join("bin/python").to_string_lossy(), &root.join("bench/law")));
        command.args(arguments);
        command
    };
    run::ok(&mut python(&[
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        "requirements.txt",
    ]))?;
    let law_loop = release.join("examples").join("law_loop");
    run::ok(python(&["run.py"]).arg(release.join("mimamori")).arg(law_loop).arg(datalogic).arg(&folder))
}

/// Builds the release program; the folder in which it lies.
fn build(root: &Path) -> Result<PathBuf> {
    run::ok(run::program("cargo", root).args(["build", "--release", "--locked", "--package", "cli"]))?;
    let debug = program(root)?;
    Ok(debug.parent().and_then(Path::parent).unwrap_or(root).join("release"))
}
