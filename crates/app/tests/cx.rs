//! What every use case leans on: one sending is done once, and the log tells of it.

use app::{Cx, Refusal};
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
        cx.audit("test.count", "これ", &serde_json::json!({"何": "数えた"}))?;
        Ok(7)
    })
}

fn entries(app: &TestApp, office: domain::id::OfficeId) -> usize {
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    app.keep(move |tx| audit::list(tx, office, &filter)).len()
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
fn a_sending_cannot_answer_for_another_use_case() {
    let app = TestApp::new();
    let sending = Some(OperationId(id(500)));
    app.write_as(app.actor(Role::Clerk), sending, count).unwrap();
    let other = app.write_as(app.actor(Role::Clerk), sending, |cx| cx.once("test.other", |_| Ok(1_u64)));
    assert!(matches!(other, Err(Refusal::Refused(_))), "{other:?}");
}

#[test]
fn an_entry_tells_who_did_what() {
    let app = TestApp::new();
    app.write(Role::Clerk, count).unwrap();
    let entry =
        app.keep(|tx| audit::list(tx, OFFICE, &AuditFilter { limit: 1, ..AuditFilter::default() })).pop().unwrap();
    assert_eq!(
        (entry.seq, entry.actor_name.as_str(), entry.action.as_str(), entry.subject.as_str(), entry.body.as_str()),
        (1, "事務 次郎", "test.count", "これ", r#"{"何":"数えた"}"#)
    );
    assert!(entry.at.starts_with("2026-11-22T"));
    let chain = app.keep(|tx| audit::verify(tx, OFFICE)).unwrap();
    assert_eq!(chain.entries, 1);
}
