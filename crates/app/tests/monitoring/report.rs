//! 下書き, 仕上げ, and rows copied from the last report.

use app::{
    Refusal,
    monitoring::{copy_last_report, save_report},
};
use domain::{
    monitoring::m3_record::{Report, ReportRow},
    office::Role,
};

use crate::people::{agreed, entry, now, report, round_of, start};

#[test]
fn a_draft_is_kept_as_typed_and_then_finished() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let mut draft = report("2026-10-15");
    draft.draft = true;
    draft.written_on = None;
    draft.rows.push(ReportRow::default());
    let one = app.write(Role::Specialist, move |cx| save_report(cx, it, draft)).unwrap();
    let round = round_of(&app, &client, "2026-10");
    assert_eq!(round.draft().unwrap().1.rows.len(), 1, "the empty row is left out");
    app.write(Role::Specialist, move |cx| save_report(cx, now(one.round, one.version), report("2026-10-15"))).unwrap();
    let round = round_of(&app, &client, "2026-10");
    assert!(round.draft().is_none() && round.finished_report().is_some());
}

#[test]
fn rows_come_over_from_the_last_report_without_what_was_found() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let nothing = app.write(Role::Specialist, move |cx| copy_last_report(cx, it, Report::default()));
    assert!(matches!(nothing, Err(Refusal::Refused(_))));
    agreed(&app, &round_of(&app, &client, "2026-07"), "2026-07-14");
    let typed = Report {
        rows: vec![ReportRow { need: "外出したい".to_owned(), ..ReportRow::default() }, ReportRow::default()],
        ..Report::default()
    };
    app.write(Role::Specialist, move |cx| copy_last_report(cx, it, typed)).unwrap();
    let round = round_of(&app, &client, "2026-10");
    let (_, draft) = round.draft().unwrap();
    assert_eq!(draft.policy, "本人の力を生かす");
    assert_eq!((draft.rows[1].need.as_str(), draft.rows[1].goal.as_str()), ("安心して暮らしたい", "週3回の介護"));
    assert!(draft.rows[1].provision.is_empty() && draft.rows[1].achievement.is_none());
}
