//! 担当外の閲覧: where the office asks for a reason, every route behind which a client stands asks whoever is not in charge, whatever the role;
//! what was sent waits on the page that asks. The routes are walked, so that a new one is held to it.

use axum::http::{Method, StatusCode};
use domain::{
    client::Client,
    id::{OpeningId, UserId},
    office::Role,
};
use store::{openings::Opening, organisations};
use testkit::{OFFICE, SATO, id};
use web::{opening::Behind, routes::table};

use super::{
    common::{Answer, Site},
    world::{self, CLIENT, Things, world},
};

/// What a path can name that is no client, nor of one alone, and why no reason is asked for it.
const OF_NOBODY: [(&str, &str); 22] = [
    ("version", "a file of the program"),
    ("file", "a file of the program"),
    ("field", "a field"),
    ("form", "the own words of a draft: nothing of the client is shown"),
    ("subject", "the own words of a draft: nothing of the client is shown"),
    ("specialist", "somebody of the office"),
    ("user", "somebody of the office"),
    ("code", "a municipality"),
    ("job", "a mail that names nobody"),
    ("area", "a rule"),
    ("case", "a case of the rules"),
    ("month", "a list"),
    ("service", "a list"),
    ("what", "a list"),
    ("closing", "the office's claims of a month, behind a proof of who one is"),
    ("claim", "a line of the month's list"),
    ("table", "an empty template"),
    ("import", "an import, of whoever began it"),
    ("intake", "somebody who is not a client yet"),
    ("provider", "a provider"),
    ("breach", "what may have got out: it names no client but in the list from the log, which opens nothing"),
    ("deletion", "a deletion: while it is proposed it names the client as lists do, and opens nothing"),
];
/// Parts that stand behind another thing of the path, or lead on to an address that asks itself.
const WITH_ANOTHER: [&str; 5] = ["fact", "kind", "record", "short", "number"];

async fn asking() -> (Site, Things) {
    let site = Site::of(world::app());
    let things = world(&site).await;
    site.app.keep(|tx| organisations::set_asks_reason(tx, OFFICE.into(), true));
    (site, things)
}

fn opening(things: &Things) -> String {
    things.path("/clients/{client}/opening")
}

async fn say_why(site: &Site, things: &Things, cookie: &str, more: &str) -> Answer {
    let reason = "opening_reason=%E6%8B%85%E5%BD%93%E8%80%85%E3%81%8C%E4%BC%91%E3%81%BF";
    site.post(&opening(things), cookie, &format!("{reason}{more}")).await
}

#[test]
fn every_name_in_a_path_is_of_a_client_or_said_not_to_be() {
    for route in table() {
        let gives_the_reason = route.path == "/clients/{client}/opening";
        for name in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let of_client = ["client", "certificate", "planning", "round", "attachment"].contains(&name);
            let known = of_client || OF_NOBODY.iter().any(|(it, _)| *it == name) || WITH_ANOTHER.contains(&name);
            assert!(known, "{}: say what {name} is", route.path);
            assert!(!of_client || route.behind.is_some() || gives_the_reason, "{}", route.path);
        }
    }
    let in_forms: Vec<_> = table().into_iter().filter(|it| it.behind == Some(Behind::ClientInForm)).collect();
    assert_eq!(in_forms.iter().map(|it| it.path).collect::<Vec<_>>(), ["/certificates/preview"]);
}

#[tokio::test]
async fn every_route_behind_which_a_client_stands_asks_for_the_reason() {
    for role in [Role::Manager, Role::Clerk, Role::Viewer, Role::Auditor] {
        let (site, things) = asking().await;
        let (cookie, before) = (site.cookie(role), things.rows(&site));
        for route in table().into_iter().filter(|route| route.behind.is_some()) {
            let (path, label) = (things.path(route.path), format!("{} {} as {role:?}", route.method, route.path));
            let answer = site.send(route.method.clone(), &path, &cookie, &things.body(route.path)).await;
            if answer.status == StatusCode::FORBIDDEN {
                continue;
            }
            if route.method == Method::GET {
                assert_eq!(
                    (answer.status, answer.header("location")),
                    (StatusCode::SEE_OTHER, &*opening(&things)),
                    "{label}"
                );
                assert!(!answer.body.contains(CLIENT), "{label}");
            } else {
                assert_eq!(answer.status, StatusCode::PRECONDITION_REQUIRED, "{label}: {}", answer.text());
                assert_eq!(answer.hidden("_to"), path, "{label}");
            }
        }
        let of_client = |rows: Vec<(String, _)>| rows.into_iter().filter(|(name, _)| name != "session");
        let (now, before) = (of_client(things.rows(&site)), of_client(before));
        assert_eq!(now.collect::<Vec<_>>(), before.collect::<Vec<_>>(), "{role:?} changed something");
    }
}

