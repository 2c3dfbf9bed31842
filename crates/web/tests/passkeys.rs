//! パスキー as browsers bring them: set up at the first sign-in and later, proved with, taken away; and what is not a passkey of the person,
//! of this page, of now.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use std::sync::{Arc, Mutex, atomic::Ordering};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use common::{Answer, Factor, Site, empty};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use testkit::Authenticator;
use web::{AppState, Hosts};

const PASSWORD: &str = "midori-kaeru-densha-7";
const HERE: &str = "https://mimamori.test";
const LOGIN: &str = "/login/code";
const FIRST: &str = "/login/second-factor";
const OWN: &str = "/settings/second-factor";

/// A site that knows its name, with TLS in front of it and a clock that is set.
fn named(site: &Site, tls: bool, hosts: Hosts) -> (Site, Arc<Mutex<String>>) {
    let clock = Arc::new(Mutex::new("2026-11-22T01:00:00.000Z".to_owned()));
    let mut app = site.app.clone();
    let read = Arc::clone(&clock);
    app.outside.now = Arc::new(move || read.lock().unwrap().clone());
    let state = AppState::new(app.db.clone(), law::LawBook::embedded().unwrap(), app.outside.clone(), tls);
    (Site { router: web::router(state.answering(hosts)), app }, clock)
}

fn own_names() -> Hosts {
    Hosts::of(["mimamori.test".to_owned(), "other.test".to_owned()])
}

/// The first 管理者 before her second factor: the cookies of a guest.
async fn first() -> (Site, Arc<Mutex<String>>, String) {
    let (site, code) = empty();
    let (site, clock) = named(&site, true, own_names());
    let set_up = format!(
        "code={code}&office_name=Mimamori&area_plan=2&area_child=2&grade=1&municipality=kawasaki&name=Kanri&login=kanri\
         &password={PASSWORD}&password_again={PASSWORD}"
    );
    let pending = site.post("/setup", "", &set_up).await.cookies();
    (site, clock, pending)
}

/// The same with an app set up.
async fn with_app() -> (Site, Arc<Mutex<String>>, Factor) {
    let (site, clock, pending) = first().await;
    let factor = site.enrol(&pending).await;
    (site, clock, factor)
}

fn encoded(value: &Value) -> String {
    utf8_percent_encode(&value.to_string(), NON_ALPHANUMERIC).to_string()
}

/// What the page's script is told to ask the device.
async fn options(site: &Site, at: &str, cookies: &str) -> Value {
    let told = site.post(&format!("{at}/options"), cookies, "").await;
    assert_eq!((told.status, told.header("content-type")), (StatusCode::OK, "application/json"), "{}", told.body);
    serde_json::from_str(&told.body).unwrap()
}

async fn send(site: &Site, at: &str, cookies: &str, brought: &Value) -> Answer {
    let body = format!("passkey_name=denwa&passkey_answer={}", encoded(brought));
    site.post(&format!("{at}/passkey"), cookies, &body).await
}

async fn make(site: &Site, at: &str, cookies: &str, device: &Authenticator) -> Answer {
    let told = options(site, at, cookies).await;
    send(site, at, cookies, &device.make(&told, HERE)).await
}

/// The cookies of a guest who gave the password and is to prove the second factor.
async fn pending(site: &Site) -> String {
    let answer = site.post("/login", "", &format!("login=kanri&password={PASSWORD}")).await;
    assert_eq!(answer.header("location"), LOGIN, "{}", answer.text());
    answer.cookies()
}

async fn enter(site: &Site, device: &Authenticator) -> Answer {
    let pending = pending(site).await;
    let told = options(site, LOGIN, &pending).await;
    send(site, LOGIN, &pending, &device.prove(&told, HERE)).await
}

fn refused(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
}

fn entries(site: &Site, action: &str) -> usize {
    let action = action.to_owned();
    let sql = "select action from audit where action = $1";
    site.app.keep(move |tx| tx.rows(sql, &[&action], |row| row.next::<String>())).len()
}

