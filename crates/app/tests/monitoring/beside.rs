//! What is recorded beside the steps, and what of it stands on the list of 確かめること.

use app::{
    Refusal,
    monitoring::{
        TakeOver, off_month, record_home_visit, record_home_visit_warned, record_next_step, record_service_check,
        record_visit_plan, round_view, save_report, take_over,
    },
    tasks::open_tasks,
};
use domain::{
    client::Client,
    monitoring::{
        RoundFact,
        attempts::{Appointment, Attempt, AttemptMeans, Raised, RaisedTo},
        m1_service_check::CheckMeans,
        m2_home_visit::HomeVisit,
        m3_record::{NextAction, Report, ReportRow, TextPlace},
        next_step::{Advice, AdviceAnswer, ProviderContact},
    },
    office::Role,
};
use store::tasks::TaskKind;
use testkit::{TestApp, day};

use super::people::{check, entry, report, round_of, start, visit};

fn record(app: &TestApp, client: &Client, body: RoundFact) {
    let it = entry(&round_of(app, client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_visit_plan(cx, it, body)).unwrap();
}

fn open(app: &TestApp) -> Vec<(TaskKind, String)> {
    let tasks = app.read(Role::Viewer, open_tasks).unwrap();
    tasks.into_iter().map(|task| (task.kind, task.to)).collect()
}

fn tried(on: &str) -> RoundFact {
    RoundFact::Attempt(Attempt { date: day(on), time: None, means: AttemptMeans::Visit, note: String::new() })
}

#[test]
fn three_tries_that_failed_are_a_task_until_somebody_is_told() {
    let (app, client) = start();
    for on in ["2026-10-05", "2026-10-08"] {
        record(&app, &client, tried(on));
    }
    assert!(open(&app).is_empty());
    record(&app, &client, tried("2026-10-12"));
    let tasks = open(&app);
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].0, TaskKind::NotMet);
    assert_eq!(tasks[0].1, "区役所・支所・障害者相談支援センター・基幹相談支援センター");
    let (person, note) = ("区役所 山田さん".to_owned(), String::new());
    record(&app, &client, RoundFact::Raised(Raised { on: day("2026-10-13"), to: RaisedTo::Ward, person, note }));
    assert!(open(&app).is_empty());
}

#[test]
fn a_new_appointment_takes_the_place_of_the_one_before() {
    let (app, client) = start();
    let agreed = |on: &str| {
        let (with, note) = ("本人".to_owned(), String::new());
        RoundFact::Appointment(Appointment { day: day(on), from: None, with, note })
    };
    record(&app, &client, agreed("2026-11-24"));
    record(&app, &client, agreed("2026-11-26"));
    let round = round_of(&app, &client, "2026-10");
    assert_eq!((round.standing().count(), round.appointment().map(|it| it.day)), (1, Some(day("2026-11-26"))));
    let it = entry(&round);
    let other =
        app.write(Role::Specialist, move |cx| record_visit_plan(cx, it, RoundFact::Report(report("2026-10-15"))));
    assert!(matches!(other, Err(Refusal::NotFound)), "only what belongs there");
}

#[test]
fn a_visit_outside_of_its_month_is_warned_of_before_it_is_saved() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let said = |on: &str| {
        let on = day(on);
        app.read(Role::Specialist, move |cx| off_month(cx, it.round, on)).unwrap()
    };
    assert_eq!(said("2026-10-31"), None);
    assert!(said("2026-11-02").unwrap().contains("繰越"), "the next month wants a reason");
    assert!(said("2026-09-30").unwrap().contains("請求できません"));
    let send = |accepted| {
        app.write(Role::Specialist, move |cx| record_home_visit_warned(cx, it, (visit("2026-09-30"), accepted)))
    };
    let Err(Refusal::Refused(reasons)) = send(false) else { unreachable!("warned first") };
    assert_eq!(reasons[0].field, "date");
    send(true).unwrap();
    let round = round_of(&app, &client, "2026-10");
    let (_, kept) = round.home_visit().unwrap();
    assert_eq!(kept.neutrality, "担当者の兼務先に、本人が使う事業所はありません", "checked at each visit");
}

#[test]
fn a_place_where_somebody_stays_has_its_name_and_a_childs_is_the_home() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let hospital = HomeVisit { place: domain::client::Residence::Hospital, ..visit("2026-10-14") };
    let refused = app.write(Role::Specialist, move |cx| record_home_visit(cx, it, hospital));
    let Err(Refusal::Refused(reasons)) = refused else { unreachable!("refused") };
    assert_eq!(reasons[0].field, "place_note");
}

