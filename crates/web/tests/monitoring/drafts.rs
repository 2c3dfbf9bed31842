//! 下書き and 作業版 on their pages: kept while one types, found again, thrown away, and a colleague's version beside one's own.

use axum::http::StatusCode;
use domain::office::Role;

use super::{
    people::{round_of, start},
    site::{get, location, post, sign_in},
};

const WISHES: [(&str, &str); 3] = [("date", "11/2"), ("place", "home"), ("wishes", "旅行に行きたい")];

/// Where the form of the visit of November keeps its draft.
fn address(app: &testkit::TestApp, client: &domain::client::Client) -> (String, String) {
    let id = round_of(app, client, "2026-11").id;
    (format!("/monitoring/{id}/m2-home-visit"), format!("/drafts/monitoring/m2-home-visit/{id}"))
}

#[tokio::test]
async fn what_is_typed_is_kept_and_found_again_by_that_person() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let (page, draft) = address(&app, &client);
    let blank = get(&app, &cookie, &page).await;
    assert!(blank.html().contains("name=\"_draft\"") && !blank.text().contains("の続きを開いています"));
    let said = post(&app, &cookie, &draft, &[WISHES.as_slice(), &[("_script", "yes")]].concat()).await;
    assert_eq!(
        (said.status, said.html().as_str()),
        (StatusCode::OK, "下書き 10:00"),
        "the script's answer is the line"
    );
    let again = get(&app, &cookie, &page).await;
    assert!(again.text().contains("下書き 10:00 の続きを開いています"), "{}", again.text());
    assert!(again.html().contains("旅行に行きたい</textarea>") && again.html().contains("value=\"11/2\""));
    let anew = format!("mimamori={}", app.sign_in(&app.actor(Role::Specialist)));
    let later = get(&app, &anew, &page).await;
    assert!(later.html().contains("旅行に行きたい</textarea>"), "after a lapse, signed in anew, at another computer");
    let others = get(&app, &sign_in(&app, Role::Manager), &page).await;
    assert!(!others.html().contains("旅行に行きたい"), "a draft is the person's own");
    let thrown = post(&app, &cookie, &format!("{draft}/discard"), &[]).await;
    assert_eq!(thrown.status, StatusCode::SEE_OTHER);
    assert!(!get(&app, &cookie, &page).await.html().contains("旅行に行きたい"));
}

#[tokio::test]
async fn a_form_that_was_refused_is_a_draft_too() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let (page, draft) = address(&app, &client);
    let draft = draft.strip_prefix("/drafts/").unwrap().to_owned();
    let wrong = [WISHES.as_slice(), &[("_draft", draft.as_str())]].concat();
    let refused = post(&app, &cookie, &page, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let again = get(&app, &cookie, &page).await;
    assert!(again.html().contains("旅行に行きたい</textarea>"), "whoever leaves it now loses nothing");
}

#[tokio::test]
async fn without_the_script_a_button_keeps_it_and_goes_back_to_the_form() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let (page, draft) = address(&app, &client);
    let kept = post(&app, &cookie, &draft, &WISHES).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(location(&kept), page);
}

#[tokio::test]
async fn recording_ends_the_draft() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let (page, draft) = address(&app, &client);
    post(&app, &cookie, &draft, &WISHES).await;
    let name = draft.trim_start_matches("/drafts/").to_owned();
    let visit = [
        ("_draft", name.as_str()),
        ("date", "R8.11.2"),
        ("place", "home"),
        ("lives_there", "yes"),
        ("interviewed", "yes"),
        ("met", "本人"),
        ("visitor", "佐藤"),
        ("start", "14:00"),
        ("end", "14:45"),
        ("wishes", "旅行に行きたい"),
    ];
    let refused = post(&app, &cookie, &page, &visit[..3]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html().contains("name=\"_draft\""), "the form that comes back keeps its draft");
    assert!(get(&app, &cookie, &page).await.text().contains("の続きを開いています"));
    assert_eq!(post(&app, &cookie, &page, &visit).await.status, StatusCode::SEE_OTHER);
    assert!(!get(&app, &cookie, &page).await.text().contains("の続きを開いています"));
}

