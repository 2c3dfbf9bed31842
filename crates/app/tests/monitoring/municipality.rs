//! A round is client × service × municipality × month: moving, renewing, and visits without a certificate.

use app::{
    Refusal,
    billing::{CloseMonth, close, month_page},
    certificates::{CertificateText, GrantText, PhaseText, create_certificate},
    clients::{EndText, TimelineFilter, end_client, find_client},
    monitoring::{MonthCell, carry_over, open_round, record_home_visit, round_view, withdraw_fact},
};
use domain::{
    client::{Client, ConsultationService::Plan},
    id::RoundId,
    monitoring::{Round, carry_over::CarryOver},
    office::{DatedSetting, Role},
};
use store::{clients, rounds};
use testkit::{OFFICE, TestApp, client, day, month, steps};

use super::people::{entry, now, visit};

fn started() -> (TestApp, Client) {
    let app = TestApp::new();
    let client = client("川崎 花子").build();
    let kept = client.clone();
    app.keep(move |tx| {
        clients::insert(tx, &kept)?;
        // Here neither city wants the copies; what each city wants is told in `office/municipalities.rs`.
        let no_copies = DatedSetting::always("141305", "every_report_submitted", "false");
        store::settings::set(tx, OFFICE, &no_copies, ("test", "2026-11-22"))
    });
    (app, client)
}

/// A certificate of a city, with the days of its validity and its months.
fn paper(city: (&str, &str), number: &str, days: (&str, &str), listed: &str) -> CertificateText {
    CertificateText {
        service: "plan".to_owned(),
        number: number.to_owned(),
        municipality: city.0.to_owned(),
        municipality_name: city.1.to_owned(),
        decision: "renewal".to_owned(),
        grants: vec![GrantText {
            service: "居宅介護".to_owned(),
            start: days.0.to_owned(),
            end: days.1.to_owned(),
            ..GrantText::default()
        }],
        phases: vec![PhaseText { interval: "6".to_owned(), lasts: String::new() }],
        months: listed.to_owned(),
        proposal_reason: "市町村の決定による".to_owned(),
        moved: "no".to_owned(),
        ..CertificateText::default()
    }
}

const KAWASAKI: (&str, &str) = ("141305", "川崎市");
const YOKOHAMA: (&str, &str) = ("141003", "横浜市");

fn register(app: &TestApp, client: &Client, typed: CertificateText) {
    let id = client.id;
    app.write(Role::Clerk, move |cx| create_certificate(cx, id, &typed)).unwrap();
}

fn rounds_of(app: &TestApp, client: &Client) -> Vec<Round> {
    let id = client.id;
    app.keep(move |tx| rounds::of_client(tx, OFFICE, id))
}

fn round_in(app: &TestApp, client: &Client, city: (&str, &str), text: &str) -> Round {
    let wanted = (city.0.to_owned(), month(text));
    rounds_of(app, client).into_iter().find(|round| (round.municipality.clone(), round.month) == wanted).unwrap()
}

fn sentences(refusal: &Refusal) -> Vec<(String, String)> {
    let Refusal::Refused(reasons) = refusal else { return vec![(String::new(), format!("{refusal:?}"))] };
    reasons.iter().map(|reason| (reason.field.to_string(), reason.sentence.clone())).collect()
}

#[test]
fn two_cities_in_one_month_are_two_rounds_and_two_claims_and_the_day_decides_which() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R8.4.1", "R8.10.14"), "R8.10"));
    register(&app, &client, paper(YOKOHAMA, "2000000002", ("R8.10.15", "R9.10.14"), "R8.10、R9.10"));
    let (first, second) = (round_in(&app, &client, KAWASAKI, "2026-10"), round_in(&app, &client, YOKOHAMA, "2026-10"));
    let late = entry(&first);
    let refused = app.write(Role::Specialist, move |cx| record_home_visit(cx, late, visit("2026-10-20"))).unwrap_err();
    let sentence = "訪問日（令和8年10月20日）に有効なのは横浜市の受給者証です。この回は川崎市の回なので、\
        横浜市の回に記録してください。";
    assert_eq!(sentences(&refused), [("date".to_owned(), sentence.to_owned())]);
    for (round, on) in [(first, "2026-10-05"), (second, "2026-10-20")] {
        super::people::agreed(&app, &round, on);
    }
    let page = app.read(Role::Clerk, |cx| month_page(cx, month("2026-10"))).unwrap();
    let part = &page.services[0];
    assert_eq!((part.totals.count, part.undecided), (2, 0), "{:#?}", part.rows);
    let input = CloseMonth {
        service: Plan,
        month: month("2026-10"),
        processing_month: month("2026-12"),
        seen_count: part.totals.count,
        seen_yen: part.totals.yen,
        past_window: false,
    };
    app.write(Role::Clerk, move |cx| close(cx, input)).unwrap();
    let claims = app.keep(|tx| store::claims::of_month(tx, OFFICE, month("2026-10")));
    let mut numbers: Vec<_> =
        claims.iter().map(|it| (it.municipality.as_str(), it.body.certificate_number.as_str())).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [("141003", "2000000002"), ("141305", "1000000001")]);
}

