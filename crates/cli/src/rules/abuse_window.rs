//! `rules abuse-window`: 虐待の通報・届出窓口.

use domain::protection::{
    Ward, find_facility_kinds,
    window::{Abuser, DisabilityKind, Report, Window, WindowAnswer, windows_to_call},
};
use law::{Explained, LawBook, MunicipalityFile};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault},
    standard_period::words,
};

/// Answers one line. With a question the line that is always open is given too: nobody should wait for the answer.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let name = fields.text("municipality")?;
    let name = fields.needed("municipality", name)?;
    let city = book.municipality_named(&name);
    let (ward, unknown_ward) = ward(fields, city)?;
    let (facility_kinds, unknown_kind) = facility_kinds(book, fields)?;
    let report = Report {
        abuser: abuser(fields)?,
        ward,
        unknown_ward,
        facility_kinds,
        unknown_kind,
        disability: fields.words(
            "disability",
            &words(DisabilityKind::ALL, DisabilityKind::word),
            DisabilityKind::from_word,
        )?,
        at: fields.date_time("at")?,
        town: None,
    };
    fields.finish()?;
    Ok(match windows_to_call(city, &report) {
        WindowAnswer::Call(decided) => Answer::with_why(book, "is", &decided.why, windows(&decided.value)),
        WindowAnswer::Needs { missing, choices, why, line } => {
            let mut own = windows(&line.into_iter().collect::<Vec<_>>());
            own.insert("missing".to_owned(), missing.iter().map(|missing| missing.field).collect());
            if !choices.is_empty() {
                own.insert("choices".to_owned(), json!(choices));
            }
            Answer::with_why(book, "needs", &why, own)
        }
        WindowAnswer::NotCovered(why) => Answer::with_why(book, "not_covered", &why, windows(&[])),
    })
}

/// Who it was; `unknown` is the same as absent.
fn abuser(fields: &mut Fields) -> Result<Option<Abuser>, JsonFault> {
    let mut known = words(Abuser::ALL, Abuser::word);
    known.push("unknown");
    let read = |word: &str| if word == "unknown" { Some(None) } else { Abuser::from_word(word).map(Some) };
    Ok(fields.word("abuser", &known, read)?.flatten())
}

/// The ward, where the municipality has a table (another one's wards are not known here and decide nothing), and
/// whether it is none that the municipality has.
fn ward(fields: &mut Fields, city: Option<&MunicipalityFile>) -> Result<(Option<Ward>, bool), JsonFault> {
    let typed = fields.text("ward")?;
    let (Some(typed), Some(abuse)) = (typed, city.and_then(|city| city.abuse.as_ref())) else {
        return Ok((None, false));
    };
    let ward = Ward::read(abuse, &typed);
    let unknown = ward.is_none();
    Ok((ward, unknown))
}

/// The kinds of facility, and whether the text names none that exists.
fn facility_kinds(book: &LawBook, fields: &mut Fields) -> Result<(Vec<String>, bool), JsonFault> {
    let found = fields.text("facility_kind")?.map(|typed| find_facility_kinds(book, &typed));
    Ok(match found {
        None => (Vec::new(), false),
        Some(kinds) => {
            let unknown = kinds.is_none();
            (kinds.unwrap_or_default(), unknown)
        }
    })
}

fn windows(list: &[Window]) -> Map<String, Value> {
    Map::from_iter([("windows".to_owned(), json!(list))])
}
