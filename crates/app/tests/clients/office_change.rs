//! 事業所の変更 at two offices of one installation: the months are shared out, what was recorded stays, and an end comes and goes with it.

use app::{
    Refusal, Staff,
    certificates::{CertificateText, GrantText, PhaseText, create_certificate},
    clients::{
        ClientText, TimelineFilter,
        about::{about_client, about_section, record_about, withdraw_about},
        create_client, find_client,
    },
    input::TypedFields,
    monitoring::open_round,
};
use domain::{
    client::{AboutKind, ConsultationService},
    id::{ClientId, OfficeId},
    office::Role,
};
use testkit::{
    OFFICE, OTHER_OFFICE, TestApp, day, mistakes,
    steps::{self, round_of},
};

fn person(app: &TestApp, office: OfficeId) -> ClientId {
    let typed = ClientText {
        name: "川崎 花子".to_owned(),
        kana: "カワサキ ハナコ".to_owned(),
        birth: "S60.3.1".to_owned(),
        residence: "home".to_owned(),
        ..ClientText::default()
    };
    let id = app.write_as(clerk(app, office), None, move |cx| create_client(cx, &typed, false)).unwrap().id;
    let paper = CertificateText {
        service: "plan".to_owned(),
        number: "12345678".to_owned(),
        municipality: "141305".to_owned(),
        municipality_name: "川崎市".to_owned(),
        decision: "renewal".to_owned(),
        plan_made_on: "R8.4.20".to_owned(),
        upper_limit_yen: "9300".to_owned(),
        grants: vec![GrantText {
            service: "居宅介護".to_owned(),
            amount: "月20時間".to_owned(),
            start: "R8.5.1".to_owned(),
            end: "R9.4.30".to_owned(),
            ..GrantText::default()
        }],
        phases: vec![PhaseText { interval: "3".to_owned(), lasts: String::new() }],
        ..CertificateText::default()
    };
    app.write_as(clerk(app, office), None, move |cx| create_certificate(cx, id, &paper)).unwrap();
    id
}

fn clerk(app: &TestApp, office: OfficeId) -> Staff {
    if office == OFFICE { app.actor(Role::Specialist) } else { app.stranger(Role::Specialist) }
}

fn change(
    app: &TestApp,
    (office, of): (OfficeId, ClientId),
    kind: AboutKind,
    fields: &[(&str, &str)],
) -> Result<(), Refusal> {
    let fields = fields.iter().copied().collect::<TypedFields>();
    app.write_as(clerk(app, office), None, move |cx| {
        let seen = about_section(cx, of, kind)?.version;
        record_about(cx, of, kind, &fields, seen)
    })
}

fn months(app: &TestApp, (office, of): (OfficeId, ClientId)) -> Vec<String> {
    let rounds = app.keep(move |tx| store::rounds::of_client(tx, office, of));
    rounds.into_iter().filter(|round| round.scheduled).map(|round| round.month.to_string()).collect()
}

fn on<'a>(day: &'a str, office: &'a str) -> [(&'a str, &'a str); 2] {
    [("change_on", day), ("other_office", office)]
}

#[test]
fn each_of_two_offices_holds_its_half_of_the_months() {
    let app = TestApp::new();
    let (here, there) = ((OFFICE, person(&app, OFFICE)), (OTHER_OFFICE, person(&app, OTHER_OFFICE)));
    let all = ["2026-07", "2026-10", "2027-01", "2027-04"];
    assert_eq!(
        (months(&app, here), months(&app, there)),
        (all.map(str::to_owned).to_vec(), all.map(str::to_owned).to_vec())
    );
    change(&app, here, AboutKind::ToOffice, &on("R9.1.1", "相談支援センターとなり")).unwrap();
    change(&app, there, AboutKind::FromOffice, &on("R9.1.1", "相談支援センターあおば")).unwrap();
    assert_eq!(months(&app, here), ["2026-07", "2026-10"]);
    assert_eq!(months(&app, there), ["2027-01", "2027-04"]);
    // The day is put right at both: the month of the change is that of the office which takes over.
    change(&app, here, AboutKind::ToOffice, &on("R8.10.15", "相談支援センターとなり")).unwrap();
    change(&app, there, AboutKind::FromOffice, &on("R8.10.15", "相談支援センターあおば")).unwrap();
    assert_eq!(months(&app, here), ["2026-07"]);
    assert_eq!(months(&app, there), ["2026-10", "2027-01", "2027-04"]);
}

