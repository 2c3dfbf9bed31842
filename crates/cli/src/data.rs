//! Where the data are: `--data DIR` or `--database URL`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Args;
use store::{Db, Location};

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
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Location::Postgres(url.to_owned()))
            }
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => Ok(Location::SqliteFile(PathBuf::from(path))),
                None => {
                    let sentence = "--database は sqlite:PATH または postgres://… の形で指定してください";
                    Err(WrongUsage(sentence.to_owned()).into())
                }
            },
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
        db.check_migrated().context("データベースの版が合いません")?;
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

/// Whether there is no database: no file, or one in which nothing was ever written.
pub fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0)
}

/// Applies the migrations that are missing, and makes anew what they leave to be derived; their names.
pub fn migrate(db: &Db) -> anyhow::Result<Vec<String>> {
    let applied = db.migrate().context("データベースを新しい版に合わせられません")?;
    db.write_now(app::upkeep::rebuild_emptied).context("一覧を作り直せません")?;
    Ok(applied)
}
