//! 翌月への繰越: the scheduled month could not be kept; only the next month will do.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// 繰越: declared with its reason, the ward told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// 理由 (入院, 不在, …); also printed in その他留意事項.
    pub reason: String,
    /// 区役所・支所へ連絡した日.
    pub told_on: Option<Date>,
    /// 連絡した相手.
    pub told_to: String,
}
