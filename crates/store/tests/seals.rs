//! 印: every recorded row is sealed in the log, and whatever was done to it past the program is found and named, on both
//! engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use domain::id::{OfficeId, OrganisationId, UserId};
use store::{
    Db, Location, StoreError, Tx,
    accounts::{self, NewAccount},
    audit::{self, AuditAction, Broken, NewEntry},
    certificates, clients,
    memberships::{self, NewMembership},
    operations::{self, Operation},
    seals::{self, RowFault, WrongRow},
    second_factors::{self, SecondFactor},
    whole,
};
use testkit::{Engine, OFFICE, OTHER_OFFICE, add_offices, client, id, months, on_both, on_both_places, tamper};

const AT: &str = "2026-11-20T00:00:00.000Z";

fn tell(tx: &mut Tx, of: OfficeId) -> Result<i64, StoreError> {
    let entry = NewEntry {
        at: AT,
        actor_id: "u",
        actor_name: "佐藤 花子",
        action: AuditAction::CreateClient,
        subject: "川",
        body: "{}",
    };
    audit::append(tx, of, &entry)
}

/// Two offices, a client with a certificate and an account, each written with its entry.
fn office(tx: &mut Tx) -> Result<(), StoreError> {
    add_offices(tx)?;
    tell(tx, OTHER_OFFICE)?;
    let hanako = client("川崎 花子").build();
    clients::insert(tx, &hanako)?;
    certificates::insert(tx, &months("2026-05..2027-04").of(&hanako))?;
    account(tx, OFFICE, "hanako")?;
    tell(tx, OFFICE)?;
    Ok(())
}

fn account(tx: &mut Tx, of: OfficeId, login: &str) -> Result<UserId, StoreError> {
    let user = UserId(id(70));
    let new = NewAccount { user, login, password_hash: "$argon2id$1", must_change_password: false, created_at: AT };
    accounts::open(tx, &new)?;
    join(tx, of, user)?;
    Ok(user)
}

fn factor() -> SecondFactor {
    SecondFactor { sealed: "sealed".to_owned(), last_step: 1, since: AT.to_owned() }
}

fn join(tx: &mut Tx, of: OfficeId, user: UserId) -> Result<(), StoreError> {
    let (role, accepted_at) = ("manager", Some(AT));
    memberships::insert(
        tx,
        &NewMembership { organisation: of.into(), user, name: "川崎 花子", role, specialist: None, accepted_at },
    )
}

fn found(db: &Db) -> Vec<(&'static str, RowFault)> {
    let wrong = db.read_now(all_wrong).unwrap();
    wrong.into_iter().map(|row| (row.table, row.fault)).collect()
}

fn all_wrong(tx: &mut Tx) -> Result<Vec<WrongRow>, StoreError> {
    let mut wrong = seals::check_accounts(tx)?;
    for of in audit::offices(tx)? {
        wrong.extend(seals::check(tx, of)?);
    }
    Ok(wrong)
}

#[test]
fn every_table_and_column_is_sealed_or_named_with_a_reason() {
    on_both(|tx| {
        let sealed = seals::sealed_tables();
        for table in whole::tables(tx)? {
            let columns: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let own = sealed.iter().find(|(name, _)| *name == table.name);
            let reason = seals::NOT_SEALED.iter().find(|(name, _)| *name == table.name);
            match (own, reason) {
                (Some((_, listed)), None) => {
                    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), columns, "{}", table.name);
                }
                (None, Some((_, why))) => assert!(!why.is_empty()),
                _ => panic!("{} is to stand in crates/store/src/seals/table.rs, once", table.name),
            }
        }
        let there: BTreeSet<String> = whole::tables(tx)?.into_iter().map(|table| table.name).collect();
        let listed = sealed.iter().map(|(name, _)| *name).chain(seals::NOT_SEALED.iter().map(|(name, _)| *name));
        for name in listed {
            assert!(there.contains(name), "{name} is listed and no table");
        }
        Ok(())
    });
}

