//! `mimamori claims`: writes the claim files of a closed month into a folder, byte for byte as they were made.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use calendar::YearMonth;
use clap::Args;
use store::{closings, offices};

use crate::data::DataArgs;

/// Options of `claims`.
#[derive(Args, Debug)]
pub struct ClaimsArgs {
    #[command(flatten)]
    data: DataArgs,
    /// サービス提供年月 (2026-10)
    #[arg(long, value_name = "YYYY-MM")]
    month: YearMonth,
    /// 書き出すフォルダー
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Status 1 when the month was not closed.
pub fn run(args: &ClaimsArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = args.data.location()?.sqlite_file().filter(|path| !path.exists()) {
        bail!("データベースがありません: {}", path.display());
    }
    let db = args.data.open()?;
    db.check_migrated().context("データベースの版が合いません")?;
    let month = args.month;
    let files = db.read_now(move |tx| {
        let mut files = Vec::new();
        for office in offices::all(tx)? {
            files.extend(closings::of_month(tx, office.id, month)?);
        }
        Ok::<_, store::StoreError>(files)
    });
    let files = files.context("データベースを読めません")?;
    if files.is_empty() {
        eprintln!("mimamori: {month} は締められていません。");
        return Ok(ExitCode::FAILURE);
    }
    fs::create_dir_all(&args.out).with_context(|| format!("フォルダーを作れません: {}", args.out.display()))?;
    for closing in &files {
        let path = args.out.join(&closing.file_name);
        write(&path, &closing.file)?;
        println!(
            "{}\t{}\t{}件\t{}円\tSHA-256 {}",
            path.display(),
            closing.service.label(),
            closing.body.count,
            closing.body.yen,
            closing.file_sha256
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that only its owner may read; one that is there with other bytes is not written over.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("書けません（同じ名前のファイルがあるかもしれません）: {}", path.display()))?;
    file.write_all(bytes).with_context(|| format!("書けません: {}", path.display()))?;
    Ok(())
}
