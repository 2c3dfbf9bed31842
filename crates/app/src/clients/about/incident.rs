//! 苦情・事故・不正受給の通知: recorded beside one another; how each was dealt with is recorded by a correction, so that nothing of it is lost.

use calendar::Date;
use domain::{
    client::{About, Client, DatedAbout, Incident, IncidentKind},
    id::ClientId,
    office::Right,
};

use super::{
    contract::past,
    record::{Recorded, withdraw_about},
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed, limit},
    record::{Place, Stream as _, record},
};

/// The page of a client's 苦情・事故・通知.
#[derive(Clone, Debug)]
pub struct IncidentPage {
    /// The client.
    pub client: Client,
    /// The latest first.
    pub incidents: Vec<IncidentView>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct IncidentView {
    /// The number of the fact.
    pub id: i64,
    /// The day.
    pub on: Option<Date>,
    /// What it says.
    pub incident: Incident,
    /// Who recorded it last.
    pub by: String,
    /// When (UTC).
    pub at: String,
}

/// Every one of a client.
pub fn incidents(cx: &mut Cx<'_>, id: ClientId) -> Result<IncidentPage, Refusal> {
    cx.authorize(Right::Read)?;
    let recorded = Recorded::load(cx, id)?;
    let all = recorded.about.incidents().into_iter().map(|(fact, incident)| IncidentView {
        id: fact.id,
        on: fact.body.from,
        incident: incident.clone(),
        by: fact.by(),
        at: fact.recorded_at.clone(),
    });
    Ok(IncidentPage { incidents: all.collect(), client: recorded.client.clone() })
}

/// Records one.
pub fn record_incident(cx: &mut Cx<'_>, client: ClientId, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reader = Reader::on_page(typed, cx.today);
    let r = &mut reader;
    let what = r.required_choice("incident_kind", "種類", IncidentKind::ALL, |it| (it.word(), it.label()));
    if r.is_empty("incident_on") {
        r.refuse("incident_on", "あった日（受けた日・知らせた日）を入力してください。");
    }
    let on = past(r, ("incident_on", "あった日"), cx.today);
    let happened = r.paragraph("incident_happened", "内容", limit::NOTE);
    if happened.is_empty() {
        r.refuse("incident_happened", "内容を入力してください。");
    }
    let told = r.line("incident_told", "知らせた先", limit::SHORT);
    let (handled, settled_on) = dealt_with(r, cx.today);
    if settled_on.zip(on).is_some_and(|(settled, on)| settled < on) {
        r.refuse("incident_settled_on", "対応が終わった日が、あった日より前になっています。");
    }
    reader.done()?;
    let Some(what) = what else { return Ok(()) };
    let incident = Incident { what, happened, handled, told, settled_on };
    let body = DatedAbout { from: on, what: About::Incident(incident) };
    record::<Recorded>(cx, AuditAction::RecordIncident, Place { key: client, seen: 0, corrects: None }, |_| body)
}

fn dealt_with(r: &mut Reader<'_>, today: Date) -> (String, Option<Date>) {
    let handled = r.paragraph("incident_handled", "対応", limit::NOTE);
    let settled_on = past(r, ("incident_settled_on", "対応が終わった日"), today);
    if settled_on.is_some() && handled.is_empty() {
        r.refuse("incident_handled", "対応が終わったときは、どう対応したかを入力してください。");
    }
    (handled, settled_on)
}

/// Records how one was dealt with, and whether that is over; what was said before stays in the stream.
pub fn settle_incident(cx: &mut Cx<'_>, client: ClientId, fact: i64, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let seen = Recorded::load(cx, client)?.version();
    let (on, before) = standing(cx, client, fact)?;
    let mut reader = Reader::on_page(typed, cx.today);
    let (handled, settled_on) = dealt_with(&mut reader, cx.today);
    if settled_on.zip(on).is_some_and(|(settled, on)| settled < on) {
        reader.refuse("incident_settled_on", "対応が終わった日が、あった日より前になっています。");
    }
    reader.done()?;
    let body = DatedAbout { from: on, what: About::Incident(Incident { handled, settled_on, ..before }) };
    let place = Place { key: client, seen, corrects: Some(fact) };
    record::<Recorded>(cx, AuditAction::SettleIncident, place, |_| body)
}

/// Takes one back: it never took place. It stays in the stream and holds nothing more.
pub fn withdraw_incident(cx: &mut Cx<'_>, client: ClientId, fact: i64, reason: &str) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    standing(cx, client, fact)?;
    withdraw_about(cx, client, fact, reason)
}

fn standing(cx: &mut Cx<'_>, client: ClientId, fact: i64) -> Result<(Option<Date>, Incident), Refusal> {
    let recorded = Recorded::load(cx, client)?;
    let found = recorded.about.incidents().into_iter().find(|(own, _)| own.id == fact);
    let sentence = "この記録は、もう訂正または取り消されています。画面を開き直してください。";
    found
        .map(|(own, incident)| (own.body.from, incident.clone()))
        .ok_or_else(|| Refusal::Refused(vec![Reason::at("", sentence)]))
}