#[test]
fn what_was_written_with_the_log_is_found_sound() {
    on_both(|tx| {
        office(tx)?;
        assert_eq!(all_wrong(tx)?, []);
        let mut hanako = clients::all(tx, OFFICE)?.remove(0);
        hanako.note = "変わった".to_owned();
        assert!(clients::update(tx, &hanako)?);
        assert_eq!(all_wrong(tx)?.len(), 1, "a row is sealed by its entry, not before");
        tell(tx, OFFICE)?;
        assert_eq!(all_wrong(tx)?, []);
        assert!(audit::verify(tx, OFFICE)?.is_ok());
        Ok(())
    });
}

#[test]
fn rows_that_no_entry_tells_of_get_one_of_the_program() {
    on_both_places(|place, engine| {
        let db = open(place);
        db.write_now(office).unwrap();
        let words = |db: &Db| {
            let filter = audit::AuditFilter { limit: 9, ..Default::default() };
            let entries = db.read_now(move |tx| audit::list(tx, OFFICE, &filter)).unwrap();
            entries.into_iter().map(|entry| (entry.word, entry.body)).collect::<Vec<_>>()
        };
        let before = words(&db).len();
        let hanako = "update client set note = 'x' where office_id = $1";
        db.write_now_in(OFFICE, move |tx| tx.execute(hanako, &[&OFFICE])).unwrap();
        let after = words(&db);
        assert_eq!(after.len(), before + 1, "{engine:?}");
        assert_eq!(after[0], ("log.seal-rows".to_owned(), "{\"rows\":1}".to_owned()));
        // What only counts or is derived is no change of the record.
        let free = "update client set version = version + 1, search = '' where office_id = $1";
        db.write_now_in(OFFICE, move |tx| tx.execute(free, &[&OFFICE])).unwrap();
        assert_eq!(words(&db).len(), after.len());
        assert_eq!(found(&db), []);
        // A transaction that comes to nothing seals nothing.
        let failed: Result<(), StoreError> = db.write_now_in(OFFICE, move |tx| {
            tx.execute(hanako, &[&OFFICE])?;
            Err(StoreError::Busy)
        });
        assert!(failed.is_err() && words(&db).len() == after.len());
    });
}

fn open(place: &Location) -> Db {
    let db = Db::open(place, 2).unwrap();
    db.migrate().unwrap();
    db
}

/// What was tried, and what is found of it.
type Tampering = (&'static [&'static str], &'static [(&'static str, RowFault)]);

const TAMPERINGS: &[Tampering] = &[
    (&["update client set name = '別人'"], &[("client", RowFault::Changed)]),
    (&["update client set birth = '1990-01-01'"], &[("client", RowFault::Changed)]),
    (&["update certificate set number = '9999999999'"], &[("certificate", RowFault::Changed)]),
    (
        &["update office set number_plan = '9999999999' where number_plan = '1435000012'"],
        &[("office", RowFault::Changed)],
    ),
    (&["update membership set role = 'viewer'"], &[("membership", RowFault::Changed)]),
    (&["update user_account set password_hash = '$argon2id$2'"], &[("user_account", RowFault::Changed)]),
    (&["update user_account set login = 'other'"], &[("user_account", RowFault::Changed)]),
    (
        &["insert into user_account (id, login, password_hash, must_change_password, created_at) \
           select '01910000-0000-7000-8000-0000000000ff', 'x', 'x', must_change_password, '' from user_account"],
        &[("user_account", RowFault::Foreign)],
    ),
    (
        &["insert into recovery_code (user_id, code_hash) select id, 'x' from user_account"],
        &[("recovery_code", RowFault::Foreign)],
    ),
    (&["delete from user_account"], &[("user_account", RowFault::Missing)]),
    (&["delete from service_grant"], &[("service_grant", RowFault::Missing)]),
    (
        &["insert into service_grant (office_id, id, certificate_id, service, amount, start_on, end_on) \
           select office_id, id || 'x', certificate_id, service, amount, start_on, end_on from service_grant"],
        &[("service_grant", RowFault::Foreign)],
    ),
    (
        &["delete from service_grant", "delete from certificate", "delete from client"],
        &[("certificate", RowFault::Missing), ("client", RowFault::Missing), ("service_grant", RowFault::Missing)],
    ),
];

