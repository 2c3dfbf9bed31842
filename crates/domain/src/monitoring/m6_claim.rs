//! (6) 請求: the gate from a round to a claim. A [`ClaimableMonth`] is made here and nowhere else.

use calendar::{Date, YearMonth, age_on, wareki};
use law::{Confidence, LawBook, Value, Verdict, Why};

use super::{Lamp, Round, Step, certificate_of_round, lamps};
use crate::{
    billing::{
        fees::{self, AreaPrice, BaseFee, FeeKind},
        same_month::{ClaimCase, ClaimEvent, ClaimSettings, EventAnswer, Outcome, RefusalCode, decide, field_name},
    },
    client::{Certificate, Client, ConsultationService},
    id::{ClientId, RoundId},
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
};

/// What is known of one client around one month.
#[derive(Clone, Copy, Debug)]
pub struct ClientMonth<'a> {
    /// The office that claims, day by day: a month is judged and priced by what held in it.
    pub office: &'a OfficeHistory,
    /// The client.
    pub client: &'a Client,
    /// All certificates of the client.
    pub certificates: &'a [Certificate],
    /// The client's rounds around the month, of both services.
    pub rounds: &'a [Round],
    /// What the municipalities decided, day by day.
    pub settings: &'a SettingsBook,
    /// サービス提供年月.
    pub month: YearMonth,
}

/// A month of one client that may be claimed: everything the rules ask for is in place.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimableMonth {
    round: RoundId,
    client: ClientId,
    name: String,
    service: ConsultationService,
    month: YearMonth,
    certificate_number: String,
    municipality: String,
    municipality_name: String,
    payer_kana: String,
    child_kana: String,
    monitored_on: Date,
    fee: BaseFee,
    price: AreaPrice,
    whys: Vec<Why>,
    warnings: Vec<String>,
    unconfirmed: Vec<String>,
}

/// What stands between a round and its claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// The step that would remove it, where one would.
    pub step: Option<Step>,
    /// The sentence for the user.
    pub sentence: String,
    /// Why, where a rule decides.
    pub why: Option<Why>,
}

/// What the rules say of one round.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It may be claimed.
    Claimable(Box<ClaimableMonth>),
    /// Not yet: these are missing.
    NotYet(Vec<Obstacle>),
    /// Never: the rules refuse the fee.
    Refused(Box<Obstacle>),
}

/// A round whose fee belongs to the month asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Round.
    pub round: RoundId,
    /// Service.
    pub service: ConsultationService,
    /// モニタリング予定月.
    pub scheduled: YearMonth,
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

/// Judges every round of a client whose fee belongs to the month and has not been claimed.
pub fn judge(case: &ClientMonth<'_>) -> Vec<Candidate> {
    let Ok(book) = LawBook::embedded() else { return Vec::new() };
    let mut candidates = Vec::new();
    for round in case.rounds {
        if claim_month(round) != case.month || round.claimed_on.is_some() || nothing_to_claim(round) {
            continue;
        }
        // The rule of the month takes one municipality's settings: those of the round that is judged.
        let (events, answers) = answers(book, case, settings_of(case, round));
        let id = round.id.to_string();
        let answer = events
            .events
            .iter()
            .position(|event| event.id == id)
            .and_then(|index| Some((answers.events.get(index)?, answers.why(book, &events, index))));
        let judgement = match answer {
            Some((answer, why)) => of_answer(case, round, answer, why),
            None => without_visit(case, round),
        };
        candidates.push(Candidate {
            round: round.id,
            service: round.service,
            scheduled: round.month,
            visited_on: round.home_visit().map(|(_, visit)| visit.date),
            judgement,
        });
    }
    candidates
}

/// Missed, or taken off the schedule before anything was done.
fn nothing_to_claim(round: &Round) -> bool {
    round.ended().is_some() && round.home_visit().is_none()
}

