//! Signing in as strangers try it: what is counted, for whom, and how it ends; the second factor; sessions and the proof of who
//! one is.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use common::{Answer, Factor, Site, empty};
use domain::office::Role;
use web::{AppState, ClientAddress, routes};

const PASSWORD: &str = "midori-kaeru-densha-7";
const WAITS: &str = "15分のあいだ受け付けません";

fn set_up(code: &str) -> String {
    format!(
        "code={code}&office_name=%E3%81%BF%E3%81%BE%E3%82%82%E3%82%8A&area_plan=2&area_child=2&grade=1&municipality=kawasaki\
         &name=%E7%AE%A1%E7%90%86&login=kanri&password={PASSWORD}&password_again={PASSWORD}"
    )
}

/// The first 管理者 with her second factor.
async fn first() -> (Site, Factor) {
    let (site, code) = empty();
    let pending = site.post("/setup", "", &set_up(&code)).await.cookies();
    let factor = site.enrol(&pending).await;
    (site, factor)
}

/// The cookie of the device alone.
fn device(factor: &Factor) -> String {
    factor.cookies.split("; ").find(|cookie| cookie.starts_with("mimamori_device=")).unwrap().to_owned()
}

fn login(password: &str) -> String {
    format!("login=kanri&password={password}")
}

/// A try from a network.
async fn from(site: &Site, address: &str, body: &str) -> Answer {
    let mut request = Request::post("/login")
        .header(header::HOST, "mimamori.test")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.to_owned()))
        .unwrap();
    request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
    site.request(request).await
}

/// The same site with a clock that is set.
fn with_clock(site: &Site) -> (Site, Arc<Mutex<String>>) {
    let clock = Arc::new(Mutex::new("2026-11-22T01:00:00.000Z".to_owned()));
    let mut app = site.app.clone();
    let read = Arc::clone(&clock);
    app.outside.now = Arc::new(move || read.lock().unwrap().clone());
    let state = AppState::new(app.db.clone(), law::LawBook::embedded().unwrap(), app.outside.clone(), true);
    (Site { router: web::router(state), app }, clock)
}

fn set(clock: &Mutex<String>, now: &str) {
    now.clone_into(&mut clock.lock().unwrap());
}

#[tokio::test]
async fn a_burst_tests_no_more_passwords_than_a_row_of_tries() {
    let (site, _) = first().await;
    let site = Arc::new(site);
    let tries: Vec<_> = (0..30)
        .map(|number| {
            let site = Arc::clone(&site);
            let body = login(if number == 29 { PASSWORD } else { "wrong" });
            tokio::spawn(async move { site.post("/login", "", &body).await })
        })
        .collect();
    let mut waited = 0;
    for answer in tries {
        waited += usize::from(answer.await.unwrap().text().contains(WAITS));
    }
    assert!(waited >= 24, "{waited}");
}

#[tokio::test]
async fn a_stranger_locks_nobody_out_who_signed_in_on_that_device_before() {
    let (site, factor) = first().await;
    for _ in 0..9 {
        site.post("/login", "", &login("wrong")).await;
    }
    assert!(site.post("/login", "", &login(PASSWORD)).await.text().contains(WAITS));
    let known = site.post("/login", &device(&factor), &login(PASSWORD)).await;
    assert_eq!(known.header("location"), "/login/code", "{}", known.text());
    // The device has a measure of its own, and that of a made-up one is nobody's.
    let made_up = format!("mimamori_device={}", "a".repeat(64));
    assert!(site.post("/login", &made_up, &login(PASSWORD)).await.text().contains(WAITS));
    for _ in 0..10 {
        site.post("/login", &device(&factor), &login("wrong")).await;
    }
    assert!(site.post("/login", &device(&factor), &login(PASSWORD)).await.text().contains(WAITS));
}

