//! The schema is compared with lists in the source: a trigger that was dropped is found, and one that was put in.

use std::{env, fs, path::Path};

use store::{
    Db,
    schema::{self, SchemaFault},
};
use testkit::{Engine, on_both_databases, on_both_places, tamper};

/// The environment variable with which the lists are written anew, after a migration.
const WRITE: &str = "MIMAMORI_WRITE_SCHEMA";

#[test]
fn the_migrations_make_the_schema_of_the_list() {
    on_both_databases(|db, engine| {
        let lines: Vec<String> = db.read_now(schema::list).unwrap().into_iter().collect();
        let name = if engine == Engine::Sqlite { "sqlite.txt" } else { "postgres.txt" };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema").join(name);
        let text = lines.join("\n") + "\n";
        if env::var_os(WRITE).is_some() {
            fs::write(&path, &text).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap();
        assert!(kept == text, "{name} is not what the migrations make; {WRITE}=1 writes it anew");
        assert!(lines.iter().any(|line| line.starts_with("trigger") && line.contains("fact")));
    });
}

#[test]
fn what_was_done_to_the_schema_is_found() {
    let (on_sqlite, on_postgres): (&[&str], &[&str]) = (
        &[
            "drop trigger fact_no_update",
            "drop index client_kana",
            "create trigger mine after insert on client begin select 1; end",
            "alter table client add column mine text",
            "create table mine (id text)",
        ],
        &[
            "drop trigger fact_no_change on fact",
            "alter table audit disable trigger audit_no_change",
            "drop index client_kana",
            "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
            "alter table client add column mine text",
            "create view mine as select 1 as one",
            "create rule mine as on insert to fact do instead nothing",
        ],
    );
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        assert_eq!(db.read_now(schema::check).unwrap(), []);
        for statement in if engine == Engine::Sqlite { on_sqlite } else { on_postgres } {
            let before = db.read_now(schema::check).unwrap();
            tamper(place, &[statement]);
            let after = db.read_now(schema::check).unwrap();
            assert!(after.len() > before.len(), "{engine:?} {statement}: {after:?}");
        }
        let found = db.read_now(schema::check).unwrap();
        let name = if engine == Engine::Sqlite { "trigger fact_no_update" } else { "trigger fact.fact_no_change" };
        assert!(found.contains(&SchemaFault::Missing(name.to_owned())), "{found:?}");
    });
}
