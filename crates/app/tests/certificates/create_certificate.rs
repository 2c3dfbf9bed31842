//! 受給者証を登録する.

#![expect(clippy::panic, reason = "tests")]

use app::{
    Refusal,
    certificates::{CertificateText, TypedFor, create_certificate, preview_certificate},
    clients::{TimelineFilter, find_client},
};
use domain::{client::Decision, office::Role};
use testkit::{OFFICE, TestApp, day};

use super::people::{every, grant, hanako, months, registered, renewal};

fn mistakes(typed: CertificateText) -> Vec<(String, String)> {
    let app = TestApp::new();
    let client = hanako(&app);
    match app.write(Role::Clerk, move |cx| create_certificate(cx, client, &typed)) {
        Err(Refusal::Refused(reasons)) => {
            reasons.into_iter().map(|reason| (reason.field.into_owned(), reason.sentence)).collect()
        }
        other => panic!("expected mistakes, got {other:?}"),
    }
}

fn fields(typed: CertificateText) -> Vec<String> {
    mistakes(typed).into_iter().map(|(field, _)| field).collect()
}

#[test]
fn a_certificate_gives_its_months_their_rounds() {
    let app = TestApp::new();
    let client = hanako(&app);
    let id = registered(&app, client, renewal());
    let kept = app.keep(move |tx| store::certificates::find(tx, OFFICE, id)).unwrap();
    assert_eq!(kept.number, "0012345678");
    assert_eq!(kept.upper_limit_yen, Some(9300));
    assert_eq!(kept.decision, Decision::Renewal);
    assert_eq!(kept.plan_made_on, Some(day("2026-04-20")));
    assert_eq!(kept.grants.len(), 1);
    assert_eq!(kept.grants[0].end, day("2027-04-30"));
    assert_eq!(months(&app, client), ["2026-07", "2026-10", "2027-01", "2027-04"]);
    let board = app.keep(move |tx| store::board::of_client(tx, OFFICE, client));
    assert_eq!(board.len(), 4);
}

#[test]
fn what_looks_wrong_stands_on_the_clients_page_after_saving_too() {
    let app = TestApp::new();
    let client = hanako(&app);
    let typed = CertificateText { municipality: "141306".to_owned(), ..renewal() };
    let asked = typed.clone();
    let before =
        app.read(Role::Clerk, move |cx| preview_certificate(cx, client, TypedFor::Client, &asked)).unwrap().warnings;
    let before: Vec<String> = before.into_iter().map(|reason| reason.sentence).collect();
    assert!(before.iter().any(|sentence| sentence.contains("検証番号")), "{before:?}");
    registered(&app, client, typed);
    let page = app.read(Role::Viewer, move |cx| find_client(cx, client, &TimelineFilter::default())).unwrap();
    assert_eq!(page.certificates[0].warnings, before);
}

#[test]
fn an_end_before_the_start_is_said_at_the_end() {
    let typed = CertificateText { grants: vec![grant("居宅介護", "R9.5.1", "R9.4.30")], ..renewal() };
    let found = mistakes(typed);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "grant_end_0");
    assert_eq!(found[0].1, "有効期間の終了日（令和9年4月30日）が開始日（令和9年5月1日）より前です。");
}

#[test]
fn validities_of_one_service_may_not_overlap_those_of_two_may() {
    let twice = vec![grant("居宅介護", "R8.5.1", "R9.4.30"), grant("居宅介護", "R9.4.30", "R9.10.31")];
    let found = mistakes(CertificateText { grants: twice, ..renewal() });
    assert_eq!(found[0].0, "grant_start_1");
    let app = TestApp::new();
    let client = hanako(&app);
    let two = vec![grant("居宅介護", "R8.5.1", "R9.4.30"), grant("生活介護", "R8.5.1", "R10.4.30")];
    registered(&app, client, CertificateText { grants: two, ..renewal() });
}

