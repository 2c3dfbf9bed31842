//! 事業所の台帳: registered, searched without a name in the address, chosen on a certificate.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::TestApp;

use super::site::{get, location, post, sign_in};

const AOBA: [(&str, &str); 5] = [
    ("name", "あおば作業所"),
    ("number", "1412345678"),
    ("services", "生活介護"),
    ("phone", "044-000-0001"),
    ("person", "青葉 一"),
];

#[tokio::test]
async fn a_provider_is_registered_found_and_offered_on_a_certificate() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    assert!(get(&app, &clerk, "/providers").await.text().contains("まだ事業所がありません"));
    let saved = post(&app, &clerk, "/providers/new", &AOBA).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let shown = get(&app, &clerk, &location(&saved)).await;
    assert!(shown.text().contains("有効な受給者証でこの事業所を選んでいる人は、まだいません"), "{}", shown.text());
    let search = post(&app, &clerk, "/providers/search", &[("q", "青葉"), ("service", "生活介護")]).await;
    let place = location(&search);
    assert!(!place.contains("青葉") && place.starts_with("/providers?"), "{place}");
    let found = get(&app, &clerk, &place).await;
    assert!(found.text().contains("1か所"), "{}", found.text());
    let none = post(&app, &clerk, "/providers/search", &[("q", "青葉"), ("service", "居宅介護")]).await;
    assert!(get(&app, &clerk, &location(&none)).await.text().contains("見つかりませんでした"));
    let client = super::client::registered(&app, &clerk).await;
    let form = get(&app, &clerk, &format!("{client}/certificates/new")).await;
    assert!(form.text().contains("あおば作業所"), "{}", form.text());
}

#[tokio::test]
async fn two_who_change_a_provider_see_both_versions() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let place = location(&post(&app, &clerk, "/providers/new", &AOBA).await);
    let with = |version, phone| [AOBA[0], AOBA[1], ("phone", phone), ("_version", version)];
    let first = post(&app, &clerk, &place, &with("1", "044-000-0002")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = post(&app, &clerk, &place, &with("1", "044-000-0003")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("電話番号 044-000-0002 044-000-0003"), "{}", second.text());
}
