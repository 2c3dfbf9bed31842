//! 請求できるか: the one judge. Lamp ⑥, the round's page, the month's page and the closing ask it and nothing else.
//!
//! [`judge`] puts everything that happened to a client before the rule of the month
//! ([`crate::billing::same_month`]) and says of each round whether it may be claimed, with what missing. A
//! [`ClaimableMonth`] is made here and nowhere else.

mod events;
mod gate;
mod item;
mod missing;
mod plan;

use std::collections::BTreeSet;

use calendar::{Date, YearMonth, wareki};
use law::{LawBook, Why};

pub use item::ClaimableMonth;
pub use plan::{PlanAnswer, PlanFacts};

use super::{
    fees::FeeKind,
    same_month::{EventAnswer, RefusalCode, decide, field_name},
};
use crate::{
    client::{Certificate, Client, ConsultationService},
    id::{CertificateId, RoundId},
    monitoring::{Lacks, Lamp, Round, Step, certificate_of_round},
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
};

/// What is known of one client: everything that a claim can hang on.
#[derive(Clone, Copy, Debug)]
pub struct ClientFile<'a> {
    /// The office that claims, day by day: a month is judged and priced by what held in it.
    pub office: &'a OfficeHistory,
    /// The client.
    pub client: &'a Client,
    /// All certificates of the client.
    pub certificates: &'a [Certificate],
    /// All rounds of the client, of both services.
    pub rounds: &'a [Round],
    /// What the office said of plans that are known by their date alone.
    pub plan_answers: &'a [PlanAnswer],
    /// What the municipalities decided, day by day.
    pub settings: &'a SettingsBook,
}

impl<'a> ClientFile<'a> {
    fn certificate_of(&self, round: &Round) -> Option<&'a Certificate> {
        certificate_of_round(self.certificates, round)
    }

    /// What the round's municipality decided, as of the round's day.
    fn settings_of(&self, round: &Round) -> &'a MunicipalitySettings {
        self.settings.of(&round.municipality, round.judged_on())
    }
}

/// The way to what would remove an obstacle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A step of the round.
    Step(Step),
    /// 翌月への繰越 with its reason.
    CarryOver,
    /// The question about the plan of a certificate.
    Plan(CertificateId),
    /// The certificate as entered.
    Certificate(CertificateId),
    /// A certificate that is still to be entered.
    NewCertificate,
    /// 事業所の設定.
    Office,
}

/// What stands between a round and its claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Where it would be removed, where it can be.
    pub way: Option<Way>,
    /// The sentence for the user.
    pub sentence: String,
    /// Why, where a rule decides.
    pub why: Option<Why>,
}

impl Obstacle {
    /// An obstacle that no rule of the law is behind.
    pub fn bare(way: Option<Way>, sentence: impl Into<String>) -> Self {
        Self { way, sentence: sentence.into(), why: None }
    }
}

/// What the rules say of one round.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It may be claimed.
    Claimable(Box<ClaimableMonth>),
    /// Not yet: these are missing.
    NotYet(Vec<Obstacle>),
    /// Nothing of its own is missing; it hangs on a question that the office answers once.
    Ask(Vec<Obstacle>),
    /// Never: the rules refuse the fee.
    Refused(Box<Obstacle>),
}

impl Judgement {
    /// What stands in the way, in any of its forms.
    pub fn obstacles(&self) -> &[Obstacle] {
        match self {
            Self::Claimable(_) => &[],
            Self::NotYet(obstacles) | Self::Ask(obstacles) => obstacles,
            Self::Refused(obstacle) => std::slice::from_ref(obstacle),
        }
    }
}

/// A round that was not claimed yet, with the month its fee belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Round.
    pub round: RoundId,
    /// Service.
    pub service: ConsultationService,
    /// モニタリング予定月.
    pub scheduled: YearMonth,
    /// サービス提供年月: the month of the visit, and while there is none, the month it is due in.
    pub month: YearMonth,
    /// モニタリング日.
    pub visited_on: Option<Date>,
    /// What the rules say.
    pub judgement: Judgement,
}

/// The month a round would be claimed for: that of the visit, and while there is none, the month it is due in.
pub fn claim_month(round: &Round) -> YearMonth {
    match round.home_visit().filter(|(_, visit)| visit.counts()) {
        Some((_, visit)) => YearMonth::of(visit.date),
        None => round.working_month(),
    }
}

