//! 利用者: list, register, change, two people at once.

use axum::http::{StatusCode, header};
use domain::office::Role;
use store::looks::LookKind;
use testkit::{OFFICE, TestApp, month};

use super::site::{get, location, post, sign_in};

const HANAKO: [(&str, &str); 7] = [
    ("name", "川崎　花子"),
    ("kana", "かわさき はなこ"),
    ("birth", "S60.3.1"),
    ("residence", "home"),
    ("phone", "044-200-0000"),
    ("guardian_name", ""),
    ("note", ""),
];

/// Registers her on the page; the address of her page.
pub async fn registered(app: &TestApp, cookie: &str) -> String {
    let answer = post(app, cookie, "/clients", &HANAKO).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_empty_office_is_told_what_to_do_next() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let page = get(&app, &clerk, "/clients").await;
    insta::assert_snapshot!(page.text(), @"利用者 氏名・フリガナ・利用者番号・受給者証番号でさがせます。 利用者を登録する ファイルから取り込む 保存期間 まだ利用者がいません。 1人ずつ登録するか、CSVやExcelのファイルからまとめて取り込めます。 利用者を登録する ファイルから取り込む");
    let viewer = sign_in(&app, Role::Viewer);
    assert!(!get(&app, &viewer, "/clients").await.text().contains("登録する"));
}

