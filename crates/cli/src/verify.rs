//! `mimamori verify`: whether the log is unbroken, the files are sound and the board says what the facts say.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use app::{
    heads::{self, Comparison, Head},
    records,
    upkeep::{self, Finding},
};
use clap::Args;
use store::{
    Db, Unreadable,
    audit::Broken,
    schema::SchemaFault,
    seals::{RowFault, WrongRow},
};

use crate::{
    command_look::{self, Reach},
    copies::{self, Throwaway},
    data::DataArgs,
    head,
    outside::{self, Pdf},
    restore,
};

/// Options of `verify`.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 別の場所に控えた末尾（mimamori head --json の出力）と比べる
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// いまのデータの代わりに、控えのファイルを一時的な場所に開いて調べる
    #[arg(long, value_name = "FILE")]
    copy: Option<PathBuf>,
    /// 封をした控えを開く鍵のファイル（- なら、その場で入力する）
    #[arg(long, value_name = "FILE", requires = "copy")]
    key: Option<PathBuf>,
}

/// Status 0 when all holds, 1 when something was found.
pub fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let heads = args.against.as_deref().map(head::read).transpose()?;
    if let Some(copy) = &args.copy {
        return verify_copy(args, copy, heads.unwrap_or_default());
    }
    let db = args.data.open_existing_checked()?;
    // What is damaged may be the log itself: then it is looked through all the same.
    let outside = outside::real(Arc::new(Pdf::default()));
    if let Err(fault) = command_look::note(&db, &outside, "verify", None, Reach::Nobody) {
        err!("この確認を閲覧の記録に残せませんでした: {fault}");
    }
    let found = report(&db)?;
    let all_contained = compare(&db, heads.unwrap_or_default())?;
    Ok(if all_contained { found } else { ExitCode::FAILURE })
}

/// Opens a copy in a throwaway place, which goes afterwards, and looks it through.
fn verify_copy(args: &VerifyArgs, copy: &Path, heads: Vec<Head>) -> anyhow::Result<ExitCode> {
    let secret = args.key.as_deref().map(restore::read_key).transpose()?;
    let (data, place) = (&args.data.data, args.data.place()?);
    let opened = copies::plain_copy(copy, secret.as_deref(), data).and_then(|plain| {
        let room = Throwaway::make(&plain, &place, data)?;
        let outside = outside::real(Arc::new(Pdf::default()));
        let (db, missing) = room.open(&plain, (copy, secret.as_deref()), &outside, data)?;
        Ok((room, db, missing))
    });
    let (room, db, missing) = match opened {
        Ok(opened) => opened,
        Err(failed) => {
            err!("控えを開けませんでした。{}", restore::told(&failed));
            return Err(failed.into());
        }
    };
    if missing > 0 {
        out!("異常: 添付ファイルのうち{missing}個の控えがありません。");
    }
    let found = report(&db)?;
    let all_contained = compare(&db, heads)?;
    drop(db);
    drop(room);
    Ok(if all_contained && missing == 0 { found } else { ExitCode::FAILURE })
}

/// Prints what the logs say to heads that were kept outside; whether they hold all of them.
fn compare(db: &Db, heads: Vec<Head>) -> anyhow::Result<bool> {
    let mut all = true;
    for head in heads {
        let (of, entry) = (head.organisation, head.entry);
        let answer = db.read_now(move |tx| heads::compare(tx, &head)).context("データベースを読めません")?;
        let sentence = match answer {
            Comparison::Contained { since } => {
                out!("組織 {of}: 控えた末尾（{entry}番）は、いまの記録の中にあります。そのあとの記録は{since}件です。");
                continue;
            }
            Comparison::SetBack { end } => format!("記録が{end}番で終わっています。控えた{entry}番までありました"),
            Comparison::Rewritten => format!("{entry}番の記録が、控えたときと違います。記録が作り直されています"),
            Comparison::NotGenuine => "控えが、署名されたときと違います".to_owned(),
            Comparison::UnknownKey => "控えに署名した鍵を、記録が知りません".to_owned(),
        };
        out!("異常: 組織 {of}: {sentence}");
        all = false;
    }
    Ok(all)
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
    let rows = report.findings.iter().any(|finding| matches!(finding, Finding::Row(_)));
    if rows && report.findings.iter().any(|finding| matches!(finding, Finding::Board { .. })) {
        out!("rebuild の前に、記録と違う行を調べてください。一覧は、いまの行から作り直されます。");
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
        Finding::Row(row) => wrong_row(row),
        Finding::Permit => "削除の許しが残っています。消せないはずの記録を消せる状態です".to_owned(),
        Finding::Schema(SchemaFault::Missing(what)) => {
            format!("データベースのつくりが違います。ないか、変えられています（{what}）")
        }
        Finding::Schema(SchemaFault::Foreign(what)) => {
            format!("データベースのつくりが違います。みまもりのものではありません（{what}）")
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

fn wrong_row(row: &WrongRow) -> String {
    let what = match row.fault {
        RowFault::Changed => "書かれたときと違います",
        RowFault::Missing => "書かれたのに、ありません",
        RowFault::Foreign => "みまもりが書いたものではありません",
    };
    let of: Vec<String> = row.of.iter().map(ToString::to_string).collect();
    let (of, table, label) = (of.join("、"), row.table, records::table_label(row.table));
    format!("組織 {of}: {label}の行が{what}（表 {table}、番号 {}）", if row.id.is_empty() { &of } else { &row.id })
}
