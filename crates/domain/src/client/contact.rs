//! 相談の記録: every contact with a client from the first call on, whoever called. It is the client's and needs no plan.

use calendar::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::{
    facts::{Body, Facts},
    id::{ClientId, FactId, OfficeId},
    monitoring::check::{Checker, Checking, Problem, limit},
};

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// 年月日.
    pub date: Date,
    /// 時刻, where it was noted.
    pub time: Option<Time>,
    /// かかった時間 in minutes.
    pub minutes: Option<u32>,
    /// 手段.
    pub channel: ContactChannel,
    /// 相手.
    pub who: String,
    /// 相手 and the person: 本人, 母, 事業所 …
    pub relation: String,
    /// 内容.
    pub content: String,
}

/// 手段 of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactChannel {
    /// 電話.
    Phone,
    /// 来所.
    Office,
    /// 訪問.
    Visit,
    /// メール.
    Mail,
    /// FAX.
    Fax,
    /// 手紙.
    Letter,
    /// テレビ電話・オンライン.
    Video,
    /// その他.
    Other,
}

words!(ContactChannel {
    Phone, "phone", "電話";
    Office, "office", "来所";
    Visit, "visit", "訪問";
    Mail, "mail", "メール";
    Fax, "fax", "FAX";
    Letter, "letter", "手紙";
    Video, "video", "テレビ電話・オンライン";
    Other, "other", "その他";
});

/// What a fact of the log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContactFact {
    /// A contact.
    Contact(Contact),
    /// 取消: the fact it names never took place.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

/// The log of one client.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactLog {
    /// Office.
    pub office: OfficeId,
    /// Client.
    pub client: ClientId,
    /// Everything ever recorded, oldest record first.
    pub facts: Facts<ContactFact>,
}

impl Contact {
    /// What is wrong with the contact as typed.
    pub fn check(&self, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("date", "日付", Some(self.date));
        check.text("who", "相手", &self.who, limit::SHORT, true);
        check.text("relation", "本人との関係", &self.relation, limit::SHORT, false);
        check.text("content", "内容", &self.content, limit::LONG, true);
        check.problems
    }
}

impl Body for ContactFact {
    type Id = FactId;

    fn kind(&self) -> &'static str {
        match self {
            Self::Contact(_) => "contact",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self::Withdrawn { reason }
    }
}

impl ContactLog {
    /// The contacts that stand, the newest first.
    pub fn newest_first(&self) -> Vec<(&crate::facts::Fact<ContactFact>, &Contact)> {
        let contacts = self.facts.standing().filter_map(|fact| match &fact.body {
            ContactFact::Contact(contact) => Some((fact, contact)),
            ContactFact::Withdrawn { .. } => None,
        });
        let mut contacts: Vec<_> = contacts.collect();
        contacts.reverse();
        contacts.sort_by_key(|(_, contact)| std::cmp::Reverse((contact.date, contact.time)));
        contacts
    }
}
