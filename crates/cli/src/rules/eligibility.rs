//! `rules eligibility`: 対象者.

use domain::{
    client::eligibility::{EligibilityFacts, Route, eligibility, need_rule, not_counted},
    monitoring::standard::Age,
};
use law::{Explained, LawBook, NotCovered, ServiceSet, Verdict};
use serde_json::{Map, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault, service},
    standard_period::read_age,
};

/// Answers one line. No service at all is asked for, not refused.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let facts = facts(book, fields)?;
    fields.finish()?;
    let verdict = eligibility(book, &facts);
    let not_counted = not_counted(&facts, &verdict);
    let own = |route: Option<Route>| {
        let names: Vec<&str> = book.services().of(not_counted).map(|service| service.name.as_str()).collect();
        let route = json!(route.map(Route::label));
        Map::from_iter([("route".to_owned(), route), ("not_counted".to_owned(), json!(names))])
    };
    Ok(match verdict {
        Verdict::Is(decided) => Answer::with_why(book, "is", &decided.why, own(Some(decided.value.route))),
        Verdict::No(why) => Answer::with_why(book, "no", &why, own(None)),
        Verdict::Needs(missing) => Answer::needs(book, &missing, need_rule(book, &facts, &missing)),
        Verdict::MunicipalityDecides { usual, setting, why } => {
            let usual = usual.map(|usual| usual.route);
            let mut fields = own(usual);
            fields.insert("usual".to_owned(), json!(usual.map(Route::label)));
            fields.insert("setting".to_owned(), json!(setting.0));
            Answer::with_why(book, "municipality_decides", &why, fields)
        }
        Verdict::NotCovered { asked, covers } => {
            Answer::not_covered(book, NotCovered { asked, covers }, need_rule(book, &facts, &[]))
        }
    })
}

fn facts(book: &LawBook, fields: &mut Fields) -> Result<EligibilityFacts, JsonFault> {
    let mut services = ServiceSet::EMPTY;
    for (path, name) in fields.texts("services")? {
        services = services.with(service(book, &name, path)?.set());
    }
    let as_of = fields.date("as_of")?;
    let age = match (read_age(fields, as_of, "申請の日")?, as_of) {
        (Some(Age::Born(_)), None) => {
            return Err(JsonFault::new("as_of", "生年月日を書くときは、申請の日（as_of）も書いてください。"));
        }
        (Some(Age::Years(years)), _) => Some(years),
        (Some(age), Some(day)) => Some(age.on(day)),
        (None, _) => None,
    };
    let self_plan = fields.flag("self_plan")?.unwrap_or(false);
    Ok(EligibilityFacts { services, age, care_insurance: fields.flag("care_insurance")?, as_of, self_plan })
}
