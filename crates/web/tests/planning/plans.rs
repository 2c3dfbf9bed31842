//! 計画, 同意, 交付 and 個別支援計画 as forms, the versions side by side, and the plan's rows in the report.

use axum::http::StatusCode;
use domain::{client::Client, office::Role, planning::CaseFact};
use testkit::{
    months,
    planning::{assessment, basic, case_of, interview, keep},
    proposal::draft,
    steps::add_rounds,
};

use super::{case::site, texts::body};
use crate::common::{Answer, Site};

pub fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn typed(fields: &[(&str, &str)]) -> String {
    let owned: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    body(&owned)
}

/// A case with its draft, beside a certificate with a round in November.
fn drafted(site: &Site, hanako: &Client) -> (String, String) {
    let facts = [
        CaseFact::Basic(basic("2026-11-02")),
        CaseFact::Interview(interview("2026-11-09")),
        CaseFact::Assessment(assessment("2026-11-12")),
        CaseFact::Draft(draft("2026-11-18")),
    ];
    let mut certificate = months("2026-05..2027-04").every(3).of(hanako);
    certificate.plan_made_on = None;
    let kept = certificate.clone();
    site.app.keep(move |tx| store::certificates::insert(tx, &kept));
    add_rounds(&site.app, &certificate, &["2026-11"]);
    let mut case = facts.into_iter().fold(case_of(hanako, 1), |case, fact| case.with(fact)).build();
    case.municipality.clone_from(&certificate.municipality);
    keep(&site.app, &case);
    (format!("/planning/{}", case.id), certificate.id.to_string())
}

/// Every field of a page's form as the page shows it.
pub fn shown(page: &Answer) -> Vec<(String, String)> {
    page.fields()
}

/// The plan of the case, as its page begins it, with one goal changed.
async fn planned(site: &Site, case: &str, cookie: &str) {
    let step = format!("{case}/p5-plan");
    let page = site.get(&step, cookie).await;
    assert!(flat(&page).contains("計画案の内容から始めています"), "{}", flat(&page));
    assert!(flat(&page).contains("まだ記録がありません"), "what is missing is told: {}", flat(&page));
    let mut fields = shown(&page);
    for (name, value) in &mut fields {
        match name.as_str() {
            "need_goal_0" => *value = "花屋で週2日働く".to_owned(),
            "written_on" => *value = "R8.11.19".to_owned(),
            _ => {}
        }
    }
    fields.push(("action".to_owned(), "finish".to_owned()));
    let finished = site.post(&step, cookie, &body(&fields)).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
}

#[tokio::test]
async fn the_plan_begins_as_the_draft_and_shows_what_differs() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (case, _) = drafted(&site, &hanako);
    planned(&site, &case, &cookie).await;
    let page = flat(&site.get(&format!("{case}/p5-plan"), &cookie).await);
    assert!(page.contains("計画案と違うところ（1）") && page.contains("課題 1 変更"), "{page}");
    let both = flat(&site.get(&format!("{case}/p5-plan/versions"), &cookie).await);
    assert!(both.contains("自分に合う仕事を見つける") && both.contains("花屋で週2日働く"), "{both}");
    assert!(both.contains("課題 1 変更") && both.contains("課題 2 同じ"), "{both}");
}

