//! 受給者証 of a decision: the form holds what draft and decision say, each field names its source, nothing crosses to another client.

use app::{
    Refusal,
    certificates::{
        CaseCertificate, CaseForm, CertificateText, GrantText, PhaseText, TypedFor, certificate_of_case,
        change_certificate_of_case, create_certificate_of_case, preview_certificate,
    },
    planning::{restore_case_fact, withdraw_case_fact},
    providers::{ProviderText, add_provider},
};
use domain::{
    client::{Client, Decision},
    id::{CaseId, CertificateId},
    office::Role,
    planning::{
        CaseKind,
        p2_interval::IntervalProposal,
        p3_decision::{GrantDecision, Proposed},
        p5_consent::PlanConsent,
    },
};
use store::{certificates, clients, planning_cases};
use testkit::{
    OFFICE, TestApp, client, day,
    decision::{granted, hand_in},
    months,
    proposal::{interval, plan_consent},
};

use super::{
    decisions::{agreed, agreed_with, decide, hand},
    people::{start, view},
    plans::{agree, planned},
};

/// 花子's case with the grant that the draft proposed.
fn decided(app: &TestApp, hanako: &Client, kind: CaseKind) -> CaseId {
    decided_on(app, agreed(app, hanako, kind), 6)
}

/// The same of a case that is agreed to, with that interval.
fn decided_on(app: &TestApp, case: CaseId, months: u32) -> CaseId {
    hand(app, case, hand_in("2026-11-13", Vec::new())).unwrap();
    let decision = GrantDecision {
        certificate: None,
        proposed: Proposed::default(),
        interval_months: Some(months),
        ..granted("2026-11-16")
    };
    decide(app, case, decision).unwrap();
    case
}

fn form(app: &TestApp, of: CaseForm, case: CaseId) -> Result<CaseCertificate, Refusal> {
    app.read(Role::Clerk, move |cx| certificate_of_case(cx, of, case))
}

fn source<'a>(form: &'a CaseCertificate, field: &str) -> &'a str {
    form.sources.iter().find(|(name, _)| name == field).map_or("", |(_, source)| source)
}

/// The form as somebody completes it from the paper.
fn completed(text: CertificateText) -> CertificateText {
    let mut text = CertificateText { number: "0000000123".to_owned(), plan_made_on: "R8.11.20".to_owned(), ..text };
    text.proposal_reason = "暮らしが落ち着いている。".to_owned();
    if let Some(first) = text.grants.first_mut() {
        (first.start, first.end) = ("R8.12.1".to_owned(), "R9.11.30".to_owned());
    }
    text
}

#[test]
fn services_amounts_municipality_and_intervals_come_from_the_case_and_say_so() {
    let (app, hanako) = start();
    let sakura = ProviderText { name: "さくら".to_owned(), ..ProviderText::default() };
    let provider = app.write(Role::Clerk, move |cx| add_provider(cx, &sakura)).unwrap();
    let case = decided(&app, &hanako, CaseKind::New);
    let form = form(&app, CaseForm::New(hanako.id), case).unwrap();
    let text = &form.page.text;
    let rows: Vec<(&str, &str)> = text.grants.iter().map(|it| (it.service.as_str(), it.amount.as_str())).collect();
    assert_eq!(rows, [("就労継続支援B型", "23日/月"), ("居宅介護", "月10時間")]);
    assert!(text.grants.iter().all(|it| it.provider == provider.to_string() && it.provider_name.is_empty()));
    assert_eq!((text.municipality.as_str(), text.municipality_name.as_str()), ("141305", "川崎市"));
    assert_eq!((text.decision.as_str(), text.proposed_interval.as_str()), ("new", "3"));
    let phases: Vec<(&str, &str)> = text.phases.iter().map(|it| (it.interval.as_str(), it.lasts.as_str())).collect();
    assert_eq!(phases, [("1", "3"), ("6", "")], "decided, not proposed, after the first three months");
    assert_eq!((text.number.as_str(), text.plan_made_on.as_str()), ("", ""), "nobody knows them yet");
    assert_eq!(source(&form, "grant_service_0"), "支給決定の記録");
    assert_eq!(source(&form, "grant_provider_1"), "計画案");
    assert_eq!(source(&form, "proposed_interval"), "モニタリング期間の提案");
    assert_eq!(source(&form, "municipality"), "計画の受付");
    assert_eq!((source(&form, "phase_interval_0"), source(&form, "phase_interval_1")), ("標準期間", "支給決定の記録"));
    assert_eq!(source(&form, "number"), "", "what is empty has no source");
}

