//! `mimamori restore`: the data from a copy, in small steps: is the place free, open the seal, put the copy there, bring the attached files, tell the
//! logs, delete anew, look everything through.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};
use app::{
    Outside,
    copies::{CopyFault, secret_of},
    upkeep,
};
use clap::Args;
use store::{Db, Fault, Location};

use crate::{
    copies::{self, Failed, Plain, files, postgres},
    data::{DataArgs, migrate},
    deleted::{self, Kept},
    outside::{self, Pdf},
    verify,
};

/// Bytes of a file with a key.
const KEY_BYTES: u64 = 4096;
/// Lines that are read of what somebody types.
const KEY_LINES: usize = 20;

/// Options of `restore`.
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// 控えのファイル
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 封をした控えを開く鍵のファイル（控えの鍵の紙の文字を写したもの）。- なら、その場で入力する
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// 控えのあとに削除した人がわかるもの: いままでのデータ（mimamori.sqlite）か、--heads のフォルダーの deletions.json。戻したデータでも削除し直す
    #[arg(long, value_name = "FILE")]
    deleted: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// Makes the data from a copy and looks them through. Never writes over data that are there.
pub fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let to = args.data.place()?;
    if let Some(refusal) = occupied(&to)? {
        err!("{refusal}");
        return Ok(ExitCode::FAILURE);
    }
    let secret = args.key.as_deref().map(read_key).transpose()?;
    args.data.location()?;
    let opened = copies::plain_copy(&args.file, secret.as_deref(), &args.data.data);
    let marked = match opened.and_then(|plain| put(&plain, &to, &args.data.data)) {
        Ok(marked) => marked,
        Err(error) => {
            err!("控えから戻せませんでした。{}", told(&error));
            return Err(error.into());
        }
    };
    match to.sqlite_file() {
        Some(path) => out!("控えから戻しました: {}", path.display()),
        None => out!("控えから戻しました。"),
    }
    if !marked {
        out!("この控えには検査の印がありません（以前の版の控えか、手で写したものです）。中身は読めました。");
    }
    let db = Db::open(&to, 1)?;
    migrate(&db)?;
    let outside = outside::real(Arc::new(Pdf::default()));
    bring_files(&db, &outside, args, secret.as_deref())?;
    tell(&db, &outside)?;
    delete_again(args, &db, &outside)?;
    out!("ログインしていた人は、もう一度ログインします。");
    verify::report(&db)
}

/// Why nothing may be restored there.
fn occupied(to: &Location) -> anyhow::Result<Option<String>> {
    Ok(match to {
        Location::SqliteFile(path) if path.exists() => Some(format!(
            "{} がすでにあります。サーバーを止め、別の場所に移してから、もう一度実行してください",
            path.display()
        )),
        Location::Postgres(_) if !postgres::is_empty(to)? => Some(
            "このデータベースには、すでに表があります。空のデータベースを作り、--database で指定してください"
                .to_owned(),
        ),
        _ => None,
    })
}

/// The secret in a file, or typed.
pub fn read_key(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        err!("控えの鍵の紙の文字を入れ、行ごとに Enter を押してください:");
        // The sheet has several lines: they are read until the key is whole, or until an empty one.
        for line in std::io::stdin().lines().take(KEY_LINES) {
            let line = line.context("鍵を読めません")?;
            text.push_str(&line);
            text.push('\n');
            if line.trim().is_empty() || secret_of(&text).is_ok() {
                break;
            }
        }
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("鍵を読めません: {}", path.display()))?;
        file.take(KEY_BYTES)
            .read_to_string(&mut text)
            .with_context(|| format!("鍵を読めません: {}", path.display()))?;
    }
    match secret_of(&text) {
        Ok(secret) => Ok(secret),
        Err(fault) => bail!("{fault}"),
    }
}

fn put(plain: &Plain, to: &Location, data: &Path) -> Result<bool, Failed> {
    copies::put(plain, to, data)
}

/// The attached files of a copy that only names them: they lie sealed beside it.
fn bring_files(db: &Db, outside: &Outside, args: &RestoreArgs, secret: Option<&str>) -> anyhow::Result<()> {
    let missing = files::fill(db, outside, files::beside(&args.file), secret.unwrap_or_default())?;
    if missing > 0 {
        out!(
            "添付ファイルのうち{missing}個の控えがありませんでした。控えのフォルダーの files を、控えと同じ場所に置いてやり直すと、戻せます。"
        );
    }
    Ok(())
}

/// Deletes anew in the copy who was deleted after it was made, as far as anything tells.
fn delete_again(args: &RestoreArgs, db: &Db, outside: &Outside) -> anyhow::Result<()> {
    let kept = Kept::of(&args.data.data, None);
    let mut done = kept.carry_out(db, outside)?;
    if let Some(path) = &args.deleted {
        done += deleted::carry_out(db, outside, deleted::read_from(path)?)?;
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
fn tell(db: &Db, outside: &Outside) -> anyhow::Result<()> {
    for organisation in db.write_now(upkeep::restored)? {
        let outside = outside.clone();
        db.write_now_in(organisation, move |tx| upkeep::tell_restored(tx, &outside, organisation))?;
    }
    Ok(db.write_now(store::upkeep::count_tables)?)
}

/// What to do about it, for people.
pub fn told(error: &Failed) -> &'static str {
    match (error.fault, error.of_store()) {
        (CopyFault::Full, _) => "書き込み先の空きが足りません。",
        (_, Some(Fault::LogBeside)) => {
            "同じ名前の -wal のファイルが横にあります。これは mimamori backup で作った控えではなく、使っている途中のデータの写しです。\
             backup で作った控えを指定してください。"
        }
        (_, Some(Fault::Schema)) => "みまもりの控えではないか、もっと新しい版の控えです。",
        (CopyFault::Damaged, _) => "ファイルが壊れています。別の控えを使ってください。",
        (CopyFault::Key, _) => {
            "封をした控えです。その控えを作ったときの鍵の紙の文字をファイルに写し、--key で指定してください。"
        }
        (CopyFault::Program, _) => {
            "PostgreSQL の pg_restore が入っていないか、サーバーより古い版です。サーバーと同じ版を入れてください。"
        }
        (CopyFault::Place, _) => "ファイルを読み書きできません。場所、空き、書き込みの許しを確かめてください。",
        (CopyFault::Database, _) => {
            "この控えは、このデータベースに戻せません（種類が違うか、もっと新しい版の控えです）。\
             SQLite の控えは SQLite に、PostgreSQL の控えは PostgreSQL に戻してから、mimamori move で移せます。"
        }
        _ => "",
    }
}
