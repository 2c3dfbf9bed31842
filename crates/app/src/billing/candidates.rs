//! The month's candidates as the rules and the office's holds see them; the page and the closing share this.

use std::collections::HashMap;

use calendar::YearMonth;
use claim_file::CutName;
use domain::{
    client::{Certificate, Client, ConsultationService},
    id::ClientId,
    monitoring::{
        Round,
        m6_claim::{Candidate, ClientMonth, Judgement, Obstacle, claim_month, judge},
    },
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
};
use store::{
    StoreError, certificates, clients,
    closings::{self, Hold},
    office_facts, rounds,
};

use crate::{Cx, Refusal, monitoring};

/// How far from its scheduled month a visit is still looked for, so that one that came too early or too late is shown
/// with its refusal rather than not at all.
const LOOK_BACK: i32 = 6;
const LOOK_AHEAD: i32 = 2;

/// A candidate with the client and the hold.
pub(super) struct Found {
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
    let mut by_client: HashMap<ClientId, Vec<Round>> = HashMap::new();
    for round in rounds::between(cx.tx, office_id, month.plus(-LOOK_BACK), month.plus(LOOK_AHEAD))? {
        by_client.entry(round.client).or_default().push(round);
    }
    by_client.retain(|_, rounds| rounds.iter().any(|round| claim_month(round) == month && round.claimed_on.is_none()));
    let mut people: HashMap<ClientId, Client> =
        clients::all(cx.tx, office_id)?.into_iter().map(|client| (client.id, client)).collect();
    let mut papers: HashMap<ClientId, Vec<Certificate>> = HashMap::new();
    for certificate in certificates::all(cx.tx, office_id)? {
        papers.entry(certificate.client).or_default().push(certificate);
    }
    let holds = closings::holds(cx.tx, office_id, month)?;
    let mut found = Vec::new();
    for (id, rounds) in by_client {
        if cx.tx.is_unreadable_of(id) {
            continue;
        }
        let client = people.remove(&id).ok_or_else(|| StoreError::Inconsistent {
            table: "round",
            column: "client_id",
            id: id.to_string(),
            reason: "no such client".to_owned(),
        })?;
        let certificates = papers.remove(&id).unwrap_or_default();
        let case = ClientMonth {
            office: &office,
            client: &client,
            certificates: &certificates,
            rounds: &rounds,
            settings: &settings,
            month,
        };
        for candidate in judge(&case) {
            let Some(round) = rounds.iter().find(|round| round.id == candidate.round) else { continue };
            let hold = holds
                .iter()
                .find(|hold| {
                    let place = (hold.client, hold.service, hold.municipality.as_str());
                    place == (id, candidate.service, round.municipality.as_str())
                })
                .cloned();
            let settings = settings.of(&round.municipality, round.judged_on()).clone();
            let (candidate, cut) = with_names(candidate);
            found.push(Found { client: client.clone(), round: round.clone(), candidate, hold, cut, settings });
        }
    }
    found.sort_by(|a, b| {
        (&a.client.kana, a.client.id, a.round.month).cmp(&(&b.client.kana, b.client.id, b.round.month))
    });
    Ok(Month { office, settings, found })
}

/// A claim whose names the file cannot take is not claimable yet; the field and the character are named.
fn with_names(mut candidate: Candidate) -> (Candidate, Vec<CutName>) {
    let Judgement::Claimable(claim) = &candidate.judgement else { return (candidate, Vec::new()) };
    match claim_file::check_names(claim) {
        Ok(cut) => (candidate, cut),
        Err(faults) => {
            let obstacles = faults.into_iter().map(|fault| Obstacle {
                step: None,
                sentence: format!("{}の直し（{}）", fault.field, fault.reason),
                why: None,
            });
            candidate.judgement = Judgement::NotYet(obstacles.collect());
            (candidate, Vec::new())
        }
    }
}
