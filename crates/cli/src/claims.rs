//! `mimamori claims`: writes the claim files of a closed month into a folder, byte for byte as they were made.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use calendar::YearMonth;
use clap::Args;
use store::closings;

use crate::{
    command_look::{self, Reach},
    data::DataArgs,
    office_args::OfficeArgs,
    outside::{self, Pdf},
    private_file,
};

/// Options of `claims`.
#[derive(Args, Debug)]
pub struct ClaimsArgs {
    #[command(flatten)]
    office: OfficeArgs,
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
    let db = args.data.open_existing_checked()?;
    let month = args.month;
    let place = args.office.place(&db)?;
    let outside = outside::real(Arc::new(Pdf::default()));
    command_look::note(&db, &outside, "claims", place, Reach::Everybody)?;
    let files = match place {
        Some(office) => {
            db.read_now(move |tx| closings::of_month(tx, office, month)).context("データベースを読めません")?
        }
        None => Vec::new(),
    };
    if files.is_empty() {
        err!("mimamori: {month} は締められていません。");
        return Ok(ExitCode::FAILURE);
    }
    private_file::make_folder(&args.out)?;
    for closing in &files {
        let name = plain_name(&closing.file_name)
            .with_context(|| format!("締め {} のファイル名が正しくないため、書き出しません", closing.id))?;
        let path = args.out.join(name);
        write(&path, &closing.file)?;
        out!(
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

/// Writes a file unless it is there already, byte for byte; one with other bytes is not written over.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    private_file::write_new(path, bytes)
}

/// The stored name, where it is one: a database from elsewhere must not choose where on this machine is written.
fn plain_name(name: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (!name.is_empty() && !name.starts_with('.') && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_stored_name_that_leads_out_of_the_folder_is_none() {
        for name in ["../x.csv", "/tmp/x", "a/b.csv", "..", "", ".hidden", "a\\b", "x\0"] {
            assert_eq!(plain_name(name), None, "{name}");
        }
        assert_eq!(plain_name("SK202610_1435000012.CSV"), Some("SK202610_1435000012.CSV"));
    }
}
