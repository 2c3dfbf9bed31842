//! Files that only their owner may read: what this program writes holds personal data.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};

/// Only the owner reads and writes.
const PRIVATE: u32 = 0o600;

/// Writes a new file. One that is there already is not written over, and a link is not followed.
pub fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = create_new(path)?;
    file.write_all(bytes).with_context(|| format!("書けません: {}", path.display()))
}

/// A new file to write into, as [`write_new`] makes it.
pub fn create_new(path: &Path) -> anyhow::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(path);
    file.with_context(|| format!("書けません（同じ名前のファイルがあるかもしれません）: {}", path.display()))
}

/// A file for an answer that is asked for again and again: one that is there is written anew, and from then on only its
/// owner reads it. A link is not followed.
pub fn create(path: &Path) -> anyhow::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink()) {
        bail!("{} はリンクです。書き出す先のファイルをそのまま指定してください", path.display());
    }
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(PRIVATE).open(path);
    let file = file.with_context(|| format!("{} を作れません", path.display()))?;
    if file.metadata().is_ok_and(|there| there.is_file()) {
        file.set_permissions(Permissions::from_mode(PRIVATE))
            .with_context(|| format!("{} を作れません", path.display()))?;
    }
    Ok(file)
}

/// Makes a folder that only its owner can open, unless it is there.
pub fn make_folder(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("フォルダーを作れません: {}", path.display()))
}

/// The first of `NAME`, `NAME-2`, `NAME-3` … that is not there.
pub fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let mut free = path.to_owned();
    for number in 2..10_000 {
        if fs::symlink_metadata(&free).is_err() {
            break;
        }
        free = path.with_file_name(format!("{stem}-{number}{ending}"));
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over_or_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target.csv"), folder.path().join("link.csv"));
        fs::write(&target, "kept").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(write_new(&target, b"x").is_err() && write_new(&link, b"x").is_err() && create(&link).is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "kept");
        assert_eq!(free_name(&target), folder.path().join("target-2.csv"));
        fs::set_permissions(&target, Permissions::from_mode(0o644)).unwrap();
        create(&target).unwrap().write_all(b"new").unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
