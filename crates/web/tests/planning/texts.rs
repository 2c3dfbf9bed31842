//! 基本情報 and アセスメント as forms: every item of the seed is a field, what is typed comes back, and the next case begins with it.

use axum::http::StatusCode;
use domain::office::Role;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::planning_cases;
use testkit::{OFFICE, day};

use super::case::{begun, site};
use crate::common::Answer;

/// A distinct word for each field, as a browser sends it.
pub fn fields(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), format!("あ-{name}-ん"))).collect()
}

pub fn body(fields: &[(String, String)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

pub fn holds_all(page: &Answer, fields: &[(String, String)]) {
    for (name, value) in fields.iter().filter(|(_, value)| value.starts_with('あ')) {
        assert!(page.body.contains(value.as_str()), "{name}: {}", page.text());
    }
}

const BASIC: [&str; 18] = [
    "caller",
    "caller_relation",
    "caller_contact",
    "consultation",
    "result",
    "family",
    "condition",
    "overview",
    "support_name_0",
    "support_provider_0",
    "support_content_0",
    "support_often_0",
    "support_note_0",
    "member_name_0",
    "member_age_0",
    "member_note_0",
    "tie_name_0",
    "tie_role_0",
];

const ASSESSMENT: [&str; 13] = [
    "life_history",
    "illness_history",
    "medical_use",
    "situation",
    "wishes",
    "family_wishes",
    "from_others",
    "abuse",
    "offence",
    "hiv",
    "sexuality",
    "handbook_copy",
    "own_words_0",
];

const NEEDS: [&str; 7] = ["not_needed", "needed", "unconfirmed", "not_needed", "needed", "not_needed", "needed"];

const AREAS: [&str; 7] = ["base", "health", "communication", "skills", "participation", "work", "family"];

#[tokio::test]
async fn the_eleven_items_of_the_basic_information_are_typed_kept_and_finished() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let step = format!("{case}/p1-basic");
    let form = site.get(&step, &cookie).await.text();
    for item in [
        "相談日",
        "受付No.",
        "利用者氏名",
        "生年月日",
        "現住所",
        "現住所の電話番号",
        "家族状況",
        "相談内容",
        "現在利用しているサービス",
        "相談面接結果",
        "相談者名",
    ] {
        assert!(form.contains(item), "{item}: {form}");
    }
    assert!(form.contains("川崎 花子") && form.contains("R8-001"), "what is known is not asked: {form}");
    let mut typed = fields(&BASIC);
    typed.push(("consulted_on".to_owned(), "R8.11.20".to_owned()));
    for (name, word) in [
        ("support_kind_0", "other"),
        ("member_kin_0", "mother"),
        ("member_together_0", "yes"),
        ("tie_kind_0", "medical"),
    ] {
        typed.push((name.to_owned(), word.to_owned()));
    }
    let kept = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = site.get(&step, &cookie).await;
    assert!(
        page.body.contains("aria-label=\"家族構成図: 母 あ-member_name_0-ん あ-member_age_0-ん 同居\""),
        "{}",
        page.body
    );
    assert!(page.body.contains("aria-label=\"社会関係図: 医療 あ-tie_name_0-ん"), "{}", page.body);
    assert!(page.text().contains("作業版（下書き）") && page.text().contains("*その他の支援"), "{}", page.text());
    holds_all(&page, &typed);
    typed.push(("working".to_owned(), "1".to_owned()));
    typed.push(("action".to_owned(), "finish".to_owned()));
    let finished = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(finished.header("location"), case, "{}", finished.text());
    let shown = site.get(&case, &cookie).await;
    holds_all(&shown, &typed);
    assert!(shown.text().contains("足りないもの: 対象の確認、訪問しての面接、アセスメント"), "{}", shown.text());
}

#[tokio::test]
async fn the_nine_items_and_seven_areas_of_the_assessment_are_typed_kept_and_finished() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let step = format!("{case}/p1-assessment");
    let form = site.get(&step, &cookie).await;
    for area in AREAS {
        let unconfirmed = format!("name=\"{area}_need\" value=\"unconfirmed\" checked");
        assert!(form.body.contains(&unconfirmed), "{area} is 未確認 until somebody says otherwise");
    }
    let mut typed = fields(&ASSESSMENT);
    for (area, need) in AREAS.into_iter().zip(NEEDS) {
        let of_area = ["now", "wish", "noticed"].map(|part| format!("{area}_{part}"));
        typed.extend(fields(&of_area.each_ref().map(String::as_str)));
        typed.push((format!("{area}_need"), need.to_owned()));
    }
    typed.push(("own_kind_0".to_owned(), "strength".to_owned()));
    typed.push(("written_on".to_owned(), "R8.11.21".to_owned()));
    let kept = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(page.body.contains("name=\"health_need\" value=\"needed\" checked"));
    typed.push(("working".to_owned(), "1".to_owned()));
    typed.push(("action".to_owned(), "finish".to_owned()));
    let finished = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(finished.status, StatusCode::SEE_OTHER, "{}", finished.text());
    let shown = site.get(&case, &cookie).await;
    holds_all(&shown, &typed);
    assert!(shown.text().contains("コミュニケーション・スキルに関する領域\n支援の必要性: 未確認"), "{}", shown.text());
}