#[tokio::test]
async fn many_logins_from_one_network_wait_and_others_do_not() {
    let (site, _) = first().await;
    for number in 0..40 {
        let address = format!("2001:db8:0:1::{number:x}");
        let answer = from(&site, &address, &format!("login=person{number}&password=wrong")).await;
        assert!(answer.text().contains("パスワードが違います"), "{number}: {}", answer.text());
    }
    assert!(from(&site, "2001:db8:0:1:ffff::1", &login(PASSWORD)).await.text().contains(WAITS));
    assert_eq!(from(&site, "2001:db8:0:2::1", &login(PASSWORD)).await.header("location"), "/login/code");
}

#[tokio::test]
async fn a_wait_made_by_a_clock_in_the_future_ends_by_itself() {
    let (site, _) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2028-11-22T01:00:00.000Z");
    for _ in 0..6 {
        site.post("/login", "", &login("wrong")).await;
    }
    assert!(site.post("/login", "", &login(PASSWORD)).await.text().contains(WAITS));
    set(&clock, "2026-11-22T02:00:00.000Z");
    assert_eq!(site.post("/login", "", &login(PASSWORD)).await.header("location"), "/login/code");
    // And one of now after a quarter of an hour, whatever was tried meanwhile.
    for minute in 0..14 {
        set(&clock, &format!("2026-11-22T03:{minute:02}:00.000Z"));
        site.post("/login", "", &login("wrong")).await;
    }
    assert!(site.post("/login", "", &login(PASSWORD)).await.text().contains(WAITS));
    set(&clock, "2026-11-22T03:15:01.000Z");
    assert_eq!(site.post("/login", "", &login(PASSWORD)).await.header("location"), "/login/code");
}

#[tokio::test]
async fn a_one_time_password_opens_once_and_for_three_days_and_lifts_the_wait() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2026-11-22T01:05:00.000Z");
    let added = site.post("/settings/users/new", &factor.cookies, "login=sato&name=Sato&role=specialist").await;
    let one_time = added.between("class=\"secret\">", "<");
    let sato = |password: &str| format!("login=sato&password={password}");
    assert_eq!(site.post("/login", "", &sato(&one_time)).await.header("location"), "/login/second-factor");
    let again = site.post("/login", "", &sato(&one_time)).await;
    assert!(again.text().contains("もう使ったか"), "{}", again.text());

    let user = site.app.keep(|tx| Ok(store::accounts::by_login(tx, "sato")?.unwrap().user));
    for _ in 0..6 {
        site.post("/login", "", &sato("wrong")).await;
    }
    assert!(site.post("/login", "", &sato("wrong")).await.text().contains(WAITS));
    let reset = site.post(&format!("/settings/users/{user}/reset"), &factor.cookies, "").await;
    let one_time = reset.between("class=\"secret\">", "<");
    set(&clock, "2026-11-25T01:06:00.000Z");
    let late = site.post("/login", "", &sato(&one_time)).await;
    assert!(late.text().contains("72時間"), "{}", late.text());
    set(&clock, "2026-11-25T01:04:00.000Z");
    assert_eq!(site.post("/login", "", &sato(&one_time)).await.header("location"), "/login/second-factor");
}

