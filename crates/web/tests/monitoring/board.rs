//! ホーム.

use axum::http::StatusCode;
use domain::{office::Role, planning::CaseFact};
use testkit::{
    SATO, SUZUKI, client, months,
    planning::{self, case_of, interview},
    steps::{carry, keep, visit},
};

use super::{
    people::{round_of, start},
    site::{get, location, post, sign_in},
};

#[tokio::test]
async fn the_running_month_with_what_is_late() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let page = get(&app, &cookie, "/").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!(page.text(), @"令和8年11月のモニタリング 2件のうち 0件 済み ← 令和8年10月 令和8年12月 → 予定 2 未完了 2 遅れ 1 訪問まだ 2 しぼる・さがす（担当 すべて・期限の順） 担当 すべて 佐藤 花子 鈴木 一 市町村・区 すべて 川崎市 並び 期限の順 五十音順 しぼる 氏名・カナ この月からさがす 令和8年11月のモニタリング、2件 利用者 期間 (1) 状況 (2) 訪問 (3) 記録 (4) 同意 (5) 提出 (6) 請求 次にすること 期限 担当 川崎 花子 カワサキ ハナコ ⚠遅れ 令和8年10月分 3か月 遅れ 遅れ 遅れ 遅れ 遅れ 遅れ サービスの状況を確認する R8.10.31 22日過ぎ 佐藤 花子 川崎 花子 カワサキ ハナコ 3か月 まだ まだ まだ まだ まだ まだ サービスの状況を確認する R8.11.30 あと8日 佐藤 花子 ● 済 ◐ 返事待ち ○ まだ ▲ 遅れ – 対象外 2件 印刷用にすべて出す");
    // The lamps lead to their steps by short addresses.
    let round = round_of(&app, &client, "2026-10").id;
    let short = web::pages::monitoring::short::address(round);
    assert!(page.html().contains(&format!("<td><a class=late href={short}/2>遅れ</a>")), "{}", page.html());
    for (number, word) in [("2", "m2-home-visit"), ("6", "m6-claim")] {
        let step = get(&app, &cookie, &format!("{short}/{number}")).await;
        assert_eq!((step.status, location(&step)), (StatusCode::SEE_OTHER, format!("/monitoring/{round}/{word}")));
    }
    assert_eq!(location(&get(&app, &cookie, &short).await), format!("/monitoring/{round}"));
    for odd in ["/r/x", "/r/%FF", "/r/x/2", &format!("{short}/7"), &format!("{short}/%FF")] {
        assert_eq!(get(&app, &cookie, odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn fifty_full_rows_are_at_most_60_000_bytes() {
    let (app, _) = start();
    for number in 0..56 {
        let client = client(&format!("五十嵐 喜代子{number}")).kana("イガラシ キヨコ").carried_by(SATO).build();
        let certificate = months("2026-05..2027-04").every(3).plan_made("2026-04-20").of(&client);
        keep(&app, &client, &certificate, &["2026-10"]);
        match number % 3 {
            0 => carry(&app, &client, "2026-10", "本人が入院しており、面接ができないため"),
            1 => visit(&app, &client, "2026-10", "2026-10-14"),
            _ => {}
        }
        planning::keep(&app, &case_of(&client, number + 1).build());
    }
    let cookie = sign_in(&app, Role::Manager);
    let page = get(&app, &cookie, "/?order=kana").await;
    let rows = page.html().matches("<tr").count() - 1;
    assert_eq!(rows, 50);
    let count = "href=\"/planning\"><span>計画</span> <strong>56</strong>";
    assert!(page.html().contains(count), "the rounds fill the page: the count of plans leads to their list");
    assert_eq!(page.text().matches("令和8年10月分").count(), rows, "each row carries all that a row can");
    let bytes = page.html().len();
    assert!(bytes <= 60_000, "{bytes} bytes");
}

#[tokio::test]
async fn open_plans_stand_beside_the_rounds_of_the_running_month() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let none = get(&app, &cookie, "/").await;
    assert!(!none.text().contains("終わっていない計画"), "{}", none.text());
    let case = case_of(&client, 1).with(CaseFact::Interview(interview("2026-11-09"))).build();
    planning::keep(&app, &case);
    let page = get(&app, &cookie, "/").await;
    let plan = "川崎 花子 カワサキ ハナコ 新規 (1) 面接とアセスメント 対象の確認、基本情報、アセスメント R8.11.2";
    assert!(page.text().contains(plan), "{}", page.text());
    assert!(page.html().contains(&format!("/planning/{}", case.id)) && page.text().contains("計画の一覧へ（1件）"));
    for elsewhere in ["/?month=2026-12", "/?state=late", &format!("/?who={SUZUKI}")] {
        let page = get(&app, &cookie, elsewhere).await;
        assert!(!page.text().contains("終わっていない計画"), "{elsewhere}: {}", page.text());
    }
    for number in 2..14 {
        planning::keep(&app, &case_of(&client, number).build());
    }
    let page = get(&app, &cookie, "/").await;
    assert_eq!(page.html().matches("data-label=\"いつから\"").count(), 10, "the list has the others");
    assert!(page.text().contains("計画の一覧へ（13件）"), "{}", page.text());
}

#[test]
fn on_a_phone_the_lamps_are_named_as_the_steps_are() {
    let css = include_str!("../../static/monitoring.css");
    for step in domain::monitoring::Step::ALL {
        let named = format!(".board td:nth-child({})::before {{ content: \"{}\"; }}", step.number() + 2, step.short());
        assert!(css.contains(&named), "{named}");
    }
}

#[tokio::test]
async fn filters_stay_in_the_address_and_names_do_not() {
    let (app, _) = start();
    let cookie = sign_in(&app, Role::Viewer);
    let late = get(&app, &cookie, "/?state=late").await;
    assert!(late.text().contains("令和8年10月分") && late.html().contains("state=late"));
    let december = get(&app, &cookie, "/?month=2026-12").await;
    assert!(december.text().contains("この月の予定はまだありません"), "{}", december.text());
    let sent = post(&app, &cookie, "/", &[("words", "はなこ"), ("month", "2026-11")]).await;
    let address = location(&sent);
    assert!(!address.contains("はなこ") && !address.contains("%E3%81%AF"), "{address}");
    // As often as one likes: what Back and reload show.
    let found = get(&app, &cookie, &address).await;
    assert!(found.text().contains("川崎 花子") && found.html().contains("value=\"はなこ\""));
    let none = post(&app, &cookie, "/", &[("words", "中原")]).await;
    let none = get(&app, &cookie, &location(&none)).await;
    assert!(none.text().contains("あてはまる利用者はいません"));
    for odd in ["/?month=13", "/?page=99999999999999999999", "/?who=x&city=%00&state=%3Cscript%3E"] {
        assert_eq!(get(&app, &cookie, odd).await.status, StatusCode::OK, "{odd}");
    }
}
