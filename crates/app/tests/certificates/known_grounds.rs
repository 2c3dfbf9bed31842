//! The facts behind the standard: recorded of the client, they fill the form of a certificate and decide beside it.

use app::{
    certificates::{CertificateText, TypedFor, new_certificate, preview_certificate},
    clients::about::record_about,
    input::TypedFields,
};
use domain::{client::AboutKind, id::ClientId, monitoring::standard::StandardPeriod, office::Role};
use law::Verdict;
use testkit::{TestApp, month};

use super::people::{grant, hanako, renewal};

fn record(app: &TestApp, of: ClientId, kind: AboutKind, fields: &[(&str, &str)]) {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let typed = TypedFields(fields);
    app.write(Role::Clerk, move |cx| record_about(cx, of, kind, &typed, 99)).unwrap();
}

fn preview(app: &TestApp, of: ClientId, typed: CertificateText) -> app::certificates::Preview {
    app.read(Role::Clerk, move |cx| preview_certificate(cx, of, TypedFor::Client, &typed)).unwrap()
}

fn standard(app: &TestApp, of: ClientId, typed: CertificateText) -> StandardPeriod {
    match preview(app, of, typed).standard {
        Some(Verdict::Is(decided)) => decided.value,
        other => unreachable!("{other:?}"),
    }
}

/// A renewal without a day of the plan: it goes by today.
fn unplanned() -> CertificateText {
    CertificateText { plan_made_on: String::new(), ..renewal() }
}

#[test]
fn the_form_of_a_certificate_starts_from_what_is_recorded_and_asks_for_the_rest() {
    let app = TestApp::new();
    let of = hanako(&app);
    let open = |typed: CertificateText| preview(&app, of, typed).open;
    let asked = open(unplanned());
    assert!(asked.iter().any(|words| words.contains("自分での連絡調整が困難か")), "{asked:?}");
    let alone =
        [("holds_from", "R8.11.1"), ("alone", "yes"), ("cannot_coordinate", "yes"), ("provider_changes", "yes")];
    record(&app, of, AboutKind::Grounds, &alone);
    let start = app.read(Role::Clerk, move |cx| new_certificate(cx, of)).unwrap().text;
    assert_eq!(start.intensive, ["cannot_coordinate"]);
    assert_eq!(start.shorter_grounds, ["provider_changes"]);
    let filled = CertificateText { intensive: start.intensive, ..unplanned() };
    assert_eq!(standard(&app, of, filled.clone()).interval_months, 1);
    assert!(open(filled).iter().all(|words| !words.contains("連絡調整")), "one ground is known, and decides");
    let warnings = preview(&app, of, unplanned()).warnings;
    assert!(
        warnings.iter().any(|it| it.field == "intensive" && it.sentence.contains("あてはまります")),
        "{warnings:?}"
    );
}

#[test]
fn a_recorded_no_beside_a_tick_is_told_and_nothing_is_told_of_what_is_unknown() {
    let app = TestApp::new();
    let of = hanako(&app);
    let ticked = CertificateText { intensive: vec!["cannot_coordinate".to_owned()], ..unplanned() };
    let told = |typed: &CertificateText| {
        preview(&app, of, typed.clone()).warnings.iter().filter(|it| it.field == "intensive").count()
    };
    assert_eq!(told(&ticked), 0, "nobody said otherwise");
    record(&app, of, AboutKind::Grounds, &[("holds_from", "R8.11.1"), ("cannot_coordinate", "no")]);
    assert_eq!((told(&ticked), told(&unplanned())), (1, 0));
}

#[test]
fn a_change_is_marked_unless_it_is_recorded_as_slight_and_the_three_months_begin_with_the_first_use() {
    let app = TestApp::new();
    let of = hanako(&app);
    let change = || CertificateText { decision: "change".to_owned(), plan_made_on: "R8.11.5".to_owned(), ..renewal() };
    let change = || CertificateText { grants: vec![grant("居宅介護", "R8.11.1", "R9.4.30")], ..change() };
    let window = |app: &TestApp| standard(app, of, change()).window.map(|window| window.start);
    assert_eq!(window(&app), Some(month("2026-11")), "as the decision says");
    let open = preview(&app, of, change()).open;
    assert!(open.iter().any(|words| words.contains("著しいか")), "{open:?}");
    record(
        &app,
        of,
        AboutKind::Grounds,
        &[("holds_from", "R8.11.1"), ("use_change", "marked"), ("change_from", "R8.12.10")],
    );
    assert_eq!(window(&app), Some(month("2026-12")), "from the first day of use");
    record(
        &app,
        of,
        AboutKind::Grounds,
        &[("holds_from", "R8.11.2"), ("use_change", "slight"), ("change_from", "R8.12.10")],
    );
    assert_eq!(window(&app), None);
}

#[test]
fn care_management_is_that_of_the_day_of_the_plan() {
    let app = TestApp::new();
    let of = hanako(&app);
    app.keep(move |tx| {
        let mut client = store::clients::find(tx, testkit::OFFICE, of)?.unwrap();
        client.birth = testkit::day("1955-04-01");
        store::clients::update(tx, &client)
    });
    let day_service = |plan: &str| CertificateText {
        plan_made_on: plan.to_owned(),
        grants: vec![grant("生活介護", "R8.5.1", "R9.4.30")],
        ..renewal()
    };
    record(&app, of, AboutKind::Grounds, &[("holds_from", "R8.4.1"), ("care_management", "no")]);
    record(&app, of, AboutKind::Grounds, &[("holds_from", "R8.10.1"), ("care_management", "yes")]);
    assert_eq!(standard(&app, of, day_service("R8.4.20")).interval_months, 3);
    assert_eq!(standard(&app, of, day_service("R8.10.20")).interval_months, 6);
}

#[test]
fn the_request_for_a_plan_is_asked_for_beside_care_insurance_until_it_is_recorded() {
    let app = TestApp::new();
    let of = hanako(&app);
    let peculiar = CertificateText { grants: vec![grant("行動援護", "R8.5.1", "R9.4.30")], ..unplanned() };
    let asked = || {
        let warnings = preview(&app, of, peculiar.clone()).warnings;
        warnings.iter().filter(|it| it.sentence.contains("計画案")).count()
    };
    assert_eq!(asked(), 0, "介護保険 is not known to be used");
    record(&app, of, AboutKind::Grounds, &[("holds_from", "R8.11.1"), ("care_services", "yes")]);
    assert_eq!(asked(), 1);
    let request = [("requested", "yes"), ("requested_on", "R8.11.5"), ("requested_by", "障害福祉課")];
    record(&app, of, AboutKind::PlanRequest, &request);
    assert_eq!(asked(), 0);
}