#[tokio::test]
async fn a_draft_on_an_older_version_is_a_conflict_and_overwrites_nothing() {
    let (app, client) = start();
    let (sato, boss) = (sign_in(&app, Role::Specialist), sign_in(&app, Role::Manager));
    let id = round_of(&app, &client, "2026-10").id;
    let page = format!("/monitoring/{id}/carry-over");
    post(&app, &sato, &format!("/drafts/monitoring/carry-over/{id}"), &[("reason", "入院")]).await;
    assert_eq!(post(&app, &boss, &page, &[("reason", "旅行")]).await.status, StatusCode::SEE_OTHER);
    let form = get(&app, &sato, &page).await;
    assert!(form.html().contains("入院</textarea>"), "{}", form.text());
    let both = post(&app, &sato, &page, &[("reason", "入院")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.text().contains("旅行") && both.text().contains("入院"));
}

#[tokio::test]
async fn a_row_more_keeps_the_report_as_a_draft() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let id = round_of(&app, &client, "2026-11").id;
    let (page, name) = (format!("/monitoring/{id}/m3-record"), format!("monitoring/m3-record/{id}"));
    let typed = [("_draft", name.as_str()), ("_rows", "rows:add"), ("rows", "1"), ("need_0", "外出したい")];
    let added = post(&app, &cookie, &page, &typed).await;
    assert!(added.html().contains("data-unsaved") && added.text().contains("下書き 10:00"), "{}", added.text());
    let again = get(&app, &cookie, &page).await;
    assert!(again.html().contains("外出したい</textarea>") && again.html().contains("name=\"need_1\""));
}

#[tokio::test]
async fn what_is_sent_after_the_session_lapsed_is_kept_for_that_person_and_opened_after_signing_in() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let (page, draft) = address(&app, &client);
    let name = draft.trim_start_matches("/drafts/").to_owned();
    let fields = [WISHES.as_slice(), &[("_draft", name.as_str())]].concat();
    let last_use = |at: &'static str| {
        let hash = app::sha256_hex(cookie.trim_start_matches("mimamori="));
        app.keep(move |tx| store::sessions::touch(tx, &hash, at));
    };

    last_use("2026-11-22T00:20:00.000Z");
    let sent = post(&app, &cookie, &page, &fields).await;
    assert_eq!(location(&sent), "/login");
    let back = sent.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(back.starts_with(&format!("mimamori_back={page};")), "{back}");
    assert_eq!(location(&get(&app, &cookie, &page).await), "/login", "it opens nothing");
    assert_eq!(location(&get(&app, &cookie, "/drafts").await), "/login");

    let anew = format!("mimamori={}", app.sign_in(&app.actor(Role::Specialist)));
    let form = get(&app, &anew, &page).await;
    assert!(form.text().contains("の続きを開いています") && form.html().contains("旅行に行きたい</textarea>"));
    assert!(get(&app, &anew, "/").await.text().contains("書きかけが1件あります"));
    assert!(!get(&app, &sign_in(&app, Role::Manager), &page).await.html().contains("旅行に行きたい"));

    // Whoever signed out keeps nothing.
    post(&app, &anew, &format!("{draft}/discard"), &[]).await;
    post(&app, &anew, "/logout", &[]).await;
    assert_eq!(location(&post(&app, &anew, &page, &fields).await), "/login");
    let third = format!("mimamori={}", app.sign_in(&app.actor(Role::Specialist)));
    assert!(!get(&app, &third, &page).await.html().contains("旅行に行きたい"));
}

