//! `cargo xtask NAME`: everything a developer or CI runs, in one small program that builds in seconds.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command for people: it talks on the terminal")]

mod bench;
mod gallery;
mod pdfua;
mod proof;
mod run;
mod sbom;
mod test;
mod tidy;
mod unhinted;
mod vendor;

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result, bail};

const USAGE: &str = "\
cargo xtask test      everything: formatting, lints, tidy, all tests on both engines, kills and fuzz, browser walks
cargo xtask proof     advisories, full disks, clocks that jump, two servers, 10,000 requests, fuzz and 1,000 kills of each
                      engine, with the program as it was built last (docs/operations/proof.md)
cargo xtask proof X   one of them: advisories, disk, clock, two, load, fuzz [SECONDS], targets [SECONDS], kill [COUNT];
                      MIMAMORI_SEED repeats a run
cargo xtask walk      the browser walks alone, with the program as it was built last
cargo xtask tidy      the rules of the house alone
cargo xtask gallery   every page of the demo as HTML and pictures (DIR, default target/gallery)
cargo xtask pdfua     every paper through pdfua (PyPI), a checker of a part of PDF/UA-1
cargo xtask sbom      what the program is made of, as CycloneDX 1.5 (FILE, default: the screen)
cargo xtask vendor    fetches the files of vendor.toml anew and compares them (--write takes them over)
cargo xtask bench     the figures of bench/, in one run
cargo xtask bench X   beside peers: board, plans, reports, papers, csv, explain, or law (all of the law's)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("", [].as_slice()),
    };
    match command(name, rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("xtask {name}: {fault:#}");
            ExitCode::from(3)
        }
    }
}

/// Runs the command; whether everything was found in order.
fn command(name: &str, rest: &[String]) -> Result<bool> {
    let root = root()?;
    match name {
        "bench" => bench::command(&root, rest),
        "gallery" => gallery::command(&root, rest),
        "pdfua" => pdfua::command(&root),
        "proof" => proof::command(&root, rest),
        "sbom" => sbom::command(&root, rest),
        "test" => test::command(&root, rest),
        "walk" => test::walks(&root),
        "tidy" => tidy::command(&root),
        "vendor" => vendor::command(&root, rest),
        _ => bail!("unknown command\n{USAGE}"),
    }
}

/// The folder of the workspace: the parent of the folder in which xtask's own manifest stands.
fn root() -> Result<PathBuf> {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").context("start it as `cargo xtask`")?;
    Ok(PathBuf::from(own).parent().context("xtask stands at the root of the disk")?.to_path_buf())
}
