//! A month in the browser: open, hold, close, take the file, mark.

use axum::http::{StatusCode, header};
use domain::{client::Client, office::Role};
use store::closings;
use testkit::{
    OFFICE, TestApp, client, day, month, months,
    steps::{agree, keep, submit, visit},
};

use super::site::{Answer, get, location, post, sign_in};

pub fn adult(app: &TestApp, name: &str, kana: &str, number: &str) -> Client {
    let client = client(name).kana(kana).build();
    let certificate = months("2026-05..2027-04").every(6).number(number).of(&client);
    keep(app, &client, &certificate, &["2026-10"]);
    client
}

/// 川崎 花子 is done, 中原 太郎 was only visited; it is 2026-11-05.
pub fn october() -> (TestApp, Client, Client) {
    let app = TestApp::new().on(day("2026-11-05"));
    app.keep(|tx| {
        store::settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "every_report_submitted", "true"),
            ("t", "2026-11-05"),
        )
    });
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    visit(&app, &hanako, "2026-10", "2026-10-14");
    agree(&app, &hanako, "2026-10", "2026-10-14");
    submit(&app, &hanako, "2026-10", "2026-10-15");
    visit(&app, &taro, "2026-10", "2026-10-20");
    (app, hanako, taro)
}

#[track_caller]
fn shows(answer: &Answer, words: &[&str]) {
    let text = answer.text();
    for word in words {
        assert!(text.contains(word), "「{word}」 is not in: {text}");
    }
}

async fn close(app: &TestApp, cookie: &str, seen_yen: &str) -> Answer {
    let fields = [("processing_month", "令和8年11月"), ("seen_count", "1"), ("seen_yen", seen_yen)];
    post(app, cookie, "/billing/2026-10/plan/close", &fields).await
}

