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
    Cx, Refusal,
    transfer::{AttachedFile, export_office},
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
    command_look::note(&db, &outside, "export", Some(office), Reach::Everybody)?;
    let ((files, attached), unreadable) = db.write_now(move |tx| {
        // What can be read comes out; what cannot is named, and the status says that the export is not whole.
        tx.pass_over_unreadable();
        let today = (outside.today)();
        let files = export_office(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })?;
        Ok::<_, Refusal>((files, tx.unreadable().to_vec()))
    })?;
    private_file::make_folder(folder)?;
    for file in &files {
        private_file::write_new(&folder.join(&file.name), &file.bytes)?;
        out!("{}\t{}件\t{}バイト", file.name, file.entries, file.bytes.len());
    }
    for file in &attached {
        write_attached(&db, office, file, folder)?;
        out!("{}\t1件\t{}バイト", file.name(), file.length);
    }
    out!("書き出しました: {}", folder.display());
    out!("個人情報が入っています。鍵のかかる場所に保管してください。");
    Ok(crate::verify::tell_unreadable(&unreadable))
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
