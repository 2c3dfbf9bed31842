//! One month from the first check to the claim, by forms alone.

use axum::http::{StatusCode, header};
use domain::office::Role;

use super::{
    people::{round_of, start},
    site::{get, post, sign_in},
};

/// What a browser would send back of the form's hidden fields.
fn hidden(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    html.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_whole_month() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);

    let next = get(&app, &cookie, &base).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER);
    assert!(next.headers[header::LOCATION].to_str().unwrap().ends_with("/m1-service-check"));

    let steps: [(&str, &[(&str, &str)]); 3] = [
        (
            "m1-service-check",
            &[
                ("date_0", "R8.11.5"),
                ("means_0", "phone"),
                ("provider_0", "さくら訪問介護"),
                ("finding_0", "計画どおり。"),
            ],
        ),
        (
            "m2-home-visit",
            &[
                ("date", "令和8年11月12日"),
                ("place", "home"),
                ("lives_there", "yes"),
                ("interviewed", "yes"),
                ("met", "本人"),
                ("visitor", "佐藤"),
                ("start", "14:00"),
                ("end", "1445"),
            ],
        ),
        (
            "m3-record",
            &[
                ("action", "finish"),
                ("style", "check"),
                ("written_on", "２０２６－１１－１３"),
                ("rows", "2"),
                ("need_0", "安心して暮らしたい"),
                ("provision_0", "計画どおり"),
                ("achievement_0", "good"),
                ("change_week_0", "yes"),
            ],
        ),
    ];
    for (step, fields) in steps {
        let sent = post(&app, &cookie, &format!("{base}/{step}"), fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{step}: {}", sent.text());
    }

    let page = get(&app, &cookie, &format!("{base}/m4-consent")).await;
    let report = hidden(&page.html(), "report");
    let version = hidden(&page.html(), "_version");
    let by_post = [
        ("method", "post"),
        ("relation", "client"),
        ("report", report.as_str()),
        ("sent_on", "R8.11.14"),
        ("_version", version.as_str()),
    ];
    assert_eq!(post(&app, &cookie, &format!("{base}/m4-consent"), &by_post).await.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &format!("{base}/m4-consent")).await;
    assert!(page.text().contains("返事を待っています"), "{}", page.text());
    let version = hidden(&page.html(), "_version");
    let answered = [
        ("method", "post"),
        ("relation", "client"),
        ("report", report.as_str()),
        ("sent_on", "R8.11.14"),
        ("agreed_on", "R8.11.18"),
        ("signer", "川崎 花子"),
        ("_version", version.as_str()),
    ];
    assert_eq!(post(&app, &cookie, &format!("{base}/m4-consent"), &answered).await.status, StatusCode::SEE_OTHER);

    let handed_in = [("date", "R8.11.19"), ("to", "川崎区役所"), ("means", "counter")];
    assert_eq!(post(&app, &cookie, &format!("{base}/m5-submission"), &handed_in).await.status, StatusCode::SEE_OTHER);

    let claim = get(&app, &cookie, &format!("{base}/m6-claim")).await;
    assert!(claim.text().contains("令和8年11月の継続サービス利用支援費として請求できます"), "{}", claim.text());
    assert!(claim.html().contains("/billing/2026-11"));

    let paper = get(&app, &cookie, &format!("{base}/report.pdf?layout=seed")).await;
    assert_eq!(paper.status, StatusCode::OK);
    assert_eq!(paper.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(paper.bytes.starts_with(b"%PDF"));
    assert!(!paper.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("kawasaki"));
}

#[tokio::test]
async fn taken_back_and_put_back() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let fields = [("date_0", "R8.11.5"), ("means_0", "phone"), ("provider_0", "さくら"), ("finding_0", "良好")];
    post(&app, &cookie, &format!("{base}/m1-service-check"), &fields).await;
    let fact = round_of(&app, &client, "2026-11").facts[0].id;
    let gone = post(&app, &cookie, &format!("{base}/facts/{fact}/withdraw"), &[("reason", "別の人の記録")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &format!("{base}/m1-service-check")).await;
    assert!(page.text().contains("「サービス提供状況の確認」を取り消しました"), "{}", page.text());
    let withdrawal = round_of(&app, &client, "2026-11").facts[1].id;
    post(&app, &cookie, &format!("{base}/facts/{withdrawal}/restore"), &[]).await;
    let page = get(&app, &cookie, &format!("{base}/m1-service-check")).await;
    assert!(page.text().contains("手段 電話 確認した内容 良好"), "{}", page.text());
    let correct = get(&app, &cookie, &format!("{base}/m1-service-check?fact={fact}")).await;
    assert!(correct.html().contains("value=\"さくら\"") && correct.text().contains("訂正を記録する"));
}

#[tokio::test]
async fn what_was_heard_at_home_stands_in_the_record() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let step = format!("/monitoring/{}/m2-home-visit", round_of(&app, &client, "2026-11").id);
    let form = get(&app, &cookie, &step).await.text();
    assert!(form.contains("本人の意向") && form.contains("家庭状況の聞き取り"), "{form}");
    let fields = [
        ("date", "R8.11.12"),
        ("place", "home"),
        ("lives_there", "yes"),
        ("interviewed", "yes"),
        ("met", "本人と母"),
        ("visitor", "佐藤"),
        ("start", "14:00"),
        ("end", "14:45"),
        ("wishes", "通所を続けたい。"),
        ("home_situation", "母の腰痛が重くなった。"),
    ];
    assert_eq!(post(&app, &cookie, &step, &fields).await.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &step).await.text();
    assert!(page.contains("本人の意向 通所を続けたい。") && page.contains("家庭状況 母の腰痛が重くなった。"), "{page}");
}

