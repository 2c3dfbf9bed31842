//! `rules neutrality`: 兼務.

use domain::neutrality::{
    Ground, NeutralityFacts, Task,
    dual_post::{PRINCIPLE, dual_post},
    office_key,
};
use law::{Explained, LawBook, NotCovered, Verdict, Why};
use serde_json::{Map, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault},
    standard_period::words,
};

/// Answers one line. An absent list is empty, an absent fact unknown; what is not known is no ground.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let task = fields.word("task", &words(Task::ALL, Task::word), Task::from_word)?;
    let facts = NeutralityFacts {
        specialist_works_at: offices(fields, "specialist_works_at")?,
        client_uses: offices(fields, "client_uses")?,
        task: fields.needed("task", task)?,
        months_since_decision: fields.number("months_since_decision")?,
        other_office_in_area: fields.flag("other_office_in_area")?,
        municipality_accepts: fields.flag("municipality_accepts")?,
        client_wishes: fields.flag("client_wishes")?,
        as_of: fields.date("as_of")?,
    };
    fields.finish()?;
    Ok(match dual_post(book, &facts) {
        Verdict::Is(decided) => with_ground(book, "is", decided.value, &decided.why),
        Verdict::No(why) => with_ground(book, "no", Ground::None, &why),
        Verdict::Needs(missing) => Answer::needs(book, &missing, PRINCIPLE),
        Verdict::MunicipalityDecides { why, .. } => with_ground(book, "municipality_decides", Ground::None, &why),
        Verdict::NotCovered { asked, covers } => Answer::not_covered(book, NotCovered { asked, covers }, PRINCIPLE),
    })
}

fn with_ground(book: &LawBook, verdict: &'static str, ground: Ground, why: &Why) -> (Answer, Option<Explained>) {
    let own = [("allowed".to_owned(), json!(ground != Ground::None)), ("ground".to_owned(), json!(ground.word()))];
    Answer::with_why(book, verdict, why, Map::from_iter(own))
}

/// Names of offices; an empty one is a mistake, because two empty ones would be the same office.
fn offices(fields: &mut Fields, key: &str) -> Result<Vec<String>, JsonFault> {
    let names = fields.texts(key)?.into_iter();
    names
        .map(|(path, name)| match office_key(&name).is_empty() {
            true => Err(JsonFault::new(path, "事業所の名前が空です。")),
            false => Ok(name),
        })
        .collect()
}
