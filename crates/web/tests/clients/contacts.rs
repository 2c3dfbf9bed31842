//! 相談の記録 as a page: from the first call, before any plan or certificate.

use axum::http::StatusCode;
use domain::{client::Client, office::Role};
use testkit::{TestApp, client};

use super::site::{get, post, sign_in};

fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let hanako = client("川崎 花子").build();
    let kept = hanako.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    (app, hanako)
}

const CALL: [(&str, &str); 7] = [
    ("date", "R8.11.20"),
    ("time", "１４時５分"),
    ("minutes", "20分"),
    ("channel", "phone"),
    ("who", "川崎 母子"),
    ("relation", "母"),
    ("content", "働く場を探している。"),
];

#[tokio::test]
async fn a_first_call_is_kept_with_who_called_how_long_and_what_was_said() {
    let (app, hanako) = start();
    let cookie = sign_in(&app, Role::Clerk);
    let log = format!("/clients/{}/contacts", hanako.id);
    assert!(get(&app, &cookie, &log).await.text().contains("まだ記録がありません"));
    let sent = post(&app, &cookie, &log, &CALL).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = get(&app, &cookie, &log).await.text();
    for said in ["令和8年11月20日 14:05（20分）", "電話", "川崎 母子（母）", "働く場を探している。"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let client = get(&app, &cookie, &format!("/clients/{}", hanako.id)).await.text();
    assert!(client.contains("相談（電話）") && client.contains("働く場を探している。"), "{client}");
}

#[tokio::test]
async fn a_contact_is_corrected_taken_back_and_put_back() {
    let (app, hanako) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let log = format!("/clients/{}/contacts", hanako.id);
    post(&app, &cookie, &log, &CALL).await;
    let id = hanako.id;
    let facts = |app: &TestApp| app.keep(move |tx| store::contacts::of_client(tx, testkit::OFFICE, id)).facts;
    let first = facts(&app)[0].id;
    let form = get(&app, &cookie, &format!("{log}?fact={first}")).await;
    assert!(form.html().contains("value=\"14:05\"") && form.text().contains("訂正を記録する"), "{}", form.text());
    let mut corrected = CALL.to_vec();
    let fact = first.to_string();
    corrected.extend([("corrects", fact.as_str()), ("_version", "1")]);
    corrected.iter_mut().filter(|(name, _)| *name == "who").for_each(|(_, who)| *who = "民生委員");
    let sent = post(&app, &cookie, &log, &corrected).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = get(&app, &cookie, &log).await.text();
    assert!(page.contains("これまでの記録（1件）") && page.contains("民生委員（母）"), "{page}");
    let second = facts(&app)[1].id;
    post(&app, &cookie, &format!("{log}/{second}/withdraw"), &[("reason", "別の人")]).await;
    let page = get(&app, &cookie, &log).await.text();
    assert!(page.contains("相談の記録を1件取り消しました"), "{page}");
    let withdrawal = facts(&app)[2].id;
    post(&app, &cookie, &format!("{log}/{withdrawal}/restore"), &[]).await;
    assert!(get(&app, &cookie, &log).await.text().contains("民生委員（母）"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_its_field() {
    let (app, hanako) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let log = format!("/clients/{}/contacts", hanako.id);
    let wrong = [("date", "R8.11.20"), ("time", "25:00"), ("minutes", "0"), ("channel", "phone")];
    let sent = post(&app, &cookie, &log, &wrong).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        sent.text().contains("時刻は「14:05」のように") && sent.text().contains("1から1,440までの整数"),
        "{}",
        sent.text()
    );
    let empty = [("date", "R8.11.23"), ("channel", "phone"), ("who", ""), ("content", "")];
    let sent = post(&app, &cookie, &log, &empty).await.text();
    for reason in ["日付が今日より後", "相手を入力", "内容を入力"] {
        assert!(sent.contains(reason), "{reason}: {sent}");
    }
}
