//! 指定特定相談支援事業所・指定障害児相談支援事業所.

use calendar::YearMonth;
use serde::{Deserialize, Serialize};

use crate::{client::ConsultationService, id::OfficeId};

/// 事業所 as it stood on a day ([`super::OfficeHistory::on`]). Numbers and areas are kept per service, because the two
/// services are two designations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Id.
    pub id: OfficeId,
    /// 事業所名.
    pub name: String,
    /// 所在地.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// 管理者名, for papers.
    pub manager: String,
    /// 事業所番号 of 計画相談支援, ten characters, or empty where not designated.
    pub number_plan: String,
    /// 事業所番号 of 障害児相談支援, ten characters, or empty where not designated.
    pub number_child: String,
    /// 地域区分 of 計画相談支援: `1` to `7` or `other`.
    pub area_plan: String,
    /// 地域区分 of 障害児相談支援: `1` to `7` or `other`.
    pub area_child: String,
    /// 機能強化型の区分: `enhanced-1` to `enhanced-4` or `1`.
    pub grade: String,
    /// 市町村番号 of the place where the office is, or `default` where none was chosen. It decides no client's month: that does
    /// the certificate's.
    pub municipality: String,
    /// 運用開始月: the office works with mimamori from this month on. Set-up proposes the current month.
    /// Saving a certificate makes no rounds for earlier months: they were done with what the office had
    /// before, and a board full of months that look missed would help nobody.
    pub start_month: YearMonth,
    /// Counts the saves.
    pub version: i64,
}

impl Office {
    /// 事業所番号 of a service; empty where it is not designated.
    pub fn number(&self, service: ConsultationService) -> &str {
        match service {
            ConsultationService::Plan => &self.number_plan,
            ConsultationService::Child => &self.number_child,
        }
    }

    /// 地域区分 of a service.
    pub fn area(&self, service: ConsultationService) -> &str {
        match service {
            ConsultationService::Plan => &self.area_plan,
            ConsultationService::Child => &self.area_child,
        }
    }
}
