//! The office's grade, area and number hold from a day on, and a month is priced by what held on its day.

use app::{
    Refusal,
    office::{HoldsFrom, OfficeEntry, office, office_history, record_office_fact, save_office, withdraw_office_fact},
};
use domain::{
    client::ConsultationService::Plan,
    office::{OfficeFactBody, PostsJudgement, Role},
};
use testkit::{SATO, TestApp, day, mistakes, month, steps::no_hindrance};

use super::people::{adult, done, november, part, states};

/// Saves the office with changes, holding from a day.
fn save(app: &TestApp, from: Option<HoldsFrom>, change: fn(&mut OfficeEntry)) -> Result<(), Refusal> {
    app.write(Role::Manager, move |cx| {
        let before = office(cx)?;
        let mut entry = OfficeEntry {
            name: before.name,
            address: before.address,
            phone: before.phone,
            manager: before.manager,
            number_plan: before.number_plan,
            number_child: before.number_child,
            area_plan: before.area_plan,
            area_child: before.area_child,
            grade: before.grade,
            municipality: before.municipality,
            start_month: Some(before.start_month),
        };
        change(&mut entry);
        save_office(cx, entry, from, before.version)
    })
}

fn from(text: &str) -> Option<HoldsFrom> {
    Some(HoldsFrom::Day(day(text)))
}

fn sentences(refused: Result<(), Refusal>) -> Vec<String> {
    let Err(Refusal::Refused(reasons)) = refused else { unreachable!("a refusal, not {refused:?}") };
    reasons.into_iter().map(|reason| format!("{}: {}", reason.field, reason.sentence)).collect()
}

#[test]
fn a_grade_of_november_leaves_the_units_of_october_alone() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    assert_eq!(states(&part(&app, "2026-10", Plan))[0].1, "請求する 1308単位 14335円");
    save(&app, from("2026-11-01"), |entry| entry.grade = "enhanced-1".to_owned()).unwrap();
    assert_eq!(states(&part(&app, "2026-10", Plan))[0].1, "請求する 1308単位 14335円");
    assert_eq!(app.read(Role::Viewer, office).unwrap().grade, "enhanced-1", "today's");
}

#[test]
fn a_grade_that_held_in_october_prices_october() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    save(&app, from("2026-10-14"), |entry| entry.grade = "enhanced-1".to_owned()).unwrap();
    assert!(states(&part(&app, "2026-10", Plan))[0].1.starts_with("請求する 1761単位"));
}

#[test]
fn area_and_number_go_by_their_day_too() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let change: fn(&mut OfficeEntry) = |entry| {
        entry.area_plan = "other".to_owned();
        entry.number_plan = "1435000099".to_owned();
    };
    save(&app, from("2026-11-01"), change).unwrap();
    let october = part(&app, "2026-10", Plan);
    assert_eq!((october.office_number.as_str(), october.totals.yen), ("1435000012", 14_335));
    assert_eq!(part(&app, "2026-11", Plan).office_number, "1435000099");
}

#[test]
fn a_change_that_decides_money_is_not_kept_without_its_day() {
    let app = november();
    let refused = save(&app, None, |entry| entry.grade = "enhanced-1".to_owned());
    assert_eq!(sentences(refused), ["from: 変えた内容（機能強化型の区分）が、いつから有効かを入力してください"]);
    save(&app, None, |entry| entry.phone = "044-111-1111".to_owned()).unwrap();
    assert_eq!(app.read(Role::Viewer, office_history).unwrap().facts()[..], []);
}

#[test]
fn a_wrong_entry_is_taken_back_and_what_held_before_holds_on() {
    let app = november();
    save(&app, from("2026-11-01"), |entry| entry.grade = "enhanced-1".to_owned()).unwrap();
    let hidden = save(&app, from("2026-10-01"), |entry| entry.grade = "enhanced-2".to_owned());
    let sentence =
        "from: 機能強化型の区分には、もっと後の日からの内容があります。それを取り消してから、もう一度保存してください";
    assert_eq!(sentences(hidden), [sentence]);
    app.write(Role::Manager, |cx| withdraw_office_fact(cx, 1, "届出の日の誤り")).unwrap();
    assert_eq!(app.read(Role::Viewer, office).unwrap().grade, "1");
    let again = app.write(Role::Manager, |cx| withdraw_office_fact(cx, 1, ""));
    assert_eq!(sentences(again), [": この記録は、もう訂正または取り消されています。画面を開き直してください。"]);
    save(&app, from("2026-10-01"), |entry| entry.grade = "enhanced-2".to_owned()).unwrap();
    let history = app.read(Role::Viewer, office_history).unwrap();
    assert_eq!(history.on(day("2026-10-01")).grade, "enhanced-2");
    assert_eq!(history.facts().len(), 3, "nothing is lost");
}

