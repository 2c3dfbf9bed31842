//! One judge of a claim: lamp ⑥ is ready exactly where the month's row may be claimed, and exactly that can be closed.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, sync::OnceLock};

use calendar::{Date, YearMonth};
use domain::{
    billing::{
        claim_life::StandingClaim,
        claimable::{
            Candidate, ClientFile, Judgement, Part, PartJudgement, PlanAnswer, PlanFacts, Subject, Way, claim_lamp,
            claim_month, judge,
        },
        close::{CloseProblem, CloseRequest, CloseRow, close},
        fees::FeeKind,
        same_month::ConsentToReport,
    },
    client::{Certificate, ConsultationService},
    facts::Fact,
    id::{CertificateId, FactId, RoundId},
    monitoring::{Lamp, Round, RoundFact, lamps, schedule},
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
    planning::{CaseFact, PlanStep, PlanningCase, done_on, p5_consent::PlanConsent, p5_delivery::Delivery},
};
use proptest::prelude::*;
use testkit::{
    decision::granted,
    law_book,
    meeting::conference,
    planning::{case_of, end, fact, interview},
    proposal::{delivery, plan, plan_consent},
};
use uuid::Uuid;

use super::people::{
    With, add, book_of, carry_over, certificate, client, complete, consent, day, october, office, report, settings,
    submission, visit,
};

/// What is drawn for one client: two cities and a child's grant, their rounds, plans and the answers about them.
#[derive(Clone, Debug)]
struct Drawn {
    certificates: Vec<Certificate>,
    rounds: Vec<Round>,
    answers: Vec<PlanAnswer>,
    claims: Vec<StandingClaim>,
    settings: MunicipalitySettings,
    /// The planning case of 川崎市's certificate, where its plan was made in one.
    case: Option<PlanningCase>,
}

impl Drawn {
    fn in_child_period(&self, month: YearMonth) -> bool {
        let childs = self.certificates.iter().filter(|paper| paper.service == ConsultationService::Child);
        let mut periods = childs.filter_map(|paper| schedule::of_certificate(paper).benefit_period);
        periods.any(|period| period.contains(month))
    }

    fn judged(&self) -> Vec<Candidate> {
        let file = ClientFile {
            office: &OfficeHistory::new(office(), Vec::new()),
            client: &client(),
            certificates: &self.certificates,
            rounds: &self.rounds,
            plan_answers: &self.answers,
            plans: &self.case.iter().filter_map(PlanningCase::consented_plan).collect::<Vec<_>>(),
            claims: &self.claims,
            settings: book(&self.settings),
        };
        judge(law_book(), &file)
    }
}

/// The settings of both cities; each of the combinations is read from the law's files once.
fn book(settings: &MunicipalitySettings) -> &'static SettingsBook {
    static BOOKS: OnceLock<Vec<SettingsBook>> = OnceLock::new();
    let with = |place: usize| {
        book_of(&MunicipalitySettings {
            carry_over_accepted: place & 1 > 0,
            every_report_submitted: place & 2 > 0,
            deny_monitoring_before_renewal: place & 4 > 0,
            consent_to_report: ConsentToReport::ALL[place / 8],
            ..super::people::settings()
        })
    };
    let place = usize::from(settings.carry_over_accepted)
        + 2 * usize::from(settings.every_report_submitted)
        + 4 * usize::from(settings.deny_monitoring_before_renewal)
        + 8 * ConsentToReport::ALL.iter().position(|it| *it == settings.consent_to_report).unwrap();
    &BOOKS.get_or_init(|| (0..24).map(with).collect())[place]
}

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

fn at(number: u128) -> CertificateId {
    CertificateId(Uuid::from_u128(number))
}

/// 川崎市, 横浜市, and the child's service of 川崎市.
fn paper(place: usize, plan_made_on: Option<Date>) -> Certificate {
    let (municipality, service) = [
        ("141305", ConsultationService::Plan),
        ("141003", ConsultationService::Plan),
        ("141305", ConsultationService::Child),
    ][place];
    Certificate {
        id: at(40 + u128::try_from(place).unwrap()),
        municipality: municipality.to_owned(),
        service,
        plan_made_on,
        ..certificate()
    }
}

prop_compose! {
    fn some_day()(month in 9_i8..=12, day in 1_i8..=28) -> Date { Date::new(2026, month, day).unwrap() }
}

