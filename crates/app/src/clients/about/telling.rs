//! 伝え方.

use domain::client::{Telling, TellingWay};

use crate::input::{Reader, TypedFields, limit};

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Telling {
    Telling {
        ways: r.choices("telling_ways", "伝え方", TellingWay::ALL, |it| (it.word(), it.label())),
        language: r.line("telling_language", "ことば", limit::SHORT),
        hours: r.line("telling_hours", "つながりやすい時間", limit::ADDRESS),
        note: r.paragraph("telling_note", "気をつけること", limit::NOTE),
    }
}

/// The form with it.
pub(super) fn fill(telling: &Telling) -> TypedFields {
    let form = TypedFields::default()
        .with("telling_language", &telling.language)
        .with("telling_hours", &telling.hours)
        .with("telling_note", &telling.note);
    telling.ways.iter().fold(form, |form, way| form.with("telling_ways", way.word()))
}
