//! 受給者証の下見.

use app::certificates::{CertificateText, Preview, TypedFor, preview_certificate};
use domain::{
    client::{OtherOfficePeriod, OtherOffices, ShorterGround},
    office::Role,
};
use law::Verdict;
use testkit::{OFFICE, TestApp, day, month};

use super::people::{every, grant, hanako, months, renewal};

fn preview(typed: CertificateText) -> Preview {
    let app = TestApp::new();
    let client = hanako(&app);
    let preview = app.read(Role::Viewer, move |cx| preview_certificate(cx, client, TypedFor::Client, &typed)).unwrap();
    assert!(months(&app, client).is_empty(), "a preview writes nothing");
    preview
}

fn planned(preview: &Preview) -> Vec<String> {
    preview.months.iter().filter(|one| one.planned).map(|one| one.month.to_string()).collect()
}

#[test]
fn the_months_are_shown_with_standard_and_decision() {
    let shown = preview(renewal());
    assert_eq!(planned(&shown), ["2026-07", "2026-10", "2027-01", "2027-04"]);
    assert_eq!(shown.months.len(), 12);
    assert!(shown.months[11].end);
    let Some(Verdict::Is(standard)) = shown.standard else { panic!("{:?}", shown.standard) };
    assert_eq!(standard.value.interval_months, 3);
    assert_eq!(shown.decided.last().unwrap().interval_months, 3);
    assert!(shown.reasons.is_empty(), "{:?}", shown.reasons);
    assert!(shown.warnings.is_empty(), "{:?}", shown.warnings);
}

#[test]
fn half_a_form_shows_what_is_known() {
    let typed = CertificateText {
        grants: vec![grant("居宅介護", "R8.5.1", "R9.4.30"), grant("生活介護", "R8.5", "")],
        phases: vec![every("6", "")],
        ..CertificateText::default()
    };
    let shown = preview(typed);
    assert_eq!(planned(&shown), ["2026-10", "2027-04"]);
    assert!(shown.standard_by_today);
    assert!(!shown.reasons.is_empty());
    let empty = preview(CertificateText::default());
    assert!(empty.schedule.is_none() && empty.standard.is_none() && empty.months.is_empty());
}

#[test]
fn months_that_differ_from_the_counted_ones_are_marked() {
    let shown = preview(CertificateText { months: "R8.8、R8.10、R9.1、R9.4".to_owned(), ..renewal() });
    let differs: Vec<String> = shown.months.iter().filter(|one| one.differs).map(|one| one.month.to_string()).collect();
    assert_eq!(differs, ["2026-07", "2026-08"]);
}

#[test]
fn a_wrong_check_digit_warns_and_does_not_refuse() {
    let shown = preview(CertificateText { municipality: "141306".to_owned(), ..renewal() });
    assert!(shown.reasons.is_empty());
    assert_eq!(shown.warnings[0].field, "municipality");
}

#[test]
fn the_standard_proposes_interval_and_months_until_something_is_typed() {
    let shown = preview(CertificateText { phases: Vec::new(), ..renewal() });
    let months: Vec<String> = shown.proposed.months.iter().map(ToString::to_string).collect();
    assert_eq!(months, ["2026-07", "2026-10", "2027-01", "2027-04"]);
    assert!(shown.months_proposed && !shown.proposed.typed);
    assert_eq!(planned(&shown), months, "the strip shows the proposal while nothing is decided");
    let new = CertificateText { decision: "new".to_owned(), phases: Vec::new(), ..renewal() };
    let new = preview(CertificateText { grants: vec![grant("生活介護", "R8.5.1", "R9.4.30")], ..new });
    let phases: Vec<_> = new.proposed.phases.iter().map(|it| (it.interval_months, it.for_months)).collect();
    assert_eq!(phases, [(1, Some(3)), (6, None)]);
    let own = preview(CertificateText { proposed_interval: "6".to_owned(), ..renewal() });
    assert!(own.proposed.typed);
    assert!(own.without_reason.unwrap().starts_with("標準期間（3か月ごと）より長い6か月ごととする理由"));
}

#[test]
fn only_facts_that_decide_are_asked_for() {
    let services = |name: &str| CertificateText { grants: vec![grant(name, "R8.5.1", "R9.4.30")], ..renewal() };
    let asked = |typed: CertificateText| preview(typed).asked;
    let home = asked(services("居宅介護")).facts;
    assert!(home.intensive && !home.care_management);
    assert_eq!(home.shorter_grounds, [ShorterGround::HabitFollowUp, ShorterGround::ProviderChanges]);
    let child = asked(services("放課後等デイサービス")).facts;
    assert_eq!(child.shorter_grounds, [ShorterGround::SchoolHolidays, ShorterGround::PreschoolParents]);
    let facility = asked(services("施設入所支援")).facts;
    assert!(!facility.intensive && !facility.care_management, "イロハ count at home only");
    // Where the first month of the monthly ones lies is asked only for a start within a month.
    let new = |start: &str| CertificateText {
        decision: "new".to_owned(),
        grants: vec![grant("居宅介護", start, "R9.4.30")],
        phases: Vec::new(),
        ..renewal()
    };
    assert!(!asked(new("R8.5.1")).monthly_start);
    assert!(asked(new("R8.5.10")).monthly_start);
}

#[test]
fn at_sixty_five_care_management_is_asked_for_and_the_answer_decides() {
    let app = TestApp::new();
    let client = hanako(&app);
    app.keep(move |tx| {
        let mut person = store::clients::find(tx, testkit::OFFICE, client)?.unwrap();
        person.birth = calendar::Date::constant(1950, 1, 1);
        store::clients::update(tx, &person)
    });
    let day_care = CertificateText { grants: vec![grant("生活介護", "R8.5.1", "R9.4.30")], ..renewal() };
    let look = |typed: &CertificateText| {
        let typed = typed.clone();
        app.read(Role::Viewer, move |cx| preview_certificate(cx, client, TypedFor::Client, &typed)).unwrap()
    };
    let open = look(&day_care);
    assert!(open.asked.facts.care_management);
    assert!(matches!(open.standard, Some(Verdict::Needs(_))), "{:?}", open.standard);
    assert!(open.proposed.phases.is_empty(), "nothing is proposed on a guess");
    for (answer, interval) in [("no", 3), ("yes", 6)] {
        let shown = look(&CertificateText { care_management: answer.to_owned(), ..day_care.clone() });
        assert!(shown.asked.facts.care_management, "the question stays");
        assert_eq!(shown.proposed.phases.last().unwrap().interval_months, interval, "{answer}");
    }
}

#[test]
fn months_of_another_office_are_not_shown_as_ours() {
    let app = TestApp::new();
    let id = hanako(&app);
    let theirs = OtherOfficePeriod {
        from: None,
        ours_from: Some(day("2026-12-01")),
        office: "相談室みどり".to_owned(),
        taken: None,
    };
    app.keep(move |tx| {
        let mut client = store::clients::find(tx, OFFICE, id)?.unwrap();
        client.other_offices = OtherOffices(vec![theirs]);
        store::clients::update(tx, &client)
    });
    let typed = renewal();
    let shown = app.read(Role::Viewer, move |cx| preview_certificate(cx, id, TypedFor::Client, &typed)).unwrap();
    assert_eq!(planned(&shown), ["2027-01", "2027-04"]);
    assert!(shown.months.iter().all(|one| one.not_ours == (one.month < month("2026-12"))));
    assert_eq!(shown.proposed.months.first(), Some(&month("2027-01")), "nor proposed as ours");
}
