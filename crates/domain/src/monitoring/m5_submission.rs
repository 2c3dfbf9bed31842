//! (5) 区役所・支所へ写しを提出.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};

/// A hand-in of the report's copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// 提出日.
    pub date: Date,
    /// 提出先 (区役所・支所).
    pub to: String,
    /// 提出方法.
    pub means: SubmissionMeans,
    /// 備考 (person who took it, …).
    pub note: String,
}

impl Submission {
    /// What is wrong with the hand-in as typed.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        match round.finished_report() {
            None => check.refuse(
                "date",
                "モニタリング報告書がまだ仕上がっていません。先に (3) 記録 を済ませてください".to_owned(),
            ),
            Some((_, report)) => {
                check.order("date", ("報告書の作成日", report.written_on), ("提出日", Some(self.date)))
            }
        }
        check.day("date", "提出日", Some(self.date));
        check.text("to", "提出先", &self.to, limit::SHORT, true);
        check.text("note", "備考", &self.note, limit::LONG, false);
        check.problems
    }
}

/// 提出方法.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionMeans {
    /// 持参.
    Counter,
    /// 郵送.
    Post,
    /// メール・電子申請.
    Mail,
    /// FAX.
    Fax,
}

words!(SubmissionMeans { Counter, "counter", "持参"; Post, "post", "郵送"; Mail, "mail", "メール・電子申請"; Fax, "fax", "FAX"; });
