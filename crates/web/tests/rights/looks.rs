//! 閲覧の記録: every route with a client behind it, and what its answer leaves in the log; what is refused, searched and failed;
//! the pages that show the log; what happens when nothing more may wait.

use axum::http::{Method, StatusCode};
use domain::{
    id::{OfficeId, OrganisationId},
    office::Role,
};
use store::looks::{Look, LookFilter, LookKind, StoredLook, WAITING};
use testkit::{OFFICE, OTHER_OFFICE, day, id, month};
use web::{
    looks::{Looks, declared},
    routes::{Route, table},
};

use super::{
    ask,
    common::Site,
    world::{self, CLIENT, world},
};

/// What the log says of an office in the month of the walk, and nothing more of it afterwards.
fn taken(site: &Site, of: impl Into<OrganisationId>) -> Vec<StoredLook> {
    site.app.db.write_looks_now().unwrap();
    let of = of.into();
    site.app.keep(move |tx| {
        let rows = store::looks::of_month(tx, of, month("2026-11"), &LookFilter { limit: 500, ..Default::default() })?;
        tx.execute("delete from look where office_id = $1", &[&of])?;
        Ok(rows)
    })
}

#[test]
fn every_route_says_what_it_looks_at() {
    for route in table() {
        assert!(declared(route.path).is_some(), "{} {}: see crates/web/src/looks.rs", route.method, route.path);
    }
}

/// Whether the path names something of a client, so that its page cannot but show it.
fn is_of_a_client(route: &Route) -> bool {
    let words = ["{client}", "{round}", "{planning}", "{certificate}", "{attachment}", "{intake}"];
    route.method == Method::GET && words.iter().any(|word| route.path.contains(word))
}