#[tokio::test]
async fn a_passkey_is_set_up_at_the_first_sign_in_and_opens_the_next() {
    let (site, clock, guest) = first().await;
    let page = site.get(FIRST, &guest).await;
    assert!(page.body.contains("data-passkey-options=\"/login/second-factor/options\""), "{}", page.body);
    let device = Authenticator::new(b"the telephone one");
    let codes = make(&site, FIRST, &guest, &device).await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.text());
    assert_eq!(codes.body.matches("<li><code>").count(), 10, "printed codes come with it");
    assert_eq!(entries(&site, "accounts.add-passkey"), 1);
    let over = site.post("/login/second-factor/options", &guest, "").await;
    assert_eq!(over.header("location"), "/login", "the session of the guest is over");

    let guest = pending(&site).await;
    let page = site.get(LOGIN, &guest).await;
    assert!(page.text().contains("パスキーでログイン") && page.text().contains("[]\nログイン"), "{}", page.text());
    assert!(!page.text().contains("6桁"), "there is no app: {}", page.text());
    let told = options(&site, LOGIN, &guest).await;
    assert_eq!(told.pointer("/userVerification"), Some(&json!("required")), "{told}");
    assert_eq!(told.pointer("/allowCredentials/0/id"), Some(&json!(device.number())));
    *clock.lock().unwrap() = "2026-11-22T03:04:00.000Z".to_owned();
    let entered = enter(&site, &device).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/"), "{}", entered.text());
    let home = site.get("/clients", &entered.cookies()).await;
    assert_eq!(home.status, StatusCode::OK);
    site.post("/proof", &entered.cookies(), &format!("proof_password={PASSWORD}")).await;
    let own = site.get(OWN, &entered.cookies()).await;
    assert!(own.text().contains("denwa") && own.text().contains("12:04"), "{}", own.text());
    // A printed code opens as well.
    let printed = codes.between("<li><code>", "<");
    let guest = pending(&site).await;
    let entered = site.post(LOGIN, &guest, &format!("factor_code={printed}")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
}

#[tokio::test]
async fn several_are_added_and_taken_away_and_one_factor_stays() {
    let (site, clock, guest) = first().await;
    let one = Authenticator::new(b"the telephone one");
    let first = make(&site, FIRST, &guest, &one).await.cookies();
    let entered = enter(&site, &one).await.cookies();
    let two = Authenticator::new(b"the telephone two");
    *clock.lock().unwrap() = "2026-11-22T01:30:00.000Z".to_owned();
    let asked = make(&site, OWN, &entered, &two).await;
    assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED, "it asks who one is: {}", asked.text());
    // By the passkey; what the other was asked meanwhile is kept.
    let told = options(&site, "/proof", &entered).await;
    let kept = format!("_to={OWN}/passkey&passkey_name=denwa&passkey_answer={}", {
        let field = asked.hidden("passkey_answer").replace("&#34;", "\"");
        utf8_percent_encode(&field, NON_ALPHANUMERIC).to_string()
    });
    let proof = encoded(&one.prove(&told, HERE));
    let proved = site.post("/proof", &entered, &format!("{kept}&proof_passkey={proof}")).await;
    assert_eq!(proved.status, StatusCode::OK, "{}", proved.text());
    let on = proved.hidden("passkey_answer").replace("&#34;", "\"");
    let on = utf8_percent_encode(&on, NON_ALPHANUMERIC).to_string();
    let added = site.post(&format!("{OWN}/passkey"), &entered, &format!("passkey_name=kagi&passkey_answer={on}")).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let told = options(&site, OWN, &entered).await;
    assert_eq!(told.pointer("/excludeCredentials/1/id"), Some(&json!(two.number())), "{told}");
    refused(&make(&site, OWN, &entered, &two).await, "もう登録されています");
    refused(&send(&site, OWN, &entered, &json!("x")).await, "読み取れません");

    let remove = |device: &Authenticator| format!("credential={}", device.number());
    let path = format!("{OWN}/passkey/remove");
    let removed = site.post(&path, &entered, &remove(&one)).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let entered = removed.cookies();
    assert_eq!(site.get("/clients", &first).await.header("location"), "/login", "elsewhere one is signed out");
    assert_eq!(entries(&site, "accounts.remove-passkey"), 1);
    assert_eq!(site.post(&path, &entered, &remove(&one)).await.status, StatusCode::NOT_FOUND);
    refused(&site.post(&path, &entered, &remove(&two)).await, "最後の1つ");
    assert_eq!(enter(&site, &two).await.status, StatusCode::SEE_OTHER, "it stayed");
    let guest = pending(&site).await;
    let told = options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &one.prove(&told, HERE)).await, "登録されていません");
}

#[tokio::test]
async fn beside_an_app_either_opens_and_ten_are_the_most() {
    let (site, _, factor) = with_app().await;
    site.post("/proof", &factor.cookies, &format!("proof_password={PASSWORD}")).await;
    let devices: Vec<_> =
        (0..11).map(|number| Authenticator::new(format!("telephone no. {number:04}").as_bytes())).collect();
    for device in devices.iter().take(10) {
        let added = make(&site, OWN, &factor.cookies, device).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    }
    refused(&make(&site, OWN, &factor.cookies, &devices[10]).await, "10個まで");
    let told = options(&site, OWN, &factor.cookies).await;
    let brought = encoded(&devices[10].make(&told, HERE));
    let long = format!("passkey_name={}&passkey_answer={brought}", "a".repeat(31));
    refused(&site.post(&format!("{OWN}/passkey"), &factor.cookies, &long).await, "30文字");
    assert_eq!(enter(&site, &devices[9]).await.status, StatusCode::SEE_OTHER);
    let guest = pending(&site).await;
    let code = site.code(&factor, 1);
    assert_eq!(site.post(LOGIN, &guest, &format!("factor_code={code}")).await.status, StatusCode::SEE_OTHER);
    // The console takes all of them away.
    let login = "kanri".to_owned();
    let outside = site.app.outside.clone();
    let what = app::accounts::ByCommand::ResetFactor;
    site.app.keep(move |tx| app::accounts::do_by_command(tx, &outside, &login, &what).map(|_| ()));
    let next = site.post("/login", "", &format!("login=kanri&password={PASSWORD}")).await;
    assert_eq!(next.header("location"), FIRST);
}

