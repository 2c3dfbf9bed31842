//! What is recorded about a client: each kind whole, dated, corrected by recording it anew, taken back, and by one office.

use app::{
    Refusal,
    clients::{
        TimelineFilter,
        about::{about_client, about_section, record_about, turn_self_plan, withdraw_about},
        find_client,
    },
    input::TypedFields,
};
use domain::{
    client::{About, AboutKind, ClientFact, Known},
    id::ClientId,
    office::Role,
};
use testkit::{OFFICE, TestApp, day, mistakes};

use super::people::{hanako, registered};

fn typed(fields: &[(&str, &str)]) -> TypedFields {
    fields.iter().copied().collect()
}

fn recorded(app: &TestApp, of: ClientId, kind: AboutKind, fields: &[(&str, &str)]) -> Result<(), Refusal> {
    let (fields, seen) = (typed(fields), version(app, of));
    app.write(Role::Specialist, move |cx| record_about(cx, of, kind, &fields, seen))
}

fn version(app: &TestApp, of: ClientId) -> i64 {
    app.read(Role::Viewer, move |cx| about_section(cx, of, AboutKind::Family)).unwrap().version
}

fn current(app: &TestApp, of: ClientId, kind: AboutKind) -> Option<ClientFact> {
    app.read(Role::Viewer, move |cx| about_section(cx, of, kind)).unwrap().current
}

/// Every kind with each of its fields filled.
const EACH: [(AboutKind, &[(&str, &str)]); 9] = [
    (
        AboutKind::Contract,
        &[
            ("explained_on", "R8.4.1"),
            ("privacy_on", "R8.4.2"),
            ("contracted_on", "R8.4.3"),
            ("contract_ended_on", "R9.3.31"),
            ("end_reason", "転居"),
        ],
    ),
    (
        AboutKind::Family,
        &[
            ("holds_from", "R8.11.1"),
            ("household", "with_family"),
            ("family_name_0", "川崎 母子"),
            ("family_relation_0", "母"),
            ("family_birth_year_0", "昭和33年"),
            ("family_together_0", "yes"),
            ("family_carer_0", "yes"),
            ("family_note_0", "腰痛"),
            ("family_relation_2", "弟"),
            ("family_birth_year_2", "1990"),
            ("family_together_2", "no"),
        ],
    ),
    (
        AboutKind::Emergency,
        &[
            ("holds_from", "R8.11.1"),
            ("address_hidden", "yes"),
            ("phone_hidden", "yes"),
            ("emergency_name_0", "大家 一"),
            ("emergency_relation_0", "大家"),
            ("emergency_phone_0", "044-000-0009"),
            ("emergency_note_0", "午前"),
            ("emergency_hidden_0", "yes"),
        ],
    ),
    (
        AboutKind::Doctors,
        &[
            ("holds_from", "R8.11.1"),
            ("doctor_institution_0", "みなと病院"),
            ("doctor_department_0", "精神科"),
            ("doctor_name_0", "医 一郎"),
            ("doctor_phone_0", "044-000-0008"),
            ("doctor_note_0", "月1回"),
        ],
    ),
    (
        AboutKind::Disability,
        &[
            ("holds_from", "R8.11.1"),
            ("disability_kinds", "intellectual"),
            ("disability_kinds", "mental"),
            ("disability_name", "統合失調症"),
            ("grade_from", "R8.4.1"),
            ("grade_until", "R11.3.31"),
            ("handbook_kind_0", "mental"),
            ("handbook_grade_0", "2級"),
            ("handbook_number_0", "第123号"),
            ("handbook_issued_on_0", "R7.4.1"),
            ("handbook_until_0", "R9.3.31"),
            ("community_number", "12345678"),
        ],
    ),
    (
        AboutKind::Insurance,
        &[
            ("holds_from", "R8.11.1"),
            ("care_level", "care2"),
            ("care_until", "R9.3.31"),
            ("care_services_used", "訪問介護 週2回"),
            ("pension_first", "yes"),
            ("insured_number", "12・3456"),
            ("insurer", "川崎市国民健康保険"),
        ],
    ),
    (
        AboutKind::Telling,
        &[
            ("holds_from", "R8.11.1"),
            ("telling_ways", "ruby"),
            ("telling_ways", "sign_language"),
            ("telling_language", "ポルトガル語"),
            ("telling_hours", "夕方"),
            ("telling_note", "急がない"),
        ],
    ),
    (
        AboutKind::Grounds,
        &[
            ("holds_from", "R8.11.1"),
            ("use_change", "marked"),
            ("change_from", "R8.11.10"),
            ("left_facility", "yes"),
            ("facility", "みなと園"),
            ("left_on", "R8.10.31"),
            ("needs_intensive", "yes"),
            ("review_on", "R9.4.30"),
            ("alone", "yes"),
            ("family_impaired", "no"),
            ("cannot_coordinate", "yes"),
            ("constant_care", "no"),
            ("communication", "no"),
            ("bedridden", "no"),
            ("severe_behaviour", "no"),
            ("comprehensive", "no"),
            ("care_management", "no"),
            ("care_services", "no"),
            ("habit_follow_up", "yes"),
            ("provider_changes", "no"),
            ("school_holidays", "no"),
            ("preschool_parents", "no"),
        ],
    ),
    (
        AboutKind::PlanRequest,
        &[
            ("requested", "yes"),
            ("requested_on", "R8.11.5"),
            ("requested_by", "障害福祉課 山田"),
            ("request_note", "電話で"),
        ],
    ),
];

