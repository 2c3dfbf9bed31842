//! 生活の変化: each asks three questions, open ones stay on the list, and nothing else is changed by itself.

use app::{
    Refusal,
    clients::{
        TimelineFilter,
        about::{LifeEventPage, about_client, answer_life_event, life_events, record_life_event, withdraw_life_event},
        find_client,
    },
    input::TypedFields,
    planning::{NewCase, case_start, case_view, open_case},
    tasks::{finish_task, open_tasks},
};
use domain::{
    client::{Client, ConsultationService, EventAnswer, EventQuestion},
    office::Role,
    planning::CaseKind,
};
use store::tasks::TaskKind;
use testkit::{TestApp, client, day, mistakes, month, months, sentences};

fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let hanako = client("川崎 花子").build();
    let kept = hanako.clone();
    app.keep(move |tx| store::clients::insert(tx, &kept));
    (app, hanako)
}

fn typed(fields: &[(&str, &str)]) -> TypedFields {
    fields.iter().copied().collect()
}

fn record(app: &TestApp, of: &Client, fields: &[(&str, &str)]) -> Result<(), Refusal> {
    let (id, fields) = (of.id, typed(fields));
    app.write(Role::Clerk, move |cx| record_life_event(cx, id, &fields))
}

fn page(app: &TestApp, of: &Client) -> LifeEventPage {
    let id = of.id;
    app.read(Role::Viewer, move |cx| life_events(cx, id)).unwrap()
}

fn answer(app: &TestApp, of: &Client, fields: &[(&str, &str)], seen: i64) -> Result<(), Refusal> {
    let (id, fields) = (of.id, typed(fields));
    app.write(Role::Specialist, move |cx| answer_life_event(cx, id, 1, &fields, (seen, false)))
}

/// The same by the button that goes on to a plan.
fn go_on(app: &TestApp, of: &Client, fields: &[(&str, &str)], seen: i64) -> Result<(), Refusal> {
    let (id, fields) = (of.id, typed(fields));
    app.write(Role::Specialist, move |cx| answer_life_event(cx, id, 1, &fields, (seen, true)))
}

#[test]
fn going_on_to_a_plan_saves_the_answers_and_asks_for_none() {
    let (app, hanako) = start();
    record(&app, &hanako, DISCHARGED).unwrap();
    let seen = page(&app, &hanako).version;
    assert!(answer(&app, &hanako, &[], seen).is_err(), "the button that saves answers wants one");
    go_on(&app, &hanako, &[], seen).unwrap();
    go_on(&app, &hanako, &[("answer_interval_1", "no")], seen).unwrap();
    assert_eq!(page(&app, &hanako).version, seen + 1);
}

fn unanswered(app: &TestApp, of: &Client) -> Vec<String> {
    let id = of.id;
    app.read(Role::Viewer, move |cx| find_client(cx, id, &TimelineFilter::default())).unwrap().unanswered
}

const DISCHARGED: &[(&str, &str)] =
    &[("event_kind", "discharged"), ("event_on", "R8.11.10"), ("event_note", "肺炎が治った"), ("event_told_by", "母")];

#[test]
fn an_event_asks_three_questions_that_stand_on_the_list_until_they_are_answered() {
    let (app, hanako) = start();
    assert_eq!(mistakes(record(&app, &hanako, &[])), ["event_kind", "event_on"]);
    assert_eq!(
        mistakes(record(&app, &hanako, &[("event_kind", "other"), ("event_on", "R8.11.23")])),
        ["event_on", "event_note"]
    );
    record(&app, &hanako, DISCHARGED).unwrap();
    assert_eq!(unanswered(&app, &hanako).len(), 1);
    let tasks = app.read(Role::Viewer, open_tasks).unwrap();
    assert_eq!((tasks.len(), tasks[0].from.as_str()), (1, "退院（令和8年11月10日）"));
    let subject = tasks[0].subject.clone();
    let aside = app.write(Role::Clerk, move |cx| finish_task(cx, TaskKind::LifeEvent, &subject));
    assert_eq!(sentences(aside).len(), 1, "only answers close it");
    answer(
        &app,
        &hanako,
        &[("answer_plan_1", "no"), ("answer_note_plan_1", "量は足りる"), ("answer_carry_over_1", "not_yet")],
        1,
    )
    .unwrap();
    let shown = page(&app, &hanako);
    let given: Vec<_> =
        shown.events[0].questions.iter().map(|(_, it)| it.as_ref().map(|it| it.answer.answer)).collect();
    assert_eq!(given, [Some(EventAnswer::No), Some(EventAnswer::NotYet), None]);
    let first = shown.events[0].questions[0].1.as_ref().unwrap();
    assert_eq!((first.by.as_str(), first.answer.note.as_str()), ("佐藤 花子", "量は足りる"), "with who and when");
    let left = app.read(Role::Viewer, open_tasks).unwrap();
    let carry_over = EventQuestion::CarryOver.words(month("2026-11"));
    assert!(!left[0].to.contains(EventQuestion::Plan.label()) && left[0].to.contains(&carry_over), "{}", left[0].to);
    answer(&app, &hanako, &[("answer_carry_over_1", "yes"), ("answer_interval_1", "no")], shown.version).unwrap();
    assert_eq!(app.read(Role::Viewer, open_tasks).unwrap(), []);
    assert!(unanswered(&app, &hanako).is_empty());
    let version = page(&app, &hanako).version;
    answer(&app, &hanako, &[("answer_interval_1", "not_yet")], version).unwrap();
    assert_eq!(app.read(Role::Viewer, open_tasks).unwrap().len(), 1, "it is open again");
}

