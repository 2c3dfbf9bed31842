//! 利用者.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{Guardian, OtherOffices, SelfPlans, WardPeriods};
use crate::id::{ClientId, OfficeId, SpecialistId};

/// 利用者: a person with a disability (adult or child) whom the office carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// Id.
    pub id: ClientId,
    /// The office that carries the client.
    pub office: OfficeId,
    /// 利用者番号: the office's own number, free text, may be empty.
    pub number: String,
    /// 氏名.
    pub name: String,
    /// フリガナ in full-width katakana.
    pub kana: String,
    /// 生年月日.
    pub birth: Date,
    /// 性別; `None` when not recorded.
    pub sex: Option<Sex>,
    /// 郵便番号, seven digits without a hyphen, or empty.
    pub postal_code: String,
    /// 住所.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// ファックス番号.
    #[serde(default)]
    pub fax: String,
    /// Where the person lives or stays; the home visit goes there.
    pub residence: Residence,
    /// 持家・借家 of a home; `None` when not recorded.
    #[serde(default)]
    pub tenure: Option<Tenure>,
    /// 障害支援区分.
    pub grade: Option<DisabilityGrade>,
    /// 保護者, for a child.
    pub guardian: Option<Guardian>,
    /// 担当の相談支援専門員.
    pub specialist: Option<SpecialistId>,
    /// 介護保険のケアマネジメントを受けている; `None` when not known.
    pub care_management: Option<bool>,
    /// セルフプラン.
    pub self_plans: SelfPlans,
    /// Other offices in charge before or after this one; what is recorded of 事業所の変更 makes it.
    #[serde(default)]
    pub other_offices: OtherOffices,
    /// 区役所・支所, from a day on.
    #[serde(default)]
    pub wards: WardPeriods,
    /// 終了日: the office no longer carries the client from the day after.
    pub ended_on: Option<Date>,
    /// 備考.
    pub note: String,
    /// Counts the saves; a save with an older version is a conflict.
    pub version: i64,
}

/// 性別 as on the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
    /// その他・答えない.
    Other,
}

/// 住まい: where the person lives or stays, and so where the home visit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Residence {
    /// 自宅.
    Home,
    /// グループホーム.
    GroupHome,
    /// 入所施設.
    Facility,
    /// 病院.
    Hospital,
    /// その他.
    Other,
}

/// 持家・借家: whether the home is the household's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenure {
    /// 持家.
    Owned,
    /// 借家.
    Rented,
}

/// 障害支援区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabilityGrade {
    /// 非該当.
    None,
    /// 区分1.
    One,
    /// 区分2.
    Two,
    /// 区分3.
    Three,
    /// 区分4.
    Four,
    /// 区分5.
    Five,
    /// 区分6.
    Six,
    /// 未認定.
    NotAssessed,
}

words!(Sex { Male, "male", "男"; Female, "female", "女"; Other, "other", "その他"; });
words!(Residence {
    Home, "home", "自宅";
    GroupHome, "group_home", "グループホーム";
    Facility, "facility", "入所施設";
    Hospital, "hospital", "病院";
    Other, "other", "その他";
});
words!(Tenure { Owned, "owned", "持家"; Rented, "rented", "借家"; });
words!(DisabilityGrade {
    None, "none", "非該当";
    One, "one", "区分1";
    Two, "two", "区分2";
    Three, "three", "区分3";
    Four, "four", "区分4";
    Five, "five", "区分5";
    Six, "six", "区分6";
    NotAssessed, "not_assessed", "未認定";
});

impl DisabilityGrade {
    /// With what it is a grade of: 「障害支援区分3」, 「障害支援区分 非該当」.
    pub fn long(self) -> String {
        match self {
            Self::None | Self::NotAssessed => format!("障害支援区分 {}", self.label()),
            _ => format!("障害支援{}", self.label()),
        }
    }
}
