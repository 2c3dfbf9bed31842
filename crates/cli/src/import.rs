//! `mimamori import`: clients and certificates from a CSV file.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::{Context as _, bail};
use app::{
    Actor, Cx, Refusal,
    transfer::{ImportReport, Mode, import_clients, template},
};
use clap::Args;
use domain::{
    id::{OfficeId, UserId},
    office::Role,
};
use store::Db;

use crate::{
    data::DataArgs,
    outside::{self, Pdf},
};

/// Options of `import`.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// CSVファイル（UTF-8 か Shift_JIS）
    #[arg(value_name = "FILE", required_unless_present = "template")]
    file: Option<PathBuf>,
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

/// Which office, where the database holds several.
#[derive(Args, Clone, Debug)]
pub struct OfficeArgs {
    /// 事業所のid（データベースに事業所が1つなら要りません）
    #[arg(long, value_name = "ID")]
    office: Option<String>,
}

impl OfficeArgs {
    /// The office, and the program itself as the one who acts in it.
    pub fn actor(&self, db: &Db, name: &str) -> anyhow::Result<Actor> {
        let offices = db.read_now(store::offices::all)?;
        let wanted = self.office.as_deref().map(str::parse::<OfficeId>).transpose();
        let wanted = wanted.context("--office はidで指定してください")?;
        let office = match (wanted, offices.as_slice()) {
            (Some(id), all) => all.iter().find(|office| office.id == id).context("その事業所はありません")?,
            (None, [one]) => one,
            (None, []) => bail!("事業所がまだありません。先に mimamori serve で最初の設定をしてください"),
            (None, _) => bail!("事業所が2つ以上あります。--office で指定してください"),
        };
        // No person: the nil id, as in the records `system`.
        let user = UserId(uuid::Uuid::nil());
        Ok(Actor { user, office: office.id, name: name.to_owned(), role: Role::Manager })
    }
}

/// Status 1 when the file was not taken whole.
pub fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let Some(file) = args.file.as_deref().filter(|_| !args.template) else {
        print!("{}", template());
        return Ok(ExitCode::SUCCESS);
    };
    let bytes = fs::read(file).with_context(|| format!("読めません: {}", file.display()))?;
    let db = args.data.open_migrated()?;
    let actor = args.office.actor(&db, "取込コマンド")?;
    let mode = match (args.dry_run, args.take_good_rows) {
        (true, _) => Mode::DryRun,
        (_, true) => Mode::TakeGoodRows,
        _ => Mode::AllOrNothing,
    };
    let outside = outside::real(Arc::new(Pdf::default()));
    let answer = db.write_now(move |tx| {
        let today = (outside.today)();
        import_clients(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None }, &bytes, mode)
    });
    match answer {
        Ok(report) => tell(args, file, &report, mode),
        Err(Refusal::Refused(reasons)) => {
            for reason in reasons {
                eprintln!("{}", reason.sentence);
            }
            eprintln!("何も取り込んでいません。");
            Ok(ExitCode::FAILURE)
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn tell(args: &ImportArgs, file: &Path, report: &ImportReport, mode: Mode) -> anyhow::Result<ExitCode> {
    for problem in &report.file_problems {
        eprintln!("{problem}");
    }
    if !report.file_problems.is_empty() {
        eprintln!("何も取り込んでいません。ひな形は mimamori import --template で出せます。");
        return Ok(ExitCode::FAILURE);
    }
    for row in &report.rejected {
        for problem in &row.problems {
            let column = if problem.column.is_empty() { "行全体" } else { problem.column.as_str() };
            println!("{}行目\t{column}\t{}", row.line, problem.sentence);
        }
    }
    println!(
        "{}（{}行）: 取り込める行 {}、登録済み {}、誤りのある行 {}",
        report.encoding,
        report.rows,
        report.good,
        report.known,
        report.rejected.len()
    );
    if !report.rejected.is_empty() {
        let to = args.rejected.clone().unwrap_or_else(|| beside(file));
        write_private(&to, &report.rejected_file())?;
        println!("誤りのある行を書き出しました: {}（直して、もう一度取り込めます）", to.display());
    }
    if report.written {
        println!("取り込みました: 利用者 {}人、受給者証 {}件", report.clients, report.certificates);
    } else if mode == Mode::DryRun {
        println!("調べただけで、何も取り込んでいません。");
    } else if report.is_clean() {
        println!("新しく取り込む行はありません。");
    } else {
        println!("何も取り込んでいません。直すか、--take-good-rows を付けてください。");
    }
    let taken = report.is_clean() || (mode == Mode::TakeGoodRows && report.written);
    Ok(if taken { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push("-rejected.csv");
    file.with_file_name(name)
}

/// Writes a file that only its owner may read: it holds personal data.
pub fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("書けません: {}", path.display()))?;
    file.write_all(bytes).with_context(|| format!("書けません: {}", path.display()))
}
