//! `rules abuse-window`: 虐待の通報・届出窓口.

use domain::protection::{
    Ward, find_facility_kinds,
    window::{Abuser, DisabilityKind, Report, Window, WindowAnswer, windows_to_call},
};
use law::{Explained, LawBook, MunicipalityFile};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fault, Fields},
    standard_period::words,
};

/// Answers one line. With a question the line that is always open is given too: nobody should wait for the answer.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), Fault> {
    let name = fields.text("municipality")?;
    let name = fields.needed("municipality", name)?;
    let city = book.municipality_named(&name);
    let report = Report {
        abuser: fields.word("abuser", &words(Abuser::ALL, Abuser::word), Abuser::from_word)?,
        ward: ward(fields, city)?,
        facility_kinds: facility_kinds(book, fields)?,
        disability: fields.words(
            "disability",
            &words(DisabilityKind::ALL, DisabilityKind::word),
            DisabilityKind::from_word,
        )?,
        at: fields.date_time("at")?,
    };
    fields.finish()?;
    Ok(match windows_to_call(city, &report) {
        WindowAnswer::Call(decided) => Answer::with_why(book, "is", &decided.why, windows(&decided.value)),
        WindowAnswer::Needs { missing, why, line } => {
            let mut own = windows(&line.into_iter().collect::<Vec<_>>());
            own.insert("missing".to_owned(), missing.iter().map(|missing| missing.field).collect());
            Answer::with_why(book, "needs", &why, own)
        }
        WindowAnswer::NotCovered(why) => Answer::with_why(book, "not_covered", &why, windows(&[])),
    })
}

/// The ward, where the municipality has a table; another one's wards are not known here and decide nothing.
fn ward(fields: &mut Fields, city: Option<&MunicipalityFile>) -> Result<Option<Ward>, Fault> {
    let typed = fields.text("ward")?;
    let (Some(typed), Some(abuse)) = (typed, city.and_then(|city| city.abuse.as_ref())) else {
        return Ok(None);
    };
    let unknown =
        || Fault::new("ward", format!("「{typed}」という区役所・支所はありません（例: 川崎区役所、大師支所）。"));
    Ward::read(abuse, &typed).map(Some).ok_or_else(unknown)
}

fn facility_kinds(book: &LawBook, fields: &mut Fields) -> Result<Vec<String>, Fault> {
    let Some(typed) = fields.text("facility_kind")? else {
        return Ok(Vec::new());
    };
    let unknown = || Fault::new("facility_kind", format!("「{typed}」という施設・事業の種類はありません。"));
    find_facility_kinds(book, &typed).ok_or_else(unknown)
}

fn windows(list: &[Window]) -> Map<String, Value> {
    Map::from_iter([("windows".to_owned(), json!(list))])
}
