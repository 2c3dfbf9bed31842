//! フォーム: any bytes, sent to a route as the body of a form by somebody who is signed in, are answered with a page that is no
//! fault. The routes are those whose pages read the most fields.
#![no_main]

use std::sync::LazyLock;

use axum::{Router, body::Body, http::Request};
use domain::office::Role;
use testkit::TestApp;
use tower::ServiceExt as _;
use web::AppState;

const ROUTES: [&str; 8] = [
    "/clients",
    "/certificates/preview",
    "/login",
    "/settings/office",
    "/settings/specialists/new",
    "/settings/municipalities",
    "/intakes/new",
    "/providers/new",
];

struct Site {
    router: Router,
    cookie: String,
    runtime: tokio::runtime::Runtime,
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let app = TestApp::new();
    let cookie = format!("mimamori={}", app.sign_in(&app.actor(Role::Manager)));
    let law = law::LawBook::embedded().expect("the law is whole");
    let router = web::router(AppState::new(app.db, law, app.outside, false));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    Site { router, cookie, runtime }
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, body)) = bytes.split_first() else { return };
    let route = ROUTES[usize::from(*first) % ROUTES.len()];
    let request = Request::post(route)
        .header("host", "mimamori.test")
        .header("cookie", &SITE.cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.to_vec()))
        .expect("a request");
    let answer = SITE.runtime.block_on(SITE.router.clone().oneshot(request)).expect("an answer");
    assert!(answer.status().as_u16() < 500, "{route}: {}", answer.status());
});
