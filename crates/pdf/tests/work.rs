//! What typst keeps in its memory from one report serves the next: no set or show rule of a sheet holds a report's data.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../../forms/tests/sample/mod.rs"]
mod sample;

use forms::{FilledForm, REPORT, forms_of, monitoring_report};
use pdf::Typst;
use sample::{adult, day};

/// A report in which every text, the name and the day are its own.
fn report(layout: &str, number: i8) -> FilledForm {
    let mut case = adult(5, 36).recorded();
    case.client.name = format!("川崎 花子{number}");
    case.report.written_on = Some(day(&format!("2026-11-{:02}", 23 + number)));
    case.report.policy.insert_str(0, &format!("{number}回目。"));
    case.report.overall.insert_str(0, &format!("{number}回目。"));
    case.report.notes.insert_str(0, &format!("{number}回目。"));
    for (at, row) in case.report.rows.iter_mut().enumerate() {
        for text in [
            &mut row.need,
            &mut row.goal,
            &mut row.due,
            &mut row.provision,
            &mut row.satisfaction,
            &mut row.achievement_note,
            &mut row.issues,
            &mut row.notes,
        ] {
            text.insert_str(0, &format!("（{number}-{at}）"));
        }
    }
    let form = forms_of(&REPORT).find(|form| form.file.word == layout).unwrap();
    form.fill(&monitoring_report(&case.input()))
}

/// How many pieces of work typst does for a paper, counted by its own marks (no clock).
fn pieces(typst: &Typst, form: &FilledForm) -> usize {
    typst_timing::clear();
    typst_timing::enable();
    typst.render(form).unwrap();
    typst_timing::disable();
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).unwrap();
    serde_json::from_slice::<Vec<serde_json::Value>>(&events).unwrap().len()
}

// One test in this program: the memory and the marks are the process's.
#[test]
fn the_second_of_two_different_reports_is_at_least_a_quarter_less_work() {
    let typst = Typst::new().unwrap();
    for layout in ["national", "seed"] {
        comemo::evict(0);
        let first = pieces(&typst, &report(layout, 1));
        let second = pieces(&typst, &report(layout, 2));
        assert!(first > 100, "the marks are there: {first}");
        assert!(second * 4 <= first * 3, "{layout}: {first} pieces of work, then {second}");
    }
}
