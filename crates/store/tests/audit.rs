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
        found_after(&[
            "insert into audit (office_id, seq, at, actor_id, actor_name, action, subject, body, prev_hash, hash) \
            select office_id, 4, at, actor_id, actor_name, action, subject, body, hash, prev_hash from audit where seq = 3"
        ]),
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
        Ok(())
    });
}

/// Tables that are append-only, and their rows: two of each, so that one can take the other's place.
const TABLES: [&str; 11] = [
    "audit",
    "claim_event",
    "client_fact",
    "contact_fact",
    "fact",
    "intake_fact",
    "look_review",
    "office_fact",
    "plan_answer",
    "planning_fact",
    "used_amount",
];

const ROWS: [&str; 25] = [
    "insert into round (office_id, id, client_id, municipality, service, month, scheduled, version) \
     select office_id, 'r', id, '141305', 'plan', 24000, version = 1, 1 from client",
    "insert into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) \
     select office_id, 'f', 'r', 1, 'consent', '{}', 'u', '佐藤 花子', '' from client",
    "insert into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) \
     select office_id, 'g', 'r', 2, 'consent', '{}', 'u', '佐藤 花子', '' from client",
    "insert into closing (office_id, id, service, month, number, processing_month, body, file_name, file_base64, \
     file_sha256, closed_by, closed_at) select office_id, 'k', 'plan', 24000, 1, 24001, '{}', '', '', '', 'u', '' from client",
    "insert into claim (office_id, id, closing_id, client_id, service, month, fee, municipality, units, yen, body) \
     select office_id, 'm', 'k', id, 'plan', 24000, '', '', 1, 1, '{}' from client",
    "insert into claim_event (office_id, id, claim_id, state, on_date, code, reason, set_by, set_at, seq) \
     select office_id, 'e', 'm', 'sent', '', '', '', 'u', '', 1 from client",
    "insert into claim_event (office_id, id, claim_id, state, on_date, code, reason, set_by, set_at, seq) \
     select office_id, 'd', 'm', 'paid', '', '', '', 'u', '', 2 from client",
    "insert into office_fact (office_id, seq, from_on, body, recorded_by, recorded_by_name, recorded_at) \
     select office_id, 1, '', '{}', 'u', '佐藤 花子', '' from client",
    "insert into office_fact (office_id, seq, from_on, body, recorded_by, recorded_by_name, recorded_at) \
     select office_id, 2, '', '{}', 'u', '佐藤 花子', '' from client",
    "insert into plan_answer (office_id, certificate_id, seq, facts, answered_by, answered_by_name, answered_at) \
     select office_id, id, 1, '{}', 'u', '佐藤 花子', '' from certificate",
    "insert into plan_answer (office_id, certificate_id, seq, facts, answered_by, answered_by_name, answered_at) \
     select office_id, id, 2, '{}', 'u', '佐藤 花子', '' from certificate",
    "insert into client_fact (office_id, client_id, seq, from_on, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, id, 1, '', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into client_fact (office_id, client_id, seq, from_on, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, id, 2, '', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into contact_fact (office_id, id, client_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'v', id, 1, 'contact', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into contact_fact (office_id, id, client_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'w', id, 2, 'contact', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into intake (office_id, id, version) select office_id, 'i', 2 from client",
    "insert into intake_fact (office_id, id, intake_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'y', 'i', 1, 'noted', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into intake_fact (office_id, id, intake_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'z', 'i', 2, 'noted', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into planning_case (office_id, id, client_id, service, municipality, kind, fiscal_year, reception, opened_on, \
     version) select office_id, 'c', id, 'plan', '', 'new', 2026, 1, '2026-11-02', 2 from client",
    "insert into planning_fact (office_id, id, case_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'p', 'c', 1, 'ended', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into planning_fact (office_id, id, case_id, seq, kind, body, recorded_by_kind, recorded_by, recorded_by_name, \
     recorded_at) select office_id, 'q', 'c', 2, 'ended', '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into used_amount (office_id, client_id, seq, body, recorded_by_kind, recorded_by, recorded_by_name, recorded_at) \
     select office_id, id, 1, '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into used_amount (office_id, client_id, seq, body, recorded_by_kind, recorded_by, recorded_by_name, recorded_at) \
     select office_id, id, 2, '{}', 'staff', 'u', '佐藤 花子', '' from client",
    "insert into look_review (office_id, month, at, user_id, user_name, note, row_count, sha256) \
     select office_id, 24310, '1', 'u', '管理 一郎', '', 1, '' from client",
    "insert into look_review (office_id, month, at, user_id, user_name, note, row_count, sha256) \
     select office_id, 24310, '2', 'u', '管理 一郎', '', 1, '' from client",
];

fn rows(tx: &mut Tx) -> Result<(), StoreError> {
    testkit::add_offices(tx)?;
    let hanako = testkit::client("川崎 花子").build();
    store::clients::insert(tx, &hanako)?;
    store::certificates::insert(tx, &testkit::months("2026-05..2027-04").of(&hanako))?;
    for sql in ROWS {
        tx.execute(sql, &[])?;
    }
    three(tx)
}

