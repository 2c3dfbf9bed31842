//! What is typed about an office, checked in one place for set-up and settings.

use calendar::{Date, YearMonth};
use domain::{
    id::OfficeId,
    office::Office,
    text::{self, say},
};
use law::LawBook;

use crate::{
    Reason,
    input::{self, Reading},
};

/// 地域区分: word and label.
pub const AREAS: [(&str, &str); 8] = [
    ("1", "1級地"),
    ("2", "2級地"),
    ("3", "3級地"),
    ("4", "4級地"),
    ("5", "5級地"),
    ("6", "6級地"),
    ("7", "7級地"),
    ("other", "その他"),
];

/// 機能強化型の区分: word and label.
pub const GRADES: [(&str, &str); 5] = [
    ("1", "機能強化型ではない"),
    ("enhanced-1", "機能強化型（Ⅰ）"),
    ("enhanced-2", "機能強化型（Ⅱ）"),
    ("enhanced-3", "機能強化型（Ⅲ）"),
    ("enhanced-4", "機能強化型（Ⅳ）"),
];

/// What is typed about an office.
#[derive(Clone, Debug, Default)]
pub struct OfficeEntry {
    /// 事業所名.
    pub name: String,
    /// 所在地.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// 管理者名, for papers.
    pub manager: String,
    /// 事業所番号 of 計画相談支援.
    pub number_plan: String,
    /// 事業所番号 of 障害児相談支援.
    pub number_child: String,
    /// 地域区分 of 計画相談支援.
    pub area_plan: String,
    /// 地域区分 of 障害児相談支援.
    pub area_child: String,
    /// 機能強化型の区分.
    pub grade: String,
    /// Key of a municipality file, or 市町村番号 of an entered one.
    pub municipality: String,
    /// 運用開始月; none takes the current month.
    pub start_month: Option<YearMonth>,
}

impl OfficeEntry {
    /// What is wrong with it; `entered` are the numbers of the municipalities that the office entered.
    pub fn check(&self, entered: &[String]) -> Vec<Reason> {
        let mut reading = Reading::default();
        reading.required("office_name", "事業所名", &self.name, 60);
        reading.line("address", "所在地", &self.address, 120);
        reading.line("manager", "管理者名", &self.manager, 60);
        input::phone(&mut reading, "phone", "電話番号", &self.phone);
        input::office_number(&mut reading, "number_plan", &self.number_plan);
        input::office_number(&mut reading, "number_child", &self.number_child);
        let mut reasons = reading.reasons;
        for (field, area) in [("area_plan", &self.area_plan), ("area_child", &self.area_child)] {
            if !AREAS.iter().any(|(word, _)| word == area) {
                reasons.push(Reason::at(field, say::choose("地域区分")));
            }
        }
        if !GRADES.iter().any(|(word, _)| *word == self.grade) {
            reasons.push(Reason::at("grade", say::choose("機能強化型の区分")));
        }
        let has_file = LawBook::embedded().is_ok_and(|book| book.municipality(&self.municipality).is_some());
        if !has_file && !entered.contains(&self.municipality) {
            reasons.push(Reason::at("municipality", say::choose("市町村")));
        }
        reasons
    }

    /// The office as it is kept (version 1).
    pub fn into_office(self, id: OfficeId, today: Date) -> Office {
        Office {
            id,
            name: text::line(&self.name),
            address: text::line(&self.address),
            // As typed, for papers: hyphens between the groups are kept.
            phone: text::line(&self.phone),
            manager: text::line(&self.manager),
            number_plan: text::digit_groups(&self.number_plan).unwrap_or_default(),
            number_child: text::digit_groups(&self.number_child).unwrap_or_default(),
            area_plan: self.area_plan,
            area_child: self.area_child,
            grade: self.grade,
            municipality: self.municipality,
            start_month: self.start_month.unwrap_or_else(|| YearMonth::of(today)),
            version: 1,
        }
    }
}
