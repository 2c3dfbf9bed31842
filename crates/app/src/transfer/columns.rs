//! The columns of an import file: Japanese headings, and the fields they fill.

use std::{collections::HashMap, sync::LazyLock};

use calendar::{YearMonth, wareki};
use domain::text;

use super::sheet::NOT_RECKONED;
use crate::{
    certificates::{CertificateText, GrantText, PhaseText},
    clients::{ClientText, SelfPlanText},
};

/// Columns of grants and of periods that one row can carry.
const GRANTS: usize = 5;
const PHASES: usize = 3;

/// セルフプラン; several stretches stand in the cells one after the other, with 、 between them.
const SELF_PLAN_FROM: &str = "セルフプラン開始日";
const SELF_PLAN_OFF: &str = "セルフプランをやめた日";

/// Headings of the client and the form fields they fill.
const CLIENT: [(&str, &str); 25] = [
    ("利用者番号", "number"),
    ("氏名", "name"),
    ("フリガナ", "kana"),
    ("生年月日", "birth"),
    ("性別", "sex"),
    ("郵便番号", "postal_code"),
    ("住所", "address"),
    ("電話番号", "phone"),
    ("FAX番号", "fax"),
    ("住まい", "residence"),
    ("持家・借家", "tenure"),
    ("障害支援区分", "grade"),
    ("保護者氏名", "guardian_name"),
    ("保護者フリガナ", "guardian_kana"),
    ("続柄", "guardian_relation"),
    ("保護者電話番号", "guardian_phone"),
    ("保護者生年月日", "guardian_birth"),
    ("担当", "specialist"),
    ("介護保険のケアマネジメント", "care_management"),
    (SELF_PLAN_FROM, "self_plan_from"),
    (SELF_PLAN_OFF, "self_plan_off"),
    ("担当開始日", CAME_ON),
    ("前の事業所", OFFICE_BEFORE),
    ("終了日", ENDED_ON),
    ("備考", "note"),
];

/// The heading of the name.
pub(super) const NAME: &str = "氏名";

/// 終了日 has its own use case, and so no field of the client's.
pub(super) const ENDED_ON: &str = "ended_on";

/// 事業所の変更 of a client who came from another office: the fields of its own form.
pub(super) const CAME_ON: &str = "change_on";
/// The office before.
pub(super) const OFFICE_BEFORE: &str = "other_office";

/// Headings of the certificate that stand once in a row.
const CERTIFICATE: [(&str, &str); 11] = [
    ("相談支援の種類", "service"),
    ("受給者証番号", "certificate_number"),
    ("市町村番号", "municipality"),
    ("市町村名", "municipality_name"),
    ("決定区分", "decision"),
    ("計画作成日", "plan_made_on"),
    ("利用者負担上限額", "upper_limit_yen"),
    ("実施月", "months"),
    ("毎月3回の始まり", "monthly_start"),
    ("提案した期間", "proposed_interval"),
    ("提案の理由", "proposal_reason"),
];

/// Headings without which a row names nobody.
pub(super) const REQUIRED: [&str; 3] = ["氏名", "フリガナ", "生年月日"];

/// Headings of the file of rejected rows, passed over when it comes back.
pub(super) const REJECTED: [&str; 2] = ["元の行", "取り込めなかった理由"];

/// What a spreadsheet shows in the place of a result that it does not have.
const MISTAKES: [&str; 8] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", NOT_RECKONED];

/// Headings of our own export that name rows of this database: they say nothing in another one.
const IDS: [&str; 2] = ["id", "担当id"];

/// Every heading, in the order of the template.
pub fn titles() -> Vec<String> {
    let once = CLIENT.iter().chain(&CERTIFICATE).map(|(title, _)| (*title).to_owned());
    let grants = (1..=GRANTS)
        .flat_map(|row| ["サービス", "支給量", "有効期間開始", "有効期間終了"].map(|title| format!("{title}{row}")));
    let phases = (1..=PHASES).flat_map(|row| ["モニタリング期間", "続く月数"].map(|title| format!("{title}{row}")));
    once.chain(grants).chain(phases).collect()
}

