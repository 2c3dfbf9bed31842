//! モニタリング報告書 as PDF: the same bytes, the right pages, every value readable on the paper.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use domain::monitoring::m4_consent::{ConsentMethod, SignerRelation};
use forms::{FilledForm, REPORT, forms_of, monitoring_report, without_line_marks};
use pdf::{TypesetFault, Typst};
use sample::{Case, DRAWING, adult, child};
use tools::{objects_of, poppler, text_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

const LAYOUTS: [&str; 2] = ["national", "seed"];

fn form(case: &Case, layout: &str) -> FilledForm {
    let form = forms_of(&REPORT).find(|form| form.file.word == layout).unwrap();
    form.fill(&monitoring_report(&case.input()))
}

fn render(case: &Case, layout: &str) -> Vec<u8> {
    TYPST.render(&form(case, layout)).unwrap()
}

/// The number of pages, where qpdf is there to count them.
fn pages(pdf: &[u8]) -> Option<usize> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    Some(poppler("qpdf", &["--show-npages", file.path().to_str().unwrap()])?.trim().parse().unwrap())
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let case = adult(2, 30).complete();
    let first = render(&case, "national");
    assert_eq!(first, render(&case, "national"));
    let fresh = Typst::new().unwrap();
    assert_eq!(first, fresh.render(&form(&case, "national")).unwrap());
    let elsewhere = std::thread::spawn(move || render(&case, "national")).join().unwrap();
    assert_eq!(first, elsewhere);
}

#[test]
fn pages_follow_the_rows() {
    for (rows, national, seed) in [(0, 1, 1), (4, 1, 1), (14, 3, 3)] {
        let case = adult(rows, 24);
        for (layout, wanted) in [("national", national), ("seed", seed)] {
            let count = pages(&render(&case, layout));
            assert!(count.is_none_or(|count| count == wanted), "{rows} rows, {layout}: {count:?}");
        }
    }
    let long = pages(&render(&adult(2, 1600), "national"));
    assert!(long.is_none_or(|count| count >= 2), "a row longer than a page goes on");
}

#[test]
fn metadata_hold_the_title_and_no_person() {
    let pdf = render(&adult(1, 20), "national");
    let text = String::from_utf8_lossy(&pdf);
    let start = text.find("<x:xmpmeta").unwrap();
    let metadata = &text[start..text.find("</x:xmpmeta>").unwrap()];
    for wanted in
        ["モニタリング報告書", "<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "ja-JP", "2026-11-24"]
    {
        assert!(metadata.contains(wanted), "{wanted}");
    }
    let objects = objects_of(&pdf).unwrap_or_default();
    for person in ["川崎", "宮前", "みなも"] {
        assert!(!text.contains(person) && !objects.contains(person), "{person}");
    }
}

#[test]
fn what_a_user_types_is_never_read_as_typst() {
    let mut case = adult(1, 20);
    case.report.policy = "#panic(\"x\") $x$ *太字* _斜体_ = 見出し @ref <label> \\ ` [ ]".into();
    case.client.name = "#read(\"/etc/passwd\")".into();
    let pdf = render(&case, "national");
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("#read(\"/etc/passwd\")"), "{text}");
        assert!(text.contains("*太字*"), "{text}");
    }
}

#[test]
fn no_text_a_form_can_hold_stops_the_pdf() {
    let mut case = adult(1, 20);
    case.client.name = "𠮷田 👍👨‍👩‍👧 葛\u{E0100}飾 辻\u{E0101} か\u{3099} \u{E000}\u{FFFD} ☑ ﷽ é عربى ไทย".into();
    case.report.policy = "あ".repeat(6000);
    case.report.overall = "A".repeat(400) + "\n\n\n\u{0}\u{1F}" + &"1234567890".repeat(30);
    case.report.rows[0].due = "https://www.example.jp/とても長いアドレス/".repeat(3);
    for layout in LAYOUTS {
        render(&case, layout);
    }
}

#[test]
fn an_unknown_form_is_a_fault_that_names_it() {
    let mut form = form(&adult(0, 0), "seed");
    form.form = "../secret".into();
    assert!(TYPST.render(&form).is_err());
    form.form = "nothing".into();
    assert_eq!(TYPST.render(&form), Err(TypesetFault::UnknownForm("nothing".into())));
}