#[tokio::test]
async fn one_save_records_every_line_and_a_correction_opens_in_its_place() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m1-service-check", round_of(&app, &client, "2026-11").id);
    let fields = [
        ("checks", "3"),
        ("used_month", "2026-10"),
        ("provider_0", "さくら訪問介護"),
        ("date_0", "R8.11.5"),
        ("means_0", "fax"),
        ("finding_0", "計画どおり。"),
        ("provider_1", "あおば作業所"),
        ("date_1", "R8.11.6"),
        ("means_1", "visit"),
        ("finding_1", "作業の場面を見た。"),
        ("on_site_1", "yes"),
        ("provider_2", ""),
        ("date_2", "R8.11.22"),
        ("means_2", "phone"),
    ];
    let saved = post(&app, &cookie, &path, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = get(&app, &cookie, &path).await;
    let text = page.text();
    assert!(text.contains("さくら訪問介護 ● 済") && text.contains("あおば作業所 ● 済"), "{text}");
    assert!(text.contains("サービス提供時モニタリング"), "a visit that saw the service is said as evidence: {text}");
    let fact = round_of(&app, &client, "2026-11").facts[0].id;
    let html = page.html();
    let link = format!("{path}?fact={fact}#finding_0");
    assert!(html.contains(&link), "{html}");
    let correct = get(&app, &cookie, &format!("{path}?fact={fact}")).await;
    let html = correct.html();
    assert!(
        html.contains("id=\"finding_0\"") && html.contains("autofocus") && html.contains("計画どおり。</textarea>")
    );
    assert!(html.contains("訂正をやめる") && !html.contains("id=\"finding_1\""), "only that line is opened");
}

#[tokio::test]
async fn what_was_heard_goes_into_the_report_by_a_click_and_stays_there() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let check = [
        ("date_0", "R8.11.5"),
        ("means_0", "phone"),
        ("provider_0", "さくら訪問介護"),
        ("finding_0", "計画どおり週3回。"),
    ];
    post(&app, &cookie, &format!("{base}/m1-service-check"), &check).await;
    let fact = round_of(&app, &client, "2026-11").facts[0].id;
    let path = format!("{base}/m3-record");
    let page = get(&app, &cookie, &path).await;
    let button = format!("take:provision:0:{fact}");
    assert!(page.html().contains(&format!("value=\"{button}\"")), "{}", page.html());
    assert!(page.text().contains("支援の方向性に沿って提供されている（さくら訪問介護）"), "{}", page.text());
    let typed =
        [("action", button.as_str()), ("rows", "1"), ("need_0", "安心して暮らしたい"), ("written_on", "R8.11.13")];
    let taken = post(&app, &cookie, &path, &typed).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert!(taken.headers[header::LOCATION].to_str().unwrap().ends_with("/m3-record#provision_0"));
    let page = get(&app, &cookie, &path).await;
    let html = page.html();
    assert!(html.contains("計画どおり週3回。</textarea>") && page.text().contains("入れてあります（出典）"), "{html}");
    let sources = hidden(&html, "row_sources_0");
    assert_eq!(sources, format!("provision:{fact}"));
    let finish = [
        ("action", "finish"),
        ("working", "1"),
        ("written_on", "R8.11.13"),
        ("rows", "1"),
        ("need_0", "安心して暮らしたい"),
        ("provision_0", "計画どおり週3回。"),
        ("row_sources_0", sources.as_str()),
        ("achievement_0", "good"),
        ("next", "change"),
    ];
    let finished = post(&app, &cookie, &path, &finish).await;
    assert_eq!(finished.status, StatusCode::SEE_OTHER, "{}", finished.text());
    let round = round_of(&app, &client, "2026-11");
    let (report, body) = round.finished_report().unwrap();
    assert_eq!(body.rows[0].sources.len(), 1, "the sentence knows its source");
    let read = get(&app, &cookie, &path).await;
    assert!(!read.html().contains("name=\"need_0\"") && read.text().contains("訂正する"), "{}", read.text());
    assert!(read.text().contains("次にすること サービスの種類・量を変える（内容変更）"), "{}", read.text());
    let correct = get(&app, &cookie, &format!("{path}?fact={}", report.id)).await;
    assert!(correct.html().contains("name=\"need_0\"") && correct.text().contains("訂正をやめる"));
}

