//! 保険と年金: what an application asks for beside the disability. 個人番号 is not kept: it is left to be written on the paper by hand.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// 保険と年金 as the cards say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Insurance {
    /// 要介護認定; `None` where it is not known.
    pub care_level: Option<CareLevel>,
    /// 要介護認定の有効期限.
    pub care_until: Option<Date>,
    /// 介護保険で利用中のサービス.
    pub care_services: String,
    /// 障害基礎年金1級を受けているか; `None` where it is not known.
    pub pension_first: Option<bool>,
    /// 被保険者証の記号・番号.
    pub insured_number: String,
    /// 保険者名・番号.
    pub insurer: String,
}

/// 要介護認定.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareLevel {
    /// 認定を受けていない.
    None,
    /// 申請中.
    Applied,
    /// 要支援1.
    Support1,
    /// 要支援2.
    Support2,
    /// 要介護1.
    Care1,
    /// 要介護2.
    Care2,
    /// 要介護3.
    Care3,
    /// 要介護4.
    Care4,
    /// 要介護5.
    Care5,
}

words!(CareLevel {
    None, "none", "受けていない";
    Applied, "applied", "申請中";
    Support1, "support1", "要支援1";
    Support2, "support2", "要支援2";
    Care1, "care1", "要介護1";
    Care2, "care2", "要介護2";
    Care3, "care3", "要介護3";
    Care4, "care4", "要介護4";
    Care5, "care5", "要介護5";
});
