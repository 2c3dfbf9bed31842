//! (1) サービス提供状況の確認: by any means, a line for each provider of the client.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};
use crate::{id::ProviderId, text::say};

/// One line: what was heard of one provider, or why nothing was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCheck {
    /// Day.
    pub date: Date,
    /// 確認の手段; the handbook leaves it free.
    pub means: CheckMeans,
    /// サービス提供事業所, by name.
    pub provider: String,
    /// 確認した内容: the provider's words. Empty where the line is excused.
    pub finding: String,
    /// サービス提供の場面に立ち会った: サービス提供時モニタリング加算 may apply.
    pub on_site: bool,
    /// The provider in the register; none for one that is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<ProviderId>,
    /// サービスの種類 that it provides, as far as grants and plan say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// 確認しなかった（理由）: the line is excused. Empty where the check took place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_checked: String,
    /// The providers for which the table asked when the line was recorded: the step is done when each of them is in or excused. Empty for
    /// what was recorded before there was a table; such a check stands for the whole step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<AskedProvider>,
}

/// A provider for which the table asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedProvider {
    /// Name.
    pub name: String,
    /// The provider in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<ProviderId>,
}

impl AskedProvider {
    /// Whether both name the same provider: by the register where both are in it, else by name.
    pub fn is(&self, other: &Self) -> bool {
        match (self.registered, other.registered) {
            (Some(one), Some(two)) => one == two,
            _ => self.name == other.name,
        }
    }
}

impl ServiceCheck {
    /// What a provider told.
    pub fn told(date: Date, means: CheckMeans, provider: &str, finding: &str) -> Self {
        Self {
            date,
            means,
            provider: provider.to_owned(),
            finding: finding.to_owned(),
            on_site: false,
            registered: None,
            services: Vec::new(),
            not_checked: String::new(),
            asked: Vec::new(),
        }
    }

    /// Whose line it is.
    pub fn of(&self) -> AskedProvider {
        AskedProvider { name: self.provider.clone(), registered: self.registered }
    }

    /// 確認しなかった: whether the line is excused.
    pub fn is_excused(&self) -> bool {
        !self.not_checked.is_empty()
    }

    /// サービス提供時モニタリング: somebody visited where the service was provided and saw it. Evidence for the addition.
    pub fn is_service_monitoring(&self) -> bool {
        self.on_site && self.means == CheckMeans::Visit && !self.is_excused()
    }

    /// What is wrong with the line as typed.
    pub fn check(&self, _round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("date", "確認した日", Some(self.date));
        check.within_support("date", "確認した日", "確認", self.date);
        check.text("provider", "サービス提供事業所", &self.provider, limit::SHORT, true);
        check.text("finding", "確認した内容", &self.finding, limit::LONG, !self.is_excused());
        check.text("not_checked", "確認しなかった理由", &self.not_checked, limit::SHORT, false);
        if self.is_excused() && !self.finding.is_empty() {
            check.refuse(
                "not_checked",
                "確認した内容があるときは、「確認しなかった理由」を空欄にしてください".to_owned(),
            );
        }
        if self.on_site && self.means != CheckMeans::Visit {
            check.refuse("means", say::choose("立ち会ったときの手段（訪問）"));
        }
        check.problems
    }
}

impl Round {
    /// The providers for which the table asked last, without a line that stands: neither told of nor excused.
    pub fn unanswered_checks(&self) -> Vec<AskedProvider> {
        let asked = self.service_checks().filter(|(_, check)| !check.asked.is_empty()).last();
        let asked = asked.map(|(_, check)| check.asked.clone()).unwrap_or_default();
        asked.into_iter().filter(|one| !self.service_checks().any(|(_, check)| check.of().is(one))).collect()
    }
}

/// 確認の手段.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckMeans {
    /// 電話.
    Phone,
    /// 訪問.
    Visit,
    /// メール.
    Mail,
    /// FAX.
    Fax,
    /// 書面.
    Letter,
    /// 会議.
    Meeting,
    /// オンライン.
    Video,
    /// その他.
    Other,
    /// 書面・FAX: recorded before the two were told apart, and offered no more.
    Paper,
}

impl CheckMeans {
    /// What is offered: any of them will do.
    pub const OFFERED: &'static [Self] =
        &[Self::Phone, Self::Visit, Self::Mail, Self::Fax, Self::Letter, Self::Meeting, Self::Video, Self::Other];
}

words!(CheckMeans {
    Phone, "phone", "電話";
    Visit, "visit", "訪問";
    Mail, "mail", "メール";
    Fax, "fax", "FAX";
    Letter, "letter", "書面";
    Meeting, "meeting", "会議";
    Video, "video", "オンライン";
    Other, "other", "その他";
    Paper, "paper", "書面・FAX";
});
