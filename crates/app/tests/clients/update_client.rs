//! 利用者の登録内容を直す, 支援の終了.

use app::{
    Refusal,
    clients::{ClientText, EndText, end_client, update_client},
};
use domain::{id::ClientId, office::Role};
use store::audit::AuditFilter;
use testkit::{OFFICE, TestApp, day};

use super::people::{hanako, registered};

fn update(app: &TestApp, id: ClientId, typed: ClientText, version: i64) -> Result<i64, Refusal> {
    app.write(Role::Specialist, move |cx| update_client(cx, id, &typed, version))
}

#[test]
fn the_log_says_what_was_changed_and_nothing_else() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    assert_eq!(update(&app, id, ClientText { phone: "0442001111".to_owned(), ..hanako() }, 1).unwrap(), 2);
    let filter = AuditFilter { subject: Some(id.to_string()), limit: 1, ..AuditFilter::default() };
    let log = app.keep(move |tx| store::audit::list(tx, OFFICE, &filter));
    assert_eq!(log[0].word, "client.update");
    assert_eq!(log[0].body, r#"{"after":{"phone":"0442001111"},"before":{"phone":"044-200-0000"}}"#);
}

#[test]
fn the_second_of_two_savers_is_told_who_was_first() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    update(&app, id, ClientText { phone: "0442001111".to_owned(), ..hanako() }, 1).unwrap();
    match update(&app, id, ClientText { phone: "0442002222".to_owned(), ..hanako() }, 1) {
        Err(Refusal::Conflict { current, by }) => assert_eq!((current, by.as_str()), (2, "佐藤 花子")),
        other => panic!("expected a conflict, got {other:?}"),
    }
    let stored = app.keep(move |tx| store::clients::find(tx, OFFICE, id)).unwrap();
    assert_eq!(stored.phone, "0442001111");
}

#[test]
fn another_offices_client_is_not_there() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    let (stranger, typed) = (app.stranger(Role::Manager), hanako());
    let refused = app.write_as(stranger, None, move |cx| update_client(cx, id, &typed, 1));
    assert!(matches!(refused, Err(Refusal::NotFound)));
}

#[test]
fn an_end_is_kept_and_can_be_taken_back() {
    let app = TestApp::new();
    let id = registered(&app, hanako());
    let end = |typed: &str, version| {
        let typed = EndText { ended_on: typed.to_owned() };
        app.write(Role::Clerk, move |cx| end_client(cx, id, &typed, version))
    };
    assert!(matches!(end("", 1), Err(Refusal::Refused(_))));
    assert!(matches!(end("S59.1.1", 1), Err(Refusal::Refused(_))));
    let Err(Refusal::Refused(reasons)) = end("R8.12.31", 1) else { panic!("an end to come is refused") };
    assert!(reasons[0].sentence.contains("先の日です"), "{reasons:?}");
    assert_eq!(end("R8.10.31", 1).unwrap(), 2);
    let stored = app.keep(move |tx| store::clients::find(tx, OFFICE, id)).unwrap();
    assert_eq!(stored.ended_on, Some(day("2026-10-31")));
    assert_eq!(end("", 2).unwrap(), 3);
}
