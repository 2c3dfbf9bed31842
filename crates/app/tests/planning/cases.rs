//! A case from its beginning, what it lacks, and the ways in which it ends.

use app::{
    Refusal,
    planning::{
        CaseFilter, CaseLine, case_start, end_case, list_cases, record_interview, restore_case_fact, withdraw_case_fact,
    },
};
use domain::{
    office::Role,
    planning::{CaseKind, PlanStep},
};
use store::audit::{self, AuditFilter};
use testkit::{
    OFFICE, TestApp, day,
    planning::{end, interview},
    sentences,
};

use super::people::{entry, new_case, open, start, view};

fn lines(app: &TestApp) -> Vec<CaseLine> {
    app.read(Role::Viewer, |cx| list_cases(cx, &CaseFilter::default())).unwrap().lines
}

#[test]
fn a_new_case_gets_its_number_and_waits_for_the_interview() {
    let (app, hanako) = start();
    let id = hanako.id;
    let proposed = app.read(Role::Specialist, move |cx| case_start(cx, id, None)).unwrap();
    assert_eq!(proposed.kind, CaseKind::New, "nothing is there yet");
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-20")).unwrap();
    let seen = view(&app, case);
    assert_eq!(seen.case.reception.to_string(), "R8-001");
    assert_eq!(seen.municipality_name, "川崎市", "as the law's file has it");
    assert_eq!((seen.open, seen.since), (Some(PlanStep::Assessment), day("2026-11-20")));
    let lines = lines(&app);
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].name.as_str(), lines[0].specialist_name.as_str()), ("川崎 花子", "佐藤 花子"));
    assert!(lines[0].missing.starts_with("対象の確認、基本情報、訪問しての面接"), "{}", lines[0].missing);
    assert!(!lines.iter().any(|line| line.open == Some(PlanStep::Draft)));
}

#[test]
fn two_open_cases_of_one_service_and_municipality_are_refused() {
    let (app, hanako) = start();
    open(&app, &hanako, new_case(CaseKind::New, "2026-11-20")).unwrap();
    let twice = sentences(open(&app, &hanako, new_case(CaseKind::New, "2026-11-21")));
    assert!(twice[0].contains("まだ終わっていません"), "{twice:?}");
    let mut elsewhere = new_case(CaseKind::New, "2026-11-21");
    elsewhere.municipality = "141003".to_owned();
    let other = open(&app, &hanako, elsewhere).unwrap();
    assert_eq!(view(&app, other).case.reception.to_string(), "R8-002");
}

#[test]
fn a_renewal_replaces_the_last_plan_and_needs_one() {
    let (app, hanako) = start();
    let without = sentences(open(&app, &hanako, new_case(CaseKind::Renewal, "2026-11-20")));
    assert!(without[0].contains("はじめての計画なら"), "{without:?}");
    let early = sentences(open(&app, &hanako, new_case(CaseKind::New, "2026-11-23")));
    assert!(early[0].contains("今日より後"), "{early:?}");
    let first = open(&app, &hanako, new_case(CaseKind::New, "2026-11-01")).unwrap();
    app.keep(move |tx| store::planning_cases::set_closed(tx, OFFICE, first, Some(day("2026-11-15"))));
    let second = open(&app, &hanako, new_case(CaseKind::Renewal, "2026-11-20")).unwrap();
    let seen = view(&app, second);
    assert_eq!(seen.case.replaces, Some(first));
    assert_eq!(seen.replaced.map(|case| case.id), Some(first));
}

#[test]
fn a_case_is_given_up_and_taken_up_again() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let first = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| record_interview(cx, first, interview("2026-11-09"))).unwrap();
    let before_end = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| end_case(cx, before_end, end("2026-11-20"))).unwrap();
    assert_eq!(view(&app, case).case.closed_on, Some(day("2026-11-20")));
    assert!(lines(&app).is_empty());
    let again = entry(&view(&app, case));
    let refused =
        sentences(app.write(Role::Specialist, move |cx| record_interview(cx, again, interview("2026-11-21"))));
    assert!(refused[0].contains("取りやめになっています"), "{refused:?}");
    let ended = view(&app, case).case.facts.last().unwrap().id;
    app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, ended, "続けることになった".to_owned()))
        .unwrap();
    assert_eq!(view(&app, case).case.closed_on, None);
    assert_eq!(lines(&app).len(), 1);
    let withdrawal = view(&app, case).case.facts.last().unwrap().id;
    app.write(Role::Specialist, move |cx| restore_case_fact(cx, case, withdrawal)).unwrap();
    assert!(view(&app, case).case.end().is_some());
}

#[test]
fn the_log_names_each_act_and_no_content() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| record_interview(cx, place, interview("2026-11-09"))).unwrap();
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    let entries = app.keep(move |tx| audit::list(tx, OFFICE, &filter));
    let words: Vec<&str> = entries.iter().map(|entry| entry.word.as_str()).collect();
    assert!(words.contains(&"planning.open_case") && words.contains(&"planning.record_interview"), "{words:?}");
    assert!(entries.iter().all(|entry| !entry.body.contains("花子") && !entry.body.contains("働いて")));
}

#[test]
fn only_who_plans_may_begin_and_record() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let (id, place) = (hanako.id, entry(&view(&app, case)));
    for role in [Role::Clerk, Role::Viewer] {
        let new = new_case(CaseKind::New, "2026-11-02");
        let begun = app.write(role, move |cx| app::planning::open_case(cx, id, &new));
        assert!(matches!(begun, Err(Refusal::Forbidden)), "{role:?}");
        let recorded = app.write(role, move |cx| record_interview(cx, place, interview("2026-11-09")));
        assert!(matches!(recorded, Err(Refusal::Forbidden)), "{role:?}");
    }
    let stranger = app.stranger(Role::Manager);
    let strange = app.write_as(stranger, None, move |cx| record_interview(cx, place, interview("2026-11-09")));
    assert!(matches!(strange, Err(Refusal::NotFound)));
}
