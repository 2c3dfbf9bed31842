//! 本人と家族・契約: the cards, the form of a kind with its rows, the conflict, the history.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::TestApp;

use super::{
    client::registered,
    site::{get, location, post, sign_in},
};

#[tokio::test]
async fn the_client_has_two_halves_and_what_nobody_asked_is_said() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let client = registered(&app, &clerk).await;
    assert!(get(&app, &clerk, &client).await.text().contains("本人と家族・契約"));
    let about = get(&app, &clerk, &format!("{client}/about")).await;
    assert_eq!(about.status, StatusCode::OK);
    for words in ["契約がまだ記録されていません", "未確認:", "緊急連絡先と知らせない印"] {
        assert!(about.text().contains(words), "{words}: {}", about.text());
    }
    let viewer = sign_in(&app, Role::Viewer);
    assert!(!get(&app, &viewer, &format!("{client}/about")).await.text().contains("記録する"));
    assert_eq!(get(&app, &clerk, &format!("{client}/about/nothing")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_kind_has_its_page() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let client = registered(&app, &clerk).await;
    for kind in domain::client::AboutKind::ALL {
        let page = get(&app, &clerk, &format!("{client}/about/{}", kind.word())).await;
        assert_eq!(page.status, StatusCode::OK, "{kind:?}");
        assert!(page.text().contains(kind.label()), "{kind:?}");
    }
}

#[tokio::test]
async fn a_family_is_typed_row_by_row_and_stands_on_the_card() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let client = registered(&app, &clerk).await;
    let form = format!("{client}/about/family");
    let one = [("holds_from", "R8.11.1"), ("family_relation_0", "母"), ("family_birth_year_0", "S33")];
    let more =
        post(&app, &clerk, &form, &[one[0], one[1], one[2], ("_rows", "family_rows:add"), ("family_rows", "1")]).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(more.text().contains("家族 2"), "{}", more.text());
    let wrong = post(&app, &clerk, &form, &[one[1], ("family_birth_year_0", "いつか")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("生まれた年を西暦か和暦で"), "{}", wrong.text());
    let saved = post(&app, &clerk, &form, &one).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let about = get(&app, &clerk, &location(&saved)).await;
    assert!(about.text().contains("1958年生（今年68歳）"), "{}", about.text());
    let second = post(&app, &clerk, &form, &[one[0], ("family_relation_0", "父"), ("_version", "0")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("1行目 本人との続柄 母 父"), "{}", second.text());
    let back = post(&app, &clerk, &format!("{form}/1/withdraw"), &[("reason", "聞きまちがい")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let page = get(&app, &clerk, &form).await;
    assert!(page.text().contains("取り消し"), "{}", page.text());
}

#[tokio::test]
async fn a_mark_not_to_tell_stands_beside_what_is_not_to_be_told() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let client = registered(&app, &clerk).await;
    let marks = [("holds_from", "R8.11.1"), ("phone_hidden", "yes")];
    let saved = post(&app, &clerk, &format!("{client}/about/emergency"), &marks).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = get(&app, &clerk, &client).await;
    assert!(page.text().contains("044-200-0000 知らせない"), "{}", page.text());
}

#[tokio::test]
async fn a_change_of_the_office_is_recorded_step_by_step_and_told_until_it_is_done() {
    let app = TestApp::new();
    let clerk = sign_in(&app, Role::Clerk);
    let client = registered(&app, &clerk).await;
    let form = format!("{client}/about/from_office");
    let wrong = post(&app, &clerk, &form, &[("change_on", "いつか")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("前の事業所"), "{}", wrong.text());
    let first = [("change_on", "R8.10.1"), ("other_office", "相談室みどり"), ("noticed_on", "R8.9.15")];
    let saved = post(&app, &clerk, &form, &first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = get(&app, &clerk, &client).await;
    for words in ["令和8年10月1日から担当（前は相談室みどり）", "まだ記録がないもの: 受給者証を市町村に出した日"]
    {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let again = get(&app, &clerk, &form).await;
    let typed = |answer: &super::site::Answer| String::from_utf8_lossy(&answer.bytes).contains("相談室みどり");
    assert!(typed(&again) && again.text().contains("これまでの記録"), "{}", again.text());
    let leaving = get(&app, &clerk, &format!("{client}/about/to_office")).await;
    assert!(!typed(&leaving) && leaving.text().contains("変更の月に、新しい事業所がすること"));
    let paper = get(&app, &clerk, &format!("{client}/office-change.pdf")).await;
    assert_eq!(paper.status, StatusCode::OK);
}
