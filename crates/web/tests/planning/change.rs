//! 変更の手順 as pages: the guide, the consultation of the ward, 変更不要.

use axum::http::StatusCode;
use domain::{
    client::Client,
    office::Role,
    planning::{CaseFact, PlanningCase, p5_plan::Plan},
};
use testkit::{
    planning::{case_of, interview, keep},
    proposal::{draft, week_plan},
};

use super::{
    case::site,
    texts::{body, fields, holds_all},
};
use crate::common::{Answer, Site};

pub fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 花子's plan of April, and the address of a case that changes it.
pub fn begun(site: &Site, hanako: &Client) -> (PlanningCase, String) {
    let earlier = case_of(hanako, 1)
        .with(CaseFact::WeekPlan(week_plan("2026-04-10")))
        .with(CaseFact::Plan(Plan { made_from: None, text: draft("2026-04-10") }))
        .closed("2026-04-20")
        .build();
    keep(&site.app, &earlier);
    let change = case_of(hanako, 2).changes(&earlier).with(CaseFact::Interview(interview("2026-11-09"))).build();
    keep(&site.app, &change);
    let address = format!("/planning/{}", change.id);
    (change, address)
}

fn with(mut typed: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    typed
}

#[tokio::test]
async fn the_case_of_a_change_shows_its_steps_in_order_with_what_is_missing() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (_, case) = begun(&site, &hanako);
    let page = flat(&site.get(&case, &cookie).await);
    let places: Vec<usize> = [
        "変更の手順",
        "生活状況の把握と面接",
        "必要な対応の検討",
        "区役所・支所への連絡・相談",
        "作成月日の確認",
        "サービス等利用計画と週間計画の両方への反映",
        "請求の月",
    ]
    .iter()
    .map(|words| page.find(words).unwrap_or_else(|| panic!("{words}: {page}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("区役所・支所への連絡・相談がまだ記録されていません"), "{page}");
    assert!(page.contains("モニタリング予定月ではありません（予定月でない月の変更）"), "{page}");
}

#[tokio::test]
async fn the_consultation_of_the_ward_is_typed_kept_and_told() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (_, case) = begun(&site, &hanako);
    let step = format!("{case}/p2-ward-consultation");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("計画案を作る前に区役所・支所へ連絡・相談します"), "{}", flat(&page));
    let typed = with(
        fields(&["to", "person", "options", "asked", "answer"]),
        &[("consulted_on", "R8.11.10"), ("channel", "phone"), ("plan_day", "R8.12.1")],
    );
    let bare = with(fields(&["options"]), &[("consulted_on", "R8.11.10"), ("channel", "phone")]);
    let refused = site.post(&step, &cookie, &body(&bare)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.header("location"), case, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("区役所・支所と確認した作成月日: 令和8年12月1日"), "{shown}");
}

#[tokio::test]
async fn the_week_that_stays_as_it_was_wants_its_reason() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (_, case) = begun(&site, &hanako);
    let step = format!("{case}/p2-week-plan");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("変更不要（前の計画のままでよい）"), "{}", flat(&page));
    let typed = [
        ("action", "finish"),
        ("written_on", "R8.11.18"),
        ("starts", "R8.12"),
        ("outside_week", "短期入所を月に2泊"),
        ("stays", "yes"),
    ];
    let refused = site.post(&step, &cookie, &body(&with(Vec::new(), &typed))).await;
    assert!(flat(&refused).contains("変更不要の理由を入力してください"), "{}", flat(&refused));
    let done = site.post(&step, &cookie, &body(&with(fields(&["stays_because"]), &typed))).await;
    assert_eq!(done.header("location"), case, "{}", flat(&done));
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("あ-stays_because-ん"), "{shown}");
    let new = case_of(&hanako, 3).build();
    keep(&site.app, &new);
    let page = site.get(&format!("/planning/{}/p2-week-plan", new.id), &cookie).await;
    assert!(!flat(&page).contains("変更不要"), "only a change is asked");
}
