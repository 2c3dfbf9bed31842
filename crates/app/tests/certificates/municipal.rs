//! 市町村の決まり on a certificate: each setting decides what its sentence says.

use app::certificates::{CertificateText, Preview, TypedFor, create_certificate, preview_certificate};
use domain::{client::SelfPlans, id::ClientId, office::DatedSetting, office::Role};
use law::Verdict;
use testkit::{OFFICE, TestApp, day};

use super::people::{every, grant, hanako, renewal};

fn entered(app: &TestApp, key: &str, value: &str) {
    let setting = DatedSetting::always("141305", key, value);
    app.keep(move |tx| store::settings::set(tx, OFFICE, &setting, ("test", "2026-11-22")));
}

fn look(app: &TestApp, client: ClientId, typed: &CertificateText) -> Preview {
    let typed = typed.clone();
    app.read(Role::Viewer, move |cx| preview_certificate(cx, client, TypedFor::Client, &typed)).unwrap()
}

fn change(app: &TestApp, client: ClientId, change: fn(&mut domain::client::Client)) {
    app.keep(move |tx| {
        let mut person = store::clients::find(tx, OFFICE, client)?.unwrap();
        change(&mut person);
        store::clients::update(tx, &person)
    });
}

fn services(names: &[&str]) -> CertificateText {
    CertificateText { grants: names.iter().map(|name| grant(name, "R8.5.1", "R9.4.30")).collect(), ..renewal() }
}

fn warned(preview: &Preview) -> Vec<String> {
    preview.warnings.iter().map(|reason| format!("{}: {}", reason.field, reason.sentence)).collect()
}

fn lasting(preview: &Preview) -> u32 {
    preview.proposed.phases.last().unwrap().interval_months
}

#[test]
fn the_end_of_the_grant_is_compared_with_a_year_or_the_birthday() {
    let app = TestApp::new();
    let client = hanako(&app);
    assert!(look(&app, client, &renewal()).warnings.is_empty(), "a year");
    let short = CertificateText { grants: vec![grant("居宅介護", "R8.5.1", "R8.11.30")], ..renewal() };
    assert!(
        warned(&look(&app, client, &short))[0]
            .starts_with("grant_end_0: 川崎市は支給決定の期間を1年（令和9年4月30日まで）")
    );
    entered(&app, "grant_end", "birth_month");
    let april = warned(&look(&app, client, &renewal()));
    assert!(april[0].starts_with("grant_end_0: 川崎市は支給決定の終わりを誕生月（3月）にそろえています"), "{april:?}");
    let march = CertificateText { grants: vec![grant("居宅介護", "R8.5.1", "R9.3.31")], ..renewal() };
    assert!(look(&app, client, &march).warnings.is_empty());
}

#[test]
fn the_form_of_the_interval_says_what_is_missing_from_the_certificate() {
    let app = TestApp::new();
    let client = hanako(&app);
    let listed = CertificateText { phases: Vec::new(), months: "R8.7、R8.10、R9.1、R9.4".to_owned(), ..renewal() };
    assert!(warned(&look(&app, client, &listed))[0].starts_with("phase_interval_0: 川崎市の受給者証は、何か月ごとと"));
    entered(&app, "interval_form", "months");
    assert!(look(&app, client, &listed).warnings.is_empty());
    assert!(warned(&look(&app, client, &renewal()))[0].starts_with("months: 川崎市の受給者証は、実施する月を並べて"));
}

#[test]
fn a_self_plan_is_told_form_and_conditions() {
    let app = TestApp::new();
    let client = hanako(&app);
    entered(&app, "self_plan", "own_form");
    assert!(look(&app, client, &renewal()).warnings.is_empty(), "no self-plan");
    change(&app, client, |person| person.self_plans = SelfPlans::since(day("2026-04-01")));
    assert!(warned(&look(&app, client, &renewal()))[0].contains("セルフプランを市町村の様式で"));
    entered(&app, "self_plan", "conditions");
    assert!(warned(&look(&app, client, &renewal()))[0].contains("受け付けるには条件があります"));
    entered(&app, "self_plan", "any_form");
    assert!(look(&app, client, &renewal()).warnings.is_empty());
}

