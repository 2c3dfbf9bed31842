//! `rules claim`: どの月のどの報酬を請求できるか.

use std::collections::BTreeSet;

use domain::{
    billing::{
        fees::FeeKind,
        same_month::{
            ClaimAnswer, ClaimCase, ClaimEvent, ClaimSettings, EventAnswer, FEE_MONTH, Outcome, VideoInterview, decide,
        },
    },
    client::ConsultationService,
};
use law::{Explained, LawBook, Why};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    fields::{Fault, Fields},
    standard_period::words,
};

/// Answers one line.
pub fn answer(book: &LawBook, fields: &mut Fields) -> Result<(Answer, Option<Explained>), Fault> {
    let case = case(fields)?;
    fields.finish()?;
    let answers = decide(&case);
    let (mut claims, mut refused, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut names = BTreeSet::new();
    for (index, (event, answer)) in case.events.iter().zip(&answers.events).enumerate() {
        let (id, month, fee) = (&event.id, event.month(), event.kind.word());
        match answer {
            EventAnswer::Claimed => claims.push(json!({
                "event": id, "month": month, "office": event.office, "municipality": event.municipality, "fee": fee,
            })),
            EventAnswer::Refused(code) => {
                let why = answers.why(&case, index);
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
                names.extend(fields.iter().copied());
                missing.push(json!({ "event": id, "fields": fields }));
            }
        }
    }
    let verdict = if missing.is_empty() { "is" } else { "needs" };
    let why = whole(&case, &answers, claims.len(), refused.len(), names.len());
    let own = Map::from_iter([
        ("claims".to_owned(), Value::Array(claims)),
        ("refused".to_owned(), Value::Array(refused)),
        ("missing".to_owned(), Value::Array(missing)),
    ]);
    Ok(Answer::with_why(book, verdict, &why, own))
}

/// The reason of the whole answer: how many of each, and below it the reason of every event.
fn whole(case: &ClaimCase, answers: &ClaimAnswer, claims: usize, refused: usize, missing: usize) -> Why {
    let mut sentence = format!("請求できるのは{claims}件、できないのは{refused}件です。");
    if missing > 0 {
        sentence.push_str("分からないことが残っています。");
    }
    let reasons = (0..case.events.len()).filter_map(|index| answers.why(case, index));
    reasons.fold(Why::new(FEE_MONTH, sentence), Why::because)
}

fn case(fields: &mut Fields) -> Result<ClaimCase, Fault> {
    let service = service(fields, "service")?;
    let mut case = ClaimCase {
        service: fields.needed("service", service)?,
        scheduled_months: fields.months("scheduled_months")?,
        self_plan: fields.flag("self_plan")?.unwrap_or(false),
        settings: ClaimSettings::default(),
        events: Vec::new(),
    };
    if let Some(mut settings) = fields.object("settings")? {
        let mut flag = |key| settings.flag(key).map(|flag| flag.unwrap_or(false));
        case.settings = ClaimSettings {
            carry_over_accepted: flag("carry_over_accepted")?,
            every_report_submitted: flag("every_report_submitted")?,
            deny_monitoring_before_renewal: flag("deny_monitoring_before_renewal")?,
        };
        settings.finish()?;
    }
    for mut fields in fields.objects("events")?.unwrap_or_default() {
        let event = event(&mut fields)?;
        if case.events.iter().any(|before| before.id == event.id) {
            return Err(Fault::new(fields.path("id"), "同じidの出来事が前にあります。"));
        }
        case.events.push(event);
    }
    Ok(case)
}

fn event(fields: &mut Fields) -> Result<ClaimEvent, Fault> {
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
    };
    fields.finish()?;
    Ok(event)
}

fn video(fields: &mut Fields) -> Result<Option<VideoInterview>, Fault> {
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
pub fn service(fields: &mut Fields, key: &str) -> Result<Option<ConsultationService>, Fault> {
    let names = words(ConsultationService::ALL, ConsultationService::label);
    let read = |text: &str| ConsultationService::ALL.iter().find(|service| service.label() == text).copied();
    fields.word(key, &names, read)
}
