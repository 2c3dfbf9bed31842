//! The files of the repository, as the checks see them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::run;

/// A folder and the files in it that belong to the project, by their path from the root with `/`.
pub struct Tree {
    root: PathBuf,
    files: BTreeMap<String, String>,
}

impl Tree {
    /// The files git tracks or would track.
    pub fn of_repository(root: &Path) -> Result<Self> {
        let list = run::text(run::program("git", root).args([
            "-c",
            "core.quotepath=off",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        Ok(Self::of_list(root, list.lines().map(str::to_owned)))
    }

    fn of_list(root: &Path, list: impl Iterator<Item = String>) -> Self {
        let files = list
            .filter_map(|path| {
                let bytes = std::fs::read(root.join(&path)).ok()?;
                // Fonts and other binary files take part by name only.
                Some((path, String::from_utf8(bytes).unwrap_or_default()))
            })
            .collect();
        Self { root: root.to_path_buf(), files }
    }

    /// Paths of all files.
    pub fn files(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// Paths and texts of the files below `folder` (or the file itself) that end in `ending`.
    pub fn texts<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The bytes of one file.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.root.join(path)).ok()
    }

    /// Whether there is such a file, or a folder with files in it.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }
}

/// A tree of made-up files, for the tests of the checks.
#[cfg(test)]
pub fn tree(files: &[(&str, &str)]) -> Tree {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let root = std::env::temp_dir().join(format!("mimamori-tidy-{}-{number}", std::process::id()));
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Tree::of_list(&root, files.iter().map(|(path, _)| (*path).to_owned()))
}

#[cfg(test)]
impl Drop for Tree {
    fn drop(&mut self) {
        if self.root.starts_with(std::env::temp_dir()) {
            std::fs::remove_dir_all(&self.root).ok();
        }
    }
}
