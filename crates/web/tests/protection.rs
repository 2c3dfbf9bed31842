//! 虐待の窓口: the line that is always open, the finder, and the whole table.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::common;

use axum::http::StatusCode;
use common::{Answer, Site};
use domain::office::Role;

const OFFICE_FORM: &str = "office_name=%E3%82%BB%E3%83%B3%E3%82%BF%E3%83%BC&area_plan=2&area_child=2&grade=1&municipality=kawasaki&from=R8.4.1";

#[tokio::test]
async fn kawasakis_windows_stand_with_the_line_that_is_always_open_first() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    let default = site.get("/protection", &manager).await;
    assert!(default.text().contains("窓口の表は、まだ登録されていません"));
    assert_eq!(
        site.post("/settings/office", &manager, &format!("{OFFICE_FORM}&_version=1")).await.status,
        StatusCode::SEE_OTHER
    );
    insta::assert_snapshot!(site.get("/protection", &manager).await.text(), @r"
    虐待の窓口
    「虐待かもしれない」「支援がおかしい」と気づいたら、確かめる前に、すぐに連絡します。まちがいでもかまいません。通報した人が責められることはありません。
    印刷する
    まずここへ — 川崎市 専用ダイヤル・ファクス
    24時間365日対応
    電話
    044-200-0193
    ファクス
    044-200-3610
    窓口をさがす
    市町村
    利用者の市町村です。変えたときは、一度「窓口をさがす」を押すと、その市町村の区役所・支所を選べます
    事業所の市町村
    *川崎市
    だれによる虐待（疑い）ですか
    ( ) 家族など（養護者）
    ( ) 施設や事業所の職員
    ( ) 職場の人（使用者）
    施設・事業の種類
    施設や事業所の職員のときに選びます
    分からない
    障害者支援施設
    障害福祉サービス事業
    一般相談支援事業
    特定相談支援事業
    障害児通所支援事業
    障害児相談支援事業
    地域活動支援センター（B型）
    地域活動支援センター（C型）
    地域活動支援センター（D型）
    福祉ホーム
    移動支援事業
    地域活動支援センター（A型）
    区役所・支所
    家族などのときに選びます
    分からない
    川崎区役所
    大師支所
    田島支所
    幸区役所
    中原区役所
    高津区役所
    宮前区役所
    多摩区役所
    麻生区役所
    障害の種別
    支所のときに選びます。いくつでも
    ( ) 身体障害
    ( ) 知的障害
    ( ) 精神障害
    ( ) 発達障害
    ( ) 高次脳機能障害
    ( ) 難病
    窓口をさがす
    窓口の一覧（川崎市）
    家族など（養護者）による虐待
    親・きょうだい・同居人など、身のまわりの世話をしている人
    施設・事業所の種類 通報・届出窓口
    すべて
    各区役所・支所障害者支援担当部署
    ※支所は精神障害を除く
    施設や事業所の職員による虐待
    サービスを提供している施設・事業所の職員
    施設・事業所の種類 通報・届出窓口
    障害者支援施設
    障害福祉サービス事業
    一般相談支援事業
    特定相談支援事業
    障害児通所支援事業
    障害児相談支援事業
    健康福祉局障害保健福祉部障害計画課
    地域活動支援センター（B型）
    地域活動支援センター（C型）
    地域活動支援センター（D型）
    福祉ホーム
    移動支援事業
    健康福祉局障害保健福祉部障害福祉課
    地域活動支援センター（A型）
    健康福祉局障害保健福祉部精神保健課
    職場（使用者）による虐待
    働いている会社の事業主や上司
    施設・事業所の種類 通報・届出窓口
    すべて
    健康福祉局障害保健福祉部障害計画課
    窓口ごとの電話番号は、市の手引きに書かれていません。分からないときは、上の専用ダイヤルに電話してください。
    くわしくは「川崎市障害者虐待対応マニュアル」を見てください。
    出典: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）（表４ 川崎市における障害者虐待の通報・届出窓口）、令和8年11月22日に確認
    ");
}

/// The finder's answer alone, with the page's status checked.
async fn found(query: &str) -> String {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    site.post("/settings/office", &manager, &format!("{OFFICE_FORM}&_version=1")).await;
    let page = site.get(&format!("/protection?{query}"), &site.cookie(Role::Viewer)).await;
    assert_eq!(page.status, StatusCode::OK);
    let start = page.body.find("id=\"answer\"").unwrap_or_else(|| panic!("no answer: {}", page.text()));
    let rest = page.body.get(start..).unwrap();
    let body = format!("<p {}", rest.split("</section>").next().unwrap());
    Answer { body, ..page }.text()
}