#[test]
fn a_row_changed_past_the_program_is_found_and_named() {
    for (statements, expected) in TAMPERINGS {
        on_both_places(|place, engine| {
            let db = open(place);
            db.write_now(office).unwrap();
            assert_eq!(found(&db), []);
            tamper(place, statements);
            assert_eq!(found(&db), *expected, "{engine:?} {statements:?}");
            // The program goes on writing, and the finding stays.
            db.write_now_in(OFFICE, |tx| tell(tx, OFFICE)).unwrap();
            assert_eq!(found(&db), *expected, "{engine:?} {statements:?}");
            let told = format!("{:?}", db.read_now(all_wrong).unwrap());
            assert!(!told.contains("別人") && !told.contains("argon2"), "{told}");
        });
    }
}

#[test]
fn the_seals_hold_to_the_log() {
    for (statement, engine_only, broken) in [
        ("delete from seal where entry = 1", None, Broken::Changed { seq: 1 }),
        ("update seal set body = replace(body, 'client', 'clienT')", None, Broken::Changed { seq: 1 }),
        (
            "insert into seal (office_id, entry, part, body) select office_id, entry, 2, '[]' from seal",
            None,
            Broken::Changed { seq: 1 },
        ),
        (
            "insert into seal (office_id, entry, part, body) select office_id, 9, 1, '[]' from seal",
            None,
            Broken::Added { seq: 9 },
        ),
        ("update audit set seals = ''", None, Broken::Changed { seq: 1 }),
        (
            "insert or replace into seal (office_id, entry, part, body) select office_id, entry, part, '[]' from seal",
            Some(Engine::Sqlite),
            Broken::Changed { seq: 1 },
        ),
    ] {
        on_both_places(|place, engine| {
            if engine_only.is_some_and(|only| only != engine) {
                return;
            }
            let db = open(place);
            db.write_now(office).unwrap();
            let guards: &[&str] = match engine {
                Engine::Sqlite => &[
                    "drop trigger seal_no_update",
                    "drop trigger seal_no_delete",
                    "drop trigger seal_no_replace",
                    "drop trigger audit_no_update",
                ],
                Engine::Postgres => &[],
            };
            tamper(place, guards);
            tamper(place, &[statement]);
            let chain = db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap();
            assert_eq!(chain, Err(broken), "{engine:?} {statement}");
        });
    }
}

#[test]
fn the_newest_entries_taken_away_with_a_head_set_back_leave_their_rows_behind() {
    on_both_places(|place, engine| {
        let db = open(place);
        db.write_now(office).unwrap();
        db.write_now_in(OFFICE, |tx| {
            clients::insert(tx, &client("中原 太郎").build())?;
            tell(tx, OFFICE)
        })
        .unwrap();
        let set_back = [
            "delete from audit where seq = 2",
            "delete from seal where entry = 2",
            "update audit_head set seq = 1, hash = (select hash from audit where audit.office_id = audit_head.office_id) \
             where seq = 2",
        ];
        if engine == Engine::Sqlite {
            tamper(place, &["drop trigger audit_no_delete", "drop trigger seal_no_delete"]);
        }
        tamper(place, &set_back);
        assert!(db.read_now(|tx| audit::verify(tx, OFFICE)).unwrap().is_ok(), "the chain alone cannot tell");
        assert_eq!(found(&db), [("client", RowFault::Foreign)]);
        // Who has kept the end sees it.
        assert_eq!(db.read_now(|tx| audit::hash_at(tx, OFFICE, 2)).unwrap(), None);
        assert_eq!(db.read_now(|tx| audit::head(tx, OFFICE)).unwrap().unwrap().0, 1);
    });
}

