//! `cargo xtask bench …`: the figures of `bench/`, with the release program, each kind beside its peers in one run.

pub mod place;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{
    run,
    test::{Scratch, machine, program},
};
use place::Place;

/// The commit that some figures are compared with, and what is measured of it.
const EARLIER: &str = "8cd86a9";

/// The last commit before the board counted the gaps of grants (支給決定の切れ目).
const BEFORE_GAPS: &str = "d8b4f90";

/// Builds in release, runs each measurement and prints its tables with median and spread.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => figures(root)?,
        ["board"] => board(root)?,
        ["looks"] => looks(root)?,
        ["plans"] => plans(root)?,
        ["import"] => import(root)?,
        ["reports"] => reports(root)?,
        ["papers"] => papers(root)?,
        ["csv"] => law(root, "csv")?,
        ["explain"] => law(root, "explain")?,
        ["law"] => law(root, "all")?,
        _ => bail!("usage: cargo xtask bench [board|looks|plans|import|reports|papers|csv|explain|law]"),
    }
    Ok(true)
}

fn figures(root: &Path) -> Result<()> {
    prepare_web(root)?;
    let release = build(root)?;
    let scratch = Scratch::create()?;
    let mut figures = scratch.mark(run::program("node", &root.join("bench")));
    figures.arg("figures.mjs").env("MIMAMORI", release.join("mimamori"));
    figures.env("MIMAMORI_WALK", scratch.folder("bench")?);
    run::ok(&mut figures)
}

/// The board of a city beside Express and Django, and of one office beside the earlier commit.
fn board(root: &Path) -> Result<()> {
    prepare_web(root)?;
    let release = build(root)?;
    let place = Place::of(root)?;
    let earlier = place.earlier(EARLIER)?;
    let modules = place.modules("board", "bench/board/package.json")?;
    let venv = place.venv("board", "bench/board/requirements.txt")?;
    let scratch = Scratch::create()?;
    let mut board = scratch.mark(run::program("node", &root.join("bench/board")));
    board.arg("run.mjs").env("MIMAMORI", release.join("mimamori")).env("BOARD_DATA", example(&release, "board_data"));
    board.env("EARLIER", earlier.release.join("mimamori")).env("EARLIER_ROOT", &earlier.source);
    board.env("DATA", &place.folder).env("MODULES", modules).env("VENV", venv).env("WORK", scratch.folder("board")?);
    run::ok(&mut board)
}

/// The board with the log of looks and without it.
fn looks(root: &Path) -> Result<()> {
    prepare_web(root)?;
    let release = build(root)?;
    let without = Place::of(root)?.patched("without-looks", "bench/looks/without.patch", &release)?;
    // The patched program lies where the plain one was.
    let release = build(root)?;
    let scratch = Scratch::create()?;
    let mut looks = scratch.mark(run::program("node", &root.join("bench/looks")));
    looks.arg("run.mjs").env("MIMAMORI", release.join("mimamori")).env("WITHOUT", without);
    looks.env("BOARD_DATA", example(&release, "board_data")).env("WORK", scratch.folder("looks")?);
    run::ok(&mut looks)
}

/// A client with ten years of plans: its pages and the autosave; and the board beside the commit before it counted gaps.
fn plans(root: &Path) -> Result<()> {
    prepare_web(root)?;
    let release = build(root)?;
    let earlier = Place::of(root)?.earlier(BEFORE_GAPS)?;
    let scratch = Scratch::create()?;
    let mut plans = scratch.mark(run::program("node", &root.join("bench/plans")));
    plans
        .arg("run.mjs")
        .env("MIMAMORI", release.join("mimamori"))
        .env("PLAN_HISTORY", example(&release, "plan_history"));
    plans.env("EARLIER", earlier.release.join("mimamori")).env("EARLIER_NAME", BEFORE_GAPS);
    plans.env("EARLIER_ROOT", &earlier.source);
    plans.env("WORK", scratch.folder("plans")?);
    run::ok(&mut plans)
}

/// Files in which many share a birthday, and the saves of others meanwhile.
fn import(root: &Path) -> Result<()> {
    let release = build(root)?;
    let scratch = Scratch::create()?;
    let mut import = scratch.mark(run::program(&example(&release, "import_figures").to_string_lossy(), root));
    import.arg(scratch.folder("import")?);
    run::ok(&mut import)
}

