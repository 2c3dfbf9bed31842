//! (5) 区役所・支所へ写しを提出.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::client::words;

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