prop_compose! {
    fn round(number: u128)(
        place in prop::sample::select(vec![0_usize, 0, 0, 1, 2]),
        month in prop::sample::select(vec!["2026-09", "2026-10", "2026-11"]),
        visited in prop::option::weighted(0.85, some_day()),
        [done, agreed, handed_in] in proptest::array::uniform3(prop::bool::weighted(0.85)),
        carried in prop::bool::weighted(0.4),
        scheduled in prop::bool::weighted(0.95),
        claimed in prop::bool::weighted(0.1),
    ) -> Round {
        let paper = paper(place, None);
        let mut round = Round {
            id: RoundId(Uuid::from_u128(1000 + number)),
            municipality: paper.municipality.clone(),
            service: paper.service,
            month: self::month(month),
            scheduled,
            ..october()
        };
        if carried {
            round = round.with(carry_over("入院"));
        }
        if let Some(on) = visited {
            round = round.with(RoundFact::HomeVisit(visit(&on.to_string())));
        }
        if done {
            round = round.with(RoundFact::Report(report("2026-12-28")));
        }
        if agreed {
            let agreed = consent(&round, None, Some("2026-12-28"));
            add(&mut round, RoundFact::Consent(agreed), None);
        }
        if handed_in {
            round = round.with(RoundFact::Submission(submission("2026-12-28")));
        }
        round.claimed_on = claimed.then(|| day("2026-12-28"));
        round
    }
}

fn facts() -> impl Strategy<Value = Option<(bool, [bool; 4], Option<prop::sample::Index>)>> {
    let here = (prop::bool::weighted(0.8), proptest::array::uniform4(prop::bool::weighted(0.9)));
    let flow = prop::option::of(any::<prop::sample::Index>());
    prop::option::weighted(0.7, (here, flow).prop_map(|((here, done), flow)| (here, done, flow)))
}

/// What a plan's fee takes: each recorded or not, and taken back or not.
fn parts_of_case(agreed_on: Date) -> [CaseFact; 6] {
    let plan_id = FactId(Uuid::from_u128(2002));
    let consent = PlanConsent { agreed_on, certificate: Some(at(40)), ..plan_consent("2026-10-01", plan_id) };
    let delivery = Delivery { delivered_on: agreed_on, ..delivery("2026-10-01", plan_id) };
    [
        CaseFact::Interview(interview("2026-08-20")),
        CaseFact::Decision(granted("2026-08-24")),
        CaseFact::Plan(plan("2026-08-26", None)),
        CaseFact::Conference(conference("2026-08-25")),
        CaseFact::Consent(consent),
        CaseFact::Delivery(delivery),
    ]
}

prop_compose! {
    fn planning_case()(
        agreed_on in some_day(),
        fates in proptest::array::uniform6((prop::bool::weighted(0.95), prop::bool::weighted(0.08))),
        ended in prop::bool::weighted(0.05),
    ) -> PlanningCase {
        let mut case = case_of(&client(), 1).build();
        for (number, (body, (recorded, taken_back))) in (2000..).zip(parts_of_case(agreed_on).into_iter().zip(fates)) {
            if !recorded {
                continue;
            }
            let recorded = Fact { id: FactId(Uuid::from_u128(number)), ..fact(1, body) };
            let withdrawal = CaseFact::Withdrawn { reason: String::new() };
            let back = Fact { corrects: Some(recorded.id), id: FactId(Uuid::from_u128(number + 100)), ..fact(1, withdrawal) };
            case.facts.append(recorded);
            if taken_back {
                case.facts.append(back);
            }
        }
        if ended {
            case.facts.append(fact(9_999, CaseFact::Ended(end("2026-12-28"))));
        }
        case
    }
}

