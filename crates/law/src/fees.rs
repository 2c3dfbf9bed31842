//! 報酬: base fees, additions, reductions and unit prices, as dated values with their codes in `law/fees/`.
//!
//! They are read at the first question, not with the rest of the law: most commands never ask.

mod conditions;
mod municipality_grades;
mod read;

use std::{collections::BTreeMap, sync::OnceLock};

use calendar::{Date, DateRange};

use crate::{Confidence, LawError, Timeline, UsedValue, Value, embedded_files, timeline::Entry, timeline::Shown};

pub use conditions::{BaseNeed, Conditions};
pub use municipality_grades::MunicipalityGrade;

/// Every fee and price, and what belongs to them.
#[derive(Clone, Debug, Default)]
pub struct Fees {
    fees: BTreeMap<String, Fee>,
    /// Ids of the additions, by service and folded name.
    additions: BTreeMap<String, String>,
    parameters: BTreeMap<String, Timeline<Value>>,
    grades: Vec<MunicipalityGrade>,
    notices: Vec<Notice>,
}

/// One fee, addition, reduction or price through time.
#[derive(Clone, Debug, PartialEq)]
pub struct Fee {
    /// Id, title, unit and the dated values. The unit is `単位`, `円/1000` or `%/10`.
    pub timeline: Timeline<FeeValue>,
    /// What it is.
    pub role: Role,
}

/// What a fee is, and what goes with it.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// 基本報酬.
    Base,
    /// 合成コード: stands in the place of a base fee when an overlap reduction applies.
    Composite(Overlap),
    /// The difference that an overlap reduction makes; shown, never billed.
    Difference(Overlap),
    /// 加算.
    Addition(Conditions),
    /// 減算 in per cent.
    Reduction(Conditions),
    /// 1単位の単価.
    Price,
}

/// 重複減算: its name, and the base fees concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Name of the reduction, e.g. `居宅介護支援費重複減算(Ⅰ)`.
    pub reduction: String,
    /// Ids of base fees.
    pub bases: Vec<String>,
}

/// A value of a fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeValue {
    /// Units, thousandths of a yen, or tenths of a per cent.
    pub amount: i64,
    /// The name in this time, where it was another one.
    pub name: Option<String>,
    /// The largest 回数 on one line for one client and month; `None` where it is not established.
    pub max_count: Option<i64>,
    /// How sure `max_count` is, where it is less sure than the value.
    pub max_count_confidence: Option<Confidence>,
}

/// Something that the reckoning leaves out; screens that bill show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// First day it matters.
    pub from: Date,
    /// The sentence for the user.
    pub text: String,
    /// Source id.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Day of the last comparison with the source.
    pub checked_on: Date,
}

/// What a reduction's name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reduction<'a> {
    /// A per cent of the base fee's units, with a code of its own.
    Percent(&'a Fee),
    /// Another code and other units in the place of the base fee.
    Overlap {
        /// The name it was asked by.
        title: &'a str,
        /// Name of the reduction.
        name: &'a str,
        /// The base fees it is asked for; `None`: every one that has a composite code.
        bases: Option<&'a [String]>,
    },
}

