//! The targets of `fuzz/` under libFuzzer: what reads bytes from outside, each by itself, guided by what of the code it reaches. New
//! inputs are kept in the scratch folder; one that ends a target is put into the target folder, and its bytes are told.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    run,
    test::{Scratch, program},
};

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: [&str; 5] = ["wareki", "claim_file", "csv_import", "web_form", "export_lines"];
/// The version of cargo-fuzz that is installed where there is none.
const CARGO_FUZZ: &str = "0.13.2";

/// Each for so many seconds; a line of figures for each.
pub fn run(root: &Path, scratch: &Scratch, seconds: usize) -> Result<()> {
    let target = program(root)?.ancestors().nth(2).context("no target folder")?.to_path_buf();
    let tools = prepare(root, &target)?;
    // The versions of the program; what the fuzzer itself needs, cargo adds.
    fs::copy(root.join("Cargo.lock"), root.join("fuzz/Cargo.lock"))?;
    let result = every(root, scratch, seconds, (&tools, &target.join("fuzz")));
    fs::remove_file(root.join("fuzz/Cargo.lock"))?;
    result
}

fn every(root: &Path, scratch: &Scratch, seconds: usize, (tools, target): (&Path, &Path)) -> Result<()> {
    let cargo = |what: &str| {
        let mut command = scratch.mark(run::program("rustup", root));
        // What the cargo that started us says of itself is not meant for the nightly.
        for name in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC", "CARGO_TARGET_DIR", "CARGO_MANIFEST_DIR"] {
            command.env_remove(name);
        }
        command.args(["run", "nightly"]).arg(tools).args(["fuzz", what, "--fuzz-dir", "fuzz", "--dev", "--target-dir"]);
        command.arg(target);
        command
    };
    run::ok(&mut cargo("build"))?;
    for name in TARGETS {
        let (found, crashes) = (scratch.folder(&format!("corpus-{name}"))?, target.join("crashes").join(name));
        fs::create_dir_all(&crashes)?;
        let seeds = root.join("fuzz/seeds").join(name);
        let mut fuzz = cargo("run");
        fuzz.arg(name).arg(&found).arg(&seeds).arg("--").args([
            &format!("-max_total_time={seconds}"),
            &format!("-artifact_prefix={}/", crashes.display()),
            "-max_len=4096",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            "-verbosity=0",
        ]);
        let said = ended(&mut fuzz, name)?;
        let runs = figure(&said, "stat::number_of_executed_units:").context("libFuzzer tells no figures")?;
        let kept = fs::read_dir(&found)?.count();
        let seeds = fs::read_dir(&seeds)?.count();
        println!(
            "   {name}: {runs} inputs in {seconds} s from {seeds} seeds, {kept} of them reached something new; no crash"
        );
        if runs == "0" {
            bail!("{name}: nothing was tried");
        }
    }
    Ok(())
}

/// Runs a target to its end; what it said. An error, with the input, where it crashed.
fn ended(command: &mut Command, name: &str) -> Result<String> {
    let output = command.output().context("cannot start rustup")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let lines: Vec<&str> = said.lines().collect();
    let end = lines.get(lines.len().saturating_sub(60)..).unwrap_or_default().join("\n");
    bail!("{name} crashed (mend it, with a test first):\n{end}")
}

/// A figure of libFuzzer's.
fn figure<'a>(said: &'a str, name: &str) -> Option<&'a str> {
    said.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim)
}

/// cargo-fuzz, installed where it is missing; and a nightly, for the sanitizers.
fn prepare(root: &Path, target: &Path) -> Result<PathBuf> {
    if !run::exists("rustup") {
        bail!("the targets need rustup, for a nightly");
    }
    if !run::text(run::program("rustup", root).args(["toolchain", "list"]))?.contains("nightly") {
        run::ok(run::program("rustup", root).args(["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    if run::exists("cargo-fuzz") {
        return Ok(PathBuf::from("cargo-fuzz"));
    }
    let tools = target.join("tools");
    let installed = tools.join("bin/cargo-fuzz");
    if !installed.is_file() {
        let mut install = run::program("cargo", root);
        install.args(["install", "--locked", "cargo-fuzz", "--version", CARGO_FUZZ, "--root"]);
        run::ok(install.arg(&tools))?;
    }
    Ok(installed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_seeds() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let manifest: toml::Table = fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap().parse().unwrap();
        let named: Vec<&str> =
            manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap()).collect();
        assert_eq!(named, TARGETS);
        for name in TARGETS {
            assert!(fs::read_dir(root.join("fuzz/seeds").join(name)).unwrap().count() > 1, "{name}");
        }
    }

    #[test]
    fn figures_are_read() {
        let said = "Done 12 runs\nstat::number_of_executed_units: 4711\nstat::average_exec_per_sec: 7\n";
        assert_eq!(figure(said, "stat::number_of_executed_units:"), Some("4711"));
        assert_eq!(figure("", "stat::number_of_executed_units:"), None);
    }
}
