//! 計画案の提出, 支給決定 and 連絡調整 as forms: each missing paper is named, what was decided stands beside what was proposed.

use axum::http::StatusCode;
use domain::{
    client::Client,
    id::CaseId,
    office::Role,
    planning::{CaseFact, p3_decision::GrantDecision},
};
use testkit::{
    client,
    decision::{granted, hand_in},
    months,
    planning::{assessment, basic, case_of, coverage, interview, keep},
    proposal::{draft, draft_consent, interval, week_plan},
};

use super::{
    case::site,
    texts::{body, fields, holds_all},
};
use crate::common::{Answer, Site};

/// The words of a page on one line.
fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address of a case with the consent to its draft, and these facts.
fn agreed(site: &Site, hanako: &Client, more: Vec<CaseFact>) -> String {
    format!("/planning/{}", agreed_case(site, hanako, 1, more))
}

fn agreed_case(site: &Site, client: &Client, number: i64, more: Vec<CaseFact>) -> CaseId {
    let case = case_of(client, number)
        .with(CaseFact::Coverage(coverage(&["居宅介護"])))
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-10")))
        .with(CaseFact::Draft(draft("2026-11-11")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-11")))
        .with(CaseFact::Interval(interval(3)));
    let texts = case.clone().build().consentable();
    let case = case.with(CaseFact::DraftConsent(draft_consent("2026-11-12", texts)));
    let case = more.into_iter().fold(case, |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    case.id
}

fn with(mut typed: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    typed
}

#[tokio::test]
async fn a_hand_in_names_the_papers_that_are_still_missing() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = agreed(&site, &hanako, Vec::new());
    let step = format!("{case}/p3-hand-in");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("value=\"川崎 花子\""), "the person hands in: {}", page.body);
    assert!(flat(&page).contains("新規の計画です。届出書もいっしょに提出します"), "{}", flat(&page));
    let nothing =
        site.post(&step, &cookie, &body(&with(fields(&["to", "by_name"]), &[("handed_on", "R8.11.13")]))).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = with(
        fields(&["to", "by_name", "note"]),
        &[
            ("handed_on", "R8.11.13"),
            ("by", "deputy"),
            ("means", "post"),
            ("papers", "draft"),
            ("papers", "application"),
        ],
    );
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.header("location"), step, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(flat(&page).contains("まだの書類: 計画相談支援依頼（変更）届出書"), "{}", flat(&page));
    assert!(flat(&page).contains("代行（事業所など）"), "{}", flat(&page));
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("計画相談支援依頼（変更）届出書の提出"), "the lamp names it: {shown}");
}

