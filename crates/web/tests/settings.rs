//! The settings and the records.

use super::common;

use axum::http::StatusCode;
use common::Site;
use domain::office::Role;

const OFFICE_FORM: &str = "office_name=%E3%82%BB%E3%83%B3%E3%82%BF%E3%83%BC&area_plan=2&area_child=2&grade=1&municipality=kawasaki&from=R8.4.1";

#[tokio::test]
async fn a_wrong_field_is_said_at_the_field_and_on_top_and_what_was_typed_is_kept() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let body = format!("{OFFICE_FORM}&number_plan=12345&start_month=13%E6%9C%88&_version=1");
    let answer = site.post("/settings/office", &manager, &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<a href=\"#start_month\">"), "{}", answer.body);
    assert!(answer.text().contains("[12345]"), "{}", answer.text());
    let body = format!("{OFFICE_FORM}&number_plan=12345&_version=1");
    let answer = site.post("/settings/office", &manager, &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<a href=\"#number_plan\">事業所番号は10桁の数字で"), "{}", answer.text());
}

#[tokio::test]
async fn the_second_of_two_savings_sees_both_and_may_then_decide() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let (one, two) = (site.get("/settings/office", &manager).await, site.get("/settings/office", &manager).await);
    let sent = |operation: String, version: String, phone: &str| {
        format!("{OFFICE_FORM}&_operation={operation}&_version={version}&phone={phone}")
    };
    let first = site
        .post("/settings/office", &manager, &sent(one.hidden("_operation"), one.hidden("_version"), "044-111-1111"))
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let second = site
        .post("/settings/office", &manager, &sent(two.hidden("_operation"), two.hidden("_version"), "044-222-2222"))
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("電話番号 044-111-1111 044-222-2222"), "{}", second.text());
    let third = site
        .post(
            "/settings/office",
            &manager,
            &sent(second.hidden("_operation"), second.hidden("_version"), "044-222-2222"),
        )
        .await;
    assert_eq!(third.status, StatusCode::SEE_OTHER);
    assert!(site.get("/settings/office", &manager).await.text().contains("[044-222-2222]"));
}

#[tokio::test]
async fn every_settings_page_compares_two_versions_in_its_own_words() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let specialist = format!("/settings/specialists/{}", testkit::SATO);
    // The clerk's account is made by signing in.
    site.cookie(Role::Clerk);
    let user = format!("/settings/users/{}", site.app.actor(Role::Clerk).user);
    let sato = format!("name=%E4%BD%90%E8%97%A4&role=clerk&specialist={}", testkit::SATO);
    for (path, first, second, says) in [
        (
            specialist.as_str(),
            "name=A&kana=%E3%82%A2&ended_on=",
            "name=A&kana=%E3%82%A2&ended_on=R9.3.31",
            "最後の勤務日 （なし） 令和9年3月31日",
        ),
        (&user, "name=A&role=clerk&specialist=", "name=A&role=viewer&specialist=&disabled=yes", "役割 事務 閲覧"),
        (&user, "name=B&role=clerk&specialist=", &sato, "相談支援専門員としての本人 （なし） A"),
        (
            "/settings/municipalities/default",
            "from=R8.4.1&submission_day=5",
            "from=R8.4.1&submission_day=7&carry_over_accepted=true",
            "提出の期限 5 7",
        ),
    ] {
        let page = site.get(path, &manager).await;
        // A page where nothing was entered yet carries no version.
        let version = if page.body.contains("name=\"_version\"") { page.hidden("_version") } else { "0".to_owned() };
        let sent = |body: &str| format!("{body}&_version={version}");
        let saved = site.post(path, &manager, &sent(first)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{path}: {}", saved.text());
        let late = site.post(path, &manager, &sent(second)).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{path}");
        let text = late.text();
        assert!(text.contains("いま保存されている内容 あなたの入力") && text.contains(says), "{path}: {text}");
        assert!(!text.contains("内容と同じです"), "{path}: {text}");
    }
}

#[tokio::test]
async fn the_same_sending_twice_saves_once() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/specialists/new", &manager).await;
    let body = format!("_operation={}&name=Sato&kana=Sato", page.hidden("_operation"));
    for _ in 0..2 {
        assert_eq!(site.post("/settings/specialists/new", &manager, &body).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        site.get("/settings/specialists", &manager).await.text().matches("Sato").count(),
        2,
        "one line: name and kana"
    );
}

#[tokio::test]
async fn other_words_or_another_person_under_the_same_number_are_never_taken_for_saved() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/specialists/new", &manager).await;
    let body = |name: &str| format!("_operation={}&name={name}&kana=Sato", page.hidden("_operation"));
    assert_eq!(site.post("/settings/specialists/new", &manager, &body("Sato")).await.status, StatusCode::SEE_OTHER);
    let other = site.post("/settings/specialists/new", &manager, &body("Suzuki")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.text().contains("いまの入力は、まだ保存していません"), "{}", other.text());
    assert!(other.text().contains("[Suzuki]"), "{}", other.text());
    assert_ne!(other.hidden("_operation"), page.hidden("_operation"));
    // The same words under the same number, for somebody else.
    let elsewhere = site.post(&format!("/settings/specialists/{}", testkit::SATO), &manager, &body("Sato")).await;
    assert!(elsewhere.status.is_client_error(), "{}", elsewhere.status);
    assert!(!site.get("/settings/specialists", &manager).await.text().contains("Suzuki"));
}

