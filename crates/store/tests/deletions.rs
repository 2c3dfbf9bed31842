//! 削除: a walk over the schema: every table reachable from a client loses the client's rows and nobody else's; what stays is a tombstone that the
//! checks accept, and that nobody can forge.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    client::ConsultationService,
    id::{ClientId, DeletionId, OfficeId, UserId},
    office::Role,
};
use serde_json::{Map, Value, json};
use store::{
    Db, Location, StoreError, Tx,
    attachments::write_chunk,
    audit::{self, AuditAction, NewEntry},
    clients,
    closings::DELETED,
    deletions::{self, Confirmation, Deletion, NotOpen, Signed},
    holds,
    life::{LIFE, OnDeletion},
    seals::{self, RowFault},
    whole,
};
use testkit::{OFFICE, OTHER_OFFICE, add_offices, day, id, on_both, on_both_places, tamper};

const AT: &str = "2026-12-01T00:00:00.000Z";

/// Tables whose rows are made by what derives them; the tests of the use cases delete them.
const DERIVED: [&str; 1] = ["board"];

fn client(number: u64) -> ClientId {
    ClientId(thing("client", number))
}

/// The id of somebody's thing of a kind.
fn thing(kind: &str, number: u64) -> uuid::Uuid {
    let kind: u64 = kind.bytes().map(u64::from).sum();
    id(number * 1_000_000 + kind)
}

fn going() -> BTreeSet<&'static str> {
    let goes = LIFE.iter().filter(|life| matches!(life.deletion, OnDeletion::Goes(_))).map(|life| life.table);
    goes.filter(|table| !DERIVED.contains(table)).collect()
}

/// A row of every table that goes, and of the closing in which both were claimed.
fn fill(tx: &mut Tx, number: u64) -> Result<(), StoreError> {
    for table in whole::tables(tx)? {
        let shared = table.name == "closing" && number == 1;
        if table.name == "file_chunk" {
            write_chunk(tx, OFFICE, (domain::id::FileId(thing("file", number)), 1), b"scan", AT)?;
        } else if shared || going().contains(table.name.as_str()) {
            whole::insert(tx, &table, &row(&table, number), whole::Under::ItsLog)?;
        }
    }
    Ok(())
}

fn row(table: &whole::Table, number: u64) -> Map<String, Value> {
    let of = |name: &str| {
        let kind = match name {
            "id" => table.name.as_str(),
            "case_id" => "planning_case",
            "subject" if table.name == "task" || table.name == "draft" => "client",
            "subject" => "round",
            "closing_id" => return Some(id(1)),
            other => other.strip_suffix("_id")?,
        };
        Some(if table.name == "closing" { id(1) } else { thing(kind, number) })
    };
    let held = [1, 2].map(|it| json!({ "client": client(it), "name": format!("川崎 花子{it}"), "reason": "まだ" }));
    let closing = json!({ "office_number": "1", "closed_on": "2026-11-05", "count": 2, "units": 2, "yen": 2,
        "held": held, "notices": ["川崎 花子1の氏名が長いため、切りました", "ほかのこと"] });
    let value = |column: &whole::Column| match column.name.as_str() {
        "office_id" => json!(OFFICE),
        "body" if table.name == "closing" => json!(closing.to_string()),
        "corrects" | "plan_id" | "replaces" | "provider_id" | "specialist_id" | "round_id" if table.name != "fact" => {
            Value::Null
        }
        name if column.is_text() && of(name).is_some() => json!(of(name)),
        "service" => json!("plan"),
        "municipality" => json!("141305"),
        "file_base64" => json!(""),
        _ if column.is_text() && table.name == "closing" => json!("x"),
        _ if column.is_text() => json!(format!("川崎 花子{number}")),
        "month" | "processing_month" => json!(24_000),
        _ => json!(if column.name == "care_management" || column.name == "is_ours" { 1 } else { number }),
    };
    table.columns.iter().map(|column| (column.name.clone(), value(column))).collect()
}

fn entry(tx: &mut Tx, of: OfficeId, subject: &str, body: &str) -> Result<i64, StoreError> {
    let action = AuditAction::CreateClient;
    audit::append(tx, of, &NewEntry { at: AT, actor_id: "u", actor_name: "佐藤 花子", action, subject, body })
}