#[tokio::test]
async fn ones_own_drafts_are_listed_opened_and_thrown_away() {
    let (app, client) = start();
    let (sato, boss) = (sign_in(&app, Role::Specialist), sign_in(&app, Role::Manager));
    assert!(!get(&app, &sato, "/").await.text().contains("書きかけ"));
    assert!(get(&app, &sato, "/drafts").await.text().contains("書きかけはありません"));
    let (page, draft) = address(&app, &client);
    post(&app, &sato, &draft, &WISHES).await;
    post(&app, &sato, "/drafts/clients/new-client/00000000-0000-0000-0000-000000000000", &[("name", "宮前 次郎")])
        .await;
    assert!(get(&app, &sato, "/").await.text().contains("書きかけが2件あります"));
    let list = get(&app, &sato, "/drafts").await;
    let text = list.text();
    assert!(text.contains(&format!("{} 令和8年11月 (2) 自宅訪問", client.name)), "{text}");
    assert!(text.contains("利用者の登録") && text.contains("下書き 10:00"), "{text}");
    assert!(list.html().contains(&format!("href=\"{page}\"")) && list.html().contains("href=\"/clients/new\""));
    assert!(get(&app, &boss, "/drafts").await.text().contains("書きかけはありません"), "a draft is the person's own");
    let thrown = post(&app, &sato, &format!("{draft}/discard"), &[("_list", "yes")]).await;
    assert_eq!((thrown.status, location(&thrown)), (StatusCode::SEE_OTHER, "/drafts".to_owned()));
    assert!(!get(&app, &sato, "/drafts").await.text().contains("自宅訪問"));
    assert!(get(&app, &sato, "/").await.text().contains("書きかけが1件あります"));
}

#[tokio::test]
async fn a_draft_of_what_one_may_not_do_any_more_is_not_listed() {
    let (app, client) = start();
    let (_, draft) = address(&app, &client);
    post(&app, &sign_in(&app, Role::Specialist), &draft, &WISHES).await;
    let viewer = domain::id::UserId(app.actor(Role::Viewer).user.0);
    let specialist = app.actor(Role::Specialist).user;
    app.keep(move |tx| {
        for mark in store::drafts::of_user(tx, testkit::OFFICE, specialist)? {
            let found = store::drafts::find(tx, testkit::OFFICE, specialist, (&mark.form, mark.subject))?;
            store::drafts::save(tx, testkit::OFFICE, viewer, &found.unwrap())?;
        }
        Ok(())
    });
    let list = get(&app, &sign_in(&app, Role::Viewer), "/drafts").await;
    assert!(list.text().contains("書きかけはありません"), "{}", list.text());
}

#[tokio::test]
async fn a_colleague_goes_on_with_the_working_version() {
    let (app, client) = start();
    let (sato, boss) = (sign_in(&app, Role::Specialist), sign_in(&app, Role::Manager));
    let id = round_of(&app, &client, "2026-11").id;
    let page = format!("/monitoring/{id}/m3-record");
    let kept = post(&app, &sato, &page, &[("action", "keep"), ("rows", "1"), ("need_0", "外出したい")]).await;
    assert_eq!((kept.status, location(&kept)), (StatusCode::SEE_OTHER, page.clone()));
    let seen = get(&app, &boss, &page).await;
    assert!(seen.text().contains("作業版（下書き） 佐藤 花子 11月22日 10:00"), "{}", seen.text());
    assert!(seen.html().contains("外出したい</textarea>"), "{}", seen.text());
    let on = [("action", "keep"), ("rows", "1"), ("need_0", "旅行したい"), ("working", "1")];
    assert_eq!(post(&app, &boss, &page, &on).await.status, StatusCode::SEE_OTHER);
    let late = post(&app, &sato, &page, &on).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html().contains("name=\"working\" value=\"2\""), "the next saving is made on what stands now");
    let paper = get(&app, &sato, &format!("/monitoring/{id}/report.pdf?layout=national")).await;
    assert_eq!(paper.status, StatusCode::OK, "a working version can be printed, with 下書き on it");
    let thrown = post(&app, &boss, &format!("{page}/discard"), &[("working", "2")]).await;
    assert_eq!(thrown.status, StatusCode::SEE_OTHER);
    assert!(get(&app, &sato, &page).await.text().contains("まだ保存していません"));
}
