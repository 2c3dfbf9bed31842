//! 虐待の窓口: found in the office's own municipality, by the clock of the program, for whoever may read.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    office::{MunicipalityEntry, OfficeEntry, add_municipality, office, save_municipality, save_office},
    protection::{Windows, WindowsText, find_window, place_of_client},
};
use domain::{office::Role, protection::window::WindowAnswer};
use testkit::{TestApp, client, months};

/// The application, its office in 川崎市.
fn kawasaki() -> TestApp {
    let app = TestApp::new();
    app.write(Role::Manager, |cx| {
        let before = office(cx)?;
        let entry = OfficeEntry {
            name: before.name,
            address: before.address,
            phone: before.phone,
            manager: before.manager,
            number_plan: before.number_plan,
            number_child: before.number_child,
            area_plan: before.area_plan,
            area_child: before.area_child,
            grade: before.grade,
            municipality: "kawasaki".to_owned(),
            start_month: Some(before.start_month),
        };
        save_office(cx, entry, None, before.version)
    })
    .unwrap();
    app
}

fn find(app: &TestApp, typed: &WindowsText) -> Windows {
    let typed = typed.clone();
    app.read(Role::Viewer, move |cx| find_window(cx, &typed)).unwrap()
}

fn employer() -> WindowsText {
    WindowsText { abuser: "employer".to_owned(), ..WindowsText::default() }
}

#[test]
fn the_offices_own_municipality_answers() {
    let app = kawasaki();
    let Some(WindowAnswer::Call(found)) = find(&app, &employer()).answer else {
        unreachable!("a window");
    };
    let offices: Vec<&str> = found.value.iter().map(|window| window.office.as_str()).collect();
    // No number of the window is known, so that the line that is always open comes first.
    assert_eq!(offices, ["専用ダイヤル・ファクス", "健康福祉局障害保健福祉部障害計画課"]);
    // The day of the tests is a Sunday.
    assert!(found.value.iter().any(|window| window.note.as_ref().is_some_and(|note| note.contains("土日"))));
    let stranger = app.stranger(Role::Viewer);
    let elsewhere = app.write_as(stranger, None, |cx| find_window(cx, &employer())).unwrap();
    assert!(matches!(elsewhere.answer, Some(WindowAnswer::NotCovered(_))));
}

#[test]
fn nothing_chosen_is_not_answered_and_nothing_unknown_is_guessed() {
    let app = kawasaki();
    let nothing = find(&app, &WindowsText::default());
    assert!(nothing.answer.is_none() && nothing.reasons.is_empty());
    let unknown = WindowsText {
        municipality: String::new(),
        abuser: "somebody".to_owned(),
        ward: "どこか".to_owned(),
        facility_kind: "病院".to_owned(),
        disability: vec!["other".to_owned()],
    };
    let refused = find(&app, &unknown);
    assert!(refused.answer.is_none());
    let fields: Vec<&str> = refused.reasons.iter().map(|reason| reason.field.as_ref()).collect();
    assert_eq!(fields, ["abuser", "ward", "facility_kind", "disability"]);
}

fn entry(code: &str, name: &str, wards: &str) -> MunicipalityEntry {
    MunicipalityEntry { code: code.to_owned(), name: name.to_owned(), wards: wards.to_owned() }
}

/// Office and telephone of what was found.
fn called(found: &Windows) -> Vec<(&str, Option<&str>)> {
    let Some(WindowAnswer::Call(decided)) = &found.answer else { return Vec::new() };
    decided.value.iter().map(|window| (window.office.as_str(), window.tel.as_deref())).collect()
}

#[test]
fn from_a_client_the_windows_are_those_of_their_municipality_and_ward() {
    let app = kawasaki();
    app.write(Role::Manager, |cx| {
        add_municipality(cx, &entry("141003", "横浜市", "港北区役所、045-540-2320\n鶴見区役所"))
    })
    .unwrap();
    let hanako = client("川崎 花子").build();
    let id = hanako.id;
    let mut paper = months("2026-05..2027-04").of(&hanako);
    paper.municipality = "141003".to_owned();
    paper.ward = "港北区役所".to_owned();
    app.keep(move |tx| {
        store::clients::insert(tx, &hanako)?;
        store::certificates::insert(tx, &paper)
    });
    let place = app.read(Role::Viewer, move |cx| place_of_client(cx, id)).unwrap();
    assert_eq!((place.municipality.as_str(), place.ward.as_str()), ("141003", "港北区役所"));
    let found = find(&app, &WindowsText { abuser: "caregiver".to_owned(), ..place });
    assert_eq!(found.municipality.name, "横浜市");
    assert_eq!(called(&found), [("港北区役所", Some("045-540-2320"))]);
    // Without a ward all of them; one without a known number is no invented one.
    let city = WindowsText { municipality: "141003".to_owned(), ..employer() };
    assert_eq!(called(&find(&app, &city)), [("港北区役所", Some("045-540-2320")), ("鶴見区役所", None)]);
    let strange = WindowsText { ward: "川崎区役所".to_owned(), ..city };
    assert_eq!(find(&app, &strange).reasons[0].field, "ward");
    let refused = app.write_as(app.stranger(Role::Viewer), None, move |cx| place_of_client(cx, id));
    assert!(matches!(refused, Err(Refusal::NotFound)));
}

#[test]
fn a_telephone_that_the_office_entered_stands_in_the_citys_table() {
    let app = kawasaki();
    let wards = "川崎区役所、044-201-3200\n大師支所、044-271-0130";
    app.write(Role::Manager, |cx| save_municipality(cx, &entry("141305", "川崎市", wards), 0)).unwrap();
    let at = |ward: &str, disability: &str| {
        let typed = WindowsText {
            municipality: "141313".to_owned(),
            abuser: "caregiver".to_owned(),
            ward: ward.to_owned(),
            disability: vec![disability.to_owned()],
            ..WindowsText::default()
        };
        let found = find(&app, &typed);
        assert_eq!(found.municipality.code, "141305", "a ward's number is the city's");
        called(&found).into_iter().map(|(office, tel)| (office.to_owned(), tel.map(str::to_owned))).collect::<Vec<_>>()
    };
    let of = |office: &str, tel: &str| (office.to_owned(), Some(tel.to_owned()));
    assert!(at("大師支所", "physical").contains(&of("大師支所障害者支援担当部署", "044-271-0130")));
    // What the 支所 does not handle goes to the 区役所, with its number.
    assert!(at("大師支所", "mental").contains(&of("川崎区役所障害者支援担当部署", "044-201-3200")));
    let unknown = at("幸区役所", "physical");
    assert!(unknown.contains(&("幸区役所障害者支援担当部署".to_owned(), None)), "{unknown:?}");
}
