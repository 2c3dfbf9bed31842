//! 虐待の窓口: found in the office's own municipality, by the clock of the program, for whoever may read.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    office::{OfficeEntry, office, save_office},
    protection::{Windows, WindowsText, find_window},
};
use domain::{office::Role, protection::window::WindowAnswer};
use testkit::TestApp;

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
