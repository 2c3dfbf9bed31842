//! 利用者と受給者証を取り込む.

use app::{
    Refusal,
    transfer::{ImportReport, Importer, Mode, Watch, export_office, import_clients, template},
};
use domain::office::Role;
use testkit::{OFFICE, TestApp, day};

fn importer(app: &TestApp, role: Role) -> Importer {
    Importer { db: app.db.clone(), actor: app.actor(role), outside: app.outside.clone() }
}

fn import(app: &TestApp, text: &str, mode: Mode) -> ImportReport {
    import_clients(&importer(app, Role::Clerk), text.as_bytes(), mode, &Watch::default()).unwrap()
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
fn who_came_from_another_office_is_this_offices_from_that_day_on() {
    let app = TestApp::new();
    let head = "氏名,フリガナ,生年月日,担当開始日,前の事業所";
    let bad = format!(
        "{head}\r\n川崎 花子,カワサキ ハナコ,S60.3.1,R8.10.1,\r\n幸 太郎,サイワイ タロウ,S60.3.2,,相談室みどり\r\n"
    );
    let looked = import(&app, &bad, Mode::DryRun);
    let columns: Vec<&str> = looked.rejected.iter().map(|row| row.problems[0].column.as_str()).collect();
    assert_eq!(columns, ["前の事業所", "担当開始日"]);
    let good = format!("{head}\r\n川崎 花子,カワサキ ハナコ,S60.3.1,R8.10.1,相談室みどり\r\n");
    assert!(import(&app, &good, Mode::AllOrNothing).written);
    let client = app.keep(|tx| store::clients::all(tx, OFFICE)).remove(0);
    assert!(client.other_offices.on_day(day("2026-09-30")) && !client.other_offices.on_day(day("2026-10-01")));
    let (files, _) = app.write(Role::Manager, export_office).unwrap();
    let csv = files.iter().find(|file| file.name == "clients.csv").unwrap();
    let csv = String::from_utf8(csv.bytes.clone()).unwrap();
    assert!(csv.contains("担当開始日,前の事業所") && csv.contains("2026-10-01,相談室みどり"), "{csv}");
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

/// The rows of a CSV text as a workbook, its days as Excel's days.
fn workbook(text: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy/mm/dd");
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (place, cell) in (0..).zip(line.split(',')) {
            match rust_xlsxwriter::ExcelDateTime::parse_from_str(cell) {
                Ok(date) if cell.len() == 10 => sheet.write_datetime_with_format(row, place, date, &day).unwrap(),
                _ => match cell.parse::<f64>() {
                    Ok(number) if !cell.starts_with('0') => sheet.write_number(row, place, number).unwrap(),
                    _ => sheet.write_string(row, place, cell).unwrap(),
                },
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_taken_as_its_csv_is() {
    let app = TestApp::new();
    let book = workbook(&template().replace("S60.3.1", "1985-03-01").replace("R9.4.30", "2027-04-30"));
    let report = import_clients(&importer(&app, Role::Clerk), &book, Mode::AllOrNothing, &Watch::default()).unwrap();
    assert!(report.written, "{report:?}");
    assert_eq!(report.encoding, "Excel（シート「Sheet1」）");
    assert_eq!(kept(&app), (1, 1, 4));
    assert_eq!(import(&app, &template(), Mode::AllOrNothing).known, 1, "the same person, the same certificate");
    // The same cells are wrong, with their rows and columns.
    let report = import(&app, MIXED, Mode::DryRun);
    let of_book = import_clients(&importer(&app, Role::Clerk), &workbook(MIXED), Mode::DryRun, &Watch::default());
    assert_eq!(of_book.unwrap().rejected, report.rejected);
}

#[test]
fn formulas_without_a_result_and_months_that_became_days() {
    let app = TestApp::new();
    let head = "氏名,フリガナ,生年月日,備考,相談支援の種類,受給者証番号,市町村番号,市町村名,決定区分,サービス1,有効期間開始1,有効期間終了1,実施月";
    let row = "幸 花,サイワイ ハナ,1989-01-08,,計画相談支援,12345678,141305,川崎市,更新,居宅介護,2026-05-01,2027-04-30,2027-04-01";
    let bad = row.replace("幸 花", "#REF!").replace(",,", ",#N/A,");
    let file = workbook(&format!("{head}\n{row}\n{bad}"));
    let report = import_clients(&importer(&app, Role::Clerk), &file, Mode::TakeGoodRows, &Watch::default()).unwrap();
    let found = problems(&report);
    assert_eq!(found.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), [(3, "氏名"), (3, "備考")], "{found:?}");
    assert!(found[0].2.contains("計算式の誤り（#REF!）"), "{found:?}");
    let months = app.keep(|tx| store::rounds::all(tx, OFFICE)).into_iter().map(|it| it.month.to_string());
    assert_eq!(months.collect::<Vec<_>>(), ["2027-04"]);
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
    let refused = import_clients(&importer(&app, Role::Viewer), b"", Mode::DryRun, &Watch::default());
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
    let (files, _) = app.write(Role::Manager, app::transfer::export_office).unwrap();
    let clients = String::from_utf8(files[3].bytes.clone()).unwrap();
    assert!(clients.contains(",2026-04-01、2027-04-01,2026-12-15、,"), "{clients}");
}

/// A head and rows of one column set: 氏名, フリガナ, 生年月日, 住所, then the certificate.
fn rows(rows: &[&str]) -> String {
    let head = "氏名,フリガナ,生年月日,住所,相談支援の種類,受給者証番号,市町村番号,市町村名,決定区分,サービス1,支給量1,有効期間開始1,有効期間終了1,モニタリング期間1";
    format!("{head}\n{}\n", rows.join("\n"))
}

fn problems(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    let all = report.rejected.iter().flat_map(|row| row.problems.iter().map(move |it| (row.line, it)));
    all.map(|(line, it)| (line, it.column.as_str(), it.sentence.as_str())).collect()
}

const PAPER: &str = "計画相談支援,1234567890,141305,川崎市,更新,居宅介護,月30時間,R8.5.1,R9.4.30,3";

#[test]
fn rows_of_one_person_that_contradict_each_other_are_told() {
    let app = TestApp::new();
    let next = PAPER.replace("R8.5.1,R9.4.30", "R9.5.1,R10.4.30");
    let other = PAPER.replace("1234567890", "1234567899").replace("R8.5.1", "R8.8.1");
    let amount = PAPER.replace("月30時間", "月20時間");
    let file = rows(&[
        &format!("髙橋 花子,タカハシ ハナコ,S60.3.1,川崎市1,{PAPER}"),
        // The other way of writing the name is the same person; an empty cell says nothing.
        &format!("高橋 花子,タカハシ ハナコ,S60.3.1,,{next}"),
        &format!("高橋 花子,タカハシ ハナコ,S60.3.1,横浜市9,{next}"),
        &format!("髙橋 花子,タカハシ ハナコ,S60.3.1,,{other}"),
        &format!("髙橋 花子,タカハシ ハナコ,S60.3.1,,{amount}"),
    ]);
    let report = import(&app, &file, Mode::TakeGoodRows);
    assert_eq!((report.good, report.clients, report.certificates), (2, 1, 2), "{report:?}");
    assert_eq!(
        problems(&report),
        [
            (4, "住所", "2行目の同じ人と、書いてあることが違います。"),
            (5, "受給者証番号", "2行目の受給者証と、人も市町村も同じで番号が違うのに、有効期間が重なっています。"),
            (6, "支給量1", "2行目の同じ人と、書いてあることが違います。"),
        ]
    );
    // The parts the other way round, without a blank, and ヅ for ズ are the same person, too.
    let turned = rows(&[&format!("花子高橋,ハナコ タカハシ,S60.3.1,川崎市1,{PAPER}")]);
    let report = import(&app, &turned, Mode::AllOrNothing);
    assert_eq!((report.known, report.clients), (1, 0), "{report:?}");
    // What is registered is not overwritten, and that is said, too.
    let moved = rows(&[&format!("髙橋 花子,タカハシ ハナコ,S60.3.1,横浜市9,{PAPER}")]);
    let report = import(&app, &moved, Mode::AllOrNothing);
    assert_eq!(problems(&report)[0].1, "住所");
    assert!(problems(&report)[0].2.contains("登録済みの内容と違います"), "{report:?}");
    assert_eq!(kept(&app).0, 1);
}

#[test]
fn whole_numbers_are_read_as_spreadsheets_write_them_and_never_joined() {
    let app = TestApp::new();
    let row = |interval: &str| {
        format!(
            "幸 花,サイワイ ハナ,1989-01-08 0:00,川崎市1,{}",
            PAPER.replace("R9.4.30,3", &format!("R9.4.30,{interval}"))
        )
    };
    for wrong in ["1.5", "\"1,5\"", "-3", "1 2"] {
        let report = import(&app, &rows(&[&row(wrong)]), Mode::DryRun);
        assert_eq!(problems(&report).first().map(|it| it.1), Some("モニタリング期間1"), "{wrong}");
    }
    let report = import(&app, &rows(&[&row("3.0")]), Mode::AllOrNothing);
    assert!(report.written, "{report:?}");
    let kept = app.keep(|tx| store::certificates::all(tx, OFFICE));
    assert_eq!(kept[0].phases[0].interval_months, 3);
    let number =
        rows(&[&format!("幸 花,サイワイ ハナ,1989-01-08,川崎市1,{}", PAPER.replace("1234567890", "12345678.0"))]);
    assert_eq!(problems(&import(&app, &number, Mode::DryRun))[0].1, "受給者証番号");
}

#[test]
fn a_name_with_sixty_letters_is_taken_and_one_with_a_hidden_mark_is_not() {
    let app = TestApp::new();
    let long = "Maria Aparecida Fernanda de Oliveira Santos Yamamoto Junior A";
    let file = format!("氏名,フリガナ,生年月日\n{long},マリア,S60.3.1\n川崎\u{202E}花子,カワサキ,S60.3.1\n");
    let file = file.replace("Junior A", "Junior");
    let report = import(&app, &file, Mode::TakeGoodRows);
    assert_eq!(problems(&report).iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), [(3, "氏名")]);
    assert_eq!(kept(&app).0, 1);
}

#[test]
fn what_a_spreadsheet_would_run_goes_out_guarded_and_comes_back_unchanged() {
    let app = TestApp::new();
    let file = "氏名,フリガナ,生年月日,住所,備考\n'=1+1,イチ,S60.3.1,+81 川崎,''x\n@x,ニ,だめ,-1,=cmd\n";
    let report = import(&app, file, Mode::TakeGoodRows);
    let rejected = String::from_utf8(report.rejected_file()).unwrap();
    assert!(rejected.contains("\r\n'@x,ニ,だめ,'-1,'=cmd,3,"), "{rejected}");
    let clients = app.keep(|tx| store::clients::all(tx, OFFICE));
    assert_eq!((clients[0].name.as_str(), clients[0].note.as_str()), ("=1+1", "'x"));
    let again = import(&app, &rejected.replace("だめ", "S60.3.1"), Mode::AllOrNothing);
    assert!(again.written, "{again:?}");
    let clients = app.keep(|tx| store::clients::all(tx, OFFICE));
    assert!(clients.iter().any(|it| it.name == "@x" && it.address == "-1" && it.note == "=cmd"), "{clients:?}");
}

#[test]
fn a_wide_file_is_refused_at_once_and_many_problems_are_cut_short() {
    let app = TestApp::new();
    let wide = format!("氏名,フリガナ,生年月日{}\n{}", ",".repeat(300_000), "a,b,c\n".repeat(3_000));
    assert!(import(&app, &wide, Mode::DryRun).file_problems[0].contains("列が多すぎます"));
    let bad = format!("氏名,フリガナ,生年月日\n{}", "a,b,c\n".repeat(3_000));
    let report = import(&app, &bad, Mode::DryRun);
    let (listed, more) = report.listed();
    assert_eq!(report.rejected.len(), 3_000);
    assert!(listed.len() == 200 && more > 5_000, "{} {more}", listed.len());
}

/// Six hundred people: three batches.
fn many() -> String {
    let people: Vec<String> = (0..600).map(|number| format!("川崎 {number},カワサキ,S60.3.1,{number}")).collect();
    format!("氏名,フリガナ,生年月日,利用者番号\n{}\n", people.join("\n"))
}

#[test]
fn an_import_goes_in_batches_can_be_stopped_and_goes_on_where_it_was() {
    let app = TestApp::new();
    let watch = Watch::default();
    watch.cancel();
    let report = import_clients(&importer(&app, Role::Clerk), many().as_bytes(), Mode::AllOrNothing, &watch).unwrap();
    assert!(report.cancelled && !report.written, "{report:?}");
    let half: String = many().lines().take(301).map(|line| format!("{line}\n")).collect();
    assert_eq!(import(&app, &half, Mode::AllOrNothing).taken, 300);
    let watch = Watch::default();
    let report = import_clients(&importer(&app, Role::Clerk), many().as_bytes(), Mode::AllOrNothing, &watch).unwrap();
    assert_eq!((report.known, report.taken, report.clients), (300, 300, 300));
    assert_eq!(watch.progress(), (300, 300));
    assert_eq!(kept(&app).0, 600);
    let batches = app.keep(|tx| {
        let filter = store::audit::AuditFilter { limit: 10_000, ..Default::default() };
        let log = store::audit::list(tx, OFFICE, &filter)?;
        Ok(log.iter().filter(|entry| entry.word == "transfer.import").count())
    });
    assert_eq!(batches, 4, "300 and 300 rows, 200 a batch");
}

#[test]
fn the_same_file_sent_twice_at_once_is_taken_once() {
    let app = TestApp::new();
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let by = importer(&app, Role::Clerk);
            std::thread::spawn(move || {
                import_clients(&by, template().as_bytes(), Mode::AllOrNothing, &Watch::default())
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(kept(&app), (1, 1, 4));
}

#[test]
fn nothing_of_a_refused_file_stays_in_the_database() {
    let app = TestApp::new();
    import(&app, "氏名,フリガナ,生年月日\n秘密の人,ヒミツ,だめ\n", Mode::AllOrNothing);
    let kept = app.keep(|tx| tx.rows("select result from operation", &[], |row| row.next::<String>()));
    assert!(kept.iter().all(|result| !result.contains("秘密")), "{kept:?}");
}
