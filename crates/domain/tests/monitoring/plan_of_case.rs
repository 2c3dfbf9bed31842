//! The plan that was agreed to in a planning case, before the one judge of claims: the day of the consent decides, what is lacking is
//! named with its part, and what a day would lose is known before anybody signs.

#![expect(clippy::indexing_slicing, clippy::panic, reason = "tests")]

use domain::{
    billing::{
        claimable::{Candidate, ClientFile, Judgement, Obstacle, PlanAnswer, PlanFacts, Subject, Way, judge},
        plan_loss::{PlanLoss, plan_losses},
    },
    client::{Certificate, ConsultationService},
    id::CertificateId,
    monitoring::Round,
    office::OfficeHistory,
    planning::{
        CaseFact, CaseFactKind, PlanningCase,
        p5_consent::{ConsentedPlan, PlanConsent},
    },
};
use testkit::{
    decision::granted,
    law_book,
    planning::{case_of, interview},
    proposal::{delivery, plan, plan_consent},
};

use super::people::{book_of, certificate, client, complete, day, office, settings};

/// A case in which a plan was agreed to on that day, with the certificate that it names.
fn agreed(on: &str, named: Option<CertificateId>) -> PlanningCase {
    let written = case_of(&client(), 1)
        .with(CaseFact::Interview(interview("2026-09-28")))
        .with(CaseFact::Decision(granted("2026-09-29")))
        .with(CaseFact::Plan(plan(on, None)));
    let plan = written.clone().build().facts[2].id;
    let consent = PlanConsent { certificate: named, ..plan_consent(on, plan) };
    written.with(CaseFact::Consent(consent)).with(CaseFact::Delivery(delivery(on, plan))).build()
}

fn certified(made_on: Option<&str>) -> Certificate {
    Certificate { plan_made_on: made_on.map(day), ..certificate() }
}

