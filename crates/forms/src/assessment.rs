//! アセスメント票: the data set of the nine items of 障害者ケアガイドライン. Which papers it fills, `law/forms` says.
//!
//! The domain's structs are taken apart field by field without `..`, so that a new field does not compile before
//! somebody has decided whether it is printed. 配慮の要る事柄 is never printed: the paper goes to others.

use calendar::{Date, age_on, wareki};
use domain::{
    client::ClientForOthers,
    monitoring::m2_home_visit::HomeVisit,
    office::Office,
    planning::{
        p1_assessment::{AreaNotes, Assessment, OwnWords},
        p1_interview::Interview,
    },
};
use serde_json::{Map, Value};

use crate::{
    DataSet, DataSetKind, FieldName,
    head::{self, date, with_note},
};

/// The data set of an assessment.
pub const ASSESSMENT: DataSetKind = DataSetKind { word: "assessment", items: FIELDS };

/// What アセスメント票 is printed from.
#[derive(Clone, Copy, Debug)]
pub struct AssessmentInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 事業所.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The interviews of the case, the earliest first.
    pub interviews: &'a [Interview],
    /// アセスメント.
    pub assessment: &'a Assessment,
    /// 下書き: still being written.
    pub unfinished: bool,
    /// Today: the day of a paper that has none yet.
    pub today: Date,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
const FIELDS: &[FieldName] = &[
    field("client.name", "利用者氏名"),
    field("client.age", "年齢"),
    field("client.grade", "障害支援区分"),
    field("guardian.name", "保護者氏名"),
    field("guardian.relation", "本人との続柄"),
    field("office.name", "相談支援事業者名"),
    field("specialist.name", "計画作成担当者"),
    field("assessment.written_on", "アセスメントをまとめた日"),
    field("visits[].date", "訪問年月日"),
    field("visits[].visitor", "訪問者名・所属名"),
    field("visits[].place", "面接の場所"),
    field("visits[].met", "会った人"),
    field("visits[].heard", "聞いたこと"),
    field("assessment.life_history", "生活歴"),
    field("assessment.illness_history", "病歴・障害歴"),
    field("assessment.medical_use", "医療機関利用状況"),
    field("assessment.situation", "現在の生活状況の概要"),
    field("areas[].area", "領域"),
    field("areas[].now", "現状"),
    field("areas[].wish", "本人の希望"),
    field("areas[].need", "支援の必要性"),
    field("areas[].noticed", "支援者の気づき"),
    field("assessment.wishes", "本人の要望・希望する暮らし"),
    field("assessment.family_wishes", "家族の要望・希望する暮らし"),
    field("assessment.from_others", "関係職種から得た情報"),
    field("own_words[].kind", "本人の言葉の種類"),
    field("own_words[].words", "本人の言葉"),
];

const VISITS: &str = "visits";
const AREAS: &str = "areas";
const OWN_WORDS: &str = "own_words";

/// アセスメント票 as data, for any of its forms.
pub fn assessment(input: &AssessmentInput<'_>) -> DataSet {
    let Assessment {
        written_on,
        life_history,
        illness_history,
        medical_use,
        situation,
        areas,
        wishes,
        family_wishes,
        from_others,
        own_words,
        sensitive: _,
    } = input.assessment;
    let mut page = Map::new();
    head::client(input.client, &mut page);
    let day = written_on.unwrap_or(input.today);
    page.insert("assessment.written_on".into(), date(*written_on));
    for (path, value) in [
        ("client.age", format!("{}歳", age_on(input.client.birth, day))),
        ("office.name", input.office.name.clone()),
        ("specialist.name", input.specialist.to_owned()),
        ("assessment.life_history", life_history.clone()),
        ("assessment.illness_history", illness_history.clone()),
        ("assessment.medical_use", medical_use.clone()),
        ("assessment.situation", situation.clone()),
        ("assessment.wishes", wishes.clone()),
        ("assessment.family_wishes", family_wishes.clone()),
        ("assessment.from_others", from_others.clone()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
    DataSet {
        dated: day,
        flags: [("draft".to_owned(), Value::from(input.unfinished))].into_iter().collect(),
        page,
        tables: [
            (VISITS, input.interviews.iter().map(visit).collect()),
            (AREAS, areas.iter().map(area).collect()),
            (OWN_WORDS, own_words.iter().map(own).collect()),
        ]
        .into_iter()
        .collect(),
    }
    .for_others(input.client)
}

fn visit(of: &Interview) -> Map<String, Value> {
    let Interview { visit, affiliation, minutes } = of;
    let HomeVisit {
        date,
        place,
        place_note,
        lives_there: _,
        met,
        interviewed: _,
        visitor,
        wishes,
        home_situation,
        start: _,
        end: _,
        neutrality: _,
    } = visit;
    let length = minutes.map(|minutes| format!("{minutes}分")).unwrap_or_default();
    let heard = [wishes.as_str(), home_situation].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    row(
        VISITS,
        [
            ("date", with_note(&wareki::long(*date), &length)),
            ("visitor", with_note(visitor, affiliation)),
            ("place", with_note(place.label(), place_note)),
            ("met", met.clone()),
            ("heard", heard.join("\n")),
        ],
    )
}

fn area(notes: &AreaNotes) -> Map<String, Value> {
    let AreaNotes { area, now, wish, need, noticed } = notes;
    let items = [
        ("area", area.label().to_owned()),
        ("now", now.clone()),
        ("wish", wish.clone()),
        ("need", need.label().to_owned()),
        ("noticed", noticed.clone()),
    ];
    row(AREAS, items)
}

fn own(words: &OwnWords) -> Map<String, Value> {
    let OwnWords { kind, words, carried_from } = words;
    let from = carried_from.map(|day| format!("{}から", wareki::short(day))).unwrap_or_default();
    row(OWN_WORDS, [("kind", kind.label().to_owned()), ("words", with_note(words, &from))])
}

fn row<const N: usize>(table: &str, items: [(&str, String); N]) -> Map<String, Value> {
    items.into_iter().map(|(name, value)| (format!("{table}[].{name}"), Value::from(value))).collect()
}