#[test]
fn every_field_of_every_kind_is_kept_and_comes_back_into_the_form() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    for (kind, fields) in EACH {
        recorded(&app, of, kind, fields).unwrap();
        let section = app.read(Role::Clerk, move |cx| about_section(cx, of, kind)).unwrap();
        assert!(section.current.is_some(), "{kind:?}");
        for (name, value) in fields.iter().filter(|(name, _)| *name != "holds_from") {
            // A row that was left out closes up; dates, numbers and widths come back as they are kept.
            let name = name.replace("_2", "_1");
            let back: Vec<&str> =
                section.typed.0.iter().filter(|(field, _)| *field == name).map(|(_, value)| value.as_str()).collect();
            assert!(!back.is_empty() && !back.contains(&""), "{kind:?}: {name} is lost");
            let as_typed = !value.starts_with('R') && !value.contains('-') && !value.contains("昭和");
            assert!(!as_typed || name == "community_number" || back.contains(value), "{name}: {back:?}");
        }
    }
    let About::Family(family) = current(&app, of, AboutKind::Family).unwrap().body.what else { unreachable!() };
    assert_eq!(family.members[0].birth_year, Some(1958));
    assert_eq!(family.members.len(), 2);
    let About::Disability(disability) = current(&app, of, AboutKind::Disability).unwrap().body.what else {
        unreachable!()
    };
    assert_eq!(disability.community_number, "0012345678");
    let viewer = app.read(Role::Viewer, move |cx| about_section(cx, of, AboutKind::Emergency)).unwrap();
    let numbers = |(field, value): &(String, String)| field == "emergency_phone_0" && value == "（知らせない）";
    assert!(
        viewer.typed.0.iter().any(numbers),
        "who does not record the client sees that it is marked: {:?}",
        viewer.typed
    );
    let page = app.read(Role::Viewer, move |cx| find_client(cx, of, &TimelineFilter::default())).unwrap();
    assert!(page.emergency.address_hidden && page.emergency.phone_hidden);
    assert_eq!(page.telling.language, "ポルトガル語");
    assert!(page.timeline.iter().any(|entry| entry.title == "家族を記録"), "{:?}", page.timeline);
}

