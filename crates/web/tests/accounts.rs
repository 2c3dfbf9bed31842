//! From nothing to the first sign-in, and how passwords are asked for.

use super::common;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use common::{Site, empty};
use domain::office::Role;

const PASSWORD: &str = "midori-kaeru-densha-7";

fn set_up(code: &str, login: &str) -> String {
    format!(
        "code={code}&office_name=%E3%81%BF%E3%81%BE%E3%82%82%E3%82%8A&area_plan=2&area_child=2&grade=1&municipality=kawasaki\
         &name=%E7%AE%A1%E7%90%86&login={login}&password={PASSWORD}&password_again={PASSWORD}"
    )
}

/// The first 管理者, set up and in: what her browser keeps.
async fn first(site: &Site, code: &str) -> String {
    let pending = site.post("/setup", "", &set_up(code, "kanri")).await.cookies();
    site.enrol(&pending).await.cookies
}

#[tokio::test]
async fn the_first_start_leads_to_the_set_up_and_its_code_opens_it_once() {
    let (site, code) = empty();
    assert_eq!(site.get("/login", "").await.header("location"), "/setup");

    let wrong = site.post("/setup", "", &set_up("aaaa-bbbb-cccc-dddd", "kanri")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("設定コードが違います"), "{}", wrong.text());
    assert!(wrong.text().contains("[kanri]"), "what was typed is kept");
    assert!(!wrong.body.contains(PASSWORD), "a password is never sent back");

    let done = site.post("/setup", "", &set_up(&code.to_uppercase(), "kanri")).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/login/second-factor"));
    let cookie = done.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-mimamori=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
    let kept = site.enrol(&done.cookies()).await.cookies;
    assert_eq!(site.get("/settings/office", &kept).await.status, StatusCode::OK);

    assert_eq!(site.get("/setup", "").await.header("location"), "/login");
    let again = site.post("/setup", "", &set_up(&code, "other")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signing_in_makes_a_new_session_and_signing_out_ends_it() {
    let (site, code) = empty();
    let pending = site.post("/setup", "", &set_up(&code, "kanri")).await.cookies();
    let factor = site.enrol(&pending).await;
    let first = factor.cookies.clone();
    let known = site.post("/login", "", &format!("login=KANRI&password={PASSWORD}")).await;
    assert_eq!(known.header("location"), "/login/code", "{}", known.text());
    let body = format!("factor_code={}", site.code(&factor, 1));
    let signed_in = site.post("/login/code", &known.cookies(), &body).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.text());
    let second = signed_in.cookies();
    assert_ne!(first, second);

    let out = site.post("/logout", &second, "").await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(site.get("/settings", &second).await.header("location"), "/login");
    assert_eq!(site.get("/settings", &first).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_in_again_leads_back_to_the_page_one_was_on_and_its_draft() {
    let (site, code) = empty();
    let first = first(&site, &code).await;
    // Back by the password alone; with the second factor: sign_in.rs.
    site.app.keep(|tx| {
        let user = store::accounts::by_login(tx, "kanri")?.unwrap().user;
        store::accounts::mark_of_demo(tx, user)
    });
    let nobody = "00000000-0000-0000-0000-000000000000";
    site.post(&format!("/drafts/clients/new-client/{nobody}"), &first, "name=miyamae").await;
    let sign_in = format!("login=kanri&password={PASSWORD}");

    let lapsed = site.get("/clients/new", "").await;
    assert_eq!(lapsed.header("location"), "/login");
    assert_eq!(lapsed.cookies(), "mimamori_back=/clients/new");
    let wrong = site.post("/login", &lapsed.cookies(), "login=kanri&password=wrong").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signed_in = site.post("/login", &lapsed.cookies(), &sign_in).await;
    assert_eq!(signed_in.header("location"), "/clients/new");
    assert!(signed_in.cookies().contains("mimamori_back="), "it is forgotten: {}", signed_in.cookies());
    assert!(site.get("/clients/new", &signed_in.cookies()).await.body.contains("miyamae"), "the draft is there");

    // A form that was sent goes back to where it stood, and what a script asks for is no page.
    let request = |name: &'static str, value: &'static str| {
        let request = Request::post("/clients").header(header::HOST, "mimamori.test").header(name, value);
        request.header("sec-fetch-site", "same-origin").body(Body::from("name=x")).unwrap()
    };
    let sent = site.request(request("referer", "https://mimamori.test/clients/new")).await;
    assert_eq!((sent.header("location"), sent.cookies().as_str()), ("/login", "mimamori_back=/clients/new"));
    assert_eq!(site.request(request("sec-fetch-mode", "cors")).await.cookies(), "");
    for elsewhere in ["//evil.example", "https://evil.example/clients", "/\\evil.example", "/login", "/clients/../x//"]
    {
        let planted = format!("mimamori_back={elsewhere}");
        assert_eq!(site.post("/login", &planted, &sign_in).await.header("location"), "/", "{elsewhere}");
    }
    let out = site.post("/logout", &signed_in.cookies(), "").await;
    assert!(
        out.headers.get_all(header::SET_COOKIE).iter().any(|it| it.to_str().unwrap().starts_with("mimamori_back=;"))
    );
}

#[tokio::test]
async fn unknown_logins_and_wrong_passwords_get_the_same_answer_and_then_have_to_wait() {
    let (site, code) = empty();
    site.post("/setup", "", &set_up(&code, "kanri")).await;
    for login in ["kanri", "nobody"] {
        for _ in 0..5 {
            let wrong = site.post("/login", "", &format!("login={login}&password=wrong")).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.text().contains("ログインIDかパスワードが違います"), "{}", wrong.text());
        }
        let waits = site.post("/login", "", &format!("login={login}&password={PASSWORD}")).await;
        assert!(waits.text().contains("15分のあいだ受け付けません"), "{login}: {}", waits.text());
    }
}

#[tokio::test]
async fn a_new_person_chooses_an_own_password_first() {
    let (site, code) = empty();
    let manager = first(&site, &code).await;
    let added = site.post("/settings/users/new", &manager, "login=sato&name=Sato&role=specialist").await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text());
    let one_time = added.between("class=\"secret\">", "<");

    let pending = site.post("/login", "", &format!("login=sato&password={one_time}")).await;
    assert_eq!(pending.header("location"), "/login/second-factor");
    let sato = site.enrol(&pending.cookies()).await.cookies;
    assert_eq!(site.get("/protection", &sato).await.header("location"), "/settings/password");
    let body = format!("current={one_time}&password={PASSWORD}&password_again={PASSWORD}");
    let kept = format!("current={one_time}&password={one_time}&password_again={one_time}");
    let kept = site.post("/settings/password", &sato, &kept).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.text().contains("と同じです"), "{}", kept.text());
    let changed = site.post("/settings/password", &sato, &body).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert_eq!(site.get("/protection", &sato).await.header("location"), "/login", "the old secret opens nothing");
    let sato = changed.cookies();
    assert_eq!(site.get("/protection", &sato).await.status, StatusCode::OK);
}

