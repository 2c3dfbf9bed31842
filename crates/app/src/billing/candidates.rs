//! The month's candidates as the rules and the office's holds see them; the page and the closing share this.

use std::collections::BTreeSet;

use calendar::YearMonth;
use claim_file::CutName;
use domain::{
    billing::claimable::{Candidate, ClientFile, Judgement, Obstacle, PlanAnswer, claim_month, judge},
    client::{Certificate, Client, ConsultationService},
    id::ClientId,
    monitoring::Round,
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
};
use store::{
    StoreError, certificates, clients,
    closings::{self, Hold},
    office_facts, plan_answers, rounds,
};

use crate::{Cx, Refusal, law_book, monitoring};

/// Which rounds may have their fee in a month: a visit is looked for this far from its scheduled month, so that one
/// that came too early or too late is shown with its refusal rather than not at all.
const LOOK_BACK: i32 = 6;
const LOOK_AHEAD: i32 = 2;

/// A candidate with the client and the hold.
pub(crate) struct Found {
    pub client: Client,
    pub round: Round,
    pub candidate: Candidate,
    pub hold: Option<Hold>,
    pub cut: Vec<CutName>,
    /// What the round's municipality decided, as of the round's day.
    pub settings: MunicipalitySettings,
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
}

/// Loads and judges the month's candidates.
pub(super) fn load(cx: &mut Cx<'_>, month: YearMonth) -> Result<Month, Refusal> {
    let office = office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let office_id = cx.actor.office;
    // A row that cannot be read keeps its own client out of the month, also out of a closing, and nobody else.
    cx.tx.pass_over_unreadable();
    let settings = monitoring::settings(cx)?;
    let near = rounds::between(cx.tx, office_id, month.plus(-LOOK_BACK), month.plus(LOOK_AHEAD))?;
    let whose: BTreeSet<ClientId> = near
        .iter()
        .filter(|round| claim_month(round) == month && round.claimed_on.is_none())
        .map(|round| round.client)
        .collect();
    let holds = closings::holds(cx.tx, office_id, month)?;
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
        found.extend(judged(&loaded, &office, &settings)?.into_iter().filter(|it| it.candidate.month == month));
    }
    for one in &mut found {
        let place = (one.client.id, one.candidate.service, one.round.municipality.as_str());
        let hold = holds.iter().find(|hold| (hold.client, hold.service, hold.municipality.as_str()) == place).cloned();
        one.hold = hold;
    }
    found.sort_by(|a, b| {
        (&a.client.kana, a.client.id, a.round.month).cmp(&(&b.client.kana, b.client.id, b.round.month))
    });
    Ok(Month { office, settings, found })
}

/// One client with everything that a claim can hang on.
pub(crate) struct Loaded {
    client: Client,
    certificates: Vec<Certificate>,
    rounds: Vec<Round>,
    plan_answers: Vec<PlanAnswer>,
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
    })
}

/// What the judge says of every round of a client that was not claimed; the holds are not looked at.
pub(crate) fn judged(loaded: &Loaded, office: &OfficeHistory, settings: &SettingsBook) -> Result<Vec<Found>, Refusal> {
    let file = ClientFile {
        office,
        client: &loaded.client,
        certificates: &loaded.certificates,
        rounds: &loaded.rounds,
        plan_answers: &loaded.plan_answers,
        settings,
    };
    let candidates = judge(law_book()?, &file).into_iter();
    let found = candidates.filter_map(|candidate| {
        let round = loaded.rounds.iter().find(|round| round.id == candidate.round)?.clone();
        let (candidate, cut) = with_names(candidate);
        let settings = settings.of(&round.municipality, round.judged_on()).clone();
        Some(Found { client: loaded.client.clone(), round, candidate, hold: None, cut, settings })
    });
    Ok(found.collect())
}

/// A claim whose names the file cannot take is not claimable yet; the field and the character are named.
fn with_names(mut candidate: Candidate) -> (Candidate, Vec<CutName>) {
    let Judgement::Claimable(claim) = &candidate.judgement else { return (candidate, Vec::new()) };
    match claim_file::check_names(claim) {
        Ok(cut) => (candidate, cut),
        Err(faults) => {
            let obstacles = faults
                .into_iter()
                .map(|fault| Obstacle::bare(None, format!("{}の直し（{}）", fault.field, fault.reason)));
            candidate.judgement = Judgement::NotYet(obstacles.collect());
            (candidate, Vec::new())
        }
    }
}
