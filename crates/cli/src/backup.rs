//! `mimamori backup` and `mimamori restore`: a copy of the data in one file, and the data from such a copy.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Args;
use store::{Db, Location, backup};

use crate::{
    data::{DataArgs, migrate},
    office_args::WrongUsage,
    verify,
};

/// Options of `backup`.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// 控えのファイル。まだ無い名前を指定してください
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// Options of `restore`.
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// 控えのファイル
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// Copies the data while the server may be running.
pub fn save(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let from = file_of(&args.data)?;
    // A copy of nothing would be taken for one of the office.
    args.data.open_existing()?;
    if args.file.exists() {
        err!("{} がすでにあります。まだ無い名前を指定してください", args.file.display());
        return Ok(ExitCode::FAILURE);
    }
    backup::save(&from, &args.file).context("控えを作れませんでした")?;
    out!("控えを作りました: {}", args.file.display());
    out!("個人情報が入っています。鍵のかかる場所に保管してください。");
    Ok(ExitCode::SUCCESS)
}

/// Makes the data from a copy and looks them through. Never writes over data that are there.
pub fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let to = file_of(&args.data)?;
    if to.exists() {
        err!("{} がすでにあります。サーバーを止め、別の場所に移してから、もう一度実行してください", to.display());
        return Ok(ExitCode::FAILURE);
    }
    args.data.location()?;
    backup::restore(&args.file, &to).context("控えから戻せませんでした")?;
    out!("控えから戻しました: {}", to.display());
    let db = Db::open(&Location::SqliteFile(to), 1)?;
    migrate(&db)?;
    verify::report(&db)
}

fn file_of(data: &DataArgs) -> anyhow::Result<PathBuf> {
    match data.place()?.sqlite_file() {
        Some(path) => Ok(path.to_owned()),
        None => {
            let sentence = "PostgreSQL の控えは pg_dump、戻すときは pg_restore を使ってください";
            Err(WrongUsage(sentence.to_owned()).into())
        }
    }
}