/// The template: the headings, and one fictional row to see how it is meant.
pub fn template() -> String {
    let example = [
        ("利用者番号", "001"),
        ("氏名", "川崎 花子"),
        ("フリガナ", "カワサキ ハナコ"),
        ("生年月日", "S60.3.1"),
        ("性別", "女"),
        ("郵便番号", "210-0007"),
        ("住所", "神奈川県川崎市みまもり区本町1-1"),
        ("電話番号", "044-000-0000"),
        ("住まい", "自宅"),
        ("障害支援区分", "区分3"),
        ("相談支援の種類", "計画相談支援"),
        ("受給者証番号", "0012345678"),
        ("市町村番号", "141305"),
        ("市町村名", "川崎市"),
        ("決定区分", "更新"),
        ("計画作成日", "R8.4.20"),
        ("利用者負担上限額", "9300"),
        ("サービス1", "居宅介護"),
        ("支給量1", "月30時間"),
        ("有効期間開始1", "R8.5.1"),
        ("有効期間終了1", "R9.4.30"),
        ("モニタリング期間1", "3"),
    ];
    let titles = titles();
    let cells: Vec<&str> =
        titles.iter().map(|title| example.iter().find(|(of, _)| of == title).map_or("", |(_, value)| *value)).collect();
    format!("{}\r\n{}\r\n", titles.join(","), cells.join(","))
}

/// Most columns of a file: every heading there is, and a few of the user's own that are refused by name.
pub(super) fn most_columns() -> usize {
    KNOWN.len() + SPARE
}

const SPARE: usize = 8;

/// What is said of a head with more.
pub(super) fn too_many_columns() -> String {
    format!("列が多すぎます（{}列まで）。ひな形の見出しだけを残してください。", most_columns())
}

/// Whether the headings without which a row names nobody are among these: then they are the head of our table.
pub(super) fn is_head(cells: &[String]) -> bool {
    let found: Vec<String> = cells.iter().map(|cell| text::search_key(cell)).collect();
    REQUIRED.iter().all(|title| found.contains(&text::search_key(title)))
}

/// Most problems of a head that are listed.
const LISTED: usize = 10;

/// The headings by what is compared of them; those of the rejected file have no field.
static KNOWN: LazyLock<HashMap<String, Option<String>>> = LazyLock::new(|| {
    let own = titles().into_iter().map(|title| (text::search_key(&title), Some(title)));
    own.chain(passed_over()).collect()
});

/// The headings of clients and certificates by what is compared of them.
pub(super) fn client_headings() -> HashMap<String, Option<String>> {
    KNOWN.clone()
}

/// Headings that are passed over in every table.
pub(super) fn passed_over() -> impl Iterator<Item = (String, Option<String>)> {
    REJECTED.into_iter().chain(IDS).map(|title| (text::search_key(title), None))
}

/// Which heading stands in which place of the file.
#[derive(Debug)]
pub(super) struct Columns {
    places: HashMap<String, usize>,
}

impl Columns {
    /// Finds the headings of clients and certificates, or says which are unknown, missing or there twice.
    pub(super) fn find(header: &[String]) -> Result<Self, Vec<String>> {
        Self::find_among(header, &KNOWN, &REQUIRED)
    }

