//! `mimamori verify`: whether the log is unbroken, the files are sound and the board says what the facts say.

use std::process::ExitCode;

use anyhow::Context as _;
use app::upkeep::{self, Finding};
use clap::Args;
use store::{Db, StoreError, audit::Broken};

use crate::data::DataArgs;

/// Options of `verify`.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    data: DataArgs,
}

/// Status 0 when all holds, 1 when something was found.
pub fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open()?;
    db.check_migrated().context("データベースの版が合いません")?;
    report(&db)
}

/// Looks everything through and prints what was found.
pub fn report(db: &Db) -> anyhow::Result<ExitCode> {
    let (intact, findings) = db.read_now(|tx| upkeep::verify(tx)).context("データベースを読めません")?;
    for (office, chain) in &intact {
        println!("事業所 {office}: 記録 {}件、つながっています。末尾 {}", chain.entries, chain.hash);
    }
    if findings.is_empty() {
        println!("異常はありません。末尾の値を控えておくと、記録が丸ごと作り直されていないことを後から確かめられます。");
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &findings {
        println!("{}", sentence(finding));
    }
    println!("{}件の異常があります。", findings.len());
    Ok(ExitCode::FAILURE)
}
