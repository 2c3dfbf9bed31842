//! A client is judged by the municipality of the certificate, and by what it had decided on the day.

use app::{
    Refusal,
    monitoring::settings,
    office::{
        HoldsFrom, MunicipalityEntry, add_municipality, municipalities, municipality_settings, reset_setting,
        save_municipality, save_municipality_settings, settings_version, wards_of,
    },
};
use domain::{client::ConsultationService::Plan, office::Role};
use testkit::{TestApp, client, day, month, months};

use super::people::{OCTOBER, agree, keep, november, part, round_of, states, visit};

fn town(code: &str, name: &str, wards: &str) -> MunicipalityEntry {
    MunicipalityEntry { code: code.to_owned(), name: name.to_owned(), wards: wards.to_owned() }
}

fn add(app: &TestApp, entry: MunicipalityEntry) -> Result<String, Refusal> {
    app.write(Role::Manager, move |cx| add_municipality(cx, &entry))
}

fn set(app: &TestApp, code: &'static str, key: &str, value: &str, from: HoldsFrom) -> Result<(), Refusal> {
    let values = vec![(key.to_owned(), value.to_owned())];
    app.write(Role::Manager, move |cx| {
        let version = settings_version(&municipality_settings(cx, code)?.lines);
        save_municipality_settings(cx, code, &values, Some(from), version)
    })
}

#[test]
fn a_client_of_a_neighbouring_city_is_judged_by_that_city() {
    let app = november();
    let who = client("横浜 花子").kana("ヨコハマ ハナコ").build();
    let mut certificate = months("2026-05..2027-04").number("0000000001").of(&who);
    "141003".clone_into(&mut certificate.municipality);
    "横浜市".clone_into(&mut certificate.municipality_name);
    keep(&app, &who, &certificate, &[OCTOBER]);
    visit(&app, &who, OCTOBER, "2026-10-14");
    agree(&app, &who, OCTOBER, "2026-10-14");
    // 川崎市 wants every copy handed in; 全国の既定, by which 横浜市 goes here, does not.
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.starts_with("請求する"));
    add(&app, town("141003", "横浜市", "")).unwrap();
    set(&app, "141003", "every_report_submitted", "true", HoldsFrom::Start).unwrap();
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "まだ: 写しの提出");
}

#[test]
fn a_value_of_november_leaves_october_alone() {
    let app = november();
    add(&app, town("141003", "横浜市", "")).unwrap();
    set(&app, "141003", "submission_day", "20", HoldsFrom::Day(day("2026-11-01"))).unwrap();
    let book = app.read(Role::Viewer, settings).unwrap();
    let due = |on: &str| book.of("141003", day(on)).submission_due(month(&on[..7])).to_string();
    assert_eq!((due("2026-10-31"), due("2026-11-01")), ("2026-11-10".to_owned(), "2026-12-20".to_owned()));
}

#[test]
fn a_value_out_of_range_is_refused_with_the_range() {
    let app = november();
    let refused = |key: &str, value: &str| match set(&app, "141305", key, value, HoldsFrom::Start) {
        Err(Refusal::Refused(reasons)) => reasons[0].sentence.clone(),
        other => format!("{other:?}"),
    };
    assert!(
        refused("claim_day", "31").ends_with("は1から28までの整数で入力してください（単位: 日）。"),
        "{}",
        refused("claim_day", "31")
    );
    let choice = refused("every_report_submitted", "maybe");
    assert!(choice.contains('・') && choice.ends_with("から選んでください"), "{choice}");
}

