//! モニタリング報告書: what stands in each field, in both layouts, and that no item is lost in silence.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::sample;

use domain::{
    client::ConsultationService,
    monitoring::{
        m3_record::{Achievement, ReportStyle},
        m4_consent::{ConsentMethod, SignerRelation},
    },
};
use forms::{Form, REPORT, forms, forms_of, monitoring_report};
use sample::{Case, DRAWING, adult, child};
use serde_json::Value;

const COMMON: &str = include_str!("../../../law/forms/common.typ");
const NATIONAL: &str = include_str!("../../../law/forms/monitoring-report-national/sheet.typ");
const SEED: &str = include_str!("../../../law/forms/monitoring-report-seed/sheet.typ");

fn form(word: &str) -> &'static Form {
    forms_of(&REPORT).find(|form| form.file.word == word).unwrap()
}

fn filled(case: &Case, form: &Form) -> Value {
    form.fill(&monitoring_report(&case.input())).content
}

fn national(case: &Case) -> Value {
    filled(case, form("national"))
}

fn seed(case: &Case) -> Value {
    filled(case, form("seed"))
}

#[test]
fn every_folder_of_law_forms_is_a_form_with_words_of_its_own() {
    let words: Vec<&str> = forms_of(&REPORT).map(|form| form.file.word.as_str()).collect();
    assert_eq!(words, ["national", "seed"], "in the order in which screens offer them");
    for form in forms().unwrap() {
        // A word is asked for among the layouts of one data set; an id names a folder.
        let as_called = |other: &&Form| other.file.data == form.file.data && other.file.word == form.file.word;
        let same = forms().unwrap().iter().filter(|other| as_called(other) || other.file.id == form.file.id);
        assert_eq!(same.count(), 1, "{}", form.file.id);
        assert!(!form.file.label.is_empty() && !form.file.fields.is_empty(), "{}", form.file.id);
    }
}

#[test]
fn each_item_is_printed_or_named_as_not_printed_and_never_both() {
    for form in forms_of(&REPORT) {
        let file = &form.file;
        let printed: Vec<&str> = file.fields.iter().flat_map(|field| field.sources()).collect();
        for item in REPORT.items {
            let missing = form.not_printed().contains(item);
            assert!(printed.contains(&item.path) != missing, "{} in {}", item.path, file.id);
        }
        assert_eq!(form.not_printed().len(), file.not_printed.len(), "{} names an item twice", file.id);
    }
}

#[test]
fn each_form_names_a_known_source() {
    let book = law::LawBook::embedded().unwrap();
    for form in forms().unwrap() {
        assert!(book.source(&form.file.source).is_some(), "{}", form.file.source);
        assert!(!form.file.place.is_empty());
    }
}

#[test]
fn the_sheets_draw_each_field_of_form_toml() {
    for (word, sheet) in [("national", NATIONAL), ("seed", SEED)] {
        for field in &form(word).file.fields {
            let used = |text: &str| {
                let name = &field.name;
                text.contains(&format!("\"{name}\"")) || text.contains(&format!("row.{name}"))
            };
            assert!(used(sheet) || used(COMMON), "{} in {word}", field.name);
        }
    }
}

#[test]
fn a_case_with_everything_leaves_no_printed_field_empty() {
    let case = adult(2, 30).complete();
    for form in forms_of(&REPORT) {
        let content = filled(&case, form);
        for field in &form.file.fields {
            let value = if field.table().is_some() {
                &content["tables"]["rows"]["rows"][1][&field.name]
            } else {
                &content["page"][&field.name]["value"]
            };
            assert!(!value.is_null() && value != "", "{} in {}", field.name, form.file.id);
        }
    }
}

