//! 受給者証の下見.

use app::certificates::{CertificateText, Preview, preview_certificate};
use domain::office::Role;
use law::Verdict;
use testkit::TestApp;

use super::people::{every, grant, hanako, months, renewal};

fn preview(typed: CertificateText) -> Preview {
    let app = TestApp::new();
    let client = hanako(&app);
    let preview = app.read(Role::Viewer, move |cx| preview_certificate(cx, client, &typed)).unwrap();
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
    assert_eq!(shown.decided, Some(3));
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
