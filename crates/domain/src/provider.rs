//! サービス提供事業所: the register of the providers whose services the office's clients use.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::id::{OfficeId, ProviderId};

/// サービス提供事業所 of the register. Certificates, posts and papers name it by its id, so that it is changed and ended,
/// and never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Id.
    pub id: ProviderId,
    /// The office whose register it is.
    pub office: OfficeId,
    /// 事業所番号, ten digits, or empty where it is not known.
    pub number: String,
    /// 名称.
    pub name: String,
    /// フリガナ in full-width katakana, or empty.
    pub kana: String,
    /// サービスの種類: names as in `law/services.toml`.
    pub services: Vec<String>,
    /// 所在地.
    pub address: String,
    /// 電話番号, digits.
    pub phone: String,
    /// ファックス番号, digits.
    pub fax: String,
    /// メールアドレス.
    pub mail: String,
    /// 担当者.
    pub person: String,
    /// First day; `None` from the beginning.
    pub from: Option<Date>,
    /// Last day; `None` while it works.
    pub ended_on: Option<Date>,
    /// 備考.
    pub note: String,
    /// Counts the saves.
    pub version: i64,
}

impl Provider {
    /// Whether it works on the day.
    pub fn works_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && !self.has_ended(day)
    }

    /// Whether its last day lies before the day.
    pub fn has_ended(&self, day: Date) -> bool {
        self.ended_on.is_some_and(|last| last < day)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_provider_works_from_its_first_day_to_its_last() {
        let day = |text: &str| text.parse().unwrap();
        let provider = Provider {
            id: ProviderId(Uuid::from_u128(1)),
            office: OfficeId(Uuid::from_u128(2)),
            number: String::new(),
            name: "あおば作業所".to_owned(),
            kana: String::new(),
            services: Vec::new(),
            address: String::new(),
            phone: String::new(),
            fax: String::new(),
            mail: String::new(),
            person: String::new(),
            from: Some(day("2026-04-01")),
            ended_on: Some(day("2026-09-30")),
            note: String::new(),
            version: 1,
        };
        for (on, works) in [("2026-03-31", false), ("2026-04-01", true), ("2026-09-30", true), ("2026-10-01", false)] {
            assert_eq!(provider.works_on(day(on)), works, "{on}");
        }
        assert!(!provider.has_ended(day("2026-03-31")), "one that is to begin has not ended");
        assert!(!provider.has_ended(day("2026-09-30")) && provider.has_ended(day("2026-10-01")));
        assert!(Provider { from: None, ended_on: None, ..provider }.works_on(day("1990-01-01")));
    }
}
