//! Where the data are: `--data DIR` or `--database URL`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use store::{Db, Location};

use crate::private_file;

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
    /// The database's place; creates the data folder (readable by its owner alone) where SQLite needs it.
    pub fn location(&self) -> anyhow::Result<Location> {
        match self.database.as_deref() {
            None => {
                private_file::make_folder(&self.data)?;
                Ok(Location::SqliteFile(self.data.join("mimamori.sqlite")))
            }
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Location::Postgres(url.to_owned()))
            }
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => Ok(Location::SqliteFile(PathBuf::from(path))),
                None => bail!("--database は sqlite:PATH または postgres://… の形で指定してください"),
            },
        }
    }

    /// Opens the database.
    pub fn open(&self) -> anyhow::Result<Db> {
        let location = self.location()?;
        Db::open(&location, 4).context("データベースを開けません")
    }

    /// Opens a database that is there already: a wrong `--data` makes no empty one, which would stand in the way of a
    /// restore and look like an office without records.
    pub fn open_existing(&self) -> anyhow::Result<Db> {
        let file = match self.database.as_deref() {
            None => Some(self.data.join("mimamori.sqlite")),
            Some(url) => url.strip_prefix("sqlite:").map(PathBuf::from),
        };
        if let Some(path) = file.filter(|path| !path.exists()) {
            bail!("データベースがありません: {}（--data のフォルダーを確かめてください）", path.display());
        }
        self.open()
    }

    /// Opens the database and applies what is missing.
    pub fn open_migrated(&self) -> anyhow::Result<Db> {
        let db = self.open()?;
        migrate(&db)?;
        Ok(db)
    }
}

/// Applies the migrations that are missing, and makes anew what they leave to be derived; their names.
pub fn migrate(db: &Db) -> anyhow::Result<Vec<String>> {
    let applied = db.migrate().context("データベースを新しい版に合わせられません")?;
    db.write_now(app::upkeep::rebuild_emptied).context("一覧を作り直せません")?;
    Ok(applied)
}
