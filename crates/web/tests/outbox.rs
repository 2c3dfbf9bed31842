//! 送信待ち: the address, a test mail, what failed and its button; for administrators alone.

use super::common;

use std::sync::Arc;

use app::outbox::{Letter, MailFault, work_off};
use axum::http::StatusCode;
use common::Site;
use domain::office::Role;
use testkit::TestApp;

const PLACE: &str = "/settings/outbox";

#[tokio::test]
async fn an_administrator_sets_the_address_sends_a_test_and_tries_a_failed_one_again() {
    let mut app = TestApp::new();
    app.outside.mail = Some(Arc::new(|_: &Letter| Err(MailFault::Refused(550))));
    let site = Site::of(app);
    let manager = site.cookie(Role::Manager);
    let page = site.get(PLACE, &manager).await;
    assert!(page.text().contains("まだ何もありません") && !page.body.contains("テストメールを送る"), "{}", page.text());
    let operation = page.hidden("_operation");
    let wrong = site.post(PLACE, &manager, &format!("_operation={operation}&address=jimusho")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("[jimusho]") && wrong.body.contains("<a href=\"#address\">"), "{}", wrong.text());
    let saved = site.post(PLACE, &manager, "address=jimusho%40example.jp").await;
    assert_eq!(saved.header("location"), PLACE);
    let page = site.get(PLACE, &manager).await;
    let body = format!("_operation={}", page.hidden("_operation"));
    for _ in 0..2 {
        assert_eq!(site.post("/settings/outbox/test", &manager, &body).await.header("location"), PLACE);
    }
    let page = site.get(PLACE, &manager).await;
    assert_eq!(
        page.text().matches("テストメール 待ち").count() + page.text().matches("j…@example.jp").count(),
        1,
        "{}",
        page.text()
    );
    let (db, outside) = (site.app.db.clone(), site.app.outside.clone());
    tokio::task::spawn_blocking(move || work_off(&db, &outside, "worker")).await.unwrap().unwrap();
    let page = site.get(PLACE, &manager).await;
    assert!(
        page.text().contains("送れませんでした") && page.text().contains("受け付けません（550）"),
        "{}",
        page.text()
    );
    let again = page.body.split_once("/again\"").map(|(before, _)| before.rsplit('"').next().unwrap()).unwrap();
    let again = format!("{again}/again");
    assert_eq!(site.post(&again, &manager, "").await.header("location"), PLACE);
    assert!(!site.get(PLACE, &manager).await.text().contains("送れませんでした"));
    assert_eq!(site.post(&again, &manager, "").await.status, StatusCode::NOT_FOUND, "it waits already");
}

#[tokio::test]
async fn the_queue_of_another_office_is_not_there() {
    let site = Site::new();
    let (mine, theirs) = (site.cookie(Role::Manager), site.strangers_cookie(Role::Manager));
    site.post(PLACE, &mine, "address=jimusho%40example.jp").await;
    site.post("/settings/outbox/test", &mine, "").await;
    let page = site.get(PLACE, &theirs).await;
    assert!(!page.body.contains("example.jp") && page.text().contains("まだ何もありません"), "{}", page.text());
    let page = site.get(PLACE, &mine).await;
    assert!(page.text().contains("メールのサーバーが設定されていません"), "{}", page.text());
    for role in [Role::Specialist, Role::Clerk, Role::Viewer] {
        assert_eq!(site.get(PLACE, &site.cookie(role)).await.status, StatusCode::FORBIDDEN);
    }
}
