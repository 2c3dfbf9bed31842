//! p1 アセスメント: nine items after 障害者ケアガイドライン. Who visited when, where and whom (items 1 to 3) the interview says.

mod areas;
mod own_words;

use calendar::Date;
use serde::{Deserialize, Serialize};

pub use self::{
    areas::{Area, AreaNotes, SupportNeed, all_areas},
    own_words::{OwnWords, OwnWordsKind},
};
use super::{
    CaseText, PlanningCase,
    p1_review::{FindingKind, Review},
    text::part,
};
use crate::{
    monitoring::check::{Checker, Checking, Problem, limit},
    office::Section,
    text::{alike, say},
};

/// アセスメント.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assessment {
    /// アセスメントをまとめた日.
    pub written_on: Option<Date>,
    /// 4) 生活歴.
    pub life_history: String,
    /// 4) 病歴・障害歴.
    pub illness_history: String,
    /// 4) 医療機関利用状況.
    pub medical_use: String,
    /// 5) 現在の生活状況の概要.
    pub situation: String,
    /// 6) 利用者の状況, the seven areas in their order.
    pub areas: Vec<AreaNotes>,
    /// 7) 本人の要望・希望する暮らし.
    pub wishes: String,
    /// 8) 家族の要望・希望する暮らし.
    pub family_wishes: String,
    /// 9) 関係職種から得た情報.
    pub from_others: String,
    /// 本人の言葉: strengths, wishes and achievements.
    pub own_words: Vec<OwnWords>,
    /// What only few may read.
    pub sensitive: Sensitive,
}

/// 配慮の要る事柄: fields of their own, so that reading them can take another right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sensitive {
    /// 虐待.
    pub abuse: String,
    /// 触法.
    pub offence: String,
    /// HIV.
    pub hiv: String,
    /// 性.
    pub sexuality: String,
    /// 手帳の写し.
    pub handbook_copy: String,
}

impl Sensitive {
    /// What stands in a section.
    fn part(&mut self, section: Section) -> &mut String {
        match section {
            Section::Abuse => &mut self.abuse,
            Section::Offence => &mut self.offence,
            Section::Hiv => &mut self.hiv,
            Section::Sexuality => &mut self.sexuality,
            Section::HandbookCopy => &mut self.handbook_copy,
        }
    }
}

impl Default for Assessment {
    /// Nothing is known yet: each area is 未確認.
    fn default() -> Self {
        Self {
            written_on: None,
            life_history: String::new(),
            illness_history: String::new(),
            medical_use: String::new(),
            situation: String::new(),
            areas: all_areas(),
            wishes: String::new(),
            family_wishes: String::new(),
            from_others: String::new(),
            own_words: Vec::new(),
            sensitive: Sensitive::default(),
        }
    }
}

impl Assessment {
    /// The areas of which nobody has found out yet.
    pub fn unconfirmed(&self) -> impl Iterator<Item = Area> {
        self.areas.iter().filter(|notes| notes.need == SupportNeed::Unconfirmed).map(|notes| notes.area)
    }
}

impl CaseText for Assessment {
    part!(Assessment);

    fn check(&self, case: &PlanningCase, with: &Checking, finished: bool) -> Vec<Problem> {
        let mut check = Checker::new(with);
        if finished && self.written_on.is_none() {
            check.refuse("written_on", say::missing("アセスメントをまとめた日"));
        }
        check.day("written_on", "まとめた日", self.written_on);
        let visited = case.interview().map(|(_, interview)| interview.visit.date);
        check.order("written_on", ("訪問日", visited), ("アセスメントをまとめた日", self.written_on));
        let Sensitive { abuse, offence, hiv, sexuality, handbook_copy } = &self.sensitive;
        for (name, label, value, required) in [
            ("life_history", "生活歴", &self.life_history, false),
            ("illness_history", "病歴・障害歴", &self.illness_history, false),
            ("medical_use", "医療機関利用状況", &self.medical_use, false),
            ("situation", "現在の生活状況の概要", &self.situation, finished),
            ("wishes", "本人の要望・希望する暮らし", &self.wishes, finished),
            ("family_wishes", "家族の要望・希望する暮らし", &self.family_wishes, false),
            ("from_others", "関係職種から得た情報", &self.from_others, false),
            ("abuse", "虐待", abuse, false),
            ("offence", "触法", offence, false),
            ("hiv", "HIV", hiv, false),
            ("sexuality", "性", sexuality, false),
            ("handbook_copy", "手帳の写し", handbook_copy, false),
        ] {
            check.text(name, label, value, limit::LONG, required);
        }
        self.areas.iter().for_each(|notes| notes.check(&mut check));
        check.rows("own_words", &self.own_words, limit::ROWS);
        for (number, own) in self.own_words.iter().enumerate() {
            check.text(format!("own_words_{number}"), "本人の言葉", &own.words, limit::LONG, true);
        }
        check.problems
    }

    fn without(mut self, hidden: &[Section]) -> Self {
        hidden.iter().for_each(|section| self.sensitive.part(*section).clear());
        self
    }

    fn keeping(mut self, there: &Self, hidden: &[Section]) -> Self {
        let mut kept = there.sensitive.clone();
        for section in hidden {
            *self.sensitive.part(*section) = std::mem::take(kept.part(*section));
        }
        self
    }

    fn tidied(mut self) -> Self {
        self.own_words.retain(|own| !own.words.is_empty());
        self
    }

    /// What was heard at the interview is not asked again, and goes before what an older assessment says; what the review found of the
    /// person's own goes on among the person's words.
    fn prefilled(mut self, case: &PlanningCase) -> Self {
        let heard = case.interview().map(|(_, interview)| interview.visit.wishes.as_str()).unwrap_or_default();
        if self.wishes.is_empty() || (case.looks_back() && !heard.is_empty()) {
            heard.clone_into(&mut self.wishes);
        }
        let Some((_, review)) = case.text::<Review>() else { return self };
        let strengths = review.of(FindingKind::Strength).map(|it| (OwnWordsKind::Strength, it.words.clone()));
        let outlook = (!review.outlook.is_empty()).then(|| (OwnWordsKind::Wish, review.outlook.clone()));
        for (kind, words) in strengths.chain(outlook) {
            if !self.own_words.iter().any(|own| own.kind == kind && alike(&own.words, &words)) {
                self.own_words.push(OwnWords { kind, words, carried_from: None });
            }
        }
        self
    }

    /// Everything is looked at anew, beginning with what was found; the person's own words say from when they are.
    fn carried_forward(mut self, from: Date) -> Self {
        self.written_on = None;
        for own in &mut self.own_words {
            own.carried_from = own.carried_from.or(Some(from));
        }
        self
    }
}