#[test]
fn beside_care_insurance_the_municipality_says_whether_it_asks_for_a_plan() {
    let app = TestApp::new();
    let client = hanako(&app);
    change(&app, client, |person| person.care_management = Some(true));
    let (home_help, guide) = (services(&["居宅介護"]), services(&["同行援護"]));
    assert!(warned(&look(&app, client, &home_help))[0].contains("固有のサービスで必要なとき"));
    assert!(warned(&look(&app, client, &guide))[0].contains("「市町村の計画案提出依頼」に記録してください"));
    entered(&app, "plan_with_care_insurance", "never");
    assert!(warned(&look(&app, client, &guide))[0].contains("川崎市は計画案を求めていません"));
    entered(&app, "plan_with_care_insurance", "always");
    assert!(look(&app, client, &home_help).warnings.is_empty());
}

#[test]
fn the_interval_of_the_work_choice_support_is_the_municipalitys() {
    let app = TestApp::new();
    let client = hanako(&app);
    let typed = CertificateText { phases: Vec::new(), ..services(&["就労選択支援"]) };
    assert_eq!(lasting(&look(&app, client, &typed)), 1);
    entered(&app, "work_choice_interval", "2");
    let shown = look(&app, client, &typed);
    assert_eq!(lasting(&shown), 2);
    let Some(Verdict::MunicipalityDecides { why, .. }) = shown.standard else { unreachable!() };
    assert!(why.facts.iter().any(|fact| fact.name == "川崎市の決まり" && fact.value == "2か月ごと"), "{why:?}");
}

#[test]
fn the_interval_in_the_transition_at_sixty_five_is_the_municipalitys() {
    let app = TestApp::new();
    let client = hanako(&app);
    change(&app, client, |person| {
        person.birth = day("1950-01-01");
        person.care_management = Some(false);
    });
    let typed = CertificateText { phases: Vec::new(), ..services(&["地域移行支援"]) };
    assert_eq!(lasting(&look(&app, client, &typed)), 6);
    entered(&app, "transition_aged_interval", "3");
    assert_eq!(lasting(&look(&app, client, &typed)), 3);
}

#[test]
fn at_sixty_five_the_municipalitys_test_is_asked_for() {
    let app = TestApp::new();
    let client = hanako(&app);
    change(&app, client, |person| {
        person.birth = day("1950-01-01");
        person.care_management = Some(false);
    });
    let typed = CertificateText { phases: Vec::new(), ..services(&["生活介護"]) };
    assert_eq!(lasting(&look(&app, client, &typed)), 3, "no care management: three months");
    entered(&app, "aged_test", "any_care_service");
    let open = look(&app, client, &typed);
    assert!(matches!(open.standard, Some(Verdict::Needs(_))), "without care management a service may still be used");
    let uses = CertificateText { care_management: "yes".to_owned(), ..typed.clone() };
    assert_eq!(lasting(&look(&app, client, &uses)), 6);
    let kept = CertificateText { phases: vec![every("6", "")], ..uses };
    app.write(Role::Clerk, move |cx| create_certificate(cx, client, &kept)).unwrap();
    let person = app.keep(move |tx| store::clients::find(tx, OFFICE, client)).unwrap();
    assert_eq!(person.care_management, Some(false), "the use of a service is no care management");
}

#[test]
fn a_setting_decides_from_its_day_on() {
    let app = TestApp::new();
    let client = hanako(&app);
    let from =
        DatedSetting { from: Some(day("2026-05-01")), ..DatedSetting::always("141305", "work_choice_interval", "2") };
    app.keep(move |tx| store::settings::set(tx, OFFICE, &from, ("test", "2026-11-22")));
    let before = CertificateText { phases: Vec::new(), ..services(&["就労選択支援"]) };
    assert_eq!(lasting(&look(&app, client, &before)), 1, "the plan is of 2026-04-20");
    let after = CertificateText { plan_made_on: "R8.5.1".to_owned(), ..before };
    assert_eq!(lasting(&look(&app, client, &after)), 2);
}
