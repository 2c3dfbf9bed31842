//! 下書き: for whom, under which right, how large, and what ends it.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal, Sending,
    clients::{ClientText, create_client, update_client},
    drafts::{DraftForm, DraftKey, discard_draft, find_draft, keep_draft},
    limits,
};
use domain::{
    client::Client,
    id::OperationId,
    office::{Right, Role},
};
use testkit::{OFFICE, TODAY, TestApp, client, id};
use uuid::Uuid;

fn start() -> (TestApp, Client) {
    let (app, client) = (TestApp::new(), client("川崎 花子").build());
    let kept = client.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    (app, client)
}

fn key(client: &Client) -> DraftKey {
    DraftKey { form: DraftForm::Client, subject: client.id.0 }
}

fn typed(text: &str) -> Vec<(String, String)> {
    vec![("note".to_owned(), text.to_owned())]
}

fn found(app: &TestApp, role: Role, key: DraftKey) -> Option<String> {
    let draft = app.read(role, move |cx| find_draft(cx, key)).unwrap()?;
    draft.fields.into_iter().next().map(|(_, text)| text)
}

#[test]
fn what_is_typed_comes_back_for_the_person_alone() {
    let (app, client) = start();
    let key = key(&client);
    app.write(Role::Specialist, move |cx| keep_draft(cx, key, 1, typed("はじめ"))).unwrap();
    app.write(Role::Specialist, move |cx| keep_draft(cx, key, 1, typed("つづき"))).unwrap();
    assert_eq!(found(&app, Role::Specialist, key).as_deref(), Some("つづき"));
    assert_eq!(found(&app, Role::Manager, key), None);
    let log = app.keep(|tx| store::audit::list(tx, OFFICE, &store::audit::AuditFilter::default()));
    assert!(log.is_empty(), "no entry for what is being typed: {log:?}");
    app.write(Role::Specialist, move |cx| discard_draft(cx, key)).unwrap();
    assert_eq!(found(&app, Role::Specialist, key), None);
}

#[test]
fn a_draft_takes_the_right_of_its_form_and_something_that_is_there() {
    let (app, client) = start();
    for form in DraftForm::ALL {
        assert_eq!(DraftForm::from_word(form.word()), Some(form));
        let key = DraftKey { form, subject: client.id.0 };
        let kept = app.write(Role::Viewer, move |cx| keep_draft(cx, key, 0, typed("あ")));
        assert!(!Role::Viewer.may(form.right()) && matches!(kept, Err(Refusal::Forbidden)), "{form:?}");
    }
    assert_eq!(DraftForm::Report.right(), Right::RecordMonitoring);
    for subject in [Uuid::from_u128(99), Uuid::nil()] {
        let key = DraftKey { form: DraftForm::Client, subject };
        let kept = app.write(Role::Specialist, move |cx| keep_draft(cx, key, 0, typed("あ")));
        assert!(matches!(kept, Err(Refusal::NotFound)));
    }
    let stranger =
        app.write_as(app.stranger(Role::Manager), None, move |cx| keep_draft(cx, key(&client), 1, typed("あ")));
    assert!(matches!(stranger, Err(Refusal::NotFound)), "another office's client");
}

#[test]
fn recording_ends_it_and_a_late_autosave_does_not_bring_it_back() {
    let (app, client) = start();
    let key = key(&client);
    let form = OperationId(id(500));
    app.write_as(app.actor(Role::Specialist), Some(form), move |cx| keep_draft(cx, key, 1, typed("つづき"))).unwrap();
    let text = ClientText { note: "つづき".to_owned(), ..ClientText::of(&client) };
    let client_id = client.id;
    app.write_as(app.actor(Role::Specialist), Some(form), move |cx| {
        cx.operation = cx.operation.take().map(|sending: Sending| sending.with_draft(Some(key)));
        update_client(cx, client_id, &text, 1)
    })
    .unwrap();
    assert_eq!(found(&app, Role::Specialist, key), None);
    app.write_as(app.actor(Role::Specialist), Some(form), move |cx| keep_draft(cx, key, 1, typed("つづ"))).unwrap();
    assert_eq!(found(&app, Role::Specialist, key), None, "the form was recorded already");
}

