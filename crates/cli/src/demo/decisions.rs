//! 支給決定 in the demo: one case that was handed in without the notice, one that was decided with less than proposed, others with their
//! certificate.

use app::{
    Staff,
    certificates::{CaseForm, certificate_of_case, create_certificate_of_case},
    planning,
};
use calendar::{Date, wareki};
use domain::{
    client::{Client, ContactChannel},
    id::CaseId,
    monitoring::m5_submission::SubmissionMeans,
    planning::{
        p3_coordination::Coordination,
        p3_decision::{DecidedService, GrantDecision, Outcome, Proposed},
        p3_hand_in::{HandIn, HandInPaper, HandedBy},
    },
};
use jiff::Span;

use super::{plans::entry, teller::Teller};

/// The office hands in for the person; `whole` with the notice.
pub fn hand_in(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    whole: bool,
) -> anyhow::Result<()> {
    let mut papers = vec![HandInPaper::Draft, HandInPaper::Application];
    papers.extend(whole.then_some(HandInPaper::Notice));
    let fact = HandIn {
        handed_on: day,
        to: client.wards.on(day).unwrap_or("みなと区役所 高齢・障害課").to_owned(),
        by: HandedBy::Deputy,
        by_name: actor.name.clone(),
        means: SubmissionMeans::Counter,
        papers,
        not_asked: Vec::new(),
        note: String::new(),
        texts: Vec::new(),
    };
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| planning::record_hand_in(cx, place, fact))?;
    Ok(())
}

/// The municipality grants less of the second service than the draft proposes; the first provider was told.
pub fn decide(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| {
        let mut services = planning::decision_side(cx, case)?.proposed.services;
        if let Some(second) = services.get_mut(1) {
            *second = DecidedService { amount: "月15時間".to_owned(), ..second.clone() };
        }
        let decision = GrantDecision {
            outcome: Outcome::Granted,
            decided_on: day,
            notified_on: Some(day),
            services,
            interval_months: Some(3),
            reason: "家族の付き添いもできるため、区役所と相談して決まった。".to_owned(),
            told: "決定の日に電話で本人と家族に説明した。".to_owned(),
            certificate: None,
            proposed: Proposed::default(),
        };
        planning::record_decision(cx, place, decision)
    })?;
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| {
        let view = planning::case_view(cx, case)?;
        let name = view.case.not_coordinated().into_iter().next().unwrap_or_else(|| "園芸工房".to_owned());
        planning::record_coordination(cx, place, coordination(day, name))
    })?;
    Ok(())
}

/// The certificate of the decision is entered for the year after the one that runs, and every provider was told.
pub fn certify(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let last = store::certificates::of_client(teller.tx, actor.office, client.id)?
        .iter()
        .filter_map(domain::client::Certificate::ends_on)
        .max()
        .unwrap_or(day);
    let (from, to) = (last.tomorrow()?, last.checked_add(Span::new().years(1))?);
    teller.on(day, actor, &client.name, |cx| {
        let mut text = certificate_of_case(cx, CaseForm::New(client.id), case)?.page.text;
        if let Some(first) = text.grants.first_mut() {
            first.start = wareki::long(from);
            first.end = wareki::long(to);
        }
        create_certificate_of_case(cx, client.id, case, &text)
    })?;
    loop {
        let place = entry(teller, actor, case)?;
        let told = teller.on(day, actor, &client.name, |cx| {
            let open = planning::case_view(cx, case)?.case.not_coordinated().into_iter().next();
            let Some(provider_name) = open else { return Ok(false) };
            planning::record_coordination(cx, place, coordination(day, provider_name))?;
            Ok(true)
        })?;
        if !told {
            return Ok(());
        }
    }
}

fn coordination(day: Date, provider_name: String) -> Coordination {
    Coordination {
        date: day,
        provider: None,
        provider_name,
        person: "受付の担当".to_owned(),
        channel: ContactChannel::Phone,
        content: "決まった日数と、始める日の希望を伝えた。".to_owned(),
        result: "来月のはじめから受け入れる。".to_owned(),
    }
}
