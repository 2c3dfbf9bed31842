//! サービス担当者会議録 as PDF: every value readable on the paper, upright, and going on where a page is full.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use domain::planning::p4_conference::Conference;
use forms::{CONFERENCE, ConferenceInput, FilledForm, conference_minutes, forms_of};
use pdf::Typst;
use sample::{Meeting, meeting};
use tools::{objects_of, poppler, text_of, words_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

fn filled(input: &ConferenceInput<'_>) -> FilledForm {
    forms_of(&CONFERENCE).next().unwrap().fill(&conference_minutes(input))
}

fn render(meeting: &Meeting) -> Vec<u8> {
    TYPST.render(&filled(&meeting.input())).unwrap()
}

#[test]
fn every_filled_field_stands_on_the_paper() {
    let meeting = meeting(3, 40);
    let form = filled(&meeting.input());
    let Some(paper) = text_of(&TYPST.render(&form).unwrap()) else { return };
    let page = form.content["page"].as_object().unwrap().values();
    let titles = page.clone().map(|field| &field["title"]);
    let tables = form.content["tables"].as_object().unwrap().values();
    let columns = tables.clone().flat_map(|table| table["columns"].as_object().unwrap().values());
    let rows =
        tables.flat_map(|table| table["rows"].as_array().unwrap()).flat_map(|row| row.as_object().unwrap().values());
    let mut seen = 0;
    for value in page.map(|field| &field["value"]).chain(titles).chain(columns).chain(rows) {
        let value: String =
            value.as_str().unwrap().split_whitespace().collect::<String>().replace(['\u{200b}', '\u{2060}'], "");
        assert!(!value.is_empty() && paper.contains(&value), "{value}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn the_paper_is_upright_and_a_long_meeting_goes_on_with_its_head() {
    let pdf = render(&meeting(9, 200));
    let Some(told) = words_of(&pdf) else { return };
    assert!(told.iter().all(|word| word.right <= 200.1 && word.bottom <= 293.0), "A4 upright, within the margins");
    let pages = told.iter().map(|word| word.page).max().unwrap();
    assert!(pages >= 2, "{pages}");
    let text = text_of(&pdf).unwrap();
    for page in text.split('\u{c}').filter(|page| !page.is_empty()) {
        assert!(page.contains("川崎花子"), "{page}");
    }
    let one = text_of(&render(&meeting(2, 30))).unwrap();
    assert_eq!(one.split('\u{c}').filter(|page| !page.is_empty()).count(), 1, "a usual meeting is one page");
}

#[test]
fn an_empty_meeting_and_any_text_print() {
    let mut case = meeting(1, 20);
    let (conference, draft) = (Conference::default(), true);
    let empty = TYPST.render(&filled(&ConferenceInput { conference: &conference, draft, ..case.input() })).unwrap();
    if let Some(text) = text_of(&empty) {
        assert!(text.contains("下書き") && text.contains("なし"), "{text}");
    }
    case.conference.discussion = "#read(\"/etc/passwd\") *太字* ".repeat(150);
    case.conference.attendees[0].affiliation = "𠮷田 👍 葛\u{E0100}飾 é عربى".into();
    case.conference.attendees[0].opinion = "A".repeat(400);
    if let Some(text) = text_of(&render(&case)) {
        assert!(text.contains("#read(\"/etc/passwd\")"), "{text}");
    }
}

#[test]
fn label_cells_are_headings_and_no_name_stands_in_the_metadata() {
    let pdf = render(&meeting(2, 30));
    let text = String::from_utf8_lossy(&pdf);
    let objects = objects_of(&pdf).unwrap_or_default();
    for person in ["川崎", "青葉", "宮前"] {
        assert!(!text.contains(person) && !objects.contains(person), "{person}");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pdf).unwrap();
    let path = file.path().to_str().unwrap();
    if let Some(structure) = poppler("pdfinfo", &["-struct-text", path]) {
        assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"), "{structure}");
    }
    if let Some(checked) = poppler("qpdf", &["--check", path]) {
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    }
}