#[test]
fn what_is_typed_on_the_same_page_after_it_was_recorded_is_kept() {
    let (app, client) = start();
    let (key, client_id) = (key(&client), client.id);
    let sending = |note: &str, button: &str| {
        let fields = [("note", note), ("action", button), ("_script", button), ("", button)];
        Some(Sending::of(OperationId(id(502)), fields.into_iter()).with_draft(Some(key)))
    };
    let keep = |note: &'static str| {
        let kept = app.write_sent(app.actor(Role::Specialist), sending(note, "/drafts"), move |cx| {
            keep_draft(cx, key, 1, typed(note))
        });
        kept.unwrap();
        found(&app, Role::Specialist, key)
    };
    assert_eq!(keep("つづき").as_deref(), Some("つづき"));
    let text = ClientText { note: "つづき".to_owned(), ..ClientText::of(&client) };
    app.write_sent(app.actor(Role::Specialist), sending("つづき", "save"), move |cx| {
        update_client(cx, client_id, &text, 1)
    })
    .unwrap();
    assert_eq!(keep("つづき"), None, "the same words were recorded already");
    assert_eq!(keep("つづきと、もう一言").as_deref(), Some("つづきと、もう一言"));
}

#[test]
fn a_refused_form_keeps_its_draft() {
    let app = TestApp::new();
    let key = DraftKey { form: DraftForm::NewClient, subject: Uuid::nil() };
    app.write(Role::Specialist, move |cx| keep_draft(cx, key, 0, typed("まだ"))).unwrap();
    let refused = app.write_as(app.actor(Role::Specialist), Some(OperationId(id(501))), move |cx| {
        cx.operation = cx.operation.take().map(|sending: Sending| sending.with_draft(Some(key)));
        create_client(cx, &ClientText::default(), false)
    });
    assert!(matches!(refused, Err(Refusal::Refused(_))));
    assert_eq!(found(&app, Role::Specialist, key).as_deref(), Some("まだ"));
}

#[test]
fn drafts_are_bounded_in_size_number_and_days() {
    let (app, client) = start();
    let key = key(&client);
    let large = "あ".repeat(limits::DRAFT_BYTES / 3 + 1);
    let refused = app.write(Role::Specialist, move |cx| keep_draft(cx, key, 1, typed(&large)));
    assert!(matches!(refused, Err(Refusal::Refused(_))));
    app.write(Role::Specialist, move |cx| keep_draft(cx, key, 1, typed("ふるい"))).unwrap();
    let later = |days: i64| app.clone().on(TODAY.saturating_add(jiff::Span::new().days(days)));
    assert_eq!(found(&later(limits::DRAFT_DAYS), Role::Specialist, key).as_deref(), Some("ふるい"));
    let over = later(limits::DRAFT_DAYS + 1);
    assert_eq!(found(&over, Role::Specialist, key), None);
    let other = DraftKey { form: DraftForm::NewClient, subject: Uuid::nil() };
    over.write(Role::Specialist, move |cx| keep_draft(cx, other, 0, typed("新しい"))).unwrap();
    let user = app.actor(Role::Specialist).user;
    assert_eq!(app.keep(move |tx| store::drafts::of_user(tx, OFFICE, user)).len(), 1, "the old one is swept out");
    let before = app.keep(move |tx| {
        for number in (0_u64..).take(limits::DRAFTS) {
            let draft = store::drafts::Draft {
                form: "client".to_owned(),
                subject: id(1_000 + number),
                base_version: 1,
                fields: Vec::new(),
                saved_at: format!("2026-11-22T00:{:02}:{:02}.000Z", number / 60, number % 60),
            };
            store::drafts::save(tx, OFFICE, user, &draft)?;
        }
        store::drafts::of_user(tx, OFFICE, user)
    });
    assert!(before.len() > limits::DRAFTS);
    app.write(Role::Specialist, move |cx| keep_draft(cx, key, 1, typed("いま"))).unwrap();
    let after = app.keep(move |tx| store::drafts::of_user(tx, OFFICE, user));
    assert_eq!(after.len(), limits::DRAFTS, "the oldest give way");
}