/// Puts the client's plans and visits before the rule of the month, in the order in which they happened.
fn answers(
    book: &LawBook,
    case: &ClientMonth<'_>,
    settings: &MunicipalitySettings,
) -> (ClaimCase, crate::billing::same_month::ClaimAnswer) {
    let mut events: Vec<(bool, ClaimEvent)> =
        case.rounds.iter().filter_map(|round| monitoring_event(case, round)).collect();
    events.extend(case.certificates.iter().filter_map(|certificate| plan_event(case, certificate)));
    // What was claimed already has taken its month's fee; of the same day a visit comes before the plan it led to.
    events.sort_by_key(|(claimed, event)| (!claimed, event.date, event.kind == FeeKind::Plan));
    let claim = ClaimCase {
        service: ConsultationService::Plan,
        scheduled_months: case.rounds.iter().filter(|round| round.scheduled).map(|round| round.month).collect(),
        self_plan: false,
        child_period: None,
        settings: ClaimSettings {
            carry_over_accepted: settings.carry_over_accepted,
            every_report_submitted: settings.every_report_submitted,
            deny_monitoring_before_renewal: settings.deny_monitoring_before_renewal,
            consent_to_report: settings.consent_to_report,
        },
        events: events.into_iter().map(|(_, event)| event).collect(),
    };
    let answers = decide(book, &claim);
    (claim, answers)
}

/// What the round's municipality decided, as of the round's day.
fn settings_of<'a>(case: &ClientMonth<'a>, round: &Round) -> &'a MunicipalitySettings {
    case.settings.of(&round.municipality, round.judged_on())
}

fn monitoring_event(case: &ClientMonth<'_>, round: &Round) -> Option<(bool, ClaimEvent)> {
    let (_, visit) = round.home_visit().filter(|(_, visit)| visit.counts())?;
    // Nobody knows yet whose fee it would be; what is missing says so.
    if is_self_plan(case.client, visit.date) || !round.has_certificate() {
        return None;
    }
    let [_, _, report, consent, submission, _] = lamps(round, settings_of(case, round));
    let done = |lamp: &Lamp| Some(!lamp.is_open());
    let claimed = round.claimed_on.is_some();
    let event = ClaimEvent {
        home_visit: Some(true),
        consent: if claimed { Some(true) } else { done(&consent) },
        report: if claimed { Some(true) } else { done(&report) },
        submitted: if claimed { Some(true) } else { done(&submission) },
        for_month: Some(round.month),
        reason: round.carry_over().map(|(_, carried)| carried.reason.clone()),
        ..event(case, round.id.to_string(), FeeKind::Monitoring, visit.date, round.service)
    };
    Some((claimed, ClaimEvent { municipality: round.municipality.clone(), ..event }))
}

fn plan_event(case: &ClientMonth<'_>, certificate: &Certificate) -> Option<(bool, ClaimEvent)> {
    let made_on = certificate.plan_made_on?;
    let plan = ClaimEvent {
        municipality: certificate.municipality.clone(),
        home_visit: Some(true),
        consent: Some(true),
        delivered: Some(true),
        conference: Some(true),
        ..event(case, format!("plan-{}", certificate.id), FeeKind::Plan, made_on, certificate.service)
    };
    Some((false, plan))
}

fn event(case: &ClientMonth<'_>, id: String, kind: FeeKind, date: Date, service: ConsultationService) -> ClaimEvent {
    ClaimEvent {
        id,
        kind,
        date,
        office: case.office.start().id.to_string(),
        municipality: String::new(),
        home_visit: None,
        consent: None,
        delivered: None,
        conference: None,
        report: None,
        submitted: None,
        for_month: None,
        reason: None,
        one_flow_with: None,
        municipality_ordered_both: false,
        video: None,
        service: Some(service),
        outcome: Outcome::Granted,
    }
}

fn is_self_plan(client: &Client, day: Date) -> bool {
    client.self_plans.contains(day)
}

fn certificate_of<'a>(case: &ClientMonth<'a>, round: &Round) -> Option<&'a Certificate> {
    certificate_of_round(case.certificates, round)
}

