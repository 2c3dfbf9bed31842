//! モニタリング期間の提案: what the office writes into the draft plan, and the grounds it gives.

use serde::{Deserialize, Serialize};

/// モニタリング期間案 of the 計画案. The municipality decides with it in view; both are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// Proposed months between two monitorings; `None` while nothing was proposed.
    pub interval_months: Option<u32>,
    /// 提案の理由, free text.
    pub reason: String,
    /// Grounds for monthly monitoring at home (イロハ).
    pub intensive: Vec<IntensiveGround>,
    /// Grounds on which a shorter period than the standard is advised.
    pub shorter_grounds: Vec<ShorterGround>,
}

/// 集中的支援が必要な者 (イロハ of the standard-period table), at home only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntensiveGround {
    /// イ: left a facility or hospital and needs intensive help for a time.
    LeftFacility,
    /// ロ: alone, or the family is disabled or ill, and cannot coordinate with providers.
    CannotCoordinate,
    /// ハ: constant care with severe communication difficulty and paralysis, bedridden or severe behaviour.
    SevereCommunication,
}

/// 標準より短い期間が望ましい場合.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShorterGround {
    /// 計画相談: after intensive help with daily habits.
    HabitFollowUp,
    /// 計画相談: frequent change of the provider.
    ProviderChanges,
    /// 障害児相談: school age, around long holidays.
    SchoolHolidays,
    /// 障害児相談: preschool, parents unsure about the support.
    PreschoolParents,
}

words!(IntensiveGround {
    LeftFacility, "left_facility", "障害者支援施設からの退所等に伴い、一定期間、集中的に支援することが必要";
    CannotCoordinate, "cannot_coordinate", "単身、または同居家族の障害・疾病等のため、自ら事業者等との連絡調整を行うことが困難";
    SevereCommunication, "severe_communication", "常時介護を要し、意思疎通に著しい支障があり、まひ・寝たきり、または行動上著しい困難がある";
});
words!(ShorterGround {
    HabitFollowUp, "habit_follow_up", "生活習慣等を改善する集中的な支援の提供後、引き続き一定の支援が必要";
    ProviderChanges, "provider_changes", "利用する事業者の頻繁な変更、またはそのおそれがある";
    SchoolHolidays, "school_holidays", "学齢期の長期休暇等により、心身の状態が変化するおそれがある";
    PreschoolParents, "preschool_parents", "就学前の児童の状態や支援方法について、保護者の不安の軽減・解消が必要";
});
