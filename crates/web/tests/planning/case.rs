//! From the client's page to the first interview, as a browser sees it.

use axum::http::StatusCode;
use domain::{
    client::{Client, DisabilityGrade},
    office::Role,
};
use testkit::{SATO, client};

use crate::common::{Answer, Site};

pub fn site() -> (Site, Client) {
    let site = Site::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let kept = hanako.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    (site, hanako)
}

pub async fn begun(site: &Site, hanako: &Client, cookie: &str) -> String {
    let start = format!("/clients/{}/planning", hanako.id);
    let fields = "opened_on=R8.11.20&service=plan&kind=new&municipality=141305";
    let answer = site.post(&start, cookie, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

const INTERVIEW: &str = "date=R8.11.21&minutes=60%E5%88%86&place=home&lives_there=yes&interviewed=yes&met=%E6%9C%AC%E4%BA%BA\
    &visitor=%E4%BD%90%E8%97%A4&affiliation=%E3%81%BF%E3%81%BE%E3%82%82%E3%82%8A";

#[tokio::test]
async fn the_head_says_the_grade_once() {
    let site = Site::new();
    let mut hanako = client("川崎 花子").carried_by(SATO).build();
    hanako.grade = Some(DisabilityGrade::Three);
    let kept = hanako.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let text = site.get(&case, &cookie).await.text();
    assert!(text.contains("障害支援区分3") && !text.contains("区分 区分"), "{text}");
}

#[tokio::test]
async fn a_plan_is_begun_on_the_clients_page_and_stands_in_the_list() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let page = site.get(&format!("/clients/{}", hanako.id), &cookie).await;
    assert!(page.text().contains("計画を始める"), "{}", page.text());
    let start = site.get(&format!("/clients/{}/planning/new", hanako.id), &cookie).await;
    assert!(start.text().contains("(x) 新規"), "{}", start.text());
    let case = begun(&site, &hanako, &cookie).await;
    let shown = site.get(&case, &cookie).await.text();
    assert!(
        shown.contains("受付No. R8-001")
            && shown.contains("足りないもの: 対象の確認、基本情報、訪問しての面接、アセスメント"),
        "{shown}"
    );
    let list = site.get("/planning", &cookie).await;
    assert!(list.text().contains("川崎 花子") && list.text().contains("(1) 面接とアセスメント"), "{}", list.text());
    let drafts = site.get("/planning?step=p2-draft", &cookie).await.text();
    assert!(drafts.contains("この段階の計画はありません"), "{drafts}");
    let again = site
        .post(
            &format!("/clients/{}/planning", hanako.id),
            &cookie,
            "opened_on=R8.11.21&service=plan&kind=new&municipality=141305",
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("まだ終わっていません"), "{}", again.text());
}

#[tokio::test]
async fn an_interview_is_recorded_corrected_and_taken_back() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let step = format!("{case}/p1-interview");
    let form = site.get(&step, &cookie).await;
    assert!(form.body.contains("value=\"佐藤 花子\""), "the visitor is filled in: {}", form.text());
    let sent = site.post(&step, &cookie, INTERVIEW).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let shown = site.get(&case, &cookie).await.text();
    assert!(shown.contains("面接した（本人）") && shown.contains("60分"), "{shown}");
    let fact = |page: &Answer| page.body.split("/facts/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let page = site.get(&step, &cookie).await;
    let recorded = fact(&page);
    let correcting = site.get(&format!("{step}?fact={recorded}"), &cookie).await;
    assert!(correcting.text().contains("訂正を記録する") && correcting.body.contains("value=\"60\""));
    let gone = site.post(&format!("{case}/facts/{recorded}/withdraw"), &cookie, "reason=x").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let shown = site.get(&case, &cookie).await;
    assert!(shown.text().contains("「訪問しての面接」を取り消しました"), "{}", shown.text());
    let back = site.post(&format!("{case}/facts/{}/restore", fact(&shown)), &cookie, "").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(site.get(&case, &cookie).await.text().contains("60分"));
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_what_was_typed_is_kept() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let wrong = INTERVIEW.replace("60%E5%88%86", "zzz").replace("date=R8.11.21", "date=R8.11.31");
    let answer = site.post(&format!("{case}/p1-interview"), &cookie, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("かかった時間は1から1,440までの整数") && answer.body.contains("value=\"zzz\""));
    let end = site.post(&format!("{case}/end"), &cookie, "ended_on=&reason=").await;
    assert_eq!(end.status, StatusCode::UNPROCESSABLE_ENTITY);
    let end = site.post(&format!("{case}/end"), &cookie, "ended_on=R8.11.22&reason=x").await;
    assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.text());
    assert!(site.get(&case, &cookie).await.text().contains("取りやめました：x"));
    assert!(site.get("/planning", &cookie).await.text().contains("進めている計画はありません"));
}