/// Two clients with everything, and words about both in the log.
fn office(tx: &mut Tx) -> Result<(), StoreError> {
    entry(tx, OFFICE, "x", "{}")?;
    add_offices(tx)?;
    entry(tx, OTHER_OFFICE, "x", "{}")?;
    // The rows come without seals, as they came before there were any; the log is opened over them.
    fill(tx, 1)?;
    fill(tx, 2)?;
    seals::open(tx, OFFICE)?;
    for number in [1, 2] {
        let body = json!({ "after": { "name": format!("川崎 花子{number}") } }).to_string();
        entry(tx, OFFICE, &client(number).to_string(), &body)?;
        entry(tx, OFFICE, &thing("round", number).to_string(), &body)?;
    }
    propose(tx, 1)
}

fn signed(number: u64) -> Signed {
    Signed { user: UserId(id(number)), name: format!("担当 {number}"), at: AT.to_owned() }
}

fn deletion(number: u64) -> DeletionId {
    DeletionId(id(900 + number))
}

fn propose(tx: &mut Tx, number: u64) -> Result<(), StoreError> {
    let new = Deletion {
        id: deletion(number),
        client: client(number),
        reason: "保存期間が終わった".to_owned(),
        last_service: Some(day("2021-11-30")),
        kept_until: Some(day("2026-11-30")),
        proposed: signed(71),
        proposed_as: Role::Specialist,
        withdrawn: None,
        confirmed: None,
        counts: Vec::new(),
        sha256: None,
        again_at: None,
    };
    deletions::propose(tx, OFFICE, &new)
}

fn confirmation(by: u64, seen: Option<String>) -> Confirmation {
    Confirmation { by: signed(by), seen, again_at: None }
}

fn delete(tx: &mut Tx, number: u64) -> Result<Result<Deletion, NotOpen>, StoreError> {
    let done = deletions::carry_out(tx, OFFICE, deletion(number), &confirmation(72, None))?;
    entry(tx, OFFICE, &deletion(number).to_string(), "{}")?;
    Ok(done)
}

/// Every row of every table of the office as text, by table.
fn texts(tx: &mut Tx) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let mut all = BTreeMap::new();
    for table in whole::tables(tx)?.iter().filter(|table| table.name != "file_chunk") {
        let rows = whole::rows(tx, table, OFFICE)?;
        all.insert(table.name.clone(), rows.into_iter().map(|row| Value::Object(row).to_string()).collect());
    }
    Ok(all)
}

#[test]
fn every_table_of_the_schema_says_what_becomes_of_it() {
    on_both(|tx| {
        let there: BTreeSet<String> = whole::tables(tx)?.into_iter().map(|table| table.name).collect();
        let named: Vec<&str> = LIFE.iter().map(|life| life.table).collect();
        let once: BTreeSet<String> = named.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(once.len(), named.len(), "a table is named once");
        assert_eq!(there, once, "crates/store/src/life.rs names every table");
        // What points to a client goes with the client; the exceptions are these, each with its reason in the list.
        let stay = ["look", "deletion", "deletion_permit"];
        for table in whole::tables(tx)? {
            let points =
                table.columns.iter().any(|column| column.name == "client_id") || table.parents.contains("client");
            let goes = LIFE.iter().any(|life| life.table == table.name && matches!(life.deletion, OnDeletion::Goes(_)));
            assert!(
                !points || goes || stay.contains(&table.name.as_str()),
                "{} points to a client and stays",
                table.name
            );
        }
        for life in LIFE {
            let (OnDeletion::Goes(words) | OnDeletion::Emptied(words) | OnDeletion::Stays(words)) = life.deletion;
            assert!(!words.is_empty(), "{}", life.table);
        }
        Ok(())
    });
}

#[test]
fn a_deletion_takes_every_row_of_the_client_and_nobody_elses() {
    on_both(|tx| {
        office(tx)?;
        assert!(deletions::is_being_typed(tx, OFFICE, client(1))?);
        let before = texts(tx)?;
        let rows = deletions::rows_of(tx, OFFICE, client(1))?;
        let counted: BTreeSet<&str> = rows.counts.iter().map(|(table, _)| table.as_str()).collect();
        assert_eq!(counted, going(), "the test has a row of each table that goes");
        let done = delete(tx, 1)?.unwrap();
        assert_eq!(done.counts.iter().find(|(table, _)| table == "audit"), Some(&("audit".to_owned(), 2)));
        let after = texts(tx)?;
        let ids: BTreeSet<String> =
            going().into_iter().map(|kind| thing(kind, 1).to_string()).chain([client(1).to_string()]).collect();
        for (table, rows) in &after {
            let says_name = rows.iter().any(|row| row.contains("川崎 花子1"));
            assert!(!says_name, "{table} names the person");
            let says_id = rows.iter().any(|row| ids.iter().any(|id| row.contains(id.as_str())));
            let may = ["audit", "seal", "deletion", "tombstone", "closing"].contains(&table.as_str());
            assert!(may || !says_id, "{table} holds an id of the person");
        }
        for table in going() {
            let own = |all: &BTreeMap<String, Vec<String>>| -> Vec<String> {
                all.get(table).into_iter().flatten().filter(|row| row.contains("川崎 花子2")).cloned().collect()
            };
            assert_eq!(own(&before), own(&after), "{table}");
        }
        let closing = after["closing"].concat();
        assert!(
            closing.contains(DELETED) && closing.contains("川崎 花子2") && closing.contains("ほかのこと"),
            "{closing}"
        );
        assert_eq!(seals::check(tx, OFFICE)?, []);
        assert!(audit::verify(tx, OFFICE)?.is_ok());
        assert_eq!(deletions::permits_left(tx)?, 0);
        assert_eq!(deletions::count(tx)?, 1);
        // The closing goes with the last client in it.
        propose(tx, 2)?;
        delete(tx, 2)?.unwrap();
        assert_eq!(texts(tx)?["closing"], [""; 0]);
        assert_eq!(seals::check(tx, OFFICE)?, []);
        assert!(audit::verify(tx, OFFICE)?.is_ok());
        assert_eq!(deletions::done(tx, OFFICE)?.len(), 2);
        Ok(())
    });
}

