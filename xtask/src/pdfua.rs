//! `cargo xtask pdfua`: every paper through pdfua, a checker of PyPI for the part of PDF/UA-1 that a program can see without a Java
//! machine (16 of 106 rules in 0.1.3). It is no validation: veraPDF was not run.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    bench::place::Place,
    run,
    test::{Scratch, program},
};

/// Builds, draws and checks; whether nothing was found.
pub fn command(root: &Path) -> Result<bool> {
    run::ok(run::program("cargo", root).args(["build", "--locked", "--workspace", "--bins", "--examples"]))?;
    check(root, &Scratch::create()?)
}

/// Draws the papers of `crates/pdf/examples/report_pdf.rs`, as it was built last, and checks them.
pub fn check(root: &Path, scratch: &Scratch) -> Result<bool> {
    let folder = scratch.folder("pdfua")?;
    let drawer = program(root)?.with_file_name("examples").join("report_pdf");
    run::ok(run::program(&drawer.to_string_lossy(), root).arg("papers").arg(&folder))?;
    let entries = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
    let mut papers = entries.collect::<Result<Vec<PathBuf>>>()?;
    papers.sort_unstable();
    let venv = Place::of(root)?.venv("pdfua", "xtask/pdfua/requirements.txt")?;
    let mut pdfua = run::program(&venv.join("bin/pdfua").to_string_lossy(), root);
    // Its status says how bad the worst finding is; the report says it in words.
    let told = pdfua.args(["check", "--format", "json"]).args(&papers).output()?;
    let reports = serde_json::Deserializer::from_slice(&told.stdout).into_iter::<Value>();
    let reports = reports.collect::<Result<Vec<_>, _>>().context("pdfua's report cannot be read")?;
    if papers.is_empty() || reports.len() != papers.len() {
        bail!("{} papers, {} reports: {}", papers.len(), reports.len(), String::from_utf8_lossy(&told.stderr));
    }
    Ok(judged(&reports))
}

/// Says what was found, and which rules could not be looked at.
fn judged(reports: &[Value]) -> bool {
    let (mut found, mut passed_over) = (0, BTreeSet::new());
    for report in reports {
        let list = |name: &str| report.get(name).and_then(Value::as_array).into_iter().flatten();
        let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).unwrap_or("?").to_owned();
        for finding in list("findings") {
            found += 1;
            println!("{}: {finding}", text(report, "file"));
        }
        passed_over.extend(list("skipped").map(|it| format!("{} ({})", text(it, "rule_id"), text(it, "reason"))));
    }
    for rule in passed_over {
        println!("not looked at by pdfua: {rule}");
    }
    println!("{} papers, pdfua 0.1.3: {found} findings", reports.len());
    found == 0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_finding_in_one_paper_is_a_fault_and_a_rule_passed_over_is_none() {
        let passed_over = json!({ "file": "a", "findings": [], "skipped": [{ "rule_id": "UA-1", "reason": "x" }] });
        let wrong = json!({ "file": "b", "findings": [{ "rule_id": "UA-2" }], "skipped": [] });
        assert!(judged(std::slice::from_ref(&passed_over)));
        assert!(!judged(&[passed_over, wrong]));
    }
}