#[tokio::test]
async fn what_every_page_shows_of_a_client_stands_in_the_log() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    let (mut opened, mut wrong) = (0, Vec::new());
    for route in table() {
        let cookie = site.cookie(Role::Manager);
        taken(&site, OFFICE);
        let answer = ask(&site, &things, &route, &cookie).await;
        let rows = taken(&site, OFFICE);
        let label = format!("{} {} ({}): {rows:?}", route.method, route.path, answer.status);
        let of_a_client = is_of_a_client(&route) && answer.status == StatusCode::OK;
        if answer.body.contains(CLIENT) || of_a_client {
            opened += 1;
            if rows.is_empty() {
                wrong.push(format!("shows a client, and the log does not know it: {label}"));
            }
        }
        for row in rows.iter().filter(|row| row.kind != LookKind::Denied) {
            match route.looks() {
                Some(Looks::At(kind)) if kind == row.kind => {}
                Some(Looks::At(_)) => wrong.push(format!("another kind: {label}")),
                // Shown, it is declared in crates/web/src/looks.rs; shown to nobody, it is read `unseen`.
                Some(Looks::AtNothing) | None => wrong.push(format!("said to look at nothing: {label}")),
            }
            assert_eq!((row.name.as_str(), row.user.is_empty()), ("管理 一郎", false), "{label}");
        }
        let named = rows.iter().any(|row| row.client == Some(things.client_id()) || row.listed > Some(0));
        if of_a_client && !route.path.starts_with("/intakes") && !named {
            wrong.push(format!("does not name the client: {label}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(opened > 80, "the walk opened {opened} pages with a client");
}

#[tokio::test]
async fn a_claim_file_and_what_is_refused_stand_in_the_log() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    taken(&site, OFFICE);
    let file = things.path("/billing/closings/{closing}/file");
    assert_eq!(site.post(&file, &site.cookie(Role::Clerk), "").await.status, StatusCode::OK);
    let rows = taken(&site, OFFICE);
    assert_eq!(
        rows.iter().map(|it| (it.kind, it.client)).collect::<Vec<_>>(),
        [(LookKind::ClaimFile, Some(things.client_id()))]
    );
    // A right that the role has not, and a thing that the office has not.
    let edit = things.path("/clients/{client}/edit");
    assert_eq!(site.get(&edit, &site.cookie(Role::Viewer)).await.status, StatusCode::FORBIDDEN);
    let rows = taken(&site, OFFICE);
    assert_eq!(
        rows.iter().map(|it| (it.kind, it.client)).collect::<Vec<_>>(),
        [(LookKind::Denied, Some(things.client_id()))]
    );
    let page = things.path("/clients/{client}");
    assert_eq!(site.get(&page, &site.strangers_cookie(Role::Manager)).await.status, StatusCode::NOT_FOUND);
    let rows = taken(&site, OTHER_OFFICE);
    assert_eq!(
        rows.iter().map(|it| (it.kind, it.client)).collect::<Vec<_>>(),
        [(LookKind::Denied, Some(things.client_id()))]
    );
    assert_eq!(taken(&site, OFFICE), []);
}

#[tokio::test]
async fn a_search_is_found_by_its_words_which_stand_nowhere() {
    let site = Site::of(world::app());
    world(&site).await;
    let manager = site.cookie(Role::Manager);
    let found = site.post("/clients/search", &manager, "q=%E9%AB%98%E6%B4%A5").await;
    let list = found.header("location").to_owned();
    assert!(site.get(&list, &manager).await.text().contains(CLIENT));
    site.app.db.write_looks_now().unwrap();
    let words: Vec<String> =
        site.app.keep(|tx| tx.rows("select words from look where kind = 'search'", &[], |row| row.next()));
    assert!(words.len() == 1 && words[0].len() == 32 && !words[0].contains("高津"), "{words:?}");
    let asked = |words: &'static str| {
        let (site, manager) = (&site, manager.clone());
        async move {
            let on = site.post("/records/looks", &manager, &format!("month=2026-11&words={words}")).await;
            assert!(!on.header("location").contains("%E9"), "{}", on.header("location"));
            site.get(on.header("location"), &manager).await.text()
        }
    };
    assert!(
        asked("%E9%AB%98%E6%B4%A5").await.contains("検索（1人）")
            || asked("%E9%AB%98%E6%B4%A5").await.contains("検索 高津 千歳")
    );
    assert!(asked("%E5%B7%9D%E5%B4%8E").await.contains("この条件の記録はありません"));
}

#[tokio::test]
async fn a_failed_sign_in_is_told_also_of_a_login_that_nobody_has() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    things.session(&site, world::WARD_LOGIN);
    for login in ["target", "himitsu-no-kotoba"] {
        let answer = site.post("/login", "", &format!("login={login}&password=x")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let known = taken(&site, OFFICE);
    assert_eq!(
        known.iter().map(|it| (it.kind, it.name.as_str())).collect::<Vec<_>>(),
        [(LookKind::SignInFailed, "対象 者")]
    );
    site.app.db.write_looks_now().unwrap();
    let text = site.get("/records/looks", &site.cookie(Role::Manager)).await.text();
    assert!(text.contains("登録のないログインIDでの失敗") && !text.contains("himitsu"), "{text}");
    let unknown = taken(&site, OfficeId(uuid::Uuid::nil()));
    assert_eq!(
        unknown.iter().map(|it| (it.kind, it.user.as_str())).collect::<Vec<_>>(),
        [(LookKind::SignInUnknown, "")]
    );
}

#[tokio::test]
async fn the_page_of_a_client_tells_who_looked_and_a_month_is_looked_through() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    let (manager, viewer) = (site.cookie(Role::Manager), site.cookie(Role::Viewer));
    taken(&site, OFFICE);
    let page = things.path("/clients/{client}");
    for path in [page.as_str(), page.as_str(), &things.path("/monitoring/{round}/m2-home-visit"), "/clients"] {
        assert_eq!(site.get(path, &viewer).await.status, StatusCode::OK);
    }
    site.app.db.write_looks_now().unwrap();
    assert!(site.get(&page, &manager).await.body.contains(&format!("{page}/looks")), "the page leads there");
    assert!(!site.get(&page, &viewer).await.body.contains(&format!("{page}/looks")));
    assert_eq!(site.get(&format!("{page}/looks"), &viewer).await.status, StatusCode::FORBIDDEN);
    let text = site.get(&format!("{page}/looks"), &manager).await.text();
    assert!(text.contains("閲覧 三郎 利用者のページ 2回") && text.contains("閲覧 三郎 モニタリング 1回"), "{text}");
    assert!(text.contains("R8.11.22"), "{text}");
    let month = format!("{page}/looks?month=2026-10&page=9999999999");
    assert!(site.get(&month, &manager).await.text().contains("この月に見た人はいません"));
    let whole = site.get("/records/looks", &manager).await.text();
    assert!(whole.contains("閲覧 三郎") && whole.contains("月が替わると") && whole.contains(CLIENT), "{whole}");
    // The month is over: it is asked for, and looked through once.
    let december = Site::of(site.app.clone().on(day("2026-12-02")));
    let manager = december.cookie(Role::Manager);
    let early = december.post("/records/looks/review", &manager, "month=2026-12").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("まだ終わっていません"), "{}", early.text());
    let long = format!("month=2026-11&note={}", "x".repeat(600));
    let refused = december.post("/records/looks/review", &manager, &long).await;
    assert!(refused.text().contains("500文字まで") && refused.body.contains(&"x".repeat(600)), "{}", refused.text());
    assert!(december.get("/records/looks", &manager).await.text().contains("令和8年11月の確認が、まだです"));
    let viewer = december.cookie(Role::Viewer);
    assert_eq!(december.post("/records/looks/review", &viewer, "month=2026-11").await.status, StatusCode::FORBIDDEN);
    let done = december.post("/records/looks/review", &manager, "month=2026-11&note=%E5%A4%9C%E5%8B%A4").await;
    assert_eq!(done.header("location"), "/records/looks?month=2026-11");
    let text = december.get("/records/looks?month=2026-11", &manager).await.text();
    assert!(text.contains("確認ずみ") && text.contains("夜勤") && !text.contains("まだです"), "{text}");
    let log = december.get("/records", &manager).await.text();
    assert!(log.contains("閲覧の記録を確認"), "{log}");
}

#[tokio::test]
async fn when_no_more_may_wait_pages_of_clients_stop_and_the_others_go_on() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    let manager = site.cookie(Role::Manager);
    for number in 0..WAITING {
        let clients = vec![id(100_000 + u64::try_from(number).unwrap())];
        site.app.db.looks().note(OFFICE.into(), LookKind::Client, Look { clients, ..Look::default() });
    }
    let stopped = site.get(&things.path("/clients/{client}"), &manager).await;
    assert_eq!(stopped.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(stopped.text().contains("閲覧を記録できないため") && !stopped.body.contains(CLIENT), "{}", stopped.text());
    assert_eq!(site.get("/settings", &manager).await.status, StatusCode::OK);
    site.app.db.write_looks().await.unwrap();
    assert_eq!(site.get(&things.path("/clients/{client}"), &manager).await.status, StatusCode::OK);
}
