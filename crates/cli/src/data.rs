//! Where the data are: `--data DIR` or `--database URL`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Args;
use store::{Db, Fault, Location, StoreError};

use crate::{office_args::WrongUsage, private_file};

/// Options of every command that opens the database.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// データを置くフォルダー
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// データベース (sqlite:PATH または postgres://…)。省略するとデータのフォルダーの SQLite
    #[arg(long, value_name = "URL", env = "MIMAMORI_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl DataArgs {
    /// The database's place. Makes nothing.
    pub fn place(&self) -> anyhow::Result<Location> {
        match self.database.as_deref() {
            None => Ok(Location::SqliteFile(self.data.join("mimamori.sqlite"))),
            Some(url) => named_place(url).ok_or_else(|| {
                let sentence = "--database は sqlite:PATH または postgres://… の形で指定してください";
                WrongUsage(sentence.to_owned()).into()
            }),
        }
    }

    /// The database's place; creates the data folder (readable by its owner alone) where SQLite needs it.
    pub fn location(&self) -> anyhow::Result<Location> {
        if self.database.is_none() {
            private_file::make_folder(&self.data)?;
        }
        self.place()
    }

    /// Opens the database.
    pub fn open(&self) -> anyhow::Result<Db> {
        let location = self.location()?;
        Db::open(&location, 4).context("データベースを開けません")
    }

    /// Opens a database that is there already: a wrong `--data` makes no empty one, which would stand in the way of a
    /// restore and look like an office without records.
    pub fn open_existing(&self) -> anyhow::Result<Db> {
        let place = self.place()?;
        if let Some(path) = place.sqlite_file().filter(|path| is_empty(path)) {
            let sentence =
                format!("データベースがありません: {}（--data のフォルダーを確かめてください）", path.display());
            return Err(WrongUsage(sentence).into());
        }
        let db = Db::open(&place, 4).context("データベースを開けません")?;
        if !db.has_schema().context("データベースを読めません")? {
            let sentence = match place.sqlite_file() {
                Some(path) => format!(
                    "みまもりのデータベースではありません: {}（--data のフォルダーを確かめてください）",
                    path.display()
                ),
                None => {
                    "このデータベースには、みまもりのデータがありません（--database を確かめてください）".to_owned()
                }
            };
            return Err(WrongUsage(sentence).into());
        }
        Ok(db)
    }

    /// Opens a database that is there already and has this program's schema; changes nothing.
    pub fn open_existing_checked(&self) -> anyhow::Result<Db> {
        let db = self.open_existing()?;
        db.check_migrated().map_err(told_unfinished).context("データベースの版が合いません")?;
        Ok(db)
    }

    /// Opens a database that is there already, and applies what is missing.
    pub fn open_existing_migrated(&self) -> anyhow::Result<Db> {
        let db = self.open_existing()?;
        migrate(&db)?;
        Ok(db)
    }

    /// Opens the database and applies what is missing.
    pub fn open_migrated(&self) -> anyhow::Result<Db> {
        let db = self.open()?;
        migrate(&db)?;
        Ok(db)
    }
}

/// The place that `sqlite:PATH` or `postgres://…` names.
pub fn named_place(url: &str) -> Option<Location> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Some(Location::Postgres(url.to_owned()));
    }
    url.strip_prefix("sqlite:").map(|path| Location::SqliteFile(PathBuf::from(path)))
}

/// What to do about a database into which rows were being moved.
fn told_unfinished(error: StoreError) -> anyhow::Error {
    if error.fault() != Some(Fault::Unfinished) {
        return error.into();
    }
    let sentence = "このデータベースへの引っ越し（mimamori move）が途中で止まっています。中身を消して、もう一度 move を実行してください。\
        元のデータベースは、そのまま使えます";
    anyhow::anyhow!("{sentence}")
}

/// Whether there is no database: no file, or one in which nothing was ever written.
pub fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0)
}

/// Applies the migrations that are missing, and makes anew what they leave to be derived; their names.
pub fn migrate(db: &Db) -> anyhow::Result<Vec<String>> {
    let applied = db.migrate().map_err(told_unfinished).context("データベースを新しい版に合わせられません")?;
    db.write_now(app::upkeep::rebuild_emptied).context("一覧を作り直せません")?;
    Ok(applied)
}
