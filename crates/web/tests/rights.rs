//! Every route with every role, with nobody signed in, and with somebody of another office. Generated from the table:
//! a new route is tested as soon as it stands there.

#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use axum::http::{Method, StatusCode};
use common::Site;
use domain::{
    client::{Certificate, Client},
    office::Role,
};
use testkit::{SATO, client, months};
use web::routes::{Access, Route, table};

/// One thing of each kind that belongs to the office of the tests.
struct Own {
    client: Client,
    certificate: Certificate,
    round: String,
}

fn own(site: &Site) -> Own {
    let client = client("川崎 花子").build();
    let certificate = months("2026-04..2027-03").every(3).plan_made("2026-04-20").of(&client);
    let (kept, paper) = (client.clone(), certificate.clone());
    site.app.keep(move |tx| {
        store::clients::insert(tx, &kept)?;
        store::certificates::insert(tx, &paper)
    });
    testkit::steps::add_rounds(&site.app, &certificate, &["2026-11"]);
    let found = client.id;
    let office = testkit::OFFICE;
    let round = site.app.keep(move |tx| store::rounds::of_client(tx, office, found));
    Own { client, certificate, round: round.first().map(|round| round.id.to_string()).unwrap() }
}

/// The path with the office's own things in its parameters.
fn path(route: &Route, own: &Own, manager: &str) -> String {
    let mut path = route.path.to_owned();
    let values = [
        ("{client}", own.client.id.to_string()),
        ("{certificate}", own.certificate.id.to_string()),
        ("{round}", own.round.clone()),
        ("{specialist}", SATO.to_string()),
        ("{user}", manager.to_owned()),
        ("{month}", "2026-11".to_owned()),
        ("{field}", "day".to_owned()),
        ("{service}", "plan".to_owned()),
        ("{what}", "hold".to_owned()),
        ("{version}", "0".to_owned()),
        ("{file}", "base.css".to_owned()),
        ("{step}", "m2-home-visit".to_owned()),
    ];
    for (name, value) in values {
        path = path.replace(name, &value);
    }
    // What has no thing of its own here is an id that does not exist.
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "01920000-0000-7000-8000-00000000ffff");
    }
    path
}

fn name(route: &Route, role: &str) -> String {
    format!("{} {} as {role}", route.method, route.path)
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let site = Site::new();
    let own = own(&site);
    for route in table().iter().filter(|route| route.access != Access::Public) {
        let answer = site.send(route.method.clone(), &path(route, &own, "x"), "", "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", name(route, "nobody"));
        assert_eq!(answer.header("location"), "/login", "{}", name(route, "nobody"));
    }
}

#[tokio::test]
async fn each_role_gets_what_its_rights_say() {
    for role in Role::ALL {
        let site = Site::new();
        let own = own(&site);
        let user = site.app.actor(*role).user.to_string();
        for route in table() {
            let Access::SignedIn(right) = route.access else { continue };
            if route.path == "/logout" {
                continue;
            }
            // A fresh session each time: one of the routes signs the person out everywhere.
            let cookie = site.cookie(*role);
            let answer = site.send(route.method.clone(), &path(&route, &own, &user), &cookie, "").await;
            let label = name(&route, role.label());
            assert!(answer.status.as_u16() < 500, "{label}: {} {}", answer.status, answer.text());
            assert_ne!(answer.header("location"), "/login", "{label}");
            if role.may(right) {
                assert_ne!(answer.status, StatusCode::FORBIDDEN, "{label}");
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{label}");
            }
        }
    }
}

#[tokio::test]
async fn pages_of_own_things_open_and_those_of_another_office_do_not() {
    let site = Site::new();
    let own = own(&site);
    let manager = site.app.actor(Role::Manager).user.to_string();
    let (mine, theirs) = (site.cookie(Role::Manager), site.strangers_cookie(Role::Manager));
    let things = ["{client}", "{certificate}", "{round}", "{specialist}", "{user}"];
    for route in table().iter().filter(|route| things.iter().any(|thing| route.path.contains(thing))) {
        let path = path(route, &own, &manager);
        let stranger = site.send(route.method.clone(), &path, &theirs, "").await;
        let refused = !stranger.status.is_success() && !stranger.status.is_redirection();
        assert!(refused, "{}: {}", name(route, "a stranger"), stranger.status);
        assert!(!stranger.body.contains("川崎 花子"), "{}", name(route, "a stranger"));
        if route.method == Method::GET {
            let answer = site.get(&path, &mine).await;
            // Found and allowed: a page, a step to lead on to, or the reason why there is no report yet.
            let found = ![StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&answer.status);
            assert!(found && answer.status.as_u16() < 500, "{}: {}", name(route, "the manager"), answer.status);
        }
    }
}
