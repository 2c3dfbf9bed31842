//! 一人の画面は一人の記録だけを読む: what the pages of one client ask of the database is found by its index, whatever the size
//! of the office. Every statement that these routes reach is looked at, so that a new one cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use domain::office::Role;
use store::{Bind, Db, StoreError};
use web::routes::table;

use crate::{
    ask,
    common::Site,
    world::{self, world},
};

/// Tables that do not grow with the clients of an office.
const SMALL: &[&str] = &[
    "audit_head",
    "derivation",
    "holiday",
    "membership",
    "municipality",
    "municipality_setting",
    "office",
    "office_fact",
    "organisation",
    "provider",
    "specialist",
    "user_account",
];

/// Statements that read more than one client's rows, and why they may.
const OF_THE_OFFICE: &[(&str, &str)] = &[(
    "select municipality, max(municipality_name), count(*) from certificate",
    "counts the municipalities of the office in an index; a page that begins a case offers them",
)];

/// How SQLite would answer.
fn plan(db: &Db, sql: &'static str) -> Vec<String> {
    let explain: &'static str = Box::leak(format!("explain query plan {sql}").into_boxed_str());
    let named = |number: &usize| sql.contains(&format!("${number}"));
    let count = (1..100).take_while(named).count();
    let steps = db.read_now(move |tx| {
        let nothing = String::new();
        let binds: Vec<&dyn Bind> = (0..count).map(|_| -> &dyn Bind { &nothing }).collect();
        tx.rows(explain, &binds, |row| {
            let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
            row.next::<String>()
        })
    });
    steps.map_err(|error: StoreError| format!("{sql}: {error}")).unwrap()
}

/// The table of each index.
fn indexes(db: &Db) -> BTreeMap<String, String> {
    let sql = "select name, tbl_name from sqlite_schema where type = 'index'";
    let pairs = db.read_now(move |tx| tx.rows(sql, &[], |row| Ok((row.next::<String>()?, row.next::<String>()?))));
    pairs.map_err(|error: StoreError| error.to_string()).unwrap().into_iter().collect()
}

/// Whether a step of a plan reads what others than one client have.
fn reads_the_office(step: &str, tables: &BTreeMap<String, String>) -> bool {
    let is_whole =
        step.starts_with("SCAN ") || step.ends_with("(office_id=?)") || step.ends_with("(organisation_id=?)");
    let by_itself = ["SCAN CONSTANT", "SCAN (", "SCAN json_each", "SCAN pragma"].iter().any(|it| step.starts_with(it));
    let named = step.split("INDEX ").nth(1).and_then(|rest| rest.split(' ').next());
    let table = named
        .and_then(|index| tables.get(index))
        .map_or_else(|| step.split(' ').nth(1).unwrap_or_default(), String::as_str);
    is_whole && !by_itself && !SMALL.contains(&table)
}

#[tokio::test]
async fn what_a_clients_pages_ask_is_found_by_an_index() {
    let site = Site::of(world::app());
    let things = world(&site).await;
    let db = site.app.db.clone();
    let of_a_client = ["{client}", "{round}", "{planning}", "{certificate}", "{attachment}"];
    let mut asked: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for route in table().into_iter().filter(|route| of_a_client.iter().any(|word| route.path.contains(word))) {
        let cookie = site.cookie(Role::Manager);
        db.take_asked();
        ask(&site, &things, &route, &cookie).await;
        for sql in db.take_asked() {
            asked.entry(sql).or_default().insert(format!("{} {}", route.method, route.path));
        }
    }
    assert!(asked.len() > 60, "{} statements", asked.len());
    let tables = indexes(&db);
    let mut wrong = Vec::new();
    for (sql, routes) in asked.iter().filter(|(sql, _)| !sql.starts_with("pragma") && !sql.starts_with("insert")) {
        let steps = plan(&db, sql);
        let whole: Vec<&String> = steps.iter().filter(|step| reads_the_office(step, &tables)).collect();
        if !whole.is_empty() && !OF_THE_OFFICE.iter().any(|(known, _)| sql.contains(known)) {
            wrong.push(format!("{sql}\n  {whole:?}\n  {} routes, {:?}", routes.len(), routes.first()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), asked.len(), wrong.join("\n"));
}
