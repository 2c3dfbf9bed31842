//! `rules claim`: どの月のどの報酬を請求できるか.

use calendar::MonthRange;
use domain::{
    billing::{
        fees::FeeKind,
        same_month::{
            ClaimAnswer, ClaimCase, ClaimEvent, ClaimSettings, ConsentToReport, EventAnswer, FEE_MONTH, Outcome,
            VideoInterview, decide,
        },
    },
    client::ConsultationService,
};
use law::{Explained, LawBook, Why};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fields, JsonFault},
    standard_period::words,
};

/// Answers one line.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), JsonFault> {
    let case = case(fields)?;
    fields.finish()?;
    if let Some(wrong) = case.contradiction() {
        return Err(JsonFault::new(format!("events[{}].{}", wrong.event, wrong.field), wrong.sentence));
    }
    if let Some(not) = case.not_covered(book) {
        let (mut answer, explained) = Answer::not_covered(book, not, FEE_MONTH);
        answer.fields.extend(lists(Vec::new(), Vec::new(), Vec::new()));
        return Ok((answer, explained));
    }
    let answers = decide(book, &case);
    let (mut claims, mut refused, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (event, answer)) in case.events.iter().zip(&answers.events).enumerate() {
        let (id, month, fee) = (&event.id, event.month(), event.kind.word());
        match answer {
            EventAnswer::Claimed => claims.push(json!({
                "event": id, "month": month, "office": event.office, "municipality": event.municipality, "fee": fee,
            })),
            EventAnswer::Refused(code) => {
                let why = answers.why(book, &case, index);
                let cites: Vec<Value> = why
                    .iter()
                    .flat_map(|why| why.rule.cites)
                    .map(|cite| json!({ "source": cite.source, "place": cite.place }))
                    .collect();
                let sentence = why.map(|why| why.sentence).unwrap_or_default();
                refused.push(json!({
                    "event": id, "month": month, "fee": fee, "code": code.word(), "why": sentence, "cites": cites,
                }));
            }
            EventAnswer::Missing(fields) => {
                missing.push(json!({ "event": id, "fields": fields }));
            }
            EventAnswer::WaitsFor(events) => {
                let ids = events.iter().filter_map(|index| case.events.get(*index)).map(|event| event.id.as_str());
                let ids: Vec<&str> = ids.collect();
                missing.push(json!({ "event": id, "fields": [], "waits_for": ids }));
            }
        }
    }
    let verdict = if missing.is_empty() { "is" } else { "needs" };
    let why = whole(book, &case, &answers, [claims.len(), refused.len(), missing.len()]);
    Ok(Answer::with_why(book, verdict, &why, lists(claims, refused, missing)))
}

fn lists(claims: Vec<Value>, refused: Vec<Value>, missing: Vec<Value>) -> Map<String, Value> {
    Map::from_iter([
        ("claims".to_owned(), Value::Array(claims)),
        ("refused".to_owned(), Value::Array(refused)),
        ("missing".to_owned(), Value::Array(missing)),
    ])
}

/// The reason of the whole answer: how many of each, and below it the reason of every event.
fn whole(book: &LawBook, case: &ClaimCase, answers: &ClaimAnswer, [claims, refused, missing]: [usize; 3]) -> Why {
    let mut sentence = format!("請求できるのは{claims}件、できないのは{refused}件です。");
    if missing > 0 {
        sentence.push_str("分からないことが残っています。");
    }
    let reasons = (0..case.events.len()).filter_map(|index| answers.why(book, case, index));
    reasons.fold(Why::new(FEE_MONTH, sentence), Why::because)
}