#[test]
fn the_certificate_that_is_kept_is_named_on_the_decision_in_the_same_transaction() {
    let (app, hanako) = start();
    let case = decided(&app, &hanako, CaseKind::New);
    let text = completed(form(&app, CaseForm::New(hanako.id), case).unwrap().page.text);
    let of = hanako.id;
    let empty = CertificateText { number: String::new(), ..text.clone() };
    assert!(app.write(Role::Clerk, move |cx| create_certificate_of_case(cx, of, case, &empty)).is_err());
    assert_eq!(view(&app, case).case.granted().unwrap().certificate, None);
    let kept = app.write(Role::Clerk, move |cx| create_certificate_of_case(cx, of, case, &text)).unwrap();
    assert_eq!(view(&app, case).case.granted().unwrap().certificate, Some(kept));
    assert!(!view(&app, case).lacking[2].iter().any(|one| one.0 == "受給者証の登録"));
    let certificate = app.keep(move |tx| certificates::find(tx, OFFICE, kept)).unwrap();
    let days: Vec<_> = certificate.grants.iter().map(|grant| (grant.start, grant.end)).collect();
    assert_eq!(days, [(day("2026-12-01"), day("2027-11-30")); 2], "one validity for all services");
}

#[test]
fn the_day_of_the_plan_comes_with_the_consent_and_follows_it() {
    let (app, hanako) = start();
    let case = decided(&app, &hanako, CaseKind::New);
    let start = form(&app, CaseForm::New(hanako.id), case).unwrap().page.text;
    let (of, typed) = (hanako.id, start.clone());
    let preview = app.read(Role::Clerk, move |cx| preview_certificate(cx, of, TypedFor::Case(case), &typed)).unwrap();
    assert!(preview.plan_to_come);
    let (of, text) = (hanako.id, CertificateText { plan_made_on: String::new(), ..completed(start) });
    let kept = app.write(Role::Clerk, move |cx| create_certificate_of_case(cx, of, case, &text)).unwrap();
    let made_on = |app: &TestApp| app.keep(move |tx| certificates::find(tx, OFFICE, kept)).unwrap().plan_made_on;
    assert_eq!(made_on(&app), None, "nobody has agreed to it yet");
    let plan = planned(&app, case, |_| ());
    for on in ["2026-11-21", "2026-11-20"] {
        let consent = PlanConsent { certificate: Some(kept), accepts_loss: true, ..plan_consent(on, plan) };
        agree(&app, case, consent).unwrap();
        assert_eq!(made_on(&app), Some(day(on)), "a corrected consent is followed, too");
    }
    let fact = view(&app, case).case.standing_consent().map(|(fact, _)| fact.id).unwrap();
    app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, fact, "署名が違う".to_owned())).unwrap();
    assert_eq!(made_on(&app), None, "it never took place");
    let withdrawal = view(&app, case).case.facts.last().unwrap().id;
    app.write(Role::Specialist, move |cx| restore_case_fact(cx, case, withdrawal)).unwrap();
    assert_eq!(made_on(&app), Some(day("2026-11-20")));
}

#[test]
fn a_change_that_the_proposal_calls_slight_is_asked_for_no_reason() {
    for (marked, asked) in [(true, true), (false, false)] {
        let (app, hanako) = start();
        let before = months("2026-05..2027-04").every(3).number("0000000001").of(&hanako);
        let kept = before.clone();
        app.keep(move |tx| certificates::insert(tx, &kept));
        let proposal = IntervalProposal { marked_change: Some(marked), ..interval(3) };
        let case = decided_on(&app, agreed_with(&app, &hanako, CaseKind::Change, proposal), 3);
        let text = form(&app, CaseForm::Change(before.id), case).unwrap().page.text;
        let phases = vec![PhaseText { interval: "3".to_owned(), lasts: String::new() }];
        let text = CertificateText { proposal_reason: String::new(), phases, ..completed(text) };
        let (of, typed) = (hanako.id, text.clone());
        let preview =
            app.read(Role::Clerk, move |cx| preview_certificate(cx, of, TypedFor::Case(case), &typed)).unwrap();
        assert_eq!(preview.without_reason.is_some(), asked, "{:?}", preview.standard);
        assert!(preview.plan_to_come);
        assert!(!preview.open.iter().any(|one| one.contains("変更が著しいか")), "answered: {:?}", preview.open);
        let typed = text.clone();
        let changed = app.write(Role::Clerk, move |cx| change_certificate_of_case(cx, before.id, case, &typed));
        assert_eq!(changed.is_err(), asked);
        // 訂正 of what was kept asks the same case.
        let Ok(changed) = changed else { continue };
        let of_it = TypedFor::Correction(changed);
        let preview = app.read(Role::Clerk, move |cx| preview_certificate(cx, of, of_it, &text)).unwrap();
        assert_eq!(preview.without_reason, None);
    }
}

