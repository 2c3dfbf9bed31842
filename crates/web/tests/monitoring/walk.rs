//! One month from the first check to the claim, by forms alone.

use axum::http::{StatusCode, header};
use domain::office::Role;

use crate::{
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
    assert!(page.text().contains("さくら 確認した内容 良好"), "{}", page.text());
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