#[test]
fn what_is_wrong_stands_at_its_field() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    for (kind, fields, wrong) in [
        (AboutKind::Contract, &[("end_reason", "x")][..], &["contracted_on"][..]),
        (AboutKind::Contract, &[("explained_on", "R9.1.1")], &["explained_on"]),
        (AboutKind::Contract, &[("contracted_on", "R8.4.1"), ("contract_ended_on", "R8.3.1")], &["contract_ended_on"]),
        (
            AboutKind::Family,
            &[("family_birth_year_0", "3000")],
            &["holds_from", "family_birth_year_0", "family_relation_0"],
        ),
        (
            AboutKind::Emergency,
            &[("holds_from", "R9.1.1"), ("emergency_phone_1", "12")],
            &["holds_from", "emergency_phone_1", "emergency_name_1"],
        ),
        (AboutKind::Doctors, &[("holds_from", "R8.11.1"), ("doctor_name_0", "医")], &["doctor_institution_0"]),
        (
            AboutKind::Disability,
            &[("holds_from", "R8.11.1"), ("handbook_grade_0", "2級"), ("community_number", "x")],
            &["handbook_kind_0", "community_number"],
        ),
        (
            AboutKind::Disability,
            &[("holds_from", "R8.11.1"), ("grade_from", "R8.4.1"), ("grade_until", "R8.3.31")],
            &["grade_until"],
        ),
        (AboutKind::Insurance, &[("holds_from", "R8.11.1")], &[""]),
        (AboutKind::Insurance, &[("holds_from", "R8.11.1"), ("care_until", "R9.3.31")], &["care_level"]),
        (AboutKind::Telling, &[("holds_from", "R8.11.1"), ("telling_ways", "shout")], &["telling_ways"]),
        (AboutKind::Grounds, &[("holds_from", "R8.11.1")], &[""]),
        (
            AboutKind::Grounds,
            &[("holds_from", "R8.11.1"), ("left_on", "R8.10.1"), ("use_change", "new")],
            &["change_from", "left_facility"],
        ),
        (AboutKind::PlanRequest, &[("requested", "yes")], &["requested_on", "requested_by"]),
    ] {
        assert_eq!(mistakes(recorded(&app, of, kind, fields)), wrong, "{kind:?} {fields:?}");
        assert_eq!(current(&app, of, kind), None);
    }
    let viewer = app.write(Role::Viewer, move |cx| record_about(cx, of, AboutKind::Family, &TypedFields::default(), 0));
    assert!(matches!(viewer, Err(Refusal::Forbidden)));
}

#[test]
fn whether_somebody_lives_alone_is_asked_once() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    let starts_from = |kind: AboutKind, name: &str| {
        let section = app.read(Role::Viewer, move |cx| about_section(cx, of, kind)).unwrap();
        section.typed.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
    };
    recorded(&app, of, AboutKind::Grounds, &[("holds_from", "R8.11.1"), ("alone", "yes")]).unwrap();
    assert_eq!(starts_from(AboutKind::Family, "household").as_deref(), Some("alone"));
    let family = [("holds_from", "R8.11.10"), ("household", "with_family"), ("family_relation_0", "母")];
    recorded(&app, of, AboutKind::Family, &family).unwrap();
    assert_eq!(starts_from(AboutKind::Grounds, "alone").as_deref(), Some("yes"), "what was said there stays");
    let second = registered(&app, app::clients::ClientText { kana: "サイワイ タロウ".to_owned(), ..hanako() });
    recorded(&app, second, AboutKind::Family, &family).unwrap();
    let grounds = app.read(Role::Viewer, move |cx| about_section(cx, second, AboutKind::Grounds)).unwrap();
    assert!(grounds.typed.0.contains(&("alone".to_owned(), "no".to_owned())), "{:?}", grounds.typed);
    assert!(grounds.current.is_none(), "nothing is recorded by that");
}

#[test]
fn somebody_elses_newer_record_of_the_same_kind_is_a_conflict_and_of_another_kind_is_none() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    let family = |name: &'static str| typed(&[("holds_from", "R8.11.1"), ("family_relation_0", name)]);
    app.write(Role::Clerk, move |cx| record_about(cx, of, AboutKind::Family, &family("母"), 0)).unwrap();
    let late = app.write(Role::Clerk, move |cx| record_about(cx, of, AboutKind::Family, &family("父"), 0));
    assert!(matches!(late, Err(Refusal::Conflict { current: 1, .. })), "{late:?}");
    let other = typed(&[("holds_from", "R8.11.1"), ("telling_ways", "ruby")]);
    app.write(Role::Clerk, move |cx| record_about(cx, of, AboutKind::Telling, &other, 0)).unwrap();
    let stranger = app.stranger(Role::Manager);
    let theirs = app.write_as(stranger, None, move |cx| record_about(cx, of, AboutKind::Family, &family("姉"), 2));
    assert!(matches!(theirs, Err(Refusal::NotFound)), "{theirs:?}");
}