#[test]
fn an_account_of_two_organisations_is_as_one_of_their_logs_says() {
    on_both_places(|place, _| {
        let db = open(place);
        db.write_now(office).unwrap();
        let user = UserId(id(70));
        db.write_now_in(OTHER_OFFICE, move |tx| {
            join(tx, OTHER_OFFICE, user)?;
            accounts::set_password(tx, user, "$argon2id$9", None)?;
            tell(tx, OTHER_OFFICE)
        })
        .unwrap();
        assert_eq!(found(&db), []);
        // Written for no organisation's sake, it is sealed where the person belongs.
        db.write_now(move |tx| second_factors::put(tx, user, &factor())).unwrap();
        assert_eq!(found(&db), []);
        db.write_now(move |tx| second_factors::remove(tx, user)).unwrap();
        assert_eq!(found(&db), []);
        tamper(place, &["update user_account set password_hash = 'x'"]);
        let wrong = db.read_now(all_wrong).unwrap();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].of, [OFFICE, OTHER_OFFICE]);
    });
}

#[test]
fn an_older_database_is_sealed_by_one_opening_entry() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 2).unwrap();
        db.migrate_up_to("0034_scan_of_plan").unwrap();
        // Today's program writes a column of a client that the table did not have then.
        let alter = |sql: &'static str| db.write_now(move |tx| tx.execute(sql, &[])).map(drop).unwrap();
        alter("alter table client add column person_key text not null default ''");
        db.write_now(office).unwrap();
        alter("alter table client drop column person_key");
        let before = db.read_now(|tx| audit::head(tx, OFFICE)).unwrap().unwrap();
        db.migrate().unwrap();
        assert_eq!(found(&db), [], "{engine:?}");
        let entries = db.read_now(move |tx| {
            let filter = audit::AuditFilter { limit: 9, ..Default::default() };
            assert!(audit::verify(tx, OFFICE)?.is_ok() && audit::verify(tx, OTHER_OFFICE)?.is_ok());
            assert_eq!(audit::hash_at(tx, OFFICE, before.0)?, Some(before.1));
            audit::list(tx, OFFICE, &filter)
        });
        let words: Vec<String> = entries.unwrap().into_iter().map(|entry| entry.word).collect();
        assert_eq!(words, ["log.open-seals", "client.create"]);
        assert!(!db.write_now(|tx| seals::open(tx, OFFICE)).unwrap(), "they are opened once");
        assert_eq!(db.migrate().unwrap(), Vec::<String>::new());
        tamper(place, &["update client set name = '別人'", "update user_account set login = 'x'"]);
        assert_eq!(found(&db), [("user_account", RowFault::Changed), ("client", RowFault::Changed)]);
    });
}

#[test]
fn both_engines_seal_a_row_alike() {
    on_both(|tx| {
        office(tx)?;
        let sql = "select body from seal where office_id = $1 and entry = 1";
        let body: String = tx.one(sql, &[&OFFICE], |row| row.next())?;
        let seals: Vec<(String, String, String)> = serde_json::from_str(&body).unwrap();
        let of = |name: &str| seals.iter().find(|(table, ..)| table == name).map(|(_, _, hash)| hash.clone()).unwrap();
        // They are kept for good: a hash that is reckoned otherwise would find every row of every office changed.
        assert_eq!(
            [of("user_account"), of("office")],
            ["dp8uqlHy9gkSBqscoV0OdxY9qWTdLGl41u9BtYBlOkI", "gXaczyltJNpeavNCZcd_x1EdQtBN2zbvtvnMGZ_iBbc",]
        );
        Ok(())
    });
}

#[test]
fn rows_that_come_over_keep_the_seals_of_their_log() {
    on_both(|tx| {
        office(tx)?;
        let user = UserId(id(70));
        second_factors::put(tx, user, &factor())?;
        tell(tx, OFFICE)?;
        let tables = whole::tables(tx)?;
        let table = tables.iter().find(|table| table.name == "certificate").unwrap();
        let mut row = whole::rows(tx, table, OFFICE)?.remove(0);
        tx.execute("delete from service_grant where office_id = $1", &[&OFFICE])?;
        tx.execute("delete from certificate where office_id = $1", &[&OFFICE])?;
        tell(tx, OFFICE)?;
        row.insert("id".to_owned(), "01910000-0000-7000-8000-0000000000ee".into());
        whole::insert(tx, table, &row, whole::Under::ItsLog)?;
        tell(tx, OFFICE)?;
        let wrong = seals::check(tx, OFFICE)?;
        assert_eq!(
            wrong.iter().map(|row| (row.table, row.fault)).collect::<Vec<_>>(),
            [("certificate", RowFault::Foreign)]
        );
        // What the log knows of an account that did not come along is gone here.
        tx.execute("delete from second_factor where user_id = $1", &[&user])?;
        seals::adopt(tx, OFFICE)?;
        tell(tx, OFFICE)?;
        assert_eq!(seals::check_accounts(tx)?, []);
        Ok(())
    });
}

