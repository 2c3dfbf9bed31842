//! サービス担当者会議録: the data set of a meeting's minutes. Which papers it fills, `law/forms` says.
//!
//! The domain's structs are taken apart field by field without `..`, so that a new field does not compile before
//! somebody has decided whether it is printed.

use calendar::{Date, Time, clock, wareki};
use domain::{
    client::ClientForOthers,
    office::Office,
    planning::p4_conference::{Attendance, Attendee, Conference, OpenItem},
};
use serde_json::{Map, Value};

use crate::{DataSet, DataSetKind, FieldName};

/// The data set of minutes.
pub const CONFERENCE: DataSetKind = DataSetKind { word: "conference", items: FIELDS };

/// What minutes are printed from.
#[derive(Clone, Copy, Debug)]
pub struct ConferenceInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 事業所 on the day of the meeting.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The meeting.
    pub conference: &'a Conference,
    /// The day of the paper.
    pub dated: Date,
    /// Whether it is still being written.
    pub draft: bool,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
const FIELDS: &[FieldName] = &[
    field("client.name", "利用者氏名"),
    field("conference.written_on", "作成年月日"),
    field("specialist.name", "計画作成担当者"),
    field("office.name", "相談支援事業者名"),
    field("conference.held_on", "開催日"),
    field("conference.place", "開催場所"),
    field("conference.times", "開催時間"),
    field("conference.number", "開催回数"),
    field("conference.video", "テレビ電話などの利用"),
    field("conference.person", "本人の出席"),
    field("conference.family", "家族の出席"),
    field("conference.may_share", "個人情報を使うことへの同意"),
    field("conference.present[].affiliation", "会議出席者の所属（職種）"),
    field("conference.present[].name", "会議出席者の氏名"),
    field("conference.present[].opinion", "会議出席者の意見"),
    field("conference.absent[].affiliation", "欠席者の所属（職種）"),
    field("conference.absent[].name", "欠席者の氏名"),
    field("conference.absent[].reason", "欠席の理由"),
    field("conference.absent[].asked_on", "照会した日"),
    field("conference.absent[].answered_on", "回答のあった日"),
    field("conference.absent[].opinion", "照会への回答"),
    field("conference.agenda", "検討した項目"),
    field("conference.discussion", "検討内容"),
    field("conference.conclusion", "結論"),
    field("conference.open[].what", "残された課題"),
    field("conference.open[].owner", "残された課題の担当"),
    field("conference.open[].due", "残された課題の期限"),
    field("conference.next_meeting", "次回の開催時期"),
];

const PRESENT: &str = "conference.present";
const ABSENT: &str = "conference.absent";
const OPEN: &str = "conference.open";

/// 担当者会議録 as data, for any of its forms.
pub fn conference_minutes(input: &ConferenceInput<'_>) -> DataSet {
    let Conference {
        written_on,
        held_on,
        begins,
        ends,
        place,
        number,
        video,
        video_note,
        person_came,
        person_note,
        family_came,
        family_who,
        may_share,
        attendees: _,
        agenda,
        discussion,
        conclusion,
        open_items,
        next_meeting,
    } = input.conference;
    let page = [
        ("client.name", input.client.name.clone()),
        ("specialist.name", input.specialist.to_owned()),
        ("office.name", input.office.name.clone()),
        ("conference.written_on", long(*written_on)),
        ("conference.held_on", long(*held_on)),
        ("conference.place", place.clone()),
        ("conference.times", times(*begins, *ends)),
        ("conference.number", number.map(|number| format!("{number}回目")).unwrap_or_default()),
        ("conference.video", noted(if *video { "利用した" } else { "" }, video_note)),
        ("conference.person", noted(came(*person_came), person_note)),
        ("conference.family", noted(came(*family_came), family_who)),
        ("conference.may_share", may_share.map_or("", agreed).to_owned()),
        ("conference.agenda", agenda.clone()),
        ("conference.discussion", discussion.clone()),
        ("conference.conclusion", conclusion.clone()),
        ("conference.next_meeting", next_meeting.clone()),
    ];
    let people = |table: &'static str, attendance| {
        let rows = input.conference.of(attendance).map(|one| person(table, one));
        (table, rows.collect::<Vec<_>>())
    };
    DataSet {
        dated: input.dated,
        flags: [("draft".to_owned(), Value::from(input.draft))].into_iter().collect(),
        page: page.into_iter().map(|(path, value)| (path.to_owned(), Value::from(value))).collect(),
        tables: [
            people(PRESENT, Attendance::Present),
            people(ABSENT, Attendance::Absent),
            (OPEN, open_items.iter().map(open).collect()),
        ]
        .into_iter()
        .collect(),
    }
    .for_others(input.client)
}

/// Whether the person agreed in writing that what is known of her is shared.
fn agreed(may: bool) -> &'static str {
    if may { "文書で同意を得ている" } else { "文書による同意なし" }
}

fn long(day: Option<Date>) -> String {
    day.map(wareki::long).unwrap_or_default()
}

fn times(begins: Option<Time>, ends: Option<Time>) -> String {
    match (begins.map(clock), ends.map(clock)) {
        (Some(begins), Some(ends)) => format!("{begins}〜{ends}"),
        (Some(one), None) => format!("{one}〜"),
        (None, Some(one)) => format!("〜{one}"),
        (None, None) => String::new(),
    }
}

fn came(came: Option<bool>) -> &'static str {
    match came {
        Some(true) => "有",
        Some(false) => "無",
        None => "",
    }
}

/// 有（母 川崎 母子）.
fn noted(word: &str, note: &str) -> String {
    match (word, note.trim()) {
        (word, "") => word.to_owned(),
        ("", note) => note.to_owned(),
        (word, note) => format!("{word}（{note}）"),
    }
}

fn person(table: &str, one: &Attendee) -> Map<String, Value> {
    let Attendee { affiliation, role, name, attendance: _, reason, asked_on, answered_on, opinion } = one;
    let absent = table == ABSENT;
    let mut items =
        vec![("affiliation", noted(affiliation, role)), ("name", name.clone()), ("opinion", opinion.clone())];
    if absent {
        items.extend([
            ("reason", reason.clone()),
            ("asked_on", asked_on.map(wareki::short).unwrap_or_default()),
            ("answered_on", answered_on.map(wareki::short).unwrap_or_default()),
        ]);
    }
    row(table, items)
}

fn open(item: &OpenItem) -> Map<String, Value> {
    let OpenItem { what, owner, due } = item;
    row(
        OPEN,
        vec![("what", what.clone()), ("owner", owner.clone()), ("due", due.map(wareki::short).unwrap_or_default())],
    )
}

fn row(table: &str, items: Vec<(&'static str, String)>) -> Map<String, Value> {
    items.into_iter().map(|(name, value)| (format!("{table}[].{name}"), Value::from(value))).collect()
}
