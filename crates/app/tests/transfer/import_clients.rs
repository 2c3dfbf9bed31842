//! 利用者と受給者証を取り込む.

use app::{
    Refusal,
    transfer::{ImportReport, Mode, import_clients, template},
};
use domain::office::Role;
use testkit::{OFFICE, TestApp};

fn import(app: &TestApp, text: &str, mode: Mode) -> ImportReport {
    let bytes = text.as_bytes().to_vec();
    app.write(Role::Clerk, move |cx| import_clients(cx, &bytes, mode)).unwrap()
}

fn kept(app: &TestApp) -> (usize, usize, usize) {
    app.keep(|tx| {
        Ok((
            store::clients::all(tx, OFFICE)?.len(),
            store::certificates::all(tx, OFFICE)?.len(),
            store::rounds::all(tx, OFFICE)?.len(),
        ))
    })
}

/// Two good rows of one person, one bad row.
const MIXED: &str = "氏名,フリガナ,生年月日,担当,相談支援の種類,受給者証番号,市町村番号,市町村名,決定区分,サービス1,有効期間開始1,有効期間終了1,モニタリング期間1\r\n\
川崎 花子,かわさき はなこ,S60.3.1,佐藤花子,計画相談支援,12345678,141305,川崎市,更新,居宅介護,R7.5.1,R8.4.30,3\r\n\
川崎 花子,カワサキ　ハナコ,昭和60年3月1日,,計画相談支援,0012345678,141305,川崎市,更新,居宅介護,R8.5.1,R9.4.30,3\r\n\
中原 太郎,ナカハラ タロウ,S60.2.30,だれか,計画相談支援,99,141305,川崎市,更新,居宅介護,R8.5.1,R7.4.30,0\r\n";

#[test]
fn the_template_itself_can_be_imported() {
    let app = TestApp::new();
    let report = import(&app, &template(), Mode::AllOrNothing);
    assert!(report.written, "{report:?}");
    assert_eq!(kept(&app), (1, 1, 4));
}

#[test]
fn every_bad_cell_is_listed_and_nothing_is_written() {
    let app = TestApp::new();
    let report = import(&app, MIXED, Mode::AllOrNothing);
    assert!(!report.written);
    assert_eq!((report.rows, report.good, report.clients, report.certificates), (3, 2, 1, 2));
    assert_eq!(report.rejected.len(), 1);
    assert_eq!(report.rejected[0].line, 4);
    let columns: Vec<&str> = report.rejected[0].problems.iter().map(|it| it.column.as_str()).collect();
    assert_eq!(columns, ["担当", "生年月日", "有効期間終了1", "モニタリング期間1"]);
    assert_eq!(kept(&app), (0, 0, 0));
}

#[test]
fn a_dry_run_writes_nothing_even_when_all_is_good() {
    let app = TestApp::new();
    let report = import(&app, &template(), Mode::DryRun);
    assert!(report.is_clean() && !report.written);
    assert_eq!(kept(&app), (0, 0, 0));
}

#[test]
fn the_good_rows_alone_are_taken_when_asked_for() {
    let app = TestApp::new();
    let report = import(&app, MIXED, Mode::TakeGoodRows);
    assert!(report.written);
    assert_eq!(kept(&app), (1, 2, 8));
    let rejected = String::from_utf8(report.rejected_file()).unwrap();
    assert!(rejected.starts_with("\u{FEFF}氏名,フリガナ,"), "{rejected}");
    assert!(rejected.contains("中原 太郎") && !rejected.contains("川崎 花子"), "{rejected}");
    assert!(rejected.lines().next().unwrap().ends_with("元の行,取り込めなかった理由"), "{rejected}");
    let mended = rejected.replace("S60.2.30", "S60.2.28").replace("だれか", "").replace("R7.4.30,0", "R9.4.30,6");
    let second = import(&app, &mended, Mode::AllOrNothing);
    assert!(second.written, "{second:?}");
    assert_eq!(kept(&app), (2, 3, 10));
}

#[test]
fn a_second_import_of_the_same_file_adds_nothing() {
    let app = TestApp::new();
    import(&app, &template(), Mode::AllOrNothing);
    let again = import(&app, &template(), Mode::AllOrNothing);
    assert_eq!((again.known, again.good, again.written), (1, 0, false));
    assert_eq!(kept(&app).0, 1);
}

#[test]
fn a_number_of_another_person_is_a_bad_cell() {
    let app = TestApp::new();
    let other = MIXED.lines().take(2).collect::<Vec<_>>().join("\n").replace("川崎 花子", "幸 花子");
    import(&app, MIXED, Mode::TakeGoodRows);
    let report = import(&app, &other, Mode::AllOrNothing);
    assert_eq!(report.rejected[0].problems[0].column, "受給者証番号");
}

#[test]
fn a_file_with_wrong_headings_is_refused_as_a_whole() {
    let app = TestApp::new();
    let report = import(&app, "氏名,フリガナ,たんじょうび,氏名\r\na,b,c,d\r\n", Mode::DryRun);
    assert_eq!(report.file_problems.len(), 3, "{:?}", report.file_problems);
    let none = import(&app, "", Mode::DryRun);
    assert!(none.file_problems[0].contains("空"));
}

#[test]
fn too_many_cells_and_a_viewer_are_refused() {
    let app = TestApp::new();
    let report = import(&app, "氏名,フリガナ,生年月日\r\n幸 花,サイワイ ハナ,H1.1.8,余り\r\n", Mode::DryRun);
    assert!(report.rejected[0].problems[0].sentence.contains("3列"), "{report:?}");
    let refused = app.write(Role::Viewer, |cx| import_clients(cx, b"", Mode::DryRun));
    assert!(matches!(refused, Err(Refusal::Forbidden)));
}

#[test]
fn self_plans_come_in_and_go_out_with_both_of_their_days() {
    let app = TestApp::new();
    let file = "氏名,フリガナ,生年月日,セルフプラン開始日,セルフプランをやめた日\r\n\
        幸 花,サイワイ ハナ,H1.1.8,R8.4.1、R9.4.1,R8.12.15\r\n\
        中原 太郎,ナカハラ タロウ,S60.2.3,R8.4.1,R8.3.1\r\n";
    let report = import(&app, file, Mode::TakeGoodRows);
    assert_eq!(report.rejected.len(), 1, "{report:?}");
    assert_eq!(report.rejected[0].problems[0].column, "セルフプランをやめた日");
    let kept = app.keep(|tx| store::clients::all(tx, OFFICE));
    let days: Vec<_> = kept[0].self_plans.0.iter().map(|it| (it.from.to_string(), it.off_from.is_some())).collect();
    assert_eq!(days, [("2026-04-01".to_owned(), true), ("2027-04-01".to_owned(), false)]);
    let files = app.write(Role::Manager, app::transfer::export_office).unwrap();
    let clients = String::from_utf8(files[3].bytes.clone()).unwrap();
    assert!(clients.contains(",2026-04-01、2027-04-01,2026-12-15、,"), "{clients}");
}