#[tokio::test]
async fn a_reason_opens_the_client_for_that_person_and_is_kept() {
    let (site, things) = asking().await;
    let (clerk, manager) = (site.cookie(Role::Clerk), site.cookie(Role::Manager));
    let page = things.path("/clients/{client}");
    let without = site.post(&opening(&things), &clerk, "opening_reason=").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("理由"), "{}", without.text());
    let said = say_why(&site, &things, &clerk, "").await;
    assert_eq!((said.status, said.header("location")), (StatusCode::SEE_OTHER, &*page));
    assert_eq!(site.get(&page, &clerk).await.status, StatusCode::OK);
    assert_eq!(site.get(&things.path("/planning/{planning}"), &clerk).await.status, StatusCode::OK);
    assert_eq!(site.get(&page, &manager).await.status, StatusCode::SEE_OTHER, "opened for the clerk alone");
    let list = site.get("/records/openings", &manager).await;
    for words in ["事務 次郎", CLIENT, "担当者が休み"] {
        assert!(list.text().contains(words), "{words}: {}", list.text());
    }
    assert!(!site.get("/records/openings?month=2026-10", &manager).await.text().contains("担当者が休み"));
    let log = site.get("/records", &manager).await;
    assert!(log.text().contains("担当外の閲覧（理由を入力）"), "{}", log.text());
}

#[tokio::test]
async fn what_was_sent_waits_for_the_reason_and_goes_on() {
    let (site, things) = asking().await;
    let clerk = site.cookie(Role::Clerk);
    let to = things.path("/clients/{client}/end");
    let asked = site.post(&to, &clerk, "_version=1&ended_on=2026-11-04&reason=%E8%BB%A2%E5%87%BA").await;
    assert_eq!(asked.status, StatusCode::PRECONDITION_REQUIRED);
    assert!(asked.body.contains("value=\"転出\""), "{}", asked.body);
    let kept = format!("&_to={to}&_version=1&ended_on=2026-11-04&reason=%E8%BB%A2%E5%87%BA");
    let go_on = say_why(&site, &things, &clerk, &kept).await;
    assert_eq!(go_on.status, StatusCode::OK, "{}", go_on.text());
    assert!(
        go_on.body.contains(&format!("action=\"{to}\"")) && go_on.body.contains("value=\"転出\""),
        "{}",
        go_on.body
    );
    assert!(!go_on.body.contains("担当者が休み"), "the reason is no field of the form");
    let elsewhere = say_why(&site, &things, &clerk, "&_to=https://example.jp/x").await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER, "only our own forms wait");
}

/// Makes the specialist of the tests the one who carries the client.
fn put_in_charge(site: &Site, user: UserId) {
    site.app.keep(move |tx| {
        let of_specialist = store::accounts::find(tx, OFFICE, user)?.unwrap().user;
        store::accounts::update(tx, &domain::office::User { specialist: Some(SATO), ..of_specialist })?;
        let all: Vec<Client> = store::clients::all(tx, OFFICE)?;
        for client in all {
            store::clients::update(tx, &Client { specialist: Some(SATO), ..client })?;
        }
        Ok(())
    });
}

#[tokio::test]
async fn whoever_is_in_charge_is_not_asked_and_lists_are_open_to_all() {
    let (site, things) = asking().await;
    let cookie = site.cookie(Role::Specialist);
    put_in_charge(&site, site.app.actor(Role::Specialist).user);
    assert_eq!(site.get(&things.path("/clients/{client}"), &cookie).await.status, StatusCode::OK);
    let manager = site.cookie(Role::Manager);
    for list in ["/", "/clients", "/planning", "/papers", "/billing/2026-11", "/turning-points"] {
        assert_eq!(site.get(list, &manager).await.status, StatusCode::OK, "{list}");
    }
    assert!(site.get("/clients", &manager).await.body.contains(CLIENT));
    assert_eq!(site.get(&things.path("/clients/{client}"), &manager).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_opening_ends_after_half_a_day_and_one_of_the_future_opens_nothing() {
    let (site, things) = asking().await;
    let (viewer, user) = (site.cookie(Role::Viewer), site.app.actor(Role::Viewer).user);
    let page = things.path("/clients/{client}");
    let now = (site.app.outside.now)();
    let day = &now[..10];
    let (yesterday, tomorrow) = (testkit::day(day).yesterday().unwrap(), testkit::day(day).tomorrow().unwrap());
    for (number, at) in [(1, format!("{yesterday}{}", &now[10..])), (2, format!("{tomorrow}{}", &now[10..]))] {
        let client = page.rsplit('/').next().unwrap().parse().unwrap();
        let (user_name, reason) = ("閲覧 三郎".to_owned(), "前の日".to_owned());
        let old = Opening { id: OpeningId(id(9_500 + number)), client, user, user_name, reason, opened_at: at };
        site.app.keep(move |tx| store::openings::add(tx, OFFICE, &old));
        assert_eq!(site.get(&page, &viewer).await.status, StatusCode::SEE_OTHER, "{number}");
    }
}

#[tokio::test]
async fn the_manager_decides_whether_a_reason_is_asked_for() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    let (manager, viewer) = (site.cookie(Role::Manager), site.cookie(Role::Viewer));
    let page = things.path("/clients/{client}");
    assert_eq!(site.get(&page, &viewer).await.status, StatusCode::OK, "open, as it is at the start");
    for (role, expected) in [(Role::System, StatusCode::FORBIDDEN), (Role::Auditor, StatusCode::FORBIDDEN)] {
        let refused = site.post("/settings/openings", &site.cookie(role), "asks_reason=yes").await;
        assert_eq!(refused.status, expected, "{role:?}");
    }
    let wrong = site.post("/settings/openings", &manager, "asks_reason=x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = site.post("/settings/openings", &manager, "asks_reason=yes").await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    assert_eq!(site.get(&page, &viewer).await.status, StatusCode::SEE_OTHER);
    site.post("/settings/openings", &manager, "asks_reason=no").await;
    assert_eq!(site.get(&page, &viewer).await.status, StatusCode::OK);
}
