//! 削除の控え: which clients were deleted, in a file beside the data (and beside the heads, outside of them). A copy from before a deletion brings the
//! client back; from this file it is deleted in the copy anew. It holds ids and days and the names of the two who did it, nothing of the client.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use app::{
    Outside,
    retention::{DeletionNote, carry_out_again, notes},
};
use domain::id::DeletionId;
use store::{Db, Location, deletions};

const FILE: &str = "deletions.json";
/// Bytes of such a file: some ten thousand deletions have room.
const FILE_BYTES: u64 = 16 * 1024 * 1024;
/// How a SQLite database begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// The files, and how many deletions they hold by now.
#[derive(Debug)]
pub struct Kept {
    folders: Vec<PathBuf>,
    written: Option<i64>,
}

impl Kept {
    /// Beside the data, and in the folder of the heads where there is one.
    pub fn of(data: &Path, heads: Option<&Path>) -> Self {
        Self { folders: [Some(data), heads].into_iter().flatten().map(Path::to_owned).collect(), written: None }
    }

    /// Writes what was deleted since the last time. What a file knows and the database does not stays in it.
    pub fn keep(&mut self, db: &Db) -> anyhow::Result<()> {
        let count = db.read_now(deletions::count)?;
        if self.written == Some(count) {
            return Ok(());
        }
        let mut all = BTreeMap::new();
        for folder in &self.folders {
            all.extend(read(&folder.join(FILE))?.into_iter().map(|note| (note.id, note)));
        }
        all.extend(db.read_now(notes)?.into_iter().map(|note| (note.id, note)));
        if !all.is_empty() {
            self.folders.iter().try_for_each(|folder| write(folder, &all))?;
        }
        self.written = Some(count);
        Ok(())
    }

    /// Deletes anew what the files know of and the database does not: it is a copy from before. How many.
    pub fn carry_out(&self, db: &Db, outside: &Outside) -> anyhow::Result<usize> {
        let mut done = 0;
        for folder in &self.folders {
            done += carry_out(db, outside, read(&folder.join(FILE))?)?;
        }
        Ok(done)
    }

    /// Whether there is any file.
    pub fn is_there(&self) -> bool {
        self.folders.iter().any(|folder| folder.join(FILE).exists())
    }
}

/// The whole file or none: it is put into its place when it is finished, and only the owner reads it.
fn write(folder: &Path, all: &BTreeMap<DeletionId, DeletionNote>) -> anyhow::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder).context("削除の控えを書けません")?;
    file.write_all(serde_json::to_string_pretty(&all.values().collect::<Vec<_>>())?.as_bytes())?;
    file.as_file().sync_all()?;
    let path = folder.join(FILE);
    file.persist(&path).with_context(|| format!("削除の控えを書けません: {}", path.display()))?;
    Ok(())
}

/// The deletions of such a file; none where it is not there.
fn read(path: &Path) -> anyhow::Result<Vec<DeletionNote>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    if fs::metadata(path)?.len() > FILE_BYTES {
        bail!("削除の控えにしては大きすぎます: {}", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("読めません: {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("削除の控えではありません: {}", path.display()))
}

/// The deletions that a file names: one like ours, or the database that a copy replaces.
pub fn read_from(path: &Path) -> anyhow::Result<Vec<DeletionNote>> {
    let mut start = [0; 16];
    let file = fs::File::open(path).with_context(|| format!("読めません: {}", path.display()))?;
    let is_database = std::io::Read::read_exact(&mut &file, &mut start).is_ok() && start == SQLITE;
    if !is_database {
        return read(path);
    }
    let db = Db::open(&Location::SqliteFile(path.to_owned()), 1)?;
    db.read_now(notes)
        .with_context(|| format!("削除の記録を読めません（以前の版のデータかもしれません）: {}", path.display()))
}

/// Deletes these anew, each in a transaction of its own, so that a stop in between loses nothing. How many there were to do.
pub fn carry_out(db: &Db, outside: &Outside, all: Vec<DeletionNote>) -> anyhow::Result<usize> {
    let mut done = 0;
    for note in all {
        let (of, outside) = (note.organisation, outside.clone());
        let again = db.write_now_in(of, move |tx| carry_out_again(tx, &outside, &note));
        done += usize::from(again.context("削除をやり直せませんでした")?);
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use domain::{id::UserId, office::Role};
    use store::deletions::{Confirmation, Deletion, Signed};
    use testkit::{OFFICE, TestApp, client, id};

    use super::*;

    /// An application in which somebody was deleted (or not yet).
    fn office(deleted: bool) -> TestApp {
        let app = TestApp::new();
        let mut gone = client("川崎 花子").ended("2015-03-31").build();
        gone.id = domain::id::ClientId(id(1));
        let signed = |number| Signed {
            user: UserId(id(number)),
            name: "担当".to_owned(),
            at: "2026-12-01T00:00:00.000Z".to_owned(),
        };
        let deletion = Deletion {
            id: DeletionId(id(9)),
            client: gone.id,
            reason: "期間が終わった".to_owned(),
            last_service: None,
            kept_until: None,
            proposed: signed(71),
            proposed_as: Role::Clerk,
            withdrawn: None,
            confirmed: None,
            counts: Vec::new(),
            sha256: None,
            again_at: None,
        };
        app.keep(move |tx| store::clients::insert(tx, &gone));
        if deleted {
            let confirmation = Confirmation { by: signed(72), seen: None, again_at: None };
            app.keep(move |tx| {
                deletions::propose(tx, OFFICE, &deletion)?;
                deletions::carry_out(tx, OFFICE, deletion.id, &confirmation).map(drop)
            });
        }
        app
    }

    #[test]
    fn what_was_deleted_is_kept_beside_the_data_and_deleted_anew_in_a_copy() {
        let (data, heads) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut kept = Kept::of(data.path(), Some(heads.path()));
        kept.keep(&office(false).db).unwrap();
        assert!(!kept.is_there(), "nothing was deleted");
        let app = office(true);
        kept.keep(&app.db).unwrap();
        assert!(kept.is_there());
        for folder in [data.path(), heads.path()] {
            let text = fs::read_to_string(folder.join(FILE)).unwrap();
            assert!(!text.contains("川崎") && read_from(&folder.join(FILE)).unwrap().len() == 1, "{text}");
        }
        let copy = office(false);
        assert_eq!(kept.carry_out(&copy.db, &copy.outside).unwrap(), 1);
        assert_eq!(kept.carry_out(&copy.db, &copy.outside).unwrap(), 0);
        assert_eq!(copy.db.read_now(deletions::count).unwrap(), 1);
        // A database that knows of nothing takes nothing out of the file.
        Kept::of(data.path(), None).keep(&office(false).db).unwrap();
        assert_eq!(read(&data.path().join(FILE)).unwrap().len(), 1);
        fs::write(data.path().join(FILE), "x").unwrap();
        assert!(kept.carry_out(&copy.db, &copy.outside).is_err(), "a file that cannot be read is said");
    }
}
