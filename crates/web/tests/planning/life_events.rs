//! 生活の変化 as a page: the questions, where one goes on, and the case that is begun for an event.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::{SATO, client, months, steps::add_rounds};

use crate::common::{Answer, Site};

fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn an_event_is_recorded_answered_and_leads_to_a_change_of_the_plan() {
    let site = Site::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(3).of(&hanako);
    let kept = (hanako.clone(), certificate.clone());
    site.app.keep(move |tx| {
        store::clients::insert(tx, &kept.0)?;
        store::certificates::insert(tx, &kept.1)
    });
    add_rounds(&site.app, &certificate, &["2026-11"]);
    let cookie = site.cookie(Role::Specialist);
    let address = format!("/clients/{}/life-events", hanako.id);
    let bare = site.post(&address, &cookie, "event_on=R8.11.10").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer =
        site.post(&address, &cookie, "event_kind=discharged&event_on=R8.11.10&event_note=%E8%82%BA%E7%82%8E").await;
    assert_eq!(answer.header("location"), address, "{}", flat(&answer));
    let page = site.get(&address, &cookie).await;
    let text = flat(&page);
    for words in [
        "退院（令和8年11月10日）",
        "予定月を待たずに計画を変更しますか ▲ まだ",
        "令和8年11月のモニタリングを翌月（令和8年12月）に繰り越しますか ▲ まだ",
        "モニタリング期間を変えますか ▲ まだ",
        "この変化で変わるかもしれない記録: 登録内容（住所・住まい）、医療機関と主治医、モニタリング標準期間の事実",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let of_client = flat(&site.get(&format!("/clients/{}", hanako.id), &cookie).await);
    assert!(
        of_client.contains("生活の変化: 退院（令和8年11月10日）：予定月を待たずに計画を変更しますか"),
        "{of_client}"
    );
    assert!(flat(&site.get("/tasks", &cookie).await).contains("退院（令和8年11月10日）について、まだ答えがありません"));
    let version = page.hidden("_version");
    let given = format!("_version={version}&answer_carry_over_1=yes&answer_interval_1=no");
    let answer = site.post(&format!("{address}/1"), &cookie, &given).await;
    assert_eq!(answer.header("location"), address, "{}", flat(&answer));
    let page = site.get(&address, &cookie).await;
    assert!(page.body.contains("/carry-over\">繰越を記録する"), "{}", page.body);
    let begin = format!("/clients/{}/planning/new?event=1", hanako.id);
    assert!(page.body.contains("name=\"then\" value=\"plan\""), "{}", page.body);
    let then =
        format!("_version={}&answer_interval_1=no&answer_note_interval_1=next&then=plan", page.hidden("_version"));
    let onward = site.post(&format!("{address}/1"), &cookie, &then).await;
    assert_eq!(onward.header("location"), begin, "the answers are saved on the way: {}", flat(&onward));
    assert!(site.get(&address, &cookie).await.body.contains("value=\"next\""));
    let form = site.get(&begin, &cookie).await;
    assert!(
        flat(&form).contains("計画のきっかけ: 退院（令和8年11月10日）") && flat(&form).contains("(x) 変更"),
        "{}",
        flat(&form)
    );
    let new = format!("opened_on=R8.11.20&service=plan&kind=change&municipality={}&event=1", certificate.municipality);
    let begun = site.post(&format!("/clients/{}/planning", hanako.id), &cookie, &new).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", flat(&begun));
    let case = begun.header("location").to_owned();
    assert!(flat(&site.get(&case, &cookie).await).contains("計画のきっかけ: 退院（令和8年11月10日）"));
    let ward = site.get(&format!("{case}/p2-ward-consultation"), &cookie).await;
    assert!(ward.body.contains("退院（令和8年11月10日）のため、"), "the reason is there already: {}", ward.body);
    let page = flat(&site.get(&address, &cookie).await);
    assert!(page.contains("始めた計画を開く") && !page.contains("▲ まだ"), "{page}");
    assert!(flat(&site.get("/tasks", &cookie).await).contains("確かめることはありません"));
}
