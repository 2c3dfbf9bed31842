//! 計画の経過を始める: from the client's page, with its 受付No.

use calendar::{Date, FiscalYear, wareki};
use domain::{
    client::{Certificate, Client, ConsultationService},
    facts::Facts,
    id::{CaseId, ClientId},
    office::{Right, USUAL},
    planning::{CaseKind, PlanningCase},
};
use serde_json::json;
use store::{board::plans, certificates, clients, planning_cases};

use crate::{AuditAction, Cx, Reason, Refusal, clients::about::answer_by_case, office::municipalities};

/// What the form starts from.
#[derive(Clone, Debug)]
pub struct CaseStart {
    /// The client.
    pub client: Client,
    /// That of the newest certificate; without one, 障害児相談支援 for whoever has a guardian.
    pub service: ConsultationService,
    /// 市町村番号 of the newest certificate; empty without one.
    pub municipality: String,
    /// 新規 without any certificate or case, else 更新.
    pub kind: CaseKind,
    /// 市町村番号 and name of those to choose from.
    pub municipalities: Vec<(String, String)>,
    /// Cases of the client that are not over.
    pub open: Vec<PlanningCase>,
    /// 生活の変化 for which it is to be begun, in words.
    pub cause: Option<String>,
}

/// What is typed.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Service billed.
    pub service: ConsultationService,
    /// 市町村番号; empty while it is not known.
    pub municipality: String,
    /// 新規・更新・変更.
    pub kind: CaseKind,
    /// 受付の日.
    pub opened_on: Date,
    /// 生活の変化 for which it is begun: the number of the fact.
    pub event: Option<i64>,
}

/// The client, and what is proposed.
pub fn case_start(cx: &mut Cx<'_>, client: ClientId, event: Option<i64>) -> Result<CaseStart, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    let office = cx.actor.office;
    let client = clients::find(cx.tx, office, client)?.ok_or(Refusal::NotFound)?;
    let about = store::client_facts::about(cx.tx, office, client.id)?;
    let events = about.life_events().into_iter();
    let cause = events.filter(|(fact, _)| Some(fact.id) == event).map(|(fact, it)| it.words(fact.body.from)).next();
    let newest = certificates::of_client(cx.tx, office, client.id)?.pop();
    let cases = planning_cases::of_client(cx.tx, office, client.id)?;
    let usual = if client.guardian.is_some() { ConsultationService::Child } else { ConsultationService::Plan };
    let lines = municipalities(cx)?.into_iter().filter(|line| line.code != USUAL);
    let mut municipalities: Vec<(String, String)> = lines.map(|line| (line.code, line.name)).collect();
    if let Some(own) = &newest
        && !municipalities.iter().any(|(code, _)| *code == own.municipality)
    {
        municipalities.push((own.municipality.clone(), own.municipality_name.clone()));
    }
    Ok(CaseStart {
        service: newest.as_ref().map_or(usual, |certificate| certificate.service),
        kind: if newest.is_none() && cases.iter().all(|case| case.led_to_nothing().is_some()) {
            CaseKind::New
        } else if cause.is_some() {
            CaseKind::Change
        } else {
            CaseKind::Renewal
        },
        municipality: newest.map(|certificate| certificate.municipality).unwrap_or_default(),
        municipalities,
        cause,
        open: cases.into_iter().filter(|case| case.closed_on.is_none()).collect(),
        client,
    })
}

/// Begins a case. A renewal or change replaces the plan of the client's last case of that service and municipality.
pub fn open_case(cx: &mut Cx<'_>, client: ClientId, new: &NewCase) -> Result<CaseId, Refusal> {
    cx.authorize(Right::RecordPlanning)?;
    cx.once("open_case", |cx| {
        let office = cx.actor.office;
        let client = clients::find(cx.tx, office, client)?.ok_or(Refusal::NotFound)?;
        let certificates = certificates::of_client(cx.tx, office, client.id)?;
        let cases = planning_cases::of_client(cx.tx, office, client.id)?;
        let own: Vec<&PlanningCase> = cases
            .iter()
            .filter(|case| (case.service, &case.municipality) == (new.service, &new.municipality))
            .collect();
        let reasons = refuse(cx.today, &client, &certificates, &own, new);
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let last = own.iter().rfind(|case| case.led_to_nothing().is_none());
        let case = PlanningCase {
            id: CaseId((cx.outside.new_id)()),
            office,
            client: client.id,
            service: new.service,
            municipality: new.municipality.clone(),
            kind: new.kind,
            replaces: last.filter(|_| new.kind != CaseKind::New).map(|case| case.id),
            reception: planning_cases::next_reception(cx.tx, office, FiscalYear::of(new.opened_on))?,
            opened_on: new.opened_on,
            closed_on: None,
            support_ended_on: client.ended_on,
            facts: Facts::default(),
            version: 0,
        };
        planning_cases::insert(cx.tx, &case)?;
        plans::refresh(cx.tx, &case)?;
        let entry = json!({
            "client": client.id,
            "kind": case.kind.word(),
            "replaces": case.replaces,
            "reception": case.reception.to_string(),
        });
        cx.audit(AuditAction::OpenCase, &case.id.to_string(), &entry)?;
        if let Some(event) = new.event {
            answer_by_case(cx, client.id, (event, case.id))?;
        }
        Ok(case.id)
    })
}

fn refuse(
    today: Date,
    client: &Client,
    certificates: &[Certificate],
    own: &[&PlanningCase],
    new: &NewCase,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if new.opened_on > today {
        reasons.push(Reason::at("opened_on", "受付の日が今日より後になっています"));
    }
    if new.opened_on < client.birth {
        reasons.push(Reason::at("opened_on", "受付の日が生年月日より前になっています"));
    }
    if let Some(end) = client.ended_on {
        let end = wareki::long(end);
        reasons.push(Reason::at("", format!("支援が{end}に終了しています。先に終了日を取り消してください")));
    }
    if let Some(left) = client.other_offices.left_by(new.opened_on).filter(|_| client.ended_on.is_none()) {
        let sentence = format!("{}は、{}が担当しています", wareki::long(new.opened_on), left.office);
        reasons.push(Reason::at("opened_on", sentence));
    }
    if let Some(open) = own.iter().find(|case| case.closed_on.is_none()) {
        let sentence = format!("{}がまだ終わっていません。その続きを記録してください", open.title());
        reasons.push(Reason::at("kind", sentence));
    }
    let first = own.iter().all(|case| case.led_to_nothing().is_some())
        && !certificates.iter().any(|it| (it.service, &it.municipality) == (new.service, &new.municipality));
    if first && new.kind != CaseKind::New {
        let sentence = "この相談支援の前の計画も受給者証もありません。はじめての計画なら「新規」を選んでください";
        reasons.push(Reason::at("kind", sentence));
    }
    reasons
}
