//! 申請者の現状（基本情報）, 別紙1 and 別紙2, and what was taken down when the person came: the data set of 基本情報. Which papers it fills,
//! `law/forms` says.
//!
//! The domain's structs are taken apart field by field without `..`, so that a new field does not compile before
//! somebody has decided whether it is printed.

use calendar::{Date, age_on, wareki};
use domain::{
    client::{Client, ClientForOthers, Residence, Tenure},
    office::Office,
    planning::{
        PlanningCase,
        p1_assessment::Assessment,
        p1_basic::{BasicInformation, FamilyMember, Support, SupportKind, Tie, TieStrength},
        p2_week_plan::WeekPlan,
    },
};
use serde_json::{Map, Value, json};

use crate::{
    DataSet, DataSetKind, FieldName,
    head::{self, date, with_note},
    pictures, plan, text,
};

/// The data set of 基本情報.
pub const BASIC: DataSetKind = DataSetKind { word: "basic", items: FIELDS };

/// What 基本情報 is printed from.
#[derive(Clone, Copy, Debug)]
pub struct BasicInput<'a> {
    /// 利用者.
    pub client: &'a ClientForOthers,
    /// 事業所.
    pub office: &'a Office,
    /// 計画作成担当者, 氏名.
    pub specialist: &'a str,
    /// The case: its number.
    pub case: &'a PlanningCase,
    /// 基本情報.
    pub basic: &'a BasicInformation,
    /// アセスメント: 生活歴, 医療の状況, 主訴.
    pub assessment: &'a Assessment,
    /// 現在の生活: the week of the plan that holds now; empty where there is none.
    pub week: &'a WeekPlan,
    /// 作成日; none for a paper that is still being written.
    pub written_on: Option<Date>,
    /// Today: the day of a paper that has none yet.
    pub today: Date,
}

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
const FIELDS: &[FieldName] = &[
    field("basic.written_on", "作成日"),
    field("case.reception", "受付No."),
    field("office.name", "相談支援事業者名"),
    field("specialist.name", "計画作成担当者"),
    field("basic.overview", "概要（支援経過・現状と課題等）"),
    field("client.name", "氏名"),
    field("client.kana", "ふりがな"),
    field("client.birth", "生年月日"),
    field("client.age", "年齢"),
    field("client.sex", "性別"),
    field("guardian.name", "保護者氏名"),
    field("guardian.relation", "本人との続柄"),
    field("client.address", "住所"),
    field("client.residence", "住まい"),
    field("client.phone", "電話番号"),
    field("client.fax", "FAX番号"),
    field("client.grade", "障害支援区分"),
    field("basic.condition", "障害または疾患名"),
    field("basic.family", "家族構成"),
    field("basic.family_picture", "家族構成図"),
    field("basic.ties", "関わる機関・人"),
    field("basic.ties_picture", "社会関係図"),
    field("assessment.history", "生活歴"),
    field("assessment.medical", "医療の状況"),
    field("assessment.wishes", "本人の主訴（意向・希望）"),
    field("assessment.family_wishes", "家族の主訴（意向・希望）"),
    field("basic.public[].name", "公的支援の名称"),
    field("basic.public[].provider", "公的支援の提供機関・提供者"),
    field("basic.public[].content", "公的支援の支援内容"),
    field("basic.public[].often", "公的支援の頻度"),
    field("basic.public[].note", "公的支援の備考"),
    field("basic.other[].name", "その他の支援の名称"),
    field("basic.other[].provider", "その他の支援の提供機関・提供者"),
    field("basic.other[].content", "その他の支援の支援内容"),
    field("basic.other[].often", "その他の支援の頻度"),
    field("basic.other[].note", "その他の支援の備考"),
    field("basic.consulted_on", "相談日"),
    field("basic.caller", "相談者名"),
    field("basic.caller_contact", "相談者の連絡先"),
    field("basic.consultation", "相談内容"),
    field("basic.result", "相談面接結果"),
    field("week.daily_life", "主な日常生活上の活動"),
    field("week.outside_week", "週単位以外のサービス"),
    field("week.entries[].day", "曜日"),
    field("week.entries[].from", "始まり"),
    field("week.entries[].to", "終わり"),
    field("week.entries[].text", "予定"),
    field("week.entries[].kind", "予定の種類"),
];

