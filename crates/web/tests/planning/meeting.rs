//! The meeting and the invitation to it as forms: every field comes back, what is lacking is said, the minutes are a paper.

use axum::http::StatusCode;
use domain::{client::Client, office::Role, planning::CaseFact};
use testkit::{
    meeting::invitation,
    planning::{case_of, keep},
    proposal::draft,
};

use super::{
    case::site,
    texts::{body, fields, holds_all},
};
use crate::common::{Answer, Site};

fn kept(site: &Site, hanako: &Client, facts: Vec<CaseFact>) -> String {
    let case = facts.into_iter().fold(case_of(hanako, 1), |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    format!("/planning/{}", case.id)
}

fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with(mut typed: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    typed
}

const CONFERENCE: [&str; 20] = [
    "place",
    "video_note",
    "person_note",
    "family_who",
    "agenda",
    "discussion",
    "conclusion",
    "next_meeting",
    "attendee_affiliation_0",
    "attendee_role_0",
    "attendee_name_0",
    "attendee_affiliation_1",
    "attendee_role_1",
    "attendee_name_1",
    "attendee_reason_1",
    "attendee_opinion_1",
    "open_what_0",
    "open_owner_0",
    "open_what_1",
    "open_owner_1",
];

const SAID: [(&str, &str); 16] = [
    ("written_on", "R8.11.21"),
    ("held_on", "R8.11.20"),
    ("begins", "14時"),
    ("ends", "1530"),
    ("number", "2回"),
    ("video", "yes"),
    ("person_came", "no"),
    ("family_came", "yes"),
    ("may_share", "yes"),
    ("attendee_attendance_0", "present"),
    ("attendee_attendance_1", "absent"),
    ("attendee_asked_on_1", "R8.11.19"),
    ("attendee_answered_on_1", "R8.11.20"),
    ("open_due_0", "R8.12.10"),
    ("open_due_1", "R9.1.10"),
    ("action", "keep"),
];

#[tokio::test]
async fn every_field_of_the_meeting_is_typed_kept_finished_and_read_again() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(draft("2026-11-18"))]);
    let step = format!("{case}/p4-conference");
    let page = site.get(&step, &cookie).await;
    assert!(
        flat(&page).contains("計画案（令和8年11月18日）から4日たちました。会議はまだ記録されていません。"),
        "{}",
        flat(&page)
    );
    assert!(page.body.contains("value=\"さくら\""), "who proposes a service is there already");
    assert!(!page.body.contains("minutes.pdf"));
    let typed = with(fields(&CONFERENCE), &SAID);
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    for value in ["R8.11.21", "R8.11.20", "14:00", "15:30", "R8.11.19", "R8.12.10", "R9.1.10"] {
        assert!(page.body.contains(&format!("value=\"{value}\"")), "{value}: {}", page.body);
    }
    assert!(page.body.contains(&format!("{case}/minutes.pdf")));
    let paper = site.get(&format!("{case}/minutes.pdf"), &cookie).await;
    assert_eq!(paper.header("content-type"), "application/pdf");
    assert!(paper.header("content-disposition").starts_with("inline; filename=\"conference-minutes.pdf\""));
    let finish = with(with(fields(&CONFERENCE), &SAID[..15]), &[("working", "1"), ("action", "finish")]);
    let finished = site.post(&step, &cookie, &body(&finish)).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
    let shown = site.get(&case, &cookie).await;
    holds_all(&shown, &typed);
    let words = flat(&shown);
    for said in [
        "14:00〜15:30",
        "2回目",
        "利用した",
        "欠席の理由: ",
        "照会: R8.11.19",
        "期限: R9.1.10",
        "(4) サービス担当者会議 済",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[tokio::test]
async fn an_opinion_that_is_waited_for_is_named_on_the_page_and_in_the_list() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(draft("2026-11-18"))]);
    let step = format!("{case}/p4-conference");
    let unanswered: Vec<(String, String)> = with(fields(&CONFERENCE), &SAID[..15])
        .into_iter()
        .filter(|(name, _)| !["attendee_answered_on_1", "attendee_opinion_1"].contains(&name.as_str()))
        .collect();
    let answer = site.post(&step, &cookie, &body(&with(unanswered, &[("action", "finish")]))).await;
    assert_eq!(answer.header("location"), case, "{}", flat(&answer));
    let page = flat(&site.get(&step, &cookie).await);
    assert!(page.contains("足りないもの: 欠席した人の意見"), "{page}");
    let bare = [("action", "finish"), ("working", "0"), ("_version", "2")];
    let refused = site.post(&step, &cookie, &body(&with(Vec::new(), &bare))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = flat(&refused);
    assert!(told.contains("出席した人、または意見を聞いた人を1行以上書いてください"), "{told}");
    assert!(told.contains("本人が参加したかを選んでください"), "{told}");
}

const INVITATION: [&str; 7] = [
    "place",
    "invited_affiliation_0",
    "invited_role_0",
    "invited_name_0",
    "invited_affiliation_1",
    "invited_role_1",
    "invited_name_1",
];

#[tokio::test]
async fn an_invitation_is_typed_kept_sent_and_fills_the_meeting() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Draft(draft("2026-11-18"))]);
    let step = format!("{case}/p4-invitation");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("メールのサーバーが設定されていない"), "{}", flat(&page));
    let said = [
        ("day", "R8.12.1"),
        ("begins", "14:00"),
        ("ends", "15:00"),
        ("link", "https://video.example.jp/room"),
        ("invited_mail_1", "tantou@example.jp"),
    ];
    let typed = with(fields(&INVITATION), &said);
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    for (_, value) in said {
        assert!(page.body.contains(&format!("value=\"{value}\"")), "{value}");
    }
    let finish = with(typed.clone(), &[("working", "1"), ("action", "finish")]);
    let finished = site.post(&step, &cookie, &body(&finish)).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
    holds_all(&site.get(&case, &cookie).await, &typed);
    let page = flat(&site.get(&step, &cookie).await);
    assert!(page.contains("メールで案内した人は1人、ほかの方法で知らせた人は1人です"), "{page}");
    let meeting = site.get(&format!("{case}/p4-conference"), &cookie).await;
    assert!(meeting.body.contains("value=\"R8.12.1\"") && meeting.body.contains("value=\"あ-invited_name_1-ん\""));
    let manager = site.cookie(Role::Manager);
    let queue = flat(&site.get("/settings/outbox", &manager).await);
    assert!(queue.contains("担当者会議の案内") && queue.contains("t…@example.jp"), "{queue}");
}

#[tokio::test]
async fn an_invitation_that_names_the_client_comes_back_with_everything_typed() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, vec![CaseFact::Invitation(invitation("2026-11-24"))]);
    let step = format!("{case}/p4-invitation");
    let typed = [
        ("day", "R8.12.1"),
        ("begins", "14:00"),
        ("ends", "15:00"),
        ("place", "川崎 花子様宅"),
        ("invited_name_0", "あ-nobody-ん"),
        ("invited_mail_0", "a@example.jp, b@example.jp"),
        ("_version", "1"),
        ("action", "finish"),
    ];
    let refused = site.post(&step, &cookie, &body(&with(Vec::new(), &typed))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = flat(&refused);
    assert!(
        told.contains("案内に利用者の名前は書けません") && told.contains("メールアドレスの形ではありません"),
        "{told}"
    );
    assert!(refused.body.contains("value=\"川崎 花子様宅\"") && refused.body.contains("あ-nobody-ん"));
}