#[tokio::test]
async fn the_papers_of_several_people_are_handed_in_on_one_page() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let page = "/planning/hand-in";
    let none = site.get(page, &cookie).await;
    assert!(flat(&none).contains("提出できる計画案はありません"), "{}", flat(&none));
    let first = agreed_case(&site, &hanako, 1, Vec::new());
    let taro = client("幸 太郎").kana("サイワイ タロウ").build();
    let kept = taro.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let second = agreed_case(&site, &taro, 2, Vec::new());
    let shown = site.get(page, &cookie).await;
    assert!(shown.body.contains("value=\"川崎市\""), "the one municipality is named: {}", shown.body);
    for told in ["川崎 花子", "幸 太郎", "計画案、支給申請書"] {
        assert!(flat(&shown).contains(told), "{told}: {}", flat(&shown));
    }
    let both = [("cases", first.to_string()), ("cases", second.to_string())];
    let chosen: Vec<(&str, &str)> = both.iter().map(|(name, id)| (*name, id.as_str())).collect();
    let typed = with(fields(&["to", "by_name", "note"]), &[("handed_on", "R8.11.13"), ("means", "post")]);
    let nobody = site.post(page, &cookie, &body(&typed)).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&nobody).contains("提出した計画を選んでください"), "{}", flat(&nobody));
    holds_all(&nobody, &typed);
    let early = with(typed.clone(), &chosen).into_iter().map(|(name, value)| match name.as_str() {
        "handed_on" => (name, "R8.11.1".to_owned()),
        _ => (name, value),
    });
    let refused = site.post(page, &cookie, &body(&early.collect::<Vec<_>>())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "handed in before the consent");
    assert!(flat(&refused).contains("さん: "), "who is meant is said: {}", flat(&refused));
    assert_eq!(refused.body.matches("name=\"cases\"").count(), refused.body.matches(" checked><span>").count() - 1);
    holds_all(&refused, &typed);
    let answer = site.post(page, &cookie, &body(&with(typed.clone(), &chosen))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let waiting = flat(&site.get(answer.header("location"), &cookie).await);
    assert!(waiting.contains("川崎 花子") && waiting.contains("幸 太郎"), "{waiting}");
    holds_all(&site.get(&format!("/planning/{second}/p3-hand-in"), &cookie).await, &typed);
    assert!(flat(&site.get(page, &cookie).await).contains("提出できる計画案はありません"));
    let viewer = site.get(page, &site.cookie(Role::Viewer)).await;
    assert_eq!(viewer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_decision_starts_from_the_draft_and_says_every_difference() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = agreed(&site, &hanako, vec![CaseFact::HandIn(hand_in("2026-11-13", Vec::new()))]);
    let step = format!("{case}/p3-decision");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("value=\"月10時間\"") && page.body.contains("value=\"23日/月\""), "{}", page.body);
    assert!(flat(&page).contains("計画案での提案: 3か月ごと"), "{}", flat(&page));
    assert!(
        !page.body.contains("name=\"interval_months\" type=\"text\" value=\"3\""),
        "what was decided is not preset"
    );
    let typed = with(
        fields(&["decided_amount_0", "reason", "told"]),
        &[
            ("outcome", "granted"),
            ("decided_on", "R8.11.16"),
            ("notified_on", "R8.11.17"),
            ("decided_service_0", "居宅介護"),
            ("interval_months", "6か月"),
        ],
    );
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.header("location"), step, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    let text = flat(&page);
    assert!(text.contains("就労継続支援B型: 案にあり、決定にありません"), "{text}");
    assert!(text.contains("居宅介護: 案は月10時間、決定は"), "{text}");
    assert!(text.contains("モニタリング期間: 案は3か月ごと、決定は6か月ごと"), "{text}");
    assert!(page.body.contains("/certificates/new?planning="), "{}", page.body);
    assert!(!page.hidden("corrects").is_empty(), "what is typed next mends what stands");
    let more = [with(typed, &[("corrects", &page.hidden("corrects")), ("_version", &page.hidden("_version"))]), vec![]];
    let mut mended = more.concat();
    mended.retain(|(name, _)| name != "interval_months");
    let answer = site.post(&step, &cookie, &body(&with(mended, &[("interval_months", "3")]))).await;
    assert_eq!(answer.header("location"), step, "{}", flat(&answer));
    let text = flat(&site.get(&step, &cookie).await);
    assert!(!text.contains("決定は6か月ごと"), "one decision stands: {text}");
}

#[tokio::test]
async fn a_refused_application_says_so_on_the_case_and_on_the_clients_page() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = agreed(&site, &hanako, vec![CaseFact::HandIn(hand_in("2026-11-13", Vec::new()))]);
    let step = format!("{case}/p3-decision");
    let bare = [("outcome", "rejected"), ("decided_on", "R8.11.16")];
    let asked = site.post(&step, &cookie, &body(&with(Vec::new(), &bare))).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", flat(&asked));
    let answer = site.post(&step, &cookie, &body(&with(fields(&["reason"]), &bare))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("令和8年11月16日に支給申請が却下されました"), "{shown}");
    let client = flat(&site.get(&format!("/clients/{}", hanako.id), &cookie).await);
    assert!(client.contains("– 却下"), "{client}");
}

#[tokio::test]
async fn each_provider_of_the_draft_is_asked_for_after_the_decision() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let decision = GrantDecision { certificate: None, ..granted("2026-11-16") };
    let facts = vec![CaseFact::HandIn(hand_in("2026-11-13", Vec::new())), CaseFact::Decision(decision)];
    let case = agreed(&site, &hanako, facts);
    let step = format!("{case}/p3-coordination");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("まだの事業所: さくら"), "{}", flat(&page));
    assert!(page.body.contains("value=\"さくら\""), "its name is there: {}", page.body);
    let typed = with(
        fields(&["person", "content", "result"]),
        &[("provider_name", "さくら"), ("date", "R8.11.17"), ("channel", "phone")],
    );
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.header("location"), step, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(!flat(&page).contains("まだの事業所"), "{}", flat(&page));
    let timeline = flat(&site.get(&format!("/clients/{}", hanako.id), &cookie).await);
    assert!(timeline.contains("計画: 連絡調整"), "{timeline}");
}

#[tokio::test]
async fn before_the_decision_the_log_of_contacts_is_pointed_to() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = agreed(&site, &hanako, Vec::new());
    let page = site.get(&format!("{case}/p3-coordination"), &cookie).await;
    assert!(flat(&page).contains("支給決定がまだ記録されていません"), "{}", flat(&page));
    assert!(page.body.contains(&format!("/clients/{}/contacts", hanako.id)), "{}", page.body);
}