#[test]
fn the_head_of_an_adult() {
    let content = national(&adult(1, 30).recorded());
    let value = |name: &str| content["page"][name]["value"].as_str().unwrap().to_owned();
    assert_eq!(value("client-name"), "川崎 花子");
    assert_eq!(value("grade"), "区分3");
    assert_eq!(value("office-name"), "相談支援センターみなも");
    assert_eq!(value("specialist-name"), "宮前 健");
    assert_eq!(value("certificate-number"), "1412345678");
    assert_eq!(value("community-number"), "2212345671");
    assert_eq!(value("child-number"), "");
    assert_eq!(value("guardian-name"), "");
    assert_eq!(value("upper-limit"), "9,300円");
    assert_eq!(value("plan-made-on"), "令和8年4月20日"); // from the certificate, the report having none
    assert_eq!(value("visited-on"), "令和8年11月22日");
    assert_eq!(content["number"], "様式3-1");
}

#[test]
fn the_head_of_a_child_names_the_guardian_and_the_number_of_the_children_service() {
    let content = national(&child());
    let value = |name: &str| content["page"][name]["value"].as_str().unwrap().to_owned();
    assert_eq!(value("guardian-name"), "高津 恵子");
    assert_eq!(value("guardian-relation"), "母");
    assert_eq!(value("child-number"), "3312345679");
    assert_eq!(value("certificate-number"), "");
    assert_eq!(value("style"), "チェック方式");
}

#[test]
fn certificates_of_other_people_are_not_printed() {
    let mut case = adult(1, 30);
    case.certificates.retain(|certificate| certificate.service == ConsultationService::Plan);
    let mut other = case.certificates[0].clone();
    other.service = ConsultationService::Child;
    other.client = domain::id::ClientId(uuid::Uuid::from_u128(77));
    case.certificates.push(other);
    assert_eq!(national(&case)["page"]["child-number"]["value"], "");
}

#[test]
fn rows_keep_their_order_and_number() {
    let content = national(&adult(14, 20));
    let rows = content["tables"]["rows"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 14);
    assert_eq!(rows[13]["number"], "14");
    assert_eq!(rows[0]["achievement"], "◎");
    assert_eq!(rows[3]["achievement"], "×");
    assert_eq!(rows[0]["change-kind"], "無");
    assert_eq!(rows[0]["change-amount"], "有");
}

#[test]
fn the_handbook_layout_joins_what_it_has_one_column_for() {
    let rows = &seed(&adult(3, 12))["tables"]["rows"]["rows"];
    assert_eq!(rows[0]["change"], "有"); // amount and week plan
    assert_eq!(rows[1]["change"], "無");
    assert_eq!(rows[1]["issues"], "午後の作業を軽いものに替\n作業内容の変更は個別支援計画に反映予定。");
    assert_eq!(seed(&adult(1, 9))["page"]["certificate-number"]["value"], "1412345678\n2212345671");
}

#[test]
fn without_consent_the_field_is_empty_to_sign_on_paper() {
    let page = national(&adult(1, 30).recorded())["page"].clone();
    for name in ["signature", "agreed-on", "signature-note"] {
        assert_eq!(page[name]["value"], "", "{name}");
    }
    assert!(page["signature-drawing"]["value"].is_null());
}

#[test]
fn a_request_sent_by_post_is_no_consent() {
    let mut case = adult(1, 30).recorded().consented(ConsentMethod::Post, SignerRelation::Client, "", "");
    let mut facts = case.round.facts.to_vec();
    let domain::monitoring::RoundFact::Consent(consent) = &mut facts.last_mut().unwrap().body else { unreachable!() };
    consent.agreed_on = None;
    case.round.facts = facts.into();
    assert_eq!(national(&case)["page"]["signature"]["value"], "");
}

#[test]
fn consent_prints_signer_relation_and_way() {
    let page =
        seed(&child().recorded().consented(ConsentMethod::Mail, SignerRelation::Deputy, "母", ""))["page"].clone();
    assert_eq!(page["signature"]["value"], "高津 恵子");
    assert_eq!(page["agreed-on"]["value"], "令和8年11月26日");
    assert_eq!(page["signature-note"]["value"], "代理人（母）\u{2060}、メールにより同意");
    assert!(page["signature-drawing"]["value"].is_null());
}

