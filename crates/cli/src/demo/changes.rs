//! What changed around two people: one was discharged, and the plan is changed off its months for it; one came from another office, with
//! notice and certificate.

use anyhow::Context as _;
use app::{
    Staff,
    clients::about::{answer_life_event, record_about, record_life_event},
    input::TypedFields,
};
use calendar::{Date, YearMonth, wareki};
use domain::{client::AboutKind, id::ClientId};
use jiff::Span;

use super::teller::Teller;

/// The place in the list of the person who came from another office.
pub const CAME: usize = 10;

/// 事業所の変更: agreed on at the opening, in charge from the month before this one, with the certificate back a little later.
pub fn came(
    teller: &mut Teller<'_>,
    actor: &Staff,
    client: ClientId,
    (opening, today): (Date, Date),
) -> anyhow::Result<()> {
    let on = YearMonth::of(today).plus(-1).first_day();
    let days = |back: i32| on.saturating_sub(Span::new().days(back));
    let long = wareki::long;
    let kind = AboutKind::FromOffice;
    let change = [
        ("change_on", long(on)),
        ("other_office", "相談室 なぎ（架空）".to_owned()),
        ("other_person", "潮 いずみ、000-0005-0001".to_owned()),
        ("change_reason", "グループホームに移り、近くの事業所に相談したいため。".to_owned()),
    ];
    let handed_in = [
        ("noticed_on", long(days(16))),
        ("noticed_by", "本人（代行: 佐藤 ひなた）".to_owned()),
        ("certificate_out_on", long(days(16))),
        ("handed_over_on", long(days(9))),
        ("handed_over", "計画と直近2回のモニタリング報告書の写し。日中の過ごし方の希望を引き継いだ。".to_owned()),
    ];
    let back = [("certificate_back_on", long(days(3)))];
    let steps: [(Date, Vec<(&str, String)>); 3] = [
        (opening, change.to_vec()),
        (days(8), [change.as_slice(), &handed_in].concat()),
        (days(2), [change.as_slice(), &handed_in, &back].concat()),
    ];
    for (day, fields) in steps {
        let fields: TypedFields = fields.into_iter().collect();
        teller.on(day.max(opening), actor, "change of office", |cx| record_about(cx, client, kind, &fields, 99))?;
    }
    Ok(())
}

/// 生活の変化: discharged the day before the plan's change was begun. The number of the fact.
pub fn discharged(teller: &mut Teller<'_>, actor: &Staff, client: ClientId, day: Date) -> anyhow::Result<i64> {
    let event_on = wareki::long(day);
    let fields = [
        ("event_kind", "discharged"),
        ("event_on", event_on.as_str()),
        ("event_note", "肺炎で2週間入院していた。退院してから、階段の上り下りと夜の不安が増えた。"),
        ("event_told_by", "母（電話）"),
    ];
    let fields: TypedFields = fields.into_iter().collect();
    teller.on(day, actor, "discharged", |cx| record_life_event(cx, client, &fields))?;
    let about = store::client_facts::about(teller.tx, actor.office, client)?;
    Ok(about.life_events().last().context("the event")?.0.id)
}

/// The questions beside the one that the change answers: nothing is carried over, and the interval is still to be talked about.
pub fn answered(
    teller: &mut Teller<'_>,
    actor: &Staff,
    client: ClientId,
    (day, event): (Date, i64),
) -> anyhow::Result<()> {
    let fields: Vec<(String, String)> = vec![
        (format!("answer_carry_over_{event}"), "no".to_owned()),
        (format!("answer_note_carry_over_{event}"), "今月の訪問は退院の前に済んでいる。".to_owned()),
    ];
    teller.on(day, actor, "answer", |cx| answer_life_event(cx, client, event, &TypedFields(fields), (99, false)))
}
