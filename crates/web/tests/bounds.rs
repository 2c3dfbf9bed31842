//! Every route of the table, whatever is sent to it: huge counts, long bodies, a million fields, repeated ones, marks that
//! cannot be seen, broken letters, odd places of the address. No answer is a fault, each comes in a bounded time and
//! with bounded bytes, and a refusal says in Japanese what is wrong. A new route is walked by itself.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;
#[path = "bounds/found.rs"]
mod found;
#[path = "bounds/shapes.rs"]
mod shapes;
#[path = "bounds/slow.rs"]
mod slow;
use super::world;

use std::time::{Duration, Instant};

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use common::{Answer, Site};
use domain::office::Role;
use found::Forms;
use web::routes::{Route, table};
use world::{Things, world};

/// Bytes of an answer, at most: a page whose every row is full, or what was sent, escaped and shown twice.
const ANSWER_BYTES: usize = 24 * 1024 * 1024;
/// How long an answer may take, in a build without optimizing on a machine that does other things too.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// One world, and what its pages send.
struct Walk {
    site: Site,
    things: Things,
    forms: Forms,
    faults: Vec<String>,
    asked: usize,
}

impl Walk {
    async fn new() -> Self {
        let site = Site::of(world::app());
        let things = world(&site).await;
        let forms = Forms::of(&site, &things).await;
        Self { site, things, forms, faults: Vec::new(), asked: 0 }
    }

    /// Sends one request as the manager, with a session of its own: some routes end it.
    async fn ask(&mut self, label: &str, method: &Method, address: &str, (kind, body): (&str, Vec<u8>)) {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(address)
            .header(header::HOST, "mimamori.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, self.site.cookie(Role::Manager));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let begun = Instant::now();
        let answer = self.site.request(request.body(Body::from(body)).unwrap()).await;
        self.asked += 1;
        self.judge(label, &answer, begun.elapsed());
    }

    /// What is wrong with an answer is kept, so that one run tells all of it.
    fn judge(&mut self, label: &str, answer: &Answer, took: Duration) {
        let status = answer.status.as_u16();
        if status >= 500 {
            self.faults.push(format!("{label}: {status} {}", first_lines(answer)));
        }
        if answer.bytes.len() > ANSWER_BYTES {
            self.faults.push(format!("{label}: an answer of {} bytes", answer.bytes.len()));
        }
        if took > ANSWER_TIME {
            self.faults.push(format!("{label}: an answer after {took:?}"));
        }
        if (400..500).contains(&status) && !answer.text().chars().any(|letter| ('ぁ'..='ん').contains(&letter)) {
            self.faults.push(format!("{label}: {status} without a sentence: {}", first_lines(answer)));
        }
    }

    /// Every form that is sent to the route, and the plain one of the table of rights.
    fn sent(&self, route: &Route) -> Vec<(String, Vec<(String, String)>)> {
        let mut sent = self.forms.to(route.path);
        if sent.is_empty() {
            // A form that is not on a page now: what would be enough, and every field of any other form.
            let mut plain = found::pairs(&self.things.body(route.path));
            plain.extend(self.forms.of_all());
            sent.push((self.things.path(route.path), plain));
        }
        sent
    }

    fn end(self, least: usize) {
        assert!(self.faults.is_empty(), "{} of {}:\n{}", self.faults.len(), self.asked, self.faults.join("\n"));
        assert!(self.asked >= least, "only {} requests", self.asked);
    }
}

fn first_lines(answer: &Answer) -> String {
    answer.text().lines().take(6).collect::<Vec<_>>().join(" | ")
}

fn posts() -> Vec<Route> {
    table().into_iter().filter(|route| route.method == Method::POST).collect()
}

#[tokio::test]
async fn most_forms_of_the_table_are_found_on_its_pages() {
    let walk = Walk::new().await;
    let routes = posts();
    let without: Vec<&str> =
        routes.iter().map(|route| route.path).filter(|path| walk.forms.to(path).is_empty()).collect();
    assert!(without.len() * 2 < routes.len(), "{} of {}: {without:#?}", without.len(), routes.len());
    assert!(walk.forms.counts().len() > 15, "{:?}", walk.forms.counts());
}

#[tokio::test]
async fn a_count_of_anything_is_held_on_every_route() {
    let mut walk = Walk::new().await;
    for route in posts() {
        for (address, fields) in walk.sent(&route) {
            for (name, body) in shapes::counts(&fields, &walk.forms.counts()) {
                let label = format!("{} {name}", route.path);
                walk.ask(&label, &Method::POST, &address, (shapes::FORM, body)).await;
            }
        }
    }
    walk.end(500);
}

#[tokio::test]
async fn whatever_stands_in_the_fields_is_answered() {
    let mut walk = Walk::new().await;
    for route in posts() {
        for (address, fields) in walk.sent(&route) {
            for (name, body) in shapes::fields(&fields) {
                let label = format!("{} {name}", route.path);
                walk.ask(&label, &Method::POST, &address, (shapes::FORM, body)).await;
            }
        }
    }
    walk.end(800);
}

#[tokio::test]
async fn a_body_of_any_kind_and_length_is_answered() {
    let mut walk = Walk::new().await;
    for route in posts() {
        let (address, fields) = walk.sent(&route).remove(0);
        for (name, kind, body) in shapes::bodies(&fields) {
            walk.ask(&format!("{} {name}", route.path), &Method::POST, &address, (kind, body)).await;
        }
    }
    walk.end(800);
}

#[tokio::test]
async fn any_address_is_answered() {
    let mut walk = Walk::new().await;
    for route in table() {
        let right = walk.things.path(route.path);
        for (name, address) in shapes::addresses(route.path, &right) {
            let body = if route.method == Method::POST { (shapes::FORM, b"a=b".to_vec()) } else { ("", Vec::new()) };
            walk.ask(&format!("{} {} {name}", route.method, route.path), &route.method, &address, body).await;
        }
    }
    walk.end(2_000);
}
