//! 報酬: base fees and unit prices, as dated values with their service codes in `law/fees/`.

use std::{collections::BTreeMap, sync::OnceLock};

use calendar::{Date, DateRange};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::{Confidence, UsedValue, toml_date};

static BASE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../law/fees/base");
static AREA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../law/fees/area");
const NOT_INCLUDED: &str = include_str!("../../../law/fees/not-included.toml");

/// Every fee and price, by id.
#[derive(Clone, Debug)]
pub struct Fees {
    fees: BTreeMap<String, Fee>,
    notices: Vec<Notice>,
}

/// One fee or price through time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Id, e.g. `fee.plan.monitoring.1`.
    pub id: String,
    /// Title in Japanese, as on the claim.
    pub title: String,
    /// 単位, or 円/1000 for prices.
    pub unit: String,
    /// What the dates mean (`service-month`).
    pub keyed_on: String,
    /// First and last day known.
    #[serde(deserialize_with = "toml_date::range")]
    pub covers: DateRange,
    /// The values, oldest first, each until the next.
    #[serde(rename = "value")]
    pub values: Vec<FeeValue>,
}

/// A value with its source in the same entry.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeValue {
    /// First day.
    #[serde(deserialize_with = "toml_date::date")]
    pub from: Date,
    /// Units, or thousandths of a yen.
    pub value: i64,
    /// Source id.
    pub source: String,
    /// Place in the source.
    #[serde(rename = "where")]
    pub place: String,
    /// Further sources with the same value.
    #[serde(default)]
    pub also: Vec<String>,
    /// How sure the value is.
    pub confidence: Confidence,
    /// Day of the last comparison with the source.
    #[serde(deserialize_with = "toml_date::date")]
    pub checked_on: Date,
    /// サービスコード or 地域区分コード.
    pub code: String,
    /// Source id of the code.
    pub code_source: String,
    /// How sure the code is.
    pub code_confidence: Confidence,
}

/// Something that the reckoning leaves out; screens that bill show it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// First day it matters.
    #[serde(deserialize_with = "toml_date::date")]
    pub from: Date,
    /// The sentence for the user.
    pub text: String,
    /// Source id.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Day of the last comparison with the source.
    #[serde(deserialize_with = "toml_date::date")]
    pub checked_on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notices {
    notice: Vec<Notice>,
}

impl Fees {
    /// The fees embedded at build time; the reason as a sentence when a file is faulty.
    pub fn embedded() -> Result<&'static Fees, String> {
        static ALL: OnceLock<Result<Fees, String>> = OnceLock::new();
        ALL.get_or_init(Self::load).as_ref().map_err(Clone::clone)
    }

    /// A fee by its id.
    pub fn get(&self, id: &str) -> Option<&Fee> {
        self.fees.get(id)
    }

    /// Every fee and price, by id.
    pub fn all(&self) -> impl Iterator<Item = &Fee> {
        self.fees.values()
    }

    /// What the reckoning leaves out on `day`.
    pub fn notices(&self, day: Date) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(move |notice| notice.from <= day)
    }

    fn load() -> Result<Self, String> {
        let mut fees = BTreeMap::new();
        for file in BASE.files().chain(AREA.files()) {
            let path = file.path().display();
            let text = file.contents_utf8().ok_or_else(|| format!("{path}: not UTF-8"))?;
            let fee: Fee = toml::from_str(text).map_err(|e| format!("{path}: {e}"))?;
            fee.check().map_err(|reason| format!("{path}: {reason}"))?;
            if let Some(twice) = fees.insert(fee.id.clone(), fee) {
                return Err(format!("{path}: the id {} stands twice", twice.id));
            }
        }
        let notices: Notices = toml::from_str(NOT_INCLUDED).map_err(|e| format!("not-included.toml: {e}"))?;
        Ok(Self { fees, notices: notices.notice })
    }
}

impl Fee {
    /// The value on `day`; none outside of what is covered, never the last one known.
    pub fn at(&self, day: Date) -> Option<&FeeValue> {
        if !self.covers.contains(day) {
            return None;
        }
        self.values.iter().rev().find(|value| value.from <= day)
    }

    /// A value as an answer's reason carries it.
    pub fn used(&self, value: &FeeValue) -> UsedValue {
        UsedValue {
            id: self.id.clone(),
            title: self.title.clone(),
            value: match self.unit.as_str() {
                "円/1000" => format!("{}.{:02}円", value.value / 1000, value.value % 1000 / 10),
                unit => format!("{}{unit}", value.value),
            },
            from: value.from,
            source: value.source.clone(),
            place: value.place.clone(),
            confidence: value.confidence,
        }
    }

    fn check(&self) -> Result<(), String> {
        let ascending = self.values.windows(2).all(|pair| matches!(pair, [a, b] if a.from < b.from));
        if !ascending {
            return Err("the values overlap or stand out of order".into());
        }
        match self.values.first() {
            Some(first) if first.from == self.covers.from => Ok(()),
            Some(_) => Err("the first value does not start where `covers` does".into()),
            None => Err("there is no value".into()),
        }
    }
}
