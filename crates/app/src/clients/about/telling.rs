//! 伝え方.

use domain::client::{Telling, TellingWay};

use super::Typed;
use crate::input::{Reading, limit};

/// What the form says.
pub(super) fn read(r: &mut Reading, typed: &Typed) -> Telling {
    let all = typed.all("telling_ways").into_iter();
    let ways = all
        .filter_map(|word| r.choice("telling_ways", "伝え方", word, TellingWay::ALL, |it| (it.word(), it.label())));
    Telling {
        ways: ways.collect(),
        language: r.line("telling_language", "ことば", typed.get("telling_language"), limit::SHORT),
        hours: r.line("telling_hours", "つながりやすい時間", typed.get("telling_hours"), limit::ADDRESS),
        note: r.paragraph("telling_note", "気をつけること", typed.get("telling_note"), limit::NOTE),
    }
}

/// The form with it.
pub(super) fn fill(telling: &Telling) -> Typed {
    let form = Typed::default()
        .with("telling_language", &telling.language)
        .with("telling_hours", &telling.hours)
        .with("telling_note", &telling.note);
    telling.ways.iter().fold(form, |form, way| form.with("telling_ways", way.word()))
}