#[test]
fn nobody_confirms_the_own_proposal_nor_one_that_is_no_more() {
    on_both(|tx| {
        office(tx)?;
        let before = texts(tx)?;
        let own = deletions::carry_out(tx, OFFICE, deletion(1), &confirmation(71, None))?;
        assert_eq!(own.unwrap_err(), NotOpen::Proposal);
        let stale = deletions::carry_out(tx, OFFICE, deletion(1), &confirmation(72, Some("other".to_owned())))?;
        assert_eq!(stale.unwrap_err(), NotOpen::Rows);
        let seen = deletions::rows_of(tx, OFFICE, client(1))?.sha256;
        let unknown = deletions::carry_out(tx, OFFICE, deletion(7), &confirmation(72, Some(seen.clone())))?;
        assert_eq!(unknown.unwrap_err(), NotOpen::Proposal);
        assert_eq!(texts(tx)?, before, "nothing was written");
        assert!(deletions::withdraw(tx, OFFICE, deletion(1), &signed(72))?);
        assert!(!deletions::withdraw(tx, OFFICE, deletion(1), &signed(72))?, "once");
        let gone = deletions::carry_out(tx, OFFICE, deletion(1), &confirmation(72, Some(seen)))?;
        assert_eq!(gone.unwrap_err(), NotOpen::Proposal);
        assert_eq!(deletions::of_client(tx, OFFICE, client(1))?, None, "it may be proposed anew");
        assert_eq!(deletions::page(tx, OFFICE, (10, 0))?.len(), 1);
        assert!(deletions::find(tx, OFFICE, deletion(1))?.unwrap().withdrawn.is_some());
        Ok(())
    });
}

#[test]
fn who_ended_before_a_day_is_found_by_day_and_by_words_and_so_are_the_holds_of_a_client() {
    on_both(|tx| {
        add_offices(tx)?;
        let gone = testkit::client("川崎 花子").ended("2015-03-31").build();
        clients::insert(tx, &gone)?;
        clients::insert(tx, &testkit::client("中原 太郎").kana("ナカハラ タロウ").ended("2021-03-31").build())?;
        clients::insert(tx, &testkit::client("宮前 望").build())?;
        for (by, words, by_kana, expected) in [
            ("2020-01-01", "", false, 1),
            ("2022-01-01", "", true, 2),
            ("2022-01-01", "ナカハラ", false, 1),
            ("2010-01-01", "", false, 0),
        ] {
            let (found, total) = clients::ended_by(tx, OFFICE, (day(by), words), (by_kana, 1, 0))?;
            assert_eq!((i64::try_from(found.len()).unwrap(), total), (expected.min(1), expected), "{by} {words}");
        }
        let hold = holds::Hold {
            service: ConsultationService::Plan,
            month: testkit::month("2015-03"),
            client: gone.id,
            municipality: "141305".to_owned(),
            reason: "請求しない".to_owned(),
            set_by: "x".to_owned(),
            set_at: AT.to_owned(),
        };
        holds::set(tx, OFFICE, &hold)?;
        assert_eq!(holds::of_client(tx, OFFICE, gone.id)?, [hold]);
        assert_eq!(holds::of_client(tx, OFFICE, client(1))?, []);
        Ok(())
    });
}

fn made(place: &Location) -> Db {
    let db = Db::open(place, 2).unwrap();
    db.migrate().unwrap();
    db.write_now(office).unwrap();
    db
}