#[tokio::test]
async fn who_is_covered_is_answered_with_its_reason_and_told_on_the_page_of_the_case() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let step = format!("{case}/p1-coverage");
    let none = site.post(&step, &cookie, "applied_on=R8.11.20").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("サービスを選んでください"), "{}", none.text());
    let home_help = "applied_on=R8.11.20&services=%E5%B1%85%E5%AE%85%E4%BB%8B%E8%AD%B7&care_insurance=no";
    assert_eq!(site.post(&step, &cookie, home_help).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&step, &cookie).await.text();
    assert!(
        page.contains("計画相談支援の対象です。") && page.contains("なぜ?") && page.contains("(x) 居宅介護"),
        "{page}"
    );
    assert!(!site.get(&case, &cookie).await.text().contains("対象の確認: "));
    let day_service = "applied_on=R8.11.20&services=%E5%85%90%E7%AB%A5%E7%99%BA%E9%81%94%E6%94%AF%E6%8F%B4&_version=1";
    assert_eq!(site.post(&step, &cookie, day_service).await.status, StatusCode::SEE_OTHER, "corrected");
    let shown = site.get(&case, &cookie).await.text();
    assert!(shown.contains("対象の確認: この事業所の計画の対象ではありません。"), "{shown}");
}

#[tokio::test]
async fn one_next_step_stands_on_every_page_of_a_case_until_none_is_left() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let next = |page: &Answer| {
        let mut bands = page.body.split("class=\"next-step\"").skip(1);
        let (band, more) = (bands.next().map(str::to_owned), bands.next());
        assert!(more.is_none(), "one next step: {}", page.body);
        band.map(|band| band.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
    };
    let first = format!("{case}/p1-coverage");
    assert_eq!(next(&site.get(&case, &cookie).await), Some(first.clone()));
    assert_eq!(next(&site.get(&format!("{case}/p1-assessment"), &cookie).await), Some(first.clone()));
    assert_eq!(next(&site.get(&first, &cookie).await), None, "one is there already");
    let home_help = "applied_on=R8.11.20&services=%E5%B1%85%E5%AE%85%E4%BB%8B%E8%AD%B7&care_insurance=no";
    let saved = site.post(&first, &cookie, home_help).await;
    let after = site.get(saved.header("location"), &cookie).await;
    assert_eq!(next(&after), Some(format!("{case}/p1-basic")), "after saving the way goes on");
    let kept = site.post(&format!("{case}/p1-basic"), &cookie, "caller=x").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let shown = site.get(&case, &cookie).await;
    assert!(shown.text().contains("(1) 基本情報の続きへ進む"), "{}", shown.text());
    let end = site.post(&format!("{case}/end"), &cookie, "ended_on=R8.11.22&reason=x&_version=1").await;
    assert_eq!(end.status, StatusCode::SEE_OTHER, "{}", end.text());
    assert_eq!(next(&site.get(&case, &cookie).await), None);
}