#[tokio::test]
async fn the_finder_shows_whom_to_call_first_and_why() {
    // 大師支所, 精神障害.
    let branch =
        found("abuser=caregiver&ward=%E5%A4%A7%E5%B8%AB%E6%94%AF%E6%89%80&disability=mental&facility_kind=").await;
    insta::assert_snapshot!(branch, @r"
    通報・届出の窓口
    家族など（養護者）による虐待（疑い）は、川崎区役所障害者支援担当部署に通報します。電話が分からないか、閉まっていることがあるので、まず専用ダイヤル・ファクス（24時間365日対応）へ。
    専用ダイヤル・ファクス
    電話 044-200-0193 ファクス 044-200-3610
    24時間365日対応
    川崎区役所障害者支援担当部署
    電話番号は登録されていません
    ※夜間・土日は閉まっていることがあります
    なぜ?（養護者による虐待の窓口）
    家族など（養護者）による虐待（疑い）は、川崎区役所障害者支援担当部署に通報します。電話が分からないか、閉まっていることがあるので、まず専用ダイヤル・ファクス（24時間365日対応）へ。
    規則 養護者による虐待の窓口
    事実 市町村: 川崎市
    事実 区役所・支所: 大師支所
    事実 障害の種別: 精神障害
    事実 窓口の電話: 表に書かれていません
    出典 根拠: 障害者虐待の防止、障害者の養護者に対する支援等に関する法律（平成23年法律第79号）「第7条」
    出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「表４ 川崎市における障害者虐待の通報・届出窓口」
    支所は精神障害を扱わないので、区役所です。
    事実 大師支所の区役所: 川崎区役所（未確認）
    出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「表４（支所は精神障害を除く）」
    急ぐときは、専用ダイヤル・ファクス（電話 044-200-0193、ファクス 044-200-3610、24時間365日対応）へ。
    出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「表４ 専用ダイヤル・ファクス（24時間365日対応）」
    出典 根拠: この製品の扱い（法令に定めがないため、こう決めた）「窓口が閉まっているときは、つながる番号を先に示す」
    ");
}

#[tokio::test]
async fn where_a_fact_decides_the_finder_asks_for_it_and_shows_the_open_line_at_once() {
    let asked = found("abuser=facility_staff&facility_kind=&ward=").await;
    insta::assert_snapshot!(asked, @r"
    あと1つ教えてください
    どの種類の施設・事業所ですか。種類によって窓口が違います。 選ぶ
    専用ダイヤル・ファクス
    電話 044-200-0193 ファクス 044-200-3610
    24時間365日対応
    なぜ?（障害者福祉施設従事者等による虐待の窓口は、施設・事業の種類で決まる）
    どの種類の施設・事業所ですか。種類によって窓口が違います。
    規則 障害者福祉施設従事者等による虐待の窓口は、施設・事業の種類で決まる
    出典 根拠: 障害者虐待の防止、障害者の養護者に対する支援等に関する法律（平成23年法律第79号）「第16条」
    急ぐときは、専用ダイヤル・ファクス（電話 044-200-0193、ファクス 044-200-3610、24時間365日対応）へ。
    出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「表４ 専用ダイヤル・ファクス（24時間365日対応）」
    出典 根拠: この製品の扱い（法令に定めがないため、こう決めた）「窓口が閉まっているときは、つながる番号を先に示す」
    ");
}

#[tokio::test]
async fn a_word_that_is_none_of_the_choices_is_told_at_its_field() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    site.post("/settings/office", &manager, &format!("{OFFICE_FORM}&_version=1")).await;
    let page = site.get("/protection?abuser=somebody&facility_kind=x&disability=y&ward=z", &manager).await;
    assert_eq!(page.status, StatusCode::OK);
    for field in ["abuser", "facility_kind", "ward", "disability"] {
        assert!(page.body.contains(&format!("<a href=\"#{field}\">")), "{field}: {}", page.text());
    }
    assert!(page.text().contains("窓口をさがせません。次の4か所を確かめてください"), "{}", page.text());
    assert!(page.text().contains("044-200-0193") && !page.body.contains("id=\"answer\""));
}

#[tokio::test]
async fn the_citys_manual_is_a_link_to_the_address_of_its_table() {
    let site = Site::new();
    let manager = site.cookie(Role::Manager);
    site.post("/settings/office", &manager, &format!("{OFFICE_FORM}&_version=1")).await;
    let page = site.get("/protection", &manager).await;
    let link = "<a href=\"http://www.city.kawasaki.jp/350/cmsfiles/contents/0000039/39876/h29_manual.pdf\" rel=\"noreferrer\">\
                川崎市障害者虐待対応マニュアル</a>";
    assert!(page.body.contains(link), "{}", page.body);
}

#[tokio::test]
async fn from_a_client_one_comes_to_their_own_windows_and_nothing_says_whose_they_are() {
    let site = Site::new();
    let viewer = site.cookie(Role::Viewer);
    let hanako = testkit::client("川崎 花子").build();
    let page = format!("/clients/{}", hanako.id);
    let mut paper = testkit::months("2026-05..2027-04").of(&hanako);
    paper.ward = "幸区役所".to_owned();
    site.app.keep(move |tx| {
        store::clients::insert(tx, &hanako)?;
        store::certificates::insert(tx, &paper)
    });
    let link = format!("{page}/protection");
    let page = site.get(&page, &viewer).await;
    assert!(page.body.contains(&format!("href=\"{link}\"")), "{}", page.body);
    let place = site.get(&link, &viewer).await;
    assert_eq!(place.status, StatusCode::SEE_OTHER);
    let address = place.header("location");
    assert!(address.starts_with("/protection?municipality=141305&ward=%E5%B9%B8"), "{address}");
    let windows = site.get(address, &viewer).await;
    assert!(windows.text().contains("幸区役所障害者支援担当部署"), "{}", windows.text());
    assert!(!windows.body.contains("花子"));
}
