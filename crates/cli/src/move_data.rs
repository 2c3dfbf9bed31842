//! `mimamori move`: every table from one database into an empty one, SQLite or PostgreSQL, each proved.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::upkeep;
use clap::Args;
use store::{
    Db, Location, backup,
    moving::{self, ProvedTable},
    organisations,
};

use crate::{
    data::{migrate, named_place},
    office_args::WrongUsage,
    outside::{self, Pdf},
    private_file, verify,
};

/// Options of `move`.
#[derive(Args, Debug)]
pub struct MoveArgs {
    /// いまのデータベース（sqlite:PATH または postgres://…）
    #[arg(long, value_name = "URL", env = "MIMAMORI_MOVE_FROM", hide_env_values = true)]
    from: String,
    /// 引っ越す先の、空のデータベース（sqlite:PATH または postgres://…）
    #[arg(long, value_name = "URL", env = "MIMAMORI_MOVE_TO", hide_env_values = true)]
    to: String,
}

/// Moves the data. The old database stays as it is.
pub fn run(args: &MoveArgs) -> anyhow::Result<ExitCode> {
    let (from, to) = (place(&args.from)?, place(&args.to)?);
    if let Some(refusal) = refusal(&from, &to)? {
        err!("{refusal}");
        return Ok(ExitCode::FAILURE);
    }
    if let Some(folder) = to.sqlite_file().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty()) {
        private_file::make_folder(folder)?;
    }
    let source = Db::open(&from, 1).context("いまのデータベースを開けません")?;
    source.check_migrated().context("いまのデータベースの版が合いません。先に mimamori migrate を実行してください")?;
    let target = Db::open(&to, 1).context("引っ越す先のデータベースを開けません")?;
    migrate(&target)?;
    let moved = moving::move_all(&source, &target, tell)
        .context("引っ越しの途中で止まりました。引っ越す先を消して、やり直してください")?;
    moving::finish(&target)?;
    tell_logs(&target)?;
    let rows: u64 = moved.iter().map(|table| table.rows).sum();
    out!("{}の表、{rows}行を移しました。どの表も、件数と値が元と同じです。", moved.len());
    out!("元のデータベースは、そのまま残っています。これからは新しいほうで serve を動かしてください。");
    verify::report(&target)
}

fn place(url: &str) -> anyhow::Result<Location> {
    let sentence = "--from と --to は sqlite:PATH または postgres://… の形で指定してください";
    named_place(url).ok_or_else(|| WrongUsage(sentence.to_owned()).into())
}

/// Why nothing may be moved.
fn refusal(from: &Location, to: &Location) -> anyhow::Result<Option<&'static str>> {
    if moving::is_empty(from).context("いまのデータベースを開けません")? {
        return Ok(Some("いまのデータベース（--from）に、みまもりのデータがありません"));
    }
    if !moving::is_empty(to).context("引っ越す先のデータベースを開けません")? {
        return Ok(Some("引っ越す先のデータベース（--to）が空ではありません。空のデータベースを指定してください"));
    }
    if backup::is_in_use(from)? {
        return Ok(Some(
            "いまのデータベースを、ほかのプログラムが使っています。サーバーを止めてから、もう一度実行してください",
        ));
    }
    Ok(None)
}

fn tell(table: &ProvedTable) {
    out!("{:<24}{:>10}行  {}", table.name, table.rows, table.hash);
}

/// Each log says that its data came over.
fn tell_logs(db: &Db) -> anyhow::Result<()> {
    let outside = outside::real(Arc::new(Pdf::default()));
    for organisation in db.read_now(organisations::all)?.into_iter().map(|it| it.id) {
        let outside = outside.clone();
        db.write_now_in(organisation, move |tx| upkeep::tell_moved(tx, &outside, organisation))?;
    }
    Ok(db.write_now(store::upkeep::count_tables)?)
}
