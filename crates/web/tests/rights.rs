//! Every route with everybody, against the reviewed matrix `rights/matrix.txt`: what each role of the office gets for
//! the office's own things, what another office's people, a ward and a guest get for them, and where the manager is asked anew who it is. The expectation is the file,
//! not the table of routes: a wrong right in the table is found, and a route without a row fails.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;
#[path = "rights/looks.rs"]
mod looks;
#[path = "rights/openings.rs"]
mod openings;
#[path = "rights/plans.rs"]
mod plans;
#[path = "rights/roles.rs"]
mod roles;
use super::world;

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use common::{Answer, Site};
use domain::office::Role;
use web::routes::{Route, table};
use world::{CLIENT, Things, WARD_LOGIN, world};

const MATRIX: &str = include_str!("rights/matrix.txt");

/// Who asks. A column of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    Own(Role),
    Other(Role),
    Ward,
    Guest,
    /// The manager, who proved an hour ago who it is.
    Earlier,
}

/// The columns in the order of the file.
const COLUMNS: [(&str, Who); 14] = [
    ("nobody", Who::Nobody),
    ("manager", Who::Own(Role::Manager)),
    ("specialist", Who::Own(Role::Specialist)),
    ("clerk", Who::Own(Role::Clerk)),
    ("viewer", Who::Own(Role::Viewer)),
    ("auditor", Who::Own(Role::Auditor)),
    ("system", Who::Own(Role::System)),
    ("o.manager", Who::Other(Role::Manager)),
    ("o.specialist", Who::Other(Role::Specialist)),
    ("o.clerk", Who::Other(Role::Clerk)),
    ("o.viewer", Who::Other(Role::Viewer)),
    ("ward", Who::Ward),
    ("guest", Who::Guest),
    ("earlier", Who::Earlier),
];

impl Who {
    /// A fresh session each time: some routes sign the person out.
    fn cookie(self, site: &Site, things: &Things) -> String {
        match self {
            Self::Nobody => String::new(),
            Self::Own(role) => site.cookie(role),
            Self::Other(role) => site.strangers_cookie(role),
            Self::Ward => things.session(site, WARD_LOGIN),
            Self::Guest => things.guest(site),
            Self::Earlier => {
                let cookie = site.cookie(Role::Manager);
                let hash = app::sha256_hex(cookie.trim_start_matches("mimamori="));
                site.app.keep(move |tx| store::sessions::prove(tx, &hash, "2026-11-01T00:00:00.000Z"));
                cookie
            }
        }
    }
}

/// The rows of the file: what stands in each column, by method and path.
fn matrix() -> BTreeMap<String, Vec<String>> {
    let rows = MATRIX.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let mut words = row.split_whitespace().map(str::to_owned);
        let name = format!("{} {}", words.next().unwrap(), words.next().unwrap());
        (name, words.collect())
    })
    .collect()
}

