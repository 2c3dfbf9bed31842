//! The facts the table of standard periods asks for; unknown ones are unknown.

use calendar::{Date, YearMonth, age_on};
use law::ServiceSet;
use serde::{Deserialize, Serialize};

use crate::client::{IntensiveGround, MonthlyStart, ShorterGround};

/// What is known of one client and one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardFacts {
    /// 計画作成日: the table goes by it alone.
    pub plan_date: Date,
    /// The month asked for; the month of the plan where it is `None`.
    pub as_of: Option<YearMonth>,
    /// The services granted.
    pub services: ServiceSet,
    /// 新規, or 種類・内容・量の著しい変更; `None` for a renewal without marked change.
    pub new_or_changed: Option<NewOrChanged>,
    /// First day of use, with `new_or_changed`.
    pub service_start: Option<Date>,
    /// Whether the first three months begin in the month of the first use or in the next.
    pub monthly_start: MonthlyStart,
    /// 年齢.
    pub age: Option<Age>,
    /// 介護保険のケアマネジメントを受けている.
    pub care_management: Option<bool>,
    /// 在宅; by the services where it is `None`.
    pub at_home: Option<bool>,
    /// イロハ.
    pub intensive: Vec<IntensiveGround>,
    /// Grounds on which a shorter interval is desirable.
    pub shorter_grounds: Vec<ShorterGround>,
    /// セルフプラン.
    pub self_plan: bool,
}

impl StandardFacts {
    /// A renewal without marked change, of which nothing else is known.
    pub fn new(plan_date: Date, services: ServiceSet) -> Self {
        Self {
            plan_date,
            as_of: None,
            services,
            new_or_changed: None,
            service_start: None,
            monthly_start: MonthlyStart::DecisionMonth,
            age: None,
            care_management: None,
            at_home: None,
            intensive: Vec::new(),
            shorter_grounds: Vec::new(),
            self_plan: false,
        }
    }
}

/// Why the first three months are monthly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewOrChanged {
    /// 新規.
    New,
    /// サービスの種類・内容・量に著しい変更.
    Changed,
}

/// 年齢: known by the birth date, or as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// 生年月日.
    Born(Date),
    /// Completed years on the day of the plan.
    Years(u32),
}

impl Age {
    /// Completed years on `day`, by 年齢計算ニ関する法律.
    pub fn on(self, day: Date) -> u32 {
        match self {
            Self::Born(birth) => age_on(birth, day),
            Self::Years(years) => years,
        }
    }
}

impl ShorterGround {
    /// Whether the ground is one of 障害児相談支援 (and not of 計画相談支援).
    pub fn is_for_child(self) -> bool {
        matches!(self, Self::SchoolHolidays | Self::PreschoolParents)
    }
}
