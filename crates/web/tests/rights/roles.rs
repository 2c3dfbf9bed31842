//! 監査（読み取り） sees everything and changes nothing; システム管理 looks after accounts and settings, sees no client, and lets nobody in who does.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::OFFICE;

use super::{
    common::Site,
    world::{self, CLIENT, world},
};

#[tokio::test]
async fn system_begins_on_its_own_page_without_search_or_client() {
    let site = Site::of(world::app());
    world(&site).await;
    let system = site.cookie(Role::System);
    assert_eq!(site.get("/", &system).await.header("location"), "/system");
    let home = site.get("/system?check=yes", &system).await;
    assert_eq!(home.status, StatusCode::OK);
    for words in ["システムの状態", "ログインする人", "つながっています", "バックアップ"] {
        assert!(home.text().contains(words), "{words}: {}", home.text());
    }
    assert!(!home.body.contains(CLIENT) && !home.body.contains("head-search"), "{}", home.body);
    assert!(!home.body.contains("href=\"/clients\"") && !home.body.contains("href=\"/records\""), "{}", home.body);
}

#[tokio::test]
async fn system_prepares_an_account_and_the_manager_lets_the_person_in() {
    let site = Site::new();
    let (system, manager) = (site.cookie(Role::System), site.cookie(Role::Manager));
    let page = site.get("/settings/users/new", &system).await;
    assert!(page.text().contains("使えない状態で登録"), "{}", page.text());
    let added = site.post("/settings/users/new", &system, "login=hanako&name=x&role=specialist").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "no password is shown: {}", added.text());
    let found = site.app.keep(|tx| store::accounts::by_login(tx, "hanako")).unwrap();
    let user = found.user;
    let account = site.app.keep(move |tx| store::accounts::find(tx, OFFICE, user)).unwrap();
    assert!(account.user.disabled);
    let edit = format!("/settings/users/{user}");
    assert!(!site.get(&edit, &system).await.text().contains("仮パスワードを出す"));
    let version = account.user.version;
    for (body, words) in [
        ("name=x&role=specialist", "管理者だけが使えるようにできます"),
        ("name=x&role=manager&disabled=yes", "管理者だけが変えられます"),
        ("name=x&role=system&disabled=yes", "管理者だけが変えられます"),
    ] {
        let refused = site.post(&edit, &system, &format!("_version={version}&{body}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", refused.text());
        assert!(refused.text().contains(words), "{body}: {}", refused.text());
    }
    let reset = site.post(&format!("{edit}/reset"), &system, "").await;
    assert!(reset.text().contains("管理者だけが出せます"), "{}", reset.text());
    let on = site.post(&edit, &manager, &format!("_version={version}&name=x&role=specialist")).await;
    assert_eq!(on.status, StatusCode::SEE_OTHER, "{}", on.text());
    assert_eq!(site.post(&format!("{edit}/reset"), &manager, "").await.status, StatusCode::OK);
    let off = site.post(&edit, &system, &format!("_version={}&name=x&role=specialist&disabled=yes", version + 1)).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER, "switching off lets nobody in: {}", off.text());
}

#[tokio::test]
async fn system_raises_nobody_and_never_takes_the_last_manager_away() {
    let site = Site::new();
    let system = site.cookie(Role::System);
    site.cookie(Role::Manager);
    let own = site.app.actor(Role::System).user;
    let raised = site.post(&format!("/settings/users/{own}"), &system, "_version=1&name=x&role=manager").await;
    assert_eq!(raised.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", raised.text());
    let manager = site.app.actor(Role::Manager).user;
    let off =
        site.post(&format!("/settings/users/{manager}"), &system, "_version=1&name=x&role=manager&disabled=yes").await;
    assert!(off.text().contains("管理者がいなくなる"), "{}", off.text());
    let gone = site.post(&format!("/settings/users/{manager}/remove"), &system, "").await;
    assert!(gone.text().contains("管理者がいなくなる"), "{}", gone.text());
    let another = site.post("/settings/users/new", &system, "login=hoshu2&name=x&role=system").await;
    assert_eq!(another.status, StatusCode::OK, "the one-time password of another システム管理: {}", another.text());
}

#[tokio::test]
async fn an_auditor_reads_settings_and_log_and_finds_no_button_that_saves() {
    let site = Site::of(world::app());
    world(&site).await;
    let auditor = site.cookie(Role::Auditor);
    for page in [
        "/settings/office",
        "/settings/office/additions",
        "/settings/users",
        "/settings/sections",
        "/settings/openings",
        "/settings/specialists",
        "/settings/municipalities",
        "/settings/municipalities/149999",
        "/settings/idle-time",
        "/records",
        "/records/openings",
    ] {
        let shown = site.get(page, &auditor).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text());
        let main = shown.between("<main", "</main>");
        for button in ["保存する", "登録する", "取り消す", "加える"] {
            let there =
                main.split("<button").skip(1).any(|rest| rest.split("</button>").next().unwrap().contains(button));
            assert!(!there, "{page} offers {button}");
        }
    }
}
