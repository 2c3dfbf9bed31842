//! What a municipality decides (rules.md E), as the rules need it.

use serde::{Deserialize, Serialize};

use crate::client::MonthlyStart;

/// 市町村の設定. Read from `law/municipalities/*.toml`, changed per office in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MunicipalitySettings {
    /// Key of the file (`default`, `kawasaki`).
    pub key: String,
    /// 名称.
    pub name: String,
    /// 予定月の翌月のモニタリングを認める.
    pub carry_over_accepted: bool,
    /// すべてのモニタリング報告書の写しを提出する; otherwise only the listed cases, and m5 is not required.
    pub every_report_submitted: bool,
    /// Day of the following month by which consent (m4) and hand-in (m5) are due.
    pub submission_day: u8,
    /// 国保連への請求の締切日: day of the month after the visit by which the claim (m6) is due.
    pub claim_day: u8,
    /// 更新直前のモニタリングを原則認めない.
    pub deny_monitoring_before_renewal: bool,
    /// 毎月3回の始まり.
    pub monthly_start: MonthlyStart,
}