#[tokio::test]
async fn a_person_added_twice_by_a_double_click_is_shown_no_password_that_opens_nothing() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/users/new", &manager).await;
    let body = format!("_operation={}&login=tanaka&name=Tanaka&role=clerk", page.hidden("_operation"));
    let first = site.post("/settings/users/new", &manager, &body).await;
    assert!(first.body.contains("class=\"secret\""), "{}", first.text());
    let second = site.post("/settings/users/new", &manager, &body).await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(!second.body.contains("class=\"secret\""), "{}", second.text());
    assert!(second.text().contains("tanaka は、もう加えてあります"), "{}", second.text());
}

#[tokio::test]
async fn a_person_is_no_specialist_whom_this_office_does_not_have() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/users/new", &manager).await;
    let body = format!(
        "_operation={}&login=tanaka&name=Tanaka&role=specialist&specialist=01a22830-1592-7000-8000-000000000000",
        page.hidden("_operation")
    );
    let refused = site.post("/settings/users/new", &manager, &body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.text().contains("この事業所に登録されていません"), "{}", refused.text());
    assert!(!site.get("/settings/users", &manager).await.text().contains("tanaka"));
}

#[tokio::test]
async fn what_the_municipality_decides_can_be_set_and_taken_back() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/municipalities/default", &manager).await;
    assert!(page.text().contains("モニタリング報告書の写しを毎回提出するか"), "{}", page.text());
    let values = "from=R8.4.1&carry_over_accepted=true&every_report_submitted=true&submission_day=%EF%BC%95";
    let shown = |page: &common::Answer| format!("{values}&_version={}", page.hidden("_version"));
    let saved = site.post("/settings/municipalities/default", &manager, &shown(&page)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let book = site.app.read(Role::Viewer, app::monitoring::settings).unwrap();
    let settings = book.usual(testkit::TODAY);
    assert!(settings.every_report_submitted);
    assert_eq!(settings.submission_day, 5);
    let late = site.post("/settings/municipalities/default", &manager, &shown(&page).replace("%EF%BC%95", "7")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("提出の期限 5 7"), "{}", late.text());
    let wrong = site.post("/settings/municipalities/default", &manager, &shown(&late).replace("%EF%BC%95", "40")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("[40]"), "{}", wrong.text());
}

#[tokio::test]
async fn the_records_tell_who_changed_what_and_that_the_chain_holds() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    site.post("/settings/office", &manager, &format!("{OFFICE_FORM}&_version=1&phone=044-111-1111")).await;
    let page = site.get("/records?check=yes", &manager).await;
    assert!(page.text().contains("つながっています"), "{}", page.text());
    assert!(page.text().contains("管理 一郎 事業所の設定を変更"), "{}", page.text());
    assert!(page.text().contains("電話番号\n044-000-0000 → 044-111-1111"), "{}", page.text());
    let none = site.get("/records?from=R9.1.1", &manager).await;
    assert!(none.text().contains("この条件の記録はありません"), "{}", none.text());
}

#[tokio::test]
async fn an_own_value_says_who_set_it_and_when_and_can_be_given_back() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let page = site.get("/settings/municipalities/default", &manager).await;
    let body = format!("submission_day=5&from=R8.11.1&_version={}", page.hidden("_version"));
    assert_eq!(site.post("/settings/municipalities/default", &manager, &body).await.status, StatusCode::SEE_OTHER);
    let page = site.get("/settings/municipalities/default", &manager).await;
    let whole = page.text();
    // The contents at the top name every title once.
    let text = &whole[whole.find("月の途中に決定したとき").unwrap()..];
    let from = text.find("提出の期限").unwrap();
    let to = text.find("提出の期限が閉庁日のとき").unwrap();
    insta::assert_snapshot!(text[from..to].trim(), @r"
    提出の期限
    モニタリング報告書の同意と写しの提出を、翌月の何日までに済ませるかを決めます。
    [5]
    ふつうは
    翌月10日が多いようです。
    全国の既定の値
    10
    東京都北区の事業者向けのページ（計画相談支援の請求、令和5年3月14日）「計画・報告書の提出期限（請求月の10日まで）」
    ⚠ 1つの資料のみ（公的資料では未確認） ・令和8年11月22日に確認
    この事業所の値
    令和8年11月1日から 5 管理 一郎さんがR8.11.22 10:00に入力
    取り消す （提出の期限、令和8年11月1日から）
    ");
    let first = page.body.split("data-keep").nth(1).unwrap().split("<button").nth(1).unwrap();
    assert!(first.contains(">Enter<"), "Enter in a field saves, it gives nothing back: {first}");
    // The value of that day is taken back alone.
    let body = format!("claim_day=9&from=R8.11.2&_version={}", page.hidden("_version"));
    assert_eq!(site.post("/settings/municipalities/default", &manager, &body).await.status, StatusCode::SEE_OTHER);
    let page = site.get("/settings/municipalities/default", &manager).await;
    let body = format!("key=submission_day&from=2026-11-01&_version={}", page.hidden("_version"));
    let reset = site.post("/settings/municipalities/default/reset", &manager, &body).await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.text());
    let book = site.app.read(Role::Viewer, app::monitoring::settings).unwrap();
    let settings = book.usual(testkit::TODAY);
    assert_eq!((settings.submission_day, settings.claim_day), (10, 9));
    let again = site.get("/settings/municipalities/default", &manager).await;
    assert_eq!(again.text().matches("取り消す").count(), 1, "only the other one is the office's own");
}
