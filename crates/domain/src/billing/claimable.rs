//! 請求できるか: the one judge. Lamp ⑥, the round's page, the month's page and the closing ask it and nothing else.
//!
//! [`judge`] puts everything that happened to a client before the rule of the month
//! ([`crate::billing::same_month`]): each visit and each plan is a [`Part`], and the parts of one service, municipality
//! and month are one [`Candidate`], because 国保連 takes one claim for them. A [`ClaimableMonth`] is made here and nowhere
//! else.

mod events;
mod gate;
mod item;
mod missing;
mod office_change;
mod parts;
mod plan;
mod whole;

use calendar::{Date, YearMonth};
use law::{LawBook, Why};

pub use item::{ClaimableLine, ClaimableMonth};
pub use plan::{PlanAnswer, PlanFacts};

use super::{claim_life::StandingClaim, fees::FeeKind, same_month::decide};
use crate::{
    client::{Certificate, Client, ConsultationService},
    id::{CaseId, CertificateId, RoundId},
    monitoring::{Lacks, Lamp, Round, Step, certificate_of_round},
    office::{MunicipalitySettings, OfficeHistory, SettingsBook, USUAL},
    planning::{CaseFactKind, p5_consent::ConsentedPlan},
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
    /// The client's plans that were agreed to in a planning case: they go before what the office said of a certificate's plan.
    pub plans: &'a [ConsentedPlan],
    /// The client's claims that were closed and stand.
    pub claims: &'a [StandingClaim],
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

    /// What the office said of a certificate's plan; nobody is asked about one of a day on which another office was in charge.
    fn answer_of(&self, certificate: CertificateId) -> Option<&'a PlanFacts> {
        let paper = self.certificates.iter().find(|it| it.id == certificate);
        let made_on = paper.and_then(|it| it.plan_made_on).filter(|_| !self.plan_was_claimed(certificate));
        if made_on.is_some_and(|day| self.client.other_offices.have_day(day)) {
            return Some(&PlanFacts::Elsewhere);
        }
        self.plan_answers.iter().find(|answer| answer.certificate == certificate).map(|answer| &answer.facts)
    }

    /// The plan of a certificate as its planning case has it.
    fn plan_of(&self, certificate: CertificateId) -> Option<&'a ConsentedPlan> {
        self.plans.iter().find(|plan| plan.certificate() == Some(certificate))
    }

    /// 計画作成日 of a certificate: the day of the consent, and without a planning case the day that was entered.
    fn plan_made_on(&self, certificate: &Certificate) -> Option<Date> {
        self.plan_of(certificate.id).map(ConsentedPlan::made_on).or(certificate.plan_made_on)
    }

    fn plan_was_claimed(&self, certificate: CertificateId) -> bool {
        self.claims.iter().any(|claim| claim.plans.contains(&certificate))
    }
}

/// What a fee is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The monitoring of a round.
    Round(RoundId),
    /// The plan of a certificate.
    Plan(CertificateId),
    /// The plan of a planning case whose certificate nobody has named.
    Case(CaseId),
}

/// The way to what would remove an obstacle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A step of a round.
    Step(RoundId, Step),
    /// 翌月への繰越 with its reason.
    CarryOver(RoundId),
    /// The question about the plan of a certificate.
    Plan(CertificateId),
    /// A part of a planning case.
    Case(CaseId, CaseFactKind),
    /// The certificate as entered.
    Certificate(CertificateId),
    /// A certificate that is still to be entered.
    NewCertificate,
    /// The client as entered.
    Client,
    /// ほかの事業所への引継ぎ.
    OfficeChange,
    /// 事業所の設定.
    Office,
}

/// What stands between a fee and its claim.
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

/// What the rules say of one visit or plan by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum PartJudgement {
    /// Its fee is granted.
    Payable(Option<Why>),
    /// Not yet: these are missing.
    NotYet(Vec<Obstacle>),
    /// Nothing of its own is missing; it hangs on a question that the office answers once.
    Ask(Vec<Obstacle>),
    /// Never: the rules refuse the fee.
    Refused(Box<Obstacle>),
}

impl PartJudgement {
    /// What stands in the way, in any of its forms.
    pub fn obstacles(&self) -> &[Obstacle] {
        match self {
            Self::Payable(_) => &[],
            Self::NotYet(obstacles) | Self::Ask(obstacles) => obstacles,
            Self::Refused(obstacle) => std::slice::from_ref(obstacle),
        }
    }
}

/// One visit (done, or due) or one plan that was not claimed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub subject: Subject,
    /// Its fee.
    pub kind: FeeKind,
    /// モニタリング予定月; none for a plan.
    pub scheduled: Option<YearMonth>,
    /// Day of the visit or of the plan; none while there was no visit.
    pub done_on: Option<Date>,
    /// 予定月でない月の変更: a plan that was changed in a month in which no monitoring is due. Its fee is granted, a monitoring's is not.
    pub off_month: bool,
    /// What the rules say.
    pub judgement: PartJudgement,
}

impl Part {
    fn why(&self) -> Option<&Why> {
        match &self.judgement {
            PartJudgement::Payable(why) => why.as_ref(),
            _ => None,
        }
    }
}

