//! 報告書のデータ: every item a report can print, as text, under one path each.
//!
//! The domain's structs are taken apart field by field without `..`, so that a new field does not compile before
//! somebody has decided whether it is printed.

use calendar::wareki;
use domain::monitoring::{
    RoundFact,
    carry_over::CarryOver,
    certificate_of_round,
    m3_record::{Report, ReportRow, ReportStyle},
    m4_consent::{Consent, ConsentMethod},
};
use serde_json::{Map, Value};

use super::ReportInput;
use crate::{
    DataSet, FieldName,
    head::{self, date, with_note},
    signature::Drawing,
};

const fn field(path: &'static str, title: &'static str) -> FieldName {
    FieldName { path, title }
}

/// Every item of the data set, in the order of the paper.
pub(super) const FIELDS: &[FieldName] = &[
    field("client.name", "利用者氏名"),
    field("client.grade", "障害支援区分"),
    field("guardian.name", "保護者氏名"),
    field("guardian.relation", "本人との続柄"),
    field("office.name", "相談支援事業者名"),
    field("specialist.name", "計画作成担当者"),
    field("certificate.number", "障害福祉サービス受給者証番号"),
    field("certificate.community_number", "地域相談支援受給者証番号"),
    field("certificate.child_number", "通所受給者証番号"),
    field("certificate.upper_limit", "利用者負担上限額"),
    field("visit.date", "モニタリング実施日"),
    field("carry_over", "翌月に実施した理由"),
    field("consent.signer", "署名者"),
    field("consent.drawing", "手書きの署名"),
    field("consent.agreed_on", "同意日"),
    field("consent.relation", "署名者と本人の関係"),
    field("consent.method", "同意の方法"),
    field("consent.place", "同意を得た場所"),
    field("report.style", "記入の方式"),
    field("report.written_on", "報告書作成日"),
    field("report.plan_made_on", "計画作成日"),
    field("report.policy", "総合的な援助の方針"),
    field("report.overall", "全体の状況"),
    field("report.notes", "その他留意事項（全体）"),
    field("report.rows[].number", "優先順位"),
    field("report.rows[].need", "ニーズ"),
    field("report.rows[].goal", "支援目標"),
    field("report.rows[].due", "達成時期"),
    field("report.rows[].provision", "サービス提供状況"),
    field("report.rows[].satisfaction", "本人・家族の感想・満足度"),
    field("report.rows[].achievement", "達成度"),
    field("report.rows[].achievement_note", "達成度についての記述"),
    field("report.rows[].issues", "今後の課題・留意事項"),
    field("report.rows[].change_kind", "サービス種類の変更"),
    field("report.rows[].change_amount", "サービス量の変更"),
    field("report.rows[].change_week", "週間計画の変更"),
    field("report.rows[].notes", "その他留意事項"),
];

/// The path of the table of needs.
const ROWS: &str = "report.rows";

pub(super) fn of(input: &ReportInput<'_>) -> DataSet {
    let mut items = Map::new();
    head::client(input.client, &mut items);
    let mut set = |path: &str, value: String| items.insert(path.into(), Value::from(value));
    set("office.name", input.office.name.clone());
    set("specialist.name", input.specialist.into());
    let visit = input.round.home_visit().map(|(_, visit)| visit.date);
    set("visit.date", visit.map_or(String::new(), wareki::long));
    set("carry_over", carry_over(input));
    let own = certificate_of_round(input.certificates, input.round);
    head::certificates(input.client, own, input.certificates, &mut items);
    head::community_number(input.community_number, &mut items);
    consent(input, &mut items);
    let rows = report(input, &mut items);
    let flags = [("draft", input.report.draft), ("check_style", input.report.style == ReportStyle::Check)];
    DataSet {
        dated: input.report.written_on.or(visit).unwrap_or(input.round.month.first_day()),
        flags: flags.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect(),
        page: items,
        tables: [(ROWS, rows)].into_iter().collect(),
    }
    .for_others(input.client)
}

fn carry_over(input: &ReportInput<'_>) -> String {
    let Some((_, CarryOver { reason, told_on, told_to })) = input.round.carry_over() else {
        return String::new();
    };
    let told = match (told_on, told_to.trim()) {
        (None, "") => String::new(),
        (None, to) => format!("{to}へ連絡。"),
        (Some(day), "") => format!("{}に区役所・支所へ連絡。", wareki::long(*day)),
        (Some(day), to) => format!("{}に{to}へ連絡。", wareki::long(*day)),
    };
    let reason = reason.trim().trim_end_matches('。');
    format!("予定月（{}）に実施できず翌月に実施した理由: {reason}。{told}", wareki::month(input.round.month))
}