#[test]
fn a_drawn_signature_is_printed_as_numbers_never_as_text() {
    let signed = |drawing: &str| {
        let case = adult(1, 30).recorded().consented(ConsentMethod::InPerson, SignerRelation::Client, "", drawing);
        national(&case)["page"]["signature-drawing"]["value"].clone()
    };
    let drawing = signed(DRAWING);
    assert_eq!((drawing["width"].as_f64(), drawing["height"].as_f64()), (Some(106.0), Some(82.0)));
    assert_eq!(drawing["strokes"].as_array().unwrap().len(), 9);
    assert!(signed("M0 0 <script>").is_null()); // the signer's name is printed instead
}

#[test]
fn a_consent_to_an_older_version_of_the_report_is_not_printed_under_the_new_one() {
    let mut case = adult(1, 30).recorded().consented(ConsentMethod::InPerson, SignerRelation::Client, "", "");
    assert_eq!(national(&case)["page"]["signature"]["value"], "川崎 花子");
    case.report.overall.push_str("のちに書き足した。");
    assert_eq!(national(&case)["page"]["signature"]["value"], "");
}

#[test]
fn the_reason_of_a_carry_over_stands_in_the_notes() {
    let content = national(&adult(1, 30).carried());
    assert_eq!(
        content["page"]["notes"]["value"],
        "次回のモニタリングは令和9年2月の予定。\n予定月（令和8年10月）に実施できず翌月に実施した理由: 10月12日から29日まで入院していたため。\
         令和8年10月30日に高津区役所 高齢・障害課 担当者へ連絡。"
    );
}

#[test]
fn letters_no_font_has_become_geta_and_are_named() {
    let mut case = adult(1, 30);
    case.client.name = "𠮷田 花子👍".into();
    case.report.policy = "一行目\r\n二行目\u{7}\t\u{E000}".into();
    let content = national(&case);
    assert_eq!(content["page"]["client-name"]["value"], "𠮷田 花子〓");
    assert_eq!(content["page"]["policy"]["value"], "一行目\n二行目　〓");
    assert_eq!(content["unprintable"], serde_json::json!(["U+E000", "U+1F44D"]));
}

#[test]
fn the_title_holds_no_name() {
    for form in forms_of(&REPORT) {
        let paper = form.fill(&monitoring_report(&adult(1, 30).input()));
        assert!(paper.title.starts_with("モニタリング報告書"));
        assert!(!paper.title.contains("川崎"));
        assert_eq!(paper.dated, sample::day("2026-11-24"), "the day of the report, not of printing");
    }
}

#[test]
fn the_paper_says_whether_it_was_written_freely_or_ticked() {
    for (style, said, check_style) in
        [(ReportStyle::Free, "自由記述方式", false), (ReportStyle::Check, "チェック方式", true)]
    {
        let mut case = adult(2, 30);
        case.report.style = style;
        for form in forms_of(&REPORT) {
            let content = filled(&case, form);
            assert_eq!(content["page"]["style"]["value"], said, "{}", form.file.id);
            assert_eq!(content["flags"]["check_style"], check_style, "a ticked answer is drawn large");
        }
    }
}

#[test]
fn each_mark_of_achievement_is_printed_as_itself() {
    let mut case = adult(4, 30);
    for (row, achievement) in case.report.rows.iter_mut().zip(Achievement::ALL) {
        row.achievement = Some(*achievement);
    }
    for form in forms_of(&REPORT) {
        let content = filled(&case, form);
        let marks: Vec<&str> = content["tables"]["rows"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["achievement"].as_str().unwrap())
            .collect();
        assert_eq!(marks, ["◎", "○", "△", "×"], "{}", form.file.id);
    }
}