#[test]
fn an_answer_is_swept_when_it_is_old() {
    on_both(|tx| {
        let operation = Operation { use_case: "x".to_owned(), result: "{}".to_owned(), sent: String::new() };
        for (number, at) in [(1, "2026-10-01T00:00:00.000Z"), (2, "2026-11-01T00:00:00.000Z")] {
            operations::record(tx, OFFICE, domain::id::OperationId(id(number)), &operation, at)?;
        }
        assert_eq!(operations::sweep(tx, OFFICE, "2026-10-21T00:00:00.000Z")?, 1);
        assert_eq!(operations::find(tx, OFFICE, domain::id::OperationId(id(1)))?, None);
        assert!(operations::find(tx, OFFICE, domain::id::OperationId(id(2)))?.is_some());
        assert_eq!(operations::sweep(tx, OTHER_OFFICE, AT)?, 0);
        Ok(())
    });
}

#[test]
fn a_log_of_an_organisation_that_is_no_office_seals_its_rows_too() {
    on_both(|tx| {
        let ward = OrganisationId(id(90));
        let organisation = domain::organisation::Organisation {
            id: ward,
            kind: domain::organisation::OrganisationKind::Ward,
            name: "みまもり区役所".to_owned(),
        };
        store::organisations::insert(tx, &organisation)?;
        tell(tx, OfficeId(ward.0))?;
        assert_eq!(seals::check(tx, OfficeId(ward.0))?, []);
        store::organisations::rename(tx, ward, "x")?;
        assert_eq!(seals::check(tx, OfficeId(ward.0))?.len(), 1);
        tell(tx, OfficeId(ward.0))?;
        assert_eq!(seals::check(tx, OfficeId(ward.0))?, []);
        Ok(())
    });
}

#[test]
fn a_migration_seals_what_it_rewrote_and_nothing_that_was_wrong_before() {
    on_both_places(|place, engine| {
        let db = open(place);
        db.write_now(office).unwrap();
        // Back to the schema before, as an office that has worked with it since then has it.
        db.write_now(|tx| {
            for statement in [
                "drop table municipality_setting",
                "drop table municipality",
                "drop table office_fact",
                "drop table holiday",
                "alter table client drop column wards",
                "alter table certificate drop column ward",
                "create table municipality_setting (office_id text not null, municipality text not null, \
                 key text not null, value text not null, set_by text not null, set_at text not null, \
                 primary key (office_id, municipality, key))",
                "delete from schema_migration where name = '0005_dated'",
            ] {
                tx.execute(statement, &[])?;
            }
            tx.execute(
                "insert into municipality_setting (office_id, municipality, key, value, set_by, set_at) \
                 values ($1, 'kawasaki', 'submission_day', '5', 'x', '2026-11-22')",
                &[&OFFICE],
            )?;
            tx.execute("update office set phone = '別' where id = $1", &[&OFFICE])
        })
        .unwrap();
        assert_eq!(db.migrate().unwrap(), ["0005_dated"], "{engine:?}");
        assert_eq!(found(&db), [("office", RowFault::Changed)], "{engine:?}");
        let filter = audit::AuditFilter { limit: 1, ..Default::default() };
        let last = db.read_now(move |tx| audit::list(tx, OFFICE, &filter)).unwrap().remove(0);
        assert_eq!((last.word.as_str(), last.body.as_str()), ("log.reseal-rows", "{\"rows\":1}"));
    });
}
