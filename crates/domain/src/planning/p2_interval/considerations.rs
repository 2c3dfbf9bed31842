//! 勘案事項 of 対象者等について 3-2): each an item of its own, in its order, with what the case knows of it already.

use serde::{Deserialize, Serialize};

use crate::planning::{
    PlanningCase,
    p1_assessment::{Area, Assessment},
    p1_basic::BasicInformation,
    p2_draft::PlanDraft,
};

/// 勘案事項.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consideration {
    /// 障害者等の心身の状況.
    Body,
    /// 家族状況.
    Family,
    /// 障害者等の介護を行う者の状況.
    Carer,
    /// 日中活動の状況.
    Daytime,
    /// 地域移行等による住環境の変化.
    Housing,
    /// 家族の入院、死亡又は出生等による家庭環境の変化.
    FamilyEvents,
    /// 生活環境の変化.
    Surroundings,
    /// ライフステージの変化.
    LifeStage,
    /// 総合的な援助の方針（援助の全体目標）.
    Policy,
    /// 生活全般の解決すべき課題.
    Needs,
    /// 提供される各サービスの目標及び達成時期.
    Goals,
    /// 提供されるサービスの種類、内容、量.
    Services,
    /// サービスを提供する上での留意事項.
    Cautions,
    /// その他.
    Other,
}

words!(Consideration {
    Body, "body", "心身の状況";
    Family, "family", "家族状況";
    Carer, "carer", "介護を行う者の状況";
    Daytime, "daytime", "日中活動の状況（就労・通所施設等）";
    Housing, "housing", "地域移行等による住環境の変化";
    FamilyEvents, "family_events", "家族の入院、死亡又は出生等による家庭環境の変化";
    Surroundings, "surroundings", "生活環境の変化";
    LifeStage, "life_stage", "ライフステージの変化（乳幼児期から学齢期、学齢期から就労への移行等）";
    Policy, "policy", "総合的な援助の方針（援助の全体目標）";
    Needs, "needs", "生活全般の解決すべき課題";
    Goals, "goals", "提供される各サービスの目標及び達成時期";
    Services, "services", "提供されるサービスの種類、内容、量";
    Cautions, "cautions", "サービスを提供する上での留意事項";
    Other, "other", "その他";
});

/// What was taken into account under one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// The item.
    pub item: Consideration,
    /// What is to be said of it.
    pub text: String,
}

impl Considered {
    /// An item of which nothing is said.
    pub fn nothing(item: Consideration) -> Self {
        Self { item, text: String::new() }
    }
}

impl Consideration {
    /// Where the page took what stands in the item from; empty where nobody wrote of it before.
    pub fn source(self) -> &'static str {
        match self {
            Self::Body => "アセスメント（健康・身体、病歴・障害歴）から",
            Self::Family => "基本情報（家族状況）から",
            Self::Carer => "基本情報（家族構成の「主に介護をしている」人）から",
            Self::Daytime => "アセスメント（教育・就労、社会参加）から",
            Self::Policy | Self::Needs | Self::Goals | Self::Services => "計画案から",
            Self::Cautions => "計画案（その他留意事項）から",
            Self::Housing | Self::FamilyEvents | Self::Surroundings | Self::LifeStage | Self::Other => "",
        }
    }
}

impl Consideration {
    /// Whether it is what the draft says.
    pub(super) fn is_of_draft(self) -> bool {
        matches!(self, Self::Policy | Self::Needs | Self::Goals | Self::Services | Self::Cautions)
    }
}

/// What the case's finished texts say of an item; empty where they say nothing.
pub(super) fn known(item: Consideration, case: &PlanningCase) -> String {
    let basic = case.text::<BasicInformation>().map(|(_, text)| text);
    let assessment = case.text::<Assessment>().map(|(_, text)| text);
    let draft = case.text::<PlanDraft>().map(|(_, text)| text);
    match item {
        Consideration::Body => assessment.map(|it| joined([areas(it, &[Area::Health]), it.illness_history.clone()])),
        Consideration::Family => basic.map(|it| it.family.clone()),
        Consideration::Carer => basic.map(carers),
        Consideration::Daytime => assessment.map(|it| areas(it, &[Area::Work, Area::Participation])),
        Consideration::Policy => draft.map(|it| it.policy.clone()),
        Consideration::Needs => draft.map(|it| joined(it.needs.iter().map(|row| row.need.clone()))),
        Consideration::Goals => draft.map(goals),
        Consideration::Services => draft.map(services),
        Consideration::Cautions => draft.map(|it| joined(it.needs.iter().map(|row| row.notes.clone()))),
        Consideration::Housing
        | Consideration::FamilyEvents
        | Consideration::Surroundings
        | Consideration::LifeStage
        | Consideration::Other => None,
    }
    .unwrap_or_default()
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn areas(assessment: &Assessment, wanted: &[Area]) -> String {
    joined(assessment.areas.iter().filter(|notes| wanted.contains(&notes.area)).map(|notes| notes.now.clone()))
}

fn carers(basic: &BasicInformation) -> String {
    let carers = basic.members.iter().filter(|member| member.main_carer);
    joined(carers.map(|it| spaced([it.kin.label(), &it.name, &it.age, &it.note])))
}

fn goals(draft: &PlanDraft) -> String {
    joined(draft.needs.iter().map(|row| match row.due.is_empty() {
        true => row.goal.clone(),
        false => format!("{}（{}）", row.goal, row.due),
    }))
}

fn services(draft: &PlanDraft) -> String {
    joined(draft.services.iter().map(|row| spaced([&row.kind, &row.content, &row.amount, &row.often])))
}

fn spaced<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