#[test]
fn a_report_that_leads_to_a_change_is_a_task_until_everybody_was_spoken_to() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_service_check(cx, it, check("2026-10-05"))).unwrap();
    let it = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_home_visit(cx, it, visit("2026-10-14"))).unwrap();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let written = Report { next: vec![NextAction::Change], ..report("2026-10-15") };
    app.write(Role::Specialist, move |cx| save_report(cx, it, 0, written)).unwrap();
    assert_eq!(open(&app), [(TaskKind::NextStep, "申請の勧奨（本人の答え）、さくら訪問介護との連絡調整".to_owned())]);
    let next = |body: RoundFact| {
        let it = entry(&round_of(&app, &client, "2026-10"));
        app.write(Role::Specialist, move |cx| record_next_step(cx, it, body)).unwrap();
    };
    let (whom, note) = ("本人".to_owned(), String::new());
    let answer = AdviceAnswer::Applies;
    next(RoundFact::Advice(Advice { on: day("2026-10-16"), whom, means: AttemptMeans::Phone, answer, note }));
    assert_eq!(open(&app)[0].1, "さくら訪問介護との連絡調整");
    next(RoundFact::ProviderContact(ProviderContact {
        on: day("2026-10-17"),
        provider: "さくら訪問介護".to_owned(),
        means: CheckMeans::Phone,
        content: "週4回を検討する。".to_owned(),
    }));
    assert!(open(&app).is_empty());
}

#[test]
fn everything_that_was_heard_goes_into_what_is_still_empty() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    app.write(Role::Specialist, move |cx| record_service_check(cx, it, check("2026-10-05"))).unwrap();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let heard = HomeVisit {
        wishes: "買い物に行きたい。".to_owned(),
        home_situation: "母の腰痛が軽くなった。".to_owned(),
        ..visit("2026-10-14")
    };
    app.write(Role::Specialist, move |cx| record_home_visit(cx, it, heard)).unwrap();
    let row = |provision: &str| ReportRow {
        need: "外出したい".to_owned(),
        provision: provision.to_owned(),
        ..ReportRow::default()
    };
    let typed = Report { rows: vec![row(""), row("自分で書いた。")], ..Report::default() };
    let id = it.round;
    app.write(Role::Specialist, move |cx| take_over(cx, (id, i64::MAX), 0, (typed, TakeOver::All))).unwrap();
    let view = app.read(Role::Viewer, move |cx| round_view(cx, id)).unwrap();
    let written = view.working.unwrap().body;
    assert_eq!(written.rows[0].provision, "計画どおり。");
    assert_eq!(written.rows[1].provision, "自分で書いた。", "what was typed stays");
    assert_eq!(
        (written.rows[0].satisfaction.as_str(), written.overall.as_str()),
        ("買い物に行きたい。", "母の腰痛が軽くなった。")
    );
    let places: Vec<TextPlace> = written.rows[0].sources.iter().map(|source| source.place).collect();
    assert_eq!((places, written.sources.len()), (vec![TextPlace::Provision, TextPlace::Satisfaction], 1));
}

#[test]
fn a_visit_of_the_day_that_a_colleague_was_first_to_record_is_told_and_not_lost() {
    let (app, client) = start();
    let seen = entry(&round_of(&app, &client, "2026-10"));
    let kept = |role: Role, entry, on: &'static str| app.write(role, move |cx| record_home_visit(cx, entry, visit(on)));
    kept(Role::Specialist, seen, "2026-10-14").unwrap();
    let told = kept(Role::Manager, seen, "2026-10-14");
    let first = |reasons: &[app::Reason]| reasons[0].sentence.contains("同じ日の訪問を先に記録しました");
    assert!(matches!(&told, Err(Refusal::Refused(reasons)) if first(reasons)), "{told:?}");
    // Another day, the own one again, and whoever has seen it go on.
    kept(Role::Manager, seen, "2026-10-15").unwrap();
    kept(Role::Specialist, seen, "2026-10-14").unwrap();
    kept(Role::Manager, entry(&round_of(&app, &client, "2026-10")), "2026-10-14").unwrap();
    assert_eq!(round_of(&app, &client, "2026-10").home_visits().count(), 4);
}