#[tokio::test]
async fn the_consent_says_what_its_day_would_lose_before_it_is_recorded() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (case, certificate) = drafted(&site, &hanako);
    let step = format!("{case}/p5-consent");
    assert!(flat(&site.get(&step, &cookie).await).contains("計画がまだ仕上がっていません"));
    planned(&site, &case, &cookie).await;
    testkit::steps::visit(&site.app, &hanako, "2026-11", "2026-11-10");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("value=\"川崎 花子\""), "the person signs: {}", page.body);
    assert!(flat(&page).contains("令和8年11月19日の同意では、なくなる報酬があります"), "{}", flat(&page));
    let (plan, version) = (page.hidden("plan"), page.hidden("_version"));
    let signed = |more: &[(&str, &str)]| {
        let fields = [
            ("plan", plan.as_str()),
            ("_version", version.as_str()),
            ("agreed_on", "R8.11.20"),
            ("relation", "client"),
            ("signer", "川崎 花子"),
            ("certificate", certificate.as_str()),
            ("asks_flow", "yes"),
        ];
        typed(&[fields.as_slice(), more].concat())
    };
    let looked = site.post(&step, &cookie, &signed(&[("action", "look")])).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(flat(&looked).contains("令和8年11月20日の同意では"), "{}", flat(&looked));
    assert!(flat(&looked).contains("印刷する作成日は令和8年11月19日です"), "{}", flat(&looked));
    let unsaid = site.post(&step, &cookie, &signed(&[])).await;
    assert!(flat(&unsaid).contains("訪問との続き"), "whether a visit led to it is asked: {}", flat(&unsaid));
    let unread = site.post(&step, &cookie, &signed(&[("one_flow_with", "none")])).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&unread).contains("モニタリングの報酬がなくなります"), "{}", flat(&unread));
    let done = site.post(&step, &cookie, &signed(&[("one_flow_with", "none"), ("accepts_loss", "yes")])).await;
    assert_eq!(done.header("location"), format!("{case}/p5-delivery"), "{}", flat(&done));
    for step in ["p5-plan", "p5-consent"] {
        let page = site.get(&format!("{case}/{step}"), &cookie).await;
        assert!(page.body.contains(&format!("{case}/plan.pdf?layout=seed")), "{step}: {}", page.body);
    }
    let paper = site.get(&format!("{case}/plan.pdf"), &cookie).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.text());
    assert!(
        paper.body.contains("令和8年11月20日") && paper.body.contains("\"proposal\": Bool(false)"),
        "{}",
        paper.body
    );
    let month = flat(&site.get("/billing/2026-11", &site.cookie(Role::Clerk)).await);
    assert!(month.contains("計画に同意した日までの、サービス担当者会議"), "{month}");
}

#[tokio::test]
async fn the_plan_is_handed_over_and_the_providers_plans_are_looked_at_and_the_report_begins_with_its_rows() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let (case, certificate) = drafted(&site, &hanako);
    planned(&site, &case, &cookie).await;
    let page = site.get(&format!("{case}/p5-consent"), &cookie).await;
    assert!(flat(&page).contains("なくなる報酬はありません"), "{}", flat(&page));
    let (plan, version) = (page.hidden("plan"), page.hidden("_version"));
    let signed = typed(&[
        ("plan", plan.as_str()),
        ("_version", version.as_str()),
        ("agreed_on", "R8.11.20"),
        ("relation", "client"),
        ("signer", "川崎 花子"),
        ("certificate", certificate.as_str()),
    ]);
    let done = site.post(&format!("{case}/p5-consent"), &cookie, &signed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", flat(&done));
    let step = format!("{case}/p5-delivery");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("まだ渡していない相手: 利用者、さくら"), "{}", flat(&page));
    let (plan, version) = (page.hidden("plan"), page.hidden("_version"));
    let handed = typed(&[
        ("plan", plan.as_str()),
        ("_version", version.as_str()),
        ("to", "client"),
        ("to", "provider:さくら"),
        ("delivered_on", "R8.11.21"),
        ("means", "hand"),
        ("by", "佐藤"),
    ]);
    assert_eq!(site.post(&step, &cookie, &handed).await.header("location"), step);
    let page = flat(&site.get(&step, &cookie).await);
    assert!(page.contains("利用者と、計画にあるすべての事業所に渡しました"), "{page}");
    let step = format!("{case}/p5-provider-plan");
    let version = site.get(&step, &cookie).await.hidden("_version");
    let asked = typed(&[
        ("_version", version.as_str()),
        ("provider", "さくら"),
        ("asked_on", "R8.11.21"),
        ("fits", "unconfirmed"),
    ]);
    assert_eq!(site.post(&step, &cookie, &asked).await.header("location"), step);
    let page = flat(&site.get(&step, &cookie).await);
    assert!(page.contains("さくら R8.11.21 まだ 未確認 続きを記録する"), "{page}");
    let round = testkit::steps::round_of(&site.app, &hanako, "2026-11").id;
    let report = site.get(&format!("/monitoring/{round}/m3-record"), &cookie).await;
    assert!(
        report.body.contains("花屋で週2日働く") && flat(&report).contains("計画（R8.11.20）の行を入れる"),
        "{}",
        flat(&report)
    );
    let row = site.get(&format!("{case}/p5-plan"), &cookie).await.hidden("need_id_0");
    assert_eq!(report.hidden("plan_row_0"), row, "the same row from the draft into the report");
}
