//! The headings of the tables of plans and assessments, the fields that they fill, and what each means.

use std::collections::HashMap;

use domain::{planning::p1_assessment::Area, text};

use crate::transfer::{
    columns::{client_headings, passed_over},
    table::ImportTable,
};

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// As it stands in the file.
    pub title: String,
    /// The field that it fills, named as on the pages.
    pub field: String,
    /// What is to be written under it.
    pub hint: &'static str,
    /// What stands there in the example.
    pub example: &'static str,
}

/// Who it is, and of which grant: in both tables.
const WHO: [(&str, &str, &str, &str); 6] = [
    ("利用者番号", "number", "使っていれば。照らし合わせには使いません。", "001"),
    ("氏名", "name", "必須。登録してある利用者の氏名です。", "川崎 花子"),
    ("フリガナ", "kana", "必須。", "カワサキ ハナコ"),
    ("生年月日", "birth", "必須。", "S60.3.1"),
    (
        "相談支援の種類",
        "service",
        "計画相談支援 か 障害児相談支援。空けると、いちばん新しい受給者証のもの。",
        "計画相談支援",
    ),
    ("市町村番号", "municipality", "6桁。空けると、いちばん新しい受給者証のもの。", "141305"),
];

const PLAN: [(&str, &str, &str, &str); 26] = [
    ("計画作成日", "written_on", "必須。同じ人の同じ日の行が、1つの計画になります。", "R8.4.20"),
    ("作成した事業所", "made_by", "ほかの事業所が作ったときだけ。", ""),
    ("利用者の希望する生活", "wishes", "計画ごとに1回。はじめの行に書きます。", "働いて、旅行に行きたい。"),
    ("家族の希望する生活", "family_wishes", "計画ごとに1回。", "体調をくずさずに続けてほしい。"),
    ("総合的な援助の方針", "policy", "計画ごとに1回。", "得意なことを生かして、週5日通えるようにする。"),
    ("長期目標", "long_goal", "計画ごとに1回。", "一般就労をめざす。"),
    ("長期目標の期間", "long_goal_term", "計画ごとに1回。", "1年"),
    ("短期目標", "short_goal", "計画ごとに1回。", "週3日、作業所に通う。"),
    ("短期目標の期間", "short_goal_term", "計画ごとに1回。", "6か月"),
    ("有効期間の終わり", "valid_until", "計画ごとに1回。", "R9.4.30"),
    ("備考", "notes", "計画ごとに1回。", ""),
    (
        "解決すべき課題",
        "need",
        "1行に1つ、優先順に。同じ課題のサービスがいくつもあるときは、空けるか、同じ言葉を書きます。",
        "働く場がほしい。",
    ),
    ("本人の強み", "need_strength", "", "作業の手順は一度で覚える。"),
    ("援助目標", "need_goal", "必須。報告書の目標になります。", "週3日、作業所に通う。"),
    ("達成時期", "need_due", "", "R8.10"),
    ("モニタリング項目", "need_item", "", "通った日数"),
    ("本人の役割", "need_part", "", "朝8時に起きる。"),
    ("評価時期", "need_review", "", "3か月ごと"),
    ("留意事項", "need_notes", "", ""),
    ("サービスの種類", "service_kind", "", "就労継続支援B型"),
    ("サービスの内容", "service_content", "", "軽作業"),
    ("量", "service_amount", "", "23日/月"),
    ("頻度", "service_often", "", "週3日"),
    ("事業所", "service_provider", "", "サンプル作業所"),
    ("事業所の担当者", "service_person", "", ""),
    ("自己負担", "service_own", "月の金額（円）。", "0"),
];

const ASSESSMENT: [(&str, &str, &str, &str); 14] = [
    ("作成日", "written_on", "必須。", "R8.4.10"),
    ("作成した事業所", "made_by", "ほかの事業所が作ったときだけ。", ""),
    ("生活歴", "life_history", "", "川崎市で生まれ育つ。"),
    ("病歴・障害歴", "illness_history", "", ""),
    ("医療機関利用状況", "medical_use", "", "月に1回、通院。"),
    ("現在の生活状況", "situation", "", "日中は家で過ごすことが多い。"),
    ("本人の希望", "wishes", "", "働いて、旅行に行きたい。"),
    ("家族の希望", "family_wishes", "", ""),
    ("関係職種から得た情報", "from_others", "", ""),
    ("虐待", "abuse", "配慮の要る事柄は、ほかの欄に書かずに、ここに分けます。", ""),
    ("触法", "offence", "", ""),
    ("HIV", "hiv", "", ""),
    ("性", "sexuality", "", ""),
    ("手帳の写し", "handbook_copy", "", ""),
];

/// The parts of an area, with the ends of their fields.
const AREA: [(&str, &str, &str); 4] = [
    ("現状", "now", ""),
    ("希望", "wish", ""),
    ("支援の必要性", "need", "あり・なし・未確認。空けると未確認です。"),
    ("気づき", "noticed", ""),
];

/// Every heading of a table, in the order of its template.
pub(super) fn headings(table: ImportTable) -> Vec<Heading> {
    let heading = |(title, field, hint, example): &(&str, &str, &'static str, &'static str)| Heading {
        title: (*title).to_owned(),
        field: (*field).to_owned(),
        hint,
        example,
    };
    let own: &[_] = match table {
        ImportTable::Clients => return Vec::new(),
        ImportTable::Plans => &PLAN,
        ImportTable::Assessments => &ASSESSMENT,
    };
    let areas = Area::ALL.iter().flat_map(|area| {
        AREA.iter().map(|(title, end, hint)| Heading {
            title: format!("{}の{title}", area.label().trim_end_matches("に関する領域")),
            field: format!("{}_{end}", area.word()),
            hint,
            example: "",
        })
    });
    let mut all: Vec<Heading> = WHO.iter().chain(own).map(heading).collect();
    if table == ImportTable::Assessments {
        all.extend(areas);
    }
    all
}

/// The headings by what is compared of them.
pub(super) fn known(table: ImportTable) -> HashMap<String, Option<String>> {
    let own = headings(table).into_iter().map(|it| (text::search_key(&it.title), Some(it.title)));
    own.chain(passed_over()).collect()
}

/// The table whose template a head is, where it is another one than was said: most of its headings stand there, and fewer of the said one's.
fn looks_like(header: &[String], said: ImportTable) -> Option<ImportTable> {
    let keys: Vec<String> = header.iter().map(|title| text::search_key(title)).filter(|key| !key.is_empty()).collect();
    let fit = |table: ImportTable| {
        let own = if table == ImportTable::Clients { client_headings() } else { known(table) };
        keys.iter().filter(|key| own.get(*key).is_some_and(Option::is_some)).count()
    };
    let best = ImportTable::ALL.iter().copied().max_by_key(|table| fit(*table))?;
    (best != said && fit(best) > fit(said) && fit(best) * 2 > keys.len()).then_some(best)
}

/// What is said of a file of another table.
pub(in crate::transfer) fn other_table(header: &[String], said: ImportTable) -> Option<String> {
    let table = looks_like(header, said)?;
    let (is, said) = (table.label(), said.label());
    Some(format!("「{is}」のひな形のようです。表の種類が「{said}」になっています。選び直してください。"))
}

/// The heading of a field; a field of a row carries its number. Empty where it is none.
pub(super) fn title(table: ImportTable, field: &str) -> String {
    let bare = field.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let all = headings(table);
    let found = all.iter().find(|it| it.field == field).or_else(|| all.iter().find(|it| it.field == bare));
    found.map(|it| it.title.clone()).unwrap_or_default()
}
