//! 保護者.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// 保護者 of a child (給付決定保護者).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// 氏名.
    pub name: String,
    /// フリガナ in full-width katakana.
    pub kana: String,
    /// 本人との続柄.
    pub relation: String,
    /// 電話番号.
    pub phone: String,
    /// 生年月日: who applies for a child says it in the application; `None` when not recorded.
    #[serde(default)]
    pub birth: Option<Date>,
}