fn of_answer(case: &ClientMonth<'_>, round: &Round, answer: &EventAnswer, why: Option<Why>) -> Judgement {
    match answer {
        EventAnswer::Claimed => match claimable(case, round, why) {
            Ok(claimable) => Judgement::Claimable(Box::new(claimable)),
            Err(obstacles) => Judgement::NotYet(obstacles),
        },
        EventAnswer::Refused(code) => match step_of(*code) {
            Some(step) => {
                let mut missing = what_is_missing(case, round);
                if missing.is_empty() {
                    missing.push(Obstacle {
                        step: Some(step),
                        sentence: code.sentence_of(FeeKind::Monitoring).to_owned(),
                        why: None,
                    });
                }
                // The reason of the month's rule belongs to the step it names, and to no other one.
                if let Some(named) = missing.iter_mut().find(|obstacle| obstacle.step == Some(step)) {
                    named.why = why;
                }
                Judgement::NotYet(missing)
            }
            None => Judgement::Refused(Box::new(Obstacle {
                step: None,
                sentence: code.sentence_of(FeeKind::Monitoring).to_owned(),
                why,
            })),
        },
        EventAnswer::WaitsFor(_) => Judgement::NotYet(vec![Obstacle {
            step: None,
            sentence: "ほかの月の計画・モニタリングについて分からないこと".to_owned(),
            why,
        }]),
        EventAnswer::Missing(fields) => Judgement::NotYet(
            fields
                .iter()
                .map(|field| Obstacle { step: None, sentence: field_name(field).to_owned(), why: why.clone() })
                .collect(),
        ),
    }
}

/// The step that can still remove a refusal; none where nothing can.
fn step_of(code: RefusalCode) -> Option<Step> {
    match code {
        RefusalCode::CarryOverReasonMissing | RefusalCode::NoHomeVisit => Some(Step::HomeVisit),
        RefusalCode::NoReport => Some(Step::Record),
        RefusalCode::NoConsent => Some(Step::Consent),
        RefusalCode::NotSubmitted => Some(Step::Submission),
        _ => None,
    }
}

fn without_visit(case: &ClientMonth<'_>, round: &Round) -> Judgement {
    let self_plan = round.home_visit().map_or(round.month.last_day(), |(_, visit)| visit.date);
    if is_self_plan(case.client, self_plan) {
        let code = RefusalCode::SelfPlan;
        let why = self_plan_facts(
            round_facts(Why::new(code.rule_of(FeeKind::Monitoring), code.sentence_of(FeeKind::Monitoring)), round),
            case.client,
        );
        let obstacle =
            Obstacle { step: None, sentence: code.sentence_of(FeeKind::Monitoring).to_owned(), why: Some(why) };
        return Judgement::Refused(Box::new(obstacle));
    }
    Judgement::NotYet(what_is_missing(case, round))
}

/// The month it is due in, and the visit where there is one.
fn round_facts(why: Why, round: &Round) -> Why {
    let why = why.fact("モニタリング予定月", wareki::month(round.month));
    match round.home_visit() {
        Some((_, visit)) => why.fact("モニタリング日", wareki::long(visit.date)),
        None => why,
    }
}

fn self_plan_facts(why: Why, client: &Client) -> Why {
    client.self_plans.0.iter().fold(why, |why, period| {
        let off = period.off_from.map(|off| format!("（{}にやめた）", wareki::long(off))).unwrap_or_default();
        why.fact("セルフプラン", format!("{}から{off}", wareki::long(period.from)))
    })
}

