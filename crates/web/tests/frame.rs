//! What holds for every page: headers, forms from elsewhere, too much at once, sessions that end, and nothing told to strangers.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use common::Site;
use domain::office::Role;
use testkit::TestApp;

#[tokio::test]
async fn every_answer_is_strict_and_kept_by_nobody() {
    let site = Site::new();
    let cookie = site.cookie(Role::Viewer);
    for path in ["/login", "/setup", "/protection", "/settings", "/no-such-page", "/healthz"] {
        let answer = site.get(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!answer.body.contains(" style=\"") && !answer.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn only_a_page_of_a_record_carries_what_it_showed() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    for (path, carries) in
        [("/login", false), ("/clients/new", false), ("/settings/users/new", false), ("/settings/office", true)]
    {
        let page = site.get(path, if path == "/login" { "" } else { &cookie }).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.body.contains("name=\"_shown\""), carries, "{path}");
    }
}

#[tokio::test]
async fn files_with_their_version_are_kept_for_good() {
    let site = Site::new();
    let page = site.get("/setup", "").await.body;
    let address = page.split('"').find(|part| part.ends_with("/base.css")).unwrap();
    let file = site.get(address, "").await;
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("content-type"), "text/css; charset=utf-8");
    let old = site.get("/static/old/base.css", "").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "no-store"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let site = Site::new();
    let request = Request::post("/settings/office")
        .header(header::HOST, "mimamori.test")
        .header(header::COOKIE, site.cookie(Role::Manager))
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://elsewhere.test");
    let answer = site.request(request.body(Body::from("office_name=x")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("ほかのサイトからの操作を止めました"), "{}", answer.text());
}

#[tokio::test]
async fn ten_megabytes_are_answered_with_a_sentence() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    let answer = site.post("/settings/office", &cookie, &format!("address={}", "x".repeat(10 * 1024 * 1024))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    // What came before the limit stands on the page.
    let text = answer.text().replace(&"x".repeat(2 * 1024 * 1024 - "address=".len()), "x…");
    insta::assert_snapshot!(text, @r"
    送られた内容が大きすぎます
    一度に送れるのは2メガバイトまでです。文章を短くするか、分けて保存してください。
    何も保存されていません。
    入力した内容
    所在地
    x…
    「所在地」は長すぎるため、途中までしか残っていません。この内容は、短くしてから入力し直してください。
    今月の仕事へ
    ");
}

#[tokio::test]
async fn what_is_no_form_is_answered_with_a_sentence() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    let answer = site.post("/settings/office", &cookie, "office_name=%82%A0").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("文字コードを読めませんでした"), "{}", answer.text());
}

/// An application whose clock the test sets.
fn clocked() -> (Site, Arc<Mutex<String>>) {
    let mut app = TestApp::new();
    let clock = Arc::new(Mutex::new("2026-11-22T00:00:00.000Z".to_owned()));
    let read = Arc::clone(&clock);
    app.outside.now = Arc::new(move || read.lock().unwrap().clone());
    (Site::of(app), clock)
}

#[tokio::test]
async fn half_an_hour_without_use_ends_a_session() {
    let (site, clock) = clocked();
    let cookie = site.cookie(Role::Viewer);
    for time in ["00:29", "00:58", "01:27"] {
        *clock.lock().unwrap() = format!("2026-11-22T{time}:00.000Z");
        assert_eq!(site.get("/settings", &cookie).await.status, StatusCode::OK, "{time}");
    }
    *clock.lock().unwrap() = "2026-11-22T01:58:00.000Z".to_owned();
    assert_eq!(site.get("/settings", &cookie).await.header("location"), "/login");
}

#[tokio::test]
async fn twelve_hours_end_a_session_in_use() {
    let (site, clock) = clocked();
    let cookie = site.cookie(Role::Viewer);
    for minutes in (0..12 * 60).step_by(20) {
        *clock.lock().unwrap() = format!("2026-11-22T{:02}:{:02}:00.000Z", minutes / 60, minutes % 60);
        assert_eq!(site.get("/settings", &cookie).await.status, StatusCode::OK, "{minutes}");
    }
    *clock.lock().unwrap() = "2026-11-22T12:00:01.000Z".to_owned();
    assert_eq!(site.get("/settings", &cookie).await.header("location"), "/login");
}

#[tokio::test]
async fn of_two_cookies_of_one_name_the_one_that_opens_a_session_counts_and_two_open_nothing() {
    let site = Site::new();
    let (own, other) = (site.cookie(Role::Viewer), site.cookie(Role::Manager));
    let planted = format!("mimamori={}", "a".repeat(64));
    for cookies in [format!("{planted}; {own}"), format!("{own}; {planted}"), format!("{own}; {own}")] {
        assert_eq!(site.get("/clients", &cookies).await.status, StatusCode::OK, "{cookies}");
    }
    // The session of somebody else, planted beside the own one, is nobody's to work in.
    for cookies in [format!("{own}; {other}"), format!("{other}; {own}")] {
        assert_eq!(site.get("/clients", &cookies).await.header("location"), "/login", "{cookies}");
    }
    let buried = format!("{}; {own}", vec![planted.as_str(); 1_000].join("; "));
    assert_eq!(site.get("/clients", &buried).await.header("location"), "/login", "so many are not looked at");
}

#[tokio::test]
async fn of_a_field_that_comes_twice_the_first_alone_is_judged_and_saved() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    let saved = site.post("/settings/idle-time", &cookie, "minutes=15&minutes=600").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(site.get("/clients", &cookie).await.body.contains("data-idle-minutes=\"15\""));
    let refused = site.post("/settings/idle-time", &cookie, "minutes=600&minutes=45").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.get("/clients", &cookie).await.body.contains("data-idle-minutes=\"15\""), "nothing was saved");
}

