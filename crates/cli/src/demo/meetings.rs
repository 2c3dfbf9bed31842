//! サービス担当者会議 in the demo: one to which people were invited, one that was held with somebody who could not come.

use app::{Staff, planning};
use calendar::Date;
use domain::{
    client::Client,
    id::CaseId,
    planning::{
        p4_conference::{Attendance, Attendee, Conference, OpenItem},
        p4_invitation::Invitation,
    },
};
use jiff::Span;

use super::{
    plans::{entry, put},
    teller::Teller,
};

/// Invites those whose services the draft proposes, by telephone; `held` with the meeting of the day before.
pub fn confer(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    held: bool,
) -> anyhow::Result<()> {
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| {
        // The providers of the draft stand there from the start.
        let view = planning::text_view::<Invitation>(cx, case)?;
        let invitation = Invitation {
            day: day.checked_add(Span::new().days(if held { 1 } else { 7 })).ok(),
            begins: "14:00".parse().ok(),
            ends: "15:00".parse().ok(),
            place: "若葉市役所 3階 会議室".to_owned(),
            ..view.start()
        };
        planning::finish_text(cx, place, view.version(), invitation)
    })?;
    if !held {
        return Ok(());
    }
    let day = day.checked_add(Span::new().days(1))?;
    put(teller, client, actor, (case, day), (conference(client, day), true))
}

fn conference(client: &Client, day: Date) -> Conference {
    Conference {
        written_on: Some(day),
        held_on: Some(day),
        begins: "14:00".parse().ok(),
        ends: "15:00".parse().ok(),
        place: "若葉市役所 3階 会議室".to_owned(),
        number: Some(1),
        person_came: Some(true),
        family_came: Some(client.guardian.is_some()),
        family_who: match &client.guardian {
            Some(guardian) => format!("{} {}", guardian.relation, guardian.name),
            None => "一人で話したいとの希望".to_owned(),
        },
        may_share: Some(true),
        attendees: vec![
            Attendee {
                affiliation: "工房あおば（架空）".to_owned(),
                role: "サービス管理責任者".to_owned(),
                name: "青木 たける".to_owned(),
                attendance: Some(Attendance::Present),
                ..Attendee::default()
            },
            Attendee {
                affiliation: "おでかけ支援 こだち（架空）".to_owned(),
                role: "サービス提供責任者".to_owned(),
                name: "木立 みどり".to_owned(),
                attendance: Some(Attendance::Absent),
                reason: "外出の付き添いと重なった".to_owned(),
                asked_on: Some(day),
                answered_on: Some(day),
                opinion: "月に2回の外出に、同じ担当者をつけられる。".to_owned(),
            },
        ],
        agenda: "計画案の目標と、通う日数。送り迎え。".to_owned(),
        discussion: "はじめの1か月は週3日とし、疲れの出かたを見ることにした。朝は家族、帰りは事業所の車で送る。"
            .to_owned(),
        conclusion: "計画案のとおり、週3日から始める。1か月後に日数を見直す。".to_owned(),
        open_items: vec![OpenItem {
            what: "帰りの車の時刻を決める。".to_owned(),
            owner: "青木 たける".to_owned(),
            due: day.checked_add(Span::new().days(14)).ok(),
        }],
        next_meeting: "3か月後のモニタリングのとき".to_owned(),
        ..Conference::default()
    }
}
