//! 保存期間と削除: two persons, never the same; what holds the records; nothing half deleted; and a copy from before is deleted in anew.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    clients::about::{incidents, record_incident, settle_incident, withdraw_incident},
    input::TypedFields,
    retention::{
        RetentionAsked, carry_out_again, certificate_form, certificate_lines, client_retention, confirm_deletion,
        deletion_page, list_deletions, list_retention, notes, propose_deletion, withdraw_deletion,
    },
    upkeep,
};
use domain::{
    client::Client,
    id::{ClientId, DeletionId},
    office::Role,
};
use store::{Db, contacts, deletions};
use testkit::{OFFICE, TestApp, client, day, id, month, months, on_both_databases, planning::call, sentences, steps};

/// The application long after 川崎 花子 has gone: one visit and one call, a closed month that was not claimed is none of it.
fn later(db: &Db) -> (TestApp, ClientId) {
    let app = TestApp::with(db.clone()).on(day("2026-12-01"));
    let hanako = client("川崎 花子").ended("2021-11-30").build();
    let certificate = months("2021-01..2021-12").every(6).number("0000000001").of(&hanako);
    let of = hanako.id;
    keep(&app, &hanako);
    app.keep(move |tx| {
        store::certificates::insert(tx, &certificate)?;
        contacts::append(tx, OFFICE, (of, 1), &call("2021-11-04", domain::id::FactId(id(9_005))))
    });
    (app, of)
}

fn keep(app: &TestApp, client: &Client) {
    let client = client.clone();
    app.keep(move |tx| store::clients::insert(tx, &client));
}

fn typed(fields: &[(&str, &str)]) -> TypedFields {
    fields.iter().copied().collect()
}

fn propose(app: &TestApp, of: ClientId, role: Role) -> Result<DeletionId, Refusal> {
    let fields = typed(&[("deletion_reason", "保存期間が終わったため")]);
    app.write(role, move |cx| propose_deletion(cx, of, &fields))
}

fn seen(app: &TestApp, deletion: DeletionId) -> String {
    app.read(Role::Manager, move |cx| deletion_page(cx, deletion)).unwrap().seen
}

fn confirm(app: &TestApp, deletion: DeletionId, role: Role) -> Result<(), Refusal> {
    let seen = seen(app, deletion);
    app.write(role, move |cx| confirm_deletion(cx, deletion, &seen))
}

fn is_there(app: &TestApp, of: ClientId) -> bool {
    app.keep(move |tx| store::clients::find(tx, OFFICE, of)).is_some()
}

fn sound(app: &TestApp) -> bool {
    app.db.read_now(upkeep::verify).unwrap().findings.is_empty()
}

#[test]
fn two_persons_delete_and_the_certificate_names_nobody() {
    on_both_databases(|db, engine| {
        let (app, of) = later(db);
        let page = app.read(Role::Viewer, move |cx| client_retention(cx, of)).unwrap();
        assert_eq!(
            (page.retention.last_service, page.retention.until),
            (Some(day("2021-11-30")), Some(day("2026-11-30")))
        );
        let deletion = propose(&app, of, Role::Specialist).unwrap();
        assert!(is_there(&app, of), "a proposal takes nothing away");
        assert_eq!(sentences(propose(&app, of, Role::Manager)).len(), 1, "one proposal a client");
        // The same person twice, whatever the role; and two who are both no manager.
        assert_eq!(sentences(confirm(&app, deletion, Role::Specialist)).len(), 1);
        assert!(sentences(confirm(&app, deletion, Role::Clerk))[0].contains("管理者"));
        assert!(matches!(confirm(&app, deletion, Role::Viewer), Err(Refusal::Forbidden)));
        assert!(is_there(&app, of));
        confirm(&app, deletion, Role::Manager).unwrap();
        assert!(!is_there(&app, of), "{engine:?}");
        assert!(sound(&app), "{:?}", app.db.read_now(upkeep::verify).unwrap().findings);
        assert!(matches!(app.read(Role::Manager, move |cx| client_retention(cx, of)), Err(Refusal::NotFound)));
        assert_eq!(sentences(confirm(&app, deletion, Role::Manager)).len(), 1, "once");
        let page = app.read(Role::Auditor, move |cx| deletion_page(cx, deletion)).unwrap();
        assert!(page.client.is_none() && page.deletion.sha256.is_some());
        let lines = certificate_lines(&page.counts);
        assert!(lines.iter().any(|line| line.label == "利用者" && line.rows == 1), "{lines:?}");
        let paper = app.read(Role::Viewer, move |cx| certificate_form(cx, deletion)).unwrap();
        let words = serde_json::to_string(&paper).unwrap();
        // Between the letters of an id lines may break.
        let words = words.replace('\u{200b}', "");
        assert!(words.contains(&of.to_string()) && words.contains("相談の記録") && !words.contains("川崎"), "{words}");
        let (all, more) = app.read(Role::Viewer, |cx| list_deletions(cx, 1)).unwrap();
        assert_eq!((all.len(), more), (1, false));
        // The log holds who did what, and no words of the person.
        let entries = app.keep(move |tx| {
            let filter = store::audit::AuditFilter { limit: 99, ..Default::default() };
            store::audit::list(tx, OFFICE, &filter)
        });
        assert!(entries.iter().all(|entry| !entry.body.contains("川崎")));
        assert!(entries.iter().any(|entry| entry.word == "deletion.confirm" && entry.actor_name == "管理 一郎"));
    });
}