prop_compose! {
    fn drawn()(
        case in prop::option::weighted(0.5, planning_case()),
        rounds in (round(1), round(2), round(3), round(4)),
        how_many in 1_usize..=4,
        with_child in prop::bool::weighted(0.4),
        plans in proptest::array::uniform3((prop::option::weighted(0.5, some_day()), facts())),
        claimed_plans in proptest::array::uniform3(prop::bool::weighted(0.1)),
        [carry, every, deny] in proptest::array::uniform3(any::<bool>()),
        consent in prop::sample::select(ConsentToReport::ALL),
    ) -> Drawn {
        let mut rounds = vec![rounds.0, rounds.1, rounds.2, rounds.3];
        rounds.truncate(how_many);
        // One round a service, municipality and month, as the store keeps it.
        let mut there = BTreeSet::new();
        rounds.retain(|round| there.insert((round.service.word(), round.municipality.clone(), round.month)));
        let mut certificates = Vec::new();
        let mut answers = Vec::new();
        for (place, (made_on, facts)) in plans.into_iter().enumerate() {
            // Of a plan that was made in a case the certificate says no day of its own.
            let paper = paper(place, made_on.filter(|_| place > 0 || case.is_none()));
            if let Some((here, [home_visit, consent, delivered, conference], flow)) = facts {
                let one_flow_with = flow.map(|flow| flow.get(&rounds).id);
                let made = PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with };
                let facts = if here { made } else { PlanFacts::Elsewhere };
                answers.push(PlanAnswer { certificate: paper.id, facts });
            }
            // Without a child's certificate nobody is in its 支給期間.
            if paper.service == ConsultationService::Plan || with_child {
                certificates.push(paper);
            }
        }
        let settings = MunicipalitySettings {
            carry_over_accepted: carry,
            every_report_submitted: every,
            deny_monitoring_before_renewal: deny,
            consent_to_report: consent,
            ..settings()
        };
        let claims = claims_of(&rounds, &certificates, claimed_plans);
        Drawn { certificates, rounds, answers, claims, settings, case }
    }
}

/// The claims by which rounds and plans were closed before: one a service, municipality and month.
fn claims_of(rounds: &[Round], certificates: &[Certificate], claimed_plans: [bool; 3]) -> Vec<StandingClaim> {
    let of_rounds = rounds
        .iter()
        .filter(|round| round.claimed_on.is_some())
        .map(|round| (round.service, round.municipality.clone(), claim_month(round), None));
    let of_plans = certificates.iter().zip(claimed_plans).filter(|(_, claimed)| *claimed).filter_map(|(paper, _)| {
        let month = YearMonth::of(paper.plan_made_on?);
        Some((paper.service, paper.municipality.clone(), month, Some(paper.id)))
    });
    let mut claims: Vec<StandingClaim> = Vec::new();
    for (service, municipality, month, plan) in of_rounds.chain(of_plans) {
        let place = claims
            .iter_mut()
            .find(|claim| (claim.service, &claim.municipality, claim.month) == (service, &municipality, month));
        match place {
            Some(claim) => claim.plans.extend(plan),
            None => claims.push(StandingClaim {
                client: client().id,
                service,
                municipality,
                month,
                plans: plan.into_iter().collect(),
            }),
        }
    }
    claims
}

/// The visits and plans that a row would claim.
fn lines(judgement: &Judgement) -> Vec<Subject> {
    match judgement {
        Judgement::Claimable(claim) => claim.lines().iter().map(|line| line.subject).collect(),
        _ => Vec::new(),
    }
}

fn rows(candidates: &[Candidate], service: ConsultationService, month: YearMonth, hold: bool) -> Vec<CloseRow> {
    let of_month = candidates.iter().filter(|it| it.service == service && it.month == month);
    of_month
        .map(|candidate| CloseRow {
            client: client().id,
            name: client().name,
            round: None,
            judgement: candidate.judgement.clone(),
            hold: (hold && !matches!(candidate.judgement, Judgement::Claimable(_))).then(|| "まだ".to_owned()),
        })
        .collect()
}

fn request(rows: Vec<CloseRow>, service: ConsultationService, month: YearMonth) -> CloseRequest {
    let office_number = "1435000012".to_owned();
    CloseRequest { service, office_number, month, processing_month: month.plus(2), number: 1, rows }
}

