//! 漏えい等のおそれ on its pages: declared, frozen, reported, looked into, ended.

use super::common;

use app::heads::HeadKey;
use axum::http::StatusCode;
use common::Site;
use domain::office::Role;
use testkit::{TestApp, client, day, months, steps::keep};

const DECLARED: &str = "what=%E8%AA%A4%E9%80%81%E4%BF%A1&known_on=2026-11-20&from=2026-11-01&to=2026-11-22";

/// A site with a client, and the key of the server.
fn site() -> (Site, domain::client::Client) {
    let mut app = TestApp::new();
    app.outside.head_key = HeadKey::new([7; 32]);
    let site = Site::of(app);
    let hanako = client("高津 千歳").kana("タカツ チトセ").build();
    let certificate = months("2026-05..2027-04").every(6).number("0000000001").of(&hanako);
    keep(&site.app, &hanako, &certificate, &["2026-11"]);
    (site, hanako)
}

async fn declare(site: &Site, cookie: &str) -> String {
    let declared = site.post("/breach", cookie, DECLARED).await;
    assert_eq!(declared.status, StatusCode::SEE_OTHER, "{}", declared.text());
    declared.header("location").to_owned()
}

#[tokio::test]
async fn a_declaration_freezes_what_leaves_the_office_until_the_manager_ends_it() {
    let (site, _) = site();
    let (manager, clerk) = (site.cookie(Role::Manager), site.cookie(Role::Clerk));
    assert!(!site.get("/", &manager).await.text().contains("漏えい等のおそれ"));
    let place = declare(&site, &manager).await;
    let home = site.get("/", &manager).await;
    // Known on the 20th, the first day: five days end on the 24th, thirty on December 19th.
    assert!(home.text().contains("速報は令和8年11月24日まで（あと2日）"), "{}", home.text());
    assert!(home.text().contains("確報は令和8年12月19日まで（あと27日）"), "{}", home.text());
    assert!(!site.get("/", &clerk).await.text().contains("漏えい等のおそれ"));
    let frozen: Vec<web::routes::Route> = web::routes::table().into_iter().filter(|route| route.leaves).collect();
    let paths: Vec<&str> = frozen.iter().map(|route| route.path).collect();
    assert_eq!(paths, ["/billing/closings/{closing}/file", "/papers/print"]);
    for path in ["/papers/print", "/billing/closings/0192a000-0000-7000-8000-000000000001/file"] {
        let refused = site.post(path, &manager, "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(refused.text().contains("解除できるのは管理者です"), "{}", refused.text());
    }
    let second = site.post("/breach", &manager, DECLARED).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text().contains("もう宣言されています"), "{}", second.text());
    // Another office goes on.
    let theirs = site.strangers_cookie(Role::Manager);
    assert_ne!(site.post("/papers/print", &theirs, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&place, &theirs).await.status, StatusCode::NOT_FOUND);

    let bare = site.post(&format!("{place}/end"), &manager, "reason=").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ended = site.post(&format!("{place}/end"), &manager, "reason=kaishuu").await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_ne!(site.post("/papers/print", &manager, "").await.status, StatusCode::FORBIDDEN);
    assert!(site.get("/breach", &manager).await.text().contains("解除したもの"));
    let log = site.get("/records", &manager).await.text();
    for word in ["漏えい等のおそれを宣言", "漏えい等のおそれの止めを解除"] {
        assert!(log.contains(word), "{word}: {log}");
    }
}

