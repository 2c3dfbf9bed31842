//! `mimamori holidays import`: 内閣府's table of 祝日 (syukujitsu.csv).

use std::{fs, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{Cx, Refusal, office::import_holidays};
use calendar::wareki;
use clap::{Args, Subcommand};

use crate::{
    data::DataArgs,
    office_args::OfficeArgs,
    outside::{self, Pdf},
    screen,
};

/// Options of `holidays`.
#[derive(Args, Debug)]
pub struct HolidaysArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// 内閣府の「国民の祝日・休日」のCSVを取り込む
    Import(ImportArgs),
}

#[derive(Args, Debug)]
struct ImportArgs {
    /// 内閣府のCSV（syukujitsu.csv）
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    office: OfficeArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Status 1 when the file was refused.
pub fn run(args: &HolidaysArgs) -> anyhow::Result<ExitCode> {
    let What::Import(args) = &args.what;
    let bytes = fs::read(&args.file).with_context(|| format!("読めません: {}", args.file.display()))?;
    let db = args.data.open_existing_migrated()?;
    let actor = args.office.actor(&db, "祝日の取込コマンド")?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let answer = db.write_now(move |tx| {
        let today = (outside.today)();
        import_holidays(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None }, &bytes)
    });
    match answer {
        Ok(imported) => {
            let (first, last) = (wareki::long(imported.first), wareki::long(imported.last));
            out!("祝日を取り込みました: {}日（{first}から{last}まで）", imported.days);
            Ok(ExitCode::SUCCESS)
        }
        Err(Refusal::Refused(reasons)) => Ok(screen::refused(&reasons, "何も取り込んでいません。")),
        Err(refusal) => Err(refusal.into()),
    }
}
