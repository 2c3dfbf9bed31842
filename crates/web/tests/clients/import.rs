//! The page of an import: looked at, taken, stopped; without JavaScript, and seen by nobody else.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use domain::office::Role;
use law::LawBook;
use testkit::TestApp;
use tower::ServiceExt as _;
use web::AppState;

use super::site::sign_in;

struct Site {
    app: TestApp,
    router: Router,
}

struct Answer {
    status: StatusCode,
    location: String,
    reloads: bool,
    text: String,
}

impl Site {
    fn new() -> Self {
        let app = TestApp::new();
        let state = AppState::new(app.db.clone(), LawBook::embedded().unwrap(), app.outside.clone(), false);
        Self { router: web::router(state), app }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let head = |name| answer.headers().get(name).map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
        let (status, location) = (answer.status(), head(header::LOCATION));
        let reloads = !head(header::REFRESH).is_empty();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        Answer { status, location, reloads, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, cookie: &str, path: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }

    /// Sends a file of clients; the page of its import.
    async fn upload(&self, cookie: &str, file: &str) -> Answer {
        self.upload_as(cookie, "clients", file).await
    }

    /// Sends a file of a table; the page of its import.
    async fn upload_as(&self, cookie: &str, table: &str, file: &str) -> Answer {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"table\"\r\n\r\n{table}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--x--\r\n"
        );
        let request = Request::post("/clients/import")
            .header(header::COOKIE, cookie)
            .header("Sec-Fetch-Site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    /// The page of an import, loaded again until it does not load itself any more.
    async fn ended(&self, cookie: &str, path: &str) -> Answer {
        loop {
            let answer = self.get(cookie, path).await;
            if !answer.reloads {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    }
}

const FILE: &str = "氏名,フリガナ,生年月日\n川崎 花子,カワサキ ハナコ,S60.3.1\n幸 太郎,サイワイ タロウ,だめ\n";

#[tokio::test]
async fn a_file_is_looked_at_and_then_taken() {
    let site = Site::new();
    let cookie = sign_in(&site.app, Role::Clerk);
    let sent = site.upload(&cookie, FILE).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let looked = site.ended(&cookie, &sent.location).await;
    assert!(looked.text.contains("正しい1行だけ取り込む"), "{}", looked.text);
    assert!(looked.text.contains("という日付") || looked.text.contains("生年月日"), "{}", looked.text);
    let taken = site.post(&cookie, &format!("{}/take", sent.location), "mode=good").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let done = site.ended(&cookie, &sent.location).await;
    assert!(done.text.contains("取り込みました。利用者 1人"), "{}", done.text);
    let rejected = site.post(&cookie, &format!("{}/rejected", sent.location), "").await;
    assert!(rejected.text.contains("幸 太郎") && !rejected.text.contains("川崎 花子"), "{}", rejected.text);
    // Sent again (a reload, a double click), nothing is taken twice.
    site.post(&cookie, &format!("{}/take", sent.location), "mode=good").await;
    let clients = site.app.keep(|tx| store::clients::all(tx, testkit::OFFICE));
    assert_eq!(clients.len(), 1);
}

#[tokio::test]
async fn an_import_is_seen_by_nobody_else_and_its_end_is_told() {
    let site = Site::new();
    let cookie = sign_in(&site.app, Role::Clerk);
    let page = site.upload(&cookie, FILE).await.location;
    site.ended(&cookie, &page).await;
    for other in [sign_in(&site.app, Role::Manager), sign_in(&site.app, Role::Specialist)] {
        for path in ["take", "cancel", "rejected"] {
            let answer = site.post(&other, &format!("{page}/{path}"), "mode=good").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        let answer = site.get(&other, &page).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.text.contains("幸 太郎") && answer.text.contains("もう残っていません"), "{}", answer.text);
    }
    assert_eq!(site.post(&cookie, &format!("{page}/cancel"), "").await.status, StatusCode::SEE_OTHER);
    // Another file of the same person takes the place of the first.
    let next = site.upload(&cookie, FILE).await.location;
    site.ended(&cookie, &next).await;
    assert_eq!(site.get(&cookie, &page).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_read_to_its_end_and_refused_on_the_page() {
    let site = Site::new();
    let cookie = sign_in(&site.app, Role::Clerk);
    for mebibytes in [2, 8] {
        let sent = site.upload(&cookie, &"a,b,c\n".repeat(mebibytes * 1024 * 1024 / 6)).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{mebibytes} MiB: {}", sent.text);
        assert!(sent.text.contains("1メガバイトまで"), "{}", sent.text);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_on_the_page() {
    let site = Site::new();
    let cookie = sign_in(&site.app, Role::Clerk);
    let none = site.upload(&cookie, "").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wide = format!("氏名,フリガナ,生年月日{}\n{}", ",".repeat(300_000), "a,b,c\n".repeat(3_000));
    let sent = site.upload(&cookie, &wide).await;
    let page = site.ended(&cookie, &sent.location).await;
    assert!(page.text.contains("列が多すぎます"), "{}", page.text);
    assert!(page.text.len() < 20_000, "{}", page.text.len());
    let open = site.upload(&cookie, "氏名,フリガナ,生年月日\n\"川崎,カ,S60.3.1\n幸,サ,S60.3.1\n").await;
    let page = site.ended(&cookie, &open.location).await;
    assert!(page.text.contains("2行目の引用符"), "{}", page.text);
}

#[tokio::test]
async fn the_plans_that_were_taken_are_listed_with_their_pages_and_where_they_are_taken_back() {
    let site = Site::new();
    let hanako = testkit::client("川崎 花子").build();
    let kept = hanako.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let cookie = sign_in(&site.app, Role::Manager);
    let head = "氏名,フリガナ,生年月日,市町村番号,計画作成日,解決すべき課題,援助目標";
    let rows = "川崎 花子,カワサキ ハナコ,S60.3.1,141305,R8.4.20,働く場がほしい。,週3日通う。\n川崎 花子,カワサキ ハナコ,S61.3.1,141305,R8.5.20,課題,目標";
    let sent = site.upload_as(&cookie, "plans", &format!("{head}\n{rows}\n")).await;
    let looked = site.ended(&cookie, &sent.location).await;
    assert!(looked.text.contains("<td>川崎 花子</td><td>氏名</td>"), "{}", looked.text);
    site.post(&cookie, &format!("{}/take", sent.location), "mode=good").await;
    let done = site.ended(&cookie, &sent.location).await;
    let case = site.app.keep(move |tx| store::planning_cases::of_client(tx, testkit::OFFICE, hanako.id)).remove(0).id;
    assert!(done.text.contains(&format!("<a href=\"/planning/{case}\">川崎 花子")), "{}", done.text);
    assert!(done.text.contains("取り込みを取り消す"), "{}", done.text);
}