#[tokio::test]
async fn there_is_always_a_manager_left() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let user = site.app.actor(Role::Manager).user;
    let answer = site.post(&format!("/settings/users/{user}"), &manager, "_version=1&name=x&role=viewer").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("管理者がいなくなるため変更できません"), "{}", answer.text());
}

#[tokio::test]
async fn the_login_page_reads_plainly() {
    let (site, code) = empty();
    site.post("/setup", "", &set_up(&code, "kanri")).await;
    let page = site.get("/login", "").await;
    insta::assert_snapshot!(page.text(), @r"
    ログイン
    自分のログインIDとパスワードを入力してください。
    ログインID ※必須
    []
    パスワード ※必須
    []
    ログイン
    パスワードを忘れたときは、事業所の管理者に新しい仮パスワードを出してもらってください。
    ");
}

#[tokio::test]
async fn sixty_at_once_are_all_answered_and_keep_their_login() {
    let (site, code) = empty();
    site.post("/setup", "", &set_up(&code, "kanri")).await;
    let site = Arc::new(site);
    let asked: Vec<_> = (0..60)
        .map(|number| {
            let site = Arc::clone(&site);
            tokio::spawn(async move { site.post("/login", "", &format!("login=person{number}&password=wrong")).await })
        })
        .collect();
    for (number, answer) in asked.into_iter().enumerate() {
        let answer = answer.await.unwrap();
        let refused = answer.status == StatusCode::TOO_MANY_REQUESTS && answer.text().contains("10秒ほど待ってから");
        let wrong = answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains("パスワードが違います");
        assert!(refused || wrong, "{}: {}", answer.status, answer.text());
        assert!(answer.text().contains(&format!("[person{number}]")), "{}", answer.text());
    }
}

#[tokio::test]
async fn every_cookie_behind_https_is_sent_over_https_alone() {
    let (site, code) = empty();
    let manager = first(&site, &code).await;
    let saved = site.post("/settings/specialists/new", &manager, "name=Sato&kana=Sato").await;
    let flash = saved.header("set-cookie");
    assert!(flash.starts_with("mimamori_flash=added;") && flash.ends_with("; Secure"), "{flash}");
    assert_eq!(saved.header("strict-transport-security"), "max-age=31536000");
}