#[test]
fn the_end_month_stays_though_the_renewal_begins_in_its_middle_and_is_one_round() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R7.10.16", "R8.10.15"), ""));
    register(&app, &client, paper(KAWASAKI, "2000000002", ("R8.10.16", "R9.10.15"), "R8.10、R9.4、R9.10"));
    let months: Vec<String> = rounds_of(&app, &client).iter().map(|round| round.month.to_string()).collect();
    assert_eq!(months, ["2025-10", "2026-04", "2026-10", "2027-04", "2027-10"]);
    let october = round_in(&app, &client, KAWASAKI, "2026-10");
    let id = october.id;
    let number = |app: &TestApp| {
        app.read(Role::Viewer, move |cx| round_view(cx, id)).unwrap().certificate.map(|paper| paper.number)
    };
    steps::visit(&app, &client, "2026-10", "2026-10-14");
    assert_eq!(number(&app).as_deref(), Some("1000000001"), "the one that is valid on the day of the visit");
}

#[test]
fn a_month_begun_is_not_taken_away_by_a_newer_certificate_and_a_later_one_is() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R8.4.1", "R9.3.31"), "R8.10、R8.11、R8.12"));
    let change = CertificateText {
        decision: "change".to_owned(),
        plan_made_on: "R8.10.1".to_owned(),
        ..paper(KAWASAKI, "1000000001", ("R8.10.1", "R9.3.31"), "R9.3")
    };
    register(&app, &client, change);
    let months: Vec<String> = rounds_of(&app, &client).iter().map(|round| round.month.to_string()).collect();
    assert_eq!(months, ["2026-10", "2026-11", "2027-03"], "today is 2026-11-22");
}

#[test]
fn a_visit_before_any_certificate_is_kept_and_judged_when_one_comes() {
    let (app, client) = started();
    let id = client.id;
    let opened = app.write(Role::Specialist, move |cx| open_round(cx, id, Plan, day("2026-10-05"))).unwrap();
    let again = app.write(Role::Specialist, move |cx| open_round(cx, id, Plan, day("2026-10-06"))).unwrap();
    assert_eq!(opened, again, "one month, one round");
    let round = rounds_of(&app, &client).remove(0);
    assert_eq!((round.municipality.as_str(), round.scheduled), ("", false));
    super::people::agreed(&app, &round, "2026-10-05");
    let row = app.keep(move |tx| store::board::find(tx, OFFICE, opened)).unwrap();
    assert_eq!(row.lamps, "RDDDNW", "the claim waits, for the certificate alone");
    let page = app.read(Role::Clerk, |cx| month_page(cx, month("2026-10"))).unwrap();
    assert_eq!((page.services[0].rows.len(), page.services[0].undecided), (1, 1));
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R8.10.10", "R9.9.30"), "R8.10、R9.3、R9.9"));
    let kept = rounds_of(&app, &client).remove(0);
    assert_eq!((kept.id, kept.municipality.as_str(), kept.scheduled), (opened, "141305", true));
    assert_eq!(kept.facts.len(), 3, "recorded facts never move");
    let page = app.read(Role::Clerk, |cx| month_page(cx, month("2026-10"))).unwrap();
    assert_eq!((page.services[0].totals.count, page.services[0].undecided), (1, 0), "{:#?}", page.services[0].rows);
}

/// What the client's page and the round's page show of a month.
fn cells(app: &TestApp, client: &Client, round: RoundId, text: &str) -> [Option<RoundId>; 2] {
    let (id, asked) = (client.id, month(text));
    let page = app.read(Role::Viewer, move |cx| find_client(cx, id, &TimelineFilter::default())).unwrap();
    let view = app.read(Role::Viewer, move |cx| round_view(cx, round)).unwrap();
    let of = |cells: &[MonthCell]| cells.iter().find(|cell| cell.month == asked).and_then(|cell| cell.round);
    [page.strips.iter().find_map(|strip| of(&strip.months)), of(&view.months)]
}

