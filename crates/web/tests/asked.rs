//! 確かめる: a connection lost while saving. Whether it was kept is asked by the number of the sending, and what was typed
//! is kept meanwhile.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use common::{Answer, Site};
use domain::office::Role;
use store::{Db, Location};
use testkit::{PostgresServer, Proxy, TestApp};

const NUMBER: &str = "0191aaaa-0000-7000-8000-000000000001";
const TYPED: &str =
    "name=%E5%B7%9D%E5%B4%8E%E8%8A%B1%E5%AD%90&kana=%E3%82%AB%E3%83%AF%E3%82%B5%E3%82%AD&birth=1990-01-02";

/// A specialist of the tests' office, on a server behind a proxy.
struct Behind {
    _server: PostgresServer,
    proxy: Proxy,
    site: Site,
    cookie: String,
}

fn behind() -> Option<Behind> {
    let server = PostgresServer::start("", &[])?;
    let proxy = Proxy::before(&format!("127.0.0.1:{}", server.port()));
    let url = format!("postgres://mimamori@127.0.0.1:{}/postgres", proxy.port());
    let db = Db::open(&Location::Postgres(url), 1).unwrap();
    db.migrate().unwrap();
    let site = Site::of(TestApp::with(db));
    let cookie = site.cookie(Role::Specialist);
    Some(Behind { _server: server, proxy, site, cookie })
}

impl Behind {
    async fn send(&self) -> Answer {
        self.site.post("/clients", &self.cookie, &format!("_operation={NUMBER}&{TYPED}")).await
    }

    /// Presses 確かめる on the page of the answer: everything it carries, and where it was sent to.
    async fn ask(&self, page: &Answer) -> Answer {
        assert!(page.body.contains("formaction=\"/asked\" name=\"_of\" value=\"/clients\""), "{}", page.body);
        let fields = page.fields();
        assert!(fields.iter().any(|(name, value)| name == "kana" && value == "カワサキ"), "{fields:?}");
        self.site.post("/asked", &self.cookie, &format!("_operation={NUMBER}&_of=%2Fclients&{TYPED}")).await
    }

    async fn clients(&self) -> usize {
        let db = self.site.app.db.clone();
        db.read(|tx| store::clients::all(tx, testkit::OFFICE)).await.unwrap().len()
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_at_once() {
    let Some(it) = behind() else { return };
    it.proxy.swallow_answer_to(b"; commit");
    let page = it.send().await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("送った内容は保存されていました"), "{}", page.text());
    assert_eq!(it.clients().await, 1);
}

#[tokio::test]
async fn a_commit_that_did_not_arrive_says_so_and_is_sent_again() {
    let Some(it) = behind() else { return };
    it.proxy.swallow(b"; commit");
    let page = it.send().await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    assert!(page.text().contains("送った内容は保存されていません"), "{}", page.text());
    assert!(page.text().contains("カワサキ"), "what was typed is kept");
    assert_eq!(it.send().await.status, StatusCode::SEE_OTHER);
    assert_eq!(it.clients().await, 1);
}

#[tokio::test]
async fn what_is_not_known_is_asked_by_the_button_until_it_is() {
    let Some(it) = behind() else { return };
    it.proxy.silence_after(b"; commit");
    let begun = Instant::now();
    let page = it.send().await;
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text().contains("保存されたかどうか、まだ分かりません"), "{}", page.text());
    assert!(!page.text().contains("もう一度送る"), "before it is asked nothing is sent again");
    // It may take a moment until the lane tries the server again.
    it.proxy.silence(false);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let told = it.ask(&page).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    assert!(told.text().contains("保存されていました"), "{}", told.text());
    assert_eq!(it.clients().await, 1);
}

#[tokio::test]
async fn a_server_that_hangs_is_a_page_in_seconds() {
    let Some(it) = behind() else { return };
    it.proxy.silence(true);
    let begun = Instant::now();
    let page = it.site.get("/clients", &it.cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("データベースが応答しません"), "{}", page.text());
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    let begun = Instant::now();
    assert_eq!(it.site.get("/healthz", "").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_sending_is_found_by_its_number_on_either_engine() {
    let site = Site::new();
    let cookie = site.cookie(Role::Specialist);
    let sent = site.post("/clients", &cookie, &format!("_operation={NUMBER}&{TYPED}")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let ask = |number: &'static str, of: &'static str| {
        let (site, cookie) = (&site, &cookie);
        async move { site.post("/asked", cookie, &format!("_operation={number}&_of={of}&{TYPED}")).await }
    };
    let kept = ask(NUMBER, "%2Fclients").await;
    assert!(kept.status == StatusCode::OK && kept.text().contains("保存されていました"), "{}", kept.text());
    let other = ask("0191aaaa-0000-7000-8000-000000000002", "%2Fclients").await;
    assert!(other.status == StatusCode::CONFLICT && other.body.contains("action=\"/clients\""), "{}", other.body);
    assert!(other.text().contains("カワサキ") && !other.body.contains("name=\"_of\""), "{}", other.text());
    // Somebody of another office learns nothing by a number.
    let stranger = site.strangers_cookie(Role::Specialist);
    let asked = site.post("/asked", &stranger, &format!("_operation={NUMBER}&{TYPED}")).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let foreign = ask("0191aaaa-0000-7000-8000-000000000002", "%2F%2Fevil.example%2F").await;
    assert!(!foreign.body.contains("evil.example"), "{}", foreign.body);
}
