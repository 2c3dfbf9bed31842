//! One account in several organisations: signing in, going over, and nothing that was typed for one kept by the other.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use app::accounts::{AddOrganisation, NewPassword, OrganisationEntry};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use common::{Answer, Site};
use domain::{id::OrganisationId, office::Role};
use law::LawBook;
use store::{Db, StoreError, memberships::NewMembership};
use testkit::{OFFICE, OTHER_OFFICE, TestApp, client, on_both_places};
use web::AppState;

const PASSWORD: &str = "midori-kaeru-densha-7";

/// 管理 一郎 of the office of the tests, whom the other office has added as a clerk; the cookie of the first office.
fn of_two() -> (Site, String) {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    let user = site.app.actor(Role::Manager).user;
    site.app.keep(move |tx| {
        let membership = NewMembership {
            organisation: OTHER_OFFICE.into(),
            user,
            name: "管理 一郎",
            role: Role::Clerk.word(),
            specialist: None,
            accepted_at: None,
        };
        store::memberships::insert(tx, &membership)
    });
    (site, cookie)
}

/// Gives the person a password.
fn give_password(site: &Site) {
    let password = NewPassword::check(PASSWORD, PASSWORD, &[]).unwrap_or_else(|_| unreachable!());
    let hash = app::accounts::hash_password(&password, [7; 32]).unwrap();
    let user = site.app.actor(Role::Manager).user;
    site.app.keep(move |tx| store::accounts::set_password(tx, user, &hash, None));
    // The second factor is asked for elsewhere (sign_in.rs).
    site.app.keep(move |tx| store::accounts::mark_of_demo(tx, user));
}

async fn switch(site: &Site, cookie: &str, to: impl Into<OrganisationId>) -> Answer {
    site.post("/organisation", cookie, &format!("organisation={}", to.into())).await
}

/// What the logs of both offices say that people did, the newest first.
fn logged(site: &Site) -> (Vec<String>, Vec<String>) {
    let of = |tx: &mut store::Tx, office| -> Result<Vec<String>, store::StoreError> {
        let filter = store::audit::AuditFilter { limit: 10, ..Default::default() };
        let all = store::audit::list(tx, office, &filter)?;
        Ok(all.into_iter().map(|entry| entry.word).filter(|word| word != "log.seal-rows").collect())
    };
    site.app.keep(move |tx| Ok((of(tx, OFFICE)?, of(tx, OTHER_OFFICE)?)))
}