#[test]
fn a_round_opened_and_left_empty_is_nobodys_work_and_both_pages_say_the_same() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R8.4.1", "R9.3.31"), "R8.10、R9.3"));
    let id = client.id;
    let opened = app.write(Role::Specialist, move |cx| open_round(cx, id, Plan, day("2026-11-05"))).unwrap();
    let on_board = |app: &TestApp| app.keep(move |tx| store::board::find(tx, OFFICE, opened)).is_some();
    let view = app.read(Role::Viewer, move |cx| round_view(cx, opened)).unwrap();
    assert_eq!(view.certificate_end(), Some(day("2027-03-31")), "the certificate that the client's page shows");
    assert!(!on_board(&app) && cells(&app, &client, opened, "2026-11") == [None, None]);
    let (round, version) = (opened, view.round.version);
    let recorded =
        app.write(Role::Specialist, move |cx| record_home_visit(cx, now(round, version), visit("2026-11-05"))).unwrap();
    assert!(on_board(&app) && cells(&app, &client, opened, "2026-11") == [Some(opened); 2]);
    app.write(Role::Specialist, move |cx| withdraw_fact(cx, opened, recorded.fact, String::new())).unwrap();
    assert!(!on_board(&app) && cells(&app, &client, opened, "2026-11") == [None, None]);
}

#[test]
fn a_round_opened_before_any_certificate_and_left_empty_keeps_no_month_open() {
    let (app, client) = started();
    let id = client.id;
    app.write(Role::Specialist, move |cx| open_round(cx, id, Plan, day("2026-10-05"))).unwrap();
    let page = app.read(Role::Clerk, |cx| month_page(cx, month("2026-10"))).unwrap();
    assert!(page.services.iter().all(|part| part.rows.is_empty()), "{:#?}", page.services);
}

#[test]
fn out_of_the_last_month_a_round_is_carried_only_to_the_same_municipality() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R7.11.1", "R8.10.31"), ""));
    let carried = || CarryOver { reason: "入院".to_owned(), told_on: None, told_to: String::new() };
    register(&app, &client, paper(YOKOHAMA, "2000000002", ("R8.11.1", "R9.10.31"), ""));
    let entry = entry(&round_in(&app, &client, KAWASAKI, "2026-10"));
    let refused = app.write(Role::Specialist, move |cx| carry_over(cx, entry, carried())).unwrap_err();
    let sentence = "翌月（令和8年11月）は横浜市の受給者証の月です。市町村が変わるので、翌月に繰り越せません";
    assert_eq!(sentences(&refused), [("reason".to_owned(), sentence.to_owned())]);
    register(&app, &client, paper(KAWASAKI, "3000000003", ("R8.11.1", "R9.10.31"), ""));
    app.write(Role::Specialist, move |cx| carry_over(cx, entry, carried())).unwrap();
}

#[test]
fn after_the_end_no_visit_is_asked_for_a_later_one_is_refused_and_what_came_before_goes_on() {
    let (app, client) = started();
    register(&app, &client, paper(KAWASAKI, "1000000001", ("R8.4.1", "R9.3.31"), "R8.10、R8.11、R8.12"));
    steps::visit(&app, &client, "2026-10", "2026-10-05");
    let (id, end) = (client.id, EndText { ended_on: "R8.11.10".to_owned() });
    app.write(Role::Clerk, move |cx| end_client(cx, id, &end, 1)).unwrap();
    let rows = app.keep(move |tx| store::board::of_client(tx, OFFICE, id));
    let seen: Vec<_> = rows.iter().map(|row| (row.month.to_string(), row.lamps.clone(), row.open)).collect();
    let expected = [("2026-10", "RDRWNW", true), ("2026-11", "NNNNNN", false)];
    assert_eq!(seen, expected.map(|(month, lamps, open)| (month.to_owned(), lamps.to_owned(), open)));
    assert_eq!(rows[1].earliest_due, None, "nothing is due any more");
    let november = entry(&round_in(&app, &client, KAWASAKI, "2026-11"));
    let refused =
        app.write(Role::Specialist, move |cx| record_home_visit(cx, november, visit("2026-11-20"))).unwrap_err();
    assert_eq!(sentences(&refused)[0].0, "date");
    let refused = app.write(Role::Specialist, move |cx| open_round(cx, id, Plan, day("2026-11-20"))).unwrap_err();
    assert_eq!(sentences(&refused)[0].0, "visited_on");
    // The report and the consent of the visit before go on, and so does a visit before the end that is typed late.
    steps::agree(&app, &client, "2026-10", "2026-11-20");
    app.write(Role::Specialist, move |cx| record_home_visit(cx, november, visit("2026-11-09"))).unwrap();
}
