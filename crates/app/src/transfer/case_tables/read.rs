//! A row of the file as fields, and its fields as a plan or an assessment: what is wrong with a cell is said as on the pages.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    id::PlanRowId,
    monitoring::check::limit,
    planning::{
        p1_assessment::{Area, AreaNotes, Assessment, Sensitive, SupportNeed},
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p5_plan::Plan,
    },
};

use crate::{
    Reason,
    input::{Reader, Typed},
    transfer::{columns::Columns, sheet::SheetRow},
};

/// A row of the file as a source of fields: cells by the names of the fields that the pages have.
pub(super) struct RowFields<'a> {
    columns: &'a Columns,
    cells: &'a [String],
    titles: &'a HashMap<String, String>,
    /// Days without the midnight that a spreadsheet writes behind them.
    days: HashMap<&'static str, String>,
}

const DAYS: [&str; 3] = ["birth", "written_on", "valid_until"];

impl<'a> RowFields<'a> {
    pub(super) fn new(columns: &'a Columns, titles: &'a HashMap<String, String>, cells: &'a [String]) -> Self {
        let day = |field: &'static str| Some((field, columns.day(cells, titles.get(field)?)));
        Self { columns, cells, titles, days: DAYS.into_iter().filter_map(day).collect() }
    }
}

impl Typed for RowFields<'_> {
    fn text(&self, field: &str) -> &str {
        if let Some(day) = self.days.get(field) {
            return day;
        }
        self.titles.get(field).map_or("", |title| self.columns.cell(self.cells, title))
    }

    fn texts(&self, field: &str) -> Vec<&str> {
        vec![self.text(field)]
    }
}

/// The rows of a plan as the plan, and the line of each of its needs.
pub(super) fn plan(
    columns: &Columns,
    titles: &HashMap<String, String>,
    (made_on, rows): (Date, &[SheetRow]),
    note: &mut dyn FnMut(u64, Reason),
) -> (Plan, Vec<u64>) {
    let mut text = PlanDraft { written_on: Some(made_on), ..PlanDraft::default() };
    let mut lines = Vec::new();
    for row in rows {
        let fields = RowFields::new(columns, titles, &row.cells);
        let mut r = Reader::of_file(&fields);
        once(&mut r, &mut text);
        let need = need(&mut r);
        let stands =
            text.needs.iter().position(|one| one.need == need.need && (one.goal == need.goal || need.goal.is_empty()));
        let again = need.is_empty() && !text.needs.is_empty();
        let of = match stands {
            _ if again => text.needs.len().checked_sub(1),
            Some(place) => Some(place),
            None if need.is_empty() => None,
            None => {
                if need.goal.is_empty() {
                    r.refuse("need_goal", "援助目標を入力してください。");
                }
                text.needs.push(NeedRow { id: Some(row_id(lines.len())), ..need });
                lines.push(row.line);
                text.needs.len().checked_sub(1)
            }
        };
        if of.is_none() {
            r.refuse("need", "解決すべき課題を入力してください。");
        }
        let service = service(&mut r);
        if !service.is_empty() {
            let of_need = of.and_then(|place| text.needs.get(place)).and_then(|need| need.id);
            text.services.push(ServiceRow { of_need, ..service });
        }
        r.into_reasons().into_iter().for_each(|reason| note(row.line, reason));
    }
    (Plan { made_from: None, text }, lines)
}

/// An id for the time of reading: rows get their own when they are taken.
fn row_id(number: usize) -> PlanRowId {
    PlanRowId(uuid::Uuid::from_u128(u128::try_from(number).unwrap_or(0) + 1))
}