#[test]
fn what_was_wrong_from_the_start_is_mended_from_the_start() {
    let app = november();
    save(&app, Some(HoldsFrom::Start), |entry| entry.area_plan = "3".to_owned()).unwrap();
    let history = app.read(Role::Viewer, office_history).unwrap();
    assert_eq!(history.on(month("2012-04").first_day()).area_plan, "3");
}

#[test]
fn posts_and_notified_additions_are_recorded_by_the_manager_alone() {
    let app = november();
    let posts = || OfficeFactBody::Posts {
        specialist: SATO,
        providers: vec!["あおば作業所".to_owned()],
        registered: Vec::new(),
        judged: Some(no_hindrance("2026-10-01")),
    };
    let holds = HoldsFrom::Day(day("2026-10-01"));
    app.write(Role::Manager, move |cx| record_office_fact(cx, posts(), holds)).unwrap();
    let refused = app.write(Role::Specialist, move |cx| record_office_fact(cx, posts(), holds));
    assert!(matches!(refused, Err(Refusal::Forbidden)));
    let history = app.read(Role::Viewer, office_history).unwrap();
    assert_eq!(
        history.posts(day("2026-10-01")).get(&SATO).map(|posts| posts.providers[0].as_str()),
        Some("あおば作業所")
    );
    assert!(history.posts(day("2026-09-30")).is_empty());
    let judged = history.posts(day("2026-10-01")).get(&SATO).and_then(|posts| posts.judged.cloned());
    assert_eq!(judged, Some(no_hindrance("2026-10-01")), "who judged that the work is not hindered, when, which hours");
    let unjudged = || OfficeFactBody::Posts {
        specialist: SATO,
        providers: vec!["あおば作業所".to_owned()],
        registered: Vec::new(),
        judged: None,
    };
    let asked = app.write(Role::Manager, move |cx| record_office_fact(cx, unjudged(), holds));
    assert_eq!(mistakes(asked), ["judged_by"]);
    let later = || OfficeFactBody::Posts {
        specialist: SATO,
        providers: vec!["あおば作業所".to_owned()],
        registered: Vec::new(),
        judged: Some(PostsJudgement { hours: String::new(), ..no_hindrance("2027-01-01") }),
    };
    let asked = app.write(Role::Manager, move |cx| record_office_fact(cx, later(), holds));
    assert_eq!(mistakes(asked), ["judged_on", "hours"], "no judgement of a day to come");
}

#[test]
fn a_notified_addition_and_a_special_area_hold_from_their_day_and_nothing_is_preset() {
    let app = TestApp::new();
    let known = app.read(Role::Viewer, app::office::additions).unwrap();
    assert!(known.today.is_empty(), "{known:?}");
    let names: Vec<&str> = known.all.iter().map(|(word, _)| word.as_str()).collect();
    assert!(names.starts_with(&[app::office::SPECIAL_AREA]) && names.contains(&"ピアサポート体制加算"), "{names:?}");
    let record = |what: &str, holds: &str, from: Option<HoldsFrom>| {
        let entry = app::office::AdditionEntry { what: what.to_owned(), holds: holds.to_owned() };
        app.write(Role::Manager, move |cx| app::office::record_addition(cx, &entry, from))
    };
    record("ピアサポート体制加算", "yes", Some(HoldsFrom::Day(day("2026-10-01")))).unwrap();
    record("ピアサポート体制加算", "no", Some(HoldsFrom::Day(day("2027-04-01")))).unwrap();
    record(app::office::SPECIAL_AREA, "yes", Some(HoldsFrom::Start)).unwrap();
    let history = app.read(Role::Viewer, office_history).unwrap();
    let on = |text: &str| history.additions(day(text)).contains("ピアサポート体制加算");
    assert_eq!([on("2026-09-30"), on("2026-10-01"), on("2027-03-31"), on("2027-04-01")], [false, true, true, false]);
    assert!(history.is_special_area(day("2020-01-01")));
    let today = app.read(Role::Viewer, app::office::additions).unwrap().today;
    assert_eq!(today.len(), 2, "{today:?}");
    let Err(app::Refusal::Refused(reasons)) = record("初回加算", "perhaps", None) else { unreachable!() };
    let fields: Vec<&str> = reasons.iter().map(|reason| reason.field.as_ref()).collect();
    assert_eq!(fields, ["what", "holds", "from"]);
}
