//! Records one kind about a client, or takes it back: the stream of facts about a client.

use calendar::Date;
use domain::{
    client::{About, AboutClient, AboutKind, Client, ClientFact, DatedAbout},
    facts::{Body as _, Facts},
    id::ClientId,
    office::Right,
};
use serde_json::json;
use store::client_facts;

use super::{
    care, contract, disability, doctors, emergency, family, grounds, in_charge, insurance, life_event, office_change,
    plan_request, telling,
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reader, Typed},
    record::{Place, Stream, record, withdraw},
};

/// A client with everything recorded about the person.
pub(super) struct Recorded {
    pub(super) client: Client,
    pub(super) about: AboutClient,
}

/// Records one kind, whole; `seen` is how many facts the form knew of.
pub fn record_about(
    cx: &mut Cx<'_>,
    client: ClientId,
    kind: AboutKind,
    typed: &dyn Typed,
    seen: i64,
) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let body = read(kind, typed, cx.today).map_err(Refusal::Refused)?;
    // The steps of a change of the office are recorded one after the other: each recording goes on with the change under way.
    let corrects = match kind.is_office_change() {
        true => Recorded::load(cx, client)?.about.office_change_under_way(kind).map(|fact| fact.id),
        false => None,
    };
    let place = Place { key: client, seen, corrects };
    record::<Recorded>(cx, AuditAction::RecordAbout, place, |_| body)
}

/// Takes a fact back: what held before it holds on.
pub fn withdraw_about(cx: &mut Cx<'_>, client: ClientId, fact: i64, reason: &str) -> Result<(), Refusal> {
    let reason = reason.trim().chars().take(200).collect();
    withdraw::<Recorded>(cx, AuditAction::WithdrawAbout, client, fact, reason)
}

/// What was typed, or every mistake at its field.
fn read(kind: AboutKind, typed: &dyn Typed, today: Date) -> Result<DatedAbout, Vec<Reason>> {
    let mut reader = Reader::on_page(typed, today);
    let r = &mut reader;
    let from = if kind.is_dated() { holds_from(r, today) } else { None };
    let what = match kind {
        AboutKind::Contract => About::Contract(contract::read(r, today)),
        AboutKind::Family => About::Family(family::read(r, today)),
        AboutKind::Emergency => About::Emergency(emergency::read(r)),
        AboutKind::Doctors => About::Doctors(doctors::read(r)),
        AboutKind::Disability => About::Disability(disability::read(r)),
        AboutKind::Insurance => About::Insurance(insurance::read(r)),
        AboutKind::Telling => About::Telling(telling::read(r)),
        AboutKind::Grounds => About::Grounds(grounds::read(r)),
        AboutKind::PlanRequest => About::PlanRequest(plan_request::read(r, today)),
        AboutKind::FromOffice | AboutKind::ToOffice => {
            let Some(change) = office_change::read(r, kind, today) else { return Err(reader.into_reasons()) };
            if kind == AboutKind::FromOffice { About::FromOffice(change) } else { About::ToOffice(change) }
        }
        AboutKind::SelfPlan => {
            let sentence = "セルフプランへの切りかえは、切りかえの画面で記録してください。";
            return Err(vec![Reason::at("", sentence)]);
        }
    };
    let reasons = reader.into_reasons();
    if reasons.is_empty() { Ok(DatedAbout { from, what }) } else { Err(reasons) }
}

/// 確認した日.
fn holds_from(r: &mut Reader<'_>, today: Date) -> Option<Date> {
    let from = r.required_date("holds_from", "確認した日")?;
    if from > today {
        r.refuse("holds_from", "確認した日が今日より後です。");
    }
    Some(from)
}

impl Stream for Recorded {
    type Body = DatedAbout;
    type Key = ClientId;
    type Answer = ();
    type Basis = ();

    const RIGHT: Right = Right::EditClients;

    fn load(cx: &mut Cx<'_>, key: ClientId) -> Result<Self, Refusal> {
        let client = store::clients::find(cx.tx, cx.actor.office, key)?.ok_or(Refusal::NotFound)?;
        Ok(Self { about: client_facts::about(cx.tx, cx.actor.office, key)?, client })
    }

    fn facts(&self) -> &Facts<DatedAbout> {
        &self.about.0
    }

    fn stands_beside(body: &DatedAbout) -> bool {
        matches!(body.what, About::LifeEvent(_) | About::Incident(_))
    }

    fn refuse(&self, _cx: &mut Cx<'_>, body: &DatedAbout, withdrawn: bool) -> Result<Vec<Reason>, Refusal> {
        // A withdrawal names what it takes back; as a fact of its own it says nothing.
        if body.is_withdrawal() {
            return Err(Refusal::NotFound);
        }
        if withdrawn && body.what.kind() == Some(AboutKind::SelfPlan) {
            let sentence = "セルフプランの期間は登録内容に入っています。まちがいは「登録内容を直す」で直してください。";
            return Ok(vec![Reason::at("", sentence)]);
        }
        if let (About::LifeEvent(_), Some(on)) = (&body.what, body.from)
            && on < self.client.birth
            && !withdrawn
        {
            return Ok(vec![Reason::at("event_on", "あった日が生年月日より前になっています。")]);
        }
        if let (About::Incident(_), Some(on)) = (&body.what, body.from)
            && on < self.client.birth
            && !withdrawn
        {
            return Ok(vec![Reason::at("incident_on", "あった日が生年月日より前になっています。")]);
        }
        if let (About::FromOffice(change) | About::ToOffice(change), Some(kind), false) =
            (&body.what, body.what.kind(), withdrawn)
        {
            return Ok(office_change::refuse(&self.about, kind, change, self.client.birth));
        }
        Ok(Vec::new())
    }

    fn next_id(&self, _cx: &Cx<'_>) -> i64 {
        Stream::version(self) + 1
    }

    fn append(&mut self, cx: &mut Cx<'_>, fact: ClientFact) -> Result<(), Refusal> {
        client_facts::append(cx.tx, cx.actor.office, self.client.id, &fact)?;
        self.about.0.append(fact);
        Ok(())
    }

    fn derive(&self, cx: &mut Cx<'_>) -> Result<(), Refusal> {
        let client = care::keep(cx, &self.client, &self.about)?;
        in_charge::keep(cx, client, &self.about)?;
        life_event::keep_tasks(cx, &self.client, &self.about)
    }

    fn audit(&self, cx: &mut Cx<'_>, fact: &ClientFact, action: AuditAction, _basis: &()) -> Result<(), Refusal> {
        let about = fact.corrects.and_then(|id| self.about.0.find(id)).unwrap_or(fact);
        let DatedAbout { from, what } = &about.body;
        // The fact itself keeps what was said; the log tells which it is.
        let entry = json!({ "what": what.word(), "fact": about.id, "holds_from": from });
        cx.audit(action, &self.client.id.to_string(), &entry)
    }

    fn answer(&self, _fact: &ClientFact) {}
}
