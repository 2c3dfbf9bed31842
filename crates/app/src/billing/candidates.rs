//! The month's candidates as the rules and the office's holds see them; the page and the closing share this. A candidate is
//! one client, service and municipality: one claim.

use std::collections::BTreeSet;

use calendar::{Date, YearMonth};
use domain::{
    billing::{
        claim_life::{ReturnedClaim, StandingClaim},
        claimable::{Candidate, ClientFile, Judgement, PlanAnswer, Subject, claim_month, judge},
    },
    client::{Certificate, Client, ConsultationService},
    id::{CertificateId, ClientId, RoundId},
    monitoring::Round,
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
    planning::p5_consent::ConsentedPlan,
};
use store::{
    StoreError, certificates, claims, clients,
    holds::{self, Hold},
    office_facts, plan_answers, planning_cases, rounds,
};

use crate::{Cx, Refusal, law_book, monitoring, planning::consented_plans};

/// Which rounds may have their fee in a month: a visit is looked for this far from its scheduled month, so that one
/// that came too early or too late is shown with its refusal rather than not at all.
const LOOK_BACK: i32 = 6;
const LOOK_AHEAD: i32 = 2;

/// A candidate with the client and the hold.
pub(crate) struct Found {
    pub client: Client,
    pub candidate: Candidate,
    /// 市町村名; empty while no certificate tells it.
    pub municipality_name: String,
    /// The rounds of its parts, each with what its municipality decided as of its day.
    pub rounds: Vec<(Round, MunicipalitySettings)>,
    pub hold: Option<Hold>,
}

impl Found {
    /// The round it is about: that of its last visit or due month, where it has one.
    pub fn round(&self) -> Option<RoundId> {
        self.candidate.parts.iter().rev().find_map(|part| match part.subject {
            Subject::Round(round) => Some(round),
            Subject::Plan(_) | Subject::Case(_) => None,
        })
    }
}

/// Everything the month's page and the closing need.
pub(super) struct Month {
    pub office: OfficeHistory,
    pub settings: SettingsBook,
    pub found: Vec<Found>,
}

impl Month {
    /// The candidates of one service, by kana.
    pub fn of(&self, service: ConsultationService) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |found| found.candidate.service == service)
    }

    /// 処理対象年月 whose window is still open for every municipality that is claimed from; each says itself how long
    /// it takes claims. Without any claim, what is usual.
    pub fn open_processing_month(&self, service: ConsultationService, today: Date) -> YearMonth {
        let claimed = self
            .of(service)
            .filter(|found| found.hold.is_none() && matches!(found.candidate.judgement, Judgement::Claimable(_)));
        let open = |found: &Found| self.settings.of(&found.candidate.municipality, today).processing_month(today);
        claimed.map(open).max().unwrap_or_else(|| self.settings.usual(today).processing_month(today))
    }
}

/// Loads and judges the month's candidates.
pub(super) fn load(cx: &mut Cx<'_>, month: YearMonth) -> Result<Month, Refusal> {
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let office_id = cx.actor.office;
    // A row that cannot be read keeps its own client out of the month, also out of a closing, and nobody else.
    cx.tx.pass_over_unreadable();
    let settings = monitoring::settings(cx)?;
    let near = rounds::between(cx.tx, office_id, month.plus(-LOOK_BACK), month.plus(LOOK_AHEAD))?;
    let mut whose: BTreeSet<ClientId> = near
        .iter()
        .filter(|round| claim_month(round) == month && round.claimed_on.is_none())
        .map(|round| round.client)
        .collect();
    whose.extend(certificates::with_plan_made(cx.tx, office_id, month.first_day(), month.last_day())?);
    // No consent is recorded before its day; its clock is UTC, half a day behind.
    let since = month.plus(-1).last_day();
    whose.extend(planning_cases::clients_consented_since(cx.tx, office_id, since)?);
    let holds = holds::of_month(cx.tx, office_id, month)?;
    let mut found = Vec::new();
    for client in whose {
        let loaded = match load_client(cx, client) {
            Err(Refusal::Fault(fault)) => {
                cx.tx.pass_over(fault)?;
                continue;
            }
            loaded => loaded?,
        };
        if cx.tx.is_unreadable_of(client) {
            continue;
        }
        let of_month = candidates_of(&loaded, &office, &settings)?.into_iter().filter(|it| it.month == month);
        found.extend(of_month.map(|candidate| found_of(&loaded, &settings, candidate)));
    }
    for one in &mut found {
        let place = (one.client.id, one.candidate.service, one.candidate.municipality.as_str());
        let hold = holds.iter().find(|hold| (hold.client, hold.service, hold.municipality.as_str()) == place).cloned();
        one.hold = hold;
    }
    found.sort_by(|a, b| {
        let key = |it: &'_ Found| (it.client.id, it.candidate.municipality.clone());
        a.client.kana.cmp(&b.client.kana).then_with(|| key(a).cmp(&key(b)))
    });
    Ok(Month { office, settings, found })
}