/// What the rules say of one month of a client: its parts together.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It may be claimed, with these lines.
    Claimable(Box<ClaimableMonth>),
    /// Not yet: these are missing.
    NotYet(Vec<Obstacle>),
    /// Nothing of its own is missing; it hangs on a question that the office answers once.
    Ask(Vec<Obstacle>),
    /// Never: the rules refuse every fee.
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

/// One month of a client, service and municipality that has something that was not claimed yet: one claim, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Service.
    pub service: ConsultationService,
    /// 市町村番号; empty while no certificate tells it.
    pub municipality: String,
    /// サービス提供年月: the month of the visit or the plan, and while there is none, the month the visit is due in.
    pub month: YearMonth,
    /// Its visits and plans, in the order in which they happened.
    pub parts: Vec<Part>,
    /// What the rules say of them together.
    pub judgement: Judgement,
}

impl Candidate {
    /// Its part for a round or a plan.
    pub fn part(&self, subject: Subject) -> Option<&Part> {
        self.parts.iter().find(|part| part.subject == subject)
    }

    /// Whether a part is a line of the claim.
    pub fn claims(&self, subject: Subject) -> bool {
        matches!(&self.judgement, Judgement::Claimable(claim) if claim.lines().iter().any(|it| it.subject == subject))
    }

    /// What stands between one of its parts and a claim: its own, and where it has none, what keeps the whole back.
    pub fn obstacles_of(&self, part: &Part) -> Vec<Obstacle> {
        match &part.judgement {
            PartJudgement::Payable(_) => self.judgement.obstacles().to_vec(),
            other => other.obstacles().to_vec(),
        }
    }
}

/// The place of a claim: 国保連 takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    service: ConsultationService,
    municipality: String,
    month: YearMonth,
}

/// The month a round would be claimed for: that of the visit, and while there is none, the month it is due in.
pub fn claim_month(round: &Round) -> YearMonth {
    match round.home_visit().filter(|(_, visit)| visit.counts()) {
        Some((_, visit)) => YearMonth::of(visit.date),
        None => round.working_month(),
    }
}

/// Judges everything of a client that has not been claimed.
pub fn judge(book: &LawBook, file: &ClientFile<'_>) -> Vec<Candidate> {
    let case = events::case(file);
    let answers = decide(book, &case);
    let mut groups: Vec<(Place, Vec<Part>)> = Vec::new();
    for (place, part) in parts::of(book, file, &case, &answers) {
        match groups.iter_mut().find(|(there, _)| *there == place) {
            Some((_, parts)) => parts.push(part),
            None => groups.push((place, vec![part])),
        }
    }
    let candidate = |(place, mut parts): (Place, Vec<Part>)| {
        parts.sort_by_key(|part| (part.done_on.is_none(), part.done_on, part.kind, part.scheduled, part.subject));
        let judgement = match file.settings.doubt(&place.municipality) {
            Some(key) => in_doubt(book, key),
            None => whole::judge(file, &place, &parts),
        };
        let Place { service, municipality, month } = place;
        Candidate { service, municipality, month, parts, judgement }
    };
    groups.into_iter().map(candidate).collect()
}

/// A setting that decides money cannot be read: nothing is claimed on what may be the contrary of it.
fn in_doubt(book: &LawBook, key: &str) -> Judgement {
    let setting = book.municipality(USUAL).and_then(|usual| usual.setting(key));
    let title = setting.map_or_else(String::new, |setting| format!("「{}」", setting.title));
    Judgement::NotYet(vec![Obstacle::bare(None, format!("市町村の決まり{title}（読めない記録があります）"))])
}

/// Lamp ⑥ of a round, as the judge sees it.
pub fn claim_lamp(candidates: &[Candidate], round: &Round) -> Lamp {
    if let Some(claimed_on) = round.claimed_on {
        return Lamp::Done(claimed_on);
    }
    let subject = Subject::Round(round.id);
    let Some((candidate, part)) = candidates.iter().find_map(|it| Some((it, it.part(subject)?))) else {
        return Lamp::Waiting(Vec::new());
    };
    if candidate.claims(subject) {
        return Lamp::Ready;
    }
    if let PartJudgement::Refused(obstacle) = &part.judgement {
        return Lamp::NotRequired(obstacle.sentence.clone());
    }
    let missing = candidate.obstacles_of(part).into_iter().map(|obstacle| Lacks(obstacle.sentence));
    Lamp::Waiting(missing.collect())
}

/// The day of the monitoring that a plan followed from in one flow, where that one is claimed already.
fn flow_was_claimed(file: &ClientFile<'_>, subject: Subject) -> Option<Date> {
    let Subject::Plan(certificate) = subject else { return None };
    let flow = match (file.plan_of(certificate), file.answer_of(certificate)) {
        (Some(plan), _) => plan.one_flow_with()?,
        (None, Some(PlanFacts::Here { one_flow_with: Some(flow), .. })) => *flow,
        _ => return None,
    };
    let round = file.rounds.iter().find(|round| round.id == flow && round.claimed_on.is_some())?;
    round.home_visit().map(|(_, visit)| visit.date)
}
