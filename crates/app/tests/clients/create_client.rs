//! 利用者を登録する.

#![expect(clippy::panic, reason = "tests")]

use app::{
    Refusal,
    clients::{ClientText, SelfPlanText, create_client, same_person},
};
use domain::{
    client::{DisabilityGrade, Residence, Sex, Tenure},
    id::OperationId,
    office::Role,
};
use store::audit::AuditFilter;
use testkit::{OFFICE, TestApp, day, sentences};
use uuid::Uuid;

use super::people::{hanako, registered};

fn mistakes(typed: ClientText) -> Vec<(String, String)> {
    let app = TestApp::new();
    match app.write(Role::Clerk, move |cx| create_client(cx, &typed, false)) {
        Err(Refusal::Refused(reasons)) => {
            reasons.into_iter().map(|reason| (reason.field.into_owned(), reason.sentence)).collect()
        }
        other => panic!("expected mistakes, got {other:?}"),
    }
}

#[test]
fn what_was_typed_is_kept_in_one_form() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    let client = app.keep(move |tx| store::clients::find(tx, OFFICE, id)).unwrap();
    assert_eq!(client.name, "川崎 花子");
    assert_eq!(client.kana, "カワサキ ハナコ");
    assert_eq!(client.birth, day("1985-03-01"));
    assert_eq!(client.sex, Some(Sex::Female));
    assert_eq!(client.postal_code, "2100007");
    assert_eq!(client.phone, "044-200-0000");
    assert_eq!(client.address, "神奈川県川崎市みまもり区1-2-3");
    assert_eq!(client.residence, Residence::Home);
    assert_eq!(client.grade, Some(DisabilityGrade::Three));
    assert_eq!((client.fax.as_str(), client.tenure), ("044-200-0001", Some(Tenure::Rented)));
    assert_eq!(client.version, 1);
    let filter = AuditFilter { subject: Some(id.to_string()), limit: 10, ..AuditFilter::default() };
    let log = app.keep(move |tx| store::audit::list(tx, OFFICE, &filter));
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].word, "client.create");
}

#[test]
fn every_mistake_stands_at_its_field() {
    let typed = ClientText {
        name: " ".to_owned(),
        kana: "川崎".to_owned(),
        birth: "2030-01-01".to_owned(),
        postal_code: "123".to_owned(),
        phone: "12345678901234567890123456789012".to_owned(),
        fax: "x".to_owned(),
        tenure: "城".to_owned(),
        guardian_birth: "2030-01-01".to_owned(),
        grade: "九".to_owned(),
        guardian_relation: "母".to_owned(),
        ..hanako()
    };
    let found = mistakes(typed);
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        ["name", "kana", "birth", "postal_code", "phone", "fax", "tenure", "grade", "guardian_birth", "guardian_name"]
    );
    assert!(found[2].1.contains("令和8年11月22日"), "{}", found[2].1);
}

#[test]
fn a_birthday_before_meiji_and_a_day_that_is_none_are_refused() {
    for (typed, says) in
        [("1867-12-31", "1868年から"), ("R8.2.30", "ありません"), ("いつか", "読めません"), ("M20.1.1", "130年以上前")]
    {
        let found = mistakes(ClientText { birth: typed.to_owned(), ..hanako() });
        assert_eq!(found.len(), 1, "{typed}");
        assert!(found[0].1.contains(says), "{typed}: {}", found[0].1);
    }
}

#[test]
fn an_emoji_is_named() {
    let found = mistakes(ClientText { name: "川崎 😀".to_owned(), ..hanako() });
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("😀"), "{}", found[0].1);
}

#[test]
fn a_text_that_is_too_long_is_refused_with_its_length() {
    let found = mistakes(ClientText { name: "あ".repeat(61), ..hanako() });
    assert_eq!(found[0].1, "氏名は60文字以内で入力してください（いま61文字）。");
}

#[test]
fn the_same_sending_twice_registers_one_person() {
    let app = TestApp::new();
    let operation = Some(OperationId(Uuid::from_u128(7)));
    let send = || {
        let typed = hanako();
        app.write_as(app.actor(Role::Clerk), operation, move |cx| create_client(cx, &typed, false)).unwrap().id
    };
    assert_eq!(send(), send());
    assert_eq!(app.keep(|tx| store::clients::all(tx, OFFICE)).len(), 1);
}

#[test]
fn a_second_registration_of_the_same_person_is_asked_about_before_it_is_saved() {
    let app = TestApp::new();
    let first = registered(&app, hanako());
    let typed = hanako();
    let again = app.write(Role::Clerk, move |cx| create_client(cx, &typed, false));
    assert!(sentences(again)[0].contains("もう登録されています"));
    assert_eq!(app.keep(|tx| store::clients::all(tx, OFFICE)).len(), 1);
    let typed = hanako();
    let known = app.read(Role::Viewer, move |cx| same_person(cx, &typed)).unwrap();
    assert_eq!(known, [(first, "川崎 花子".to_owned())]);
    let typed = hanako();
    let second = app.write(Role::Clerk, move |cx| create_client(cx, &typed, true)).unwrap();
    assert_ne!(second.id, first);
}

#[test]
fn a_viewer_registers_nobody() {
    let app = TestApp::new();
    let typed = hanako();
    let refused = app.write(Role::Viewer, move |cx| create_client(cx, &typed, false));
    assert!(matches!(refused, Err(Refusal::Forbidden)));
}

#[test]
fn a_specialist_of_nobody_is_refused() {
    let found = mistakes(ClientText { specialist: Uuid::from_u128(9).to_string(), ..hanako() });
    assert_eq!(found[0].0, "specialist");
}

fn self_plan(from: &str, off: &str) -> SelfPlanText {
    SelfPlanText { from: from.to_owned(), off_from: off.to_owned() }
}

#[test]
fn a_self_plan_that_ends_before_it_starts_or_meets_another_is_told_at_its_field() {
    let with = |plans: Vec<SelfPlanText>| mistakes(ClientText { self_plans: plans, ..hanako() });
    for off in ["R8.3.31", "R8.4.1"] {
        let found = with(vec![self_plan("R8.4.1", off)]);
        assert_eq!(found[0].0, "self_plan_off_0");
        assert!(found[0].1.contains("はじめた日（令和8年4月1日）より後の日にしてください"), "{}", found[0].1);
    }
    let open_first = with(vec![self_plan("R8.4.1", ""), self_plan("R9.4.1", "")]);
    assert_eq!(open_first[0].0, "self_plan_from_1");
    assert!(open_first[0].1.contains("令和8年4月1日からのセルフプランのやめた日"), "{}", open_first[0].1);
    let crossing = with(vec![self_plan("R9.4.1", ""), self_plan("R8.4.1", "R9.5.1")]);
    assert_eq!((crossing[0].0.as_str(), crossing.len()), ("self_plan_from_0", 1));
    assert_eq!(with(vec![self_plan("", "R8.4.1")])[0].0, "self_plan_from_0");
    assert_eq!(with(vec![self_plan("S50.1.1", "")])[0].0, "self_plan_from_0");
}
