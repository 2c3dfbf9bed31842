//! サービス提供事業所の台帳: registered, searched, ended; grants and posts point to it.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    certificates::{CertificateText, GrantText, PhaseText, create_certificate},
    monitoring::round_view,
    office::{HoldsFrom, record_office_fact},
    providers::{
        ProviderSearch, ProviderText, add_provider, list_providers, provider, provider_choices, save_provider,
    },
};
use domain::{
    id::ProviderId,
    office::{OfficeFactBody, Role},
};
use law::Verdict;
use testkit::{OFFICE, SATO, TestApp, client, day, id, mistakes, month, steps::no_hindrance};

fn aoba() -> ProviderText {
    ProviderText {
        name: "あおば作業所".to_owned(),
        kana: "あおばさぎょうしょ".to_owned(),
        number: "1412-345-678".to_owned(),
        services: vec!["生活介護".to_owned()],
        phone: "０４４－０００－０００１".to_owned(),
        person: "青葉 一".to_owned(),
        ..ProviderText::default()
    }
}

fn added(app: &TestApp, typed: ProviderText) -> ProviderId {
    app.write(Role::Specialist, move |cx| add_provider(cx, &typed)).unwrap()
}

#[test]
fn a_provider_is_kept_as_typed_and_every_mistake_stands_at_its_field() {
    let app = TestApp::new();
    let kept = added(&app, aoba());
    let page = app.read(Role::Viewer, move |cx| provider(cx, kept)).unwrap();
    let told = (page.provider.number.as_str(), page.provider.phone.as_str(), page.provider.kana.as_str());
    assert_eq!(told, ("1412345678", "044-000-0001", "アオバサギョウショ"));
    let wrong = ProviderText {
        name: String::new(),
        number: "12".to_owned(),
        services: vec!["占い".to_owned()],
        phone: "12".to_owned(),
        mail: "a@b".to_owned(),
        from: "R8.4.1".to_owned(),
        ended_on: "R8.3.31".to_owned(),
        ..aoba()
    };
    let fields = mistakes(app.write(Role::Clerk, move |cx| add_provider(cx, &wrong)));
    assert_eq!(fields, ["name", "number", "services", "phone", "mail", "ended_on"]);
    let twice = app.write(Role::Clerk, |cx| add_provider(cx, &ProviderText { name: "別の名前".to_owned(), ..aoba() }));
    assert_eq!(mistakes(twice), ["number"], "the number is taken while the other one works");
    let viewer = app.write(Role::Viewer, |cx| add_provider(cx, &aoba()));
    assert!(matches!(viewer, Err(Refusal::Forbidden)));
}