fn with_file<T>(
    (papers, rounds): (&[Certificate], &[Round]),
    (answers, plans): (&[PlanAnswer], &[ConsentedPlan]),
    work: impl Fn(&ClientFile<'_>) -> T,
) -> T {
    work(&ClientFile {
        office: &OfficeHistory::new(office(), Vec::new()),
        client: &client(),
        certificates: papers,
        rounds,
        plan_answers: answers,
        plans,
        claims: &[],
        settings: &book_of(&settings()),
    })
}

fn judged(papers: &[Certificate], answers: &[PlanAnswer], plan: &PlanningCase) -> Vec<Candidate> {
    let plans: Vec<_> = plan.consented_plan().into_iter().collect();
    with_file((papers, &[]), (answers, &plans), |file| judge(law_book(), file))
}

fn obstacles(candidate: &Candidate) -> Vec<(Option<Way>, &str)> {
    let said = |it: &Obstacle| it.sentence.clone();
    assert!(matches!(candidate.judgement, Judgement::NotYet(_)), "{:?}", candidate.judgement);
    let all = candidate.judgement.obstacles();
    assert!(all.iter().map(said).all(|sentence| !sentence.is_empty()));
    all.iter().map(|it| (it.way, it.sentence.as_str())).collect()
}

#[test]
fn the_case_goes_before_what_was_entered_with_the_certificate() {
    let elsewhere = [PlanAnswer { certificate: certificate().id, facts: PlanFacts::Elsewhere }];
    let case = agreed("2026-10-20", Some(certificate().id));
    let months = judged(&[certified(Some("2026-04-20"))], &elsewhere, &case);
    assert_eq!(months.len(), 1, "one plan, whoever tells of it: {months:?}");
    assert_eq!(months[0].month.to_string(), "2026-10");
    let part = months[0].part(Subject::Plan(certificate().id)).unwrap();
    assert_eq!(part.done_on, Some(day("2026-10-20")));
    let conference = Way::Case(case.id, CaseFactKind::Conference);
    let lacks = "計画に同意した日までの、サービス担当者会議";
    assert_eq!(obstacles(&months[0]), [(Some(conference), lacks)], "visit, consent and delivery are there");
}

#[test]
fn a_plan_without_its_certificate_waits_for_it_and_what_is_lacking_is_named() {
    let case = agreed("2026-10-20", None);
    let months = judged(&[certified(None)], &[], &case);
    let consent = Way::Case(case.id, CaseFactKind::Consent);
    assert_eq!(months[0].parts[0].subject, Subject::Case(case.id));
    assert_eq!(obstacles(&months[0])[0], (Some(consent), "計画の受給者証（計画への同意の画面で選びます）"));
    let mut bare = agreed("2026-10-20", Some(certificate().id));
    let kept = bare.facts.iter().filter(|fact| matches!(fact.body, CaseFact::Plan(_) | CaseFact::Consent(_)));
    bare.facts = kept.cloned().collect::<Vec<_>>().into();
    let parts =
        judged(&[certified(None)], &[], &bare)[0].judgement.obstacles().iter().map(|it| it.way).collect::<Vec<_>>();
    let way = |kind| Some(Way::Case(bare.id, kind));
    for kind in [CaseFactKind::Interview, CaseFactKind::Decision, CaseFactKind::Conference, CaseFactKind::Delivery] {
        assert!(parts.contains(&way(kind)), "{kind:?}: {parts:?}");
    }
}

#[test]
fn a_case_that_was_given_up_has_no_plan_to_claim() {
    let mut case = agreed("2026-10-20", Some(certificate().id));
    case.facts.append(testkit::planning::fact(9_999, CaseFact::Ended(testkit::planning::end("2026-10-25"))));
    assert_eq!(case.consented_plan(), None);
    assert!(judged(&[certified(None)], &[], &case).is_empty());
}

fn losses(papers: &[Certificate], rounds: &[Round], case: &PlanningCase) -> Vec<PlanLoss> {
    let plan = case.consented_plan().unwrap_or_else(|| panic!("no plan"));
    with_file((papers, rounds), (&[], &[]), |file| plan_losses(law_book(), file, &plan))
}

#[test]
fn a_plan_after_the_visit_in_one_month_takes_the_monitorings_fee_and_says_so_before() {
    let papers = [certified(None)];
    let visited = complete().home_visit().map(|(_, visit)| visit.date);
    let lost = losses(&papers, &[complete()], &agreed("2026-10-20", Some(certificate().id)));
    assert_eq!(lost.iter().map(|loss| (loss.own, loss.on)).collect::<Vec<_>>(), [(false, visited)], "{lost:?}");
    assert!(
        losses(&papers, &[complete()], &agreed("2026-10-01", Some(certificate().id))).is_empty(),
        "before the visit: both"
    );
    let next = losses(&papers, &[complete()], &agreed("2026-11-02", Some(certificate().id)));
    assert_eq!(next.len(), 1, "the city denies the monitoring right before a renewal: {next:?}");
    assert!(
        losses(&papers, &[complete()], &agreed("2026-12-02", Some(certificate().id))).is_empty(),
        "two months after"
    );
    assert_eq!(losses(&papers, &[complete()], &agreed("2026-10-20", None)).len(), 1, "also without the certificate");
}

#[test]
fn a_plan_in_the_last_month_of_the_childs_service_loses_its_own_fee() {
    let childs =
        Certificate { id: CertificateId(testkit::id(77)), service: ConsultationService::Child, ..certified(None) };
    let mut childs = childs;
    childs.grants[0].service = "放課後等デイサービス".to_owned();
    childs.grants[0].start = day("2025-11-01");
    childs.grants[0].end = day("2026-10-31");
    let papers = [childs, certified(None)];
    let lost = losses(&papers, &[], &agreed("2026-10-20", Some(certificate().id)));
    assert!(lost.iter().any(|loss| loss.own), "{lost:?}");
    assert!(losses(&papers, &[], &agreed("2026-11-02", Some(certificate().id))).is_empty(), "the month after");
}