#[tokio::test]
async fn a_registered_client_is_listed_and_found_without_a_name_in_the_address() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let shown = get(&app, &cookie, &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("41歳（昭和60年3月1日生）"), "{}", shown.text());
    let found = post(&app, &cookie, "/clients/search", &[("q", "ｶﾜｻｷ")]).await;
    let found = get(&app, &cookie, &location(&found)).await;
    insta::assert_snapshot!(found.text(), @"利用者 氏名・フリガナ・利用者番号・受給者証番号でさがせます。 利用者を登録する ファイルから取り込む 保存期間 さがす言葉 担当 すべて 佐藤 花子 鈴木 一 状態 利用中 終了した人 ならび順 フリガナ 利用者番号 受給者証の終期が早い順 次のモニタリングが早い順 さがす 1人のうち 1〜1人目 利用者 生年月日 担当 受給者証の終期 次のモニタリング 川崎 花子 カワサキ ハナコ 昭和60年3月1日 41歳 未定 受給者証なし 予定なし");
    let none = post(&app, &cookie, "/clients/search", &[("q", "いない")]).await;
    let none = get(&app, &cookie, &location(&none)).await;
    assert!(none.text().contains("見つかりませんでした"));
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_what_was_typed_is_kept() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let mut typed = HANAKO;
    typed[2] = ("birth", "R8.2.30");
    typed[4] = ("phone", "１２３");
    let answer = post(&app, &cookie, "/clients", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.html();
    assert!(html.contains(r#"value="R8.2.30""#) && html.contains(r#"value="１２３""#));
    assert!(html.contains(r##"href="#birth""##) && html.contains(r#"id="birth-error-1""#));
    assert!(answer.text().contains("次の2か所"));
    assert!(app.keep(|tx| store::clients::all(tx, OFFICE)).is_empty(), "nothing is half saved");
}

#[tokio::test]
async fn somebody_of_the_same_name_and_birth_date_is_asked_about_before_anything_is_saved() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let first = registered(&app, &cookie).await;
    let asked = post(&app, &cookie, "/clients", &HANAKO).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text().contains("もう登録されています") && asked.text().contains("別の人です"), "{}", asked.text());
    assert!(asked.html().contains(&format!("href=\"{first}\"")), "the other one can be looked at");
    assert!(asked.html().contains(r#"value="044-200-0000""#), "what was typed is kept");
    assert_eq!(app.keep(|tx| store::clients::all(tx, OFFICE)).len(), 1);
    let said = [HANAKO.as_slice(), &[("is_another", "yes")]].concat();
    let second = post(&app, &cookie, "/clients", &said).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text());
    assert_eq!(app.keep(|tx| store::clients::all(tx, OFFICE)).len(), 2);
}

#[tokio::test]
async fn the_second_of_two_savers_sees_both_versions() {
    let app = TestApp::new();
    let (one, two) = (sign_in(&app, Role::Clerk), sign_in(&app, Role::Specialist));
    let page = registered(&app, &one).await;
    let edit = format!("{page}/edit");
    let save = |phone: &'static str| {
        let mut typed = HANAKO.to_vec();
        typed[4] = ("phone", phone);
        typed.push(("_version", "1"));
        typed
    };
    assert_eq!(post(&app, &one, &edit, &save("0442001111")).await.status, StatusCode::SEE_OTHER);
    let second = post(&app, &two, &edit, &save("0442002222")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let text = second.text();
    assert!(text.contains("事務 次郎 さんが") && text.contains("0442001111"), "{text}");
    let html = second.html();
    assert!(html.contains(r#"value="0442002222""#) && html.contains(r#"name="_version" value="2""#));
}

#[tokio::test]
async fn what_a_person_never_touched_is_not_said_to_be_typed() {
    let app = TestApp::new();
    let (one, two) = (sign_in(&app, Role::Clerk), sign_in(&app, Role::Specialist));
    let page = registered(&app, &one).await;
    let edit = format!("{page}/edit");
    let opened = get(&app, &two, &edit).await.html();
    let shown = opened.split_once("name=\"_shown\" value=\"").unwrap().1.split('"').next().unwrap();
    let fields = |phone: &'static str, note: &'static str, version: &'static str| {
        let mut typed = HANAKO.to_vec();
        (typed[0], typed[1]) = (("name", "川崎 花子"), ("kana", "カワサキ ハナコ"));
        (typed[4], typed[6]) = (("phone", phone), ("note", note));
        typed.push(("_version", version));
        typed
    };
    assert_eq!(post(&app, &one, &edit, &fields("044-200-1111", "", "1")).await.status, StatusCode::SEE_OTHER);
    // The second one saw the old number, left it alone and wrote a note.
    let mut typed = fields("044-200-0000", "猫がいる", "1");
    typed.push(("_shown", shown));
    let second = post(&app, &two, &edit, &typed).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let text = second.text();
    assert!(
        text.contains("あなたの入力 備考 （なし） 猫がいる このまま保存すると"),
        "the one line of the table: {text}"
    );
    assert!(
        text.contains("あなたが変えていないので、いま保存されている内容を入力欄に入れました。 電話番号 044-200-1111"),
        "{text}"
    );
    let number = |html: &str| html.contains(r#"value="044-200-1111""#) || html.contains(r#"value="0442001111""#);
    assert!(number(&second.html()), "saving again keeps the colleague's number: {}", second.html());
}

#[tokio::test]
async fn a_reading_is_noted_and_a_wrong_address_is_a_page() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    get(&app, &cookie, &page).await;
    get(&app, &cookie, &page).await;
    app.db.write_looks_now().unwrap();
    let filter = store::looks::LookFilter { kind: Some(LookKind::Client), limit: 50, ..Default::default() };
    let log = app.keep(move |tx| store::looks::of_month(tx, OFFICE, month("2026-11"), &filter));
    assert_eq!(log.iter().map(|row| (row.name.as_str(), row.times)).collect::<Vec<_>>(), [("事務 次郎", 2)]);
    for path in ["/clients/nobody", "/clients/01910000-0000-7000-8000-000000000000", "/certificates/x"] {
        assert_eq!(get(&app, &cookie, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_viewer_changes_nothing() {
    let app = TestApp::new();
    let viewer = sign_in(&app, Role::Viewer);
    assert_eq!(get(&app, &viewer, "/clients/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&app, &viewer, "/clients", &HANAKO).await.status, StatusCode::FORBIDDEN);
    assert_eq!(get(&app, &viewer, "/clients/import").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_self_plan_is_switched_on_and_off_by_its_days() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let edit = format!("{page}/edit");
    assert!(!get(&app, &cookie, &edit).await.text().contains("ふたたびセルフプラン"), "one row to begin with");
    let mut typed = HANAKO.to_vec();
    typed.push(("_version", "1"));
    typed.push(("self_plan_from_0", "R8.7.1"));
    typed.push(("self_plan_off_0", "R8.6.1"));
    let wrong = post(&app, &cookie, &edit, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html().contains(r##"href="#self_plan_off_0""##), "{}", wrong.text());
    assert!(wrong.html().contains(r#"value="R8.6.1""#), "what was typed is kept");
    typed.pop();
    typed.push(("self_plan_off_0", "R8.12.15"));
    assert_eq!(post(&app, &cookie, &edit, &typed).await.status, StatusCode::SEE_OTHER);
    let text = get(&app, &cookie, &page).await.text();
    assert!(text.contains("セルフプラン 令和8年7月1日から（令和8年12月15日にやめた）"), "{text}");
    assert!(get(&app, &cookie, &edit).await.text().contains("ふたたびセルフプラン"), "a row for the next time");
}
