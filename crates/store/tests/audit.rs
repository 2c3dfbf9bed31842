//! The 記録: appended, listed, and every kind of damage found, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::Date;
use domain::id::OfficeId;
use store::{
    StoreError, Tx,
    audit::{self, AuditAction, AuditFilter, Broken, NewEntry},
};
use testkit::{id, on_both, on_both_databases};

fn office() -> OfficeId {
    OfficeId(id(1))
}

fn entry<'a>(at: &'a str, actor: &'a str, action: AuditAction, subject: &'a str) -> NewEntry<'a> {
    NewEntry { at, actor_id: actor, actor_name: "相談 花子", action, subject, body: "{}" }
}

fn three(tx: &mut Tx) -> Result<(), StoreError> {
    audit::append(tx, office(), &entry("2026-11-20T14:59:59.999Z", "a", AuditAction::CreateClient, "川"))?;
    audit::append(tx, office(), &entry("2026-11-20T15:00:00.000Z", "b", AuditAction::UpdateClient, "川"))?;
    audit::append(tx, office(), &entry("2026-11-22T01:00:00.000Z", "a", AuditAction::CreateClient, "山"))?;
    Ok(())
}

#[test]
fn lists_the_newest_first_by_subject_actor_day_and_page() {
    on_both(|tx| {
        three(tx)?;
        let mut seqs = |filter: AuditFilter| -> Result<Vec<i64>, StoreError> {
            Ok(audit::list(tx, office(), &filter)?.iter().map(|entry| entry.seq).collect())
        };
        let all = || AuditFilter { limit: 10, ..AuditFilter::default() };
        assert_eq!(seqs(all())?, [3, 2, 1]);
        assert_eq!(seqs(AuditFilter { subject: Some("川".to_owned()), ..all() })?, [2, 1]);
        assert_eq!(seqs(AuditFilter { actor: Some("a".to_owned()), ..all() })?, [3, 1]);
        // 15:00 UTC is midnight in Japan: the first entry belongs to the 20th, the second to the 21st.
        let day = Date::constant(2026, 11, 21);
        assert_eq!(seqs(AuditFilter { from: Some(day), to: Some(day), ..all() })?, [2]);
        assert_eq!(seqs(AuditFilter { before: Some(3), limit: 1, ..AuditFilter::default() })?, [2]);
        let other = audit::list(tx, OfficeId(id(2)), &all())?;
        assert!(other.is_empty(), "another office sees nothing");
        Ok(())
    });
}

#[test]
fn an_untouched_chain_holds_beyond_one_page_of_reading() {
    on_both(|tx| {
        for _ in 0..253 {
            audit::append(tx, office(), &entry("2026-11-22T00:00:00.000Z", "a", AuditAction::CreateClient, "y"))?;
        }
        assert_eq!(audit::verify(tx, office())?.map(|intact| intact.entries), Ok(253));
        assert_eq!(audit::offices(tx)?, [office()]);
        Ok(())
    });
}

/// Damages a chain of three with the append-only guard taken off, as somebody with the file in hand could.
fn found_after(damage: &'static [&'static str]) -> Vec<Result<i64, Broken>> {
    let found = std::sync::Mutex::new(Vec::new());
    on_both_databases(|db, engine| {
        let unguard: &[&str] = match engine {
            testkit::Engine::Sqlite => &["drop trigger audit_no_update", "drop trigger audit_no_delete"],
            testkit::Engine::Postgres => &["drop trigger audit_no_change on audit"],
        };
        let result = db.write_now(move |tx| {
            three(tx)?;
            for sql in unguard.iter().chain(damage) {
                tx.execute(sql, &[])?;
            }
            audit::verify(tx, office())
        });
        found.lock().unwrap().push(result.unwrap().map(|intact| intact.entries));
    });
    let mut found = found.into_inner().unwrap();
    found.dedup();
    found
}

#[test]
fn every_kind_of_damage_is_found() {
    let changed = |seq| vec![Err(Broken::Changed { seq })];
    let missing = |seq| vec![Err(Broken::Missing { seq })];
    assert_eq!(found_after(&[]), [Ok(3)]);
    assert_eq!(found_after(&["update audit set actor_name = '別人' where seq = 2"]), changed(2));
    assert_eq!(found_after(&["update audit set hash = prev_hash where seq = 3"]), changed(3));
    assert_eq!(found_after(&["update audit set prev_hash = hash where seq = 1"]), changed(1));
    assert_eq!(found_after(&["delete from audit where seq = 1"]), missing(1));
    assert_eq!(found_after(&["delete from audit where seq = 2"]), missing(2));
    assert_eq!(found_after(&["delete from audit where seq = 3"]), missing(3));
    assert_eq!(found_after(&["delete from audit"]), missing(1));
    assert_eq!(found_after(&["delete from audit", "delete from audit_head"]), missing(1));
    assert_eq!(found_after(&["delete from audit where seq = 2", "update audit set seq = 2 where seq = 3"]), changed(2));
    assert_eq!(
        found_after(&["insert into audit select office_id, 4, at, actor_id, actor_name, action, subject, body, \
            hash, prev_hash from audit where seq = 3"]),
        [Err(Broken::Added { seq: 4 })]
    );
}

