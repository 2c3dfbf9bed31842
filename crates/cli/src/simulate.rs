//! `mimamori simulate`: how many visits a caseload brings each month, under each table and by the transition rule.
//!
//! For whoever must decide on a table, or staff an office for it: a city's or the nation's clients as CSV, and the
//! answer by month, ward and specialist, with what it costs in units.

mod chart;
mod chunks;
mod cost;
mod table;

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use calendar::{MonthRange, YearMonth};
use clap::Args;
use domain::simulation::{PER_CLIENT_HEAD, Simulation, TRANSITION, Tally, known_tables};
use law::{LawBook, Revision};

use crate::private_file;

/// 見込みの計算の入力と出力
#[derive(Args)]
pub struct SimulateArgs {
    /// 利用者のCSV
    #[arg(long, value_name = "FILE.csv")]
    clients: PathBuf,
    /// 最初の月（例: 2026-04）
    #[arg(long, value_name = "YYYY-MM")]
    from: YearMonth,
    /// 最後の月
    #[arg(long, value_name = "YYYY-MM")]
    to: YearMonth,
    /// 表の名前をコンマで並べる（なければ全部）。transition は、計画作成日ごとの表（経過措置）
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    tables: Vec<String>,
    /// 改定案のTOML（いくつでも）
    #[arg(long = "revision", value_name = "FILE.toml")]
    revisions: Vec<PathBuf>,
    /// 月ごとの数（month,table,visits,clients）
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
    /// 利用者ごとの答え（id,table,interval_months,rule,months）
    #[arg(long, value_name = "FILE.csv")]
    per_client: Option<PathBuf>,
    /// 区ごとの数（ward,month,table,visits）
    #[arg(long, value_name = "FILE.csv")]
    wards: Option<PathBuf>,
    /// 相談支援専門員ごとの数（specialist,month,table,visits）
    #[arg(long, value_name = "FILE.csv")]
    specialists: Option<PathBuf>,
    /// 月ごとの数の図
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// 費用（単位）も数える。事業所の区分で（enhanced-1 … enhanced-4、1、2）
    #[arg(long, value_name = "GRADE")]
    office_grade: Option<String>,
}

/// Longest span of months that is asked for, so that a slip in a year does not fill the memory.
const MOST_MONTHS: i32 = 1200;

/// Reckons and writes. Exit status 1 when a row could not be read.
pub fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let book = LawBook::embedded().context("法令のデータを読めません")?;
    let refused = |message: String| {
        err!("{message}");
        Ok(ExitCode::from(1))
    };
    let months = args.to.months_since(args.from) + 1;
    if !(1..=MOST_MONTHS).contains(&months) {
        return refused(format!("--to は --from 以後で、{MOST_MONTHS}か月までにしてください。"));
    }
    if let Some(grade) = args.office_grade.as_ref().filter(|grade| !cost::knows(grade, args.from)) {
        return refused(format!("--office-grade の「{grade}」という区分はありません。"));
    }
    let revisions = match revisions(book, &args.revisions)? {
        Ok(revisions) => revisions,
        Err(message) => return refused(message),
    };
    let range = MonthRange { start: args.from, end: args.to };
    let simulation = match Simulation::new(book, &revisions, &tables(book, args, &revisions), range) {
        Ok(simulation) => simulation,
        Err(unknown) => return refused(unknown.to_string()),
    };
    let input = open(&args.clients)?;
    let per_client = args.per_client.as_deref().map(create).transpose()?;
    let tally = match chunks::run(&simulation, input, per_client, io::stderr())? {
        Ok(tally) => tally,
        Err(head) => return refused(format!("{}: 1行目: {head}", args.clients.display())),
    };
    write(args, &simulation, &tally)?;
    if tally.bad_rows > 0 {
        err!("読めない行が{}行ありました。数に入っていません。", tally.bad_rows);
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// The tables named, each once, and the transition rule with them; every one where none is named.
fn tables(book: &LawBook, args: &SimulateArgs, revisions: &[Revision]) -> Vec<String> {
    if args.tables.is_empty() {
        return known_tables(book, revisions);
    }
    let mut tables: Vec<String> = Vec::new();
    let named = args.tables.iter().map(|name| name.trim().to_owned());
    for name in named.chain(revisions.iter().map(|revision| revision.name.clone())).chain([TRANSITION.to_owned()]) {
        if !tables.contains(&name) {
            tables.push(name);
        }
    }
    tables
}

fn revisions(book: &LawBook, paths: &[PathBuf]) -> anyhow::Result<Result<Vec<Revision>, String>> {
    let mut revisions: Vec<Revision> = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("{name} を読めません"))?;
        match Revision::read(book, &name, &text) {
            Ok(revision) if revisions.iter().any(|other| other.name == revision.name) => {
                return Ok(Err(format!("{name}: 「{}」という名前の改定案がもう1つあります。", revision.name)));
            }
            Ok(revision) => revisions.push(revision),
            Err(faults) => return Ok(Err(faults.in_users_file())),
        }
    }
    Ok(Ok(revisions))
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("{} を開けません", path.display()))
}

fn create(path: &Path) -> anyhow::Result<File> {
    let mut file = private_file::create(path)?;
    file.write_all(PER_CLIENT_HEAD.as_bytes())?;
    Ok(file)
}

fn write(args: &SimulateArgs, simulation: &Simulation, tally: &Tally) -> anyhow::Result<()> {
    let costs = args.office_grade.as_ref().map(|grade| cost::units(grade, tally));
    let names: Vec<&str> = simulation.tables().collect();
    let mut screen = BufWriter::new(io::stdout().lock());
    match table::print(&mut screen, &names, tally, costs.as_ref()).and_then(|()| screen.flush()) {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    let file = |path: &Path| -> anyhow::Result<BufWriter<File>> { Ok(BufWriter::new(private_file::create(path)?)) };
    if let Some(path) = &args.out {
        let mut out = file(path)?;
        table::write_months(&mut out, &names, tally)?;
        out.flush()?;
    }
    for (path, head, groups) in
        [(&args.wards, "ward", &tally.wards), (&args.specialists, "specialist", &tally.specialists)]
    {
        if let Some(path) = path {
            let mut out = file(path)?;
            table::write_groups(&mut out, head, &names, tally, groups)?;
            out.flush()?;
        }
    }
    if let Some(path) = &args.chart {
        let mut out = file(path)?;
        out.write_all(chart::svg(&names, tally).as_bytes())?;
        out.flush()?;
    }
    Ok(())
}
