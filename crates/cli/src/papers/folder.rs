//! The folder into which papers are written: an empty one, or one that this command wrote for the same office.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::Context as _;
use domain::id::OfficeId;

use crate::private_file;

/// Says in the folder whose papers it holds.
const MARK: &str = ".mimamori-papers";

/// A paper that is being written.
const BEGUN: &str = "pdf.part";

/// A folder that holds nothing but papers of one office.
pub struct Folder {
    path: PathBuf,
    begun: AtomicU64,
}

/// Opened, or why nothing is written there.
pub enum Opened {
    Folder(Folder),
    Refused(String),
}

impl Folder {
    /// Makes the folder where it is missing. What is in it must be this command's own; a link is not followed.
    pub fn open(path: &Path, office: OfficeId) -> anyhow::Result<Opened> {
        match fs::symlink_metadata(path) {
            Ok(there) if there.is_symlink() => {
                let why = format!("{} はリンクです。フォルダーをそのまま指定してください", path.display());
                return Ok(Opened::Refused(why));
            }
            Ok(there) if !there.is_dir() => {
                return Ok(Opened::Refused(format!("{} はフォルダーではありません", path.display())));
            }
            _ => private_file::make_folder(path)?,
        }
        let mark = path.join(MARK);
        let mut is_empty = true;
        for entry in fs::read_dir(path).with_context(|| format!("{} を読めません", path.display()))? {
            let entry = entry?;
            is_empty = false;
            if !(entry.file_type()?.is_file() && is_own(&entry.file_name().to_string_lossy())) {
                let why = format!(
                    "{} には、このコマンドのものでないファイルがあります。空のフォルダーを指定してください",
                    path.display()
                );
                return Ok(Opened::Refused(why));
            }
        }
        if is_empty {
            private_file::write_new(&mark, office.to_string().as_bytes())?;
        } else if fs::read_to_string(&mark).ok() != Some(office.to_string()) {
            let why = format!(
                "{} は、この事業所の計画を書き出したフォルダーではありません。空のフォルダーを指定してください",
                path.display()
            );
            return Ok(Opened::Refused(why));
        }
        Ok(Opened::Folder(Self { path: path.to_owned(), begun: AtomicU64::new(0) }))
    }

    /// Writes a paper whole, or not at all: what an earlier run wrote under that name stands until then.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let begun = self.path.join(format!("{}.{BEGUN}", self.begun.fetch_add(1, Ordering::Relaxed)));
        // What an earlier run left begun is taken away. A link in its place goes, and not what it leads to.
        let _ = fs::remove_file(&begun);
        private_file::write_new(&begun, bytes)?;
        let path = self.path.join(name);
        fs::rename(&begun, &path).with_context(|| format!("書けません: {}", path.display()))
    }

    /// The papers in it that are not among these names, and leftovers of a run that was ended.
    pub fn besides(&self, names: &[String]) -> anyhow::Result<Vec<String>> {
        let mut others = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != MARK && !names.contains(&name) {
                others.push(name);
            }
        }
        others.sort_unstable();
        Ok(others)
    }
}

/// `R8-012.pdf`, the mark, and papers begun: no other name comes from here.
fn is_own(name: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let reception = |stem: &str| {
        stem.split_once('-').is_some_and(|(year, number)| {
            year.strip_prefix(|era: char| era.is_ascii_uppercase()).is_some_and(digits) && digits(number)
        })
    };
    name == MARK
        || name.strip_suffix(".pdf").is_some_and(reception)
        || name.split_once('.').is_some_and(|(number, ending)| digits(number) && ending == BEGUN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_this_command_gives_are_its_own() {
        for own in [MARK, "R8-012.pdf", "H31-1234.pdf", "17.pdf.part"] {
            assert!(is_own(own), "{own}");
        }
        for foreign in ["R8-012.PDF", "r8-012.pdf", "R8-012.pdf.part", "R-1.pdf", "R8-.pdf", "計画.pdf", ".pdf.part"]
        {
            assert!(!is_own(foreign), "{foreign}");
        }
    }

    fn office(number: u64) -> OfficeId {
        OfficeId(uuid::Uuid::from_u64_pair(0, number))
    }

    fn opened(path: &Path, office: OfficeId) -> Result<Folder, String> {
        match Folder::open(path, office).unwrap() {
            Opened::Folder(folder) => Ok(folder),
            Opened::Refused(why) => Err(why),
        }
    }

    #[test]
    fn a_folder_with_anything_else_in_it_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("papers");
        let folder = opened(&path, office(1)).unwrap();
        folder.write("R8-001.pdf", b"one").unwrap();
        folder.write("R8-001.pdf", b"two").unwrap();
        assert_eq!(fs::read(path.join("R8-001.pdf")).unwrap(), b"two", "its own paper is written anew");
        assert_eq!(folder.besides(&["R8-002.pdf".to_owned()]).unwrap(), ["R8-001.pdf"]);
        assert!(opened(&path, office(1)).is_ok());
        assert!(opened(&path, office(2)).is_err_and(|why| why.contains("この事業所の")));
        fs::write(path.join("notes.txt"), "").unwrap();
        assert!(opened(&path, office(1)).is_err_and(|why| why.contains("このコマンドのものでない")));
        assert!(opened(&path.join("notes.txt"), office(1)).is_err_and(|why| why.contains("フォルダーではありません")));
    }

    #[test]
    fn no_link_is_followed() {
        let place = tempfile::tempdir().unwrap();
        let (path, target) = (place.path().join("papers"), place.path().join("target"));
        fs::write(&target, "kept").unwrap();
        let folder = opened(&path, office(1)).unwrap();
        let link = |name: &str| std::os::unix::fs::symlink(&target, path.join(name)).unwrap();
        link("R8-001.pdf");
        link("0.pdf.part");
        assert!(opened(&path, office(1)).is_err(), "a link is no paper of ours");
        folder.write("R8-001.pdf", b"paper").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "kept", "made after the look: replaced, not followed");
        let elsewhere = place.path().join("elsewhere");
        std::os::unix::fs::symlink(&path, &elsewhere).unwrap();
        assert!(opened(&elsewhere, office(1)).is_err_and(|why| why.contains("リンク")));
    }
}
