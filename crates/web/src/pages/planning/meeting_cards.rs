//! Recorded meetings and invitations as their pages show them: every field, in words.

use calendar::{Time, clock, wareki};
use domain::planning::{
    p4_conference::{Attendee, Conference, OpenItem},
    p4_invitation::{Invitation, Invited},
};

use super::{
    cards::joined,
    proposal_cards::{Lines, each},
};
use crate::pages::monitoring::fact_card::some_day;

fn times(begins: Option<Time>, ends: Option<Time>) -> String {
    match begins.zip(ends) {
        Some((begins, ends)) => format!("{}〜{}", clock(begins), clock(ends)),
        None => begins.or(ends).map(clock).unwrap_or_default(),
    }
}

fn said(answer: Option<bool>, note: &str) -> String {
    joined(&[answer.map_or("", |yes| if yes { "はい" } else { "いいえ" }), note])
}

/// サービス担当者会議.
pub(super) fn conference_lines(it: &Conference) -> Lines {
    vec![
        ("作成年月日", some_day(it.written_on)),
        ("開催日", some_day(it.held_on)),
        ("開催時間", times(it.begins, it.ends)),
        ("開催場所", it.place.clone()),
        ("開催回数", it.number.map(|number| format!("{number}回目")).unwrap_or_default()),
        ("テレビ電話などの利用", joined(&[if it.video { "利用した" } else { "" }, &it.video_note])),
        ("本人の参加", said(it.person_came, &it.person_note)),
        ("家族の参加", said(it.family_came, &it.family_who)),
        ("個人情報を使うことへの文書の同意", said(it.may_share, "")),
        ("出席者・欠席者", each(&it.attendees, attendee_line)),
        ("検討した項目", it.agenda.clone()),
        ("検討内容", it.discussion.clone()),
        ("結論", it.conclusion.clone()),
        ("残された課題", each(&it.open_items, open_line)),
        ("次回の開催時期", it.next_meeting.clone()),
    ]
}

fn attendee_line(it: &Attendee) -> String {
    let word = |word: &str, said: String| if said.is_empty() { said } else { format!("{word}: {said}") };
    joined(&[
        it.attendance.map_or("", |attendance| attendance.label()),
        &it.affiliation,
        &it.role,
        &it.name,
        &word("欠席の理由", it.reason.clone()),
        &word("照会", it.asked_on.map(wareki::short).unwrap_or_default()),
        &word("回答", it.answered_on.map(wareki::short).unwrap_or_default()),
        &word("意見", it.opinion.clone()),
    ])
}

fn open_line(it: &OpenItem) -> String {
    let due = it.due.map(|due| format!("期限: {}", wareki::short(due))).unwrap_or_default();
    joined(&[&it.what, &it.owner, &due])
}

/// 担当者会議の案内.
pub(super) fn invitation_lines(it: &Invitation) -> Lines {
    vec![
        ("開催予定日", some_day(it.day)),
        ("時間", times(it.begins, it.ends)),
        ("場所", it.place.clone()),
        ("テレビ電話の入り口", it.link.clone()),
        ("招いた人", each(&it.invited, invited_line)),
    ]
}

fn invited_line(it: &Invited) -> String {
    let mail = if it.mail.is_empty() { "メールなし" } else { &it.mail };
    joined(&[&it.affiliation, &it.role, &it.name, mail])
}
