//! The acts of the story as use cases: what a specialist would have typed on that day.

use app::{
    Cx, Refusal,
    monitoring::{self, Entry},
};
use calendar::{Date, YearMonth};
use domain::{
    client::{Client, Residence},
    id::{ClientId, FactId, RoundId},
    monitoring::{
        Round,
        carry_over::CarryOver,
        certificate_of_round,
        m1_service_check::{CheckMeans, ServiceCheck},
        m2_home_visit::HomeVisit,
        m3_record::{NextAction, Report, ReportRow, ReportStyle, Seen, ViewpointAnswer, questions},
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
};

use super::{
    people::{Person, Texts},
    story::Act,
};

/// Why a month was carried over.
const REASON: &str = "予定月に体調をくずして入院されたため、翌月に訪問した。";
const WARD: &str = "若葉市みなと区役所 障害者支援担当";

/// Carries out an act in the client's round of `month`.
pub fn act(
    cx: &mut Cx<'_>,
    act: Act,
    client: ClientId,
    month: YearMonth,
    person: &Person,
    texts: &Texts,
) -> Result<(), Refusal> {
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let round = store::rounds::of_client(cx.tx, cx.actor.office, client.id)?
        .into_iter()
        .find(|round| round.month == month)
        .ok_or(Refusal::NotFound)?;
    let report = round.report().map(|(fact, _)| fact.id);
    let entry = Entry { round: round.id, version: round.version, corrects: None };
    match act {
        Act::Check => check(cx, round.id, person, texts),
        Act::Visit => monitoring::record_home_visit(cx, entry, visit(cx, &client, true)).map(drop),
        Act::VisitElsewhere => monitoring::record_home_visit(cx, entry, visit(cx, &client, false)).map(drop),
        Act::Draft | Act::Report | Act::ReportCarried => {
            let plan_made_on = plan_made_on(cx, &round)?;
            let report = write_report(cx, act, person, texts, plan_made_on);
            match act {
                Act::Draft => monitoring::save_working_report(cx, (round.id, round.version), 0, report).map(drop),
                _ => monitoring::save_report(cx, entry, 0, report).map(drop),
            }
        }
        Act::Post | Act::Mail | Act::Agree => {
            let Some(report) = report else {
                return Err(Refusal::NotFound);
            };
            monitoring::record_consent(cx, entry, consent(cx, act, &client, report)).map(drop)
        }
        Act::Submit => {
            let submission = Submission {
                date: cx.today,
                to: WARD.to_owned(),
                means: SubmissionMeans::Counter,
                note: String::new(),
            };
            monitoring::record_submission(cx, entry, submission).map(drop)
        }
        Act::CarryOver => {
            let carried = CarryOver { reason: REASON.to_owned(), told_on: Some(cx.today), told_to: WARD.to_owned() };
            monitoring::carry_over(cx, entry, carried).map(drop)
        }
    }
}

/// Each provider is asked; the version moves on with each answer.
fn check(cx: &mut Cx<'_>, round: RoundId, person: &Person, texts: &Texts) -> Result<(), Refusal> {
    for (provider, finding) in texts.providers(person) {
        let version = store::rounds::find(cx.tx, cx.actor.office, round)?.ok_or(Refusal::NotFound)?.version;
        let check = ServiceCheck::told(cx.today, CheckMeans::Phone, provider, finding);
        monitoring::record_service_check(cx, Entry { round, version, corrects: None }, check)?;
    }
    let view = monitoring::round_view(cx, round)?;
    let told = texts.providers(person).map(|(provider, _)| provider).collect::<Vec<_>>();
    let others = view.checks.lines.iter().filter(|line| !told.contains(&line.provider.name.as_str()));
    for line in others {
        let version = store::rounds::find(cx.tx, cx.actor.office, round)?.ok_or(Refusal::NotFound)?.version;
        let said = "予定どおり利用している。変わったことはない。";
        let check = ServiceCheck::told(cx.today, CheckMeans::Phone, &line.provider.name, said);
        monitoring::record_service_check(cx, Entry { round, version, corrects: None }, check)?;
    }
    Ok(())
}

fn visit(cx: &Cx<'_>, client: &Client, lives_there: bool) -> HomeVisit {
    let place = if lives_there { client.residence } else { Residence::Other };
    HomeVisit {
        date: cx.today,
        place,
        place_note: match (lives_there, place) {
            (false, _) => "駅前の喫茶店",
            (true, Residence::Home) => "",
            (true, Residence::GroupHome) => "グループホームひだまり",
            (true, Residence::Facility) => "若葉の里",
            (true, Residence::Hospital) => "若葉病院",
            (true, Residence::Other) => "祖父母の家",
        }
        .to_owned(),
        lives_there,
        met: if client.guardian.is_some() { "本人、保護者" } else { "本人" }.to_owned(),
        interviewed: true,
        visitor: cx.actor.name.clone(),
        wishes: "いまの暮らしを続けたい。困ったときは早めに相談したいとのこと。".to_owned(),
        home_situation: "家の中は片づいており、体調も落ち着いている。".to_owned(),
        start: None,
        end: None,
        neutrality: String::new(),
    }
}

fn write_report(cx: &Cx<'_>, act: Act, person: &Person, texts: &Texts, plan_made_on: Option<Date>) -> Report {
    let rows = texts.rows(person);
    let change = rows.iter().any(ReportRow::change_needed);
    Report {
        style: ReportStyle::Free,
        written_on: Some(cx.today),
        plan_made_on,
        policy: "本人のペースを大切にしながら、地域で安心して暮らし続けられるよう、関係する人たちで見守る。".to_owned(),
        overall: "生活はおおむね安定している。各事業所は計画に沿って支援しており、連絡もとれている。".to_owned(),
        notes: if act == Act::ReportCarried { REASON.to_owned() } else { String::new() },
        rows,
        draft: false,
        viewpoints: questions(&[]).into_iter().map(|one| ViewpointAnswer { seen: Seen::Yes, ..one }).collect(),
        next: if change { Vec::new() } else { vec![NextAction::Continue] },
        sources: Vec::new(),
    }
}

fn consent(cx: &Cx<'_>, act: Act, client: &Client, report: FactId) -> Consent {
    let (method, sent_on, agreed_on) = match act {
        Act::Post => (ConsentMethod::Post, Some(cx.today), None),
        Act::Mail => (ConsentMethod::Mail, Some(cx.today), None),
        _ => (ConsentMethod::InPerson, None, Some(cx.today)),
    };
    let (signer, relation, note) = match &client.guardian {
        Some(guardian) => (guardian.name.clone(), SignerRelation::Deputy, format!("保護者（{}）", guardian.relation)),
        None => (client.name.clone(), SignerRelation::Client, String::new()),
    };
    Consent {
        method,
        sent_on,
        agreed_on,
        signer: if agreed_on.is_some() { signer } else { String::new() },
        relation,
        relation_note: note,
        drawing: String::new(),
        place: agreed_on.map(|_| client.residence),
        place_note: String::new(),
        report,
    }
}

fn plan_made_on(cx: &mut Cx<'_>, round: &Round) -> Result<Option<Date>, Refusal> {
    let certificates = store::certificates::of_client(cx.tx, cx.actor.office, round.client)?;
    Ok(certificate_of_round(&certificates, round).and_then(|certificate| certificate.plan_made_on))
}
