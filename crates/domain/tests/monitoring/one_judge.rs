//! One judge of a claim: lamp ⑥ is ready exactly where the month's row may be claimed, and exactly that can be closed.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, sync::OnceLock};

use calendar::{Date, YearMonth};
use domain::{
    billing::{
        claimable::{Candidate, ClientFile, Judgement, PlanAnswer, PlanFacts, Way, claim_lamp, judge},
        close::{CloseProblem, CloseRequest, CloseRow, close},
    },
    client::{Certificate, ConsultationService},
    id::{CertificateId, RoundId},
    monitoring::{Lamp, Round, RoundFact, lamps},
    office::{MunicipalitySettings, OfficeHistory, SettingsBook},
};
use proptest::prelude::*;
use testkit::law_book;
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
    settings: MunicipalitySettings,
}

impl Drawn {
    fn judged(&self) -> Vec<Candidate> {
        let file = ClientFile {
            office: &OfficeHistory::new(office(), Vec::new()),
            client: &client(),
            certificates: &self.certificates,
            rounds: &self.rounds,
            plan_answers: &self.answers,
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
            ..super::people::settings()
        })
    };
    let place = usize::from(settings.carry_over_accepted)
        + 2 * usize::from(settings.every_report_submitted)
        + 4 * usize::from(settings.deny_monitoring_before_renewal);
    &BOOKS.get_or_init(|| (0..8).map(with).collect())[place]
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

prop_compose! {
    fn drawn()(
        rounds in (round(1), round(2), round(3), round(4)),
        how_many in 1_usize..=4,
        plans in proptest::array::uniform3((prop::option::weighted(0.5, some_day()), facts())),
        [carry, every, deny] in proptest::array::uniform3(any::<bool>()),
    ) -> Drawn {
        let mut rounds = vec![rounds.0, rounds.1, rounds.2, rounds.3];
        rounds.truncate(how_many);
        // One round a service, municipality and month, as the store keeps it.
        let mut there = BTreeSet::new();
        rounds.retain(|round| there.insert((round.service.word(), round.municipality.clone(), round.month)));
        let mut certificates = Vec::new();
        let mut answers = Vec::new();
        for (place, (made_on, facts)) in plans.into_iter().enumerate() {
            let paper = paper(place, made_on);
            if let Some((here, [home_visit, consent, delivered, conference], flow)) = facts {
                let one_flow_with = flow.map(|flow| flow.get(&rounds).id);
                let made = PlanFacts::Here { home_visit, consent, delivered, conference, one_flow_with };
                let facts = if here { made } else { PlanFacts::Elsewhere };
                answers.push(PlanAnswer { certificate: paper.id, facts });
            }
            certificates.push(paper);
        }
        let settings = MunicipalitySettings {
            carry_over_accepted: carry,
            every_report_submitted: every,
            deny_monitoring_before_renewal: deny,
            ..settings()
        };
        Drawn { certificates, rounds, answers, settings }
    }
}

fn rows(candidates: &[Candidate], service: ConsultationService, month: YearMonth, hold: bool) -> Vec<CloseRow> {
    let of_month = candidates.iter().filter(|it| it.service == service && it.month == month);
    of_month
        .map(|candidate| CloseRow {
            client: client().id,
            name: client().name,
            round: candidate.round,
            judgement: candidate.judgement.clone(),
            hold: (hold && !matches!(candidate.judgement, Judgement::Claimable(_))).then(|| "まだ".to_owned()),
        })
        .collect()
}

