//! なぜ?の文章: the one place that turns a [`Why`] into what people read.
//!
//! The panel of a page, the `explain` command, the answers of `rules` and the audit entry all take
//! their text from here.

use calendar::wareki;
use serde::Serialize;

use crate::{Confidence, LawBook, UsedValue, Why};

/// A reason, ready to be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// The sentence that decides.
    pub sentence: String,
    /// Everything below it, flattened, in reading order.
    pub lines: Vec<Line>,
    /// Ids of the rules that took part, the deciding one first, none twice.
    pub rules: Vec<String>,
    /// The places cited, none twice.
    pub cites: Vec<Citation>,
    /// How sure the least sure value is; `None` when no value took part.
    pub confidence: Option<Confidence>,
}

/// One line of the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How deep it stands; 0 for what belongs to the deciding rule.
    pub depth: usize,
    /// What kind of line it is.
    pub kind: LineKind,
    /// The text.
    pub text: String,
}

/// What a line of a reason says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// The sentence of a rule.
    Sentence,
    /// A fact of the case.
    Fact,
    /// A dated value of the law.
    Value,
    /// A place in a source.
    Cite,
}

/// A place in a source, with the source's title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Source id.
    pub source: String,
    /// Title of the source.
    pub title: String,
    /// The place in it.
    pub place: String,
}

/// Turns a reason into text.
pub fn explain(book: &LawBook, why: &Why) -> Explained {
    let mut explained = Explained {
        sentence: why.sentence.clone(),
        lines: Vec::new(),
        rules: Vec::new(),
        cites: Vec::new(),
        confidence: None,
    };
    add(book, why, 0, &mut explained);
    explained
}

impl Explained {
    /// The whole reason as lines of text, indented by depth.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            let mark = match line.kind {
                LineKind::Sentence => "",
                LineKind::Fact => "・",
                LineKind::Value => "＝ ",
                LineKind::Cite => "※ ",
            };
            text.push_str(&"　".repeat(line.depth * 2 + usize::from(line.kind != LineKind::Sentence)));
            text.push_str(mark);
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }
}

fn add(book: &LawBook, why: &Why, depth: usize, to: &mut Explained) {
    let mut line = |kind, text| to.lines.push(Line { depth, kind, text });
    line(LineKind::Sentence, why.sentence.clone());
    for fact in &why.facts {
        line(LineKind::Fact, format!("{}: {}", fact.name, fact.value));
    }
    for value in &why.values {
        line(LineKind::Value, value_line(value));
    }
    let mut cites: Vec<Citation> = Vec::new();
    let places = why.rule.cites.iter().map(|cite| (cite.source, cite.place));
    let values = why.values.iter().map(|value| (&*value.source, &*value.place));
    let own = why.places.iter().map(|(source, place)| (source.as_str(), place.as_str()));
    for (source, place) in places.chain(own).chain(values) {
        let title = book.source(source).map_or_else(|| source.to_owned(), |source| source.title.clone());
        let citation = Citation { source: source.to_owned(), title, place: place.to_owned() };
        if !cites.contains(&citation) {
            cites.push(citation);
        }
    }
    for cite in cites {
        line(LineKind::Cite, format!("根拠: {}「{}」", cite.title, cite.place));
        if !to.cites.contains(&cite) {
            to.cites.push(cite);
        }
    }
    if !to.rules.iter().any(|rule| rule == why.rule.id) {
        to.rules.push(why.rule.id.to_owned());
    }
    to.confidence = why.values.iter().map(|value| Some(value.confidence)).chain([to.confidence]).max().flatten();
    for below in &why.because {
        add(book, below, depth + 1, to);
    }
}

/// `居宅介護・…の標準期間: 3か月（平成31年4月1日から、公的資料で確認）`
fn value_line(value: &UsedValue) -> String {
    format!("{}: {}（{}から、{}）", value.title, value.value, wareki::long(value.from), value.confidence.label())
}
