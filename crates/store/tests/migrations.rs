//! Migrations: the same schema on both engines, each step once, and no database of another version touched.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use domain::{client::SelfPlans, office::DatedSetting};
use store::{Db, Fault, StoreError};
use testkit::{Engine, OFFICE, add_offices, client, day, in_memory, on_both_databases, on_both_places, postgres};

/// Table and column, what it holds, and whether it may be empty. SQLite has one type for numbers and truth values.
type Schema = BTreeMap<(String, String), (String, bool)>;

fn schema(db: &Db, engine: Engine) -> Schema {
    let sql = match engine {
        Engine::Sqlite => {
            "select t.name, c.name, lower(c.type), c.\"notnull\" = 0 and c.pk = 0 from sqlite_schema t \
             join pragma_table_info(t.name) c where t.type = 'table'"
        }
        Engine::Postgres => {
            "select cast(table_name as text), cast(column_name as text), cast(data_type as text), is_nullable = 'YES' \
             from information_schema.columns where table_schema = current_schema()"
        }
    };
    let columns = db.read_now(move |tx| {
        tx.rows(sql, &[], |row| {
            let place = (row.next::<String>()?, row.next::<String>()?);
            let kind = match row.next::<String>()?.as_str() {
                "bigint" | "boolean" | "integer" => "number".to_owned(),
                "blob" | "bytea" => "bytes".to_owned(),
                other => other.to_owned(),
            };
            Ok((place, (kind, row.next::<bool>()?)))
        })
    });
    columns.map_err(|error: StoreError| error.to_string()).unwrap().into_iter().collect()
}

/// What has to be unique, as table and columns.
fn keys(db: &Db, engine: Engine) -> Vec<String> {
    let sql = match engine {
        Engine::Sqlite => {
            "select t.name || ' (' || (select group_concat(name, ', ') from (select name from \
             pragma_index_info(i.name) order by seqno)) || ')' from sqlite_schema t join pragma_index_list(t.name) i \
             where t.type = 'table' and i.\"unique\" = 1 \
             union all select t.name || ' (' || c.name || ')' from sqlite_schema t join pragma_table_info(t.name) c \
             where t.type = 'table' and c.pk = 1 and not exists (select 1 from pragma_index_list(t.name) where origin = 'pk') \
             order by 1"
        }
        Engine::Postgres => {
            "select cast(t.relname || ' (' || (select string_agg(a.attname, ', ' order by k.place) \
             from unnest(i.indkey) with ordinality as k(number, place) join pg_attribute a \
             on a.attrelid = t.oid and a.attnum = k.number) || ')' as text) collate \"C\" from pg_index i \
             join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace \
             where i.indisunique and n.nspname = current_schema() order by 1"
        }
    };
    let keys = db.read_now(move |tx| tx.rows(sql, &[], |row| row.next::<String>()));
    keys.map_err(|error: StoreError| error.to_string()).unwrap()
}

/// The named indexes, as name, table and columns.
fn indexes(db: &Db, engine: Engine) -> Vec<String> {
    let sql = match engine {
        Engine::Sqlite => {
            "select name || ' on ' || tbl_name from sqlite_schema where type = 'index' and sql is not null order by 1"
        }
        Engine::Postgres => {
            "select cast(c.relname || ' on ' || t.relname as text) collate \"C\" from pg_index i \
             join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid \
             join pg_namespace n on n.oid = t.relnamespace where n.nspname = current_schema() \
             and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by 1"
        }
    };
    let indexes = db.read_now(move |tx| tx.rows(sql, &[], |row| row.next::<String>()));
    indexes.map_err(|error: StoreError| error.to_string()).unwrap()
}

#[test]
fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    let sqlite = in_memory();
    let ours = schema(&sqlite, Engine::Sqlite);
    assert!(ours.keys().any(|(table, _)| table == "audit"), "{ours:?}");
    assert!(ours.values().all(|(kind, _)| ["text", "number", "bytes"].contains(&kind.as_str())), "{ours:?}");
    let Some((postgres, schema_of_test)) = postgres() else { return };
    let theirs = schema(&postgres, Engine::Postgres);
    for (place, column) in &ours {
        assert_eq!(Some(column), theirs.get(place), "{place:?} on PostgreSQL");
    }
    for place in theirs.keys() {
        assert!(ours.contains_key(place), "{place:?} is not on SQLite");
    }
    assert_eq!(keys(&sqlite, Engine::Sqlite), keys(&postgres, Engine::Postgres));
    assert_eq!(indexes(&sqlite, Engine::Sqlite), indexes(&postgres, Engine::Postgres));
    drop(postgres);
    drop(schema_of_test);
}

