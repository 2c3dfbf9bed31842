//! Where the figures keep what takes long to make: peers, data, an earlier program. Outside of the repository, so that a
//! second run finds it there: `MIMAMORI_BENCH`, else `~/.cache/mimamori-bench`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::run;

/// The folder, and the repository it serves.
pub struct Place {
    root: PathBuf,
    /// The folder.
    pub folder: PathBuf,
}

/// A program of another commit, built.
pub struct Earlier {
    /// Its source.
    pub source: PathBuf,
    /// The folder in which its release programs lie.
    pub release: PathBuf,
}

impl Place {
    /// The folder, made where it is missing.
    pub fn of(root: &Path) -> Result<Self> {
        let named = std::env::var_os("MIMAMORI_BENCH").map(PathBuf::from);
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/mimamori-bench"));
        let folder = named.or_else(home).context("please set MIMAMORI_BENCH to a folder")?;
        fs::create_dir_all(&folder)?;
        Ok(Self { root: root.to_path_buf(), folder })
    }

    /// A Python of its own with these packages.
    pub fn venv(&self, name: &str, requirements: &str) -> Result<PathBuf> {
        let venv = self.folder.join(format!("python-{name}"));
        if !venv.join("bin/python").exists() {
            run::ok(run::program("python3", &self.root).args(["-m", "venv"]).arg(&venv))?;
        }
        let mut pip = run::program(&venv.join("bin/python").to_string_lossy(), &self.root);
        run::ok(pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]))?;
        Ok(venv)
    }

    /// Node's packages of that manifest, in a folder of their own.
    pub fn modules(&self, name: &str, manifest: &str) -> Result<PathBuf> {
        let folder = self.folder.join(format!("node-{name}"));
        fs::create_dir_all(&folder)?;
        fs::copy(self.root.join(manifest), folder.join("package.json"))?;
        run::ok(run::program("npm", &folder).args(["install", "--no-audit", "--no-fund", "--loglevel=error"]))?;
        Ok(folder)
    }

    /// The program of another commit, taken from git and built in a target of its own.
    pub fn earlier(&self, commit: &str) -> Result<Earlier> {
        let (source, target) = (self.folder.join(commit), self.folder.join(format!("{commit}-target")));
        if !source.join("Cargo.toml").exists() {
            self.take(commit, &source)?;
        }
        let mut cargo = run::program("cargo", &source);
        cargo.args(["build", "--release", "--locked", "--workspace", "--bins", "--examples", "--target-dir"]);
        run::ok(cargo.arg(&target))?;
        Ok(Earlier { source, release: target.join("release") })
    }

    /// The program of the last commit with a patch of `bench/` applied, built in the target of that commit, so that all below it
    /// is there already; copied out of it before the unpatched program takes its place again.
    pub fn patched(&self, name: &str, patch: &str, release: &Path) -> Result<PathBuf> {
        let (source, program) = (self.folder.join(name), self.folder.join(format!("{name}-mimamori")));
        if source.exists() {
            fs::remove_dir_all(&source)?;
        }
        self.take("HEAD", &source)?;
        run::ok(run::program("git", &source).arg("apply").arg(self.root.join(patch)))?;
        let mut cargo = run::program("cargo", &source);
        cargo.args(["build", "--release", "--locked", "--workspace", "--bin", "mimamori", "--target-dir"]);
        run::ok(cargo.arg(release.parent().unwrap_or(release)))?;
        fs::copy(release.join("mimamori"), &program)?;
        Ok(program)
    }

    /// The files of a commit, in a folder of their own.
    fn take(&self, commit: &str, source: &Path) -> Result<()> {
        fs::create_dir_all(source)?;
        let archive = self.folder.join(format!("{commit}.tar"));
        run::ok(run::program("git", &self.root).args(["archive", "--format=tar", "-o"]).arg(&archive).arg(commit))?;
        run::ok(run::program("tar", source).arg("-xf").arg(&archive))?;
        fs::remove_file(&archive)?;
        Ok(())
    }
}
