//! つながりにくい人 as pages: taken in without certificate or consent, followed up, ended.

use axum::http::StatusCode;
use domain::office::Role;

use crate::common::Site;

const NOTE: &str = "date=R8.11.20&caller=%E6%B0%91%E7%94%9F%E5%A7%94%E5%93%A1&relation=%E8%BF%91%E6%89%80&reasons=no_sos\
    &reasons=no_distress&situation=%E9%9B%A8%E6%88%B8%E3%81%8C%E9%96%89%E3%81%BE%E3%81%A3%E3%81%9F%E3%81%BE%E3%81%BE";

#[tokio::test]
async fn somebody_hard_to_reach_is_taken_in_with_who_told_it_and_why() {
    let site = Site::new();
    let cookie = site.cookie(Role::Clerk);
    let form = site.get("/intakes/new", &cookie).await.text();
    for reason in
        ["自らSOSを出せない", "高齢の親と障害者の世帯", "一人暮らしで健康面に不安", "本人に困り感が少ない", "その他"]
    {
        assert!(form.contains(reason), "{reason}: {form}");
    }
    let bare = site.post("/intakes/new", &cookie, "date=R8.11.20").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = site.post("/intakes/new", &cookie, NOTE).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let page = site.get(taken.header("location"), &cookie).await.text();
    assert!(page.contains("氏名の分からない人") && page.contains("民生委員 近所"), "{page}");
    let lacks = "足りないもの: 区役所・支所か障害者相談支援センターへの相談、次に確かめる日";
    assert!(page.contains(lacks), "{page}");
    let list = site.get("/intakes", &cookie).await.text();
    assert!(
        list.contains("氏名の分からない人") && list.contains("区役所・支所か障害者相談支援センターへの相談"),
        "{list}"
    );
    assert!(site.get("/planning", &cookie).await.body.contains("/intakes"));
}

#[tokio::test]
async fn the_ward_is_asked_the_next_day_is_set_and_it_comes_to_an_end() {
    let site = Site::new();
    let cookie = site.cookie(Role::Specialist);
    let taken = site.post("/intakes/new", &cookie, NOTE).await;
    let intake = taken.header("location").to_owned();
    let without = site.post(&intake, &cookie, "date=R8.11.21&what=asked_ward&content=x").await;
    assert!(without.text().contains("相手を入力してください"), "whom was asked: {}", without.text());
    let past = site.post(&intake, &cookie, "date=R8.11.21&what=asked_ward&who=a&content=x&follow_up_on=R8.11.1").await;
    assert!(past.text().contains("次に確かめる日が日付"), "{}", past.text());
    let asked = "date=R8.11.21&what=asked_ward&who=%E5%B1%B1%E7%94%B0&content=%E5%90%8C%E8%A1%8C%E8%A8%AA%E5%95%8F\
        &next=%E9%9B%BB%E8%A9%B1&follow_up_on=R8.12.5";
    assert_eq!(site.post(&intake, &cookie, asked).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&intake, &cookie).await.text();
    for said in ["区役所・支所に相談した", "山田", "同行訪問", "次に確かめる日: 令和8年12月5日"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("足りないもの"), "{page}");
    let fact =
        site.get(&intake, &cookie).await.body.split("?fact=").nth(1).unwrap().split('#').next().unwrap().to_owned();
    let correcting = site.get(&format!("{intake}?fact={fact}"), &cookie).await;
    assert!(correcting.body.contains("value=\"山田\"") && correcting.text().contains("訂正を記録する"));
    let end = "date=R8.11.22&what=closed&content=%E8%BB%A2%E5%B1%85";
    assert_eq!(site.post(&intake, &cookie, end).await.status, StatusCode::SEE_OTHER);
    assert!(site.get("/intakes", &cookie).await.text().contains("見守っている人はいません"));
    assert!(site.get("/intakes?state=closed", &cookie).await.text().contains("氏名の分からない人"));
}

#[tokio::test]
async fn what_was_heard_is_corrected_and_never_taken_back() {
    let site = Site::new();
    let cookie = site.cookie(Role::Specialist);
    let taken = site.post("/intakes/new", &cookie, NOTE).await;
    let intake = taken.header("location").to_owned();
    let form = site.get(&format!("{intake}/note"), &cookie).await;
    assert!(form.text().contains("(x) 困っていても自らSOSを出せない"), "{}", form.text());
    let corrects = form.hidden("corrects");
    let named = format!("{NOTE}&name=%E4%B8%AD%E5%8E%9F&corrects={corrects}&_version=1");
    let sent = site.post(&format!("{intake}/note"), &cookie, &named).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(site.get(&intake, &cookie).await.text().contains("中原"));
}
