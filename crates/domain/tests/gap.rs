//! 支給決定の切れ目 and 次の期間の通知待ち.

use domain::{
    client::{Certificate, Client, Decision},
    planning::{
        CaseFact, Following, GrantGap, PlanStep, PlanningCase, awaits_next_period, grant_gaps,
        p3_decision::GrantDecision, renewals,
    },
};
use testkit::{
    client, day,
    decision::granted,
    month, months,
    planning::{case_of, end},
};

fn hanako() -> Client {
    client("川崎 花子").build()
}

/// Granted from May to April.
fn to_april(hanako: &Client) -> Certificate {
    months("2026-05..2027-04").every(6).of(hanako)
}

fn gaps(certificates: &[Certificate], cases: &[PlanningCase], on: &str) -> Vec<GrantGap> {
    grant_gaps(certificates, cases, day(on))
}

#[test]
fn two_months_before_the_end_it_is_said_how_far_the_next_plan_has_come() {
    let hanako = hanako();
    let papers = [to_april(&hanako)];
    assert_eq!(gaps(&papers, &[], "2027-02-28"), [], "61 days before");
    let not_begun = gaps(&papers, &[], "2027-03-01");
    assert_eq!(not_begun[0].following, Following::NotBegun);
    assert_eq!(
        not_begun[0].sentence,
        "支給決定の終わりは令和9年4月30日です（あと60日で終わります）。次の計画は始まっていません。"
    );
    let begun = case_of(&hanako, 1).build();
    let at = gaps(&papers, std::slice::from_ref(&begun), "2027-03-01");
    assert_eq!(at[0].following, Following::At(PlanStep::Assessment));
    assert!(at[0].sentence.ends_with("次の計画は (1) 面接とアセスメントの段階です。"), "{}", at[0].sentence);
    let decision = GrantDecision { certificate: None, ..granted("2026-11-16") };
    let decided = case_of(&hanako, 1).with(CaseFact::Decision(decision)).build();
    assert_eq!(gaps(&papers, &[decided], "2027-03-01")[0].following, Following::Decided);
    let given_up = case_of(&hanako, 1).with(CaseFact::Ended(end("2026-11-20"))).closed("2026-11-20").build();
    assert_eq!(gaps(&papers, &[given_up], "2027-03-01")[0].following, Following::NotBegun);
    assert!(gaps(&papers, &[], "2027-05-01")[0].sentence.starts_with("支給決定は令和9年4月30日に終わっています。"));
}

#[test]
fn a_renewal_is_due_from_the_third_month_before_and_names_the_case_that_follows() {
    let hanako = hanako();
    let papers = [to_april(&hanako)];
    let due = |cases: &[PlanningCase], on: &str| renewals(&papers, cases, day(on));
    assert_eq!(due(&[], "2026-12-31"), [], "the fourth month before");
    let found = due(&[], "2027-01-01");
    assert_eq!(found[0].sentence, "支給決定の終わりは令和9年4月30日です。次の計画は始まっていません。");
    assert_eq!((found[0].case, found[0].follows.as_str()), (None, "次の計画は始まっていません。"));
    let begun = case_of(&hanako, 1).build();
    assert_eq!(due(std::slice::from_ref(&begun), "2027-01-01")[0].case, Some(begun.id));
    let next = months("2027-05..2028-04").every(6).of(&hanako);
    assert_eq!(renewals(&[to_april(&hanako), next], &[], day("2027-04-01")), [], "it follows at once");
}

#[test]
fn what_follows_at_once_leaves_no_gap_and_what_follows_later_says_which_days_are_open() {
    let hanako = hanako();
    let next = months("2027-05..2028-04").every(6).of(&hanako);
    assert_eq!(gaps(&[to_april(&hanako), next], &[], "2027-04-01"), []);
    let late = months("2027-06..2028-05").every(6).of(&hanako);
    let found = gaps(&[to_april(&hanako), late], &[], "2027-04-01");
    assert_eq!((found[0].following, found[0].next_from), (Following::Broken, Some(day("2027-06-01"))));
    assert!(found[0].sentence.contains("次の支給決定は令和9年6月1日からで"), "{}", found[0].sentence);
}

#[test]
fn a_change_within_the_grant_is_no_gap_and_each_municipality_has_its_own() {
    let hanako = hanako();
    let change = months("2026-11..2027-10").every(3).decision(Decision::Change).of(&hanako);
    assert_eq!(gaps(&[to_april(&hanako), change], &[], "2027-04-01"), [], "the change goes on to October");
    let elsewhere = Certificate { municipality: "141003".to_owned(), ..months("2026-05..2027-04").of(&hanako) };
    assert_eq!(gaps(&[to_april(&hanako), elsewhere], &[], "2027-04-01").len(), 2);
    let moved = Certificate { moved_out_on: Some(day("2027-03-31")), ..to_april(&hanako) };
    assert_eq!(gaps(&[moved], &[], "2027-04-01"), [], "another municipality grants from then on");
    let to_come = months("2027-05..2028-04").of(&hanako);
    assert_eq!(gaps(&[to_come], &[], "2027-04-01"), [], "nothing has begun that could end");
}

#[test]
fn three_monthly_ones_wait_for_the_next_period_from_the_last_of_them_on() {
    let hanako = hanako();
    let mut paper = months("2026-05..2027-04").decision(Decision::New).plan_made("2026-04-20").of(&hanako);
    paper.phases = vec![domain::client::Phase { interval_months: 1, for_months: Some(3) }];
    assert_eq!(awaits_next_period(&paper, day("2026-06-30")), None, "one more is to come");
    assert_eq!(awaits_next_period(&paper, day("2026-07-01")), Some(month("2026-08")));
    assert_eq!(awaits_next_period(&paper, day("2027-04-30")), Some(month("2026-08")), "until somebody enters it");
    assert_eq!(awaits_next_period(&paper, day("2027-05-01")), None, "it is over");
    paper.phases.push(domain::client::Phase { interval_months: 6, for_months: None });
    assert_eq!(awaits_next_period(&paper, day("2026-07-01")), None);
}
