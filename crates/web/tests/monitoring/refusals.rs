//! Refusals that are nobody's mistake and conflicts: nothing typed is lost, and nothing said is untrue.

use axum::http::StatusCode;
use domain::{monitoring::RoundFact, office::Role};
use store::{
    Tx,
    looks::{Look, LookKind},
};
use testkit::{OFFICE, TestApp};

use super::{
    people::{round_of, start},
    site::{get, location, post, sign_in},
};

/// The engine's own way to run full: no page more, and no room in the log's last one.
fn fill_up(app: &TestApp) {
    app.keep(|tx| tx.rows("pragma max_page_count = 1", &[], |_| Ok(())));
    let actor = app.actor(Role::Manager);
    let full = (0..200).any(|_| {
        app.write_as(actor.clone(), None, |cx| cx.audit(app::AuditAction::FinishTask, "", &serde_json::json!({})))
            .is_err()
    });
    assert!(full);
}

fn make_room(app: &TestApp) {
    app.keep(|tx: &mut Tx| tx.rows("pragma max_page_count = 1000000", &[], |_| Ok(())));
}

fn value_of(html: &str, name: &str) -> String {
    let sign = format!("name=\"{name}\" value=\"");
    html.split_once(&sign).map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default()).to_owned()
}

#[tokio::test]
async fn a_full_disk_stops_writing_and_not_reading() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m2-home-visit", round_of(&app, &client, "2026-11").id);
    fill_up(&app);
    let wishes = "作品展に行きたい。".repeat(200);
    let typed = [
        ("_operation", "0191aaaa-0000-7000-8000-000000000001"),
        ("date", "R8.11.20"),
        ("place", "home"),
        ("lives_there", "yes"),
        ("interviewed", "yes"),
        ("met", "本人"),
        ("visitor", "佐藤 花子"),
        ("start", "14:00"),
        ("end", "14:45"),
        ("wishes", wishes.as_str()),
    ];
    let refused = post(&app, &cookie, &path, &typed).await;
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE);
    let html = refused.html();
    assert!(html.contains(&format!("{wishes}</textarea>")), "the form itself, as it was typed");
    assert!(html.contains("空き容量がない") && !html.contains("「戻る」") && html.contains("data-unsaved"), "{html}");
    assert_eq!(value_of(&html, "_operation"), typed[0].1, "sent again it is the same sending");
    // Everybody goes on reading, a client whose reading cannot be noted included.
    let page = format!("/clients/{}", client.id);
    for path in ["/", "/clients", "/billing/2026-11", "/protection", &page, &path] {
        assert_eq!(get(&app, &cookie, path).await.status, StatusCode::OK, "{path}");
    }
    let health = get(&app, &cookie, "/healthz").await;
    assert_eq!((health.status, health.html().as_str()), (StatusCode::OK, r#"{"status":"ok","writes":false}"#));
    // More than fits into what is left of the log's own page.
    let clients = (0..4_000).map(testkit::id).collect();
    let long = Look { at: "2026-11-22T05:00:00.000Z".to_owned(), clients, ..Look::default() };
    app.db.looks().note(OFFICE.into(), LookKind::List, long);
    app.db.write_looks().await.unwrap_err();
    let waiting = app.db.looks().count();
    assert!(waiting >= 3, "what was looked at waits: {waiting}");
    make_room(&app);
    assert_eq!(post(&app, &cookie, &path, &typed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.db.looks().count(), 0, "written before what was sent");
    assert!(get(&app, &cookie, "/healthz").await.html().contains("\"writes\":true"));
    let filter = store::looks::LookFilter { limit: 500, ..store::looks::LookFilter::default() };
    let log = app.keep(move |tx| store::looks::of_month(tx, OFFICE, testkit::month("2026-11"), &filter));
    let late: Vec<_> = log.iter().filter(|it| it.kind == LookKind::Late).collect();
    let looks = log.iter().filter(|it| it.kind != LookKind::Late);
    let (from, to, times) = looks.fold((String::from("9"), String::new(), 0), |(from, to, times), it| {
        (from.min(it.first_at.clone()), to.max(it.last_at.clone()), times + it.times)
    });
    let told: Vec<_> = late.iter().map(|it| (it.first_at.clone(), it.last_at.clone(), it.times)).collect();
    assert_eq!(told, [(from, to, times)], "the log says from when to when it was late, and for how many looks");
}

#[tokio::test]
async fn what_has_no_form_is_listed_and_sent_again() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let check = [("date_0", "R8.11.5"), ("means_0", "phone"), ("provider_0", "さくら"), ("finding_0", "良好")];
    post(&app, &cookie, &format!("{base}/m1-service-check"), &check).await;
    let fact = round_of(&app, &client, "2026-11").facts[0].id;
    fill_up(&app);
    let reason = "まちがえて記録した。".repeat(18);
    let path = format!("{base}/facts/{fact}/withdraw");
    let refused = post(&app, &cookie, &path, &[("reason", &reason)]).await;
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE);
    let html = refused.html();
    assert!(html.contains(&format!("<dd class=\"as-typed\">{reason}</dd>")), "{html}");
    assert!(html.contains(&format!("action=\"{path}\"")) && html.contains("もう一度送る"), "{html}");
    assert!(!html.contains("「戻る」"), "{html}");
    make_room(&app);
    let again = [("_operation", value_of(&html, "_operation")), ("reason", value_of(&html, "reason"))];
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(post(&app, &cookie, &path, &again).await.status, StatusCode::SEE_OTHER);
    assert!(
        matches!(&round_of(&app, &client, "2026-11").facts[1].body, RoundFact::Withdrawn { reason: kept } if *kept == reason)
    );
}

