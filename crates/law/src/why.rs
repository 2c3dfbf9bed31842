//! なぜ: the small tree of reasons that every answer carries.

use std::{borrow::Cow, sync::Arc};

use calendar::Date;
use serde::{Deserialize, Serialize};

/// How sure a value or a rule is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in a document of the ministry, a municipality or 国保連.
    Official,
    /// The same in two or more independent sources.
    Corroborated,
    /// One source only.
    SingleSource,
    /// Derived by arithmetic or analogy.
    Inference,
    /// Recollection; seen in no document.
    OwnMemory,
}

impl Confidence {
    /// Whether a screen must warn before money is billed on it.
    pub fn needs_warning(self) -> bool {
        self > Self::Corroborated
    }

    /// The mark in Japanese, as screens show it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Official => "公的資料で確認",
            Self::Corroborated => "複数の資料で確認",
            Self::SingleSource => "1つの資料のみ（公的資料では未確認）",
            Self::Inference => "推定（公的資料では未確認）",
            Self::OwnMemory => "未確認",
        }
    }
}

/// A provision that one function carries out: its id and where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Id, e.g. `monitoring.standard.new-or-changed`.
    pub id: &'static str,
    /// Title in Japanese.
    pub title: &'static str,
    /// The sources cited.
    pub cites: &'static [Cite],
}

/// A place in a source of `law/sources.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cite {
    /// Source id, e.g. `seed-002`.
    pub source: &'static str,
    /// The place in it.
    pub place: &'static str,
}

/// A dated value out of `law/` that took part in the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedValue {
    /// Parameter id.
    pub id: Arc<str>,
    /// Title in Japanese.
    pub title: Arc<str>,
    /// The value with its unit, as text (e.g. `3か月`).
    pub value: String,
    /// First day the value holds.
    pub from: Date,
    /// Source id.
    pub source: Arc<str>,
    /// Place in the source.
    pub place: Arc<str>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A fact of the case that took part in the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is, in Japanese (e.g. `計画作成日`).
    pub name: Cow<'static, str>,
    /// Its value as shown (e.g. `令和8年4月20日`).
    pub value: String,
}

/// Why an answer is as it is: rule, values, facts and the sentence for the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The rule that decided.
    pub rule: Rule,
    /// One sentence in Japanese, readable by a non-programmer.
    pub sentence: String,
    /// Dated values used.
    pub values: Vec<UsedValue>,
    /// Facts used.
    pub facts: Vec<Fact>,
    /// Places beside those of the rule, as of a municipality's own table: source id, place.
    pub places: Vec<(String, String)>,
    /// Reasons this one rests on.
    pub because: Vec<Why>,
}

impl Why {
    /// A reason with a sentence and nothing else yet.
    pub fn new(rule: Rule, sentence: impl Into<String>) -> Self {
        Self {
            rule,
            sentence: sentence.into(),
            values: Vec::new(),
            facts: Vec::new(),
            places: Vec::new(),
            because: Vec::new(),
        }
    }

    /// Adds a dated value.
    pub fn value(mut self, value: UsedValue) -> Self {
        self.values.push(value);
        self
    }

    /// Adds a fact of the case.
    pub fn fact(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.facts.push(Fact { name: name.into(), value: value.into() });
        self
    }

    /// Adds a place in a source.
    pub fn place(mut self, source: impl Into<String>, place: impl Into<String>) -> Self {
        self.places.push((source.into(), place.into()));
        self
    }

    /// Adds a reason below.
    pub fn because(mut self, why: Why) -> Self {
        self.because.push(why);
        self
    }
}
