//! 相談支援専門員.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::id::{OfficeId, SpecialistId};

/// 相談支援専門員 of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specialist {
    /// Id.
    pub id: SpecialistId,
    /// Office.
    pub office: OfficeId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Last working day; `None` while employed.
    pub ended_on: Option<Date>,
    /// Counts the saves.
    pub version: i64,
}
