//! `mimamori rules NAME`: a rule's answers, one JSON object a line in and out, for other programs.
//!
//! Field names and verdicts are an interface that others rely on; add to them, never rename them.

mod abuse_window;
mod answer;
mod claim;
mod eligibility;
mod fee;
mod fields;
mod neutrality;
mod schedule;
mod standard_period;
mod stream;

use std::{fs::File, io, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use law::{Explained, LawBook, fees::Fees};
use serde_json::{Map, Value};

use answer::Answer;
use fields::{Fields, JsonFault};

/// 規則の名前と入力
#[derive(Args)]
pub struct RulesArgs {
    /// 規則
    pub name: Rule,
    /// 入力のファイル（なければ標準入力）。1行に1つのJSON
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
}

/// The rules that can be asked.
#[derive(Clone, Copy, ValueEnum)]
pub enum Rule {
    /// 標準期間
    StandardPeriod,
    /// モニタリングの実施月
    Schedule,
    /// どの月のどの報酬を請求できるか
    Claim,
    /// 1人の1か月分の報酬の単位数と金額
    Fee,
    /// 対象者
    Eligibility,
    /// 兼務
    Neutrality,
    /// 虐待の通報・届出窓口
    AbuseWindow,
}

impl Rule {
    /// Answers one object; the second part is the reason in full, where the answer has one.
    fn answer(self, book: &LawBook, object: Map<String, Value>) -> Result<(Answer, Option<Explained>), JsonFault> {
        let mut fields = Fields::of(object);
        match self {
            Self::StandardPeriod => standard_period::answer(book, &mut fields),
            Self::Schedule => schedule::answer(book, &mut fields),
            Self::Claim => claim::answer(book, &mut fields),
            Self::Fee => fee::answer(book, &mut fields),
            Self::Eligibility => eligibility::answer(book, &mut fields),
            Self::Neutrality => neutrality::answer(book, &mut fields),
            Self::AbuseWindow => abuse_window::answer(book, &mut fields),
        }
    }

    /// The answer and its reason for a person; used by `mimamori explain`.
    pub fn explain(self, book: &LawBook, object: Map<String, Value>) -> Result<String, JsonFault> {
        let (answer, explained) = self.answer(book, object)?;
        let heading = answer.heading();
        Ok(match explained {
            Some(explained) => format!("{heading}\n{}", explained.text()),
            None => format!("{heading}\n{}\n", answer.why),
        })
    }
}

/// Answers every line of the input. Exit status 1 when a line could not be read.
pub fn run(args: &RulesArgs) -> anyhow::Result<ExitCode> {
    let book = LawBook::embedded().context("法令のデータを読めません")?;
    if matches!(args.name, Rule::Fee) {
        Fees::embedded().context("報酬のデータを読めません")?;
    }
    let output = io::stdout().lock();
    let answer = |object| args.name.answer(book, object).map(|(answer, _)| answer);
    let all_read = match &args.input {
        Some(path) => {
            let file = File::open(path).with_context(|| format!("{} を開けません", path.display()))?;
            stream::run(file, output, answer)?
        }
        None => stream::run(io::stdin().lock(), output, answer)?,
    };
    Ok(if all_read { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