#[test]
fn every_table_of_an_office_begins_its_key_with_the_office() {
    let sqlite = in_memory();
    let tables = schema(&sqlite, Engine::Sqlite);
    // What exists before there is an office, is looked up by a secret, or is of the whole installation.
    let outside = [
        "office",
        "organisation",
        "membership",
        "user_account",
        "setup_code",
        "session",
        "sign_in_try",
        "account_mail",
        "account_notice",
        "passkey",
        "second_factor",
        "recovery_code",
        "device_pass",
        "copy_drill",
        "copy_key",
        "copy_run",
        "schema_migration",
        "derivation",
    ];
    let keys = keys(&sqlite, Engine::Sqlite);
    let mut names: Vec<&String> = tables.keys().map(|(table, _)| table).collect();
    names.dedup();
    for table in names.into_iter().filter(|table| !outside.contains(&table.as_str())) {
        assert!(tables.contains_key(&(table.clone(), "office_id".to_owned())), "{table} has no office_id");
        let begins = format!("{table} (office_id");
        assert!(keys.iter().any(|key| key.starts_with(&begins)), "{table}: {keys:?}");
    }
}

#[test]
fn eight_programs_that_start_at_once_on_a_new_database_all_come_up() {
    for _ in 0..6 {
        on_both_places(|place, engine| {
            std::thread::scope(|scope| {
                let starts: Vec<_> = (0..8)
                    .map(|_| {
                        scope.spawn(|| Db::open(place, 1).and_then(|db| db.migrate().and_then(|_| db.check_migrated())))
                    })
                    .collect();
                for start in starts {
                    start.join().unwrap().unwrap_or_else(|fault| panic!("{engine:?}: {fault}"));
                }
            });
        });
    }
}

#[test]
fn each_migration_is_applied_once() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        let error = db.check_migrated().unwrap_err();
        assert_eq!(error.fault(), Some(Fault::Schema), "{engine:?}: {error}");
        let names: Vec<String> = Db::migrations().map(str::to_owned).collect();
        assert_eq!(db.migrate().unwrap(), names, "{engine:?}");
        assert!(db.migrate().unwrap().is_empty(), "{engine:?}");
        db.check_migrated().unwrap();
        drop(db);
        Db::open(place, 1).unwrap().check_migrated().unwrap();
    });
}

#[test]
fn two_programs_that_start_together_migrate_once() {
    on_both_places(|place, engine| {
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let db = Db::open(place, 1).unwrap();
                std::thread::spawn(move || db.migrate().unwrap().len())
            })
            .collect();
        let applied: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(applied, Db::migrations().count(), "{engine:?}");
    });
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        db.write_now(|tx| {
            tx.execute("insert into schema_migration (name, applied_at) values ('9999_future', '')", &[])
        })
        .unwrap();
        for error in [db.migrate().unwrap_err(), db.check_migrated().unwrap_err()] {
            assert_eq!(error.fault(), Some(Fault::Schema), "{engine:?}");
            assert!(error.to_string().contains("9999_future"), "{error}");
        }
    });
}

