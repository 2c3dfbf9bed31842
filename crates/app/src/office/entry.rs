//! What is typed about an office, checked in one place for set-up and settings.

use calendar::{Date, YearMonth};
use domain::{id::OfficeId, office::Office};
use law::LawBook;
use unicode_normalization::UnicodeNormalization;

use crate::Reason;

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
        let mut reasons = Vec::new();
        let mut length = |field: &'static str, label: &str, text: &str, most: usize| {
            if text.chars().count() > most {
                reasons.push(Reason::at(field, format!("{label}は{most}文字までで入力してください")));
            }
        };
        length("office_name", "事業所名", &self.name, 60);
        length("address", "所在地", &self.address, 120);
        length("phone", "電話番号", &self.phone, 30);
        length("manager", "管理者名", &self.manager, 60);
        if self.name.trim().is_empty() {
            reasons.push(Reason::at("office_name", "事業所名を入力してください"));
        }
        for (field, number) in [("number_plan", &self.number_plan), ("number_child", &self.number_child)] {
            let number = digits(number);
            if !number.is_empty() && (number.len() != 10 || !number.chars().all(|c| c.is_ascii_digit())) {
                reasons.push(Reason::at(field, "事業所番号は10桁の数字で入力してください（まだないときは空欄）"));
            }
        }
        for (field, area) in [("area_plan", &self.area_plan), ("area_child", &self.area_child)] {
            if !AREAS.iter().any(|(word, _)| word == area) {
                reasons.push(Reason::at(field, "地域区分を選んでください"));
            }
        }
        if !GRADES.iter().any(|(word, _)| *word == self.grade) {
            reasons.push(Reason::at("grade", "機能強化型の区分を選んでください"));
        }
        let has_file = LawBook::embedded().is_ok_and(|book| book.municipality(&self.municipality).is_some());
        if !has_file && !entered.contains(&self.municipality) {
            reasons.push(Reason::at("municipality", "市町村を選んでください"));
        }
        reasons
    }

    /// The office as it is kept (version 1).
    pub fn into_office(self, id: OfficeId, today: Date) -> Office {
        Office {
            id,
            name: self.name.trim().to_owned(),
            address: self.address.trim().to_owned(),
            phone: self.phone.nfkc().collect::<String>().trim().to_owned(),
            manager: self.manager.trim().to_owned(),
            number_plan: digits(&self.number_plan),
            number_child: digits(&self.number_child),
            area_plan: self.area_plan,
            area_child: self.area_child,
            grade: self.grade,
            municipality: self.municipality,
            start_month: self.start_month.unwrap_or_else(|| YearMonth::of(today)),
            version: 1,
        }
    }
}

/// Half-width, without blanks and hyphens.
fn digits(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect()
}