#[tokio::test]
async fn nothing_opens_before_the_second_factor() {
    let (site, code) = empty();
    let enrolling = site.post("/setup", "", &set_up(&code)).await.cookies();
    let page = site.get("/login/second-factor", &enrolling).await;
    assert!(page.text().contains("QRコード") && page.body.contains("<svg viewBox"), "{}", page.text());
    nothing_else(&site, &enrolling, "/login/second-factor").await;
    let wrong = site.post("/login/second-factor", &enrolling, "factor_code=000000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let factor = site.enrol(&enrolling).await;
    assert_eq!(site.get("/", &enrolling).await.header("location"), "/login", "the old secret opens nothing");
    assert_eq!(factor.printed.len(), 10);
    let proving = site.post("/login", "", &login(PASSWORD)).await.cookies();
    nothing_else(&site, &proving, "/login/code").await;
}

/// Every route but the public ones leads to the one page that is open; what lies below that is its own.
async fn nothing_else(site: &Site, cookie: &str, open: &str) {
    for route in routes::table() {
        let of_page = route.path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if of_page || route.access == web::access::Access::Public {
            continue;
        }
        let body = if route.method == Method::POST { "x=y" } else { "" };
        let answer = site.send(route.method.clone(), route.path, cookie, body).await;
        assert_eq!(answer.header("location"), open, "{} {}", route.method, route.path);
    }
}

#[tokio::test]
async fn a_code_is_taken_once_and_guessing_it_has_to_wait() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2026-11-22T01:10:00.000Z");
    let enter = async |code: String| {
        let pending = site.post("/login", &device(&factor), &login(PASSWORD)).await.cookies();
        site.post("/login/code", &pending, &format!("factor_code={code}")).await
    };
    let code = site.code(&factor, 0);
    assert_eq!(enter(code.clone()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(enter(code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "never twice");
    assert_eq!(enter(site.code(&factor, 2)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "two steps ahead");
    let next = site.code(&factor, 1);
    assert_eq!(enter(format!("{}%20{}", &next[..3], &next[3..])).await.status, StatusCode::SEE_OTHER);
    let printed = factor.printed[0].to_uppercase();
    assert_eq!(enter(printed.clone()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(enter(printed).await.status, StatusCode::UNPROCESSABLE_ENTITY, "each once");
    for _ in 0..4 {
        enter("111111".to_owned()).await;
    }
    let waits = enter(factor.printed[1].clone()).await;
    assert!(waits.text().contains(WAITS), "{}", waits.text());
    set(&clock, "2026-11-22T01:26:00.000Z");
    assert_eq!(enter(factor.printed[1].clone()).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_taken_by_a_clock_in_the_future_keeps_nobody_out() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    let enter = async |code: &str| {
        let pending = site.post("/login", &device(&factor), &login(PASSWORD)).await.cookies();
        site.post("/login/code", &pending, &format!("factor_code={code}")).await.status
    };
    set(&clock, "2026-11-23T01:00:00.000Z");
    assert_eq!(enter(&site.code(&factor, 0)).await, StatusCode::SEE_OTHER);
    // Put right in small steps, a code that was taken stays taken.
    set(&clock, "2026-11-23T00:57:00.000Z");
    assert_eq!(enter(&site.code(&factor, 0)).await, StatusCode::UNPROCESSABLE_ENTITY);
    set(&clock, "2026-11-22T02:00:00.000Z");
    let code = site.code(&factor, 0);
    assert_eq!(enter(&code).await, StatusCode::SEE_OTHER, "the clock is put right by a day");
    assert_eq!(enter(&code).await, StatusCode::UNPROCESSABLE_ENTITY, "never twice");
}

#[tokio::test]
async fn the_way_back_goes_through_the_second_factor() {
    let (site, factor) = first().await;
    let lapsed = site.get("/clients/new", "").await;
    let pending = site.post("/login", &lapsed.cookies(), &login(PASSWORD)).await;
    assert_eq!(pending.header("location"), "/login/code");
    let both = format!("{}; {}", lapsed.cookies(), pending.cookies());
    let entered = site.post("/login/code", &both, &format!("factor_code={}", site.code(&factor, 1))).await;
    assert_eq!(entered.header("location"), "/clients/new", "{}", entered.text());
}

#[tokio::test]
async fn a_session_of_before_goes_on_and_the_next_sign_in_sets_the_factor_up() {
    let site = Site::new();
    let cookie = site.cookie(Role::Specialist);
    assert_eq!(site.get("/clients", &cookie).await.status, StatusCode::OK);
    let user = site.app.actor(Role::Specialist).user;
    let new = app::accounts::NewPassword::check(PASSWORD, PASSWORD, &[]).unwrap_or_else(|_| unreachable!());
    let hash = app::accounts::hash_password(&new, [7; 32]).unwrap();
    site.app.keep(move |tx| store::accounts::set_password(tx, user, &hash, None));
    let next = site.post("/login", "", &format!("login=specialist-own&password={PASSWORD}")).await;
    assert_eq!(next.header("location"), "/login/second-factor");
    assert_eq!(site.get("/clients", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_matters_most_asks_again_who_one_is_and_keeps_what_was_sent() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2026-11-22T01:20:00.000Z");
    let list = site.get("/settings/users", &factor.cookies).await;
    assert_eq!(list.status, StatusCode::OK);
    assert_eq!(site.get("/settings/users/new", &factor.cookies).await.header("location"), "/proof");
    let new = "_operation=01910000-0000-7000-8000-00000000aaaa&login=sato&name=Sato&role=specialist";
    let asked = site.post("/settings/users/new", &factor.cookies, new).await;
    assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!((asked.hidden("_to").as_str(), asked.hidden("login").as_str()), ("/settings/users/new", "sato"));
    let sent = format!("_to=/settings/users/new&{new}");
    let wrong = site.post("/proof", &factor.cookies, &format!("{sent}&proof_password=wrong")).await;
    assert_eq!((wrong.status, wrong.hidden("login").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "sato"));
    let right = site.post("/proof", &factor.cookies, &format!("{sent}&proof_password={PASSWORD}")).await;
    assert_eq!(right.status, StatusCode::OK, "{}", right.text());
    assert!(!right.body.contains(PASSWORD) && right.body.contains("action=\"/settings/users/new\""), "{}", right.body);
    assert_eq!(right.hidden("_operation"), "01910000-0000-7000-8000-00000000aaaa");
    let added = site.post("/settings/users/new", &factor.cookies, new).await;
    assert!(added.text().contains("仮パスワード"), "{}", added.text());
    // By the app, too, and no form of elsewhere is sent on.
    set(&clock, "2026-11-22T01:40:00.000Z");
    let code = site.code(&factor, 0);
    let by_code = site.post("/proof", &factor.cookies, &format!("_to=//evil.example&proof_code={code}")).await;
    assert_eq!((by_code.status, by_code.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(site.get("/settings/users/new", &factor.cookies).await.status, StatusCode::OK);
    for _ in 0..6 {
        set(&clock, "2026-11-22T02:00:00.000Z");
        site.post("/proof", &factor.cookies, "proof_password=wrong").await;
    }
    let waits = site.post("/proof", &factor.cookies, &format!("proof_password={PASSWORD}")).await;
    assert!(waits.text().contains(WAITS), "{}", waits.text());
}

#[tokio::test]
async fn typing_counts_as_use_and_asking_how_long_it_goes_on_does_not() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    let at = |now: &str| set(&clock, &format!("2026-11-22T{now}:00.000Z"));
    at("01:10");
    assert_eq!(site.post("/session/use", &factor.cookies, "").await.status, StatusCode::NO_CONTENT);
    at("01:35");
    assert_eq!(site.post("/session/left", &factor.cookies, "").await.body, "300");
    at("01:38");
    assert_eq!(site.post("/session/left", &factor.cookies, "").await.body, "120", "asking is no use");
    assert_eq!(site.post("/session/use", &factor.cookies, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.post("/session/left", &factor.cookies, "").await.body, "1800");
    at("02:00");
    let proved = site.post("/proof", &factor.cookies, &format!("proof_password={PASSWORD}")).await;
    assert_eq!(proved.status, StatusCode::SEE_OTHER);
    let saved = site.post("/settings/idle-time", &factor.cookies, "minutes=15").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let odd = site.post("/settings/idle-time", &factor.cookies, "minutes=600").await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.get("/", &factor.cookies).await.body.contains("data-idle-minutes=\"15\""));
    at("02:16");
    assert_eq!(site.post("/session/left", &factor.cookies, "").await.header("location"), "/login");
}

#[tokio::test]
async fn a_session_is_ended_alone_and_gets_another_secret_when_rights_change() {
    let site = Site::new();
    let (manager, other) = (site.cookie(Role::Manager), site.cookie(Role::Specialist));
    let (third, user) = (site.cookie(Role::Specialist), site.app.actor(Role::Specialist).user);
    let list = site.get("/settings/password", &other).await;
    let session = list.hidden("session");
    assert_eq!(app::sha256_hex(third.split_once('=').unwrap().1), session);
    let ended = site.post("/settings/password/end-session", &other, &format!("session={session}")).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    assert_eq!(site.get("/clients", &third).await.header("location"), "/login");
    let again = site.post("/settings/password/end-session", &other, &format!("session={session}")).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);

    let edit = "_version=1&name=x&role=clerk";
    let edited = site.post(&format!("/settings/users/{user}"), &manager, edit).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.text());
    let renewed = site.get("/clients", &other).await;
    assert_eq!(renewed.status, StatusCode::OK);
    assert_eq!(site.get("/clients", &other).await.header("location"), "/login", "the old secret opens nothing");
    let other = renewed.cookies();
    assert_eq!(site.get("/clients", &other).await.status, StatusCode::OK);

    let of_person = site.get(&format!("/settings/users/{user}"), &manager).await;
    assert!(of_person.text().contains("ログイン中の端末"), "{}", of_person.text());
    let end = format!("session={}", of_person.hidden("session"));
    let path = format!("/settings/users/{user}/end-session");
    let stranger = site.strangers_cookie(Role::Manager);
    assert_eq!(site.post(&path, &stranger, &end).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&path, &manager, &end).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/clients", &other).await.header("location"), "/login");
}

const SATOS: &str = "kumo-ringo-hashi-82";

/// A colleague with an own password and a second factor.
async fn colleague(site: &Site, manager: &Factor) -> Factor {
    let added = site.post("/settings/users/new", &manager.cookies, "login=sato&name=Sato&role=specialist").await;
    let one_time = added.between("class=\"secret\">", "<");
    let pending = site.post("/login", "", &format!("login=sato&password={one_time}")).await.cookies();
    let mut sato = site.enrol(&pending).await;
    let own = format!("current={one_time}&password={SATOS}&password_again={SATOS}");
    let changed = site.post("/settings/password", &sato.cookies, &own).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    sato.cookies = changed.cookies();
    sato
}

#[tokio::test]
async fn a_manager_resets_a_colleagues_factors_and_the_colleague_is_told_until_it_is_ticked() {
    let (site, manager) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2026-11-22T01:05:00.000Z");
    let sato = colleague(&site, &manager).await;
    let (user, own) = site.app.keep(|tx| {
        let user = |tx: &mut _, login: &str| store::accounts::by_login(tx, login).map(|it| it.unwrap().user);
        Ok((user(tx, "sato")?, user(tx, "kanri")?))
    });
    let path = |user| format!("/settings/users/{user}/reset-factor");
    let page = site.get(&format!("/settings/users/{user}"), &manager.cookies).await;
    assert!(page.text().contains("二段階認証を解除する"), "{}", page.text());
    let page = site.get(&format!("/settings/users/{own}"), &manager.cookies).await;
    assert!(!page.text().contains("二段階認証を解除する"), "not the own");
    let of_oneself = site.post(&path(own), &manager.cookies, "").await;
    assert_eq!(of_oneself.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(of_oneself.text().contains("自分の二段階認証は"), "{}", of_oneself.text());
    assert_eq!(site.post(&path(own), &sato.cookies, "").await.status, StatusCode::FORBIDDEN);

    set(&clock, "2026-11-22T01:25:00.000Z");
    assert_eq!(site.post(&path(user), &manager.cookies, "").await.status, StatusCode::PRECONDITION_REQUIRED);
    site.post("/proof", &manager.cookies, &format!("proof_password={PASSWORD}")).await;
    let reset = site.post(&path(user), &manager.cookies, "").await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.text());
    let again = site.post(&path(user), &manager.cookies, "").await;
    assert!(again.text().contains("まだ設定していません"), "{}", again.text());
    assert_eq!(site.get("/clients", &sato.cookies).await.header("location"), "/login", "signed out");
    let told = site.app.keep(|tx| tx.rows("select action from audit", &[], |row| row.next::<String>()));
    assert_eq!(told.iter().filter(|action| *action == "accounts.reset-factor").count(), 1);

    // The password alone leads to another second factor, and what happened is told at the next sign-in.
    let pending = site.post("/login", "", &format!("login=sato&password={SATOS}")).await;
    assert_eq!(pending.header("location"), "/login/second-factor");
    let anew = site.enrol(&pending.cookies()).await;
    assert_ne!(anew.secret, sato.secret);
    let page = site.get("/clients", &anew.cookies).await;
    assert!(page.text().contains("変わったことがあります"), "{}", page.text());
    let list = site.get("/settings/account-notices", &anew.cookies).await.text();
    for words in ["二段階認証が解除されました", "R8.11.22 10:25", "管理", "認証アプリが設定されました"]
    {
        assert!(list.contains(words), "{words}: {list}");
    }
    set(&clock, "2026-11-22T01:40:00.000Z");
    let pending = site.post("/login", "", &format!("login=sato&password={SATOS}")).await.cookies();
    let next = site.post("/login/code", &pending, &format!("factor_code={}", site.code(&anew, 0))).await.cookies();
    for left in (0..4).rev() {
        let list = site.get("/settings/account-notices", &next).await;
        assert_eq!(list.body.matches("name=\"notice\"").count(), left + 1, "{}", list.text());
        let tick = format!("notice={}", list.hidden("notice"));
        // A colleague ticks nothing away.
        site.post("/settings/account-notices", &manager.cookies, &tick).await;
        assert!(site.get("/clients", &next).await.text().contains("変わったことがあります"));
        assert_eq!(site.post("/settings/account-notices", &next, &tick).await.status, StatusCode::SEE_OTHER);
    }
    assert!(!site.get("/clients", &next).await.text().contains("変わったことがあります"));
}

#[tokio::test]
async fn what_a_person_changes_is_told_on_the_next_sign_in_and_not_in_the_same() {
    let (site, factor) = first().await;
    let (site, clock) = with_clock(&site);
    set(&clock, "2026-11-22T01:10:00.000Z");
    let renewed = site.post("/settings/second-factor/codes", &factor.cookies, "").await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.text());
    assert!(!site.get("/clients", &factor.cookies).await.text().contains("変わったことがあります"));
    set(&clock, "2026-11-22T01:11:00.000Z");
    let own = format!("current={PASSWORD}&password={SATOS}&password_again={SATOS}");
    let changed = site.post("/settings/password", &factor.cookies, &own).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert!(!site.get("/clients", &changed.cookies()).await.text().contains("変わったことがあります"));
    let list = site.get("/settings/account-notices", &changed.cookies()).await.text();
    assert!(list.contains("パスワードが変わりました") && list.contains("本人"), "{list}");

    set(&clock, "2026-11-22T01:20:00.000Z");
    let pending = site.post("/login", "", &format!("login=kanri&password={SATOS}")).await.cookies();
    let next = site.post("/login/code", &pending, &format!("factor_code={}", site.code(&factor, 0))).await.cookies();
    assert!(site.get("/clients", &next).await.text().contains("変わったことがあります"));
}

#[tokio::test]
async fn the_check_of_the_own_password_is_counted_and_told() {
    let (site, factor) = first().await;
    let change = |current: &str| format!("current={current}&password={SATOS}&password_again={SATOS}");
    for number in 0..5 {
        let wrong = site.post("/settings/password", &factor.cookies, &change("wrong")).await;
        assert!(wrong.text().contains("いまのパスワードが違います"), "{number}: {}", wrong.text());
    }
    let waits = site.post("/settings/password", &factor.cookies, &change(PASSWORD)).await;
    assert!(waits.text().contains(WAITS), "the right one waits, too: {}", waits.text());
    let told = site.app.keep(|tx| tx.rows("select action from audit", &[], |row| row.next::<String>()));
    assert_eq!(told.iter().filter(|action| *action == "accounts.proof-failed").count(), 5);
}
