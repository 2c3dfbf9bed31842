//! 残された課題: what the meeting left open, who sees to it, until when.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{
    monitoring::check::{Checker, limit},
    text::say,
};

/// One thing that stays open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenItem {
    /// 残された課題.
    pub what: String,
    /// 担当.
    pub owner: String,
    /// 期限.
    pub due: Option<Date>,
}

impl OpenItem {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        let label = |label: &str| format!("残された課題の{}行目の{label}", row + 1);
        check.text(format!("open_what_{row}"), &label("内容"), &self.what, limit::LONG, finished);
        check.text(format!("open_owner_{row}"), &label("担当"), &self.owner, limit::SHORT, finished);
        if finished && self.due.is_none() {
            check.refuse(format!("open_due_{row}"), say::missing(&label("期限")));
        }
    }
}
