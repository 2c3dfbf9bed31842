//! `rules standard-period`: 標準期間.

use calendar::{Date, MonthRange, age_on};
use domain::{
    client::{IntensiveGround, MonthlyStart, ShorterGround},
    monitoring::standard::{
        Age, NewOrChanged, Standard, StandardFacts, StandardPeriod, TABLE_RULE, need_rule, standard_period,
    },
};
use law::{Explained, LawBook, NotCovered, ServiceSet, Verdict};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault, service},
};

/// Answers one line.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let facts = facts(book, fields)?;
    fields.finish()?;
    Ok(match standard_period(book, &facts) {
        Verdict::Is(decided) => Answer::with_why(book, "is", &decided.why, period(&decided.value)),
        Verdict::No(why) => Answer::with_why(book, "no", &why, Map::new()),
        Verdict::Needs(missing) => Answer::needs(book, &missing, need_rule(&missing)),
        Verdict::MunicipalityDecides { usual, setting, why } => {
            let own = [
                ("usual".to_owned(), json!(usual.as_ref().map(|usual| usual.interval_months))),
                ("setting".to_owned(), json!(setting.0)),
                ("table".to_owned(), json!(usual.map(|usual| usual.table))),
            ];
            Answer::with_why(book, "municipality_decides", &why, Map::from_iter(own))
        }
        Verdict::NotCovered { asked, covers } => Answer::not_covered(book, NotCovered { asked, covers }, TABLE_RULE),
    })
}

fn facts(book: &LawBook, fields: &mut Fields) -> Result<StandardFacts, JsonFault> {
    let plan_date = fields.date("plan_date")?;
    let plan_date = fields.needed("plan_date", plan_date)?;
    let mut services = ServiceSet::EMPTY;
    for (path, name) in fields.texts("services")? {
        services = services.with(service(book, &name, path)?.set());
    }
    if services.is_empty() {
        return Err(JsonFault::new("services", "サービスを1つ以上書いてください。"));
    }
    let age = read_age(fields, Some(plan_date), "計画作成日")?;
    let at_home = fields.flag("at_home")?;
    if at_home == Some(true) && Standard::new(book).is_resident(services) {
        let message = "施設入所などのサービス（障害者支援施設、のぞみの園、療養介護、重度障害者等包括支援）を使う人は、在宅ではありません。";
        return Err(JsonFault::new("at_home", message));
    }
    let new_or_changed = fields.word("new_or_changed", &["new", "changed"], |word| match word {
        "new" => Some(NewOrChanged::New),
        "changed" => Some(NewOrChanged::Changed),
        _ => None,
    })?;
    Ok(StandardFacts {
        as_of: fields.month("as_of")?,
        new_or_changed,
        service_start: fields.date("service_start")?,
        monthly_start: monthly_start(fields)?,
        age,
        care_management: fields.flag("care_management")?,
        at_home,
        intensive: fields.words(
            "intensive",
            &words(IntensiveGround::ALL, IntensiveGround::word),
            IntensiveGround::from_word,
        )?,
        shorter_grounds: fields.words(
            "shorter_grounds",
            &words(ShorterGround::ALL, ShorterGround::word),
            ShorterGround::from_word,
        )?,
        self_plan: fields.flag("self_plan")?.unwrap_or(false),
        ..StandardFacts::new(plan_date, services)
    })
}

/// `birth_date` or `age`; the two must agree on the day that decides, which is called `what`.
pub fn read_age(fields: &mut Fields, day: Option<Date>, what: &str) -> Result<Option<Age>, JsonFault> {
    let born = fields.date("birth_date")?;
    let years = fields.number("age")?;
    if years.is_some_and(|years| years > 150) {
        return Err(JsonFault::new("age", "年齢は150歳までで書いてください。"));
    }
    let (Some(birth), Some(day)) = (born, day) else {
        return Ok(born.map(Age::Born).or(years.map(Age::Years)));
    };
    if birth > day {
        return Err(JsonFault::new("birth_date", format!("生年月日が{what}より後です。")));
    }
    let reached = age_on(birth, day);
    match years {
        Some(years) if years != reached => {
            let message = format!("年齢が生年月日と合いません（生年月日からは、{what}に{reached}歳です）。");
            Err(JsonFault::new("age", message))
        }
        _ => Ok(Some(Age::Born(birth))),
    }
}

/// `monthly_start`, by default the month of the decision.
pub fn monthly_start(fields: &mut Fields) -> Result<MonthlyStart, JsonFault> {
    let known = words(MonthlyStart::ALL, MonthlyStart::word);
    Ok(fields.word("monthly_start", &known, MonthlyStart::from_word)?.unwrap_or_default())
}

/// The words of an enumeration.
pub fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| word(*value)).collect()
}

fn period(period: &StandardPeriod) -> Map<String, Value> {
    let afterwards =
        period.afterwards.map(|after| json!({ "interval_months": after.interval_months, "row": after.row.rule().id }));
    Map::from_iter([
        ("interval_months".to_owned(), json!(period.interval_months)),
        ("table".to_owned(), json!(period.table)),
        ("row".to_owned(), json!(period.row.rule().id)),
        ("window".to_owned(), json!(period.window.map(range))),
        ("afterwards".to_owned(), json!(afterwards)),
        ("shorter_suggested".to_owned(), json!(period.shorter_suggested)),
    ])
}

/// A range of months as JSON.
pub fn range(range: MonthRange) -> Value {
    json!({ "start": range.start.to_string(), "end": range.end.to_string() })
}
