//! `mimamori backup` and `mimamori restore`: a copy of the data in one file, and the data from such a copy.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use app::upkeep;
use clap::Args;
use store::{Db, Fault, Location, StoreError, backup};

use crate::{
    command_look::{self, Reach},
    data::{DataArgs, migrate},
    deleted::{self, Kept},
    office_args::WrongUsage,
    outside::{self, Pdf},
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
    /// 控えのあとに削除した人がわかるもの: いままでのデータ（mimamori.sqlite）か、--heads のフォルダーの deletions.json。戻したデータでも削除し直す
    #[arg(long, value_name = "FILE")]
    deleted: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// Copies the data while the server may be running.
pub fn save(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let from = file_of(&args.data)?;
    // A copy of nothing would be taken for one of the office.
    let db = args.data.open_existing()?;
    if args.file.exists() {
        err!("{} がすでにあります。まだ無い名前を指定してください", args.file.display());
        return Ok(ExitCode::FAILURE);
    }
    let outside = outside::real(Arc::new(Pdf::default()));
    // A copy is made of what an older version has left, too, and of what cannot be written any more.
    if let Err(fault) = command_look::note(&db, &outside, "backup", None, Reach::Everybody) {
        err!("控えを作ったことを、閲覧の記録に書けませんでした（{fault}）");
    }
    drop(db);
    if let Err(error) = backup::save(&from, &args.file) {
        err!("控えを作れませんでした。{}", told(&error));
        return Err(error.into());
    }
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
    let marked = match backup::restore(&args.file, &to) {
        Ok(marked) => marked,
        Err(error) => {
            err!("控えから戻せませんでした。{}", told(&error));
            return Err(error.into());
        }
    };
    out!("控えから戻しました: {}", to.display());
    if !marked {
        out!("この控えには検査の印がありません（以前の版の控えか、手で写したものです）。中身は読めました。");
    }
    let db = Db::open(&Location::SqliteFile(to), 1)?;
    migrate(&db)?;
    tell(&db)?;
    delete_again(args, &db)?;
    out!("ログインしていた人は、もう一度ログインします。");
    verify::report(&db)
}

/// Deletes anew in the copy who was deleted after it was made, as far as anything tells.
fn delete_again(args: &RestoreArgs, db: &Db) -> anyhow::Result<()> {
    let outside = outside::real(Arc::new(Pdf::default()));
    let kept = Kept::of(&args.data.data, None);
    let mut done = kept.carry_out(db, &outside)?;
    if let Some(path) = &args.deleted {
        done += deleted::carry_out(db, &outside, deleted::read_from(path)?)?;
    }
    if done > 0 {
        out!("控えのあとに削除した{done}人の記録を、戻したデータからも削除しました。");
    } else if args.deleted.is_none() && !kept.is_there() {
        out!(
            "控えのあとに削除した人がいるかは、わかりません（deletions.json がありません）。いたときは、--deleted を付けて戻してください。"
        );
    }
    Ok(())
}

/// Ends the sessions of the copy and writes the restoring into each organisation's log.
fn tell(db: &Db) -> anyhow::Result<()> {
    let outside = outside::real(Arc::new(Pdf::default()));
    for organisation in db.write_now(upkeep::restored)? {
        let outside = outside.clone();
        db.write_now_in(organisation, move |tx| upkeep::tell_restored(tx, &outside, organisation))?;
    }
    Ok(())
}

/// What to do about it, for people.
fn told(error: &StoreError) -> &'static str {
    match error.fault() {
        Some(Fault::Full) => "書き込み先の空きが足りません。",
        Some(Fault::Corrupt) => "ファイルが壊れています。別の控えを使ってください。",
        Some(Fault::Schema) => "みまもりの控えではないか、もっと新しい版の控えです。",
        Some(Fault::LogBeside) => {
            "同じ名前の -wal のファイルが横にあります。これは mimamori backup で作った控えではなく、使っている途中のデータの写しです。\
             backup で作った控えを指定してください。"
        }
        Some(Fault::Disk) => "ファイルを読み書きできません。場所、空き、書き込みの許しを確かめてください。",
        _ => "",
    }
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