fn request(rows: Vec<CloseRow>, service: ConsultationService, month: YearMonth) -> CloseRequest {
    let office_number = "1435000012".to_owned();
    CloseRequest { service, office_number, month, processing_month: month.plus(2), number: 1, rows }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_lamp_is_ready_where_the_row_is_claimable_and_that_is_what_closes(drawn in drawn()) {
        let candidates = drawn.judged();
        for round in &drawn.rounds {
            let candidate = candidates.iter().find(|candidate| candidate.round == round.id);
            let lamp = lamps(round, &drawn.settings, claim_lamp(&candidates, round))[5].clone();
            let claimable = candidate.is_some_and(|it| matches!(it.judgement, Judgement::Claimable(_)));
            prop_assert_eq!(lamp == Lamp::Ready, claimable, "{:?} {:?}", lamp, candidate);
            prop_assert_eq!(matches!(lamp, Lamp::Done(_)), round.claimed_on.is_some());
        }
        for service in ConsultationService::ALL.iter().copied() {
            for month in ["2026-09", "2026-10", "2026-11", "2026-12"].map(month) {
                let held = rows(&candidates, service, month, true);
                let ready: BTreeSet<RoundId> =
                    held.iter().filter(|row| row.hold.is_none()).map(|row| row.round).collect();
                match close(request(held, service, month)) {
                    Ok(closed) => {
                        let claimed: BTreeSet<RoundId> = closed.claims().iter().map(|claim| claim.round()).collect();
                        prop_assert_eq!(claimed, ready);
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
        let unanswered = Drawn { answers: Vec::new(), ..drawn };
        for candidate in unanswered.judged() {
            if let Judgement::Ask(questions) = &candidate.judgement {
                let plan = |it: &domain::billing::claimable::Obstacle| matches!(it.way, Some(Way::Plan(_)));
                prop_assert!(!questions.is_empty() && questions.iter().all(plan), "{:?}", questions);
            }
            if let Judgement::Refused(obstacle) = &candidate.judgement {
                let rule = obstacle.why.as_ref().map(|why| why.rule.id);
                let of_plans = ["other-office", "one-flow", "same-month", "before-renewal"]
                    .map(|name| format!("billing.claim.{name}"));
                prop_assert!(rule.is_some_and(|rule| !of_plans.iter().any(|it| it == rule)), "{:?}", rule);
            }
        }
    }
}

#[test]
fn a_plan_in_the_same_month_is_asked_about_and_the_answer_decides() {
    let made_here = |one_flow_with| PlanFacts::Here {
        home_visit: true,
        consent: true,
        delivered: true,
        conference: true,
        one_flow_with,
    };
    let judged = |answer: Option<PlanFacts>| {
        let certificate = Certificate { plan_made_on: Some(day("2026-10-20")), ..certificate() };
        let answers = answer.map(|facts| PlanAnswer { certificate: certificate.id, facts });
        let drawn = Drawn {
            certificates: vec![certificate],
            rounds: vec![complete()],
            answers: answers.into_iter().collect(),
            settings: settings(),
        };
        drawn.judged().remove(0).judgement
    };
    let Judgement::Ask(questions) = judged(None) else { unreachable!() };
    assert_eq!(questions[0].way, Some(Way::Plan(certificate().id)));
    assert_eq!(questions[0].sentence, "令和8年10月20日の計画についての質問への答え");
    let Judgement::Refused(refused) = judged(Some(made_here(None))) else { unreachable!() };
    assert_eq!(refused.why.unwrap().rule.id, "billing.claim.same-month");
    let Judgement::Refused(refused) = judged(Some(made_here(Some(complete().id)))) else { unreachable!() };
    assert_eq!(refused.why.unwrap().rule.id, "billing.claim.one-flow");
    let Judgement::Refused(refused) = judged(Some(PlanFacts::Elsewhere)) else { unreachable!() };
    assert_eq!(refused.why.unwrap().rule.id, "billing.claim.other-office");
    let nobody_met =
        PlanFacts::Here { home_visit: true, consent: true, delivered: true, conference: false, one_flow_with: None };
    assert!(matches!(judged(Some(nobody_met)), Judgement::Claimable(_)));
}

#[test]
fn two_cities_in_one_month_are_two_claims() {
    let second = Round { id: RoundId(Uuid::from_u128(7)), municipality: "141003".to_owned(), ..complete() };
    let drawn = Drawn {
        certificates: vec![paper(0, None), paper(1, None)],
        rounds: vec![complete(), second],
        answers: Vec::new(),
        settings: settings(),
    };
    let candidates = drawn.judged();
    let october = month("2026-10");
    let closed =
        close(request(rows(&candidates, ConsultationService::Plan, october, true), ConsultationService::Plan, october));
    let cities: Vec<String> = closed.unwrap().claims().iter().map(|claim| claim.municipality().to_owned()).collect();
    assert_eq!(cities, ["141003", "141305"]);
}
