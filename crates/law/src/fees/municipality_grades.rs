//! 市町村の地域区分: what was read of the area grades of municipalities, one file a service.

use calendar::{Date, DateRange};
use toml::Table;

use crate::{
    fault::Faults,
    fees::Fees,
    read::{Entry, ORIGIN, Origin},
};

/// 地域区分 of some municipalities of one prefecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityGrade {
    /// `plan` or `child`: the two services have tables of their own.
    pub service: String,
    /// The days on which it holds.
    pub days: DateRange,
    /// `1` … `7`, `other`.
    pub grade: String,
    /// 都道府県.
    pub prefecture: String,
    /// Names of municipalities.
    pub municipalities: Vec<String>,
    /// A caution about the source.
    pub note: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

impl Fees {
    /// The area grade of a municipality; `None` where no source was read, which does not mean その他.
    pub fn municipality_grade(&self, service: &str, name: &str, day: Date) -> Option<&MunicipalityGrade> {
        self.municipality_grades().iter().find(|grade| {
            grade.service == service && grade.days.contains(day) && grade.municipalities.iter().any(|own| own == name)
        })
    }
}

/// Reads one file.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> Vec<MunicipalityGrade> {
    let head = Entry::new(file, "", table);
    head.only(&["id", "title", "keyed_on", "value"], faults);
    let id = head.text("id", faults);
    let service = id.strip_prefix("municipality-grades.").unwrap_or_default();
    let mut grades: Vec<MunicipalityGrade> = Vec::new();
    for (index, table) in head.tables("value", faults).into_iter().enumerate() {
        let entry = Entry::new(file, format!("[[value]] {}番目", index + 1), table);
        let known = ["from", "to", "value", "prefecture", "municipalities", "note"];
        entry.only(&[known.as_slice(), ORIGIN.as_slice()].concat(), faults);
        let grade = MunicipalityGrade {
            service: service.to_owned(),
            days: DateRange {
                from: entry.day("from", faults).unwrap_or(Date::ZERO),
                to: entry.day_or_none("to", faults),
            },
            grade: entry.text("value", faults),
            prefecture: entry.text("prefecture", faults),
            municipalities: entry.texts("municipalities", faults),
            note: entry.text_or_none("note", faults),
            origin: Origin::read(&entry, faults),
        };
        for name in &grade.municipalities {
            let twice = |other: &MunicipalityGrade| {
                other.prefecture == grade.prefecture
                    && other.municipalities.contains(name)
                    && (other.days.contains(grade.days.from) || grade.days.contains(other.days.from))
            };
            if grades.iter().any(twice) {
                entry.fault(faults, format!("「{name}」の区分が、同じ日に2つあります"));
            }
        }
        grades.push(grade);
    }
    grades
}