#[test]
fn the_list_is_searched_by_what_people_know_and_those_that_ended_stand_apart() {
    let app = TestApp::new();
    let kept = added(&app, aoba());
    let other = ProviderText {
        name: "みなとヘルパー".to_owned(),
        kana: "みなとへるぱー".to_owned(),
        number: String::new(),
        services: vec!["居宅介護".to_owned()],
        ..aoba()
    };
    added(&app, other);
    let found = |search: ProviderSearch| {
        let list = app.read(Role::Viewer, move |cx| list_providers(cx, &search)).unwrap();
        list.found.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    let by = |words: &str| found(ProviderSearch { words: words.to_owned(), ..ProviderSearch::default() });
    assert_eq!(by(""), ["あおば作業所", "みなとヘルパー"]);
    for words in ["ｱｵﾊﾞ", "1412345678", "作業所"] {
        assert_eq!(by(words), ["あおば作業所"], "{words}");
    }
    assert_eq!(by("青葉 一").len(), 2);
    let of_service = ProviderSearch { service: "居宅介護".to_owned(), ..ProviderSearch::default() };
    assert_eq!(found(of_service), ["みなとヘルパー"]);
    let ended = ProviderText { ended_on: "R8.3.31".to_owned(), ..aoba() };
    app.write(Role::Clerk, move |cx| save_provider(cx, kept, &ended, 1)).unwrap();
    assert_eq!(by(""), ["みなとヘルパー"]);
    assert_eq!(found(ProviderSearch { ended: true, ..ProviderSearch::default() }), ["あおば作業所"]);
    let labels: Vec<String> =
        app.read(Role::Viewer, provider_choices).unwrap().into_iter().map(|it| it.label).collect();
    assert_eq!(labels, ["みなとヘルパー", "あおば作業所（終了）"]);
    let late = app.write(Role::Clerk, move |cx| save_provider(cx, kept, &aoba(), 1));
    assert!(matches!(late, Err(Refusal::Conflict { current: 2, .. })));
}

fn certificate(grant: GrantText) -> CertificateText {
    CertificateText {
        service: "plan".to_owned(),
        number: "0000000001".to_owned(),
        municipality: "141305".to_owned(),
        municipality_name: "川崎市".to_owned(),
        decision: "renewal".to_owned(),
        plan_made_on: "R8.4.20".to_owned(),
        grants: vec![GrantText {
            service: "生活介護".to_owned(),
            start: "R8.5.1".to_owned(),
            end: "R9.4.30".to_owned(),
            ..grant
        }],
        phases: vec![PhaseText { interval: "6".to_owned(), lasts: String::new() }],
        ..CertificateText::default()
    }
}

#[test]
fn a_grant_points_to_a_provider_or_names_one_and_the_round_lists_it_with_its_telephone() {
    let app = TestApp::new();
    let kept = added(&app, aoba());
    let person = client("川崎 花子").carried_by(SATO).build();
    let of = person.id;
    app.keep(move |tx| store::clients::insert(tx, &person));
    let both = GrantText { provider: kept.to_string(), provider_name: "みなと".to_owned(), ..GrantText::default() };
    let unknown = GrantText { provider: id(77).to_string(), ..GrantText::default() };
    for (wrong, field) in [(both, "grant_provider_name_0"), (unknown, "grant_provider_0")] {
        let refused = app.write(Role::Clerk, move |cx| create_certificate(cx, of, &certificate(wrong)));
        assert_eq!(mistakes(refused), [field]);
    }
    let right = GrantText { provider: kept.to_string(), ..GrantText::default() };
    app.write(Role::Clerk, move |cx| create_certificate(cx, of, &certificate(right))).unwrap();
    let users = app.read(Role::Viewer, move |cx| provider(cx, kept)).unwrap().clients;
    assert_eq!(users, [(of, "川崎 花子".to_owned())]);
    let rounds = app.keep(move |tx| store::rounds::of_client(tx, OFFICE, of));
    let october = rounds.iter().find(|round| round.month == month("2026-10")).unwrap().id;
    let view = move |app: &TestApp| app.read(Role::Viewer, move |cx| round_view(cx, october)).unwrap();
    let used = view(&app).providers;
    let told = used.iter().map(|it| (it.service.as_str(), it.name.as_str(), it.registered.clone().unwrap().phone));
    assert_eq!(told.collect::<Vec<_>>(), [("生活介護", "あおば作業所", "044-000-0001".to_owned())]);

    assert_eq!(view(&app).dual_post, None, "no post is known");
    let posts = |provider: ProviderId| OfficeFactBody::Posts {
        specialist: SATO,
        providers: Vec::new(),
        registered: vec![provider],
        judged: Some(no_hindrance("2026-10-01")),
    };
    let from = HoldsFrom::Day(day("2026-10-01"));
    let wrong = app.write(Role::Manager, move |cx| record_office_fact(cx, posts(ProviderId(id(77))), from));
    assert_eq!(mistakes(wrong), ["registered"]);
    app.write(Role::Manager, move |cx| record_office_fact(cx, posts(kept), from)).unwrap();
    let Some(Verdict::No(why)) = view(&app).dual_post else { panic!("a refusal before anything was looked at") };
    assert!(why.sentence.contains("あおば作業所"), "{}", why.sentence);
}
