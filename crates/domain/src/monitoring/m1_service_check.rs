//! (1) サービス提供状況の確認: by any means.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};

/// One check with one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCheck {
    /// Day.
    pub date: Date,
    /// 確認の手段; the handbook leaves it free.
    pub means: CheckMeans,
    /// サービス提供事業所.
    pub provider: String,
    /// 確認した内容.
    pub finding: String,
    /// サービス提供の場面に立ち会った: サービス提供時モニタリング加算 may apply.
    pub on_site: bool,
}

impl ServiceCheck {
    /// What is wrong with the check as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("date", "確認した日", Some(self.date));
        check.within_support("date", "確認した日", "確認", self.date);
        check.text("provider", "サービス提供事業所", &self.provider, limit::SHORT, true);
        check.text("finding", "確認した内容", &self.finding, limit::LONG, true);
        check.problems
    }
}

/// 確認の手段.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckMeans {
    /// 訪問.
    Visit,
    /// 電話.
    Phone,
    /// メール.
    Mail,
    /// 書面・FAX.
    Paper,
    /// オンライン.
    Video,
    /// その他.
    Other,
}

words!(CheckMeans { Phone, "phone", "電話"; Visit, "visit", "訪問"; Mail, "mail", "メール"; Paper, "paper", "書面・FAX"; Video, "video", "オンライン"; Other, "other", "その他"; });