#[tokio::test]
async fn only_who_belongs_to_several_is_shown_the_switch() {
    let site = Site::new();
    let one = site.get("/", &site.cookie(Role::Manager)).await;
    assert!(!one.body.contains("/organisation") && !one.body.contains("_organisation"), "{}", one.body);
    let (site, cookie) = of_two();
    let page = site.get("/", &cookie).await;
    assert!(page.body.contains("href=\"/organisation\""), "{}", page.body);
    let list = site.get("/organisation", &cookie).await;
    insta::assert_snapshot!(list.text(), @r"
    事業所を切り替える
    切り替えると、その事業所の利用者と記録だけが表示されます。開いたままの画面の入力は、先に保存してください。
    相談支援センターとなり 事業所・事務 はじめて
    加わって開く : 相談支援センターとなり
    相談支援センターみまもり 事業所・管理者
    いまの事業所
    ");
}

#[tokio::test]
async fn a_session_goes_over_and_both_logs_tell_it() {
    let (site, cookie) = of_two();
    site.app.keep(|tx| store::clients::insert(tx, &client("川崎 花子").build()));
    assert!(site.get("/clients", &cookie).await.body.contains("川崎 花子"));
    let over = switch(&site, &cookie, OTHER_OFFICE).await;
    assert_eq!((over.status, over.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(site.get("/clients", &cookie).await.header("location"), "/login", "the old secret opens nothing");
    let cookie = over.cookies();
    let clients = site.get("/clients", &cookie).await;
    assert!(clients.body.contains("相談支援センターとなり") && !clients.body.contains("川崎 花子"), "{}", clients.body);
    // The role is the one of there.
    assert_eq!(site.get("/settings/office", &cookie).await.status, StatusCode::FORBIDDEN);
    let (own, other) = logged(&site);
    assert_eq!(own.first().map(String::as_str), Some("accounts.leave-organisation"));
    assert_eq!(other, ["accounts.enter-organisation"]);
    // Back again, and not into one where the person is not at home.
    let cookie = switch(&site, &cookie, OFFICE).await.cookies();
    assert_eq!(site.get("/settings/office", &cookie).await.status, StatusCode::OK);
    let stranger = site.strangers_cookie(Role::Manager);
    assert_eq!(switch(&site, &stranger, OFFICE).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_of_the_other_organisation_is_refused_and_keeps_what_was_typed() {
    let (site, cookie) = of_two();
    let form = site.get("/clients/new", &cookie).await;
    assert_eq!(form.hidden("_organisation"), OFFICE.to_string());
    let typed = |organisation: &str| {
        format!(
            "_operation={}&{organisation}name=%E5%B7%9D%E5%B4%8E&kana=%E3%82%AB&birth=S60.3.1",
            form.hidden("_operation")
        )
    };
    let marked = typed(&format!("_organisation={OFFICE}&"));
    let cookie = switch(&site, &cookie, OTHER_OFFICE).await.cookies();
    let refused = site.post("/clients", &cookie, &marked).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("いまとは別の事業所"), "{}", refused.text());
    assert!(refused.text().contains("川崎"), "what was typed is kept: {}", refused.text());
    assert!(!refused.body.contains("もう一度送る"), "it cannot be sent into the wrong office");
    let clients = |office| site.app.keep(move |tx| store::clients::all(tx, office)).len();
    assert_eq!((clients(OFFICE), clients(OTHER_OFFICE)), (0, 0));
    // A page from before there were two does not say: it is asked for once more, with a button.
    let unmarked = site.post("/clients", &cookie, &typed("")).await;
    assert_eq!(unmarked.status, StatusCode::CONFLICT);
    assert!(unmarked.body.contains("もう一度送る"), "{}", unmarked.text());
    assert_eq!(unmarked.hidden("_organisation"), OTHER_OFFICE.to_string());
    // Also where the form is a file.
    let part =
        |name: &str, value: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = format!("{}{}--x--\r\n", part("_organisation", &OFFICE.to_string()), part("file", "氏名\r\n"));
    let request = Request::post("/clients/import")
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(file));
    assert_eq!(site.request(request.unwrap()).await.status, StatusCode::CONFLICT);
    let cookie = switch(&site, &cookie, OFFICE).await.cookies();
    assert_ne!(site.post("/clients", &cookie, &marked).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn signing_in_asks_where_to_work_when_there_are_several() {
    let (site, _) = of_two();
    give_password(&site);
    let signed_in = site.post("/login", "", &format!("login=manager-own&password={PASSWORD}")).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.text());
    let cookie = signed_in.cookies();
    // Until it is said, nothing else is open.
    for path in ["/", "/clients", "/settings/password", "/organisation", "/ward"] {
        assert_eq!(site.get(path, &cookie).await.header("location"), "/login/organisation", "{path}");
    }
    let asked = site.get("/login/organisation", &cookie).await;
    insta::assert_snapshot!(asked.text(), @r"
    どこの仕事をしますか
    所属が2つ以上あります。これから開くところを選んでください。あとから、画面の上の「切り替える」でいつでも移れます。
    相談支援センターとなり 事業所・事務 はじめて
    加わって開く : 相談支援センターとなり
    相談支援センターみまもり 事業所・管理者
    開く : 相談支援センターみまもり
    ほかの人としてログインする
    ");
    let nowhere = site.post("/login/organisation", &cookie, "organisation=01910000-0000-7000-8000-00000000ffff").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let chosen = site.post("/login/organisation", &cookie, &format!("organisation={OTHER_OFFICE}")).await;
    assert_eq!((chosen.status, chosen.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(site.get("/clients", &chosen.cookies()).await.status, StatusCode::OK);
    // Whoever asked for a page comes to it after the choice.
    let anew = site.post("/login", "", &format!("login=manager-own&password={PASSWORD}")).await.cookies();
    let turned = site.get("/billing", &anew).await;
    let both = format!("{anew}; {}", turned.cookies());
    let chosen = site.post("/login/organisation", &both, &format!("organisation={OTHER_OFFICE}")).await;
    assert_eq!(chosen.header("location"), "/billing");
    let (own, other) = logged(&site);
    assert_eq!(
        (own.len(), other.as_slice()),
        (0, ["accounts.sign-in".to_owned(), "accounts.sign-in".to_owned()].as_slice())
    );
}

#[tokio::test]
async fn each_organisation_of_a_person_hears_of_a_failure() {
    let (site, _) = of_two();
    let wrong = site.post("/login", "", "login=manager-own&password=wrong").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let failed = vec!["accounts.sign-in-failed".to_owned()];
    assert_eq!(logged(&site), (failed.clone(), failed));
}

#[tokio::test]
async fn an_office_adds_somebody_by_the_login_and_hears_nothing_else() {
    let site = Site::new();
    site.cookie(Role::Specialist);
    let manager = site.strangers_cookie(Role::Manager);
    let new = "login=specialist-own&name=Sato&role=clerk";
    let taken = site.post("/settings/users/new", &manager, &format!("{new}&account=new")).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text().contains("もう使われています"), "{}", taken.text());
    let unknown = site.post("/settings/users/new", &manager, "login=nobody&name=x&role=clerk&account=existing").await;
    assert!(unknown.text().contains("アカウントはありません"), "{}", unknown.text());
    let added = site.post("/settings/users/new", &manager, &format!("{new}&account=existing")).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let list = site.get("/settings/users", &manager).await;
    assert!(list.text().contains("Sato") && !list.text().contains("佐藤 花子"), "{}", list.text());
    let again = site.post("/settings/users/new", &manager, &format!("{new}&account=existing")).await;
    assert!(again.text().contains("もうこの事業所に加わっています"), "{}", again.text());

    // Who knows a one-time password would come into the first office, too: the second one cannot give one out.
    let user = site.app.actor(Role::Specialist).user;
    let reset = site.post(&format!("/settings/users/{user}/reset"), &manager, "").await;
    assert_eq!(reset.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reset.text());
    // The first one can, as long as the person has not come into the second.
    let own = site.cookie(Role::Manager);
    assert_eq!(site.post(&format!("/settings/users/{user}/reset"), &own, "").await.status, StatusCode::OK);
    site.app.keep(move |tx| store::accounts::set_password(tx, user, "own", None));
    let specialist = site.cookie(Role::Specialist);
    switch(&site, &specialist, OTHER_OFFICE).await;
    let reset = site.post(&format!("/settings/users/{user}/reset"), &own, "").await;
    assert_eq!(reset.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reset.text());
}

#[tokio::test]
async fn who_is_taken_out_of_one_organisation_stays_in_the_other() {
    let (site, first) = of_two();
    let second = site.cookie(Role::Manager);
    let second = switch(&site, &second, OTHER_OFFICE).await.cookies();
    let user = site.app.actor(Role::Manager).user;
    let theirs = site.strangers_cookie(Role::Manager);
    let out = site.post(&format!("/settings/users/{user}/remove"), &theirs, "").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.text());
    assert_eq!(site.get("/clients", &second).await.header("location"), "/login", "the session there has ended");
    assert_eq!(site.get("/clients", &first).await.status, StatusCode::OK);
    assert_eq!(site.post(&format!("/settings/users/{user}/remove"), &theirs, "").await.status, StatusCode::NOT_FOUND);
    let oneself = site.app.stranger(Role::Manager).user;
    let oneself = site.post(&format!("/settings/users/{oneself}/remove"), &theirs, "").await;
    assert_eq!(oneself.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn somebody_of_a_ward_sees_the_ward_alone() {
    let site = Site::new();
    let outside = site.app.outside.clone();
    let (added, token) = site.app.keep(move |tx| {
        let new = AddOrganisation {
            what: OrganisationEntry::Ward("みなと区役所".to_owned()),
            login: "minato".to_owned(),
            name: "区 太郎".to_owned(),
            password_hash: "none".to_owned(),
            must_change_password: false,
        };
        let added = app::accounts::add_organisation(tx, &outside, new).unwrap();
        Ok((added.clone(), app::accounts::open_session(tx, &outside, Some(added.id), added.user, "Firefox")?))
    });
    assert!(added.new_account);
    let cookie = format!("mimamori={}", token.0);
    assert_eq!(site.get("/", &cookie).await.header("location"), "/ward");
    let page = site.get("/ward", &cookie).await;
    assert!(page.body.contains("みなと区役所") && !page.body.contains("/clients"), "{}", page.body);
    for path in ["/clients", "/billing", "/settings", "/records", "/login/organisation"] {
        assert_eq!(site.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(site.get("/settings/password", &cookie).await.status, StatusCode::OK);
    assert_eq!(site.get("/ward", &site.cookie(Role::Manager)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post("/logout", &cookie, "").await.header("location"), "/login");
}

/// What an office that worked with the program before there were organisations has in its database.
const BEFORE: [&str; 3] = [
    "insert into office (id, name, address, phone, manager, number_plan, number_child, area_plan, area_child, grade, \
     municipality, start_month, version) values ('01910000-0000-7000-8000-000000000001', 'みまもり', '', '', '', \
     '1435000012', '', '2', '2', '1', 'default', 24320, 1)",
    "insert into user_account (office_id, id, login, name, role, password_hash, must_change_password, disabled, \
     created_at, version) values ('01910000-0000-7000-8000-000000000001', '01910000-0000-7000-8000-000000000011', \
     'kanri', '管理 一郎', 'manager', 'none', false, false, '2026-11-01T00:00:00.000Z', 3)",
    "insert into session (token_hash, office_id, user_id, created_at, last_seen_at, expires_at, device) values \
     ('758d741444e1a4e665d3a1d3c0e4605ed5a8799424702e3777a10f9666a2f27c', \
     '01910000-0000-7000-8000-000000000001', '01910000-0000-7000-8000-000000000011', '2026-11-22T00:50:00.000Z', \
     '2026-11-22T00:59:50.000Z', '2026-11-22T12:50:00.000Z', 'Firefox')",
];

#[test]
fn a_cookie_from_before_there_were_organisations_goes_on() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        let names: Vec<&str> = Db::migrations().collect();
        let own = names.iter().position(|name| name.ends_with("_organisation")).unwrap();
        db.migrate_up_to(names[own - 1]).unwrap();
        let kept = db.write_now(|tx| {
            for statement in BEFORE {
                tx.execute(statement, &[])?;
            }
            Ok::<_, StoreError>(())
        });
        kept.unwrap();
        assert!(db.migrate().unwrap().iter().any(|name| name.ends_with("_organisation")), "{engine:?}");
        let outside = testkit::outside();
        let state = AppState::new(db.clone(), LawBook::embedded().unwrap(), outside.clone(), false);
        let site = Site { router: web::router(state), app: TestApp { db, outside } };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let page = runtime.block_on(site.get("/settings/users", "mimamori=a-token-from-before"));
        assert_eq!(page.status, StatusCode::OK, "{engine:?}: {}", page.text());
        assert!(page.text().contains("管理 一郎 kanri 管理者 使える"), "{engine:?}: {}", page.text());
        assert!(page.body.contains("みまもり"), "{engine:?}");
    });
}
