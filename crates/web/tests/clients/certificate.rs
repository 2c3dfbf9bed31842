//! 受給者証: preview, register, correct.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::TestApp;

use crate::{
    client::registered,
    site::{get, post, sign_in},
};

const RENEWAL: [(&str, &str); 11] = [
    ("service", "plan"),
    ("number", "１２３４５６７８"),
    ("municipality", "141305"),
    ("municipality_name", "川崎市"),
    ("decision", "renewal"),
    ("plan_made_on", "R8.4.20"),
    ("grant_service_0", "居宅介護"),
    ("grant_amount_0", "月30時間"),
    ("grant_start_0", "R8.5.1"),
    ("grant_end_0", "R9.4.30"),
    ("phase_interval_0", "3"),
];

fn id(page: &str) -> String {
    page.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_preview_shows_months_and_standard_and_saves_nothing() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let client = id(&registered(&app, &cookie).await);
    let mut typed = RENEWAL.to_vec();
    typed.push(("client", &client));
    let page = post(&app, &cookie, "/certificates/preview", &typed).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let shown = text.split("実施月の下見").nth(1).unwrap();
    assert!(shown.contains("3か月ごと") && shown.contains("全部で4回"), "{shown}");
    assert!(page.html().contains(r#"value="１２３４５６７８""#), "what was typed is kept");
    assert!(get(&app, &cookie, &format!("/clients/{client}")).await.text().contains("まだ登録がありません"));
}

#[tokio::test]
async fn a_wrong_end_is_said_at_its_field() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let mut typed = RENEWAL;
    typed[9] = ("grant_end_0", "R7.4.30");
    let answer = post(&app, &cookie, &format!("{page}/certificates"), &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html().contains(r##"href="#grant_end_0""##));
}

#[tokio::test]
async fn a_registered_certificate_fills_the_clients_page_and_can_be_corrected() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let saved = post(&app, &cookie, &format!("{page}/certificates"), &RENEWAL).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let client = get(&app, &cookie, &page).await;
    let text = client.text();
    assert!(text.contains("令和8年5月1日 〜 令和9年4月30日 ● 有効"), "{text}");
    assert!(text.contains("3か月ごと（R8.7・R8.10・R9.1・R9.4）"), "{text}");
    let html = client.html();
    let certificate = html.split(r#"href="/certificates/"#).nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/certificates/{certificate}");
    let viewer = sign_in(&app, Role::Viewer);
    let read = get(&app, &viewer, &address).await.html();
    assert!(read.contains("<fieldset class=\"bare\" disabled>") && !read.contains("保存する</button>"));
    let mut typed = RENEWAL.to_vec();
    typed[10] = ("phase_interval_0", "6");
    typed.push(("_version", "1"));
    assert_eq!(post(&app, &cookie, &address, &typed).await.status, StatusCode::SEE_OTHER);
    let again = post(&app, &cookie, &address, &typed).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the version is an old one");
}