#[tokio::test]
async fn the_certificate_of_a_decision_is_filled_says_its_sources_and_leads_back_to_the_case() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let decision = GrantDecision { certificate: None, ..granted("2026-11-16") };
    let facts = vec![CaseFact::HandIn(hand_in("2026-11-13", Vec::new())), CaseFact::Decision(decision)];
    let case = agreed(&site, &hanako, facts);
    let id = case.trim_start_matches("/planning/").to_owned();
    let page = site.get(&format!("/clients/{}/certificates/new?planning={id}", hanako.id), &cookie).await;
    let text = flat(&page);
    assert!(text.contains("計画から入れた内容") && text.contains("支給量 1行目 支給決定の記録から"), "{text}");
    assert!(text.contains("提案した期間 モニタリング期間の提案から"), "{text}");
    assert!(page.body.contains("value=\"月10時間\"") && page.body.contains("value=\"さくら\""), "{}", page.body);
    let typed = [
        ("planning", id.as_str()),
        ("service", "plan"),
        ("number", "0000000123"),
        ("municipality", "141305"),
        ("municipality_name", "川崎市"),
        ("decision", "new"),
        ("plan_made_on", "R8.11.20"),
        ("grant_service_0", "就労継続支援B型"),
        ("grant_start_0", "R8.12.1"),
        ("grant_end_0", "R9.11.30"),
        ("grant_service_1", "居宅介護"),
        ("phase_interval_0", "3"),
        ("proposal_reason", "市町村が3か月ごとと決定した。"),
    ];
    let answer =
        site.post(&format!("/clients/{}/certificates", hanako.id), &cookie, &body(&with(Vec::new(), &typed))).await;
    assert_eq!(answer.header("location"), case, "{}", flat(&answer));
    let shown = flat(&site.get(&format!("{case}/p3-decision"), &cookie).await);
    assert!(shown.contains("受給者証 登録済み"), "{shown}");
    assert!(!shown.contains("受給者証を登録する "), "the button is gone: {shown}");
}

#[tokio::test]
async fn a_case_of_another_client_fills_no_certificate() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = agreed(&site, &hanako, Vec::new());
    let id = case.trim_start_matches("/planning/").to_owned();
    let taro = client("幸 太郎").build();
    let (kept, of) = (taro.clone(), taro.id);
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let crossed = site.get(&format!("/clients/{of}/certificates/new?planning={id}"), &cookie).await;
    assert_eq!(crossed.status, StatusCode::NOT_FOUND);
    assert!(!crossed.body.contains("さくら"));
    let strange = site.get(&format!("/clients/{of}/certificates/new?planning=abc"), &cookie).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_grant_that_ends_with_nothing_to_follow_is_told_on_every_page_that_shows_it() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let paper = months("2026-01..2026-12").every(6).of(&hanako);
    let certificate = paper.id;
    site.app.keep(move |tx| store::certificates::insert(tx, &paper));
    let case = agreed(&site, &hanako, Vec::new());
    let gap = "支給決定の終わりは令和8年12月31日です（あと39日で終わります）。次の計画は (3) 支給決定の段階です。";
    for page in [format!("/clients/{}", hanako.id), case, "/planning".to_owned()] {
        let text = flat(&site.get(&page, &cookie).await);
        assert!(text.contains(gap), "{page}: {text}");
    }
    for page in [format!("/clients/{}", hanako.id), format!("/certificates/{certificate}")] {
        let text = flat(&site.get(&page, &cookie).await);
        assert!(text.contains("あと39日で終わります"), "{page}: {text}");
    }
    let list = flat(&site.get("/clients", &cookie).await);
    assert!(list.contains("更新の時期（あと39日）"), "{list}");
}

#[tokio::test]
async fn papers_handed_in_together_go_to_the_place_of_the_single_form_and_are_counted() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let mut paper = months("2026-05..2027-04").every(3).of(&hanako);
    paper.ward = "みなと区役所".to_owned();
    site.app.keep(move |tx| store::certificates::insert(tx, &paper));
    let case = agreed(&site, &hanako, Vec::new());
    let single = site.get(&format!("{case}/p3-hand-in"), &cookie).await;
    assert!(single.body.contains("value=\"みなと区役所\""), "{}", single.body);
    let page = site.get("/planning/hand-in", &cookie).await;
    assert!(page.body.contains("value=\"みなと区役所\"") && page.body.contains("value=\"R8.11.22\""), "{}", page.body);
    let id = case.trim_start_matches("/planning/");
    let typed = with(
        fields(&["by_name"]),
        &[("cases", id), ("handed_on", "R8.11.22"), ("to", "みなと区役所"), ("means", "post")],
    );
    let done = site.post("/planning/hand-in", &cookie, &body(&typed)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", flat(&done));
    let list = site.get(done.header("location"), &cookie).await;
    assert!(flat(&list).contains("提出を1件記録しました"), "{}", flat(&list));
    assert!(!site.get("/planning?recorded=%3Cb%3E", &cookie).await.body.contains("<b>"));
}