#[tokio::test]
async fn two_people_at_one_text_see_both_versions() {
    let (site, hanako) = site();
    let (sato, manager) = (site.cookie(Role::Specialist), site.cookie(Role::Manager));
    let case = begun(&site, &hanako, &sato).await;
    let step = format!("{case}/p1-basic");
    let typed = |text: &str| body(&[("family".to_owned(), text.to_owned()), ("working".to_owned(), "0".to_owned())]);
    assert_eq!(site.post(&step, &sato, &typed("母と")).await.status, StatusCode::SEE_OTHER);
    let late = site.post(&step, &manager, &typed("父と")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("家族状況 母と 父と"), "{}", late.text());
    let row = site.post(&step, &manager, "family=%E6%AF%8D&_rows=supports:add&supports=1").await;
    assert_eq!((row.status, row.body.contains("support_name_1")), (StatusCode::OK, true));
}

#[tokio::test]
async fn the_next_case_begins_with_the_last_ones_words_and_names_what_changed() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let first = begun(&site, &hanako, &cookie).await;
    let mut typed = fields(&ASSESSMENT);
    typed.push(("written_on".to_owned(), "R8.11.21".to_owned()));
    typed.push(("action".to_owned(), "finish".to_owned()));
    let done = site.post(&format!("{first}/p1-assessment"), &cookie, &body(&typed)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let id = first.rsplit('/').next().unwrap().parse().unwrap();
    site.app.keep(move |tx| planning_cases::set_closed(tx, OFFICE, id, Some(day("2026-11-21"))));
    let renewal = "opened_on=R8.11.22&service=plan&kind=renewal&municipality=141305";
    let next = site.post(&format!("/clients/{}/planning", hanako.id), &cookie, renewal).await;
    let step = format!("{}/p1-assessment", next.header("location"));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(page.text().contains("前の計画のときの内容から始めています"), "{}", page.text());
    assert!(page.text().contains("R8.11.21のアセスメントから"), "the words say from when they are: {}", page.text());
    typed.retain(|(name, _)| name != "action" && name != "written_on");
    let situation = typed.iter_mut().find(|(name, _)| name == "situation").unwrap();
    "通所を始めた。".clone_into(&mut situation.1);
    assert_eq!(site.post(&step, &cookie, &body(&typed)).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&step, &cookie).await.text();
    let line = page.lines().find(|line| line.contains("前の計画のときと違うところ")).unwrap_or_default().to_owned();
    assert!(line.contains("現在の生活状況の概要") && !line.contains("生活歴"), "{line}");
    assert!(!line.contains("アセスメントをまとめた日"), "what is not filled yet is no difference: {line}");
}

#[tokio::test]
async fn a_text_of_a_case_that_was_begun_is_among_ones_own_drafts() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    let id = case.rsplit('/').next().unwrap().to_owned();
    site.post(&format!("/drafts/planning/p1-basic/{id}"), &cookie, &body(&fields(&["family"]))).await;
    site.post(&format!("/drafts/clients/contact/{}", hanako.id), &cookie, &body(&fields(&["content"]))).await;
    let list = site.get("/drafts", &cookie).await;
    let text = list.text();
    assert!(text.contains("川崎 花子 新規の計画（") && text.contains("基本情報"), "{text}");
    assert!(text.contains("川崎 花子 相談の記録"), "{text}");
    assert!(list.body.contains(&format!("href=\"{case}/p1-basic\"")), "{}", list.body);
}

#[tokio::test]
async fn whatever_a_text_is_not_finished_without_is_marked_beforehand() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = begun(&site, &hanako, &cookie).await;
    for (part, row) in [
        ("p1-basic", ""),
        ("p1-assessment", ""),
        ("p2-draft", "need_rows=1&need_strength_0=x&service_rows=1&service_often_0=x"),
        ("p2-week-plan", "week_rows=1&week_who_0=x"),
        ("p2-interval", ""),
    ] {
        let page = site.post(&format!("{case}/{part}"), &cookie, &format!("{row}&action=finish")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{part}: {}", page.text());
        unmarked_is_nothing(&page, part);
    }
    let interview = site.post(&format!("{case}/p1-interview"), &cookie, "interviewed=yes").await;
    unmarked_is_nothing(&interview, "p1-interview");
}

/// Every field that the page refuses has 必須 in its label.
fn unmarked_is_nothing(page: &Answer, part: &str) {
    let ids = page.body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let refused: Vec<&str> = ids.filter_map(|id| id.split_once("-error-").map(|(field, _)| field)).collect();
    assert!(!refused.is_empty(), "{part}: {}", page.text());
    for field in refused {
        let label = page.body.split(&format!("for=\"{field}\"")).nth(1);
        let label = label.or_else(|| page.body.split(&format!("id=\"{field}\"")).nth(1));
        let label = label.unwrap_or_default();
        let label = label.split("</label>").next().and_then(|it| it.split("</legend>").next()).unwrap_or_default();
        assert!(label.contains("必須"), "{part}: {field} is refused and not marked: {label}");
    }
}
