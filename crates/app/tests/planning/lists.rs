//! The lists of planning: whose, in which order, what is due and what is waited for; and the plan on the client's page.

use app::{
    clients::{TimelineFilter, find_client},
    monitoring::{BoardFilter, Who, board, refresh_client},
    planning::{CaseFilter, CaseList, CaseOrder, Renewal, list_cases, list_renewals},
};
use domain::{
    client::{CertificateReach, Client},
    id::ProviderId,
    office::Role,
    planning::{CaseFact, PlanStep},
    provider::Provider,
};
use store::{certificates, clients, providers};
use testkit::{
    OFFICE, SUZUKI, TestApp, client, day,
    decision::{granted, hand_in},
    id, month, months,
    planning::{case_of, interview, keep},
    proposal::{delivery, plan, plan_consent},
    steps::add_rounds,
};

use super::people::start;

fn cases(app: &TestApp, filter: CaseFilter) -> CaseList {
    app.read(Role::Viewer, move |cx| list_cases(cx, &filter)).unwrap()
}

fn due(app: &TestApp, filter: CaseFilter) -> Vec<Renewal> {
    app.read(Role::Viewer, move |cx| list_renewals(cx, &filter)).unwrap()
}

fn add(app: &TestApp, name: &str, kana: &str) -> Client {
    let other = client(name).kana(kana).carried_by(SUZUKI).build();
    let kept = other.clone();
    app.keep(move |tx| clients::insert(tx, &kept));
    other
}

fn registered(name: &str) -> Provider {
    Provider {
        id: ProviderId(id(9_000_001)),
        office: OFFICE,
        number: String::new(),
        name: name.to_owned(),
        kana: String::new(),
        services: Vec::new(),
        address: String::new(),
        phone: "0440000000".to_owned(),
        fax: String::new(),
        mail: String::new(),
        person: String::new(),
        from: None,
        ended_on: None,
        note: String::new(),
        version: 1,
    }
}

#[test]
fn cases_are_filtered_by_specialist_and_words_and_ordered_as_asked() {
    let (app, hanako) = start();
    let taro = add(&app, "麻生 太郎", "アサオ タロウ");
    keep(&app, &case_of(&hanako, 1).with(CaseFact::Interview(interview("2026-11-09"))).build());
    keep(&app, &case_of(&taro, 2).build());
    let names = |list: &CaseList| list.lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
    let by = |order| names(&cases(&app, CaseFilter { order, ..CaseFilter::default() }));
    assert_eq!(by(CaseOrder::Kana), ["麻生 太郎", "川崎 花子"]);
    assert_eq!(by(CaseOrder::Since).len(), 2);
    let of =
        |who, words: &str| names(&cases(&app, CaseFilter { who, words: words.to_owned(), ..CaseFilter::default() }));
    assert_eq!(of(Who::Of(SUZUKI), ""), ["麻生 太郎"]);
    assert_eq!(of(Who::All, "かわさき"), ["川崎 花子"]);
    assert_eq!(of(Who::Of(SUZUKI), "かわさき"), Vec::<String>::new());
}

#[test]
fn a_draft_that_was_handed_in_waits_for_its_answer_until_one_is_recorded() {
    let (app, hanako) = start();
    let case = case_of(&hanako, 1).with(CaseFact::HandIn(hand_in("2026-11-13", Vec::new())));
    keep(&app, &case.clone().build());
    let awaited = cases(&app, CaseFilter::default()).lines.remove(0).awaited.unwrap();
    assert_eq!((awaited.since, awaited.days), (day("2026-11-13"), 9));
    assert_eq!((awaited.to.as_str(), awaited.missing.len()), ("川崎区役所 高齢・障害課", 0));
    let (app, hanako) = start();
    let decided = case_of(&hanako, 1)
        .with(CaseFact::HandIn(hand_in("2026-11-13", Vec::new())))
        .with(CaseFact::Decision(granted("2026-11-18")))
        .build();
    keep(&app, &decided);
    assert_eq!(cases(&app, CaseFilter::default()).lines[0].awaited, None);
}

#[test]
fn a_renewal_is_listed_three_months_ahead_and_counted_on_the_board_two_months_ahead() {
    let (app, hanako) = start();
    let taro = add(&app, "麻生 太郎", "アサオ タロウ");
    let (soon, later) = (months("2026-02..2027-01").of(&hanako), months("2026-03..2027-02").of(&taro));
    app.keep(move |tx| {
        certificates::insert(tx, &soon)?;
        certificates::insert(tx, &later)
    });
    for of in [hanako.id, taro.id] {
        app.write(Role::Clerk, move |cx| refresh_client(cx, of)).unwrap();
    }
    let list = due(&app, CaseFilter::default());
    assert_eq!(list.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["川崎 花子", "麻生 太郎"]);
    assert!(list.iter().all(|one| one.reach == CertificateReach::Far), "70 days and more");
    assert_eq!(
        (list[0].municipality_name.as_str(), list[0].gap.follows.as_str()),
        ("川崎市", "次の計画は始まっていません。")
    );
    let own = CaseFilter { who: Who::Of(SUZUKI), ..CaseFilter::default() };
    assert_eq!(due(&app, own).len(), 1);
    let counted = |app: &TestApp| app.read(Role::Viewer, |cx| board(cx, &BoardFilter::default())).unwrap().gaps;
    assert_eq!(counted(&app), 0);
    let app = app.on(day("2026-12-02"));
    assert_eq!(counted(&app), 1, "60 days before");
    let case = case_of(&hanako, 1).build();
    keep(&app, &case);
    let list = due(&app, CaseFilter::default());
    assert!(list[0].reach != CertificateReach::Far && list[0].gap.case == Some(case.id), "{list:?}");
}

#[test]
fn the_clients_page_shows_the_plan_that_was_agreed_to_and_when_it_is_looked_at_next() {
    let (app, hanako) = start();
    let certificate = months("2026-05..2027-04").every(3).of(&hanako);
    let kept = certificate.clone();
    app.keep(move |tx| certificates::insert(tx, &kept));
    add_rounds(&app, &certificate, &["2027-01", "2027-04"]);
    let text = plan("2026-11-16", None);
    let (provider, goal) = (text.text.providers().remove(0), text.text.needs[0].goal.clone());
    let registered = registered(&provider);
    app.keep(move |tx| providers::insert(tx, &registered));
    let built = case_of(&hanako, 1).with(CaseFact::Plan(text));
    let version = built.clone().build().facts.last().unwrap().id;
    let case = built
        .with(CaseFact::Consent(plan_consent("2026-11-16", version)))
        .with(CaseFact::Delivery(delivery("2026-11-16", version)))
        .build();
    keep(&app, &case);
    let of = hanako.id;
    let page = app.read(Role::Viewer, move |cx| find_client(cx, of, &TimelineFilter::default())).unwrap();
    let card = &page.plans[0];
    assert_eq!((card.made_on, card.case, card.next_review), (day("2026-11-16"), case.id, Some(month("2027-01"))));
    assert_eq!((card.municipality_name.as_str(), card.needs[0].goal.as_str()), ("川崎市", goal.as_str()));
    assert_eq!(card.providers[0].registered.as_ref().map(|(_, phone)| phone.as_str()), Some("0440000000"));
    assert_eq!(page.cases[0].office, OFFICE);
    assert_eq!(domain::planning::open_step(&page.cases[0]), Some(PlanStep::Assessment));
}
