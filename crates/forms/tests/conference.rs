//! サービス担当者会議録: what stands in each field, and that no item is lost in silence.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::sample;

use domain::planning::p4_conference::Conference;
use forms::{CONFERENCE, ConferenceInput, Form, conference_minutes, forms_of, without_line_marks};
use sample::meeting;
use serde_json::Value;

const COMMON: &str = include_str!("../../../law/forms/common.typ");
const SHEET: &str = include_str!("../../../law/forms/conference-minutes/sheet.typ");

fn form() -> &'static Form {
    forms_of(&CONFERENCE).next().unwrap()
}

#[test]
fn each_item_is_printed_and_the_sheet_draws_each_field() {
    let file = &form().file;
    let printed: Vec<&str> = file.fields.iter().flat_map(|field| field.sources()).collect();
    for item in CONFERENCE.items {
        assert!(printed.contains(&item.path), "{}", item.path);
    }
    assert!(form().not_printed().is_empty());
    for field in &file.fields {
        let name = format!("\"{}\"", field.name);
        assert!(SHEET.contains(&name) || COMMON.contains(&name), "{name}");
    }
}

#[test]
fn a_meeting_with_everything_leaves_no_printed_field_empty() {
    let meeting = meeting(2, 30);
    let content = form().fill(&conference_minutes(&meeting.input())).content;
    for field in &form().file.fields {
        let value = match field.table() {
            Some(table) => &content["tables"][table.trim_start_matches("conference.")]["rows"][1][&field.name],
            None => &content["page"][&field.name]["value"],
        };
        assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{}: {value}", field.name);
    }
}

#[test]
fn what_was_said_stands_in_its_field() {
    let meeting = meeting(1, 30);
    let content = form().fill(&conference_minutes(&meeting.input())).content;
    let value = |name: &str| without_line_marks(content["page"][name]["value"].as_str().unwrap());
    assert_eq!(value("client-name"), "川崎 花子");
    assert_eq!((value("written-on"), value("held-on")), ("令和8年11月24日".into(), "令和8年11月20日".into()));
    assert_eq!((value("times"), value("number")), ("14:00〜15:30".into(), "2回目".into()));
    assert_eq!(value("person"), "無（通院と重なったため。前日に自宅で意向を聞いた。）");
    assert_eq!(value("family"), "有（母 川崎 母子）");
    assert_eq!(value("may-share"), "文書で同意を得ている");
    assert!(value("video").starts_with("利用した（"));
    let row = |table: &str| content["tables"][table]["rows"][0].clone();
    assert_eq!(row("present")["present-affiliation"], "工房あおば（サービス管理責任者）");
    assert_eq!(
        (&row("absent")["absent-asked-on"], &row("absent")["absent-reason"]),
        (&Value::from("R8.11.17"), &Value::from("勤務の都合"))
    );
    assert_eq!(row("open")["open-due"], "R8.12.10");
}

#[test]
fn a_meeting_of_which_nothing_is_known_prints_empty_fields() {
    let whole = meeting(1, 10);
    let (conference, draft) = (Conference::default(), true);
    let input = ConferenceInput { conference: &conference, draft, ..whole.input() };
    let content = form().fill(&conference_minutes(&input)).content;
    assert_eq!(content["flags"]["draft"], true);
    for name in ["held-on", "times", "number", "video", "person", "family", "may-share"] {
        assert_eq!(content["page"][name]["value"], "", "{name}");
    }
    assert_eq!(content["tables"]["present"]["rows"].as_array().unwrap().len(), 0);
}