#[test]
fn a_self_plan_marked_before_there_were_two_days_stays_marked() {
    on_both_databases(|db, engine| {
        let marked = client("川崎 花子").build();
        let other = client("中原 太郎").build();
        let (first, second) = (marked.clone(), other.clone());
        // Back to the schema before, as an office that has worked with it since then has it.
        db.write_now(move |tx| {
            add_offices(tx)?;
            store::clients::insert(tx, &first)?;
            store::clients::insert(tx, &second)?;
            tx.execute("alter table client add column self_plan_from text", &[])?;
            tx.execute("alter table client drop column self_plans", &[])?;
            tx.execute("delete from schema_migration where name = '0002_self_plan'", &[])?;
            tx.execute("update client set self_plan_from = '2026-10-01' where id = $1", &[&first.id])?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(db.migrate().unwrap(), ["0002_self_plan"], "{engine:?}");
        let kept = db.read_now(|tx| store::clients::all(tx, OFFICE)).unwrap();
        let plans = |id| kept.iter().find(|client| client.id == id).map(|client| client.self_plans.clone());
        assert_eq!(plans(marked.id), Some(SelfPlans::since(day("2026-10-01"))), "{engine:?}");
        assert_eq!(plans(other.id), Some(SelfPlans::default()), "{engine:?}");
    });
}

#[test]
fn what_became_of_a_claim_is_numbered_as_it_was_read() {
    on_both_databases(|db, engine| {
        db.write_now(move |tx| {
            // Back to the schema before; of the claim itself only the key matters here.
            for trigger in [
                "drop trigger claim_event_no_replace",
                "drop trigger claim_event_no_update",
                "drop trigger claim_event_no_change on claim_event",
            ] {
                if trigger.contains(" on ") == (engine == Engine::Postgres) {
                    tx.execute(trigger, &[])?;
                }
            }
            tx.execute("drop index claim_event_claim", &[])?;
            tx.execute("alter table claim_event drop column seq", &[])?;
            tx.execute("create index claim_event_claim on claim_event (office_id, claim_id)", &[])?;
            tx.execute("delete from schema_migration where name = '0004_claim_event_seq'", &[])?;
            add_offices(tx)?;
            let hanako = client("川崎 花子").build();
            store::clients::insert(tx, &hanako)?;
            tx.execute(
                "insert into closing (office_id, id, service, month, number, processing_month, body, file_name, \
                 file_base64, file_sha256, closed_by, closed_at) values ($1, 'k', 'plan', 1, 1, 1, '', '', '', '', '', '')",
                &[&OFFICE],
            )?;
            for claim in ["x", "y"] {
                tx.execute(
                    "insert into claim (office_id, id, closing_id, client_id, service, month, fee, municipality, units, \
                     yen, body) values ($1, $2, 'k', $3, 'plan', 1, 'monitoring', '', 1, 1, '')",
                    &[&OFFICE, &claim, &hanako.id],
                )?;
            }
            for (id, claim, at) in [("c", "x", "2"), ("a", "x", "3"), ("b", "x", "2"), ("d", "y", "1")] {
                tx.execute(
                    "insert into claim_event (office_id, id, claim_id, state, on_date, code, reason, set_by, set_at) \
                     values ($1, $2, $3, 'sent', '', '', '', '', $4)",
                    &[&OFFICE, &id, &claim, &at],
                )?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(db.migrate().unwrap(), ["0004_claim_event_seq"], "{engine:?}");
        let numbered = db.read_now(|tx| {
            tx.rows("select id, seq from claim_event order by claim_id, seq", &[], |row| {
                Ok((row.next::<String>()?, row.next::<i64>()?))
            })
        });
        let expected = [("b", 1), ("c", 2), ("a", 3), ("d", 1)].map(|(id, seq)| (id.to_owned(), seq));
        assert_eq!(numbered.map_err(|error: StoreError| error.to_string()).unwrap(), expected, "{engine:?}");
    });
}

#[test]
fn names_folded_by_an_older_program_are_found_after_migrating() {
    on_both_databases(|db, engine| {
        db.write_now(|tx| {
            add_offices(tx)?;
            for number in 0..1_200 {
                let person = client(&format!("桒原 {number}")).number(&format!("N{number}")).build();
                store::clients::insert(tx, &person)?;
            }
            tx.execute("update client set search = 'old' || number", &[])?;
            tx.execute("update derivation set version = 'of yore'", &[])
        })
        .unwrap();
        let found = |db: &Db| {
            let search = store::clients::ClientSearch { words: "桑原".to_owned(), limit: 5, ..Default::default() };
            db.read_now(move |tx| store::clients::search(tx, OFFICE, &search, testkit::TODAY)).unwrap().1
        };
        assert_eq!(found(db), 0, "{engine:?}");
        assert!(db.migrate().unwrap().is_empty(), "{engine:?}");
        assert_eq!(found(db), 1_200, "{engine:?}");
        // Folded already, nothing is written.
        assert_eq!(store::derived::refold(db).unwrap(), 0, "{engine:?}");
    });
}

#[test]
fn settings_entered_before_they_had_a_day_hold_from_the_beginning_and_for_their_municipality() {
    on_both_databases(|db, engine| {
        // Back to the schema before, as an office that has worked with it since then has it.
        db.write_now(|tx| {
            add_offices(tx)?;
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
            for (municipality, key, value) in [("kawasaki", "submission_day", "5"), ("default", "claim_day", "8")] {
                tx.execute(
                    "insert into municipality_setting (office_id, municipality, key, value, set_by, set_at) \
                     values ($1, $2, $3, $4, 'x', '2026-11-22')",
                    &[&OFFICE, &municipality, &key, &value],
                )?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
        assert_eq!(db.migrate().unwrap(), ["0005_dated"], "{engine:?}");
        let kept = db.read_now(|tx| store::settings::all(tx, OFFICE)).unwrap().values;
        let kept: Vec<_> = kept.into_iter().map(|entered| entered.setting).collect();
        let expected =
            [DatedSetting::always("141305", "submission_day", "5"), DatedSetting::always("default", "claim_day", "8")];
        assert_eq!(kept, expected, "{engine:?}");
    });
}