#[test]
fn two_people_do_not_answer_over_each_other() {
    let (app, hanako) = start();
    record(&app, &hanako, DISCHARGED).unwrap();
    answer(&app, &hanako, &[("answer_plan_1", "yes")], 1).unwrap();
    let late = answer(&app, &hanako, &[("answer_plan_1", "no")], 1);
    assert!(matches!(late, Err(Refusal::Conflict { .. })), "{late:?}");
    assert_eq!(sentences(answer(&app, &hanako, &[("answer_plan_1", "yes")], 2)).len(), 1, "nothing new is said");
    let id = hanako.id;
    let denied = app.write(Role::Viewer, move |cx| record_life_event(cx, id, &typed(DISCHARGED)));
    assert!(matches!(denied, Err(Refusal::Forbidden)), "{denied:?}");
}

#[test]
fn an_event_taken_back_asks_nothing_and_the_records_of_the_person_are_not_touched() {
    let (app, hanako) = start();
    record(&app, &hanako, &[("event_kind", "moved"), ("event_on", "R8.11.10")]).unwrap();
    let shown = page(&app, &hanako);
    assert!(shown.events[0].touches.iter().any(|it| it.label() == "登録内容（住所・住まい）"), "it is offered");
    let id = hanako.id;
    let about = app.read(Role::Viewer, move |cx| about_client(cx, id)).unwrap();
    assert!(about.sections.iter().all(|(_, fact)| fact.is_none()), "nothing is changed by itself");
    assert_eq!(about.client.address, hanako.address);
    app.write(Role::Clerk, move |cx| withdraw_life_event(cx, id, 1, "別の人")).unwrap();
    assert!(page(&app, &hanako).events.is_empty() && unanswered(&app, &hanako).is_empty());
    assert_eq!(app.read(Role::Viewer, open_tasks).unwrap(), []);
    let twice = app.write(Role::Clerk, move |cx| withdraw_life_event(cx, id, 1, ""));
    assert_eq!(sentences(twice).len(), 1);
}

#[test]
fn a_case_begun_for_an_event_answers_it_and_names_it_as_its_cause() {
    let (app, hanako) = start();
    let certificate = months("2026-05..2027-04").every(3).of(&hanako);
    let municipality = certificate.municipality.clone();
    app.keep(move |tx| store::certificates::insert(tx, &certificate));
    record(&app, &hanako, DISCHARGED).unwrap();
    let id = hanako.id;
    let proposed = app.read(Role::Specialist, move |cx| case_start(cx, id, Some(1))).unwrap();
    assert_eq!((proposed.kind, proposed.cause.as_deref()), (CaseKind::Change, Some("退院（令和8年11月10日）")));
    let new = NewCase {
        service: ConsultationService::Plan,
        municipality,
        kind: CaseKind::Change,
        opened_on: day("2026-11-20"),
        event: Some(1),
    };
    let case = app.write(Role::Specialist, move |cx| open_case(cx, id, &new)).unwrap();
    let view = app.read(Role::Viewer, move |cx| case_view(cx, case)).unwrap();
    assert_eq!(view.cause.as_deref(), Some("退院（令和8年11月10日）"));
    let given = page(&app, &hanako).events[0].questions[0].1.clone().unwrap();
    assert_eq!((given.answer.answer, given.answer.case), (EventAnswer::Yes, Some(case)));
    let left = app.read(Role::Viewer, open_tasks).unwrap();
    assert!(!left[0].to.contains(EventQuestion::Plan.label()), "{left:?}");
    let version = page(&app, &hanako).version;
    answer(&app, &hanako, &[("answer_plan_1", "yes"), ("answer_note_plan_1", "家事援助を増やす")], version).unwrap();
    let view = app.read(Role::Viewer, move |cx| case_view(cx, case)).unwrap();
    assert!(view.cause.is_some(), "the case stays named");
}

#[test]
fn a_month_whose_visit_took_place_is_not_to_be_carried_over() {
    let (app, hanako) = start();
    let certificate = months("2026-05..2027-04").every(3).of(&hanako);
    let kept = certificate.clone();
    app.keep(move |tx| store::certificates::insert(tx, &kept));
    testkit::steps::add_rounds(&app, &certificate, &["2026-11"]);
    record(&app, &hanako, DISCHARGED).unwrap();
    let carry_over = EventQuestion::CarryOver.words(month("2026-11"));
    let told = |app: &TestApp| app.read(Role::Viewer, open_tasks).unwrap()[0].to.contains(&carry_over);
    assert!(told(&app));
    let round = testkit::steps::round_of(&app, &hanako, "2026-11");
    let visit = domain::monitoring::m2_home_visit::HomeVisit {
        met: "本人".to_owned(),
        ..testkit::planning::interview("2026-11-12").visit
    };
    let entry = app::monitoring::Entry { round: round.id, version: round.version, corrects: None };
    let visited = app.write(Role::Specialist, move |cx| app::monitoring::record_home_visit(cx, entry, visit)).unwrap();
    assert!(!told(&app), "the list asks no more");
    let questions: Vec<_> = page(&app, &hanako).events[0].questions.iter().map(|(question, _)| *question).collect();
    assert_eq!(questions, [EventQuestion::Plan, EventQuestion::Interval]);
    let (id, fact) = (round.id, visited.fact);
    app.write(Role::Specialist, move |cx| app::monitoring::withdraw_fact(cx, id, fact, "まちがい".to_owned())).unwrap();
    assert!(told(&app), "without the visit it is asked again");
}