/// What holds of each row: a claim has at most one line a fee, only what the rules grant, nothing in a month that is
/// taken, and the adult's fee never beside the child's.
fn check_candidate(drawn: &Drawn, candidate: &Candidate) -> Result<(), TestCaseError> {
    let payable = |part: &&Part| matches!(part.judgement, PartJudgement::Payable(_));
    let granted: Vec<Subject> = candidate.parts.iter().filter(payable).map(|part| part.subject).collect();
    let Judgement::Claimable(claim) = &candidate.judgement else { return Ok(()) };
    let kinds: Vec<_> = claim.lines().iter().map(|line| line.kind).collect();
    prop_assert!(
        kinds == [FeeKind::Plan] || kinds == [FeeKind::Monitoring] || kinds == [FeeKind::Plan, FeeKind::Monitoring]
    );
    prop_assert_eq!(lines(&candidate.judgement).into_iter().collect::<BTreeSet<_>>(), granted.into_iter().collect());
    let place = (candidate.service, candidate.municipality.as_str(), candidate.month);
    prop_assert!(drawn.claims.iter().all(|it| (it.service, it.municipality.as_str(), it.month) != place), "{place:?}");
    prop_assert!(claim.monitored_on().is_some_and(|day| YearMonth::of(day) == candidate.month));
    // Both fees in one month: only where the visit came after the plan.
    if let [plan, visit] = claim.lines() {
        prop_assert!(plan.on <= visit.on, "{:?}", claim.lines());
    }
    prop_assert!(candidate.service == ConsultationService::Child || !drawn.in_child_period(candidate.month));
    Ok(())
}

/// The plan of a case is a line of a claim only where everything that its fee takes stands, and its lamp then is lit.
fn check_case(drawn: &Drawn, candidates: &[Candidate]) -> Result<(), TestCaseError> {
    let Some(case) = &drawn.case else { return Ok(()) };
    let claimed = candidates.iter().any(|it| lines(&it.judgement).contains(&Subject::Plan(at(40))));
    let kinds = parts_of_case(day("2026-10-01")).map(|body| body.what());
    let lacking: Vec<_> = kinds.into_iter().filter(|kind| case.standing_of(*kind).next().is_none()).collect();
    prop_assert!(!claimed || (lacking.is_empty() && case.end().is_none()), "{lacking:?} of {case:?}");
    prop_assert!(!claimed || done_on(case, PlanStep::Plan).is_some(), "{case:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_lamp_is_ready_where_the_row_is_claimable_and_that_is_what_closes(drawn in drawn()) {
        let candidates = drawn.judged();
        check_case(&drawn, &candidates)?;
        for round in &drawn.rounds {
            let subject = Subject::Round(round.id);
            let candidate = candidates.iter().find(|candidate| candidate.part(subject).is_some());
            let lamp = lamps(round, &drawn.settings, claim_lamp(&candidates, round))[5].clone();
            let claimable = candidate.is_some_and(|it| lines(&it.judgement).contains(&subject));
            prop_assert_eq!(lamp == Lamp::Ready, claimable, "{:?} {:?}", lamp, candidate);
            prop_assert_eq!(matches!(lamp, Lamp::Done(_)), round.claimed_on.is_some());
        }
        for (place, candidate) in candidates.iter().enumerate() {
            check_candidate(&drawn, candidate)?;
            let key = |it: &Candidate| (it.service, it.municipality.clone(), it.month);
            prop_assert!(candidates[..place].iter().all(|other| key(other) != key(candidate)), "one claim a month");
        }
        for service in ConsultationService::ALL.iter().copied() {
            for month in ["2026-09", "2026-10", "2026-11", "2026-12"].map(month) {
                let held = rows(&candidates, service, month, true);
                let ready: BTreeSet<Subject> = held.iter().flat_map(|row| lines(&row.judgement)).collect();
                match close(request(held, service, month)) {
                    Ok(closed) => {
                        let claimed = closed.claims().iter().flat_map(|claim| claim.lines());
                        prop_assert_eq!(claimed.map(|line| line.subject).collect::<BTreeSet<_>>(), ready);
                    }
                    Err(problems) => {
                        prop_assert_eq!(problems, [CloseProblem::NothingToClaim]);
                        prop_assert!(ready.is_empty());
                    }
                }
                let open = rows(&candidates, service, month, false);
                let undecided = open.iter().any(|row| !matches!(row.judgement, Judgement::Claimable(_)));
                if undecided {
                    prop_assert!(close(request(open, service, month)).is_err());
                }
            }
        }
    }

    /// A monitoring hangs on a question only where the question can be answered, and it is never refused for it.
    #[test]
    fn a_plan_known_by_its_date_alone_refuses_nothing(drawn in drawn()) {
        let claims = claims_of(&drawn.rounds, &[], [false; 3]);
        let unanswered = Drawn { answers: Vec::new(), claims, case: None, ..drawn };
        for candidate in unanswered.judged() {
            if let Judgement::Ask(questions) = &candidate.judgement {
                let plan = |it: &domain::billing::claimable::Obstacle| matches!(it.way, Some(Way::Plan(_)));
                prop_assert!(!questions.is_empty() && questions.iter().all(plan), "{:?}", questions);
            }
            for part in &candidate.parts {
                let PartJudgement::Refused(obstacle) = &part.judgement else { continue };
                let rule = obstacle.why.as_ref().map(|why| why.rule.id);
                let of_plans = ["other-office", "one-flow", "same-month", "before-renewal"]
                    .map(|name| format!("billing.claim.{name}"));
                prop_assert!(rule.is_some_and(|rule| !of_plans.iter().any(|it| it == rule)), "{:?}", rule);
            }
        }
    }
}

