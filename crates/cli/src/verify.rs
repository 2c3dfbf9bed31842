//! `mimamori verify`: whether the log is unbroken, the files are sound and the board says what the facts say.

use std::process::ExitCode;

use anyhow::Context as _;
use app::upkeep::{self, Finding};
use clap::Args;
use store::{Db, Unreadable, audit::Broken};

use crate::data::DataArgs;

/// Options of `verify`.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    data: DataArgs,
}

/// Status 0 when all holds, 1 when something was found.
pub fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let db = args.data.open_existing_checked()?;
    report(&db)
}

/// Looks everything through and prints what was found.
pub fn report(db: &Db) -> anyhow::Result<ExitCode> {
    let report = db.read_now(upkeep::verify).context("データベースを読めません")?;
    for (office, chain) in &report.logs {
        out!("事業所 {office}: 記録 {}件、つながっています。末尾 {}", chain.entries, chain.hash);
    }
    if report.findings.is_empty() {
        out!("異常はありません。末尾の値を別の場所に控えておくと、記録全体の作り直しも後から見つけられます。");
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &report.findings {
        out!("異常: {}", sentence(finding));
    }
    out!("{}件の異常が見つかりました。", report.findings.len());
    Ok(ExitCode::FAILURE)
}

/// Tells on the error output which rows a command went on without; status 1 when there are any.
pub fn tell_unreadable(rows: &[Unreadable]) -> ExitCode {
    for row in rows {
        err!("読めない行があり、とばしました（表 {}、列 {}、番号 {}）", row.table, row.column, row.id);
    }
    if rows.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::Files { what } => format!("データベースのファイルが壊れています（{what}）"),
        Finding::Log { office, at } => {
            let what = match at {
                Broken::Changed { seq } => format!("{seq}番の記録が、書かれたときと違います"),
                Broken::Missing { seq } => format!("{seq}番の記録がありません"),
                Broken::Added { seq } => format!("{seq}番の記録は、後から書き足されたものです"),
            };
            format!("事業所 {office}: {what}")
        }
        Finding::ClaimFile { office, closing } => {
            format!("事業所 {office}: 請求ファイルが締めたときと違います（締め {closing}）")
        }
        Finding::AttachedFile { office, sha256 } => {
            format!("事業所 {office}: 添付したファイルが添付したときと違います（{sha256}）")
        }
        Finding::Unreadable { table, column, id } => {
            format!("読めない行があります（表 {table}、列 {column}、番号 {id}）")
        }
        Finding::Board { office, rows } => {
            format!("事業所 {office}: ホームの一覧の{rows}行が事実と合いません。mimamori rebuild で直せます")
        }
    }
}
