//! 支給決定: one service on a certificate.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::id::GrantId;

/// 支給決定 of one service: what, how much, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Id.
    pub id: GrantId,
    /// Japanese name of the service kind, as in `law/services.toml`.
    pub service: String,
    /// 支給量 as written on the certificate.
    pub amount: String,
    /// 有効期間: first day.
    pub start: Date,
    /// 有効期間: last day.
    pub end: Date,
}
