//! `mimamori import`: clients and certificates from a CSV file, or a whole office from the folder of an export.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use app::{
    Outside, Refusal, limits,
    transfer::{
        ImportReport, ImportTable, Importer, Mode, TakenOffice, Watch, forget_files, import_office, import_table,
        is_attached, named_files, take_file, template,
    },
};
use clap::Args;
use domain::id::{FileId, OfficeId};
use store::Db;

use crate::{
    command_look::{self, Reach},
    data::{DataArgs, is_empty},
    office_args::OfficeArgs,
    outside::{self, Pdf},
    private_file, screen,
};

/// Options of `import`.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// CSV（UTF-8 か Shift_JIS）かExcel（.xlsx）のファイルか、mimamori export で書き出したフォルダー
    #[arg(value_name = "FILE", required_unless_present = "template")]
    file: Option<PathBuf>,
    /// 何の表か: clients（利用者と受給者証）、plans（計画）、assessments（アセスメント）
    #[arg(long, value_name = "TABLE", default_value = "clients", value_parser = table)]
    table: ImportTable,
    /// 調べるだけで、何も書き込まない
    #[arg(long)]
    dry_run: bool,
    /// 誤りのある行を除いて取り込む（指定しなければ、1行でも誤りがあると何も取り込まない）
    #[arg(long, conflicts_with = "dry_run")]
    take_good_rows: bool,
    /// 取り込めなかった行を書き出すファイル（指定しなければ FILE-rejected.csv）
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    /// ひな形のCSVを標準出力に書いて終わる
    #[arg(long)]
    template: bool,
    #[command(flatten)]
    office: OfficeArgs,
    #[command(flatten)]
    data: DataArgs,
}

fn table(word: &str) -> Result<ImportTable, String> {
    ImportTable::from_word(word).ok_or_else(|| "clients、plans、assessments のどれかを指定してください".to_owned())
}

/// Status 1 when the file was not taken whole.
pub fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let Some(file) = args.file.as_deref().filter(|_| !args.template) else {
        screen::text(&template());
        return Ok(ExitCode::SUCCESS);
    };
    if file.is_dir() {
        return take_export(args, file);
    }
    let Some(bytes) = read_file(file)? else { return Ok(ExitCode::FAILURE) };
    // Refused before anything is read: after the import it would be too late.
    if let Some(there) = args.rejected.as_deref().filter(|path| fs::symlink_metadata(path).is_ok()) {
        err!("{} がすでにあります。まだ無い名前を指定してください", there.display());
        return Ok(ExitCode::FAILURE);
    }
    let db = args.data.open_existing_migrated()?;
    let actor = args.office.actor(&db, "取込コマンド")?;
    let mode = match (args.dry_run, args.take_good_rows) {
        (true, _) => Mode::DryRun,
        (_, true) => Mode::TakeGoodRows,
        _ => Mode::AllOrNothing,
    };
    let importer = Importer { db, actor, outside: outside::real(Arc::new(Pdf::default())) };
    command_look::note(&importer.db, &importer.outside, "import", Some(importer.actor.office), Reach::Nobody)?;
    match import_table(&importer, args.table, &bytes, mode, &Watch::default()) {
        Ok(report) => tell(args, file, &report, mode),
        Err(Refusal::Refused(reasons)) => Ok(screen::refused(&reasons, "何も取り込んでいません。")),
        Err(refusal) => Err(refusal.into()),
    }
}

/// The file, unless it is larger than any office's; whatever its size is said to be, no more than that is read.
fn read_file(file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let most = limits::IMPORT_BYTES;
    let mut bytes = Vec::new();
    let read =
        File::open(file).and_then(|it| it.take(u64::try_from(most + 1).unwrap_or(u64::MAX)).read_to_end(&mut bytes));
    read.with_context(|| format!("読めません: {}", file.display()))?;
    if bytes.len() <= most {
        return Ok(Some(bytes));
    }
    err!("{} が大きすぎます（{}メガバイトまで）。ファイルを分けてください", file.display(), most / 1024 / 1024);
    Ok(None)
}