#[tokio::test]
async fn what_is_of_another_page_or_another_time_opens_nothing() {
    let (site, clock, guest) = first().await;
    let device = Authenticator::new(b"the telephone one");
    let told = options(&site, FIRST, &guest).await;
    for elsewhere in
        ["https://evil.test", "http://mimamori.test", "https://sub.mimamori.test", "https://mimamori.test.evil"]
    {
        let told = options(&site, FIRST, &guest).await;
        refused(&send(&site, FIRST, &guest, &device.make(&told, elsewhere)).await, "別のアドレス");
    }
    refused(&send(&site, FIRST, &guest, &device.make(&told, HERE)).await, "時間がたった");
    assert_eq!(make(&site, FIRST, &guest, &device).await.status, StatusCode::OK);

    let guest = pending(&site).await;
    let told = options(&site, LOGIN, &guest).await;
    let port = device.prove(&told, "https://mimamori.test:8443");
    let entered = send(&site, LOGIN, &guest, &port).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "the port takes no part: {}", entered.text());
    // The same once more, in the session of another sign-in.
    let guest = pending(&site).await;
    refused(&send(&site, LOGIN, &guest, &port).await, "時間がたった");
    options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &port).await, "時間がたった");
    let told = options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &device.prove(&told, "https://evil.test")).await, "別のアドレス");
    // Too late.
    let told = options(&site, LOGIN, &guest).await;
    *clock.lock().unwrap() = "2026-11-22T01:06:00.000Z".to_owned();
    refused(&send(&site, LOGIN, &guest, &device.prove(&told, HERE)).await, "時間がたった");
    assert!(entries(&site, "accounts.sign-in-failed") >= 4);
    // Five tries, then it waits, whatever comes.
    let told = options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &device.prove(&told, "https://evil.test")).await, "別のアドレス");
    let told = options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &device.prove(&told, HERE)).await, "15分のあいだ受け付けません");
}

#[tokio::test]
async fn a_device_that_counts_back_does_not_look_or_is_another_opens_nothing() {
    let (site, _, guest) = first().await;
    let mut device = Authenticator::new(b"the telephone one");
    assert_eq!(make(&site, FIRST, &guest, &device).await.status, StatusCode::OK);
    assert_eq!(enter(&site, &device).await.status, StatusCode::SEE_OTHER);
    device.count.store(1, Ordering::Relaxed);
    refused(&enter(&site, &device).await, "複製されたおそれ");
    assert_eq!(entries(&site, "accounts.passkey-copied"), 1);
    device.count.store(90, Ordering::Relaxed);
    assert_eq!(enter(&site, &device).await.status, StatusCode::SEE_OTHER, "the first of the two goes on");
    device.verifies = false;
    refused(&enter(&site, &device).await, "本人の確認");
    let same_number = Authenticator::new(b"the telephone one");
    same_number.count.store(200, Ordering::Relaxed);
    refused(&enter(&site, &same_number).await, "確かめられませんでした");
    assert_eq!(entries(&site, "accounts.passkey-copied"), 1);
}

