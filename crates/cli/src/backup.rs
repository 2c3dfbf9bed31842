//! `mimamori backup`: a copy of the data in one file, plain or sealed.

use std::{
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    sync::Arc,
};

use app::{Outside, copies::CopyFault};
use clap::Args;
use store::{Db, Fault, Location, StoreError, backup};

use crate::{
    command_look::{self, Reach},
    copies::{self, Extent, Failed, files, postgres},
    data::DataArgs,
    outside::{self, Pdf},
};

/// Options of `backup`.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// 控えのファイル。まだ無い名前を指定してください
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 封をする（控えの鍵の紙がないと開けない控えにする）
    #[arg(long)]
    seal: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Copies the data while the server may be running.
pub fn save(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let from = args.data.place()?;
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
    let made = if args.seal { sealed(&db, &outside, args) } else { plain(&from, &args.file) };
    if let Err(error) = made {
        err!("控えを作れませんでした。{}", error.fault.label());
        return Err(error.into());
    }
    out!("控えを作りました: {}", args.file.display());
    if args.seal {
        out!("封をしました。開くには、控えの鍵の紙が要ります。");
    } else {
        out!("個人情報が入っています。鍵のかかる場所に保管してください。");
    }
    Ok(ExitCode::SUCCESS)
}

fn plain(from: &Location, to: &Path) -> Result<(), Failed> {
    let Some(path) = from.sqlite_file() else { return dumped(from, to) };
    backup::save(path, to).map_err(of_place)
}

fn dumped(from: &Location, to: &Path) -> Result<(), Failed> {
    let mut command = postgres::dump(from, Extent::Whole)?;
    backup::save_dump(to, |beside| {
        let file = std::fs::File::create(beside).map_err(Failed::place)?;
        let output = command.stdout(file).stderr(Stdio::piped()).output();
        postgres::went_well(&output.map_err(|error| Failed::new(CopyFault::Program, error))?)
    })
}

fn sealed(db: &Db, outside: &Outside, args: &BackupArgs) -> Result<(), Failed> {
    let data = &args.data.data;
    let none = || {
        Failed::new(CopyFault::Key, "控えの鍵がまだありません。「設定」の「控え」か mimamori copy-key で作ってください")
    };
    let recipients = copies::recipients(db, outside, data)?.ok_or_else(none)?;
    let place = args.data.place().map_err(|error| Failed::new(CopyFault::Database, error))?;
    copies::sealed_payload(&place, data, Extent::Whole, &recipients, files::beside(&args.file))?.publish(&args.file)
}

/// A fault of the disk is one of the place the copy goes to: the database was just opened.
fn of_place(error: StoreError) -> Failed {
    match error.fault() {
        Some(Fault::Disk) => Failed::new(CopyFault::Place, error),
        _ => error.into(),
    }
}