/// Sixty different reports beside a bare typst and ReportLab.
fn reports(root: &Path) -> Result<()> {
    let release = build(root)?;
    let place = Place::of(root)?;
    let venv = place.venv("reports", "bench/reports/requirements.txt")?;
    let scratch = Scratch::create()?;
    let mut reports =
        scratch.mark(run::program(&venv.join("bin/python").to_string_lossy(), &root.join("bench/reports")));
    reports.arg("run.py").arg(example(&release, "report_pdf")).arg(example(&release, "bare_typst"));
    reports.arg(root.join("crates/pdf/unhinted/BIZUDPGothic_400Regular.ttf")).arg(scratch.folder("reports")?);
    run::ok(&mut reports)
}

/// A batch of plans beside Chromium, WeasyPrint, LibreOffice and ReportLab.
fn papers(root: &Path) -> Result<()> {
    for tool in ["chromium", "node", "qpdf"] {
        if !run::exists(tool) {
            bail!("please install: {tool}");
        }
    }
    let release = build(root)?;
    let place = Place::of(root)?;
    let venv = place.venv("papers", "bench/papers/requirements.txt")?;
    let modules = place.modules("papers", "bench/papers/package.json")?;
    let scratch = Scratch::create()?;
    let mut papers = scratch.mark(run::program(&venv.join("bin/python").to_string_lossy(), &root.join("bench/papers")));
    papers.arg("run.py").arg(release.join("mimamori")).arg(example(&release, "plan_data"));
    papers.arg(example(&release, "report_pdf")).arg(example(&release, "bare_typst"));
    papers.arg(root.join("crates/pdf/unhinted/BIZUDPGothic_400Regular.ttf")).arg(scratch.folder("papers")?);
    run::ok(papers.env("MODULES", modules))
}

/// The law: CSV to CSV beside data frames and databases, one explanation beside the earlier commit, or all there is.
fn law(root: &Path, what: &str) -> Result<()> {
    let release = build(root)?;
    let place = Place::of(root)?;
    let venv = place.venv("law", "bench/law/requirements.txt")?;
    let scratch = Scratch::create()?;
    let mut law = scratch.mark(run::program(&venv.join("bin/python").to_string_lossy(), &root.join("bench/law")));
    law.arg("run.py").arg(what).arg(&place.folder).arg(scratch.folder("law")?);
    law.env("MIMAMORI", release.join("mimamori")).env("LAW_LOOP", example(&release, "law_loop"));
    if what == "explain" {
        law.env("EARLIER_LAW_LOOP", example(&place.earlier(EARLIER)?.release, "law_loop"));
    }
    if what == "all" {
        law.env("DATALOGIC", crate_of(root, &place, "bench/law/datalogic")?.join("datalogic-peer"));
    }
    run::ok(&mut law)
}

fn prepare_web(root: &Path) -> Result<()> {
    machine::prepare(root)?;
    if !run::exists("wrk") {
        bail!("please install: wrk (the load generator)");
    }
    Ok(())
}

/// Builds the release program and all examples, in one way for all figures: another choice of packages would build what
/// lies below them anew. The folder in which they lie.
fn build(root: &Path) -> Result<PathBuf> {
    run::ok(run::program("cargo", root).args([
        "build",
        "--release",
        "--locked",
        "--workspace",
        "--bins",
        "--examples",
    ]))?;
    let debug = program(root)?;
    Ok(debug.parent().and_then(Path::parent).unwrap_or(root).join("release"))
}

fn example(release: &Path, name: &str) -> PathBuf {
    release.join("examples").join(name)
}

/// A peer that is a Rust crate with a lock of its own, built; the folder in which its program lies.
fn crate_of(root: &Path, place: &Place, folder: &str) -> Result<PathBuf> {
    let target = place.folder.join("target");
    let mut cargo = run::program("cargo", root);
    cargo.args(["build", "--release", "--locked", "--manifest-path"]).arg(root.join(folder).join("Cargo.toml"));
    run::ok(cargo.arg("--target-dir").arg(&target))?;
    Ok(target.join("release"))
}