/// What the round still lacks, each with the step that brings it.
fn what_is_missing(case: &ClientMonth<'_>, round: &Round) -> Vec<Obstacle> {
    let [_, visit, report, consent, submission, _] = lamps(round, settings_of(case, round));
    let mut missing = Vec::new();
    if !round.has_certificate() {
        missing.push(Obstacle { step: None, sentence: "受給者証".to_owned(), why: None });
    }
    let mut lacks = |step: Step, code: RefusalCode, phrase: &str| {
        missing.push(Obstacle {
            step: Some(step),
            sentence: phrase.to_owned(),
            why: Some(round_facts(
                Why::new(code.rule_of(FeeKind::Monitoring), code.sentence_of(FeeKind::Monitoring)),
                round,
            )),
        });
    };
    if visit.is_open() {
        lacks(Step::HomeVisit, RefusalCode::NoHomeVisit, "本人の住まいへの訪問と面接");
    } else if round.visit_month(settings_of(case, round)) == super::VisitMonth::ReasonMissing {
        lacks(Step::HomeVisit, RefusalCode::CarryOverReasonMissing, "翌月に実施した理由（繰越）");
    }
    if report.is_open() {
        lacks(Step::Record, RefusalCode::NoReport, "モニタリング報告書");
    }
    if consent.is_open() {
        lacks(Step::Consent, RefusalCode::NoConsent, "報告書への同意");
    }
    if settings_of(case, round).every_report_submitted && submission.is_open() {
        lacks(Step::Submission, RefusalCode::NotSubmitted, "写しの提出");
    }
    missing
}

/// The gate: the rules grant the fee; now the numbers and the prices must be there, too.
fn claimable(case: &ClientMonth<'_>, round: &Round, why: Option<Why>) -> Result<ClaimableMonth, Vec<Obstacle>> {
    let lacks = |sentence: &str| Obstacle { step: None, sentence: sentence.to_owned(), why: None };
    let (Some(certificate), Some((_, visit))) = (certificate_of(case, round), round.home_visit()) else {
        return Err(vec![lacks("受給者証")]);
    };
    let month = YearMonth::of(visit.date);
    let office = case.office.on(visit.date);
    let fee = known(fees::base_fee(round.service, FeeKind::Monitoring, &office.grade, month));
    let price = known(fees::area_price(round.service, office.area(round.service), month));
    let (payer_kana, child_kana) = names(case.client, round.service, visit.date);
    let mut obstacles = number_obstacles(office.number(round.service), certificate, round.service);
    match (fee, price) {
        (Ok((fee, fee_why)), Ok((price, price_why))) if obstacles.is_empty() => {
            let warnings = warnings(certificate, visit.date, &payer_kana);
            let unconfirmed = [
                confidence_warning(&fee.name, "単位数", fee.confidence),
                confidence_warning(&fee.name, "サービスコード", fee.code_confidence),
                confidence_warning(&price.name, "単価", price.confidence),
                confidence_warning(&price.name, "地域区分コード", price.code_confidence),
            ];
            Ok(ClaimableMonth {
                round: round.id,
                client: case.client.id,
                name: case.client.name.clone(),
                service: round.service,
                month,
                certificate_number: certificate.number.clone(),
                municipality: certificate.municipality.clone(),
                municipality_name: certificate.municipality_name.clone(),
                payer_kana,
                child_kana,
                monitored_on: visit.date,
                fee,
                price,
                whys: why.into_iter().chain([fee_why, price_why]).collect(),
                warnings,
                unconfirmed: unconfirmed.into_iter().flatten().collect(),
            })
        }
        (fee, price) => {
            obstacles.extend([fee.err(), price.err()].into_iter().flatten().map(|obstacle| *obstacle));
            Err(obstacles)
        }
    }
}

fn number_obstacles(number: &str, certificate: &Certificate, service: ConsultationService) -> Vec<Obstacle> {
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    let mut obstacles = Vec::new();
    let mut lacks = |sentence: String| obstacles.push(Obstacle { step: None, sentence, why: None });
    if number.is_empty() {
        lacks(format!("事業所番号（{}）の設定", service.label()));
    }
    if !digits(&certificate.number, 10) {
        lacks("受給者証番号（10けた）".to_owned());
    }
    if !digits(&certificate.municipality, 6) {
        lacks("受給者証の市町村番号（6けた）".to_owned());
    }
    obstacles
}