fn consent(input: &ReportInput<'_>, items: &mut Map<String, Value>) {
    // A consent belongs to the report that was shown: printed under a report corrected since, it would be untrue.
    let shown = |consent: &Consent| {
        let facts = input.round.standing().filter(|fact| fact.id == consent.report);
        facts.into_iter().any(|fact| matches!(&fact.body, RoundFact::Report(report) if report == input.report))
    };
    let given = input.round.consent().map(|(_, consent)| consent);
    let given = given.filter(|consent| consent.agreed_on.is_some() && shown(consent));
    let Some(consent) = given else {
        for path in ["consent.signer", "consent.agreed_on", "consent.relation", "consent.method", "consent.place"] {
            items.insert(path.into(), Value::from(""));
        }
        items.insert("consent.drawing".into(), Value::Null);
        return;
    };
    let Consent {
        method,
        sent_on: _,
        agreed_on,
        signer,
        relation,
        relation_note,
        drawing,
        place,
        place_note,
        report: _,
    } = consent;
    let relation = with_note(relation.label(), relation_note);
    let place = with_note(place.map_or("", |place| place.label()), place_note);
    let method = match method {
        ConsentMethod::InPerson => "",
        ConsentMethod::Paper => "紙の原本に署名",
        ConsentMethod::Post => "郵送により同意",
        ConsentMethod::Mail => "メールにより同意",
    };
    let drawing = Drawing::read(drawing).map_or(Value::Null, |drawing| drawing.to_value());
    items.insert("consent.signer".into(), Value::from(signer.clone()));
    items.insert("consent.agreed_on".into(), date(*agreed_on));
    items.insert("consent.relation".into(), Value::from(relation));
    items.insert("consent.method".into(), Value::from(method));
    items.insert("consent.place".into(), Value::from(place));
    items.insert("consent.drawing".into(), drawing);
}

fn report(input: &ReportInput<'_>, items: &mut Map<String, Value>) -> Vec<Map<String, Value>> {
    // What follows from a report is the office's own work, and sources are for who writes it.
    let Report {
        style,
        written_on,
        plan_made_on,
        policy,
        overall: _,
        notes,
        rows,
        draft: _,
        viewpoints: _,
        next: _,
        sources: _,
    } = input.report;
    let own = certificate_of_round(input.certificates, input.round);
    let plan_made_on = plan_made_on.or_else(|| own.and_then(|certificate| certificate.plan_made_on));
    items.insert("report.style".into(), Value::from(style.label()));
    items.insert("report.written_on".into(), date(*written_on));
    items.insert("report.plan_made_on".into(), date(plan_made_on));
    items.insert("report.policy".into(), Value::from(policy.clone()));
    items.insert("report.overall".into(), Value::from(input.report.overall_with_viewpoints()));
    items.insert("report.notes".into(), Value::from(notes.clone()));
    rows.iter().zip(1u32..).map(|(one, number)| row(one, number)).collect()
}

fn row(one: &ReportRow, number: u32) -> Map<String, Value> {
    let ReportRow {
        plan_row: _,
        need,
        goal,
        due,
        provision,
        satisfaction,
        achievement,
        achievement_note,
        issues,
        change_kind,
        change_amount,
        change_week,
        notes,
        satisfied,
        sources: _,
    } = one;
    let satisfaction = match satisfied.map(domain::monitoring::m3_record::Satisfied::label) {
        Some(ticked) if satisfaction.is_empty() => ticked.to_owned(),
        Some(ticked) => format!("{ticked}。{satisfaction}"),
        None => satisfaction.clone(),
    };
    let needed = |change: &bool| String::from(if *change { "有" } else { "無" });
    let items = [
        ("number", number.to_string()),
        ("need", need.clone()),
        ("goal", goal.clone()),
        ("due", due.clone()),
        ("provision", provision.clone()),
        ("satisfaction", satisfaction),
        ("achievement", achievement.map_or(String::new(), |achievement| achievement.label().into())),
        ("achievement_note", achievement_note.clone()),
        ("issues", issues.clone()),
        ("change_kind", needed(change_kind)),
        ("change_amount", needed(change_amount)),
        ("change_week", needed(change_week)),
        ("notes", notes.clone()),
    ];
    items.into_iter().map(|(name, value)| (format!("{ROWS}[].{name}"), Value::from(value))).collect()
}