const MADE_HERE: PlanFacts =
    PlanFacts::Here { home_visit: true, consent: true, delivered: true, conference: true, one_flow_with: None };

/// October with a plan of `made_on` and the answer about it.
fn with_plan(round: Round, made_on: &str, answer: Option<PlanFacts>) -> Vec<Candidate> {
    let certificate = Certificate { plan_made_on: Some(day(made_on)), ..certificate() };
    let answers = answer.map(|facts| PlanAnswer { certificate: certificate.id, facts });
    let drawn = Drawn {
        certificates: vec![certificate],
        rounds: vec![round],
        answers: answers.into_iter().collect(),
        claims: Vec::new(),
        settings: settings(),
        case: None,
    };
    drawn.judged()
}

fn rule_of(part: &Part) -> &'static str {
    let PartJudgement::Refused(refused) = &part.judgement else { panic!("{part:?}") };
    refused.why.as_ref().unwrap().rule.id
}

fn codes(candidate: &Candidate) -> Vec<&str> {
    let Judgement::Claimable(claim) = &candidate.judgement else { panic!("{:?}", candidate.judgement) };
    claim.lines().iter().map(|line| line.code.as_str()).collect()
}

#[test]
fn a_plan_in_the_same_month_is_asked_about_and_the_answer_decides() {
    let judged = |answer| with_plan(complete(), "2026-10-20", answer).remove(0);
    let Judgement::Ask(questions) = judged(None).judgement else { unreachable!() };
    assert_eq!(questions.len(), 1, "the plan and the visit hang on one question");
    assert_eq!(questions[0].way, Some(Way::Plan(certificate().id)));
    assert_eq!(questions[0].sentence, "令和8年10月20日の計画についての質問への答え");
    let visit = Subject::Round(complete().id);
    let own = judged(Some(MADE_HERE));
    assert_eq!(codes(&own), ["521111"], "the plan's fee alone");
    assert_eq!(rule_of(own.part(visit).unwrap()), "billing.claim.same-month");
    let PlanFacts::Here { home_visit, consent, delivered, conference, .. } = MADE_HERE else { unreachable!() };
    let flow = PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with: Some(complete().id) };
    let own = judged(Some(flow));
    assert_eq!(codes(&own), ["521111"]);
    assert_eq!(rule_of(own.part(visit).unwrap()), "billing.claim.one-flow");
    let other = judged(Some(PlanFacts::Elsewhere));
    assert_eq!(rule_of(other.part(visit).unwrap()), "billing.claim.other-office");
    assert_eq!(other.parts.len(), 1, "another office's plan is no part of this office's month");
    let nobody_met = PlanFacts::Here { home_visit, consent, delivered, conference: false, one_flow_with: None };
    let own = judged(Some(nobody_met));
    assert_eq!(codes(&own), ["521211"], "a plan without its conference takes nobody's fee");
    assert_eq!(rule_of(own.part(Subject::Plan(certificate().id)).unwrap()), "billing.claim.conference");
}

#[test]
fn a_visit_after_the_plan_is_claimed_with_it_as_two_lines_of_one_claim() {
    let october = with_plan(complete(), "2026-10-01", Some(MADE_HERE)).remove(0);
    assert_eq!(codes(&october), ["521111", "521211"]);
    let Judgement::Claimable(claim) = &october.judgement else { unreachable!() };
    assert_eq!((claim.units(), claim.yen()), (1572 + 1308, (1572 + 1308) * 10_960 / 1000));
    assert_eq!(claim.monitored_on(), complete().home_visit().map(|(_, visit)| visit.date));
    assert!(!claim.unconfirmed().is_empty(), "codes that no official document confirms are told");
}

