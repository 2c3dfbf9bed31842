//! `mimamori export`: everything an office has, in open formats, into an empty folder.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use app::{
    Cx, Outside, Refusal, Staff,
    transfer::{AttachedFile, ExportFile, MASKED_LOGIN, export_masked, export_office},
};
use clap::Args;
use domain::id::OfficeId;
use store::Db;

use crate::{
    command_look::{self, Reach},
    data::DataArgs,
    office_args::OfficeArgs,
    outside::{self, Pdf},
    private_file,
};

/// Options of `export`.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// 書き出すフォルダー。無いか、空のもの
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// 研修や問い合わせのための伏せた写し。氏名・番号・住所・電話・文・添付は入らず、日付は利用者ごとにずらす
    #[arg(long)]
    masked: bool,
    #[command(flatten)]
    office: OfficeArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// Status 1 when the folder holds something already.
pub fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let folder = &args.folder;
    if folder.is_dir() && fs::read_dir(folder)?.next().is_some() {
        err!("{} は空ではありません。空のフォルダーを指定してください", folder.display());
        return Ok(ExitCode::FAILURE);
    }
    let db = args.data.open_existing_checked()?;
    let actor = args.office.actor(&db, "書出コマンド")?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let office = actor.office;
    let command = if args.masked { "export --masked" } else { "export" };
    command_look::note(&db, &outside, command, Some(office), Reach::Everybody)?;
    if args.masked {
        return masked(&db, actor, outside, folder);
    }
    let ((files, attached), unreadable) = db.write_now(move |tx| {
        // What can be read comes out; what cannot is named, and the status says that the export is not whole.
        tx.pass_over_unreadable();
        let today = (outside.today)();
        let files = export_office(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })?;
        Ok::<_, Refusal>((files, tx.unreadable().to_vec()))
    })?;
    write(&files, folder)?;
    for file in &attached {
        write_attached(&db, office, file, folder)?;
        out!("{}\t1件\t{}バイト", file.name(), file.length);
    }
    out!("書き出しました: {}", folder.display());
    out!("個人情報が入っています。鍵のかかる場所に保管してください。");
    Ok(crate::verify::tell_unreadable(&unreadable))
}

/// The masked copy. Status 1 when rows could not be read, and are not in it.
fn masked(db: &Db, actor: Staff, outside: Outside, folder: &Path) -> anyhow::Result<ExitCode> {
    let (files, unread) = db.write_now(move |tx| {
        let today = (outside.today)();
        export_masked(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
    })?;
    write(&files, folder)?;
    out!("伏せた写しを書き出しました: {}", folder.display());
    out!(
        "月ごとの動きと市町村は残っています。だれのことかを推し量れるので、外には置かず、用が済んだら消してください。"
    );
    out!("取り込んだ先では、ログインID {MASKED_LOGIN} で入ります。");
    if unread > 0 {
        err!("読めない行が{unread}行あり、写しから除きました");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn write(files: &[ExportFile], folder: &Path) -> anyhow::Result<()> {
    private_file::make_folder(folder)?;
    for file in files {
        private_file::write_new(&folder.join(&file.name), &file.bytes)?;
        out!("{}\t{}件\t{}バイト", file.name, file.entries, file.bytes.len());
    }
    Ok(())
}

/// A file that was attached, a chunk at a time: its bytes never change, so that several transactions read the same.
fn write_attached(db: &Db, office: OfficeId, attached: &AttachedFile, folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(attached.name());
    let mut to = private_file::create_new(&path)?;
    let id = attached.file;
    for seq in 0.. {
        let Some(chunk) = db.read_now(move |tx| app::attachments::chunk(tx, office, id, seq))? else { break };
        to.write_all(&chunk).with_context(|| format!("書けません: {}", path.display()))?;
    }
    Ok(())
}