#[tokio::test]
async fn a_name_that_turns_the_reading_round_or_rings_a_bell_is_kept_nowhere() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    for marks in ["%E2%80%AE", "%E2%81%A6", "%E2%80%8F"] {
        let name = format!("name=%E5%B7%9D{marks}%E5%B4%8E&kana=%E3%82%AB%E3%83%AF");
        for (path, more) in [
            ("/settings/users/new", "&login=mark&role=clerk"),
            ("/settings/specialists/new", ""),
            ("/clients", "&birth=1990-01-01"),
            ("/providers/new", ""),
        ] {
            let refused = site.post(path, &cookie, &format!("{name}{more}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {marks}");
            assert!(refused.text().contains("目に見えない記号"), "{path} {marks}: {}", refused.text());
        }
    }
    // Controls of a terminal, which somebody pastes unseen, become a blank; the name stays.
    let added = site.post("/settings/users/new", &cookie, "login=bell&role=clerk&name=%E5%B7%9D%07%1B%E5%B4%8E").await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text());
    let list = site.get("/settings/users", &cookie).await.text();
    assert!(list.contains("川 崎") && !list.contains(['\u{7}', '\u{1b}']), "{list}");
}

#[tokio::test]
async fn a_switched_off_account_is_out_at_once() {
    let site = Site::new();
    let (manager, clerk) = (site.cookie(Role::Manager), site.cookie(Role::Clerk));
    let user = site.app.actor(Role::Clerk).user;
    let page = site.get(&format!("/settings/users/{user}"), &manager).await;
    let body = format!(
        "_operation={}&_version={}&name=x&role=clerk&disabled=yes",
        page.hidden("_operation"),
        page.hidden("_version")
    );
    assert_eq!(site.post(&format!("/settings/users/{user}"), &manager, &body).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/settings", &clerk).await.header("location"), "/login");
}

#[tokio::test]
async fn an_unknown_address_has_the_menu_for_those_inside_only() {
    let site = Site::new();
    let outside = site.get("/no-such-page", "").await;
    assert_eq!(outside.status, StatusCode::NOT_FOUND);
    assert!(!outside.body.contains("相談支援センターみまもり"));
    let inside = site.get("/no-such-page", &site.cookie(Role::Viewer)).await;
    assert_eq!(inside.status, StatusCode::NOT_FOUND);
    assert!(inside.body.contains("今月の仕事") && inside.body.contains("相談支援センターみまもり"));
}

#[tokio::test]
async fn more_fields_than_a_form_has_are_answered_with_a_sentence_before_anything_is_read() {
    let site = Site::new();
    let answer = site.post("/login", "", &vec!["a"; 1_000_000].join("&")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("項目が多すぎます"), "{}", answer.text());
}

#[tokio::test]
async fn what_the_framework_refuses_has_the_same_page_as_everything_else() {
    let site = Site::new();
    let cookie = site.cookie(Role::Viewer);
    for path in ["/billing/%ff", "/?month=2026-11&month=2026-12", "/?page=1&page=2"] {
        let answer = site.get(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.text().contains("送られた内容を読めませんでした"), "{path}: {}", answer.body);
    }
}

/// The bytes of a page, asked for as a browser does.
async fn encoding(site: &Site, path: &str, from: &str) -> String {
    let request = Request::get(path)
        .header(header::HOST, "mimamori.test")
        .header(header::COOKIE, site.cookie(Role::Viewer))
        .header(header::ACCEPT_ENCODING, "gzip, br")
        .header("sec-fetch-site", from);
    site.request(request.body(Body::empty()).unwrap()).await.header("content-encoding").to_owned()
}

#[tokio::test]
async fn pages_are_compressed_unless_another_site_asked_for_them() {
    let site = Site::new();
    assert_eq!(encoding(&site, "/rules", "same-origin").await, "gzip");
    assert_eq!(encoding(&site, "/rules", "none").await, "gzip");
    for elsewhere in ["cross-site", "same-site"] {
        assert_eq!(encoding(&site, "/rules", elsewhere).await, "");
        assert_eq!(encoding(&site, "/static/old/base.css", elsewhere).await, "gzip", "nobody's secret");
    }
    assert_eq!(encoding(&site, "/healthz", "same-origin").await, "", "too short to be worth it");
}

#[test]
fn a_button_that_saves_says_one_of_five_words() {
    let words = ["記録する", "仕上げる", "下書きとして保存", "登録する", "保存する"];
    let mut seen = 0;
    for (file, text) in templates(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))) {
        for button in text.split("<button").skip(1) {
            let Some((tag, rest)) = button.split_once('>') else { continue };
            // What a tag of the template chooses between is several labels.
            let inner = rest.split("</button>").next().unwrap_or_default();
            let labels = inner.split("{%").map(|part| part.rsplit("%}").next().unwrap_or_default().trim());
            for label in
                labels.filter(|it| ["保存", "記録", "仕上げ", "加え", "登録"].iter().any(|word| it.contains(word)))
            {
                seen += 1;
                let starts_work = ["登録して", "記録して", "保存して"].iter().any(|way| label.contains(way));
                let said = words.iter().any(|word| label == *word || label.ends_with(&format!("を{word}")));
                let takes_back =
                    label.contains("取り消す") || label.contains("保存しない") || label.ends_with("と記録する");
                assert!(said || starts_work || takes_back, "{file}: 「{label}」 in <button{tag}>");
            }
        }
    }
    assert!(seen > 30, "{seen} buttons were read");
}

/// Every template with its name.
fn templates(folder: &std::path::Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(templates(&path));
        } else {
            all.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    all
}
