//! 漏えい等のおそれ: what an office does when personal data may have got out: it is declared, what leaves the office is frozen,
//! the report grows, and at the end somebody lifts it. Facts, like everything else: what was said first stays readable.

use calendar::Date;
use law::{LawBook, Value};
use serde::{Deserialize, Serialize};

use crate::{id::BreachId, monitoring::Problem};

/// Letters of each of the nine items.
pub const ITEM: usize = 4_000;

/// The nine items of the report to the 個人情報保護委員会, in the order of the rules (施行規則 第8条第1項): word, title, hint.
pub const ITEMS: [(&str, &str, &str); 9] = [
    ("outline", "1 概要", "いつ、どこで、何が起きたか。見つけたきっかけ"),
    (
        "data",
        "2 個人データの項目",
        "氏名・住所・受給者証番号・報告書の文など。障害や虐待のことが入っていれば、そのことも",
    ),
    ("people", "3 本人の数", "分かっている人数。分からなければ、いちばん多い場合の人数"),
    ("cause", "4 原因", "誤送信、紛失、盗難、不正なログイン、持ち出しなど"),
    ("harm", "5 二次被害とそのおそれ", "悪用されたか、されるおそれがあるか"),
    ("response", "6 本人への対応", "本人・家族への知らせ、お詫び、相談の窓口"),
    ("publication", "7 公表", "公表したか、しない理由"),
    ("prevention", "8 再発防止の措置", "もう行ったことと、これから行うこと"),
    ("other", "9 その他", "警察・市町村への届け出、委託先など"),
];

/// 宣言: what was known when it was declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// What happened, in a few words.
    pub what: String,
    /// 知った日: the clocks run from it.
    pub known_on: Date,
    /// The first day of the looks that are held still.
    pub from: Date,
    /// The last day of them.
    pub to: Date,
    /// The end of the log at that moment: number and hash of the last entry; none where there was none.
    pub log_end: Option<(i64, String)>,
    /// How many rows of looks the days had.
    pub looks: i64,
    /// SHA-256 over them, hex.
    pub looks_sha256: String,
}

/// The report as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachReport {
    /// 知った日, where it was corrected.
    pub known_on: Option<Date>,
    /// 不正の目的のおそれ: the last report has more time.
    pub malicious: bool,
    /// The nine items in the order of [`ITEMS`].
    pub items: [String; 9],
    /// 速報 was made on.
    pub prompt_on: Option<Date>,
    /// 確報 was made on.
    pub final_on: Option<Date>,
}

/// What is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BreachFact {
    /// 宣言.
    Declared(Declared),
    /// 報告書, whole, as it was saved.
    Report(BreachReport),
    /// 解除.
    Ended {
        /// Why it is over.
        reason: String,
    },
}

impl BreachFact {
    /// The kind, as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Declared(_) => "declared",
            Self::Report(_) => "report",
            Self::Ended { .. } => "ended",
        }
    }
}

/// A fact with who recorded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedBreachFact {
    /// What.
    pub body: BreachFact,
    /// The recorder's name at that time.
    pub by: String,
    /// UTC, RFC 3339.
    pub at: String,
}

/// One breach, or the fear of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Id.
    pub id: BreachId,
    /// Everything recorded, oldest first; the first one is the declaration.
    pub facts: Vec<DatedBreachFact>,
}

impl Breach {
    /// 宣言, with who declared it.
    pub fn declared(&self) -> Option<(&Declared, &DatedBreachFact)> {
        self.facts.iter().find_map(|fact| match &fact.body {
            BreachFact::Declared(declared) => Some((declared, fact)),
            _ => None,
        })
    }

    /// The report as it stands; an empty one where nothing was written.
    pub fn report(&self) -> BreachReport {
        let last = self.facts.iter().rev().find_map(|fact| match &fact.body {
            BreachFact::Report(report) => Some(report.clone()),
            _ => None,
        });
        last.unwrap_or_default()
    }

    /// Counts the saves: what a form was shown with.
    pub fn version(&self) -> i64 {
        i64::try_from(self.facts.len()).unwrap_or(i64::MAX)
    }

    /// 解除: why and by whom, where it is over.
    pub fn ended(&self) -> Option<(&str, &DatedBreachFact)> {
        self.facts.iter().find_map(|fact| match &fact.body {
            BreachFact::Ended { reason } => Some((reason.as_str(), fact)),
            _ => None,
        })
    }

    /// 知った日.
    pub fn known_on(&self) -> Option<Date> {
        self.report().known_on.or_else(|| self.declared().map(|(declared, _)| declared.known_on))
    }
}

/// One of the two reports, and how long there is for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 速報 or 確報.
    pub label: &'static str,
    /// The last day.
    pub until: Date,
    /// Days left; 0 on the last day, below it afterwards.
    pub days_left: i32,
    /// The day on which it was made.
    pub done_on: Option<Date>,
    /// How many days the law gives.
    pub days: i64,
    /// Where that stands.
    pub place: String,
}

/// The two clocks of a breach as of a day; empty where the law's own values do not cover the day.
pub fn clocks(book: &LawBook, breach: &Breach, today: Date) -> Vec<Clock> {
    let (report, Some(known_on)) = (breach.report(), breach.known_on()) else { return Vec::new() };
    let last = if report.malicious { "breach.final-report-days-malicious" } else { "breach.final-report-days" };
    let reports = [("速報", "breach.prompt-report-days", report.prompt_on), ("確報", last, report.final_on)];
    let clock = |(label, id, done_on): (&'static str, &str, Option<Date>)| {
        let entry = book.timeline(id)?.entries.iter().find(|entry| entry.days.contains(known_on))?;
        let Value::Whole(days) = entry.value else { return None };
        // The day on which it became known is the first one.
        let until = (1..days).try_fold(known_on, |day, _| day.tomorrow().ok())?;
        let days_left = today.until(until).ok()?.get_days();
        Some(Clock { label, until, days_left, done_on, days, place: entry.place.to_string() })
    };
    reports.into_iter().filter_map(clock).collect()
}

/// What is wrong with a declaration as typed.
pub fn check_days(known_on: Date, (from, to): (Date, Date), today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |field: &'static str, sentence: &str| {
        problems.push(Problem { field: field.to_owned(), sentence: sentence.to_owned() });
    };
    if known_on > today {
        wrong("known_on", "知った日は、今日までの日にしてください");
    }
    if to > today {
        wrong("to", "見る期間の終わりは、今日までの日にしてください");
    }
    if to < from {
        wrong("to", "見る期間の終わりが、始まりより前です");
    }
    problems
}
