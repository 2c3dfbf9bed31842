//! 閲覧の記録の確認: that somebody has looked a month of the log through. Kept for ever, as it was.

use calendar::YearMonth;
use domain::id::{OfficeId, UserId};

use crate::{Row, StoreError, Tx};

/// One look through a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookReview {
    /// The month that was looked through.
    pub month: YearMonth,
    /// When, UTC, RFC 3339.
    pub at: String,
    /// Who.
    pub user: UserId,
    /// The name at that time.
    pub name: String,
    /// 気づいたこと.
    pub note: String,
    /// How many rows the month had.
    pub rows: i64,
    /// SHA-256 over them, hex.
    pub sha256: String,
}

const ADD: &str = "insert into look_review (office_id, month, at, user_id, user_name, note, row_count, sha256) \
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF_OFFICE: &str = "select month, at, user_id, user_name, note, row_count, sha256 from look_review \
    where office_id = $1 and month >= $2 order by month desc, at desc, user_id limit $3";

/// Keeps that a month was looked through.
pub fn add_review(tx: &mut Tx, office: OfficeId, review: &LookReview) -> Result<(), StoreError> {
    let LookReview { month, at, user, name, note, rows, sha256 } = review;
    tx.execute(ADD, &[&office, month, at, user, name, note, rows, sha256])?;
    Ok(())
}

/// What was looked through from this month on, the newest first.
pub fn reviews(tx: &mut Tx, office: OfficeId, from: YearMonth, limit: i64) -> Result<Vec<LookReview>, StoreError> {
    tx.readable(OF_OFFICE, &[&office, &from, &limit], review)
}

fn review(row: &mut Row) -> Result<LookReview, StoreError> {
    Ok(LookReview {
        month: row.next()?,
        at: row.next()?,
        user: row.next()?,
        name: row.next()?,
        note: row.next()?,
        rows: row.next()?,
        sha256: row.next()?,
    })
}
