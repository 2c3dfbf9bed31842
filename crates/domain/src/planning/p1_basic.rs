//! p1 基本情報: what 障害者ケアガイドライン has recorded when somebody comes for advice, eleven items. Name, birthday, address and
//! telephone are the client's own and are stamped on it; the 受付No. is the case's.

mod known;
mod people;

use calendar::Date;
pub use people::{FamilyMember, Kin, Tie, TieKind, TieStrength};
use serde::{Deserialize, Serialize};

use super::{
    CaseText, PlanningCase,
    person::{PartOrigin, PersonRecord},
    text::part,
};
use crate::{
    client::{Client, ClientForOthers},
    monitoring::check::{Checker, Checking, Problem, limit},
};

/// 基本情報.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BasicInformation {
    /// 1) 相談日.
    pub consulted_on: Option<Date>,
    /// 3) to 6) as registered when it was finished; none while it is being written.
    pub registered: Option<Registered>,
    /// 7) 家族状況.
    pub family: String,
    /// 家族構成図: everybody in it but the person.
    pub members: Vec<FamilyMember>,
    /// 社会関係図: who and what the person has to do with.
    pub ties: Vec<Tie>,
    /// 8) 相談内容.
    pub consultation: String,
    /// 9) 現在利用しているサービス.
    pub supports: Vec<Support>,
    /// 10) 相談面接結果.
    pub result: String,
    /// 11) 相談者名.
    pub caller: String,
    /// 相談者 and the person: 本人, 母, …
    pub caller_relation: String,
    /// 相談者の連絡先.
    pub caller_contact: String,
    /// 概要: 支援経過・現状と課題等.
    pub overview: String,
    /// 障害または疾患名.
    pub condition: String,
}

/// What was registered of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// 3) 利用者氏名.
    pub name: String,
    /// 4) 生年月日.
    pub birth: Date,
    /// 5) 現住所.
    pub address: String,
    /// 6) 現住所の電話番号.
    pub phone: String,
    /// ファックス番号; empty in what was finished before it was recorded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fax: String,
}

impl Registered {
    /// As registered now.
    pub fn of(client: &Client) -> Self {
        let Client { name, birth, address, phone, fax, .. } = client.clone();
        Self { name, birth, address, phone, fax }
    }
}

impl BasicInformation {
    /// The text as others may see it: without the address and the numbers that are marked 知らせない.
    #[must_use]
    pub fn for_others(mut self, client: &ClientForOthers) -> Self {
        if let Some(then) = &mut self.registered {
            then.address = client.earlier_address(&then.address);
            then.phone = client.earlier_phone(&then.phone);
            then.fax = client.earlier_phone(&then.fax);
        }
        self
    }
}

/// 支援の状況: one support that is in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Support {
    /// 公的支援 or その他の支援.
    pub kind: SupportKind,
    /// 名称.
    pub name: String,
    /// 提供機関・提供者.
    pub provider: String,
    /// 支援内容.
    pub content: String,
    /// 頻度.
    pub often: String,
    /// 備考.
    pub note: String,
}

/// Whose support it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// 公的支援 (障害福祉サービス、介護保険等).
    #[default]
    Public,
    /// その他の支援.
    Other,
}

words!(SupportKind { Public, "public", "公的支援（障害福祉サービス、介護保険など）"; Other, "other", "その他の支援"; });

impl Support {
    /// Whether nothing is typed in the row; whose support it is says nothing alone.
    pub fn is_empty(&self) -> bool {
        *self == Self { kind: self.kind, ..Self::default() }
    }

    fn check(&self, number: usize, check: &mut Checker) {
        for (name, label, value) in [
            ("support_name", "名称", &self.name),
            ("support_provider", "提供機関・提供者", &self.provider),
            ("support_content", "支援内容", &self.content),
            ("support_often", "頻度", &self.often),
            ("support_note", "備考", &self.note),
        ] {
            let label = format!("{}行目の{label}", number + 1);
            check.text(format!("{name}_{number}"), &label, value, limit::LONG, name == "support_name");
        }
    }
}

impl CaseText for BasicInformation {
    part!(Basic);

    fn check(&self, _case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.needed_day("consulted_on", "相談日", self.consulted_on, finished);
        for (name, label, value, max, required) in [
            ("caller", "相談者名", &self.caller, limit::SHORT, finished),
            ("caller_relation", "本人との関係", &self.caller_relation, limit::SHORT, false),
            ("caller_contact", "相談者の連絡先", &self.caller_contact, limit::SHORT, false),
            ("consultation", "相談内容", &self.consultation, limit::LONG, finished),
            ("result", "相談面接結果", &self.result, limit::LONG, false),
            ("family", "家族状況", &self.family, limit::LONG, false),
            ("overview", "概要", &self.overview, limit::LONG, false),
            ("condition", "障害または疾患名", &self.condition, limit::LONG, false),
        ] {
            check.text(name, label, value, max, required);
        }
        check.rows("supports", &self.supports, limit::ROWS);
        check.rows("members", &self.members, limit::ROWS);
        check.rows("ties", &self.ties, limit::ROWS);
        self.supports.iter().enumerate().for_each(|(number, support)| support.check(number, &mut check));
        self.members.iter().enumerate().for_each(|(number, member)| member.check(number, &mut check));
        self.ties.iter().enumerate().for_each(|(number, tie)| tie.check(number, &mut check));
        check.problems
    }

    fn tidied(mut self) -> Self {
        self.supports.retain(|support| !support.is_empty());
        self.members.retain(|member| !member.is_empty());
        self.ties.retain(|tie| !tie.is_empty());
        self
    }

    fn stamped(self, client: &Client) -> Self {
        Self { registered: Some(Registered::of(client)), ..self }
    }

    fn informed(self, person: &PersonRecord, case: &PlanningCase) -> Self {
        self.with_records(person, case)
    }

    fn origins(&self, person: &PersonRecord, case: &PlanningCase) -> Vec<PartOrigin> {
        self.of_records(person, case)
    }

    /// Family, condition and supports still hold; who came, when and why is of each time.
    fn carried_forward(self, _from: Date) -> Self {
        let Self { family, members, ties, supports, overview, condition, .. } = self;
        Self { family, members, ties, supports, overview, condition, ..Self::default() }
    }
}
