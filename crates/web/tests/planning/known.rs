//! What is recorded of the person stands in 基本情報 from the start, with where it stands; and what stands there is not typed again for
//! the records.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::{OFFICE, months};

use super::{
    case::{begun, site},
    texts::body,
};
use crate::common::Site;

async fn record(site: &Site, client: &domain::client::Client, cookie: &str, kind: &str, typed: &[(&str, &str)]) {
    let mut fields: Vec<(String, String)> = vec![("holds_from".to_owned(), "R8.11.1".to_owned())];
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let page = format!("/clients/{}/about/{kind}", client.id);
    let sent = site.post(&page, cookie, &body(&fields)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{kind}: {}", sent.text());
}

#[tokio::test]
async fn what_is_recorded_of_the_person_is_not_asked_again_and_says_where_it_stands() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let mother = [
        ("family_name_0", "川崎 母子"),
        ("family_relation_0", "母"),
        ("family_birth_year_0", "1958"),
        ("family_together_0", "yes"),
        ("family_carer_0", "yes"),
    ];
    record(&site, &hanako, &cookie, "family", &mother).await;
    let called = [
        ("emergency_name_0", "川崎 母子"),
        ("emergency_relation_0", "母"),
        ("emergency_phone_0", "044-200-0001"),
        ("emergency_name_1", "隣田 民子"),
        ("emergency_relation_1", "隣の人"),
        ("emergency_phone_1", "044-200-0002"),
        ("emergency_name_2", "秘田 知子"),
        ("emergency_hidden_2", "yes"),
    ];
    record(&site, &hanako, &cookie, "emergency", &called).await;
    let doctor = [("doctor_institution_0", "みどり病院"), ("doctor_department_0", "精神科"), ("doctor_name_0", "緑川")];
    record(&site, &hanako, &cookie, "doctors", &doctor).await;
    let disability = [
        ("disability_kinds", "intellectual"),
        ("disability_name", "ダウン症候群"),
        ("handbook_kind_0", "intellectual"),
        ("handbook_grade_0", "B1"),
        ("handbook_number_0", "川第123号"),
    ];
    record(&site, &hanako, &cookie, "disability", &disability).await;
    let certificate = months("2026-05..2027-04").of_service("生活介護").of(&hanako);
    site.app.keep(move |tx| store::certificates::insert(tx, &certificate));
    let call = [
        ("date", "R8.11.18"),
        ("channel", "phone"),
        ("who", "川崎 母子"),
        ("relation", "母"),
        ("content", "通う先がない。"),
    ];
    let call: Vec<(String, String)> = call.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let logged = site.post(&format!("/clients/{}/contacts", hanako.id), &cookie, &body(&call)).await;
    assert_eq!(logged.status, StatusCode::SEE_OTHER, "{}", logged.text());

    let step = format!("{}/p1-basic", begun(&site, &hanako, &cookie).await);
    let page = site.get(&step, &cookie).await;
    for value in [
        "川崎 母子",
        "1958年生まれ",
        "隣田 民子",
        "緊急連絡先（隣の人）",
        "みどり病院 精神科",
        "主治医 緑川",
        "生活介護",
        "通う先がない。",
    ] {
        assert!(page.body.contains(value), "{value}: {}", page.text());
    }
    assert!(page.body.contains("知的障害\nダウン症候群\n療育手帳 B1"), "{}", page.text());
    assert!(
        !page.body.contains("川第123号") && !page.body.contains("秘田"),
        "what is not to be told stays where it is"
    );
    assert!(page.body.contains("value=\"緊急連絡先\""), "one of the family who is called: {}", page.text());
    for source in ["家族", "緊急連絡先と知らせない印", "医療機関と主治医", "障害と手帳"] {
        assert!(
            page.text().contains(&format!("利用者の記録「{source}」（R8.11.1 確認）から入っています")),
            "{source}: {}",
            page.text()
        );
    }
    assert!(page.text().contains("受給者証のサービスから入っています"), "{}", page.text());
    assert!(page.text().contains("相談の記録（R8.11.18）から入っています"), "{}", page.text());
    assert!(page.body.contains(&format!("/clients/{}/about/family", hanako.id)));

    // What is written otherwise here says so, and the record stays as it is.
    let other: Vec<(String, String)> = [("members", "1"), ("member_kin_0", "mother"), ("member_name_0", "母")]
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    let kept = site.post(&step, &cookie, &body(&other)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = site.get(&step, &cookie).await;
    assert!(page.text().contains("利用者の記録「家族」（R8.11.1 確認）と違うところがあります"), "{}", page.text());
}

#[tokio::test]
async fn a_family_that_was_written_in_a_plan_is_not_typed_again_for_the_records() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let step = format!("{}/p1-basic", begun(&site, &hanako, &cookie).await);
    let typed = [
        ("action", "finish"),
        ("consulted_on", "R8.11.20"),
        ("caller", "父"),
        ("consultation", "相談"),
        ("condition", "自閉スペクトラム症"),
        ("member_kin_0", "father"),
        ("member_name_0", "川崎 父男"),
        ("member_age_0", "60歳"),
        ("member_together_0", "yes"),
    ];
    let typed: Vec<(String, String)> = typed.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let sent = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let family = site.get(&format!("/clients/{}/about/family", hanako.id), &cookie).await;
    assert!(family.text().contains("基本情報に書いたことから始めています"), "{}", family.text());
    assert!(family.body.contains("川崎 父男") && family.body.contains("60歳"), "{}", family.text());
    let disability = site.get(&format!("/clients/{}/about/disability", hanako.id), &cookie).await;
    assert!(disability.body.contains("自閉スペクトラム症"), "{}", disability.text());
    let kept = site.app.keep(move |tx| store::client_facts::about(tx, OFFICE, hanako.id));
    assert!(kept.0.is_empty(), "nothing is recorded before somebody confirms it");
}
