//! 作業版, 仕上げ, and rows copied from the last report.

use app::{
    Refusal,
    monitoring::{
        copy_last_report, discard_working_report, record_consent, record_home_visit, round_view, save_report,
        save_working_report,
    },
};
use domain::{
    facts::By,
    id::{FactId, UserId},
    monitoring::{
        Fact, RoundFact,
        m3_record::{Report, ReportRow},
        m4_consent::{Consent, SignerRelation},
    },
    office::Role,
};

use testkit::day;

use super::people::{agreed, consent, entry, now, report, round_of, start, visit};

#[test]
fn a_report_being_written_is_kept_as_typed_and_then_finished() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let mut written = report("2026-10-15");
    written.written_on = None;
    written.rows.push(ReportRow::default());
    let version =
        app.write(Role::Specialist, move |cx| save_working_report(cx, (it.round, i64::MAX), 0, written)).unwrap();
    assert_eq!(version, 1);
    let round = round_of(&app, &client, "2026-10");
    assert!(round.facts.is_empty() && round.being_written, "what is being written is no fact");
    let working = app.read(Role::Clerk, move |cx| round_view(cx, it.round)).unwrap().working.unwrap();
    assert_eq!((working.version, working.body.rows.len()), (1, 1), "the empty row is left out");
    app.write(Role::Specialist, move |cx| save_report(cx, it, 1, report("2026-10-15"))).unwrap();
    let round = round_of(&app, &client, "2026-10");
    assert!(round.finished_report().is_some() && !round.being_written && round.draft().is_none());
    assert!(app.read(Role::Clerk, move |cx| round_view(cx, it.round)).unwrap().working.is_none());
}

#[test]
fn what_the_client_signs_bears_the_clients_name() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let it = entry(&round);
    app.write(Role::Specialist, move |cx| {
        let visit = record_home_visit(cx, it, visit("2026-10-14"))?;
        save_report(cx, now(visit.round, visit.version), 0, report("2026-10-15"))
    })
    .unwrap();
    let sign = |name: &str, relation: SignerRelation| {
        let round = round_of(&app, &client, "2026-10");
        let written = round.finished_report().unwrap().0.id;
        let signed = Consent {
            signer: name.to_owned(),
            relation,
            relation_note: if relation == SignerRelation::Deputy { "母".to_owned() } else { String::new() },
            ..consent(written, None, Some(day("2026-10-16")))
        };
        let it = entry(&round);
        app.write(Role::Specialist, move |cx| record_consent(cx, it, signed))
    };
    let refused = sign("別の人", SignerRelation::Client);
    assert!(matches!(&refused, Err(Refusal::Refused(reasons)) if reasons[0].field == "signer"), "{refused:?}");
    for own in ["川崎 花子", "花子　川崎", "川崎", "かわさき はなこ", ""] {
        let drawn = sign(own, SignerRelation::Client);
        let nobody = own.is_empty();
        assert_eq!(drawn.is_ok(), !nobody, "{own}: {drawn:?}");
    }
    sign("別の人", SignerRelation::Deputy).unwrap();
}

#[test]
fn a_colleague_goes_on_with_it_and_who_comes_late_is_told() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let keep = |role, seen| {
        app.write(role, move |cx| save_working_report(cx, (it.round, i64::MAX), seen, report("2026-10-15")))
    };
    assert_eq!(keep(Role::Specialist, 0).unwrap(), 1);
    assert_eq!(keep(Role::Manager, 1).unwrap(), 2);
    for late in [
        keep(Role::Specialist, 1).map(drop),
        app.write(Role::Specialist, move |cx| save_report(cx, it, 1, report("2026-10-15"))).map(drop),
        app.write(Role::Specialist, move |cx| discard_working_report(cx, it.round, 1)),
    ] {
        assert!(matches!(late, Err(Refusal::Conflict { current: 2, .. })), "{late:?}");
    }
    assert!(matches!(keep(Role::Viewer, 2), Err(Refusal::Forbidden)));
    app.write(Role::Specialist, move |cx| discard_working_report(cx, it.round, 2)).unwrap();
    assert!(!round_of(&app, &client, "2026-10").being_written);
    assert!(matches!(keep(Role::Specialist, 2), Err(Refusal::Conflict { .. })), "what was shown is gone");
    assert_eq!(keep(Role::Specialist, 0).unwrap(), 4, "and its number is never given again");
}

#[test]
fn a_draft_recorded_as_a_fact_long_ago_is_gone_on_with_and_stays_as_it_is() {
    let (app, client) = start();
    let round = round_of(&app, &client, "2026-10");
    let old = Fact {
        id: FactId(uuid::Uuid::from_u128(7)),
        body: RoundFact::Report(Report {
            draft: true, overall: "むかしの下書き".to_owned(), ..report("2026-10-15")
        }),
        recorded_by: By::Staff(UserId(uuid::Uuid::from_u128(8))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-10-16T01:00:00.000Z".to_owned(),
        corrects: None,
    };
    let (kept, id) = (old.clone(), round.id);
    app.keep(move |tx| store::rounds::append_fact(tx, testkit::OFFICE, id, 0, &kept).map(drop));
    let working = app.read(Role::Clerk, move |cx| round_view(cx, id)).unwrap().working.unwrap();
    assert_eq!((working.version, working.body.overall.as_str()), (0, "むかしの下書き"));
    app.write(Role::Specialist, move |cx| save_report(cx, now(id, 1), 0, report("2026-10-15"))).unwrap();
    let after = round_of(&app, &client, "2026-10");
    assert_eq!(after.facts[0], old, "no fact is rewritten");
    assert_eq!((after.facts.len(), after.facts[1].corrects), (2, Some(old.id)));
}

#[test]
fn rows_come_over_from_the_last_report_without_what_was_found() {
    let (app, client) = start();
    let it = entry(&round_of(&app, &client, "2026-10"));
    let nothing =
        app.write(Role::Specialist, move |cx| copy_last_report(cx, (it.round, i64::MAX), 0, Report::default()));
    assert!(matches!(nothing, Err(Refusal::Refused(_))));
    agreed(&app, &round_of(&app, &client, "2026-07"), "2026-07-14");
    let typed = Report {
        rows: vec![ReportRow { need: "外出したい".to_owned(), ..ReportRow::default() }, ReportRow::default()],
        ..Report::default()
    };
    app.write(Role::Specialist, move |cx| copy_last_report(cx, (it.round, i64::MAX), 0, typed)).unwrap();
    let draft = app.read(Role::Clerk, move |cx| round_view(cx, it.round)).unwrap().working.unwrap().body;
    assert_eq!(draft.policy, "本人の力を生かす");
    assert_eq!((draft.rows[1].need.as_str(), draft.rows[1].goal.as_str()), ("安心して暮らしたい", "週3回の介護"));
    assert!(draft.rows[1].provision.is_empty() && draft.rows[1].achievement.is_none());
}