#[test]
fn numbers_are_checked() {
    assert_eq!(fields(CertificateText { number: "1".repeat(32), ..renewal() }), ["number"]);
    assert_eq!(fields(CertificateText { number: "12a".to_owned(), ..renewal() }), ["number"]);
    assert_eq!(fields(CertificateText { municipality: "1413".to_owned(), ..renewal() }), ["municipality"]);
    assert_eq!(fields(CertificateText { upper_limit_yen: "-1".to_owned(), ..renewal() }), ["upper_limit_yen"]);
    let huge = "9".repeat(32);
    assert_eq!(fields(CertificateText { phases: vec![every(&huge, "")], ..renewal() }), ["phase_interval_0"]);
    assert_eq!(fields(CertificateText { phases: vec![every("0", "")], ..renewal() }), ["phase_interval_0"]);
    assert_eq!(fields(CertificateText { phases: vec![every("61", "")], ..renewal() }), ["phase_interval_0"]);
    assert_eq!(fields(CertificateText { phases: Vec::new(), ..renewal() }), ["phase_interval_0"]);
    assert_eq!(
        fields(CertificateText { phases: vec![every("1", ""), every("6", "")], ..renewal() }),
        ["phase_lasts_0"]
    );
}

#[test]
fn an_unknown_service_and_an_empty_certificate_are_refused() {
    assert_eq!(
        fields(CertificateText { grants: vec![grant("おつかい", "R8.5.1", "R9.4.30")], ..renewal() }),
        ["grant_service_0"]
    );
    assert_eq!(
        fields(CertificateText { grants: vec![grant("自立訓練", "R8.5.1", "R9.4.30")], ..renewal() }),
        ["grant_service_0"],
        "a group is no kind"
    );
    assert_eq!(
        fields(CertificateText::default()),
        ["service", "number", "municipality", "municipality_name", "decision", "grant_service_0", "phase_interval_0"]
    );
}

#[test]
fn a_new_grant_needs_the_day_of_the_plan() {
    let typed = CertificateText { decision: "new".to_owned(), plan_made_on: String::new(), ..renewal() };
    assert_eq!(fields(typed), ["plan_made_on"]);
    let later = CertificateText { plan_made_on: "R9.4.1".to_owned(), ..renewal() };
    assert_eq!(fields(later), ["plan_made_on"], "no plan was made tomorrow");
}

#[test]
fn listed_months_stand_before_counted_ones_and_lie_in_the_validity() {
    let app = TestApp::new();
    let client = hanako(&app);
    let listed = CertificateText { months: "令和8年6月、R8.12 2027-04".to_owned(), ..renewal() };
    registered(&app, client, listed);
    assert_eq!(months(&app, client), ["2026-06", "2026-12", "2027-04"]);
    assert_eq!(fields(CertificateText { months: "R9.5".to_owned(), ..renewal() }), ["months"]);
}

#[test]
fn a_number_of_another_person_is_refused() {
    let app = TestApp::new();
    let first = hanako(&app);
    registered(&app, first, renewal());
    let second = hanako(&app);
    let typed = renewal();
    match app.write(Role::Clerk, move |cx| create_certificate(cx, second, &typed)) {
        Err(Refusal::Refused(reasons)) => assert_eq!(reasons[0].field, "number"),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// One rule says it (きまり「標準と違う期間の規則」): a longer interval wants its reason, a shorter one none.
#[test]
fn longer_than_the_standard_needs_a_reason_and_neither_is_ever_refused() {
    let longer = CertificateText { phases: vec![every("12", "")], ..renewal() };
    let found = mistakes(longer.clone());
    assert_eq!(found.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["proposal_reason"]);
    assert!(found[0].1.starts_with("標準期間（3か月ごと）より長い12か月ごととする理由は何ですか"), "{found:?}");
    let app = TestApp::new();
    let client = hanako(&app);
    let with_reason = CertificateText { proposal_reason: "市町村の決定による".to_owned(), ..longer };
    let id = registered(&app, client, with_reason);
    let kept = app.keep(move |tx| store::certificates::find(tx, testkit::OFFICE, id)).unwrap();
    assert_eq!(kept.proposal.reason, "市町村の決定による");
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, CertificateText { phases: vec![every("1", "")], ..renewal() });
}

#[test]
fn an_answer_on_care_management_is_kept_with_the_person() {
    let app = TestApp::new();
    let client = hanako(&app);
    registered(&app, client, CertificateText { care_management: "no".to_owned(), ..renewal() });
    let person = app.keep(move |tx| store::clients::find(tx, testkit::OFFICE, client)).unwrap();
    assert_eq!((person.care_management, person.version), (Some(false), 2));
}
