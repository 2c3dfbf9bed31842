//! 支給量の利用実績 as a table.

use axum::http::StatusCode;
use domain::office::Role;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use testkit::{SATO, client, months};

use crate::common::{Answer, Site};

fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn body(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn the_table_is_typed_kept_and_summed_up() {
    let site = Site::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let mut certificate = months("2026-05..2027-04").every(3).of(&hanako);
    certificate.grants[0].service = "居宅介護".to_owned();
    certificate.grants[0].amount = "月80時間".to_owned();
    let kept = (hanako.clone(), certificate);
    site.app.keep(move |tx| {
        store::clients::insert(tx, &kept.0)?;
        store::certificates::insert(tx, &kept.1)
    });
    let cookie = site.cookie(Role::Clerk);
    let address = format!("/clients/{}/used-amounts", hanako.id);
    let about = site.get(&format!("/clients/{}", hanako.id), &cookie).await;
    assert!(about.body.contains(&address), "the client's page leads there");
    let page = site.get(&address, &cookie).await;
    let text = flat(&page);
    assert!(text.contains("居宅介護（時間）") && text.contains("令和8年11月") && text.contains("月80時間"), "{text}");
    assert!(
        page.body.contains("aria-label=\"令和8年10月 居宅介護（時間）\""),
        "each cell says what it is: {}",
        page.body
    );
    // The cell of October is the second of the column.
    let (shape, until) = (page.hidden("used_shape"), page.hidden("until"));
    let typed = |october: &str| {
        body(&[
            ("used_shape", &shape),
            ("until", &until),
            ("used_1", october),
            ("used_was_1", ""),
            ("used_source", "provider"),
            ("told_by", "さくら 田中さん"),
            ("told_on", "R8.11.20"),
        ])
    };
    let refused = site.post(&address, &cookie, &typed("六十")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"六十\""), "what was typed is kept: {}", refused.body);
    assert!(flat(&refused).contains("令和8年10月の居宅介護は、時間で入力してください"), "{}", flat(&refused));
    let saved = site.post(&address, &cookie, &typed("62")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", flat(&saved));
    let text = flat(&site.get(&address, &cookie).await);
    assert!(text.contains("居宅介護：直近6か月のうち1か月の記録の平均で、80時間のうち62時間（77％）"), "{text}");
    assert!(text.contains("サービス提供事業所") && text.contains("さくら 田中さん（R8.11.20）"), "{text}");
    let again = site.post(&address, &cookie, &typed("64")).await;
    assert!(flat(&again).contains("この画面を開いたあとに"), "the number of meanwhile is told: {}", flat(&again));
    let viewer = site.get(&address, &site.cookie(Role::Viewer)).await;
    assert!(!viewer.body.contains("name=\"used_1\"") && flat(&viewer).contains("62"), "{}", flat(&viewer));
}
