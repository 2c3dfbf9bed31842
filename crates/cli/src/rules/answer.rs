//! What every answer carries: verdict, reason, rules and places cited.

use law::{Explained, LawBook, NotCovered, Rule, Why, explain};
use serde::Serialize;
use serde_json::{Map, Value};

/// One answer. `fields` are the rule's own and stand between the verdict and the reason.
#[derive(Serialize)]
pub struct Answer {
    /// `is`, `no`, `needs`, `municipality_decides` or `not_covered`.
    pub verdict: &'static str,
    /// The rule's own fields.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
    /// A sentence in Japanese.
    pub why: String,
    /// Rule ids, the deciding one first.
    pub rules: Vec<String>,
    /// Source ids with the place.
    pub cites: Vec<Place>,
}

/// A place in a source.
#[derive(Serialize)]
pub struct Place {
    /// Source id.
    pub source: String,
    /// The place in it.
    pub place: String,
}

impl Answer {
    /// An answer with its reason.
    pub fn with_why(
        book: &LawBook,
        verdict: &'static str,
        why: &Why,
        fields: Map<String, Value>,
    ) -> (Self, Option<Explained>) {
        let explained = explain(book, why);
        let cites = explained.cites.iter();
        let answer = Self {
            verdict,
            fields,
            why: explained.sentence.clone(),
            rules: explained.rules.clone(),
            cites: cites.map(|cite| Place { source: cite.source.clone(), place: cite.place.clone() }).collect(),
        };
        (answer, Some(explained))
    }

    /// An answer that only asks for facts.
    pub fn needs(book: &LawBook, missing: &[law::Missing], rule: Rule) -> (Self, Option<Explained>) {
        let names = missing.iter().map(|missing| Value::from(missing.field)).collect();
        let fields = Map::from_iter([("missing".to_owned(), Value::Array(names))]);
        let questions: Vec<&str> = missing.iter().map(|missing| missing.question.as_str()).collect();
        Self::with_why(book, "needs", &Why::new(rule, questions.join(" ")), fields)
    }

    /// An answer for a day without data.
    pub fn not_covered(book: &LawBook, not: NotCovered, rule: Rule) -> (Self, Option<Explained>) {
        let covers =
            serde_json::json!({ "from": not.covers.from.to_string(), "to": not.covers.to.map(|to| to.to_string()) });
        let fields =
            Map::from_iter([("asked".to_owned(), Value::from(not.asked.to_string())), ("covers".to_owned(), covers)]);
        Self::with_why(book, "not_covered", &Why::new(rule, not.sentence()), fields)
    }

    /// The verdict as a heading for people.
    pub fn heading(&self) -> &'static str {
        match self.verdict {
            "is" => "【決まりました】",
            "no" => "【認められません・行いません】",
            "needs" => "【分からないことがあります】",
            "municipality_decides" => "【市町村が決めます】",
            _ => "【対象外です】",
        }
    }
}