impl Fees {
    /// The fees embedded at build time; a fault in any file is told every time.
    pub fn embedded() -> Result<&'static Fees, LawError> {
        static ALL: OnceLock<Result<Fees, LawError>> = OnceLock::new();
        ALL.get_or_init(|| Self::load(embedded_files())).as_ref().map_err(Clone::clone)
    }

    /// Loads the fees out of a tree of files: paths below `law/`, and their text.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LawError> {
        read::fees(files)
    }

    /// A fee by its id.
    pub fn get(&self, id: &str) -> Option<&Fee> {
        self.fees.get(id)
    }

    /// Every fee and price, by id.
    pub fn all(&self) -> impl Iterator<Item = &Fee> {
        self.fees.values()
    }

    /// The addition of a service (`plan`, `child`) with this name; full and half width and brackets do not matter.
    pub fn addition(&self, service: &str, name: &str) -> Option<&Fee> {
        self.fees.get(self.additions.get(&read::name_key(service, name))?)
    }

    /// The reduction of a service with this name, likewise.
    pub fn reduction(&self, service: &str, name: &str) -> Option<Reduction<'_>> {
        let wanted = read::fold(name);
        self.of(service).find_map(|fee| match &fee.role {
            Role::Reduction(_) if read::fold(&fee.timeline.title) == wanted => Some(Reduction::Percent(fee)),
            Role::Difference(overlap) if read::fold(&fee.timeline.title) == wanted => Some(Reduction::Overlap {
                title: &fee.timeline.title,
                name: &overlap.reduction,
                bases: Some(&overlap.bases),
            }),
            Role::Composite(overlap) if read::fold(&overlap.reduction) == wanted => {
                Some(Reduction::Overlap { title: &overlap.reduction, name: &overlap.reduction, bases: None })
            }
            _ => None,
        })
    }

    /// The composite code that stands in the place of a base fee under an overlap reduction.
    pub fn composite(&self, base: &str, reduction: &str) -> Option<&Fee> {
        self.fees.values().find(|fee| match &fee.role {
            Role::Composite(overlap) => overlap.reduction == reduction && overlap.bases.iter().any(|id| id == base),
            _ => false,
        })
    }

    /// The additions of a service that are in force on `day` and left out of the reckoning.
    pub fn left_out(&self, service: &str, day: Date) -> impl Iterator<Item = &Fee> {
        self.of(service).filter(move |fee| fee.conditions().is_some_and(|own| own.left_out) && fee.at(day).is_some())
    }

    /// The days on which a service has any base fee; `None` where it has none at all.
    pub fn covers(&self, service: &str) -> Option<DateRange> {
        let bases = self.of(service).filter(|fee| fee.role == Role::Base).map(|fee| fee.timeline.covers);
        bases.reduce(|all, own| DateRange {
            from: all.from.min(own.from),
            to: all.to.zip(own.to).map(|(a, b)| a.max(b)),
        })
    }

    /// What the reckoning of a claim leaves out on `day`.
    pub fn notices(&self, day: Date) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(move |notice| notice.from <= day)
    }

    /// A value that is no fee, by its id: the 40-case line, the limits of an office, the roundings.
    pub fn parameter(&self, id: &str) -> Option<&Timeline<Value>> {
        self.parameters.get(id)
    }

    /// What is known of the area grades of municipalities.
    pub fn municipality_grades(&self) -> &[MunicipalityGrade] {
        &self.grades
    }

    fn of(&self, service: &str) -> impl Iterator<Item = &Fee> {
        let prefix = format!("fee.{service}.");
        self.fees.values().filter(move |fee| fee.timeline.id.starts_with(&prefix))
    }
}

impl Fee {
    /// The value on `day`; none outside of what is covered, never the last one known.
    pub fn at(&self, day: Date) -> Option<&Entry<FeeValue>> {
        self.timeline.get(day)
    }

    /// The name in the time of a value.
    pub fn name<'a>(&'a self, value: &'a Entry<FeeValue>) -> &'a str {
        value.value.name.as_deref().unwrap_or(&self.timeline.title)
    }

    /// A value as an answer's reason carries it.
    pub fn used(&self, value: &Entry<FeeValue>) -> UsedValue {
        UsedValue {
            id: self.timeline.id.clone(),
            title: self.name(value).into(),
            value: value.shown(&self.timeline.unit),
            from: value.days.from,
            source: value.source.clone(),
            place: value.place.clone(),
            confidence: value.confidence,
        }
    }

    /// The conditions of an addition or of a reduction in per cent.
    pub fn conditions(&self) -> Option<&Conditions> {
        match &self.role {
            Role::Addition(conditions) | Role::Reduction(conditions) => Some(conditions),
            _ => None,
        }
    }
}

impl Shown for Entry<FeeValue> {
    fn shown(&self, unit: &str) -> String {
        let amount = self.value.amount;
        match unit {
            "円/1000" => format!("{}.{:02}円", amount / 1000, amount % 1000 / 10),
            "%/10" if amount % 10 == 0 => format!("{}%", amount / 10),
            "%/10" => format!("{}{}.{}%", if amount < 0 { "-" } else { "" }, amount.abs() / 10, amount.abs() % 10),
            unit => format!("{amount}{unit}"),
        }
    }
}