#[test]
fn a_validity_of_its_own_stays_and_half_of_one_is_asked_for() {
    let (app, hanako) = start();
    let case = decided(&app, &hanako, CaseKind::New);
    let mut text = completed(form(&app, CaseForm::New(hanako.id), case).unwrap().page.text);
    text.grants[1].start = "R8.12.15".to_owned();
    let (of, half) = (hanako.id, text.clone());
    let preview = app.read(Role::Clerk, move |cx| preview_certificate(cx, of, TypedFor::Client, &half)).unwrap();
    assert!(preview.reasons.iter().any(|it| it.field == "grant_end_1"), "{:?}", preview.reasons);
    text.grants[1].end = "R9.5.31".to_owned();
    let kept = app.write(Role::Clerk, move |cx| create_certificate_of_case(cx, of, case, &text)).unwrap();
    let certificate = app.keep(move |tx| certificates::find(tx, OFFICE, kept)).unwrap();
    assert_eq!(certificate.grants[1].end, day("2027-05-31"));
}

#[test]
fn nothing_crosses_from_one_client_to_another() {
    let (app, hanako) = start();
    let case = decided(&app, &hanako, CaseKind::New);
    let taro = client("幸 太郎").build();
    let theirs = months("2026-05..2027-04").every(6).number("0000000009").of(&taro);
    let (kept, paper) = (taro.clone(), theirs.clone());
    app.keep(move |tx| {
        clients::insert(tx, &kept)?;
        certificates::insert(tx, &paper)
    });
    for of in [CaseForm::New(taro.id), CaseForm::Change(theirs.id)] {
        assert!(matches!(form(&app, of, case), Err(Refusal::NotFound)));
    }
    let text = completed(form(&app, CaseForm::New(hanako.id), case).unwrap().page.text);
    let of = taro.id;
    let crossed = app.write(Role::Clerk, move |cx| create_certificate_of_case(cx, of, case, &text));
    assert!(matches!(crossed, Err(Refusal::NotFound)));
    let count = app.keep(move |tx| certificates::of_client(tx, OFFICE, of)).len();
    assert_eq!(count, 1, "nothing of it was kept");
}

#[test]
fn a_renewal_goes_on_the_day_after_and_a_change_starts_from_what_holds() {
    let (app, hanako) = start();
    let before = months("2026-05..2027-04").every(6).number("0000000001").of(&hanako);
    let elsewhere = months("2027-05..2028-04").every(6).number("0000000002").of(&hanako);
    let elsewhere = domain::client::Certificate { municipality: "141003".to_owned(), ..elsewhere };
    let (kept, other) = (before.clone(), elsewhere);
    app.keep(move |tx| {
        certificates::insert(tx, &kept)?;
        certificates::insert(tx, &other)
    });
    let case = decided(&app, &hanako, CaseKind::Renewal);
    let renewal = form(&app, CaseForm::New(hanako.id), case).unwrap();
    assert_eq!(renewal.page.text.number, "0000000001", "that of the municipality that decides");
    assert_eq!(renewal.page.text.grants[0].start, "令和9年5月1日");
    assert_eq!(source(&renewal, "grant_start_0"), "前の受給者証の終わりの翌日");
    assert!(renewal.page.text.grants[1].start.is_empty(), "as the first row");
    app.keep(move |tx| {
        let case = planning_cases::find(tx, OFFICE, case)?.unwrap();
        assert_eq!(case.kind, CaseKind::Renewal);
        Ok(())
    });
    let change = form(&app, CaseForm::Change(before.id), case).unwrap();
    assert_eq!(change.page.text.grants.len(), 2, "as decided");
    let text = CertificateText {
        grants: vec![
            GrantText { start: "R8.12.1".to_owned(), end: "R9.4.30".to_owned(), ..change.page.text.grants[0].clone() },
            change.page.text.grants[1].clone(),
        ],
        plan_made_on: "R8.11.20".to_owned(),
        proposal_reason: "落ち着いている。".to_owned(),
        ..change.page.text.clone()
    };
    let id: CertificateId = before.id;
    let changed = app.write(Role::Clerk, move |cx| change_certificate_of_case(cx, id, case, &text)).unwrap();
    assert_eq!(view(&app, case).case.granted().unwrap().certificate, Some(changed));
    let kept = app.keep(move |tx| certificates::find(tx, OFFICE, changed)).unwrap();
    assert_eq!(kept.decision, Decision::Change);
}