/// The tables with a trigger that refuses a change, as the database itself tells.
fn guarded(tx: &mut Tx, engine: testkit::Engine) -> Result<Vec<String>, StoreError> {
    let sql = match engine {
        testkit::Engine::Sqlite => {
            "select distinct tbl_name from sqlite_master where type = 'trigger' and sql like '%append-only%' order by 1"
        }
        testkit::Engine::Postgres => {
            "select distinct event_object_table::text from information_schema.triggers \
             where trigger_schema = current_schema() and action_statement like '%refuse_%' order by 1"
        }
    };
    tx.rows(sql, &[], |row| row.next())
}

fn columns(tx: &mut Tx, engine: testkit::Engine, table: &str) -> Result<Vec<String>, StoreError> {
    let sql = match engine {
        testkit::Engine::Sqlite => format!("select name from pragma_table_info('{table}')"),
        testkit::Engine::Postgres => format!(
            "select column_name::text from information_schema.columns \
             where table_schema = current_schema() and table_name = '{table}'"
        ),
    };
    tx.rows(leak(sql), &[], |row| row.next())
}

/// Every way in which SQLite lets a row take the place of another: for each unique key, the rowid included, a row that
/// is new but for that key, and an update that moves a row onto another's key.
fn replacements(tx: &mut Tx, table: &str) -> Result<Vec<String>, StoreError> {
    let strings = |tx: &mut Tx, sql: String| tx.rows(leak(sql), &[], |row| row.next::<String>());
    let columns = columns(tx, testkit::Engine::Sqlite, table)?;
    let indexes = strings(tx, format!("select name from pragma_index_list('{table}') where \"unique\""))?;
    let mut keys = vec![vec!["rowid".to_owned()]];
    for index in indexes {
        keys.push(strings(tx, format!("select name from pragma_index_info('{index}')"))?);
    }
    let kinds = strings(tx, format!("select type from pragma_table_info('{table}')"))?;
    let mut found = Vec::new();
    for key in keys {
        let names = columns.iter().chain(key.iter().filter(|name| *name == "rowid"));
        let values = columns.iter().zip(&kinds).map(|(name, kind)| match (key.contains(name), kind.as_str()) {
            // The office and what is pointed to have to be there.
            _ if name.ends_with("_id") => name.clone(),
            (true, _) => name.clone(),
            (false, "INTEGER") => format!("{name} + 1000"),
            (false, _) => format!("{name} || 'x'"),
        });
        let values: Vec<String> = values.chain(key.iter().filter(|name| *name == "rowid").cloned()).collect();
        let names: Vec<&str> = names.map(String::as_str).collect();
        found.push(format!(
            "insert or replace into {table} ({}) select {} from {table} limit 1",
            names.join(", "),
            values.join(", ")
        ));
        let last = key.last().cloned().unwrap_or_default();
        found.push(format!("update or replace {table} set {last} = (select max({last}) from {table})"));
    }
    Ok(found)
}

fn leak(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

#[test]
fn what_is_kept_for_good_is_refused_in_every_way_of_changing_it() {
    on_both_databases(|db, engine| {
        db.write_now(rows).unwrap();
        let guarded = db.read_now(move |tx| guarded(tx, engine)).unwrap();
        // Those of other areas have their own tests beside their functions.
        let untested: Vec<&str> = TABLES.into_iter().filter(|table| !guarded.contains(&(*table).to_owned())).collect();
        assert!(untested.is_empty(), "{engine:?}: {untested:?}");
        for table in TABLES {
            let columns = db.read_now(move |tx| columns(tx, engine, table)).unwrap();
            let mut ways: Vec<String> =
                columns.iter().map(|column| format!("update {table} set {column} = {column}")).collect();
            ways.push(format!("delete from {table}"));
            ways.extend(match engine {
                testkit::Engine::Sqlite => db.read_now(move |tx| replacements(tx, table)).unwrap(),
                testkit::Engine::Postgres => vec![format!("truncate {table}"), format!("truncate {table} cascade")],
            });
            for sql in ways.into_iter().map(leak) {
                let error = db.write_now(move |tx| tx.execute(sql, &[])).unwrap_err();
                assert_eq!(error.fault(), Some(store::Fault::Constraint), "{engine:?}, {sql}: {error}");
                assert!(error.to_string().contains("append-only"), "{engine:?}, {sql}: {error}");
            }
        }
    });
}

#[test]
fn the_last_entry_is_that_of_the_order_and_not_of_the_clock() {
    on_both(|tx| {
        assert_eq!(audit::last_at(tx)?, None);
        three(tx)?;
        assert_eq!(audit::last_at(tx)?.as_deref(), Some("2026-11-22T01:00:00.000Z"));
        audit::append(tx, office(), &entry("2026-11-01T00:00:00.000Z", "a", AuditAction::AcceptClock, ""))?;
        assert_eq!(audit::last_at(tx)?.as_deref(), Some("2026-11-01T00:00:00.000Z"));
        Ok(())
    });
}