fn case(fields: &mut Fields) -> Result<ClaimCase, JsonFault> {
    let service = service(fields, "service")?;
    let mut case = ClaimCase {
        service: fields.needed("service", service)?,
        scheduled_months: fields.months("scheduled_months")?,
        self_plan: fields.flag("self_plan")?.unwrap_or(false),
        child_period: period(fields, "child_period")?,
        settings: ClaimSettings::default(),
        events: Vec::new(),
    };
    if let Some(mut settings) = fields.object("settings")? {
        let mut flag = |key| settings.flag(key).map(|flag| flag.unwrap_or(false));
        case.settings = ClaimSettings {
            carry_over_accepted: flag("carry_over_accepted")?,
            every_report_submitted: flag("every_report_submitted")?,
            deny_monitoring_before_renewal: flag("deny_monitoring_before_renewal")?,
            consent_to_report: settings
                .word(
                    "consent_to_report",
                    &words(ConsentToReport::ALL, ConsentToReport::word),
                    ConsentToReport::from_word,
                )?
                .unwrap_or_default(),
        };
        settings.finish()?;
    }
    for mut fields in fields.objects("events")?.unwrap_or_default() {
        let event = event(&mut fields)?;
        if case.events.iter().any(|before| before.id == event.id) {
            return Err(JsonFault::new(fields.path("id"), "同じidの出来事が前にあります。"));
        }
        case.events.push(event);
    }
    Ok(case)
}

/// 支給期間: the first and the last month, or days in them.
fn period(fields: &mut Fields, key: &str) -> Result<Option<MonthRange>, JsonFault> {
    let Some(mut period) = fields.object(key)? else { return Ok(None) };
    let (start, end) = (period.month_or_day("start")?, period.month_or_day("end")?);
    let range = MonthRange { start: period.needed("start", start)?, end: period.needed("end", end)? };
    period.finish()?;
    if range.end < range.start {
        return Err(JsonFault::new(period.path("end"), "終わりの月が始まりの月より前です。"));
    }
    Ok(Some(range))
}

fn event(fields: &mut Fields) -> Result<ClaimEvent, JsonFault> {
    let id = fields.text("id")?;
    let kind = fields.word("kind", &words(FeeKind::ALL, FeeKind::word), FeeKind::from_word)?;
    let date = fields.date("date")?;
    let office = fields.text("office")?;
    let municipality = fields.text("municipality")?;
    let outcome = |word: &str| match word {
        "granted" => Some(Outcome::Granted),
        "rejected" => Some(Outcome::Rejected),
        _ => None,
    };
    let event = ClaimEvent {
        id: fields.needed("id", id)?,
        kind: fields.needed("kind", kind)?,
        date: fields.needed("date", date)?,
        office: fields.needed("office", office)?,
        municipality: fields.needed("municipality", municipality)?,
        home_visit: fields.flag("home_visit")?,
        consent: fields.flag("consent")?,
        delivered: fields.flag("delivered")?,
        conference: fields.flag("conference")?,
        report: fields.flag("report")?,
        submitted: fields.flag("submitted")?,
        for_month: fields.month("for_month")?,
        reason: fields.text("reason")?,
        one_flow_with: fields.text("one_flow_with")?,
        municipality_ordered_both: fields.flag("municipality_ordered_both")?.unwrap_or(false),
        video: video(fields)?,
        service: service(fields, "service")?,
        outcome: fields.word("outcome", &["granted", "rejected"], outcome)?.unwrap_or_default(),
        terms: None,
    };
    fields.finish()?;
    Ok(event)
}

fn video(fields: &mut Fields) -> Result<Option<VideoInterview>, JsonFault> {
    let Some(mut fields) = fields.object("video")? else { return Ok(None) };
    let video = VideoInterview {
        special_area: fields.flag("special_area")?.unwrap_or(false),
        municipality_accepts: fields.flag("municipality_accepts")?.unwrap_or(false),
        last_home_visit_month: fields.month("last_home_visit_month")?,
    };
    fields.finish()?;
    Ok(Some(video))
}

/// 計画相談支援 or 障害児相談支援.
pub fn service(fields: &mut Fields, key: &str) -> Result<Option<ConsultationService>, JsonFault> {
    let names = words(ConsultationService::ALL, ConsultationService::label);
    let read = |text: &str| ConsultationService::ALL.iter().find(|service| service.label() == text).copied();
    fields.word(key, &names, read)
}