/// Judges every round of a client that has not been claimed.
pub fn judge(book: &LawBook, file: &ClientFile<'_>) -> Vec<Candidate> {
    let case = events::case(file);
    let answers = decide(book, &case);
    let open = file.rounds.iter().filter(|round| round.claimed_on.is_none() && !nothing_to_claim(round));
    open.map(|round| {
        let id = round.id.to_string();
        let place = case.events.iter().position(|event| event.id == id);
        let answer = place.and_then(|place| Some((answers.events.get(place)?, answers.why(book, &case, place))));
        let judgement = match answer {
            Some((EventAnswer::WaitsFor(events), why)) => {
                let others = events.iter().filter_map(|place| case.events.get(*place)).map(|event| event.id.as_str());
                waits(file, round, &others.collect(), why)
            }
            Some((answer, why)) => of_answer(file, round, answer, why),
            None => without_visit(file, round),
        };
        Candidate {
            round: round.id,
            service: round.service,
            scheduled: round.month,
            month: claim_month(round),
            visited_on: round.home_visit().map(|(_, visit)| visit.date),
            judgement,
        }
    })
    .collect()
}

/// Lamp ⑥ of a round, as the judge sees it.
pub fn claim_lamp(candidates: &[Candidate], round: &Round) -> Lamp {
    if let Some(claimed_on) = round.claimed_on {
        return Lamp::Done(claimed_on);
    }
    let Some(candidate) = candidates.iter().find(|candidate| candidate.round == round.id) else {
        return Lamp::Waiting(Vec::new());
    };
    match &candidate.judgement {
        Judgement::Claimable(_) => Lamp::Ready,
        Judgement::NotYet(obstacles) | Judgement::Ask(obstacles) => {
            Lamp::Waiting(obstacles.iter().map(|obstacle| Lacks(obstacle.sentence.clone())).collect())
        }
        Judgement::Refused(obstacle) => Lamp::NotRequired(obstacle.sentence.clone()),
    }
}

/// Missed, or taken off the schedule before anything was done.
fn nothing_to_claim(round: &Round) -> bool {
    round.ended().is_some() && round.home_visit().is_none()
}

/// What hangs on the unknown facts of other events: the plans among them are asked about, once for each.
fn waits(file: &ClientFile<'_>, round: &Round, events: &BTreeSet<&str>, why: Option<Why>) -> Judgement {
    let asked = file.certificates.iter().filter(|it| events.contains(plan::id_of(it.id).as_str()));
    let questions: Vec<Obstacle> = asked
        .map(|certificate| {
            let made = certificate.plan_made_on.map(wareki::long).unwrap_or_default();
            let sentence = format!("{made}の計画についての質問への答え");
            Obstacle { way: Some(Way::Plan(certificate.id)), sentence, why: why.clone() }
        })
        .collect();
    // Only plans have facts that nobody knows: those of a round are done or not done.
    let missing = missing::of_round(file, round);
    if missing.is_empty() { Judgement::Ask(questions) } else { Judgement::NotYet(missing) }
}

fn of_answer(file: &ClientFile<'_>, round: &Round, answer: &EventAnswer, why: Option<Why>) -> Judgement {
    match answer {
        EventAnswer::Claimed => match gate::claimable(file, round, why) {
            Ok(claimable) => Judgement::Claimable(Box::new(claimable)),
            Err(obstacles) => Judgement::NotYet(obstacles),
        },
        EventAnswer::Refused(code) => match missing::way_of(*code) {
            Some(way) => {
                let mut missing = missing::of_round(file, round);
                if missing.is_empty() {
                    missing.push(Obstacle::bare(Some(way), code.sentence_of(FeeKind::Monitoring)));
                }
                // The reason of the month's rule belongs to the step it names, and to no other one.
                if let Some(named) = missing.iter_mut().find(|obstacle| obstacle.way == Some(way)) {
                    named.why = why;
                }
                Judgement::NotYet(missing)
            }
            None => missing::refused(*code, why),
        },
        EventAnswer::WaitsFor(_) => Judgement::NotYet(missing::of_round(file, round)),
        EventAnswer::Missing(fields) => {
            let named = fields.iter().map(|field| Obstacle {
                way: None,
                sentence: field_name(field).to_owned(),
                why: why.clone(),
            });
            Judgement::NotYet(named.collect())
        }
    }
}

fn without_visit(file: &ClientFile<'_>, round: &Round) -> Judgement {
    let day = round.home_visit().map_or(round.month.last_day(), |(_, visit)| visit.date);
    if file.client.self_plans.contains(day) {
        let code = RefusalCode::SelfPlan;
        let why = Why::new(code.rule_of(FeeKind::Monitoring), code.sentence_of(FeeKind::Monitoring));
        let why = missing::self_plan_facts(missing::round_facts(why, round), file.client);
        return missing::refused(code, Some(why));
    }
    Judgement::NotYet(missing::of_round(file, round))
}
