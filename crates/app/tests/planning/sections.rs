//! 配慮の要る事柄: who may not see them sees none of them, and takes none of them away.

use app::{
    Refusal, Staff,
    accounts::{decide_sections, list_sections},
    input::TypedFields,
    planning::{CaseView, TextView, case_view, finish_text, save_working_text, text_view},
};
use domain::{
    id::CaseId,
    office::{Role, Section, Sections},
    planning::{CaseKind, p1_assessment::Assessment},
};
use testkit::{OFFICE, TestApp, planning::assessment};

use super::people::{entry, new_case, open, start, view};

/// A case whose assessment tells of all five.
fn told() -> (TestApp, CaseId) {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    let mut text = assessment("2026-11-12");
    text.sensitive.abuse = "弟からの暴力".to_owned();
    text.sensitive.hiv = "服薬している".to_owned();
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, text)).unwrap();
    (app, case)
}

fn seen_by(app: &TestApp, who: Staff, case: CaseId) -> (Assessment, CaseView) {
    app.write_as(who, None, move |cx| {
        let text: TextView<Assessment> = text_view(cx, case)?;
        Ok((text.start(), case_view(cx, case)?))
    })
    .unwrap()
}

fn specialist_who_sees(app: &TestApp, sections: &[Section]) -> Staff {
    Staff { sections: sections.iter().copied().collect(), ..app.actor(Role::Specialist) }
}

#[test]
fn who_may_not_see_a_section_finds_it_nowhere() {
    let (app, case) = told();
    for (who, abuse, hiv) in [
        (app.actor(Role::Manager), true, true),
        (app.actor(Role::Specialist), true, true),
        (app.actor(Role::Clerk), false, false),
        (app.actor(Role::Viewer), false, false),
        (specialist_who_sees(&app, &[Section::Hiv]), false, true),
    ] {
        let (text, view) = seen_by(&app, who, case);
        assert_eq!((!text.sensitive.abuse.is_empty(), !text.sensitive.hiv.is_empty()), (abuse, hiv));
        let (_, stands) = view.case.text::<Assessment>().unwrap();
        assert_eq!(stands.sensitive, text.sensitive);
        assert_eq!(text.situation, assessment("2026-11-12").situation, "the rest is there");
    }
}

#[test]
fn nobody_takes_away_what_they_cannot_see_nor_writes_into_it() {
    let (app, case) = told();
    let half = specialist_who_sees(&app, &[Section::Hiv]);
    let (mut text, _) = seen_by(&app, half.clone(), case);
    text.sensitive.hiv = String::new();
    text.sensitive.abuse = "見えない欄に書く".to_owned();
    let kept = text.clone();
    app.write_as(half.clone(), None, move |cx| save_working_text(cx, (case, i64::MAX), 0, kept)).unwrap();
    let whole = |app: &TestApp| seen_by(app, app.actor(Role::Manager), case).0.sensitive;
    assert_eq!((whole(&app).abuse.as_str(), whole(&app).hiv.as_str()), ("弟からの暴力", ""));
    let place = entry(&view(&app, case));
    app.write_as(half, None, move |cx| finish_text(cx, place, 1, text)).unwrap();
    assert_eq!((whole(&app).abuse.as_str(), whole(&app).hiv.as_str()), ("弟からの暴力", ""));
}

#[test]
fn the_manager_decides_who_sees_what_and_a_second_one_is_told() {
    let app = TestApp::new();
    for role in [Role::Manager, Role::Clerk] {
        app.sign_in(&app.actor(role));
    }
    let decide = |was: &'static str, words: &'static [&'static str]| {
        let clerk = app.actor(Role::Clerk).user;
        let was = (format!("saw_{clerk}"), was.to_owned());
        let ticked = words.iter().map(|word| (format!("see_{clerk}"), (*word).to_owned()));
        let typed = TypedFields(std::iter::once(was).chain(ticked).collect());
        app.write(Role::Manager, move |cx| decide_sections(cx, &typed))
    };
    decide("", &["handbook_copy"]).unwrap();
    let lines = app.read(Role::Manager, list_sections).unwrap();
    let clerk = lines.iter().find(|line| line.user.role == Role::Clerk).unwrap();
    assert_eq!(clerk.sections, Sections::from_words("handbook_copy").unwrap());
    assert!(clerk.decided && lines.iter().filter(|line| line.decided).count() == 1, "the others go by their role");
    assert!(matches!(decide("", &["hiv"]), Err(Refusal::Refused(_))), "decided meanwhile");
    decide("handbook_copy", &[]).unwrap();
    let entries =
        app.keep(|tx| store::audit::list(tx, OFFICE, &store::audit::AuditFilter { limit: 9, ..Default::default() }));
    let told = entries.iter().filter(|entry| entry.action() == Some(app::AuditAction::DecideSections)).count();
    assert_eq!(told, 2);
    assert!(matches!(app.read(Role::Specialist, list_sections), Err(Refusal::Forbidden)));
}