#[tokio::test]
async fn all_viewpoints_are_answered_by_one_button_and_nothing_is_saved_by_it() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/m3-record", round_of(&app, &client, "2026-11").id);
    let typed = [
        ("action", "all-yes"),
        ("rows", "1"),
        ("need_0", "外出したい"),
        ("views", "2"),
        ("view_point_0", "life"),
        ("view_seen_0", "unconfirmed"),
        ("view_point_1", "stable"),
        ("view_seen_1", "no"),
    ];
    let again = post(&app, &cookie, &path, &typed).await;
    assert_eq!(again.status, StatusCode::OK);
    let html = again.html();
    assert!(html.contains("name=\"view_seen_0\" value=\"yes\" checked"), "{html}");
    assert!(html.contains("name=\"view_seen_1\" value=\"no\" checked"), "what was answered stays");
    assert!(round_of(&app, &client, "2026-11").facts.is_empty());
}

#[tokio::test]
async fn a_visit_outside_of_its_month_is_warned_of_and_home_answers_for_itself() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let echo = post(&app, &cookie, &format!("{base}/visit-day"), &[("date", "R8.10.28")]).await;
    assert!(echo.text().contains("⚠ 予定月は令和8年11月です"), "{}", echo.text());
    let inside = post(&app, &cookie, &format!("{base}/visit-day"), &[("date", "R8.11.12")]).await;
    assert!(!inside.text().contains("⚠"), "{}", inside.text());
    let fields = [
        ("date", "R8.10.28"),
        ("start", "14:00"),
        ("end", "14:45"),
        ("place", "home"),
        ("lives_there", "no"),
        ("interviewed", "yes"),
        ("met", "本人"),
        ("visitor", "佐藤"),
    ];
    let path = format!("{base}/m2-home-visit");
    let warned = post(&app, &cookie, &path, &fields).await;
    assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(warned.html().contains("name=\"off_month\""), "without JavaScript it is warned of, too");
    let accepted = [&fields[..], &[("off_month", "yes")]].concat();
    assert_eq!(post(&app, &cookie, &path, &accepted).await.status, StatusCode::SEE_OTHER);
    let round = round_of(&app, &client, "2026-11");
    let (_, visit) = round.home_visit().unwrap();
    assert!(visit.lives_there, "自宅 answers the question");
    let page = get(&app, &cookie, &path).await.text();
    assert!(page.contains("令和8年10月28日 14:00–14:45"), "{page}");
}

#[tokio::test]
async fn an_appointment_fills_the_form_of_the_visit_and_tries_that_failed_are_counted() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let base = format!("/monitoring/{}", round_of(&app, &client, "2026-11").id);
    let plan = format!("{base}/visit-plan");
    let agreed = [("action", "appointment"), ("day", "R8.11.20"), ("from_time", "14:00"), ("with", "本人と母")];
    assert_eq!(post(&app, &cookie, &plan, &agreed).await.status, StatusCode::SEE_OTHER);
    let visit = get(&app, &cookie, &format!("{base}/m2-home-visit")).await.html();
    for value in ["R8.11.20", "14:00", "本人と母"] {
        assert!(visit.contains(&format!("value=\"{value}\"")), "{value}: {visit}");
    }
    let empty = post(&app, &cookie, &plan, &[("action", "attempt"), ("tried_by", "visit")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for on in ["R8.11.18", "R8.11.19", "R8.11.21"] {
        let tried = [("action", "attempt"), ("tried_on", on), ("tried_by", "visit")];
        assert_eq!(post(&app, &cookie, &plan, &tried).await.status, StatusCode::SEE_OTHER);
    }
    let page = get(&app, &cookie, &format!("{base}/m2-home-visit")).await.text();
    assert!(page.contains("3回会えていません。"), "{page}");
    assert!(get(&app, &cookie, "/tasks").await.text().contains("3回会えていません"));
}

#[tokio::test]
async fn what_follows_from_a_report_is_recorded_entry_by_entry() {
    let (app, client) = start();
    let cookie = sign_in(&app, Role::Specialist);
    let path = format!("/monitoring/{}/next-step", round_of(&app, &client, "2026-11").id);
    let empty = post(&app, &cookie, &path, &[("action", "advice"), ("advised_on", "R8.11.20")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let advice = [
        ("action", "advice"),
        ("advised_on", "R8.11.20"),
        ("advised", "本人"),
        ("advised_by", "phone"),
        ("advice_answer", "applies"),
    ];
    assert_eq!(post(&app, &cookie, &path, &advice).await.status, StatusCode::SEE_OTHER);
    let contact = [
        ("action", "contact"),
        ("contacted_on", "R8.11.21"),
        ("contacted", "さくら訪問介護"),
        ("contacted_by", "fax"),
        ("contact_content", "週4回を検討する。"),
    ];
    assert_eq!(post(&app, &cookie, &path, &contact).await.status, StatusCode::SEE_OTHER);
    let page = get(&app, &cookie, &path).await;
    let text = page.text();
    assert!(text.contains("本人の答え 申請する") && text.contains("事業所 さくら訪問介護（FAX）"), "{text}");
    assert!(page.html().contains("/planning/new?kind=change"), "it leads on to the plan, its kind chosen");
}
