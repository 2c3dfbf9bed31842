//! The application behind its router, for tests of pages: who asks, what comes back, and what one can read on it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::office::Role;
use law::LawBook;
use testkit::TestApp;
use tower::ServiceExt;
use web::AppState;

/// The application, and the database behind it.
pub struct Site {
    pub app: TestApp,
    pub router: Router,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

/// An empty database and its set-up code.
pub fn empty() -> (Site, String) {
    let db = testkit::in_memory();
    let mut outside = testkit::outside();
    // The testkit's random numbers differ at their end only; a code is made of the beginning.
    let count = AtomicU64::new(1);
    outside.random = Arc::new(move || {
        let number = count.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(number.iter().cycle()).for_each(|(byte, one)| *byte = *one);
        bytes
    });
    let for_code = outside.clone();
    let code = db.write_now(move |tx| app::accounts::ensure_setup_code(tx, &for_code)).unwrap().unwrap();
    let state = AppState::new(db.clone(), LawBook::embedded().unwrap(), outside.clone(), true);
    (Site { app: TestApp { db, outside }, router: web::router(state) }, code)
}

/// Somebody's second factor.
pub struct Factor {
    /// What the browser keeps: session and device.
    pub cookies: String,
    /// The secret, as the page shows it.
    pub secret: String,
    /// The printed codes.
    pub printed: Vec<String>,
}

impl Site {
    /// Sets the second factor up that the first sign-in leads to.
    pub async fn enrol(&self, pending: &str) -> Factor {
        let page = self.get("/login/second-factor", pending).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let secret = page.between("class=\"secret\">", "<");
        let code = testkit::app_code(&secret, &(self.app.outside.now)(), 0);
        let done = self.post("/login/second-factor", pending, &format!("factor_code={code}")).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        let list = done.between("class=\"recovery-codes\">", "</ol>");
        let printed = list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
        Factor { cookies: done.cookies(), secret, printed }
    }

    /// The code of a second factor so many steps from now.
    pub fn code(&self, factor: &Factor, steps: u64) -> String {
        testkit::app_code(&factor.secret, &(self.app.outside.now)(), steps)
    }

    pub fn new() -> Self {
        Self::of(TestApp::new())
    }

    pub fn of(app: TestApp) -> Self {
        let state = AppState::new(app.db.clone(), LawBook::embedded().unwrap(), app.outside.clone(), false);
        Self { router: web::router(state), app }
    }

    /// The cookie of somebody of the office of the tests.
    pub fn cookie(&self, role: Role) -> String {
        format!("mimamori={}", self.app.sign_in(&self.app.actor(role)))
    }

    /// The cookie of somebody of the other office.
    pub fn strangers_cookie(&self, role: Role) -> String {
        format!("mimamori={}", self.app.sign_in(&self.app.stranger(role)))
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Method::GET, path, cookie, "").await
    }

    pub async fn post(&self, path: &str, cookie: &str, body: &str) -> Answer {
        self.send(Method::POST, path, cookie, body).await
    }

    pub async fn send(&self, method: Method, path: &str, cookie: &str, body: &str) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, "mimamori.test");
        if !cookie.is_empty() {
            request = request.header(header::COOKIE, cookie);
        }
        if method == Method::POST {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
        }
        self.request(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub async fn request(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies it sets, as a browser sends them back.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        set.filter_map(|value| value.to_str().unwrap().split(';').next()).collect::<Vec<_>>().join("; ")
    }

    /// What stands between two signs.
    pub fn between(&self, before: &str, after: &str) -> String {
        let rest = self.body.split_once(before).unwrap_or_else(|| panic!("no {before}: {}", self.text())).1;
        rest.split(after).next().unwrap().to_owned()
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let sign = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&sign).unwrap_or_else(|| panic!("no field {name}")).1;
        rest.split('"').next().unwrap().to_owned()
    }

    /// Every field of the page's form as the page shows it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let unescaped =
            |text: &str| text.replace("&#34;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let attribute = |tag: &str, name: &str| {
            tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(unescaped)
        };
        let mut fields = Vec::new();
        let form =
            self.body.split_once("data-keep").and_then(|(_, rest)| rest.split("</form>").next()).unwrap_or_default();
        for tag in form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
            let ticks = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            if let Some(name) = attribute(tag, "name").filter(|_| !ticks || tag.contains(" checked")) {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
        for area in form.split("<textarea").skip(1) {
            let (tag, rest) = area.split_once('>').unwrap();
            let text = rest.split("</textarea>").next().unwrap().trim_start_matches('\n');
            fields.push((attribute(tag, "name").unwrap(), unescaped(text)));
        }
        for select in form.split("<select").skip(1) {
            let (tag, rest) = select.split_once('>').unwrap();
            let options = rest.split("</select>").next().unwrap();
            let chosen = options.split("<option").find(|option| option.contains(" selected"));
            fields.push((
                attribute(tag, "name").unwrap(),
                chosen.and_then(|it| attribute(it, "value")).unwrap_or_default(),
            ));
        }
        fields
    }

    /// What one reads inside of `main`: a line for each block, fields in brackets.
    pub fn text(&self) -> String {
        let main = self.body.split_once("<main").map_or(self.body.as_str(), |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        visible(main)
    }
}

/// Tags away; blocks become lines.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html.split_once('>').map_or(html, |(_, rest)| rest);
    while let Some((before, tag_on)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag_on.split_once('>').unwrap_or((tag_on, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
        match name {
            "input" if tag.contains("type=\"hidden\"") => {}
            "input" if tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"") => {
                text.push_str(if tag.contains(" checked") { "(x) " } else { "( ) " });
            }
            "input" => {
                let value = tag.split_once(" value=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap_or(""));
                text.push_str(&format!("[{value}]"));
            }
            "option" if tag.contains(" selected") => text.push_str(" *"),
            "option" | "td" | "th" | "span" | "dd" | "label" => text.push(' '),
            "a" | "b" | "strong" | "small" | "code" => {}
            _ => text.push('\n'),
        }
        rest = after;
    }
    text.push_str(rest);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