#[test]
fn an_end_that_came_with_the_change_goes_with_it() {
    let app = TestApp::new();
    let here = (OFFICE, person(&app, OFFICE));
    let ended = || {
        let of = here.1;
        app.keep(move |tx| store::clients::find(tx, OFFICE, of)).unwrap().ended_on.map(|day| day.to_string())
    };
    change(&app, here, AboutKind::ToOffice, &on("R8.11.1", "相談室みどり")).unwrap();
    assert_eq!(ended().as_deref(), Some("2026-10-31"), "the last day has passed");
    change(&app, here, AboutKind::ToOffice, &on("R8.12.1", "相談室みどり")).unwrap();
    assert_eq!(ended(), None, "a day to come ends nothing yet");
    assert_eq!(months(&app, here), ["2026-07", "2026-10"]);
    change(&app, here, AboutKind::ToOffice, &on("R8.11.1", "相談室みどり")).unwrap();
    let of = here.1;
    let last =
        app.read(Role::Viewer, move |cx| about_section(cx, of, AboutKind::ToOffice)).unwrap().current.unwrap().id;
    app.write(Role::Specialist, move |cx| withdraw_about(cx, of, last, "取りやめ")).unwrap();
    assert_eq!((ended(), months(&app, here).len()), (None, 4), "nothing was lost");
    // Gone and come back: the months between are the other office's.
    change(&app, here, AboutKind::ToOffice, &on("R8.7.1", "相談室みどり")).unwrap();
    change(&app, here, AboutKind::FromOffice, &on("R8.11.1", "相談室みどり")).unwrap();
    assert_eq!((ended(), months(&app, here)), (None, vec!["2027-01".to_owned(), "2027-04".to_owned()]));
}

#[test]
fn a_visit_belongs_to_the_office_in_charge_and_what_was_recorded_stays() {
    let app = TestApp::new();
    let here = (OFFICE, person(&app, OFFICE));
    let visit = |on: &'static str| {
        let of = here.1;
        app.write(Role::Specialist, move |cx| open_round(cx, of, ConsultationService::Plan, day(on)))
    };
    visit("2026-10-20").unwrap();
    change(&app, here, AboutKind::FromOffice, &on("R8.10.1", "相談室みどり")).unwrap();
    assert_eq!(mistakes(visit("2026-09-10")), ["visited_on"]);
    visit("2026-11-05").unwrap();
    assert_eq!(months(&app, here), ["2026-10", "2027-01", "2027-04"]);
}

#[test]
fn a_day_that_is_put_right_gives_the_visit_before_it_its_round_again() {
    let app = TestApp::new();
    let here = (OFFICE, person(&app, OFFICE));
    let hanako = app.keep(move |tx| store::clients::find(tx, OFFICE, here.1)).unwrap();
    steps::visit(&app, &hanako, "2026-10", "2026-10-06");
    change(&app, here, AboutKind::ToOffice, &on("R7.10.16", "相談室みどり")).unwrap();
    assert_eq!(months(&app, here), Vec::<String>::new());
    change(&app, here, AboutKind::ToOffice, &on("R8.10.16", "相談室みどり")).unwrap();
    assert_eq!(months(&app, here), ["2026-07", "2026-10"], "what was done before the change is this office's");
    let round = round_of(&app, &hanako, "2026-10");
    assert_eq!(round.ended(), None);
}

#[test]
fn what_is_still_to_be_done_of_a_change_is_told_until_it_is_recorded() {
    let app = TestApp::new();
    let here = (OFFICE, person(&app, OFFICE));
    let told = || {
        let of = here.1;
        let page = app.read(Role::Viewer, move |cx| find_client(cx, of, &TimelineFilter::default())).unwrap();
        page.office_change.into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>()
    };
    assert_eq!(told(), Vec::<String>::new());
    let kind = AboutKind::ToOffice;
    assert_eq!(mistakes(change(&app, here, kind, &[])), ["change_on", "other_office"]);
    let wrong = [on("R8.12.15", "相談室みどり").as_slice(), &[("certificate_back_on", "R8.11.20")]].concat();
    assert_eq!(mistakes(change(&app, here, kind, &wrong)), ["certificate_out_on"]);
    change(&app, here, kind, &on("R8.12.15", "相談室みどり")).unwrap();
    let open = told();
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(
        open[0].contains("変更届出書を出した日、受給者証を市町村に出した日") && open[1].contains("変更の月"),
        "{open:?}"
    );
    let again = on("R8.12.15", "相談室みどり");
    let done = [
        again.as_slice(),
        &[("noticed_on", "R8.11.10"), ("noticed_by", "母"), ("certificate_out_on", "R8.11.10")],
        &[("certificate_back_on", "R8.11.20"), ("handed_over_on", "R8.11.21"), ("month_taken", "nothing")],
    ];
    change(&app, here, kind, &done.concat()).unwrap();
    assert_eq!(told(), Vec::<String>::new());
    let of = here.1;
    let about = app.read(Role::Viewer, move |cx| about_client(cx, of)).unwrap();
    assert!(about.open.iter().all(|(of, _)| *of != kind));
    assert_eq!(app.read(Role::Viewer, move |cx| about_section(cx, of, kind)).unwrap().history.len(), 2);
    // The next change must lie after it.
    assert_eq!(mistakes(change(&app, here, AboutKind::FromOffice, &on("R8.12.15", "相談室みどり"))), ["change_on"]);
}
