//! Mistakes at their fields with what was typed kept, rows without JavaScript, two people, and who may not.

use axum::http::StatusCode;
use domain::office::Role;

use super::{
    people::{round_of, start},
    site::{get, post, sign_in},
};

#[tokio::test]
async fn a_mistake_keeps_what_was_typed() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m2-home-visit", round_of(&app, &client, "2026-11").id);
    let fields = [("date", "令和8年11月31日"), ("place", "home"), ("met", "本人"), ("wishes", "<b>旅行</b>")];
    let again = post(&app, &cookie, &path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = again.html();
    assert!(html.contains("令和8年11月31日") && html.contains("&#60;b&#62;旅行"), "{html}");
    assert!(again.text().contains("保存していません"), "{}", again.text());
    assert!(round_of(&app, &client, "2026-11").facts.is_empty());
}

#[tokio::test]
async fn a_day_in_the_future_is_said_at_the_field() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m1-service-check", round_of(&app, &client, "2026-11").id);
    let fields = [("date_0", "2026-12-01"), ("means_0", "phone"), ("provider_0", "さくら"), ("finding_0", "良好")];
    let again = post(&app, &cookie, &path, &fields).await;
    assert!(again.html().contains("href=\"#date_0\">確認した日が今日より後になっています"), "{}", again.html());
}

#[tokio::test]
async fn rows_come_go_and_move_without_saving() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    let rows = [("rows", "2"), ("need_0", "あ"), ("need_1", "い")];
    let with = |change: &'static str| [("_rows", change), rows[0], rows[1], rows[2]];
    let added = post(&app, &cookie, &path, &with("rows:add")).await;
    assert_eq!(added.status, StatusCode::OK);
    assert!(added.html().contains("name=\"need_2\"") && added.text().contains("画面の内容はまだ保存していません"));
    let moved = post(&app, &cookie, &path, &with("rows:up:1")).await.html();
    assert!(moved.find("い</textarea>").unwrap() < moved.find("あ</textarea>").unwrap());
    let fewer = post(&app, &cookie, &path, &with("rows:remove:0")).await.html();
    assert!(!fewer.contains("あ</textarea>") && fewer.contains("い</textarea>") && !fewer.contains("name=\"need_1\""));
    assert!(round_of(&app, &client, "2026-11").facts.is_empty());
}

#[tokio::test]
async fn a_count_that_nobody_can_mean_gives_the_rows_of_a_report_and_no_more() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    for rows in ["100000000000", "9223372036854775807", "99999999999999999999999999", "-1", "ten", ""] {
        for action in ["keep", "add"] {
            let button = if action == "add" { ("_rows", "rows:add") } else { ("action", action) };
            let fields = [button, ("rows", rows), ("written_on", "zzz"), ("need_0", "外出したい")];
            let again = post(&app, &cookie, &path, &fields).await;
            let expected = if action == "add" { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            assert_eq!(again.status, expected, "{rows} {action}");
            let shown = again.html().matches("name=\"need_").count();
            assert!((1..=30).contains(&shown), "{rows} {action}: {shown} rows");
            assert!(again.html().contains("外出したい</textarea>"), "{rows} {action}");
        }
    }
}