const PUBLIC: &str = "basic.public";
const OTHER: &str = "basic.other";

/// 基本情報 as data, for any of its forms.
pub fn basic_information(input: &BasicInput<'_>) -> DataSet {
    let BasicInformation {
        consulted_on,
        registered,
        family,
        members,
        ties,
        consultation,
        supports,
        result,
        caller,
        caller_relation,
        caller_contact,
        overview,
        condition,
    } = input.basic;
    let mut page = Map::new();
    person(input, &mut page);
    if let Some(then) = registered {
        page.insert("client.name".into(), Value::from(then.name.clone()));
    }
    let told = members.iter().map(member_words).collect::<Vec<_>>().join("\n");
    for (path, value) in [
        ("case.reception", input.case.reception.to_string()),
        ("office.name", input.office.name.clone()),
        ("specialist.name", input.specialist.to_owned()),
        ("basic.overview", overview.clone()),
        ("basic.condition", condition.clone()),
        ("basic.family", joined([family.as_str(), &told])),
        ("basic.ties", ties.iter().map(tie_words).collect::<Vec<_>>().join("\n")),
        ("basic.caller", with_note(caller, caller_relation)),
        ("basic.caller_contact", caller_contact.clone()),
        ("basic.consultation", consultation.clone()),
        ("basic.result", result.clone()),
        ("week.daily_life", input.week.daily_life.clone()),
        ("week.outside_week", input.week.outside_week.clone()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
    page.insert("basic.written_on".into(), date(input.written_on));
    page.insert("basic.consulted_on".into(), date(*consulted_on));
    page.insert("basic.family_picture".into(), family_picture(input, members));
    page.insert("basic.ties_picture".into(), ties_picture(input, ties));
    assessment(input.assessment, &mut page);
    let of = |table, kind| (table, supports.iter().filter(|it| it.kind == kind).map(|it| support(table, it)).collect());
    DataSet {
        dated: input.written_on.or(*consulted_on).unwrap_or(input.today),
        flags: [("draft".to_owned(), Value::from(input.written_on.is_none()))].into_iter().collect(),
        page,
        tables: [
            of(PUBLIC, SupportKind::Public),
            of(OTHER, SupportKind::Other),
            (plan::ENTRIES, plan::week_rows(input.week)),
        ]
        .into_iter()
        .collect(),
    }
    .for_others(input.client)
}

/// The person as registered when 基本情報 was finished, else as registered now.
fn person(input: &BasicInput<'_>, page: &mut Map<String, Value>) {
    head::client(input.client, page);
    let Client { birth, sex, address, phone, fax, residence, tenure, kana, .. } = &**input.client;
    let then = input.basic.registered.as_ref();
    let day = input.written_on.unwrap_or(input.today);
    let birth = then.map_or(*birth, |then| then.birth);
    for (path, value) in [
        ("client.kana", kana.clone()),
        ("client.birth", wareki::long(birth)),
        ("client.age", format!("{}歳", age_on(birth, day))),
        ("client.sex", sex.map_or("", |sex| sex.label()).to_owned()),
        ("client.address", then.map_or_else(|| address.clone(), |then| input.client.earlier_address(&then.address))),
        ("client.phone", then.map_or_else(|| phone.clone(), |then| input.client.earlier_phone(&then.phone))),
        ("client.fax", then.map_or_else(|| fax.clone(), |then| input.client.earlier_phone(&then.fax))),
        ("client.residence", dwelling(*residence, *tenure).to_owned()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
}

/// The word of the form's list. Of a home of which nobody recorded whether it is owned or rented, that is left to be ticked.
fn dwelling(residence: Residence, tenure: Option<Tenure>) -> &'static str {
    match residence {
        Residence::Home => tenure.map_or("自宅", Tenure::label),
        Residence::GroupHome => "グループホーム",
        Residence::Facility => "入所施設",
        Residence::Hospital => "医療機関",
        Residence::Other => "その他",
    }
}

fn assessment(text: &Assessment, page: &mut Map<String, Value>) {
    for (path, value) in [
        ("assessment.history", joined([text.life_history.as_str(), &text.illness_history])),
        ("assessment.medical", text.medical_use.clone()),
        ("assessment.wishes", text.wishes.clone()),
        ("assessment.family_wishes", text.family_wishes.clone()),
    ] {
        page.insert(path.into(), Value::from(value));
    }
}

fn joined(parts: [&str; 2]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// 「母 川崎 母子 62歳（同居、主たる介護者、会社員）」.
fn member_words(member: &FamilyMember) -> String {
    let FamilyMember { kin, name, age, lives_together, main_carer, deceased, note } = member;
    let marks = [
        (*lives_together, "同居"),
        (*main_carer, "主たる介護者"),
        (*deceased, "死亡"),
        (!note.is_empty(), note.as_str()),
    ];
    let marks: Vec<&str> = marks.into_iter().filter(|(yes, _)| *yes).map(|(_, word)| word).collect();
    // Who has no name of its own in the list is named by the 続柄 alone.
    let name = if name == kin.label() { "" } else { name.as_str() };
    let who = [kin.label(), name, age].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    with_note(&who, &marks.join("、"))
}

/// 「行政 川崎区役所: 手帳の相談（弱い）」.
fn tie_words(tie: &Tie) -> String {
    let Tie { kind, name, role, strength } = tie;
    let role = if role.is_empty() { String::new() } else { format!(": {role}") };
    let how = if *strength == TieStrength::Usual { "" } else { strength.label() };
    with_note(&format!("{} {name}{role}", kind.label()), how)
}

/// A picture as the sheet takes it: its drawing, how wide it is in its own units, and what it says in words; none where there is nothing
/// to draw.
fn picture(drawn: bool, svg: impl FnOnce() -> String, words: &str) -> Value {
    if !drawn {
        return Value::Null;
    }
    let svg = svg();
    json!({ "svg": pictures::on_paper(&svg), "width": pictures::width_of(&svg), "words": words })
}

fn family_picture(input: &BasicInput<'_>, members: &[FamilyMember]) -> Value {
    let printable: Vec<FamilyMember> = members
        .iter()
        .map(|it| FamilyMember { name: text::printable(&it.name), age: text::printable(&it.age), ..it.clone() })
        .collect();
    let words = members.iter().map(member_words).collect::<Vec<_>>().join("、");
    let name = text::printable(&input.client.name);
    picture(!members.is_empty(), || pictures::family_tree(&name, input.client.sex, &printable), &words)
}

fn ties_picture(input: &BasicInput<'_>, ties: &[Tie]) -> Value {
    let printable: Vec<Tie> = ties
        .iter()
        .map(|it| Tie { name: text::printable(&it.name), role: text::printable(&it.role), ..it.clone() })
        .collect();
    let words = ties.iter().map(tie_words).collect::<Vec<_>>().join("、");
    let name = text::printable(&input.client.name);
    picture(!ties.is_empty(), || pictures::relation_map(&name, &printable), &words)
}

fn support(table: &str, one: &Support) -> Map<String, Value> {
    let Support { kind: _, name, provider, content, often, note } = one;
    let items = [("name", name), ("provider", provider), ("content", content), ("often", often), ("note", note)];
    items.into_iter().map(|(item, value)| (format!("{table}[].{item}"), Value::from(value.clone()))).collect()
}
