//! Meetings of the tests: one that was held, with somebody who could not come, and an invitation to one.

use domain::planning::{
    p4_conference::{Attendance, Attendee, Conference, OpenItem},
    p4_invitation::{Invitation, Invited},
};

use crate::day;

/// サービス担当者会議 of that day, as its minutes tell it: 青葉 came, さくら was asked and has answered.
pub fn conference(on: &str) -> Conference {
    Conference {
        written_on: Some(day(on)),
        held_on: Some(day(on)),
        begins: "14:00".parse().ok(),
        ends: "15:00".parse().ok(),
        place: "区役所 3階".to_owned(),
        number: Some(1),
        person_came: Some(true),
        family_came: Some(true),
        family_who: "母 川崎 母子".to_owned(),
        may_share: Some(true),
        attendees: vec![present("工房あおば", "青葉 一郎"), absent("さくら", on)],
        agenda: "計画案について".to_owned(),
        discussion: "通う日数と送り迎えを話し合った。".to_owned(),
        conclusion: "週3日から始める。".to_owned(),
        open_items: vec![OpenItem {
            what: "送り迎えの分担".to_owned(),
            owner: "佐藤 花子".to_owned(),
            due: Some(day("2026-12-10")),
        }],
        next_meeting: "令和9年5月ごろ".to_owned(),
        ..Conference::default()
    }
}

/// Somebody of a provider who came.
pub fn present(affiliation: &str, name: &str) -> Attendee {
    Attendee {
        affiliation: affiliation.to_owned(),
        role: "サービス管理責任者".to_owned(),
        name: name.to_owned(),
        attendance: Some(Attendance::Present),
        ..Attendee::default()
    }
}

/// Somebody of a provider who could not come, was asked and answered on that day.
pub fn absent(affiliation: &str, on: &str) -> Attendee {
    Attendee {
        affiliation: affiliation.to_owned(),
        attendance: Some(Attendance::Absent),
        reason: "勤務の都合".to_owned(),
        asked_on: Some(day(on)),
        answered_on: Some(day(on)),
        opinion: "月10時間なら人を出せる。".to_owned(),
        ..Attendee::default()
    }
}

/// 担当者会議の案内 for that day: さくら, whose address nobody typed, and 青葉, who was telephoned.
pub fn invitation(on: &str) -> Invitation {
    let one = |affiliation: &str, name: &str| Invited {
        affiliation: affiliation.to_owned(),
        name: name.to_owned(),
        ..Invited::default()
    };
    Invitation {
        day: Some(day(on)),
        begins: "14:00".parse().ok(),
        ends: "15:00".parse().ok(),
        place: "区役所 3階".to_owned(),
        link: String::new(),
        invited: vec![one("さくら", ""), one("工房あおば", "青葉 一郎")],
    }
}