/// Takes an export of this program back whole. The database is made by it, where there is none: an office is in it then,
/// or nothing is left of it.
fn take_export(args: &ImportArgs, folder: &Path) -> anyhow::Result<ExitCode> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("読めません: {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !is_attached(&name) {
            let bytes = fs::read(entry.path()).with_context(|| format!("読めません: {}", entry.path().display()))?;
            files.insert(name, bytes);
        }
    }
    let fresh = Fresh::of(args)?;
    let db = fresh.data.open_migrated()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let (password, hash) = app::accounts::one_time_password(&outside).map_err(anyhow::Error::msg)?;
    let place = args.office.place(&db)?;
    let dry_run = args.dry_run;
    // The bytes first, as nobody's; the rows that name them come in the one transaction below.
    let attached = match take_attached(&db, &outside, &files, folder) {
        Ok(attached) => attached,
        Err(Refusal::Refused(reasons)) => return Ok(screen::refused(&reasons, "何も取り込んでいません。")),
        Err(refusal) => return Err(refusal.into()),
    };
    let answer = db.write_now(move |tx| {
        let taken = import_office(tx, &outside, place, &files, &hash)?;
        if dry_run { Err(ImportEnd::Looked(taken)) } else { Ok(taken) }
    });
    if let (Err(_), Some(office)) = (&answer, attached.0) {
        forget_files(&db, office, attached.1.into_iter())?;
    }
    match answer {
        Ok(taken) => {
            // The columns that are derived from others come by this program's own rules.
            db.migrate()?;
            db.write_now(store::upkeep::count_tables)?;
            fresh.keep();
            out!("事業所を取り込みました: {}（{}行）", taken.office, taken.rows);
            out!(
                "パスワードは書き出されていません。次の人は、このパスワードでログインし、自分のものに替えてください。"
            );
            for login in taken.managers {
                out!("  ログインID: {login}  パスワード: {password}");
            }
            out!("ほかの人には、管理者が設定の画面から新しいパスワードを渡します。");
            Ok(ExitCode::SUCCESS)
        }
        Err(ImportEnd::Looked(taken)) => {
            out!("調べただけで、何も取り込んでいません。取り込める行: {}", taken.rows);
            Ok(ExitCode::SUCCESS)
        }
        Err(ImportEnd::Refused(Refusal::Refused(reasons))) => Ok(screen::refused(&reasons, "何も取り込んでいません。")),
        Err(ImportEnd::Refused(refusal)) => Err(refusal.into()),
    }
}

/// Keeps the bytes of the files that the rows of the export name; what was written, and for which office.
fn take_attached(
    db: &Db,
    outside: &Outside,
    files: &BTreeMap<String, Vec<u8>>,
    folder: &Path,
) -> Result<(Option<OfficeId>, Vec<FileId>), Refusal> {
    let (office, named) = named_files(files);
    let mut taken = Vec::new();
    let Some(id) = office else { return Ok((None, taken)) };
    // An office that is there already keeps what it has: the import will refuse it, and nothing is written before.
    if db.read_now(move |tx| store::attachments::files(tx, id))?.is_empty() {
        for (sha256, file) in named {
            // Whether one is missing is seen by the rows that name it.
            let Ok(bytes) = fs::File::open(folder.join(format!("attachment-{sha256}"))) else { continue };
            taken.push(file);
            if let Err(refusal) = take_file(db, outside, id, (file, &sha256), bytes) {
                forget_files(db, id, taken.into_iter())?;
                return Err(refusal);
            }
        }
    }
    Ok((office, taken))
}

/// The database of an export's import, taken away again unless it is kept, where the import made it.
struct Fresh {
    data: DataArgs,
    /// Its file, where there was none.
    made: Option<PathBuf>,
    /// The folder, where there was none.
    folder: Option<PathBuf>,
    /// What a look alone is written into.
    scratch: Option<tempfile::TempDir>,
}