#[test]
fn a_proposal_can_be_taken_back_and_made_again_by_the_manager() {
    on_both_databases(|db, _| {
        let (app, of) = later(db);
        let first = propose(&app, of, Role::Clerk).unwrap();
        app.write(Role::Clerk, move |cx| withdraw_deletion(cx, first)).unwrap();
        assert_eq!(sentences(app.write(Role::Clerk, move |cx| withdraw_deletion(cx, first))).len(), 1);
        let second = propose(&app, of, Role::Manager).unwrap();
        confirm(&app, second, Role::Clerk).unwrap();
        assert!(!is_there(&app, of) && sound(&app));
    });
}

#[test]
fn the_reason_is_asked_for_and_does_not_name_the_person() {
    let (app, of) = later(&testkit::in_memory());
    for (reason, fault) in
        [("", true), ("川崎 花子さんの期間が終わった", true), ("カワサキの分", true), ("期間が終わった", false)]
    {
        let fields = typed(&[("deletion_reason", reason)]);
        assert_eq!(app.write(Role::Clerk, move |cx| propose_deletion(cx, of, &fields)).is_err(), fault, "{reason}");
    }
}

#[test]
fn what_is_recorded_between_the_look_and_the_confirmation_stops_it() {
    on_both_databases(|db, _| {
        let (app, of) = later(db);
        let deletion = propose(&app, of, Role::Specialist).unwrap();
        let shown = seen(&app, deletion);
        // A word that is found later about an old call: nothing holds the records, but they are not what was looked at.
        app.keep(move |tx| contacts::append(tx, OFFICE, (of, 2), &call("2020-11-04", domain::id::FactId(id(9_006)))));
        let told = sentences(app.write(Role::Manager, move |cx| confirm_deletion(cx, deletion, &shown)));
        assert!(told[0].contains("記録が変わりました"), "{told:?}");
        // A complaint of today holds them.
        let complaint =
            typed(&[("incident_kind", "complaint"), ("incident_on", "2026-11-30"), ("incident_happened", "電話で")]);
        app.write(Role::Clerk, move |cx| record_incident(cx, of, &complaint)).unwrap();
        let told = sentences(confirm(&app, deletion, Role::Manager));
        assert!(told[0].contains("いまは消せません"), "{told:?}");
        assert!(is_there(&app, of) && sound(&app));
    });
}

#[test]
fn a_complaint_holds_until_it_is_settled_and_for_its_own_years() {
    let (app, of) = later(&testkit::in_memory());
    let empty = typed(&[]);
    assert_eq!(testkit::mistakes(app.write(Role::Clerk, move |cx| record_incident(cx, of, &empty))).len(), 3);
    let complaint =
        typed(&[("incident_kind", "accident"), ("incident_on", "2021-02-01"), ("incident_happened", "転んだ")]);
    app.write(Role::Clerk, move |cx| record_incident(cx, of, &complaint)).unwrap();
    let holds = || app.read(Role::Viewer, move |cx| client_retention(cx, of)).unwrap().retention.holds();
    assert_eq!(holds(), ["解決していない記録があります（事故）"]);
    assert!(sentences(propose(&app, of, Role::Manager))[0].contains("解決していない"));
    let open = typed(&[("incident_settled_on", "2021-03-01")]);
    assert_eq!(
        testkit::mistakes(app.write(Role::Clerk, move |cx| settle_incident(cx, of, 1, &open))),
        ["incident_handled"]
    );
    let settled = typed(&[("incident_handled", "受診に付き添った"), ("incident_settled_on", "2022-03-01")]);
    app.write(Role::Clerk, move |cx| settle_incident(cx, of, 1, &settled)).unwrap();
    assert!(holds()[0].contains("令和9年3月1日"), "{:?}", holds());
    let page = app.read(Role::Viewer, move |cx| incidents(cx, of)).unwrap();
    assert_eq!((page.incidents.len(), page.incidents[0].incident.settled_on), (1, Some(day("2022-03-01"))));
    let last = page.incidents[0].id;
    assert!(app.write(Role::Clerk, move |cx| withdraw_incident(cx, of, 1, "誤り")).is_err(), "it was corrected");
    app.write(Role::Clerk, move |cx| withdraw_incident(cx, of, last, "誤り")).unwrap();
    assert_eq!(holds(), [""; 0]);
}