#[test]
fn a_fault_of_a_sheet_names_the_place_and_not_the_content() {
    let mut form = form(&adult(1, 20), "seed");
    form.content["page"]["client-name"] = serde_json::json!("川崎 花子");
    let fault = TYPST.render(&form).unwrap_err().to_string();
    assert!(fault.contains("common.typ"), "{fault}");
    assert!(!fault.contains("川崎"), "{fault}");
}

#[test]
fn every_filled_field_stands_on_the_paper() {
    for case in [adult(2, 40).complete(), child().recorded()] {
        for layout in LAYOUTS {
            let form = form(&case, layout);
            let Some(paper) = text_of(&TYPST.render(&form).unwrap()) else {
                return;
            };
            let content = &form.content;
            let page = content["page"].as_object().unwrap().values().map(|field| &field["value"]);
            let rows = content["tables"]["rows"]["rows"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|row| row.as_object().unwrap().values());
            for value in page.chain(rows).filter_map(|value| value.as_str()) {
                let value: String = without_line_marks(value).split_whitespace().collect();
                assert!(paper.contains(&value), "{value} in {layout}");
            }
        }
    }
}

/// The headings of the handbook's form, as seed 002 prints them. 「区分」 is 障害支援区分; the form asks how far a goal was
/// reached only in its footnote, so that the column has that word.
#[test]
fn the_handbooks_headings_stand_on_the_paper() {
    let Some(paper) = text_of(&render(&adult(2, 30), "seed")) else {
        return;
    };
    for heading in [
        "モニタリング報告書",
        "利用者名",
        "障害支援区分",
        "相談支援事業所名",
        "担当者",
        "印",
        "受給者証番号",
        "計画作成日",
        "モニタリング実施日",
        "ニーズ",
        "サービス提供状況",
        "本人・家族の感想・満足度",
        "今後の課題・留意事項",
        "計画変更の必要性",
        "達成度は◎、○、△、×で記入する。",
        "利用者同意署名欄",
    ] {
        assert!(paper.contains(heading), "{heading}");
    }
    let choice = |chosen: &str| paper.contains(chosen);
    assert!(choice("■有□無") && choice("□有■無") && choice("□有□無"), "a row with, one without, and the empty ones");
}

#[test]
fn all_pages_carry_number_name_and_count() {
    let Some(text) = text_of(&render(&adult(14, 24), "national")) else {
        return;
    };
    let sheets: Vec<&str> = text.split('\u{c}').filter(|page| !page.is_empty()).collect();
    assert_eq!(sheets.len(), 3);
    for (page, number) in sheets.iter().zip(1..) {
        for wanted in ["様式3-1", "川崎花子", "支援目標", &format!("{number}/3")] {
            assert!(page.contains(wanted), "{wanted} on page {number}");
        }
    }
}

#[test]
fn the_file_is_sound_and_its_fonts_are_subsets_in_it() {
    let signed = adult(2, 30).recorded().consented(ConsentMethod::InPerson, SignerRelation::Client, "", DRAWING);
    let pdf = render(&signed, "national");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf).unwrap();
    let path = file.path().to_str().unwrap();
    if let Some(fonts) = poppler("pdffonts", &[path]) {
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert_eq!(fonts.len(), 2, "{fonts:?}");
        assert!(fonts.iter().all(|font| font.contains("+BIZUDPGothic") && font.contains("yes yes yes")), "{fonts:?}");
    }
    if let Some(checked) = poppler("qpdf", &["--check", path]) {
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    }
    if let Some(structure) = poppler("pdfinfo", &["-struct-text", path]) {
        assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"), "{structure}");
        assert!(structure.contains("Figure"), "the drawn signature has a text of its own");
    }
}

#[test]
fn the_coverage_table_of_forms_is_that_of_the_fonts() {
    let kept = include_str!("../../forms/src/glyphs/coverage.txt");
    let hint = "run `cargo run -p pdf --example coverage > crates/forms/src/glyphs/coverage.txt`";
    assert!(TYPST.coverage_table() == kept, "{hint}");
}
