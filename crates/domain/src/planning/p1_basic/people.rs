//! 別紙1's two pictures as data: who belongs to the family (家族構成図), who and what the person has to do with (社会関係図).

use serde::{Deserialize, Serialize};

use crate::monitoring::check::{Checker, limit};

/// 家族: one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyMember {
    /// 続柄.
    pub kin: Kin,
    /// 氏名, or how the person is called.
    pub name: String,
    /// 年齢, as it was told.
    pub age: String,
    /// 同居.
    pub lives_together: bool,
    /// 主たる介護者.
    pub main_carer: bool,
    /// 死亡.
    pub deceased: bool,
    /// 職業など.
    pub note: String,
}

/// 続柄, seen from the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// その他の家族・同居人.
    #[default]
    Other,
    /// 父.
    Father,
    /// 母.
    Mother,
    /// 夫.
    Husband,
    /// 妻.
    Wife,
    /// 兄.
    OlderBrother,
    /// 姉.
    OlderSister,
    /// 弟.
    YoungerBrother,
    /// 妹.
    YoungerSister,
    /// 息子.
    Son,
    /// 娘.
    Daughter,
    /// 祖父.
    Grandfather,
    /// 祖母.
    Grandmother,
    /// 孫.
    Grandchild,
}

words!(Kin {
    Other, "other", "その他";
    Father, "father", "父";
    Mother, "mother", "母";
    Husband, "husband", "夫";
    Wife, "wife", "妻";
    OlderBrother, "older_brother", "兄";
    OlderSister, "older_sister", "姉";
    YoungerBrother, "younger_brother", "弟";
    YoungerSister, "younger_sister", "妹";
    Son, "son", "息子";
    Daughter, "daughter", "娘";
    Grandfather, "grandfather", "祖父";
    Grandmother, "grandmother", "祖母";
    Grandchild, "grandchild", "孫";
});

impl Kin {
    /// The 続柄 that a word of a family record tells; `Other` for one that has no row of its own.
    pub fn told(relation: &str) -> Self {
        let exact = || Self::ALL.iter().copied().find(|kin| kin.label() == relation);
        match relation {
            "父親" | "実父" => Self::Father,
            "母親" | "実母" => Self::Mother,
            "長男" | "次男" | "二男" | "三男" | "子（男）" => Self::Son,
            "長女" | "次女" | "二女" | "三女" | "子（女）" => Self::Daughter,
            _ => exact().unwrap_or_default(),
        }
    }
}

/// 関わる機関・人: one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tie {
    /// What it is.
    pub kind: TieKind,
    /// 名称.
    pub name: String,
    /// 関わり.
    pub role: String,
    /// How close.
    pub strength: TieStrength,
}

/// What somebody or something is for the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// その他.
    #[default]
    Other,
    /// 福祉サービス.
    Service,
    /// 医療.
    Medical,
    /// 行政.
    Authority,
    /// 学校・職場.
    Work,
    /// 友人・近隣.
    Friend,
}

words!(TieKind {
    Other, "other", "その他";
    Service, "service", "福祉サービス";
    Medical, "medical", "医療";
    Authority, "authority", "行政";
    Work, "work", "学校・職場";
    Friend, "friend", "友人・近隣";
});

/// How close a tie is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieStrength {
    /// ふつう.
    #[default]
    Usual,
    /// 強い.
    Strong,
    /// 弱い.
    Weak,
    /// うまくいっていない.
    Strained,
}

words!(TieStrength { Usual, "usual", "ふつう"; Strong, "strong", "強い"; Weak, "weak", "弱い"; Strained, "strained", "うまくいっていない"; });

impl FamilyMember {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self, number: usize, check: &mut Checker) {
        for (name, label, value, required) in [
            ("member_name", "氏名", &self.name, self.kin == Kin::Other),
            ("member_age", "年齢", &self.age, false),
            ("member_note", "職業など", &self.note, false),
        ] {
            let label = format!("家族の{}人目の{label}", number + 1);
            check.text(format!("{name}_{number}"), &label, value, limit::SHORT, required);
        }
    }
}

impl Tie {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self, number: usize, check: &mut Checker) {
        for (name, label, value, required) in
            [("tie_name", "名称", &self.name, true), ("tie_role", "関わり", &self.role, false)]
        {
            let label = format!("関わる機関・人の{}行目の{label}", number + 1);
            check.text(format!("{name}_{number}"), &label, value, limit::SHORT, required);
        }
    }
}
