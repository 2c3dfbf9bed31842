//! 祝日: 内閣府's table is taken in, and the deadlines that move follow it.
#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    monitoring::settings,
    office::{
        HoldsFrom, ImportedHolidays, import_holidays, municipality_settings, save_municipality_settings,
        settings_version,
    },
};
use domain::office::Role;
use encoding_rs::SHIFT_JIS;
use testkit::{TestApp, day, month};

use super::people::november;

const TABLE: &str = "国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n2026/10/12,スポーツの日\r\n2026/10/13,架空の休日\r\n";

fn import(app: &TestApp, text: &str) -> Result<ImportedHolidays, Refusal> {
    let bytes = SHIFT_JIS.encode(text).0.into_owned();
    app.write(Role::Manager, move |cx| import_holidays(cx, &bytes))
}

fn due_of_september(app: &TestApp) -> String {
    let book = app.read(Role::Viewer, settings).unwrap();
    book.of("141305", day("2026-10-01")).submission_due(month("2026-09")).to_string()
}

#[test]
fn a_deadline_that_moves_follows_the_shipped_table_and_then_the_imported_one() {
    let app = november();
    assert_eq!(due_of_september(&app), "2026-10-10", "a Saturday");
    let values = vec![("submission_day_moves".to_owned(), "true".to_owned())];
    app.write(Role::Manager, move |cx| {
        let version = settings_version(&municipality_settings(cx, "141305")?.lines);
        save_municipality_settings(cx, "141305", &values, Some(HoldsFrom::Start), version)
    })
    .unwrap();
    assert_eq!(due_of_september(&app), "2026-10-13", "after スポーツの日");
    let imported = import(&app, TABLE).unwrap();
    assert_eq!((imported.days, imported.first, imported.last), (3, day("2026-01-01"), day("2026-10-13")));
    assert_eq!(due_of_september(&app), "2026-10-14");
}

#[test]
fn a_file_with_a_mistake_is_refused_with_its_lines_and_keeps_what_was_there() {
    let app = november();
    import(&app, TABLE).unwrap();
    let sentences = |text: &str| -> Vec<String> {
        let Err(Refusal::Refused(reasons)) = import(&app, text) else { unreachable!("{text}") };
        reasons.into_iter().map(|reason| reason.sentence).collect()
    };
    let wrong = sentences(
        "国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/2/30,ない日\r\n2026/5/3,\r\n2026/5/4,み\r\n2026/5/4,み\r\n",
    );
    assert_eq!(
        wrong,
        [
            "2行目: 「2026/2/30」を日付として読めません（例: 2027/1/1）。",
            "3行目: 名称がないか、長すぎます（40文字まで）。",
            "5行目: 2026/5/4が2回あります。",
        ]
    );
    assert!(sentences("氏名,フリガナ\r\n川崎,カワサキ\r\n")[0].contains("syukujitsu.csv"));
    assert!(sentences("国民の祝日・休日月日,国民の祝日・休日名称\r\n")[0].contains("1日もありません"));
    let kept = app.keep(|tx| store::holidays::all(tx, testkit::OFFICE));
    assert_eq!(kept.len(), 3);
    let forbidden = app.write(Role::Clerk, |cx| import_holidays(cx, b""));
    assert!(matches!(forbidden, Err(Refusal::Forbidden)));
}