/// One client with everything that a claim can hang on.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub client: Client,
    pub certificates: Vec<Certificate>,
    pub rounds: Vec<Round>,
    plan_answers: Vec<PlanAnswer>,
    pub plans: Vec<ConsentedPlan>,
    claims: Vec<StandingClaim>,
    /// 返戻: the claims that came back last.
    pub returned: Vec<ReturnedClaim>,
}

impl Loaded {
    /// The month for which the plan of a certificate is claimed, where a claim for it stands.
    pub(crate) fn plan_claimed_for(&self, certificate: CertificateId) -> Option<YearMonth> {
        self.claims.iter().find(|claim| claim.plans.contains(&certificate)).map(|claim| claim.month)
    }

    /// As the judge of claims takes it.
    pub(crate) fn file<'a>(&'a self, office: &'a OfficeHistory, settings: &'a SettingsBook) -> ClientFile<'a> {
        ClientFile {
            office,
            client: &self.client,
            certificates: &self.certificates,
            rounds: &self.rounds,
            plan_answers: &self.plan_answers,
            plans: &self.plans,
            claims: &self.claims,
            settings,
        }
    }
}

/// Reads one client's rows, and no others.
pub(crate) fn load_client(cx: &mut Cx<'_>, client: ClientId) -> Result<Loaded, Refusal> {
    let office = cx.actor.office;
    Ok(Loaded {
        client: clients::find(cx.tx, office, client)?.ok_or_else(|| StoreError::Inconsistent {
            table: "round",
            column: "client_id",
            id: client.to_string(),
            reason: "no such client".to_owned(),
        })?,
        certificates: certificates::of_client(cx.tx, office, client)?,
        rounds: rounds::of_client(cx.tx, office, client)?,
        plan_answers: plan_answers::of_client(cx.tx, office, client)?,
        plans: consented_plans(cx, client)?,
        claims: claims::standing_of_client(cx.tx, office, client)?,
        returned: claims::returned_of_client(cx.tx, office, client)?,
    })
}

/// What the judge says of everything of a client that was not claimed; the holds are not looked at.
pub(crate) fn candidates_of(
    loaded: &Loaded,
    office: &OfficeHistory,
    settings: &SettingsBook,
) -> Result<Vec<Candidate>, Refusal> {
    Ok(judge(law_book()?, &loaded.file(office, settings)))
}

/// A candidate with what the month's page shows beside it.
fn found_of(loaded: &Loaded, settings: &SettingsBook, candidate: Candidate) -> Found {
    let own = loaded.rounds.iter().filter(|round| candidate.part(Subject::Round(round.id)).is_some());
    let rounds = own.map(|round| (round.clone(), settings.of(&round.municipality, round.judged_on()).clone()));
    let named = loaded.certificates.iter().rfind(|it| it.municipality == candidate.municipality);
    Found {
        client: loaded.client.clone(),
        rounds: rounds.collect(),
        municipality_name: named.map(|it| it.municipality_name.clone()).unwrap_or_default(),
        hold: None,
        candidate,
    }
}