#[test]
fn what_was_recorded_stays_and_what_is_taken_back_holds_no_more() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    let alone = |from: &'static str, answer: &'static str| [("holds_from", from), ("alone", answer)];
    recorded(&app, of, AboutKind::Grounds, &alone("R8.6.1", "yes")).unwrap();
    recorded(&app, of, AboutKind::Grounds, &alone("R8.11.1", "no")).unwrap();
    let holds = |on: &str| {
        let on = day(on);
        let about = app.keep(move |tx| store::client_facts::about(tx, OFFICE, of));
        about.grounds_on(on).and_then(|it| it.alone)
    };
    assert_eq!((holds("2026-10-31"), holds("2026-11-01")), (Some(true), Some(false)));
    app.write(Role::Clerk, move |cx| withdraw_about(cx, of, 2, "聞きまちがい")).unwrap();
    assert_eq!(holds("2026-11-22"), Some(true));
    let section = app.read(Role::Viewer, move |cx| about_section(cx, of, AboutKind::Grounds)).unwrap();
    let stands: Vec<(i64, bool)> = section.history.iter().map(|it| (it.fact.id, it.stands)).collect();
    assert_eq!(stands, [(2, false), (1, true)]);
    let again = app.write(Role::Clerk, move |cx| withdraw_about(cx, of, 2, ""));
    assert!(matches!(again, Err(Refusal::Refused(_))));
    let unknown = app.write(Role::Clerk, move |cx| withdraw_about(cx, of, 9, ""));
    assert!(matches!(unknown, Err(Refusal::NotFound)));
}

#[test]
fn what_nobody_said_stays_unknown_and_is_asked_for() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    let open = || {
        let page = app.read(Role::Viewer, move |cx| about_client(cx, of)).unwrap();
        page.open.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>()
    };
    assert_eq!(open(), [AboutKind::Contract, AboutKind::Grounds]);
    recorded(&app, of, AboutKind::Contract, EACH[0].1).unwrap();
    recorded(&app, of, AboutKind::Grounds, &[("holds_from", "R8.11.1"), ("care_management", "yes")]).unwrap();
    assert_eq!(open(), [AboutKind::PlanRequest, AboutKind::Grounds], "beside 介護保険 the request is asked for");
    let kept = app.keep(move |tx| store::clients::find(tx, OFFICE, of)).unwrap();
    assert_eq!(kept.care_management, Some(true), "the registration shows what the facts say");
    recorded(&app, of, AboutKind::PlanRequest, EACH[8].1).unwrap();
    recorded(&app, of, AboutKind::Grounds, EACH[7].1).unwrap();
    assert_eq!(open(), []);
    let judged = app.read(Role::Viewer, move |cx| about_client(cx, of)).unwrap().judged;
    let holds: Vec<bool> = judged.iter().map(|(_, known)| *known == Known::Yes).collect();
    assert_eq!(holds, [true, true, false, true, false, false, false]);
    assert!(judged.iter().all(|(_, known)| !matches!(known, Known::Unknown(_))));
}

#[test]
fn a_turn_to_a_self_plan_and_back_moves_the_stretches_of_the_registration() {
    let app = TestApp::new();
    let of = registered(&app, hanako());
    let turn = |to: &'static str, on: &'static str| {
        let fields = typed(&[("turn_to", to), ("turned_on", on), ("turn_note", "本人の希望")]);
        app.write(Role::Specialist, move |cx| turn_self_plan(cx, of, &fields))
    };
    assert_eq!(mistakes(turn("", "")), ["turn_to", "turned_on"]);
    assert_eq!(mistakes(turn("office", "R8.11.1")), ["turned_on"], "there is none to turn back from");
    turn("self_plan", "R8.4.1").unwrap();
    turn("office", "R8.11.1").unwrap();
    let kept = app.keep(move |tx| store::clients::find(tx, OFFICE, of)).unwrap();
    assert!(kept.self_plans.contains(day("2026-10-31")) && !kept.self_plans.contains(day("2026-11-01")));
    let section = app.read(Role::Viewer, move |cx| about_section(cx, of, AboutKind::SelfPlan)).unwrap();
    assert_eq!(section.history.len(), 2);
    let back = app.write(Role::Clerk, move |cx| withdraw_about(cx, of, 2, ""));
    assert!(matches!(back, Err(Refusal::Refused(_))), "the stretch stands in the registration");
}