fn name(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

async fn ask(site: &Site, things: &Things, route: &Route, cookie: &str) -> Answer {
    let path = things.path(route.path);
    let body = if route.method == Method::POST { things.body(route.path) } else { String::new() };
    site.send(route.method.clone(), &path, cookie, &body).await
}

/// The status, and of a step on to another page whether it leads to the own beginning or to the login.
fn told(answer: &Answer) -> String {
    match answer.header("location") {
        "/login" => "login".to_owned(),
        "/login/organisation" => "choose".to_owned(),
        "/proof" => "proof".to_owned(),
        "/ward" => "ward".to_owned(),
        "/system" => "system".to_owned(),
        _ => answer.status.as_u16().to_string(),
    }
}

#[tokio::test]
async fn everybody_gets_what_the_reviewed_matrix_says() {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut order = Vec::new();
    for (_, who) in COLUMNS {
        // A world of its own for each: what one changes must not change the answer to the next.
        let site = Site::of(world::app());
        let things = world(&site).await;
        let before = things.rows(&site);
        for route in table() {
            let cookie = who.cookie(&site, &things);
            let answer = ask(&site, &things, &route, &cookie).await;
            let label = format!("{} as {who:?}", name(&route));
            assert!(answer.status.as_u16() < 500, "{label}: {} {}", answer.status, answer.text());
            if !matches!(who, Who::Own(_) | Who::Earlier) || who == Who::Own(Role::System) {
                assert!(!answer.body.contains(CLIENT), "{label} shows the client of the office");
            }
            if !found.contains_key(&name(&route)) {
                order.push(name(&route));
            }
            found.entry(name(&route)).or_default().push(told(&answer));
        }
        if !matches!(who, Who::Own(_) | Who::Earlier) {
            assert_eq!(things.rows(&site), before, "{who:?} changed a row of the office");
        }
        if who == Who::Own(Role::Auditor) {
            // Of what clients and office are, nothing; that somebody looked, signed out or gave a reason, is noted.
            let noted =
                ["audit", "audit_head", "seal", "session", "membership", "user_account", "opening", "operation"];
            let of_office =
                |rows: Vec<(String, _)>| rows.into_iter().filter(|(name, _)| !noted.contains(&name.as_str()));
            let (now, before) = (of_office(things.rows(&site)), of_office(before));
            assert_eq!(now.collect::<Vec<_>>(), before.collect::<Vec<_>>(), "{who:?} changed a row of the office");
        }
    }
    let expected = matrix();
    if expected != found {
        let lines = order.iter().map(|name| {
            let mark = if expected.get(name) == found.get(name) { " " } else { "!" };
            let words: Vec<String> = found[name].iter().map(|word| format!("{word:<7}")).collect();
            format!("{mark}{name:<58} {}", words.join(""))
        });
        let gone = expected.keys().filter(|name| !found.contains_key(*name)).map(|name| format!("-{name}"));
        let lines: Vec<String> = lines.chain(gone).collect();
        panic!("the matrix says otherwise; what was found:\n{}", lines.join("\n"));
    }
}

#[test]
fn the_matrix_has_a_cell_for_everybody() {
    for (name, cells) in matrix() {
        assert_eq!(cells.len(), COLUMNS.len(), "{name}");
    }
}

#[tokio::test]
async fn the_things_of_the_walk_are_there() {
    // A 404 for another office proves something only where the office itself finds the thing.
    let site = Site::of(world::app());
    let things = world(&site).await;
    let manager = site.cookie(Role::Manager);
    for route in table().iter().filter(|route| route.path.contains('{') && route.method == Method::GET) {
        let answer = ask(&site, &things, route, &manager).await;
        assert_ne!(answer.status, StatusCode::NOT_FOUND, "{}", name(route));
    }
}

/// The addresses on a page that lead to other pages of the program.
fn leads(page: &Answer) -> Vec<String> {
    let parts = page.body.split("href=\"/").skip(1);
    let paths =
        parts.filter_map(|part| part.split(['"', '#']).next()).map(|path| format!("/{}", path.replace("&amp;", "&")));
    paths.filter(|path| !path.starts_with("/static/")).collect()
}

#[tokio::test]
async fn no_page_leads_to_where_its_reader_may_not_go() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    for role in [Role::Specialist, Role::Clerk, Role::Viewer] {
        let cookie = site.cookie(role);
        let mut seen = BTreeMap::new();
        for route in table().iter().filter(|route| route.method == Method::GET && !route.path.contains("{file}")) {
            let page = ask(&site, &things, route, &cookie).await;
            if page.status == StatusCode::OK {
                for path in leads(&page) {
                    seen.entry(path).or_insert_with(|| name(route));
                }
            }
        }
        assert!(seen.len() > 50, "{}", seen.len());
        let mut closed = Vec::new();
        for (path, from) in seen {
            if site.get(&path, &cookie).await.status == StatusCode::FORBIDDEN {
                closed.push(format!("{from} leads to {path}"));
            }
        }
        assert!(closed.is_empty(), "{role:?}: {closed:#?}");
    }
}