    /// The same for another table: its headings by what is compared of them, those that are passed over without a title.
    pub(super) fn find_among(
        header: &[String],
        known: &HashMap<String, Option<String>>,
        required: &[&str],
    ) -> Result<Self, Vec<String>> {
        let mut places = HashMap::new();
        let mut problems = Vec::new();
        for (index, heading) in header.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            match known.get(&text::search_key(heading)) {
                None => {
                    let heading: String = heading.chars().take(40).collect();
                    problems.push(format!("{}列目の見出し「{heading}」は、ひな形にありません。", index + 1));
                }
                Some(None) => {}
                Some(Some(title)) => {
                    if places.insert(title.clone(), index).is_some() {
                        problems.push(format!("見出し「{title}」が2つあります。"));
                    }
                }
            }
        }
        for title in required {
            if !places.contains_key(*title) {
                problems.push(format!("見出し「{title}」の列がありません。"));
            }
        }
        if problems.len() > LISTED {
            let more = problems.len() - LISTED;
            problems.truncate(LISTED);
            problems.push(format!("見出しの誤りは、ほかに{more}件あります。"));
        }
        if problems.is_empty() { Ok(Self { places }) } else { Err(problems) }
    }

    /// The cell under a heading; empty where the file has no such column.
    pub(super) fn cell<'a>(&self, cells: &'a [String], title: &str) -> &'a str {
        self.places.get(title).and_then(|place| cells.get(*place)).map_or("", String::as_str)
    }

    /// The headings whose cells hold the mistake of a formula in the place of its result, and what stands there.
    pub(super) fn mistaken<'a>(&self, cells: &'a [String]) -> Vec<(&str, &'a str)> {
        let mut found: Vec<(usize, &str, &str)> = self
            .places
            .iter()
            .filter_map(|(title, place)| cells.get(*place).map(|cell| (*place, title.as_str(), cell.as_str())))
            .filter(|(.., cell)| MISTAKES.contains(cell))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, title, cell)| (title, cell)).collect()
    }

    /// 終了日 as typed.
    pub(super) fn ended_on(&self, cells: &[String]) -> String {
        self.day(cells, "終了日")
    }

    /// 担当開始日 and the office before, as typed.
    pub(super) fn came(&self, cells: &[String]) -> (String, String) {
        (self.day(cells, "担当開始日"), self.cell(cells, "前の事業所").trim().to_owned())
    }

    /// A day: a spreadsheet writes the midnight that nobody typed behind it.
    pub(super) fn day(&self, cells: &[String], title: &str) -> String {
        let cell = self.cell(cells, title);
        let bare = cell.rsplit_once([' ', 'T']).filter(|(_, time)| is_midnight(time)).map_or(cell, |(day, _)| day);
        bare.trim_end().to_owned()
    }

    /// 実施月: a spreadsheet makes a day of the one month that was typed, its first.
    fn months(&self, cells: &[String]) -> String {
        let day = self.day(cells, "実施月");
        match wareki::parse_date(&day) {
            Ok(date) if date.day() == 1 => YearMonth::of(date).to_string(),
            _ => self.cell(cells, "実施月").to_owned(),
        }
    }

    /// The row as a client.
    pub(super) fn client(&self, cells: &[String]) -> ClientText {
        let cell = |title: &str| self.cell(cells, title).to_owned();
        ClientText {
            number: cell("利用者番号"),
            name: cell("氏名"),
            kana: cell("フリガナ"),
            birth: self.day(cells, "生年月日"),
            sex: cell("性別"),
            postal_code: cell("郵便番号"),
            address: cell("住所"),
            phone: cell("電話番号"),
            fax: cell("FAX番号"),
            residence: cell("住まい"),
            tenure: cell("持家・借家"),
            grade: grade(&cell("障害支援区分")),
            guardian_name: cell("保護者氏名"),
            guardian_kana: cell("保護者フリガナ"),
            guardian_relation: cell("続柄"),
            guardian_phone: cell("保護者電話番号"),
            guardian_birth: self.day(cells, "保護者生年月日"),
            specialist: String::new(),
            care_management: yes_no(&cell("介護保険のケアマネジメント")),
            self_plans: self_plans(self.cell(cells, SELF_PLAN_FROM), self.cell(cells, SELF_PLAN_OFF)),
            ward: String::new(),
            ward_from: String::new(),
            note: cell("備考"),
        }
    }

    /// The row as a certificate; `None` where all of its cells are empty.
    pub(super) fn certificate(&self, cells: &[String]) -> Option<CertificateText> {
        let cell = |title: &str| self.cell(cells, title).to_owned();
        let grant = |row: usize| GrantText {
            service: cell(&format!("サービス{row}")),
            amount: cell(&format!("支給量{row}")),
            start: self.day(cells, &format!("有効期間開始{row}")),
            end: self.day(cells, &format!("有効期間終了{row}")),
            ..GrantText::default()
        };
        let phase = |row: usize| PhaseText {
            interval: cell(&format!("モニタリング期間{row}")),
            lasts: cell(&format!("続く月数{row}")),
        };
        let typed = CertificateText {
            service: cell("相談支援の種類"),
            number: cell("受給者証番号"),
            municipality: cell("市町村番号"),
            municipality_name: cell("市町村名"),
            ward: String::new(),
            decision: cell("決定区分"),
            plan_made_on: self.day(cells, "計画作成日"),
            upper_limit_yen: cell("利用者負担上限額"),
            grants: (1..=GRANTS).map(grant).collect(),
            phases: (1..=PHASES).map(phase).collect(),
            months: self.months(cells),
            monthly_start: cell("毎月3回の始まり"),
            proposed_interval: cell("提案した期間"),
            proposal_reason: cell("提案の理由"),
            ..CertificateText::default()
        };
        let empty = CertificateText {
            grants: vec![GrantText::default(); GRANTS],
            phases: vec![PhaseText::default(); PHASES],
            ..CertificateText::default()
        };
        (typed != empty).then_some(typed)
    }
}

