//! 判定: the five answers a rule can give.

use calendar::{Date, DateRange};

use crate::Why;

/// What a rule answers. A refusal is an answer, never an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<T> {
    /// The law decides: the value and why.
    Is(Decided<T>),
    /// The law refuses, with the deciding reasons only.
    No(Why),
    /// A fact is not known yet; the screen asks for exactly these.
    Needs(Vec<Missing>),
    /// The law leaves it to the municipality (市町村が必要と認める).
    MunicipalityDecides {
        /// What municipalities usually answer.
        usual: Option<T>,
        /// The setting in which the municipality's answer is kept.
        setting: SettingKey,
        /// Why the law does not decide.
        why: Why,
    },
    /// The data in `law/` do not cover the day asked for.
    NotCovered {
        /// The day or first day of the month asked for.
        asked: Date,
        /// What is covered.
        covers: DateRange,
    },
}

/// A value together with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided<T> {
    /// The value.
    pub value: T,
    /// Why it is so.
    pub why: Why,
}

/// A fact that is needed and unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field's name as in the commands (`age`, `care_management`, …).
    pub field: &'static str,
    /// The question to the user in Japanese.
    pub question: String,
}

/// The key of a municipality's setting, as in `law/municipalities/*.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SettingKey(pub &'static str);