/// What a plan says once: the first row that says it counts, and another one must not say anything else.
fn once(r: &mut Reader<'_>, text: &mut PlanDraft) {
    for (field, label, max, place) in [
        ("wishes", "利用者の希望する生活", limit::LONG, &mut text.wishes),
        ("family_wishes", "家族の希望する生活", limit::LONG, &mut text.family_wishes),
        ("policy", "総合的な援助の方針", limit::LONG, &mut text.policy),
        ("long_goal", "長期目標", limit::LONG, &mut text.long_goal),
        ("long_goal_term", "長期目標の期間", limit::SHORT, &mut text.long_goal_term),
        ("short_goal", "短期目標", limit::LONG, &mut text.short_goal),
        ("short_goal_term", "短期目標の期間", limit::SHORT, &mut text.short_goal_term),
        ("notes", "備考", limit::LONG, &mut text.notes),
    ] {
        let typed = r.paragraph(field, label, max);
        if place.is_empty() {
            *place = typed;
        } else if !typed.is_empty() && typed != *place {
            r.refuse(field, "同じ計画のほかの行と、書いてあることが違います。");
        }
    }
    let until = r.date("valid_until", "有効期間の終わり");
    match (text.valid_until, until) {
        (None, until) => text.valid_until = until,
        (Some(before), Some(until)) if before != until => {
            r.refuse("valid_until", "同じ計画のほかの行と、書いてあることが違います。");
        }
        _ => {}
    }
}

fn need(r: &mut Reader<'_>) -> NeedRow {
    NeedRow {
        id: None,
        need: r.paragraph("need", "解決すべき課題", limit::LONG),
        strength: r.paragraph("need_strength", "本人の強み", limit::LONG),
        goal: r.paragraph("need_goal", "援助目標", limit::LONG),
        due: r.line("need_due", "達成時期", limit::SHORT),
        item: r.paragraph("need_item", "モニタリング項目", limit::LONG),
        own_part: r.paragraph("need_part", "本人の役割", limit::LONG),
        review: r.line("need_review", "評価時期", limit::SHORT),
        notes: r.paragraph("need_notes", "留意事項", limit::LONG),
        // Asked of a renewal alone; a plan of before is none.
        kept_reason: String::new(),
    }
}

fn service(r: &mut Reader<'_>) -> ServiceRow {
    ServiceRow {
        kind: r.line("service_kind", "サービスの種類", limit::SHORT),
        content: r.paragraph("service_content", "サービスの内容", limit::LONG),
        amount: r.line("service_amount", "量", limit::SHORT),
        often: r.paragraph("service_often", "頻度", limit::LONG),
        provider: r.line("service_provider", "事業所", limit::SHORT),
        person: r.line("service_person", "事業所の担当者", limit::SHORT),
        own_burden: r.number("service_own", "自己負担", "円", 0..=9_999_999),
        ..ServiceRow::default()
    }
}

pub(super) fn assessment(r: &mut Reader<'_>, day: Date) -> Assessment {
    let mut text = |field: &'static str, label: &str| r.paragraph(field, label, limit::LONG);
    let mut whole = Assessment {
        written_on: Some(day),
        life_history: text("life_history", "生活歴"),
        illness_history: text("illness_history", "病歴・障害歴"),
        medical_use: text("medical_use", "医療機関利用状況"),
        situation: text("situation", "現在の生活状況"),
        wishes: text("wishes", "本人の希望"),
        family_wishes: text("family_wishes", "家族の希望"),
        from_others: text("from_others", "関係職種から得た情報"),
        sensitive: Sensitive {
            abuse: text("abuse", "虐待"),
            offence: text("offence", "触法"),
            hiv: text("hiv", "HIV"),
            sexuality: text("sexuality", "性"),
            handbook_copy: text("handbook_copy", "手帳の写し"),
        },
        ..Assessment::default()
    };
    whole.areas = Area::ALL.iter().map(|area| notes(r, *area)).collect();
    whole
}

fn notes(r: &mut Reader<'_>, area: Area) -> AreaNotes {
    let field = |end: &str| format!("{}_{end}", area.word());
    let label = |part: &str| format!("{}の{part}", area.label());
    let words = |it: SupportNeed| (it.word(), it.label());
    let need = r.choice(field("need"), &label("支援の必要性"), SupportNeed::ALL, words);
    AreaNotes {
        area,
        now: r.paragraph(field("now"), &label("現状"), limit::LONG),
        wish: r.paragraph(field("wish"), &label("希望"), limit::LONG),
        need: need.unwrap_or_default(),
        noticed: r.paragraph(field("noticed"), &label("気づき"), limit::LONG),
    }
}
