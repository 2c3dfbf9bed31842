//! The rows of a plan come into the report, under the ids they have.

use domain::{
    monitoring::m3_record::{Report, ReportRow},
    planning::report_rows::{report_rows, with_plan_rows},
};
use testkit::proposal::{draft, plan_row};

#[test]
fn a_report_begins_with_the_needs_goals_and_times_of_the_plan() {
    let rows = report_rows(&draft("2026-11-20").needs);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].plan_row, Some(plan_row(1)));
    assert_eq!((rows[0].need.as_str(), rows[0].goal.as_str()), ("働く場がない", "自分に合う仕事を見つける"));
    assert_eq!(rows[1].due, "令和9年5月");
    assert!(
        rows.iter().all(|row| row.provision.is_empty() && row.achievement.is_none()),
        "what was found is not planned"
    );
}

#[test]
fn a_row_is_known_by_its_id_whatever_its_words_say_in_that_month() {
    let needs = draft("2026-11-20").needs;
    let own =
        ReportRow {
            plan_row: Some(plan_row(1)), need: "働く場が見つかってきた".to_owned(), ..ReportRow::default()
        };
    let report = Report { rows: vec![own.clone()], ..Report::default() };
    let report = with_plan_rows(report, &needs);
    assert_eq!(report.rows.iter().map(|row| row.plan_row).collect::<Vec<_>>(), [Some(plan_row(1)), Some(plan_row(2))]);
    assert_eq!(report.rows[0], own, "nothing written is changed");
    assert_eq!(with_plan_rows(report.clone(), &needs), report, "once is enough");
}

#[test]
fn a_need_typed_before_the_plan_was_there_becomes_the_plans_row() {
    let typed =
        ReportRow {
            need: "家事が負担".to_owned(), provision: "週2回来ている".to_owned(), ..ReportRow::default()
        };
    let report = with_plan_rows(
        Report { rows: vec![typed, ReportRow::default()], ..Report::default() },
        &draft("2026-11-20").needs,
    );
    assert_eq!(report.rows.len(), 2);
    assert_eq!((report.rows[0].plan_row, report.rows[0].provision.as_str()), (Some(plan_row(2)), "週2回来ている"));
}