#[tokio::test]
async fn what_is_no_answer_of_a_device_is_refused_in_words() {
    let (site, _, guest) = first().await;
    let device = Authenticator::new(b"the telephone one");
    let told = options(&site, FIRST, &guest).await;
    let sent = |body: String| {
        let (site, guest) = (&site, guest.clone());
        async move { site.post(&format!("{FIRST}/passkey"), &guest, &body).await }
    };
    refused(&sent(String::new()).await, "入力してください");
    refused(&sent("passkey_name=denwa".to_owned()).await, "このブラウザー");
    for garbage in ["%7B", "null", "%5B%5D", "%F0%9F%94%91", "%7B%22response%22%3A%7B%7D%7D"] {
        refused(&sent(format!("passkey_name=denwa&passkey_answer={garbage}")).await, "読み取れません");
    }
    let huge = format!("passkey_name=denwa&passkey_answer=%22{}%22", "a".repeat(20_000));
    refused(&sent(huge).await, "読み取れません");
    let cut = device.make(&told, HERE).to_string().replace("o2NmbXRk", "o2NmbXRj");
    let cut = utf8_percent_encode(&cut, NON_ALPHANUMERIC).to_string();
    assert_eq!(sent(format!("passkey_name=denwa&passkey_answer={cut}")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(make(&site, FIRST, &guest, &device).await.status, StatusCode::OK, "then the right one");
}

#[tokio::test]
async fn the_passkey_of_somebody_else_opens_nothing() {
    let (site, _, guest) = first().await;
    let manager = Authenticator::new(b"of the manager..");
    let cookies = make(&site, FIRST, &guest, &manager).await.cookies();
    site.post("/proof", &cookies, &format!("proof_password={PASSWORD}")).await;
    let added = site.post("/settings/users/new", &cookies, "login=sato&name=Sato&role=specialist").await;
    let one_time = added.between("class=\"secret\">", "<");
    let guest = site.post("/login", "", &format!("login=sato&password={one_time}")).await.cookies();
    refused(&make(&site, FIRST, &guest, &manager).await, "もう登録されています");
    let sato = Authenticator::new(b"of the other one");
    assert_eq!(make(&site, FIRST, &guest, &sato).await.status, StatusCode::OK);
    let guest = pending(&site).await;
    let told = options(&site, LOGIN, &guest).await;
    refused(&send(&site, LOGIN, &guest, &sato.prove(&told, HERE)).await, "登録されていません");
    let path = format!("{OWN}/passkey/remove");
    let other = site.post(&path, &cookies, &format!("credential={}", sato.number())).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "{}", other.text());
}

#[tokio::test]
async fn only_under_a_name_with_tls_or_the_machine_itself() {
    let (site, _, factor) = with_app().await;
    site.post("/proof", &factor.cookies, &format!("proof_password={PASSWORD}")).await;
    let device = Authenticator::new(b"the telephone one");
    assert_eq!(make(&site, OWN, &factor.cookies, &device).await.status, StatusCode::SEE_OTHER);
    let token = factor.cookies.split("; ").find_map(|it| it.strip_prefix("__Host-mimamori=")).unwrap().to_owned();
    let asked = async |site: &Site, host: &str, path: &str, cookies: &str| {
        let request = if path.ends_with("options") { Request::post(path) } else { Request::get(path) };
        let request = request.header(header::HOST, host).header(header::COOKIE, cookies);
        site.request(request.header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()).await
    };
    // Another of its names: the passkey is not for it, and the page says for which.
    let guest = pending(&site).await;
    let page = asked(&site, "other.test", LOGIN, &guest).await;
    assert!(page.text().contains("使えるのは mimamori.test"), "{}", page.text());
    assert!(!page.body.contains("data-passkey="), "{}", page.body);
    let none = asked(&site, "other.test", "/login/code/options", &guest).await;
    refused(&none, "登録されていません");
    let own = asked(&site, "other.test", OWN, &factor.cookies).await;
    assert!(own.text().contains("mimamori.test を開いているときだけ"), "{}", own.text());
    // What was asked under one name is not answered under another.
    let told = options(&site, OWN, &factor.cookies).await;
    let body = format!(
        "passkey_name=x&passkey_answer={}",
        encoded(&Authenticator::new(b"number two......").make(&told, HERE))
    );
    let request = Request::post(format!("{OWN}/passkey")).header(header::HOST, "other.test");
    let request = request
        .header(header::COOKIE, &factor.cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    refused(&site.request(request.body(Body::from(body)).unwrap()).await, "別のアドレス");
    // An address of numbers, no TLS, a name that the server was not told.
    for (tls, hosts, host, sentence) in [
        (true, own_names(), "127.0.0.1:8787", "数字のアドレス"),
        (true, own_names(), "[::1]", "数字のアドレス"),
        (false, own_names(), "mimamori.test", "https:// で開いている"),
        (true, Hosts::default(), "mimamori.test", "サーバーに設定"),
        (false, own_names(), "localhost:8787", ""),
    ] {
        let (site, _) = named(&site, tls, hosts);
        let cookies = format!("{}={token}", if tls { "__Host-mimamori" } else { "mimamori" });
        let page = asked(&site, host, OWN, &cookies).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::OK, ""), "{host} {}", page.text());
        assert!(page.text().contains(sentence), "{host}: {}", page.text());
        assert_eq!(page.body.contains("data-passkey=\"make\""), sentence.is_empty(), "{host}");
        let options = asked(&site, host, &format!("{OWN}/options"), &cookies).await;
        if sentence.is_empty() {
            assert!(options.body.contains("\"rp\":{\"name\":\"localhost\",\"id\":\"localhost\"}"), "{}", options.body);
        } else {
            refused(&options, sentence);
        }
    }
}