#[tokio::test]
async fn a_number_that_was_used_gives_the_words_back_with_a_fresh_one() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let used = ("_operation", "0191aaaa-0000-7000-8000-000000000002");
    let person = |name: &'static str| [used, ("name", name), ("kana", "サイワイ"), ("birth", "H1.1.8")];
    assert_eq!(post(&app, &cookie, "/clients", &person("幸 花")).await.status, StatusCode::SEE_OTHER);
    // Back in the browser, other words, the same number: the form comes back as it was typed.
    let refused = post(&app, &cookie, "/clients", &person("幸 葉")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let html = refused.html();
    assert!(html.contains("もう保存されています") && html.contains("まだ保存していません"), "{html}");
    assert!(html.contains("data-unsaved") && html.contains("value=\"幸 葉\""), "{html}");
    let fresh = value_of(&html, "_operation");
    assert!(!fresh.is_empty() && fresh != used.1, "{fresh}");
    let again = [
        ("_operation", fresh.as_str()),
        ("name", "幸 葉"),
        ("kana", "サイワイ"),
        ("birth", "H1.1.8"),
        ("is_another", "yes"),
    ];
    assert_eq!(post(&app, &cookie, "/clients", &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.keep(|tx| store::clients::all(tx, OFFICE)).len(), 3);
    // A page without a form of its own lists what was typed, and sends it under the fresh number.
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let check = [("date_0", "R8.11.5"), ("means_0", "phone"), ("provider_0", "さくら"), ("finding_0", "良好")];
    post(&app, &cookie, &format!("{base}/m1-service-check"), &check).await;
    let path = format!("{base}/facts/{}/withdraw", round_of(&app, &client, "2026-11").facts[0].id);
    let refused = post(&app, &cookie, &path, &[used, ("reason", "まちがえて記録した")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let html = refused.html();
    assert!(html.contains("<dd class=\"as-typed\">まちがえて記録した</dd>") && html.contains("もう一度送る"), "{html}");
    let fresh = value_of(&html, "_operation");
    assert_ne!(fresh, used.1);
    let again = [("_operation", fresh.as_str()), ("reason", "まちがえて記録した")];
    assert_eq!(post(&app, &cookie, &path, &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_report_that_differs_in_one_tick_is_shown_with_that_tick() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    let report = [("action", "keep"), ("rows", "1"), ("need_0", "外出したい"), ("style", "free")];
    post(&app, &cookie, &path, &report).await;
    let with = |more: &[(&'static str, &'static str)]| [&report[..], more].concat();
    let ticked = post(&app, &cookie, &path, &with(&[("change_kind_0", "yes")])).await;
    assert_eq!(ticked.status, StatusCode::CONFLICT);
    let text = ticked.text();
    assert!(text.contains("1行目 サービス種類の変更 いいえ はい") && !text.contains("内容と同じです"), "{text}");
    let date = post(&app, &cookie, &path, &with(&[("written_on", "R8.11.20"), ("achievement_0", "good")])).await.text();
    assert!(
        date.contains("報告書の作成日 （なし） 令和8年11月20日") && date.contains("1行目 達成度 （なし） ○"),
        "{date}"
    );
    let row = post(
        &app,
        &cookie,
        &path,
        &[("action", "keep"), ("rows", "2"), ("need_0", "外出したい"), ("need_1", "働きたい")],
    )
    .await
    .text();
    assert!(row.contains("2行目 ニーズ（解決すべき課題） （なし） 働きたい"), "{row}");
    let same = post(&app, &cookie, &path, &report).await.text();
    assert!(same.contains("いま保存されている内容と同じです"), "{same}");
}

#[tokio::test]
async fn a_hand_in_and_a_carry_over_are_compared_in_words() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-10").id);
    let path = format!("{base}/carry-over");
    post(&app, &cookie, &path, &[("reason", "入院"), ("told_on", "R8.11.2"), ("told_to", "山田")]).await;
    let second = post(&app, &cookie, &path, &[("reason", "入院"), ("told_on", "R8.11.3"), ("told_to", "山田")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let text = second.text();
    assert!(text.contains("区役所・支所へ連絡した日 令和8年11月2日 令和8年11月3日"), "{text}");
    assert!(!text.contains("繰越の理由 入院 入院"), "{text}");
    let missed = post(&app, &cookie, &format!("{base}/missed"), &[("missed_reason", "転居"), ("_version", "1")]).await;
    assert_eq!(missed.status, StatusCode::SEE_OTHER);
    let both = post(&app, &cookie, &format!("{base}/missed"), &[("missed_reason", "死亡"), ("_version", "1")]).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.text().contains("実施できなかった理由 転居 死亡"), "{}", both.text());
}

#[tokio::test]
async fn after_a_conflict_on_a_correction_saving_again_works() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m1-service-check", round_of(&app, &client, "2026-11").id);
    let check = |finding: &'static str| {
        [("date_0", "R8.11.5"), ("means_0", "phone"), ("provider_0", "さくら"), ("finding_0", finding)]
    };
    post(&app, &cookie, &path, &check("良好")).await;
    let first = round_of(&app, &client, "2026-11").facts[0].id.to_string();
    let correcting = |finding, of: &str, version: &str| {
        let of: &'static str = Box::leak(of.to_owned().into_boxed_str());
        let version: &'static str = Box::leak(version.to_owned().into_boxed_str());
        [&check(finding)[..], &[("corrects_0", of), ("_version", version)]].concat()
    };
    post(&app, &cookie, &path, &correcting("やや良好", &first, "1")).await;
    let conflict = post(&app, &cookie, &path, &correcting("不調", &first, "1")).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.text().contains("確認した内容 やや良好 不調"), "{}", conflict.text());
    let (stands, version) = (value_of(&conflict.html(), "corrects_0"), value_of(&conflict.html(), "_version"));
    assert_eq!(stands, round_of(&app, &client, "2026-11").facts[1].id.to_string());
    let again = post(&app, &cookie, &path, &correcting("不調", &stands, &version)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    assert_eq!(round_of(&app, &client, "2026-11").standing().count(), 1);
}

#[tokio::test]
async fn one_unreadable_client_takes_no_page_away() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Manager);
    let of = client.id;
    app.keep(move |tx| {
        tx.execute("update client set guardian = '\"母 090-1234-5678\"', birth = '昭和の終わり' where id = $1", &[&of])
    });
    for path in ["/", "/clients", "/billing/2026-11", "/billing"] {
        let page = get(&app, &cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.html().contains("090-1234") && !page.html().contains("昭和の終わり"), "{path}");
    }
    let list = get(&app, &cookie, "/clients").await.text();
    assert!(list.contains("読めない記録が1件あり") && list.contains(&format!("client.birth {of}")), "{list}");
    let own = get(&app, &cookie, &format!("/clients/{of}")).await;
    assert_eq!(own.status, StatusCode::INTERNAL_SERVER_ERROR);
    let text = own.text();
    assert!(
        text.contains("1件を読めない") && text.contains(&of.to_string()) && !text.contains("昭和の終わり"),
        "{text}"
    );
}

#[tokio::test]
async fn a_search_of_the_timeline_is_a_page_that_can_be_shown_again() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Viewer);
    let sent =
        post(&app, &cookie, &format!("/clients/{}", client.id), &[("kind", "client"), ("words", "作品展")]).await;
    let address = location(&sent).replace("#timeline", "");
    assert!(address.contains("kind=client") && !address.contains("%E4"), "{address}");
    let html = get(&app, &cookie, &address).await.html();
    assert!(html.contains("value=\"作品展\""), "{html}");
    let stranger = sign_in(&app, Role::Manager);
    assert!(!get(&app, &stranger, &address).await.html().contains("作品展"), "another session cannot open it");
}

#[tokio::test]
async fn too_much_keeps_what_came_before_the_limit() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m1-service-check", round_of(&app, &client, "2026-11").id);
    let finding = "x".repeat(3 * 1024 * 1024);
    let refused = post(&app, &cookie, &path, &[("provider_0", "さくら"), ("finding_0", &finding)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let html = refused.html();
    assert!(
        html.contains("<dd class=\"as-typed\">さくら</dd>") && html.contains("「1行目 確認した内容」は長すぎる"),
        "too little kept"
    );
    assert!(
        html.contains(&"x".repeat(1024 * 1024)) && !html.contains("もう一度送る"),
        "half of a text is not sent again"
    );
}