/// The stretches of two cells: the first day of each, and beside it the day from which it was none any more.
fn self_plans(from: &str, off: &str) -> Vec<SelfPlanText> {
    let parts = |cell: &str| cell.split('、').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    let (from, off) = (parts(from), parts(off));
    let at = |parts: &[String], row: usize| parts.get(row).cloned().unwrap_or_default();
    (0..from.len().max(off.len()))
        .map(|row| SelfPlanText { from: at(&from, row), off_from: at(&off, row) })
        .filter(|row| !row.is_empty())
        .collect()
}

/// The heading of a client's form field; the rows of a self-plan share theirs.
pub(super) fn client_title(field: &str) -> String {
    let field = field.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    CLIENT.iter().find(|(_, of)| *of == field).map_or("", |(title, _)| *title).to_owned()
}

/// The heading of a certificate's form field.
pub(super) fn certificate_title(field: &str) -> String {
    let field = if field == "number" { "certificate_number" } else { field };
    if let Some((title, _)) = CERTIFICATE.iter().find(|(_, of)| *of == field) {
        return (*title).to_owned();
    }
    let Some((name, row)) = field.rsplit_once('_') else { return String::new() };
    let title = match name {
        "grant_service" => "サービス",
        "grant_amount" => "支給量",
        "grant_start" => "有効期間開始",
        "grant_end" => "有効期間終了",
        "phase_interval" => "モニタリング期間",
        "phase_lasts" => "続く月数",
        _ => return String::new(),
    };
    row.parse::<usize>().map(|row| format!("{title}{}", row + 1)).unwrap_or_default()
}

/// 「3」 is as good as 「区分3」.
fn grade(cell: &str) -> String {
    text::whole_number(cell).map_or_else(|| cell.to_owned(), |number| format!("区分{number}"))
}

fn yes_no(cell: &str) -> String {
    match (cell, text::whole_number(cell)) {
        ("あり" | "有" | "○", _) | (_, Some(1)) => "yes".to_owned(),
        ("なし" | "無" | "×", _) | (_, Some(0)) => "no".to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_midnight(time: &str) -> bool {
    let zeros = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte == b'0');
    time.contains(':') && time.split(':').all(zeros)
}
