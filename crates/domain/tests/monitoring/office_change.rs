//! 事業所の変更: two offices that know the days of the changes share the months out, and the fee of the month of a change goes to one of them.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use calendar::{Date, YearMonth};
use domain::{
    billing::claimable::{Candidate, ClientFile, Judgement, PartJudgement, Way, judge},
    client::{About, AboutClient, Certificate, Client, DatedAbout, MonthTaken, OfficeChange, OtherOffices, SelfPlans},
    facts::{By, Fact},
    id::UserId,
    monitoring::{RoundFact, is_planned, listed, planned_months},
    office::OfficeHistory,
    planning::grant_gaps,
};
use proptest::prelude::*;
use testkit::law_book;
use uuid::Uuid;

use super::people::{
    With, book_of, certificate, client, complete, consent, day, october, office, report, settings, submission, visit,
};

fn change(on: Date, month_taken: Option<MonthTaken>) -> OfficeChange {
    OfficeChange { month_taken, ..OfficeChange::new(on, "相談室みどり") }
}

fn others(changes: Vec<About>) -> OtherOffices {
    let facts = changes.into_iter().zip(1..).map(|(what, id)| Fact {
        id,
        body: DatedAbout { from: None, what },
        recorded_by: By::Staff(UserId(Uuid::from_u128(1))),
        recorded_by_name: "佐藤".to_owned(),
        recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
        corrects: None,
    });
    OtherOffices::of(&AboutClient(facts.collect::<Vec<_>>().into()))
}

/// The client as one of the two offices knows the changes: `first` is in charge before the first of them.
fn seen_by(first: bool, days: &BTreeSet<Date>) -> Client {
    let way = |(number, on): (usize, &Date)| {
        if (number % 2 == 0) == first {
            About::ToOffice(change(*on, None))
        } else {
            About::FromOffice(change(*on, None))
        }
    };
    Client { other_offices: others(days.iter().enumerate().map(way).collect()), ..client() }
}

fn months(client: &Client, term: &Certificate) -> BTreeSet<YearMonth> {
    planned_months(client, &[term]).into_iter().map(|(month, _)| month).collect()
}

proptest! {
    #[test]
    fn no_month_is_lost_or_doubled_between_two_offices(
        days in proptest::collection::btree_set(0_i64..1_100, 1..5), interval in 1_u32..=6,
    ) {
        let begin = day("2026-01-01");
        let days: BTreeSet<Date> =
            days.into_iter().map(|after| begin.checked_add(calendar_span(after)).unwrap()).collect();
        let person = testkit::client("川崎 花子").build();
        let term = testkit::months("2026-01..2028-12").every(interval).plan_made("2025-12-20").of(&person);
        let (one, other) = (seen_by(true, &days), seen_by(false, &days));
        let all = months(&client(), &term);
        let (ours, theirs) = (months(&one, &term), months(&other, &term));
        prop_assert!(ours.is_disjoint(&theirs), "{ours:?} {theirs:?}");
        prop_assert_eq!(ours.union(&theirs).copied().collect::<BTreeSet<_>>(), all.clone());
        // A day is nobody's and two offices' never; the month of a change is that of the office which takes over.
        for month in &all {
            for date in [month.first_day(), month.last_day()] {
                prop_assert!(one.other_offices.on_day(date) != other.other_offices.on_day(date), "{date}");
            }
            prop_assert_eq!(one.other_offices.have_month(*month), one.other_offices.on_day(month.last_day()));
        }
    }
}

fn calendar_span(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}

#[test]
fn nothing_recorded_means_this_office_from_the_beginning() {
    let term = certificate();
    assert_eq!(months(&client(), &term).len(), 4);
    assert_eq!(client().self_plans, SelfPlans::default());
}

#[test]
fn a_visit_before_the_change_keeps_its_month_and_one_after_it_does_not() {
    let leaves = Client { other_offices: others(vec![About::ToOffice(change(day("2026-10-15"), None))]), ..client() };
    let (term, october) = (certificate(), ("2026-10".parse().unwrap(), "141305".to_owned()));
    let kept = |on: &str| is_planned(&leaves, &listed(&[&term]), &october, Some(day(on)));
    assert!(!is_planned(&leaves, &listed(&[&term]), &october, None), "unvisited it is the next office's");
    assert!(kept("2026-10-14") && !kept("2026-10-15"));
    let comes = Client { other_offices: others(vec![About::FromOffice(change(day("2026-10-15"), None))]), ..client() };
    assert!(
        is_planned(&comes, &listed(&[&term]), &october, None)
            && is_planned(&comes, &listed(&[&term]), &october, Some(day("2026-10-02")))
    );
    let july = ("2026-07".parse().unwrap(), "141305".to_owned());
    assert!(
        !is_planned(&comes, &listed(&[&term]), &july, Some(day("2026-07-10"))),
        "nobody monitors for the office before"
    );
}

