//! Installs what a machine lacks: Debian's packages when we are root there, the walk's packages from their lock.

use std::path::Path;

use anyhow::{Result, bail};

use crate::run;

/// What must be there, and the Debian package that brings it.
const NEEDED: &[(&str, &str)] =
    &[("chromium", "chromium"), ("pdftotext", "poppler-utils"), ("qpdf", "qpdf"), ("node", "nodejs"), ("npm", "npm")];

/// Installs what is missing, or says what to install.
pub fn prepare(root: &Path) -> Result<()> {
    need(root, NEEDED)?;
    let e2e = root.join("e2e");
    let lock = std::fs::read(e2e.join("package-lock.json"))?;
    // The copy of the lock beside the packages says which lock they were installed from.
    let stamp = e2e.join("node_modules").join(".mimamori-lock");
    if std::fs::read(&stamp).ok().as_ref() != Some(&lock) {
        run::ok(run::program("npm", &e2e).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
        std::fs::write(stamp, lock)?;
    }
    Ok(())
}

/// What the proofs need beside: the clock that they turn.
pub fn prepare_proof(root: &Path) -> Result<()> {
    need(root, &[("faketime", "faketime"), ("unshare", "util-linux"), ("mount", "mount")])
}

/// Installs those of these programs that are missing, and PostgreSQL.
fn need(root: &Path, programs: &[(&str, &'static str)]) -> Result<()> {
    let mut missing: Vec<&str> =
        programs.iter().filter(|(name, _)| !run::exists(name)).map(|(_, package)| *package).collect();
    let postgres = postgres_folder().is_none();
    if postgres {
        missing.push("postgresql");
    }
    if missing.is_empty() {
        return Ok(());
    }
    if !run::exists("apt-get") || !is_root()? {
        bail!("please install: {} (as root on Debian it is done by itself)", missing.join(" "));
    }
    install(root, &missing, postgres)
}

/// Whether we are root.
pub fn is_root() -> Result<bool> {
    Ok(run::text(run::program("id", Path::new("/")).arg("-u"))?.trim() == "0")
}

fn install(root: &Path, packages: &[&str], postgres: bool) -> Result<()> {
    let apt = || {
        let mut command = run::program("apt-get", root);
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-y", "-q"]);
        command
    };
    run::ok(apt().arg("update"))?;
    let configuration = Path::new("/etc/postgresql-common/createcluster.conf");
    if postgres {
        // Debian would make and start a server of its own; the tests want none but theirs.
        run::ok(apt().args(["install", "--no-install-recommends", "postgresql-common"]))?;
        switch(configuration, "#create_main_cluster = true", "create_main_cluster = false")?;
    }
    let result = run::ok(apt().args(["install", "--no-install-recommends"]).args(packages));
    if postgres {
        switch(configuration, "create_main_cluster = false", "#create_main_cluster = true")?;
    }
    result
}

fn switch(file: &Path, from: &str, to: &str) -> Result<()> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    Ok(std::fs::write(file, if text.contains(from) { text.replace(from, to) } else { format!("{text}\n{to}\n") })?)
}

/// The folder of PostgreSQL's own programs: the newest version of Debian's, or that of `initdb` on the path.
pub fn postgres_folder() -> Option<std::path::PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").is_file()).max();
    newest.or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
    })
}