impl Fresh {
    fn of(args: &ImportArgs) -> anyhow::Result<Self> {
        let place = args.data.place()?;
        let made = place.sqlite_file().filter(|path| is_empty(path)).map(Path::to_owned);
        let mut fresh = Self { data: args.data.clone(), made: None, folder: None, scratch: None };
        let Some(made) = made else { return Ok(fresh) };
        if args.dry_run {
            let scratch = tempfile::tempdir()?;
            fresh.data = DataArgs { data: scratch.path().to_owned(), database: None };
            fresh.scratch = Some(scratch);
            return Ok(fresh);
        }
        fresh.folder = made.parent().filter(|folder| !folder.exists()).map(Path::to_owned);
        fresh.made = Some(made);
        Ok(fresh)
    }

    fn keep(mut self) {
        if let Some(made) = self.made.take() {
            out!("データベースを作りました: {}", made.display());
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let Some(made) = self.made.take() else { return };
        for ending in ["", "-wal", "-shm"] {
            let mut file = made.clone().into_os_string();
            file.push(ending);
            // What cannot be taken away holds no office; a next import goes on with it.
            let _ = fs::remove_file(file);
        }
        if let Some(folder) = self.folder.take() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Why the transaction of an export's import is not kept.
enum ImportEnd {
    /// It was only to be looked at.
    Looked(TakenOffice),
    Refused(Refusal),
}

impl From<Refusal> for ImportEnd {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::StoreError> for ImportEnd {
    fn from(error: store::StoreError) -> Self {
        Self::Refused(error.into())
    }
}

fn tell(args: &ImportArgs, file: &Path, report: &ImportReport, mode: Mode) -> anyhow::Result<ExitCode> {
    for problem in &report.file_problems {
        err!("{problem}");
    }
    if !report.file_problems.is_empty() {
        err!("何も取り込んでいません。ひな形は mimamori import --template で出せます。");
        return Ok(ExitCode::FAILURE);
    }
    // The file first: whoever reads the lines below may stop reading.
    let written = write_rejected(args, file, report)?;
    let (listed, more) = report.listed();
    for (row, problem) in listed {
        let column = if problem.column.is_empty() { "行全体" } else { problem.column.as_str() };
        out!("{}行目\t{column}\t{}", row.line, problem.sentence);
    }
    if more > 0 {
        out!("ほかに{more}件あります。");
    }
    out!(
        "{}（{}行）: 取り込める行 {}、登録済み {}、誤りのある行 {}",
        report.encoding,
        report.rows,
        report.good,
        report.known,
        report.rejected.len()
    );
    if let Some(to) = written {
        out!("誤りのある行を書き出しました: {}（直して、もう一度取り込めます）", to.display());
    }
    if report.written {
        match report.table {
            ImportTable::Clients => {
                out!("取り込みました: 利用者 {}人、受給者証 {}件", report.clients, report.certificates);
            }
            table => out!("取り込みました: {} {}件", table.label(), report.cases),
        }
        if report.taken < report.good {
            out!("途中までです。直したファイルをもう一度取り込むと、続きから入ります。");
        }
    } else if mode == Mode::DryRun {
        out!("調べただけで、何も取り込んでいません。");
    } else if report.is_clean() {
        out!("新しく取り込む行はありません。");
    } else {
        out!("何も取り込んでいません。直すか、--take-good-rows を付けてください。");
    }
    let taken = report.is_clean() || (mode == Mode::TakeGoodRows && report.written);
    Ok(if taken { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the rows that cannot be taken into a file of their own, where there are any; a look alone writes one only where
/// its name was given.
fn write_rejected(args: &ImportArgs, file: &Path, report: &ImportReport) -> anyhow::Result<Option<PathBuf>> {
    if report.rejected.is_empty() || (args.dry_run && args.rejected.is_none()) {
        return Ok(None);
    }
    let to = args.rejected.clone().unwrap_or_else(|| private_file::free_name(&beside(file)));
    private_file::write_new(&to, &report.rejected_file())?;
    Ok(Some(to))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push("-rejected.csv");
    file.with_file_name(name)
}