#[test]
fn without_a_confirmed_deletion_the_guards_stay_shut() {
    on_both_places(|place, engine| {
        let db = made(place);
        let refused = |sql: &'static str| db.write_now_in(OFFICE, move |tx| tx.execute(sql, &[])).is_err();
        for sql in [
            "delete from fact",
            "delete from client_fact",
            "delete from attachment",
            "delete from file_chunk",
            "delete from deletion",
            "update audit set body = '{}'",
            // A permit needs a deletion that a second person has confirmed.
            "insert into deletion_permit (office_id, client_id, deletion_id) select office_id, client_id, id from deletion",
            // And nobody is that person for the own proposal.
            "update deletion set confirmed_by = proposed_by",
        ] {
            assert!(refused(sql), "{engine:?} {sql}");
        }
        db.write_now_in(OFFICE, |tx| delete(tx, 1)).unwrap().unwrap();
        for sql in [
            "delete from tombstone",
            "update tombstone set body = '[]'",
            "update deletion set reason = 'x'",
            "delete from deletion",
            "delete from fact",
            "insert into deletion_permit (office_id, client_id, deletion_id) select office_id, client_id, id from deletion",
        ] {
            assert!(refused(sql), "{engine:?} {sql}");
        }
    });
}

fn wrong(db: &Db) -> Vec<(&'static str, RowFault)> {
    let found = db.read_now(|tx| seals::check(tx, OFFICE)).unwrap();
    found.into_iter().map(|row| (row.table, row.fault)).collect()
}

fn chain_holds(db: &Db) -> bool {
    db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().is_ok()
}

#[test]
fn what_is_missing_without_a_tombstone_and_a_forged_tombstone_are_found() {
    let open = "update deletion set confirmed_by = 'x'";
    for (statements, expected) in [
        // A row taken away beside the program.
        (vec!["delete from fact"], vec![("fact", RowFault::Missing)]),
        // The same with a tombstone written for it by hand.
        (
            vec![
                "insert into tombstone (office_id, deletion_id, part, body) select f.office_id, d.id, 1, \
                 '[[\"fact\",\"' || f.id || '\",\"x\"]]' from fact f join deletion d on d.office_id = f.office_id \
                 order by f.id limit 1",
                "delete from fact",
            ],
            vec![("fact", RowFault::Missing), ("tombstone", RowFault::Changed), ("tombstone", RowFault::Foreign)],
        ),
        (vec![open], vec![("deletion", RowFault::Changed)]),
    ] {
        on_both_places(|place, engine| {
            let db = made(place);
            assert_eq!(wrong(&db), []);
            // The guards are taken off first, by somebody who has the file.
            let off: &[&str] = match engine {
                testkit::Engine::Sqlite => &["drop trigger fact_no_delete", "drop trigger deletion_no_update"],
                testkit::Engine::Postgres => &[],
            };
            tamper(place, off);
            tamper(place, &statements);
            let mut found = wrong(&db);
            found.dedup();
            assert_eq!(found, expected, "{engine:?} {statements:?}");
        });
    }
}

#[test]
fn a_tombstone_that_was_changed_or_taken_away_is_found() {
    for (statement, expected) in [
        ("update tombstone set body = replace(body, 'fact', 'fect')", ("tombstone", RowFault::Changed)),
        ("delete from tombstone", ("tombstone", RowFault::Missing)),
        ("update deletion set reason = 'x'", ("deletion", RowFault::Changed)),
        ("update deletion set sha256 = 'x'", ("deletion", RowFault::Changed)),
    ] {
        on_both_places(|place, engine| {
            let db = made(place);
            db.write_now_in(OFFICE, |tx| delete(tx, 1)).unwrap().unwrap();
            assert_eq!(wrong(&db), []);
            assert!(chain_holds(&db));
            if engine == testkit::Engine::Sqlite {
                let off = ["tombstone_no_update", "tombstone_no_delete", "deletion_no_update"];
                off.iter().for_each(|name| tamper(place, &[&format!("drop trigger {name}")]));
            }
            tamper(place, &[statement]);
            assert!(wrong(&db).contains(&expected), "{engine:?} {statement}: {:?}", wrong(&db));
        });
    }
}

#[test]
fn words_taken_out_of_the_log_beside_a_deletion_are_found() {
    on_both_places(|place, engine| {
        let db = made(place);
        if engine == testkit::Engine::Sqlite {
            tamper(place, &["drop trigger audit_no_update"]);
        }
        tamper(
            place,
            &[&format!("update audit set body = '{{\"deleted\":\"{}\"}}' where body like '%花子2%'", deletion(1))],
        );
        assert!(!chain_holds(&db), "{engine:?}");
    });
}