#[test]
fn the_log_and_the_facts_refuse_to_be_changed() {
    on_both_databases(|db, engine| {
        for sql in ["update audit set body = ''", "delete from audit"] {
            let error = db
                .write_now(move |tx| {
                    three(tx)?;
                    tx.execute(sql, &[])
                })
                .unwrap_err();
            assert_eq!(error.fault(), Some(store::Fault::Constraint), "{engine:?}: {error}");
        }
    });
}

#[test]
fn a_history_has_no_end_however_often_it_was_read() {
    on_both(|tx| {
        audit::append(tx, office(), &entry("2026-11-20T00:00:00.000Z", "a", AuditAction::CreateClient, "川"))?;
        for _ in 0..300 {
            audit::append(tx, office(), &entry("2026-11-21T00:00:00.000Z", "b", AuditAction::ReadClient, "川"))?;
            audit::append(tx, office(), &entry("2026-11-21T00:00:00.000Z", "b", AuditAction::UpdateClient, "川"))?;
        }
        for _ in 0..60 {
            audit::append(tx, office(), &entry("2026-11-22T00:00:00.000Z", "c", AuditAction::ReadClient, "川"))?;
        }
        let all = audit::history(tx, office(), "川", AuditAction::ReadClient)?;
        assert_eq!((all.len(), all.last().map(|entry| entry.seq)), (301, Some(1)));
        let last = audit::last_of(tx, office(), "川", AuditAction::ReadClient)?.unwrap();
        assert_eq!((last.action(), last.actor_id.as_str()), (Some(AuditAction::UpdateClient), "b"));
        assert_eq!(audit::last_of(tx, office(), "山", AuditAction::ReadClient)?, None);
        let mut noted = |actor: &str, day| audit::was_noted(tx, office(), "川", actor, AuditAction::ReadClient, day);
        let day = Date::constant(2026, 11, 22);
        assert!(noted("c", day)? && !noted("b", day)? && noted("b", Date::constant(2026, 11, 21))?);
        Ok(())
    });
}

/// A fact, an entry and a claim with its event, as rows.
const ROWS: [&str; 5] = [
    "insert into round (office_id, id, client_id, municipality, service, month, scheduled, version) \
     select office_id, 'r', id, '141305', 'plan', 24000, version = 1, 1 from client",
    "insert into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) \
     select office_id, 'f', 'r', 1, 'consent', '{}', 'u', '佐藤 花子', '' from client",
    "insert into closing (office_id, id, service, month, number, processing_month, body, file_name, file_base64, \
     file_sha256, closed_by, closed_at) select office_id, 'k', 'plan', 24000, 1, 24001, '{}', '', '', '', 'u', '' from client",
    "insert into claim (office_id, id, closing_id, client_id, service, month, fee, municipality, units, yen, body) \
     select office_id, 'm', 'k', id, 'plan', 24000, '', '', 1, 1, '{}' from client",
    "insert into claim_event (office_id, id, claim_id, state, on_date, code, reason, set_by, set_at) \
     select office_id, 'e', 'm', 'sent', '', '', '', 'u', '' from client",
];

fn rows(tx: &mut Tx) -> Result<(), StoreError> {
    testkit::add_offices(tx)?;
    store::clients::insert(tx, &testkit::client("川崎 花子").build())?;
    for sql in ROWS {
        tx.execute(sql, &[])?;
    }
    three(tx)
}

#[test]
fn what_is_kept_for_good_is_refused_in_every_way_of_changing_it() {
    let on_both = [
        "update fact set body = 'x'",
        "delete from fact",
        "update audit set body = 'x'",
        "delete from audit",
        "update claim_event set state = 'paid'",
        "delete from claim_event",
    ];
    let sqlite = [
        "insert or replace into fact select * from fact",
        "insert or replace into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) \
         select office_id, 'another', round_id, seq, kind, 'x', 'u', '別人', '' from fact",
        "insert or replace into fact (rowid, office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, \
         recorded_at) select rowid, office_id, 'another', round_id, 2, kind, 'x', 'u', '別人', '' from fact",
        "replace into audit select * from audit",
        "insert or replace into audit (rowid, office_id, seq, at, actor_id, actor_name, action, subject, body, prev_hash, \
         hash) select rowid, office_id, 99, at, actor_id, '別人', action, subject, body, prev_hash, hash from audit",
        "insert or replace into claim_event select * from claim_event",
        "update or replace claim_event set id = 'another'",
    ];
    let postgres = ["truncate fact", "truncate audit", "truncate claim_event"];
    on_both_databases(|db, engine| {
        db.write_now(rows).unwrap();
        let own = match engine {
            testkit::Engine::Sqlite => sqlite.as_slice(),
            testkit::Engine::Postgres => postgres.as_slice(),
        };
        for sql in on_both.iter().chain(own).copied() {
            let error = db.write_now(move |tx| tx.execute(sql, &[])).unwrap_err();
            assert_eq!(error.fault(), Some(store::Fault::Constraint), "{engine:?}, {sql}: {error}");
        }
    });
}