#[test]
fn work_that_is_not_finished_holds_the_records() {
    on_both_databases(|db, _| {
        let (app, of) = later(db);
        let hanako = app.keep(move |tx| store::clients::find(tx, OFFICE, of)).unwrap();
        let holds =
            |app: &TestApp| app.read(Role::Viewer, move |cx| client_retention(cx, of)).unwrap().retention.holds();
        // A visit that was neither claimed nor held back.
        let certificate = app.keep(move |tx| store::certificates::of_client(tx, OFFICE, of)).remove(0);
        steps::add_rounds(&app, &certificate, &["2021-06"]);
        steps::visit(&app, &hanako, "2021-06", "2021-06-10");
        assert!(holds(&app)[0].contains("請求も見送りもされていません"), "{:?}", holds(&app));
        let hold = store::holds::Hold {
            service: domain::client::ConsultationService::Plan,
            month: month("2021-06"),
            client: of,
            municipality: certificate.municipality.clone(),
            reason: "請求しない".to_owned(),
            set_by: "x".to_owned(),
            set_at: "2021-07-01T00:00:00.000Z".to_owned(),
        };
        let kept = hold.clone();
        app.keep(move |tx| store::holds::set(tx, OFFICE, &kept));
        assert_eq!(app.keep(move |tx| store::holds::of_client(tx, OFFICE, of)), [hold]);
        assert_eq!(holds(&app), [""; 0]);
        // A plan that was never ended.
        let case = testkit::planning::case_of(&hanako, 1).build();
        testkit::planning::keep(&app, &case);
        assert!(holds(&app)[0].contains("終わっていない計画"), "{:?}", holds(&app));
        assert!(propose(&app, of, Role::Clerk).is_err());
    });
}

#[test]
fn the_list_shows_whose_time_is_over_or_nearly() {
    on_both_databases(|db, _| {
        let (app, _) = later(db);
        for (name, kana, ended) in
            [("中原 太郎", "ナカハラ タロウ", "2022-06-30"), ("高津 千歳", "タカツ チトセ", "2024-06-30")]
        {
            keep(&app, &client(name).kana(kana).ended(ended).build());
        }
        keep(&app, &client("宮前 望").build());
        let names = |words: &str, soon, by_kana| {
            let asked = RetentionAsked { words: words.to_owned(), soon, by_kana, page: "9".to_owned() };
            let list = app.read(Role::Viewer, move |cx| list_retention(cx, &asked)).unwrap();
            list.lines.into_iter().map(|line| line.client.name).collect::<Vec<_>>()
        };
        assert_eq!(names("", false, false), ["川崎 花子"]);
        assert_eq!(names("", true, false), ["川崎 花子", "中原 太郎"]);
        assert_eq!(names("ナカハラ", true, true), ["中原 太郎"]);
        assert_eq!(names("たかつ", true, false), [""; 0], "too early");
    });
}

#[test]
fn a_copy_from_before_is_deleted_in_anew_and_stays_sound() {
    on_both_databases(|db, _| {
        let (app, of) = later(db);
        let deletion = propose(&app, of, Role::Specialist).unwrap();
        confirm(&app, deletion, Role::Manager).unwrap();
        let told = app.db.read_now(notes).unwrap();
        assert_eq!(told.len(), 1);
        assert!(!serde_json::to_string(&told).unwrap().contains("川崎"), "{told:?}");
        // Where it was done, nothing is to be done.
        let again = |app: &TestApp, note: app::retention::DeletionNote| {
            let outside = app.outside.clone();
            app.db.write_now_in(OFFICE, move |tx| carry_out_again(tx, &outside, &note)).unwrap()
        };
        assert!(!again(&app, told[0].clone()));
        // The copy: the client is there, under the same id, and somebody has proposed anew.
        let copy = TestApp::new().on(day("2026-12-02"));
        let mut hanako = client("川崎 花子").ended("2021-11-30").build();
        hanako.id = of;
        keep(&copy, &hanako);
        propose(&copy, of, Role::Clerk).unwrap();
        assert!(again(&copy, told[0].clone()));
        assert!(!is_there(&copy, of) && sound(&copy));
        let done = copy.keep(move |tx| deletions::find(tx, OFFICE, deletion)).unwrap();
        assert!(done.again_at.is_some() && done.confirmed.is_some_and(|by| by.name == "管理 一郎"));
        assert!(!again(&copy, told[0].clone()), "once");
        // A client who came after the copy was made: it is noted, and nothing is missing.
        let empty = TestApp::new().on(day("2026-12-02"));
        assert!(again(&empty, told[0].clone()));
        assert!(sound(&empty));
    });
}

#[test]
fn what_is_left_behind_by_an_export_is_said_in_both_lists() {
    for life in store::life::LIFE {
        let left = app::transfer::left_out(life.table).is_some();
        assert_eq!(left, life.carried == store::life::Carried::LeftBehind, "{}", life.table);
    }
}
