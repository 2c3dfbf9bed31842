//! What every use case leans on: one sending is done once, and the log tells of it.

use app::{AuditAction, Cx, Refusal, Sending};
use domain::{
    id::OperationId,
    office::{Right, Role},
};
use store::audit::{self, AuditFilter};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, id};

/// A use case that leaves a trace each time it is really done.
fn count(cx: &mut Cx<'_>) -> Result<u64, Refusal> {
    cx.once("test.count", |cx| {
        cx.authorize(Right::EditClients)?;
        cx.audit(AuditAction::FinishTask, "これ", &serde_json::json!({"何": "数えた"}))?;
        Ok(7)
    })
}

fn entries(app: &TestApp, office: domain::id::OfficeId) -> usize {
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    // The offices of the tests are laid out without a use case, so the program tells of them itself.
    app.keep(move |tx| audit::list(tx, office, &filter)).iter().filter(|entry| entry.word != "log.seal-rows").count()
}

#[test]
fn the_same_sending_twice_is_done_once_and_answered_twice() {
    let app = TestApp::new();
    let sending = Some(OperationId(id(500)));
    for _ in 0..2 {
        let answer = app.write_as(app.actor(Role::Clerk), sending, count);
        assert_eq!(answer.unwrap(), 7);
    }
    assert_eq!(entries(&app, OFFICE), 1);
    // The other office's sending with the same id is another sending.
    app.write_as(app.stranger(Role::Clerk), sending, count).unwrap();
    assert_eq!(entries(&app, OTHER_OFFICE), 1);
}

#[test]
fn a_refused_sending_leaves_nothing_and_can_be_tried_again() {
    let app = TestApp::new();
    let sending = Some(OperationId(id(500)));
    let refused = app.write_as(app.actor(Role::Viewer), sending, count);
    assert!(matches!(refused, Err(Refusal::Forbidden)));
    assert_eq!(entries(&app, OFFICE), 0);
    assert_eq!(app.write_as(app.actor(Role::Clerk), sending, count).unwrap(), 7);
}

#[test]
fn a_number_answers_for_the_same_words_of_the_same_person_alone() {
    let app = TestApp::new();
    let sending = |name: &'static str| Some(Sending::of(OperationId(id(500)), [("name", name)].into_iter()));
    let mut answers = Vec::new();
    for (role, name) in [
        (Role::Clerk, "川崎 花子"),
        (Role::Clerk, "川崎 花子"),
        (Role::Clerk, "中原 太郎"),
        (Role::Manager, "川崎 花子"),
    ] {
        let answer = app.write_sent(app.actor(role), sending(name), count);
        answers.push(match answer {
            Ok(number) => number.to_string(),
            Err(refusal) => refusal.to_string(),
        });
    }
    let before = Refusal::SentBefore.to_string();
    assert_eq!(answers, ["7", "7", before.as_str(), before.as_str()]);
    assert_eq!(entries(&app, OFFICE), 1);
}

#[test]
fn a_password_is_no_part_of_what_is_kept_of_a_sending() {
    let of = |password: &'static str| {
        let fields = [("login", "sato"), ("password", password), ("password_again", password), ("current", password)];
        Sending::of(OperationId(id(500)), fields.into_iter())
    };
    assert_eq!(of("midori-kaeru-densha-7"), of("akai-kutsu-no-neko-3"));
    let names = |first: &'static str, second: &'static str| {
        Sending::of(OperationId(id(500)), [("a", first), ("b", second)].into_iter())
    };
    assert_ne!(names("1\n1:b=1:2", ""), names("1", "2"));
}

#[test]
fn a_sending_kept_before_its_words_were_noted_still_answers() {
    let app = TestApp::new();
    let sending = || Some(Sending::of(OperationId(id(500)), [("name", "川崎 花子")].into_iter()));
    app.write_sent(app.actor(Role::Clerk), sending(), count).unwrap();
    app.keep(|tx| tx.execute("update operation set sent = ''", &[]));
    assert_eq!(app.write_sent(app.actor(Role::Clerk), sending(), count).unwrap(), 7);
    assert_eq!(entries(&app, OFFICE), 1);
}

#[test]
fn a_sending_cannot_answer_for_another_use_case() {
    let app = TestApp::new();
    let sending = Some(OperationId(id(500)));
    app.write_as(app.actor(Role::Clerk), sending, count).unwrap();
    let other = app.write_as(app.actor(Role::Clerk), sending, |cx| cx.once("test.other", |_| Ok(1_u64)));
    assert!(matches!(other, Err(Refusal::SentBefore)), "{other:?}");
}

#[test]
fn an_entry_tells_who_did_what() {
    let app = TestApp::new();
    app.write(Role::Clerk, count).unwrap();
    let entry =
        app.keep(|tx| audit::list(tx, OFFICE, &AuditFilter { limit: 1, ..AuditFilter::default() })).pop().unwrap();
    assert_eq!(
        (entry.seq, entry.actor_name.as_str(), entry.word.as_str(), entry.subject.as_str(), entry.body.as_str()),
        (2, "事務 次郎", "task.finish", "これ", r#"{"何":"数えた"}"#)
    );
    assert!(entry.at.starts_with("2026-11-22T"));
    let chain = app.keep(|tx| audit::verify(tx, OFFICE)).unwrap();
    assert_eq!(chain.entries, 2);
}