#[tokio::test]
async fn the_months_are_listed_and_another_can_be_opened() {
    let (app, _, _) = october();
    let cookie = sign_in(&app, Role::Clerk);
    shows(&get(&app, &cookie, "/billing").await, &["令和8年11月", "令和8年10月", "○ まだ"]);
    assert_eq!(location(&post(&app, &cookie, "/billing", &[("month", "R8.9")]).await), "/billing/2026-09");
    let wrong = post(&app, &cookie, "/billing", &[("month", "きのう")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html().contains("value=\"きのう\""));
    assert_eq!(get(&app, &cookie, "/billing/2026-13").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_month_shows_who_can_be_claimed_and_what_is_missing() {
    let (app, _, _) = october();
    let cookie = sign_in(&app, Role::Clerk);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    assert_eq!(page.status, StatusCode::OK);
    shows(
        &page,
        &[
            "令和8年10月サービス提供分の請求",
            "● 請求する",
            "継続サービス利用支援費(Ⅰ)（521211） 1,308単位 × 10.96円 = 14,335円（1円未満切り捨て）",
            "○ まだ請求できない",
            "モニタリング報告書",
            "1件をまとめて見送る",
            "1つの資料のみ（公的資料では未確認）",
            "加算・減算は、まだ計算に入っていません",
        ],
    );
    let html = page.html();
    assert!(html.contains("/m3-record\">モニタリング報告書</a>"));
    assert!(!html.contains("件を締める"), "an undecided client keeps the month open");
}

#[tokio::test]
async fn hold_close_take_the_file_send_and_return() {
    let (app, _, taro) = october();
    let cookie = sign_in(&app, Role::Clerk);
    let id = taro.id.to_string();
    let empty =
        post(&app, &cookie, "/billing/2026-10/plan/hold", &[("id", &id), ("municipality", "141305"), ("reason", " ")])
            .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&empty, &["見送りの理由を入力してください"]);
    let held = post(
        &app,
        &cookie,
        "/billing/2026-10/plan/hold",
        &[("id", &id), ("municipality", "141305"), ("reason", "同意待ち")],
    )
    .await;
    assert_eq!((held.status, location(&held).as_str()), (StatusCode::SEE_OTHER, "/billing/2026-10"));
    // Held, the row still says which rules stand in the way.
    let rules = "事務 次郎 なぜ?（モニタリング報告書・モニタリング報告書への同意・写しの提出） 中原 太郎さん モニタリング報告書がないので、請求できません。 規則";
    shows(&get(&app, &cookie, "/billing/2026-10").await, &["– 見送る 同意待ち", rules, "1件を締める"]);

    shows(&close(&app, &cookie, "1").await, &["内容が変わりました"]);
    assert_eq!(close(&app, &cookie, "14335").await.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    shows(
        &page,
        &[
            "第1回の締め",
            "1件・1,308単位・ 14,335円",
            "J261001.CSV を取り出す",
            "✓ ファイルを読み直した内容は、下の表と一致しています",
            "ｶﾜｻｷ ﾊﾅｺ",
            "中原 太郎: 同意待ち",
            "この月 1件は、前の月（締めた分 0件、0円）より1件多い",
        ],
    );

    let closing = app.keep(|tx| closings::of_month(tx, OFFICE, month("2026-10"))).remove(0);
    let file = post(&app, &cookie, &format!("/billing/closings/{}/file", closing.id), &[]).await;
    assert_eq!(file.bytes, closing.file);
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"J261001.CSV\"");

    let at = format!("/billing/closings/{}/mark", closing.id);
    let closing_id = closing.id.to_string();
    let sent = [("month", "2026-10"), ("state", "sent"), ("on", "R8.11.5"), ("id", closing_id.as_str())];
    assert_eq!(post(&app, &cookie, &at, &sent).await.status, StatusCode::SEE_OTHER);
    // Pressed by mistake: taken back, and pressed again when it is sent.
    let unsend = [("month", "2026-10"), ("state", "closed"), ("on", "R8.11.5"), ("id", closing_id.as_str())];
    shows(&get(&app, &cookie, "/billing/2026-10").await, &["1件の「送付済み」を取り消す"]);
    assert_eq!(post(&app, &cookie, &at, &unsend).await.status, StatusCode::SEE_OTHER);
    shows(&get(&app, &cookie, "/billing/2026-10").await, &["R8.11.5 送付を取り消し", "1件を送付済みにする"]);
    assert_eq!(post(&app, &cookie, &at, &sent).await.status, StatusCode::SEE_OTHER);
    let claim = app.keep(|tx| store::claims::of_month(tx, OFFICE, month("2026-10"))).remove(0);
    let at = format!("/billing/claims/{}/mark", claim.id);
    let claim_id = claim.id.to_string();
    let mut returned = vec![("month", "2026-10"), ("state", "returned"), ("on", "R8.11.31"), ("id", claim_id.as_str())];
    returned.extend([("code", "ＥＧ０２"), ("reason", "受給者情報がありません")]);
    let wrong = post(&app, &cookie, &at, &returned).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html().contains("value=\"受給者情報がありません\""), "what was typed is kept");
    returned[2] = ("on", "R8.11.5");
    assert_eq!(post(&app, &cookie, &at, &returned).await.status, StatusCode::SEE_OTHER);
    shows(
        &get(&app, &cookie, "/billing/2026-10").await,
        &["↩ 返戻", "R8.11.5 返戻 EG02 受給者情報がありません（事務 次郎）", "● 請求する"],
    );
    // Where the work is: on the round's page and on the board.
    let round = claim.round.unwrap();
    shows(
        &get(&app, &cookie, &format!("/monitoring/{round}/m6-claim")).await,
        &["↩ 返戻になりました（令和8年11月5日・事由コード EG02）", "事由: 受給者情報がありません", "もう一度締めます"],
    );
    shows(&get(&app, &cookie, "/").await, &["返戻（R8.11.5）。直して、もう一度請求する"]);
}

#[tokio::test]
async fn what_was_held_together_is_released_together() {
    let (app, _, taro) = october();
    adult(&app, "高津 三郎", "タカツ サブロウ", "0000000004");
    adult(&app, "多摩 四郎", "タマ シロウ", "0000000005");
    let cookie = sign_in(&app, Role::Clerk);
    let id = taro.id.to_string();
    let one = [("id", id.as_str()), ("municipality", "141305"), ("reason", "同意待ち")];
    assert_eq!(post(&app, &cookie, "/billing/2026-10/plan/hold", &one).await.status, StatusCode::SEE_OTHER);
    let rest = post(&app, &cookie, "/billing/2026-10/plan/hold-rest", &[("reason", "来月に")]).await;
    assert_eq!(rest.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    shows(&page, &["まとめて見送った2件", "元に戻す"]);
    let html = page.html();
    let at = html.split_once("name=\"held_at\" value=\"").unwrap().1.split('"').next().unwrap();
    let back = post(&app, &cookie, "/billing/2026-10/plan/release-rest", &[("held_at", at)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    shows(&page, &["– 見送る 同意待ち", "2件をまとめて見送る"]);
    let again = post(&app, &cookie, "/billing/2026-10/plan/release-rest", &[("held_at", at)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "there is nothing left to release");
}

#[tokio::test]
async fn an_answer_that_contradicts_itself_is_refused_with_what_was_ticked() {
    let (app, hanako, _) = october();
    let planned = months("2026-10..2027-09").number("0000000001").plan_made("2026-10-01").of(&hanako);
    let kept = planned.clone();
    app.keep(move |tx| store::certificates::insert(tx, &kept));
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/certificates/{}/plan", planned.id);
    for made in ["elsewhere", "person"] {
        let typed = [("made", made), ("done", "home_visit"), ("done", "consent"), ("one_flow_with", "none")];
        let refused = post(&app, &cookie, &path, &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        shows(&refused, &["「したこと」は、この事業所で作ったときだけの答えです"]);
        let html = refused.html();
        assert!(html.contains("value=\"home_visit\" checked") && html.contains("value=\"consent\" checked"), "{html}");
        assert!(html.contains(&format!("value=\"{made}\" checked")), "{html}");
        let plain = post(&app, &cookie, &path, &[("made", made)]).await;
        assert_eq!(plain.status, StatusCode::SEE_OTHER, "{}", plain.text());
        let page = get(&app, &cookie, &path).await.html();
        assert!(page.contains(&format!("value=\"{made}\" checked")), "{page}");
    }
}

#[tokio::test]
async fn who_may_not_bill_sees_the_page_without_its_buttons() {
    let (app, _, taro) = october();
    let cookie = sign_in(&app, Role::Viewer);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    shows(&page, &["● 請求する", "○ まだ請求できない"]);
    assert!(!page.html().contains("/plan/hold"));
    let id = taro.id.to_string();
    let answer =
        post(&app, &cookie, "/billing/2026-10/plan/hold", &[("id", &id), ("municipality", "141305"), ("reason", "x")])
            .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(location(&get(&app, "", "/billing/2026-10").await), "/login");
}

#[tokio::test]
async fn a_refusal_opens_its_rule_with_place_and_facts_and_an_unsure_value_says_so_beside_the_amount() {
    let (app, _, _) = october();
    let late = client("遅い 二郎").kana("オソイ ジロウ").build();
    keep(&app, &late, &months("2026-05..2027-04").number("0000000003").of(&late), &["2026-08"]);
    visit(&app, &late, "2026-08", "2026-10-20");
    let cookie = sign_in(&app, Role::Clerk);
    let page = get(&app, &cookie, "/billing/2026-10").await;
    let text = page.text();
    let refused = text.split_once("× 請求できない").unwrap().1.split_once("見送る").unwrap().0;
    insta::assert_snapshot!(refused.trim(), @r"
    予定月の翌々月以降に行ったモニタリングは、請求できません（翌月までです）。 なぜ?（予定月の翌々月以降の実施） 予定月の翌々月以降に行ったモニタリングは、請求できません（翌月までです）。 規則 予定月の翌々月以降の実施 事実 モニタリング日: 令和8年10月20日 事実 モニタリング予定月: 令和8年8月 出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「2-3 （予定月の前月や翌々月は不可）」
    ");
    assert!(page.html().contains("href=\"/rules#billing.claim.too-late\""));
    shows(
        &page,
        &[
            "14,335円 ⚠ 公的資料で未確認: 単価・サービスコード",
            "なぜ?（モニタリング報告書・モニタリング報告書への同意・写しの提出） 中原 太郎さん モニタリング報告書がないので、請求できません。 規則 モニタリング報告書 事実",
            "事実 モニタリング日: 令和8年10月20日",
        ],
    );
}
