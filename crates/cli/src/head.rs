//! `mimamori head`: the signed ends of the logs, to be kept outside; and the folder into which `serve --heads` writes them
//! every day.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};
use app::{
    Outside,
    heads::{self, Head, HeadKey},
};
use clap::Args;
use store::Db;

use crate::{
    data::DataArgs,
    key_file,
    outside::{self, Pdf},
};

const KEY: &str = "head.key";

/// Options of `head`.
#[derive(Args, Debug)]
pub struct HeadArgs {
    #[command(flatten)]
    data: DataArgs,
    /// ほかのプログラムで読める形（JSON）で書く。ファイルに控えて、`verify --against` に渡せる
    #[arg(long)]
    json: bool,
}

/// Prints the end of every log.
pub fn run(args: &HeadArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open_existing_checked()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let heads = signed(&db, &outside, &key(&args.data.data, &outside)?)?;
    if args.json {
        out!("{}", serde_json::to_string_pretty(&heads)?);
        return Ok(ExitCode::SUCCESS);
    }
    for head in &heads {
        out!("組織 {}: 記録 {}件、末尾 {}", head.organisation, head.entry, head.hash);
        out!("  {} に署名 {}", head.at, head.signature);
        out!("  鍵 {}", head.key);
    }
    if heads.is_empty() {
        out!("記録は、まだありません。");
    }
    Ok(ExitCode::SUCCESS)
}

/// The key with which heads are signed, in the folder of the data; made at the first time.
pub fn key(folder: &Path, outside: &Outside) -> anyhow::Result<HeadKey> {
    HeadKey::new(key_file::of_folder(folder, KEY, outside)?).context("鍵のファイルから鍵を作れません")
}

fn signed(db: &Db, outside: &Outside, key: &HeadKey) -> anyhow::Result<Vec<Head>> {
    let (outside, key) = (outside.clone(), key.clone());
    db.write_now(move |tx| heads::heads(tx, &outside, &key)).context("記録の末尾に署名できません")
}

/// Bytes of a file with heads: a thousand organisations have room.
const FILE_BYTES: u64 = 1024 * 1024;

/// Reads heads that were kept: a list, or one alone.
pub fn read(path: &Path) -> anyhow::Result<Vec<Head>> {
    let size = std::fs::metadata(path).with_context(|| format!("読めません: {}", path.display()))?.len();
    if size > FILE_BYTES {
        bail!("末尾の控えにしては大きすぎます: {}", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("読めません: {}", path.display()))?;
    let all = serde_json::from_str::<Vec<Head>>(&text);
    let heads = all.or_else(|_| serde_json::from_str::<Head>(&text).map(|one| vec![one]));
    match heads {
        Ok(heads) if !heads.is_empty() => Ok(heads),
        _ => bail!("末尾の控えではありません: {}（mimamori head --json の出力を指定してください）", path.display()),
    }
}

/// A folder outside of the data into which the heads are written once a day.
#[derive(Clone, Debug)]
pub struct HeadsFolder {
    folder: PathBuf,
    key: HeadKey,
}

impl HeadsFolder {
    /// The folder, which must be there: a stick that is not plugged in is no reason to write onto the disk.
    pub fn open(folder: &Path, data: &Path, outside: &Outside) -> anyhow::Result<Self> {
        if !folder.is_dir() {
            bail!("--heads のフォルダーがありません: {}", folder.display());
        }
        Ok(Self { folder: folder.to_owned(), key: key(data, outside)? })
    }

    /// Writes the heads of today, unless they are there; whether it did. The whole file or none: it is put into its place
    /// when it is finished. Its name holds the day alone.
    pub fn write_daily(&self, db: &Db, outside: &Outside) -> anyhow::Result<bool> {
        let path = self.folder.join(format!("head-{}.json", (outside.today)()));
        if path.exists() {
            return Ok(false);
        }
        let heads = signed(db, outside, &self.key)?;
        // Only the owner reads what this makes, from its first byte on.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).context("末尾の控えを書けません")?;
        file.write_all(serde_json::to_string_pretty(&heads)?.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&path).with_context(|| format!("末尾の控えを書けません: {}", path.display()))?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use testkit::{OFFICE, TestApp};

    use super::*;

    #[test]
    fn the_heads_of_a_day_are_written_once_for_the_owner_alone_and_read_again() {
        let (app, data, outside) = (TestApp::new(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let real = outside::real(Arc::new(Pdf::default()));
        let heads = HeadsFolder::open(outside.path(), data.path(), &real).unwrap();
        assert!(heads.write_daily(&app.db, &app.outside).unwrap());
        assert!(!heads.write_daily(&app.db, &app.outside).unwrap(), "once a day");
        let names: Vec<_> = fs::read_dir(outside.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, ["head-2026-11-22.json"]);
        let path = outside.path().join("head-2026-11-22.json");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = read(&path).unwrap();
        assert!(read.iter().any(|head| head.organisation == OFFICE));
        for head in read {
            let found = app.db.read_now(move |tx| heads::compare(tx, &head)).unwrap();
            assert_eq!(found, heads::Comparison::Contained { since: 0 });
        }
        assert!(HeadsFolder::open(&outside.path().join("no"), data.path(), &real).is_err());
    }

    #[test]
    fn what_is_no_head_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head.json");
        for text in ["", "[]", "{}", "null", "[{\"entry\":1}]"] {
            fs::write(&path, text).unwrap();
            assert!(read(&path).is_err(), "{text}");
        }
        fs::write(&path, vec![b' '; 2 * 1024 * 1024]).unwrap();
        assert!(read(&path).is_err());
    }
}
