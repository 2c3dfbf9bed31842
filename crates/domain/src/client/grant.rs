//! 支給決定: one service on a certificate.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::id::{GrantId, ProviderId};

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
    /// サービス提供事業所 of the office's register; `None` where none was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// サービス提供事業所 by name, where it is not registered; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider_name: String,
}
