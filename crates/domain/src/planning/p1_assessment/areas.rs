//! 6) 利用者の状況: seven areas, each with how it is, what the person wants, whether support is needed, what was noticed.

use serde::{Deserialize, Serialize};

use crate::monitoring::check::{Checker, limit};

/// 領域.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// 生活基盤に関する領域.
    Base,
    /// 健康・身体に関する領域.
    Health,
    /// コミュニケーション・スキルに関する領域.
    Communication,
    /// 社会生活技能に関する領域.
    Skills,
    /// 社会参加に関する領域.
    Participation,
    /// 教育・就労に関する領域.
    Work,
    /// 家族支援に関する領域.
    Family,
}

words!(Area {
    Base, "base", "生活基盤に関する領域";
    Health, "health", "健康・身体に関する領域";
    Communication, "communication", "コミュニケーション・スキルに関する領域";
    Skills, "skills", "社会生活技能に関する領域";
    Participation, "participation", "社会参加に関する領域";
    Work, "work", "教育・就労に関する領域";
    Family, "family", "家族支援に関する領域";
});

/// 支援の必要性. That nobody has found out yet is a value of its own: it is never taken for 「なし」.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportNeed {
    /// 未確認.
    #[default]
    Unconfirmed,
    /// なし.
    NotNeeded,
    /// あり.
    Needed,
}

words!(SupportNeed { Unconfirmed, "unconfirmed", "未確認"; NotNeeded, "not_needed", "なし"; Needed, "needed", "あり"; });

/// What is known of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaNotes {
    /// Which.
    pub area: Area,
    /// 現状.
    pub now: String,
    /// 本人の希望.
    pub wish: String,
    /// 支援の必要性.
    pub need: SupportNeed,
    /// 支援者の気づき.
    pub noticed: String,
}

/// All seven, of which nothing is known.
pub fn all_areas() -> Vec<AreaNotes> {
    Area::ALL.iter().map(|area| AreaNotes::unknown(*area)).collect()
}

impl AreaNotes {
    /// An area of which nothing is known.
    pub fn unknown(area: Area) -> Self {
        Self { area, now: String::new(), wish: String::new(), need: SupportNeed::default(), noticed: String::new() }
    }

    pub(super) fn check(&self, check: &mut Checker) {
        let area = self.area.word();
        for (name, label, value) in
            [("now", "現状", &self.now), ("wish", "本人の希望", &self.wish), ("noticed", "気づき", &self.noticed)]
        {
            let label = format!("{}の{label}", self.area.label());
            check.text(format!("{area}_{name}"), &label, value, limit::LONG, false);
        }
    }
}