#[test]
fn a_value_needs_its_day_and_is_taken_back_by_its_day() {
    let app = november();
    let version = |app: &TestApp| {
        settings_version(&app.read(Role::Manager, |cx| municipality_settings(cx, "141305")).unwrap().lines)
    };
    let seen = version(&app);
    let values = vec![("claim_day".to_owned(), "8".to_owned())];
    let undated = app.write(Role::Manager, move |cx| save_municipality_settings(cx, "141305", &values, None, seen));
    assert!(matches!(undated, Err(Refusal::Refused(reasons)) if reasons[0].field == "from"));
    let from = HoldsFrom::Day(day("2026-11-01"));
    set(&app, "141305", "claim_day", "8", from).unwrap();
    let page = app.read(Role::Manager, |cx| municipality_settings(cx, "141313")).unwrap();
    assert_eq!((page.code.as_str(), page.name.as_str()), ("141305", "川崎市"), "a ward's number opens the city");
    let line = page.lines.iter().find(|line| line.setting.key == "claim_day").unwrap();
    assert_eq!((line.value.as_str(), line.file_value.as_str(), line.own.len()), ("8", "10", 1));
    let stale = app.write(Role::Manager, move |cx| reset_setting(cx, "141305", "claim_day", from.day(), seen));
    assert!(matches!(stale, Err(Refusal::Conflict { .. })));
    let now = version(&app);
    app.write(Role::Manager, move |cx| reset_setting(cx, "141305", "claim_day", from.day(), now)).unwrap();
    assert_eq!(app.read(Role::Viewer, settings).unwrap().of("141305", day("2026-11-05")).claim_day, 10);
}

#[test]
fn a_municipality_is_entered_once_and_the_list_tells_which_ones_are_not() {
    let app = november();
    let who = client("横浜 花子").build();
    let mut certificate = months("2026-05..2027-04").of(&who);
    "141003".clone_into(&mut certificate.municipality);
    "横浜市".clone_into(&mut certificate.municipality_name);
    keep(&app, &who, &certificate, &[OCTOBER]);
    let listed = |app: &TestApp| -> Vec<String> {
        let lines = app.read(Role::Viewer, municipalities).unwrap();
        let line = |line: &app::office::MunicipalityLine| {
            format!("{} {} {} {} {}", line.code, line.name, line.has_file, line.entered, line.certificates)
        };
        lines.iter().map(line).collect()
    };
    assert_eq!(
        listed(&app),
        ["default 全国の既定 true false 0", "141003 横浜市 false false 1", "141305 川崎市 true false 0"]
    );
    add(&app, town("141003", "横浜市", "")).unwrap();
    assert_eq!(listed(&app)[1], "141003 横浜市 false true 1");
    for (code, name) in [("141003", "横浜市"), ("141313", "川崎市")] {
        let Err(Refusal::Refused(reasons)) = add(&app, town(code, "もう一つ", "")) else { unreachable!() };
        assert_eq!(reasons[0].sentence, format!("この市町村番号は、{name}としてもうあります"));
    }
    assert!(matches!(add(&app, town("14", "", "")), Err(Refusal::Refused(reasons)) if reasons.len() == 2));
}

#[test]
fn wards_are_those_that_were_entered_else_those_of_the_file() {
    let app = november();
    let names = |app: &TestApp, code: &'static str| -> Vec<String> {
        let wards = app.read(Role::Viewer, move |cx| wards_of(cx, code)).unwrap();
        wards.into_iter().map(|ward| format!("{} {}", ward.name, ward.tel).trim().to_owned()).collect()
    };
    assert!(names(&app, "141305").contains(&"大師支所".to_owned()));
    let entry = town("141305", "川崎市", "川崎区役所、044-000-0001\n\n幸区役所");
    app.write(Role::Manager, move |cx| save_municipality(cx, &entry, 0)).unwrap();
    assert_eq!(names(&app, "141313"), ["川崎区役所 044-000-0001", "幸区役所"]);
    let again = town("141305", "川崎市", "");
    let stale = app.write(Role::Manager, move |cx| save_municipality(cx, &again, 0));
    assert!(matches!(stale, Err(Refusal::Conflict { current: 1, .. })));
    assert!(names(&app, "131041").is_empty());
}

#[test]
fn the_board_follows_a_value() {
    let app = november();
    let who = client("川崎 花子").build();
    keep(&app, &who, &months("2026-05..2027-04").of(&who), &[OCTOBER]);
    let round = round_of(&app, &who, OCTOBER).id;
    let due = |app: &TestApp| {
        let row = app.keep(move |tx| store::board::find(tx, testkit::OFFICE, round)).unwrap();
        row.due.submission.to_string()
    };
    assert_eq!(due(&app), "2026-11-10");
    set(&app, "141305", "submission_day", "25", HoldsFrom::Start).unwrap();
    assert_eq!(due(&app), "2026-11-25");
}