fn judged(person: &Client, paper: &Certificate, visited_on: &str) -> Vec<Candidate> {
    let mut round =
        october().with(RoundFact::HomeVisit(visit(visited_on))).with(RoundFact::Report(report("2026-10-28")));
    let agreed = consent(&round, None, Some("2026-10-28"));
    round = round.with(RoundFact::Consent(agreed)).with(RoundFact::Submission(submission("2026-10-29")));
    let file = ClientFile {
        office: &OfficeHistory::new(office(), Vec::new()),
        client: person,
        certificates: std::slice::from_ref(paper),
        rounds: std::slice::from_ref(&round),
        plan_answers: &[],
        plans: &[],
        claims: &[],
        settings: &book_of(&settings()),
    };
    judge(law_book(), &file)
}

fn leaving(on: &str, taken: Option<MonthTaken>) -> Client {
    Client { other_offices: others(vec![About::ToOffice(change(day(on), taken))]), ..client() }
}

fn rule_of(candidate: &Candidate) -> &'static str {
    let PartJudgement::Refused(refused) = &candidate.parts[0].judgement else { panic!("{candidate:?}") };
    refused.why.as_ref().unwrap().rule.id
}

fn paper() -> Certificate {
    Certificate { plan_made_on: None, ..certificate() }
}

#[test]
fn the_last_months_fee_hangs_on_what_the_next_office_does_in_it() {
    let own = |taken| judged(&leaving("2026-10-15", taken), &paper(), "2026-10-10").remove(0);
    let asked = own(None);
    let Judgement::Ask(questions) = &asked.judgement else { panic!("{asked:?}") };
    assert_eq!(questions[0].way, Some(Way::OfficeChange), "{questions:?}");
    assert!(matches!(own(Some(MonthTaken::Nothing)).judgement, Judgement::Claimable(_)));
    assert_eq!(rule_of(&own(Some(MonthTaken::Monitoring))), "billing.claim.other-office");
    assert_eq!(rule_of(&own(Some(MonthTaken::Plan))), "billing.claim.other-office");
}

#[test]
fn a_change_on_the_first_of_the_next_month_asks_nothing() {
    let own = judged(&leaving("2026-11-01", None), &paper(), "2026-10-10").remove(0);
    assert!(matches!(own.judgement, Judgement::Claimable(_)), "{own:?}");
}

#[test]
fn a_visit_while_another_office_was_in_charge_is_refused() {
    let late = judged(&leaving("2026-10-15", Some(MonthTaken::Nothing)), &paper(), "2026-10-20").remove(0);
    assert_eq!(rule_of(&late), "billing.claim.other-office");
    let comes = Client { other_offices: others(vec![About::FromOffice(change(day("2026-11-01"), None))]), ..client() };
    assert_eq!(rule_of(&judged(&comes, &paper(), "2026-10-20").remove(0)), "billing.claim.other-office");
}

#[test]
fn nobody_is_asked_about_the_plan_of_the_office_before() {
    let comes = Client { other_offices: others(vec![About::FromOffice(change(day("2026-09-01"), None))]), ..client() };
    let own = judged(&comes, &certificate(), "2026-10-10");
    assert_eq!(own.len(), 1, "the plan of April is no part of any month here: {own:?}");
    assert!(matches!(own[0].judgement, Judgement::Claimable(_)));
    let before = judged(&client(), &certificate(), "2026-10-10");
    assert_eq!(before.len(), 2, "without the change the plan of April is asked about");
    assert_eq!(complete().month, own[0].month);
}

#[test]
fn the_end_of_a_grant_is_no_gap_of_an_office_that_has_left() {
    let today = day("2027-04-10");
    let gaps = grant_gaps(&[certificate()], &[], today);
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].is_ours(&client()));
    assert!(!gaps[0].is_ours(&leaving("2027-04-15", None)) && gaps[0].is_ours(&leaving("2027-05-15", None)));
}
