//! `cargo xtask pdfua`: every paper through pdfua, a checker of PyPI for the part of PDF/UA-1 that a program can see without a Java
//! machine (16 of 106 rules in 0.1.3). It is no validation: veraPDF was not run.

use std::{fs, path::Path};

use anyhow::{Result, bail};

use crate::{
    bench::place::Place,
    run,
    test::{Scratch, program},
};

/// Draws the papers of `crates/pdf/examples/report_pdf.rs` and checks them; whether nothing was found.
pub fn command(root: &Path) -> Result<bool> {
    run::ok(run::program("cargo", root).args(["build", "--locked", "--workspace", "--bins", "--examples"]))?;
    let scratch = Scratch::create()?;
    let folder = scratch.folder("papers")?;
    let drawer = program(root)?.with_file_name("examples").join("report_pdf");
    run::ok(run::program(&drawer.to_string_lossy(), root).arg("papers").arg(&folder))?;
    let mut papers = Vec::new();
    for entry in fs::read_dir(&folder)? {
        papers.push(entry?.path());
    }
    if papers.is_empty() {
        bail!("no paper was drawn");
    }
    papers.sort_unstable();
    let venv = Place::of(root)?.venv("pdfua", "xtask/pdfua/requirements.txt")?;
    // Its status is 0 where it found nothing at all.
    let found = run::program(&venv.join("bin/pdfua").to_string_lossy(), root).arg("check").args(&papers).status()?;
    println!("\n{} papers, pdfua 0.1.3: {}", papers.len(), if found.success() { "nothing found" } else { "FINDINGS" });
    Ok(found.success())
}
