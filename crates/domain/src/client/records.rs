//! 契約, 家族, 緊急連絡先, 医療機関, 障害と手帳, 伝え方, 計画案の提出依頼: what the facts about a client hold.

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::protection::window::DisabilityKind;

/// 契約 with the client. What has not taken place has no day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contract {
    /// 重要事項を説明した日.
    pub explained_on: Option<Date>,
    /// 個人情報の取扱いに同意を得た日.
    pub privacy_on: Option<Date>,
    /// 契約日.
    pub contracted_on: Option<Date>,
    /// 契約の終了日.
    pub ended_on: Option<Date>,
    /// 終了の理由.
    pub end_reason: String,
}

/// 家族: everybody who belongs to the household or the family.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Family {
    /// 世帯構成; `None` when not recorded.
    pub household: Option<Household>,
    /// In the order of the list.
    pub members: Vec<FamilyMember>,
}

/// 世帯構成, as a self-plan has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Household {
    /// 単身.
    Alone,
    /// 家族等と同居.
    WithFamily,
    /// その他.
    Other,
}

words!(Household { Alone, "alone", "単身"; WithFamily, "with_family", "家族等と同居"; Other, "other", "その他"; });

/// One of the family.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyMember {
    /// 氏名, may be empty.
    pub name: String,
    /// 本人との続柄.
    pub relation: String,
    /// 生まれた年, Gregorian; the day is seldom known.
    pub birth_year: Option<i16>,
    /// 同居しているか; `None` where it is not known.
    pub together: Option<bool>,
    /// 主たる介護者.
    pub carer: bool,
    /// 職業、健康など.
    pub note: String,
}

/// 緊急連絡先, and what is not to be told (知らせない): the marks are kept here; what they mean for what leaves the
/// office, [`super::ClientForOthers`] says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emergency {
    /// 知らせない: the client's address.
    pub address_hidden: bool,
    /// 知らせない: the client's telephone number.
    pub phone_hidden: bool,
    /// In the order in which they are called.
    pub people: Vec<EmergencyContact>,
}

/// One to be called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmergencyContact {
    /// 氏名.
    pub name: String,
    /// 本人との続柄・関係.
    pub relation: String,
    /// 電話番号, digits.
    pub phone: String,
    /// つながる時間など.
    pub note: String,
    /// 知らせない.
    pub hidden: bool,
}

/// 医療機関と主治医.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Doctors {
    /// In the order of the list.
    pub doctors: Vec<Doctor>,
}

/// One doctor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Doctor {
    /// 医療機関.
    pub institution: String,
    /// 診療科.
    pub department: String,
    /// 主治医.
    pub name: String,
    /// 電話番号, digits.
    pub phone: String,
    /// 受診の頻度、服薬など.
    pub note: String,
}

/// 障害と手帳.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disability {
    /// 障害の種別.
    pub kinds: Vec<DisabilityKind>,
    /// 障害または疾患名.
    pub name: String,
    /// 障害支援区分の有効期間: its first day.
    pub grade_from: Option<Date>,
    /// 障害支援区分の有効期間: its last day.
    pub grade_until: Option<Date>,
    /// 手帳.
    pub handbooks: Vec<Handbook>,
    /// 地域相談支援受給者証番号, ten digits, or empty.
    pub community_number: String,
}

/// 手帳.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handbook {
    /// Which.
    pub kind: HandbookKind,
    /// 等級・程度, as printed.
    pub grade: String,
    /// 番号, as printed.
    pub number: String,
    /// 交付日.
    pub issued_on: Option<Date>,
    /// 有効期限・次の判定.
    pub until: Option<Date>,
}

/// 手帳の種類.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandbookKind {
    /// 身体障害者手帳.
    Physical,
    /// 療育手帳.
    Intellectual,
    /// 精神障害者保健福祉手帳.
    Mental,
}

words!(HandbookKind {
    Physical, "physical", "身体障害者手帳";
    Intellectual, "intellectual", "療育手帳";
    Mental, "mental", "精神障害者保健福祉手帳";
});

/// 伝え方: how this person wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Telling {
    /// The ways that help.
    pub ways: Vec<TellingWay>,
    /// ことば（日本語以外のとき）.
    pub language: String,
    /// つながりやすい時間.
    pub hours: String,
    /// ほかに気をつけること.
    pub note: String,
}

/// 伝え方 of which several may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TellingWay {
    /// ふりがな.
    Ruby,
    /// 大きな字.
    LargeType,
    /// 点字.
    Braille,
    /// 手話.
    SignLanguage,
    /// 要約筆記・筆談.
    Writing,
    /// 音声・読み上げ.
    Spoken,
    /// 絵や写真.
    Pictures,
    /// やさしい言葉.
    EasyWords,
}

words!(TellingWay {
    Ruby, "ruby", "ふりがな";
    LargeType, "large_type", "大きな字";
    Braille, "braille", "点字";
    SignLanguage, "sign_language", "手話";
    Writing, "writing", "筆談・要約筆記";
    Spoken, "spoken", "読み上げ・音声";
    Pictures, "pictures", "絵や写真";
    EasyWords, "easy_words", "やさしい言葉";
});

/// 市町村の計画案提出依頼: 介護保険 users have a plan only where the municipality asks for one (対象者 ※).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanRequest {
    /// 依頼の有無; `None` where nobody asked the municipality yet.
    pub requested: Option<bool>,
    /// 依頼された日, or the day on which the municipality said that it asks for none.
    pub on: Option<Date>,
    /// だれから（市町村の部署・担当者）.
    pub by: String,
    /// メモ.
    pub note: String,
}

/// セルフプランへの切りかえ, or back to the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfPlanTurn {
    /// Which way.
    pub to: TurnTo,
    /// 切りかえる日.
    pub on: Date,
    /// 理由、だれと話したか.
    pub note: String,
}

/// Which way a client turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnTo {
    /// セルフプランにする.
    SelfPlan,
    /// 事業所の計画にもどす.
    Office,
}

words!(TurnTo {
    SelfPlan, "self_plan", "セルフプランにする";
    Office, "office", "事業所の計画にもどす";
});