#[tokio::test]
async fn a_working_version_says_when_it_was_saved_and_what_a_layout_lacks() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    let saved =
        post(&app, &cookie, &path, &[("action", "keep"), ("rows", "1"), ("need_0", "𠮷野さんと出かけたい")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &path).await;
    assert!(page.text().contains("作業版（下書き） 佐藤 花子 11月22日"), "{}", page.text());
    assert!(page.text().contains("この様式に印刷する欄だけを出しています"), "{}", page.text());
    assert!(page.html().contains("name=\"goal_0\"") && !page.text().contains("印刷されません"));
    let finish =
        post(&app, &cookie, &path, &[("action", "finish"), ("rows", "1"), ("need_0", "外出したい"), ("working", "1")])
            .await;
    assert_eq!(finish.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(finish.text().contains("1行目の達成度を選んでください"), "{}", finish.text());
}

#[tokio::test]
async fn two_people_at_one_report_see_both_versions() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    let first = [("action", "keep"), ("rows", "1"), ("need_0", "はじめの人"), ("policy", "ともに")];
    assert_eq!(post(&app, &cookie, &path, &first).await.status, StatusCode::SEE_OTHER);
    let second = [("action", "keep"), ("rows", "1"), ("need_0", "あとの人"), ("policy", "ともに")];
    let both = post(&app, &cookie, &path, &second).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let text = both.text();
    assert!(text.contains("はじめの人") && text.contains("あとの人"), "{text}");
    let again = [("action", "keep"), ("rows", "1"), ("need_0", "あとの人"), ("working", "1")];
    assert_eq!(post(&app, &cookie, &path, &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn carry_over_and_missed() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-10").id);
    let empty = post(&app, &cookie, &format!("{base}/carry-over"), &[("reason", "")]).await;
    assert!(empty.text().contains("繰越の理由を入力してください"), "{}", empty.text());
    let carried = [("reason", "入院のため"), ("told_on", "R8.11.2"), ("told_to", "川崎区役所")];
    assert_eq!(post(&app, &cookie, &format!("{base}/carry-over"), &carried).await.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &format!("{base}/m3-record")).await;
    assert!(page.text().contains("令和8年11月へ繰越"), "{}", page.text());
    assert!(page.html().contains("予定月（10月）に実施できなかった理由：入院のため"));
    // Taken back like any record, and brought back again.
    let fact = round_of(&app, &client, "2026-10").carry_over().unwrap().0.id;
    assert!(page.html().contains(&format!("{base}/facts/{fact}/withdraw")), "{}", page.html());
    let withdrawn = post(&app, &cookie, &format!("{base}/facts/{fact}/withdraw"), &[("reason", "別の人の分")]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    assert!(!round_of(&app, &client, "2026-10").is_carried());
    let page = get(&app, &cookie, &format!("{base}/m3-record")).await;
    assert!(
        !page.text().contains("へ繰越 ") && page.text().contains("「翌月への繰越」を取り消しました"),
        "{}",
        page.text()
    );
    let withdrawal = round_of(&app, &client, "2026-10").facts[1].id;
    let back = post(&app, &cookie, &format!("{base}/facts/{withdrawal}/restore"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(round_of(&app, &client, "2026-10").is_carried());
    let missed = post(&app, &cookie, &format!("{base}/missed"), &[("missed_reason", "入院が続いた")]).await;
    assert_eq!(missed.status, StatusCode::SEE_OTHER, "{}", missed.text());
    let page = get(&app, &cookie, &format!("{base}/m2-home-visit")).await;
    assert!(page.text().contains("この月は実施できませんでした"));
    assert!(!page.html().contains("name=\"visitor\""), "nothing more is to be recorded");
}

#[tokio::test]
async fn the_last_month_of_a_grant_says_that_the_municipality_decides() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let page_of = async |month| {
        get(&app, &cookie, &format!("/monitoring/{}/carry-over", round_of(&app, &client, month).id)).await
    };
    let last = page_of("2027-04").await.text();
    assert!(last.contains("令和9年4月は支給期間の最後の月です。次の支給期間への繰越は市町村が決めます。"), "{last}");
    assert!(last.contains("いまの設定: この市町村は認めています。"), "{last}");
    assert!(!page_of("2026-10").await.text().contains("最後の月です"));
}

#[tokio::test]
async fn who_may_only_see() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Viewer);
    let path = format!("/monitoring/{}/m1-service-check", round_of(&app, &client, "2026-11").id);
    let page = get(&app, &cookie, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html().contains("name=\"provider_0\""));
    assert_eq!(post(&app, &cookie, &path, &[("date", "R8.11.5")]).await.status, StatusCode::FORBIDDEN);
    let nowhere = get(&app, &cookie, "/monitoring/00000000-0000-0000-0000-000000000000/m1-service-check").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}