/// 支給決定者 and 児童: a child's certificate is in the guardian's name.
fn names(client: &Client, service: ConsultationService, day: Date) -> (String, String) {
    let child = service == ConsultationService::Child || is_minor(client, day);
    match client.guardian.as_ref().filter(|_| child) {
        Some(guardian) => (guardian.kana.clone(), client.kana.clone()),
        None => (client.kana.clone(), String::new()),
    }
}

fn is_minor(client: &Client, day: Date) -> bool {
    let adult_from = LawBook::embedded()
        .ok()
        .and_then(|book| book.timeline("benefit.adult-from")?.get(day))
        .map(|entry| &entry.value);
    matches!(adult_from, Some(Value::Whole(from)) if i64::from(age_on(client.birth, day)) < *from)
}

fn known<T>(verdict: Verdict<T>) -> Result<(T, Why), Box<Obstacle>> {
    let lacks = |sentence: String, why| Err(Box::new(Obstacle { step: None, sentence, why }));
    match verdict {
        Verdict::Is(decided) => Ok((decided.value, decided.why)),
        Verdict::No(why) => lacks(why.sentence.clone(), Some(why)),
        Verdict::NotCovered { asked, covers } => lacks(fees::not_covered(asked, covers), None),
        Verdict::Needs(_) | Verdict::MunicipalityDecides { .. } => lacks("報酬を決められません".to_owned(), None),
    }
}

fn confidence_warning(name: &str, what: &str, confidence: Confidence) -> Option<String> {
    confidence.needs_warning().then(|| format!("{name}の{what}は「{}」です。", confidence.label()))
}

fn warnings(certificate: &Certificate, visited_on: Date, payer_kana: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    let valid = certificate.grants.iter().any(|grant| grant.start <= visited_on && visited_on <= grant.end);
    if !valid {
        warnings.push(format!("モニタリング日（{}）が、受給者証の有効期間の外です。", wareki::long(visited_on)));
    }
    if payer_kana.trim().is_empty() {
        warnings.push("フリガナがないので、氏名カナを空のまま請求します。".to_owned());
    }
    warnings
}

impl ClaimableMonth {
    /// Round.
    pub fn round(&self) -> RoundId {
        self.round
    }

    /// Client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// 氏名, for screens.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Service.
    pub fn service(&self) -> ConsultationService {
        self.service
    }

    /// サービス提供年月.
    pub fn month(&self) -> YearMonth {
        self.month
    }

    /// 受給者証番号.
    pub fn certificate_number(&self) -> &str {
        &self.certificate_number
    }

    /// 市町村番号.
    pub fn municipality(&self) -> &str {
        &self.municipality
    }

    /// 市町村名.
    pub fn municipality_name(&self) -> &str {
        &self.municipality_name
    }

    /// フリガナ of 支給決定者 (児: 保護者), full width.
    pub fn payer_kana(&self) -> &str {
        &self.payer_kana
    }

    /// フリガナ of the child, full width, or empty.
    pub fn child_kana(&self) -> &str {
        &self.child_kana
    }

    /// モニタリング日.
    pub fn monitored_on(&self) -> Date {
        self.monitored_on
    }

    /// 基本報酬.
    pub fn fee(&self) -> &BaseFee {
        &self.fee
    }

    /// 単位数単価.
    pub fn price(&self) -> &AreaPrice {
        &self.price
    }

    /// 単位数 of the month.
    pub fn units(&self) -> i64 {
        self.fee.units
    }

    /// 請求額.
    pub fn yen(&self) -> i64 {
        fees::yen(self.units(), self.price.thousandths)
    }

    /// Why it may be claimed, and why this much.
    pub fn whys(&self) -> &[Why] {
        &self.whys
    }

    /// What the person who bills has to know.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Warnings and unconfirmed values together.
    pub fn notices(&self) -> impl Iterator<Item = &String> {
        self.warnings.iter().chain(&self.unconfirmed)
    }

    /// Values below corroborated on which the claim rests, as sentences.
    pub fn unconfirmed(&self) -> &[String] {
        &self.unconfirmed
    }
}