#[tokio::test]
async fn who_looks_after_the_system_declares_and_does_not_end_it() {
    let (site, _) = site();
    let system = site.cookie(Role::System);
    assert_eq!(declare(&site, &system).await, "/breach");
    let page = site.get("/breach", &system).await;
    assert!(page.text().contains("▲ 宣言されています: 誤送信") && !page.text().contains("高津"), "{}", page.text());
    assert!(site.get("/system", &system).await.text().contains("速報は令和8年11月24日まで"));
    let place = site.get("/breach", &site.cookie(Role::Manager)).await.between("href=\"/breach/", "\"");
    for path in [format!("/breach/{place}"), format!("/breach/{place}/people"), format!("/breach/{place}/report")] {
        assert_eq!(site.get(&path, &system).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["end", "snapshot"] {
        let refused = site.post(&format!("/breach/{place}/{path}"), &system, "reason=x").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let viewer = site.cookie(Role::Viewer);
    assert_eq!(site.post("/breach", &viewer, DECLARED).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_wrong_comes_back_as_it_was_typed() {
    let (site, _) = site();
    let manager = site.cookie(Role::Manager);
    for (body, sentence) in [
        ("what=&known_on=2026-11-20&from=2026-11-01&to=2026-11-22", "何が起きたか"),
        ("what=abc&known_on=2026-11-23&from=2026-11-01&to=2026-11-22", "今日までの日"),
        ("what=abc&known_on=2026-11-20&from=2026-11-10&to=2026-11-09", "始まりより前"),
        ("what=abc&known_on=2026-11-20&from=2026-11-10&to=2026-11-29", "今日までの日"),
        ("what=abc&known_on=x&from=2026-11-10&to=2026-11-12", "知った日"),
    ] {
        let refused = site.post("/breach", &manager, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(refused.text().contains(sentence), "{body}: {}", refused.text());
        assert!(body.starts_with("what=&") || refused.text().contains("[abc]"), "{}", refused.text());
    }
}

#[tokio::test]
async fn the_report_grows_with_its_clocks_and_prints() {
    let (site, _) = site();
    let manager = site.cookie(Role::Manager);
    let place = declare(&site, &manager).await;
    let save = "known_on=2026-11-21&malicious=1&outline=abc%0Adef&people=12&prompt_on=2026-11-22";
    let saved = site.post(&place, &manager, &format!("_version=1&{save}")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = site.get(&place, &manager).await;
    assert!(page.text().contains("速報: 令和8年11月25日まで 令和8年11月22日に報告しました"), "{}", page.text());
    assert!(page.text().contains("確報: 令和9年1月19日まで あと58日"), "{}", page.text());
    assert!(page.text().contains("六十日以内"), "{}", page.text());
    let stale = site.post(&place, &manager, "_version=1&known_on=2026-11-21&outline=other").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("other"), "{}", stale.text());
    let wrong = site.post(&place, &manager, "_version=2&known_on=2026-11-21&prompt_on=2026-11-20&outline=kept").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("知った日より前") && wrong.text().contains("kept"), "{}", wrong.text());
    let paper = site.get(&format!("{place}/report"), &manager).await.text();
    for line in ["1 概要", "abc", "9 その他", "（まだ分かりません）", "不正の目的のおそれあり", "様式ではありません"]
    {
        assert!(paper.contains(line), "{line}: {paper}");
    }
    let pdf = site.get(&format!("{place}/report.pdf"), &manager).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", pdf.body);
    assert!(pdf.header("content-disposition").contains("breach-report"), "{}", pdf.header("content-disposition"));
    assert_eq!(site.get(&format!("{place}/report.pdf"), &site.cookie(Role::Clerk)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_was_looked_at_is_listed_by_person_and_the_log_is_given_out_signed() {
    let (site, hanako) = site();
    let (manager, clerk) = (site.cookie(Role::Manager), site.cookie(Role::Clerk));
    site.get(&format!("/clients/{}", hanako.id), &clerk).await;
    site.app.db.write_looks().await.unwrap();
    let place = declare(&site, &manager).await;
    let people = site.get(&format!("{place}/people"), &manager).await;
    assert!(people.text().contains("高津 千歳") && people.text().contains("1人"), "{}", people.text());
    let of_clerk = format!("{place}/people?user={}", site.app.actor(Role::Clerk).user);
    assert!(site.get(&of_clerk, &manager).await.text().contains("高津 千歳"));
    let of_system = format!("{place}/people?user={}", site.app.actor(Role::System).user);
    assert!(!site.get(&of_system, &manager).await.text().contains("高津 千歳"));
    let nowhere = site.get(&format!("{place}/people?device=nowhere"), &manager).await;
    assert!(nowhere.text().contains("見られた人はいません"), "{}", nowhere.text());

    let file = site.post(&format!("{place}/snapshot"), &manager, "").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    assert!(file.header("content-disposition").contains("kiroku-utsushi.jsonl"));
    let mut lines = file.body.lines();
    let first: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let head: app::heads::Head = serde_json::from_value(first["head"].clone()).unwrap();
    let found = site.app.keep(move |tx| app::heads::compare(tx, &head));
    assert!(matches!(found, app::heads::Comparison::Contained { .. }), "{found:?}");
    assert_eq!(first["declared"]["known_on"], "2026-11-20");
    assert!(lines.any(|line| line.contains(&hanako.id.to_string())), "{}", file.body);
    assert!(!file.body.contains("高津"), "ids alone");
    assert!(site.get("/records", &manager).await.text().contains("記録の写しを保存"));
    assert_eq!(day("2026-11-22"), (site.app.outside.today)());
}
