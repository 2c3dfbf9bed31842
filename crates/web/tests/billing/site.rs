//! The application as a browser sees it, with somebody signed in.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use app::accounts::open_session;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::office::{Role, User};
use law::LawBook;
use store::accounts::Account;
use testkit::TestApp;
use tower::ServiceExt;
use web::{AppState, router};

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The text without tags, blanks folded.
    pub fn text(&self) -> String {
        let html = self.html();
        let main = html.split("<main").nth(1).unwrap_or(&html).split("</main>").next().unwrap_or_default();
        let mut text = String::new();
        let mut inside = true;
        for c in main.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                _ if !inside => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn html(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
}

/// Signs the person of that role in; the cookie.
pub fn sign_in(app: &TestApp, role: Role) -> String {
    let (actor, outside) = (app.actor(role), app.outside.clone());
    let token = app.db.write_now(move |tx| {
        let login = role.word().to_owned();
        let user = User {
            id: actor.user,
            office: actor.office,
            login,
            name: actor.name.clone(),
            role,
            specialist: None,
            disabled: false,
            version: 1,
        };
        let account = Account {
            user,
            password_hash: "never compared".to_owned(),
            must_change_password: false,
            created_at: (outside.now)(),
        };
        store::accounts::add(tx, &account)?;
        open_session(tx, &outside, Some(actor.office.into()), actor.user, "test")
    });
    format!("mimamori={}", token.unwrap().0)
}

async fn send(app: &TestApp, request: Request<Body>) -> Answer {
    let state = AppState::new(app.db.clone(), LawBook::embedded().unwrap(), app.outside.clone(), false);
    let response = router(state).oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
    Answer { status, headers, bytes }
}

pub async fn get(app: &TestApp, cookie: &str, path: &str) -> Answer {
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    send(app, request).await
}

pub async fn post(app: &TestApp, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            format!("{name}={value}")
        })
        .collect();
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header("Sec-Fetch-Site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(pairs.join("&")))
        .unwrap();
    send(app, request).await
}

/// Where an answer leads to.
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
}
