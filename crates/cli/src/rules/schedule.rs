//! `rules schedule`: モニタリングの実施月.

use calendar::MonthRange;
use domain::{
    client::{Decision, Phase},
    monitoring::schedule::{self, MISSING_RULE, Schedule, ScheduleInput, Validity},
};
use law::{Explained, LawBook, NotCovered, Verdict};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault, service},
    standard_period::{monthly_start, range, words},
};

/// Answers one line.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let input = input(book, fields)?;
    fields.finish()?;
    let verdict = schedule::answer(book, &input).map_err(|fault| JsonFault::new(fault.field, fault.message))?;
    Ok(match verdict {
        Verdict::Is(decided) => {
            Answer::with_why(book, "is", &decided.why, months(&decided.value.schedule, &decided.value.advice))
        }
        Verdict::No(why) => Answer::with_why(book, "no", &why, months(&Schedule::default(), &[])),
        Verdict::Needs(missing) => Answer::needs(book, &missing, MISSING_RULE),
        Verdict::MunicipalityDecides { why, .. } => Answer::with_why(book, "municipality_decides", &why, Map::new()),
        Verdict::NotCovered { asked, covers } => Answer::not_covered(book, NotCovered { asked, covers }, MISSING_RULE),
    })
}

fn input(book: &LawBook, fields: &mut Fields) -> Result<ScheduleInput, JsonFault> {
    let decision = fields.word("decision", &words(Decision::ALL, Decision::word), Decision::from_word)?;
    let decision = fields.needed("decision", decision)?;
    let mut services = Vec::new();
    for mut fields in fields.objects("services")?.unwrap_or_default() {
        let name = fields.text("name")?;
        let name = fields.needed("name", name)?;
        let start = fields.date("start")?;
        let end = fields.date("end")?;
        services.push(Validity {
            name: service(book, &name, fields.path("name"))?.name.clone(),
            start: fields.needed("start", start)?,
            end: fields.needed("end", end)?,
        });
        fields.finish()?;
    }
    let mut phases = Vec::new();
    for mut fields in fields.objects("phases")?.unwrap_or_default() {
        let interval = fields.number("interval_months")?;
        let interval_months = fields.needed("interval_months", interval)?;
        phases.push(Phase { interval_months, for_months: fields.number("for_months")? });
        fields.finish()?;
    }
    Ok(ScheduleInput {
        decision,
        plan_created: fields.month("plan_created")?,
        service_start: fields.date("service_start")?,
        benefit_period: benefit_period(fields)?,
        services,
        phases,
        months: fields.months("months")?,
        monthly_start: monthly_start(fields)?,
        self_plan: fields.flag("self_plan")?.unwrap_or(false),
    })
}

/// 支給期間 as printed.
fn benefit_period(fields: &mut Fields) -> Result<Option<MonthRange>, JsonFault> {
    let Some(mut fields) = fields.object("benefit_period")? else { return Ok(None) };
    let (start, end) = (fields.month("start")?, fields.month("end")?);
    let period = MonthRange { start: fields.needed("start", start)?, end: fields.needed("end", end)? };
    fields.finish()?;
    Ok(Some(period))
}

fn months(schedule: &Schedule, advice: &[String]) -> Map<String, Value> {
    let mut own = Map::from_iter([
        ("benefit_period".to_owned(), json!(schedule.benefit_period.map(range))),
        ("phases".to_owned(), json!(schedule.phases)),
        ("months".to_owned(), json!(schedule.months)),
        ("advice".to_owned(), json!(advice)),
    ]);
    if let Some(derived) = &schedule.derived_months {
        own.insert("derived_months".to_owned(), json!(derived));
    }
    if let Some(derived) = schedule.derived_benefit_period {
        own.insert("derived_benefit_period".to_owned(), range(derived));
    }
    if schedule.derived_months.is_some() || schedule.derived_benefit_period.is_some() {
        own.insert("differs".to_owned(), json!(schedule.differs()));
    }
    own
}