#[test]
fn a_flow_that_ends_in_a_plan_needs_no_report_for_the_plan_to_be_claimed() {
    let bare = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    let PlanFacts::Here { home_visit, consent, delivered, conference, .. } = MADE_HERE else { unreachable!() };
    let flow = PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with: Some(bare.id) };
    let own = with_plan(bare.clone(), "2026-10-20", Some(flow)).remove(0);
    assert_eq!(codes(&own), ["521111"]);
    assert_eq!(rule_of(own.part(Subject::Round(bare.id)).unwrap()), "billing.claim.one-flow");
}

#[test]
fn a_visit_that_is_only_due_holds_no_plan_back_and_an_unfinished_one_does() {
    let own = with_plan(october(), "2026-10-05", Some(MADE_HERE)).remove(0);
    assert_eq!(codes(&own), ["521111"]);
    let unfinished = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    let own = with_plan(unfinished, "2026-10-05", Some(MADE_HERE)).remove(0);
    assert!(matches!(own.judgement, Judgement::NotYet(_)), "{:?}", own.judgement);
}

#[test]
fn what_comes_to_light_after_the_claim_waits_until_that_has_come_back() {
    let certificate = Certificate { plan_made_on: Some(day("2026-10-01")), ..certificate() };
    let claimed = Round { claimed_on: Some(day("2026-11-05")), ..complete() };
    let mut drawn = Drawn {
        answers: vec![PlanAnswer { certificate: certificate.id, facts: MADE_HERE }],
        claims: claims_of(std::slice::from_ref(&claimed), &[], [false; 3]),
        certificates: vec![certificate],
        rounds: vec![claimed],
        settings: settings(),
        case: None,
    };
    let Judgement::NotYet(obstacles) = drawn.judged().remove(0).judgement else { unreachable!() };
    assert!(obstacles[0].sentence.contains("先に締めた"), "{obstacles:?}");
    drawn.claims.clear();
    drawn.rounds[0].claimed_on = None;
    assert_eq!(codes(&drawn.judged()[0]), ["521111", "521211"]);
}

#[test]
fn no_plan_is_claimed_that_was_made_after_the_end_of_the_support() {
    let dead = domain::client::Client { ended_on: Some(day("2026-10-10")), ..client() };
    let certificate = Certificate { plan_made_on: Some(day("2026-10-20")), ..certificate() };
    let file = ClientFile {
        office: &OfficeHistory::new(office(), Vec::new()),
        client: &dead,
        certificates: std::slice::from_ref(&certificate),
        rounds: &[],
        plan_answers: &[],
        plans: &[],
        claims: &[],
        settings: book(&settings()),
    };
    let candidates = judge(law_book(), &file);
    assert_eq!(rule_of(&candidates[0].parts[0]), "billing.claim.consent");
}

#[test]
fn the_adults_fee_is_refused_in_the_period_of_the_childs_service() {
    let drawn = Drawn {
        certificates: vec![paper(0, None), paper(2, None)],
        rounds: vec![complete()],
        answers: Vec::new(),
        claims: Vec::new(),
        settings: settings(),
        case: None,
    };
    assert_eq!(rule_of(&drawn.judged()[0].parts[0]), "billing.claim.child-and-adult");
}

#[test]
fn two_cities_in_one_month_are_two_claims() {
    let second = Round { id: RoundId(Uuid::from_u128(7)), municipality: "141003".to_owned(), ..complete() };
    let drawn = Drawn {
        certificates: vec![paper(0, None), paper(1, None)],
        rounds: vec![complete(), second],
        answers: Vec::new(),
        claims: Vec::new(),
        settings: settings(),
        case: None,
    };
    let candidates = drawn.judged();
    let october = month("2026-10");
    let closed =
        close(request(rows(&candidates, ConsultationService::Plan, october, true), ConsultationService::Plan, october));
    let cities: Vec<String> = closed.unwrap().claims().iter().map(|claim| claim.municipality().to_owned()).collect();
    assert_eq!(cities, ["141003", "141305"]);
}
