//! 一人の画面は一人の記録だけを読む: what the pages of one client ask of the database is found by its index, whatever the size
//! of the office. Every statement that these routes reach is looked at, so that a new one cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use domain::office::Role;
use store::{Bind, Db, StoreError};
use web::routes::table;

use super::{
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

/// The same on PostgreSQL alone, which reads a short list whole where the other side is reckoned longer.
const ON_POSTGRES: &[(&str, &str)] = &[(
    "select count(*) from draft where office_id = $1 and subject in",
    "what the people of the office are typing right now: a few rows each, and asked on the page before a deletion alone",
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

/// Every statement that the pages of one client reach, with the routes that reach it.
async fn statements(site: &Site) -> BTreeMap<&'static str, BTreeSet<String>> {
    let things = world(site).await;
    let db = site.app.db.clone();
    let of_a_client = ["{client}", "{round}", "{planning}", "{certificate}", "{attachment}"];
    let mut asked: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for route in table().into_iter().filter(|route| of_a_client.iter().any(|word| route.path.contains(word))) {
        let cookie = site.cookie(Role::Manager);
        db.take_asked();
        ask(site, &things, &route, &cookie).await;
        for sql in db.take_asked() {
            asked.entry(sql).or_default().insert(format!("{} {}", route.method, route.path));
        }
    }
    assert!(asked.len() > 60, "{} statements", asked.len());
    asked.retain(|sql, _| !sql.starts_with("pragma") && !sql.starts_with("insert"));
    asked
}

/// Refuses statements that read the office, where nobody said why they may.
fn judge(
    asked: &BTreeMap<&'static str, BTreeSet<String>>,
    may: &[&[(&str, &str)]],
    whole: impl Fn(&'static str) -> Vec<String>,
) {
    let mut wrong = Vec::new();
    for (sql, routes) in asked {
        let steps = whole(sql);
        if !steps.is_empty() && !may.iter().copied().flatten().any(|(known, _)| sql.contains(known)) {
            wrong.push(format!("{sql}\n  {steps:?}\n  {} routes, {:?}", routes.len(), routes.first()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), asked.len(), wrong.join("\n"));
}

/// Reads every letter of an office's clients: what the judge must find on either engine.
const OF_EVERYBODY: &str = "select id from client where office_id = $1 and note = $2";

#[tokio::test]
async fn what_a_clients_pages_ask_is_found_by_an_index() {
    let site = Site::of(world::app());
    let asked = statements(&site).await;
    let db = site.app.db.clone();
    let tables = indexes(&db);
    let whole = |sql| plan(&db, sql).into_iter().filter(|step| reads_the_office(step, &tables)).collect::<Vec<_>>();
    assert!(!whole(OF_EVERYBODY).is_empty());
    judge(&asked, &[OF_THE_OFFICE], whole);
}

/// A row for each table without any, past all guards: PostgreSQL plans for the size of the file.
const A_ROW_EACH: &str = "do $$ declare t record; begin \
    perform set_config('session_replication_role', 'replica', true); \
    for t in select c.relname, string_agg(case a.atttypid when 'bytea'::regtype then '''''::bytea' \
            when 'text'::regtype then '''''' when 'boolean'::regtype then 'false' else '0' end, ', ' order by a.attnum) as cells \
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and pg_relation_size(c.oid) = 0 \
        group by c.relname \
    loop execute format('insert into %I values (%s)', t.relname, t.cells); end loop; end $$";
/// Lets it plan for a million rows in each table.
const A_MILLION_EACH: &str = "update pg_class set reltuples = 1000000, relpages = 1 \
    where relnamespace = current_schema()::regnamespace and relkind = 'r'";

/// How PostgreSQL would answer, whatever is bound: steps, with the line below that says by what an index is asked.
fn plan_on_postgres(db: &Db, sql: &'static str) -> Vec<String> {
    let named = |number: &usize| sql.contains(&format!("${number}"));
    let nothing = (1..100).take_while(named).map(|_| "null").collect::<Vec<_>>().join(", ");
    let with = if nothing.is_empty() { String::new() } else { format!("({nothing})") };
    let prepare: &'static str = Box::leak(format!("prepare asked as {sql}").into_boxed_str());
    let explain: &'static str = Box::leak(format!("explain (costs off) execute asked{with}").into_boxed_str());
    let lines = db.write_now(move |tx| {
        tx.rows("select set_config('plan_cache_mode', 'force_generic_plan', true)", &[], |row| row.next::<String>())?;
        tx.rows("select set_config('enable_seqscan', 'off', true)", &[], |row| row.next::<String>())?;
        tx.rows("select set_config('enable_bitmapscan', 'off', true)", &[], |row| row.next::<String>())?;
        tx.execute(prepare, &[])?;
        let lines = tx.rows(explain, &[], |row| row.next::<String>());
        tx.execute("deallocate asked", &[])?;
        lines
    });
    let lines = lines.map_err(|error: StoreError| format!("{sql}: {error}")).unwrap();
    let mut steps: Vec<String> = Vec::new();
    for line in lines {
        let line = line.trim().trim_start_matches("->").trim().to_owned();
        match steps.last_mut() {
            Some(step) if line.starts_with("Index Cond: ") => *step = format!("{step} {line}"),
            _ => steps.push(line),
        }
    }
    steps
}

/// Whether a step of a plan of PostgreSQL reads what others than one client have.
fn reads_the_office_on_postgres(step: &str) -> bool {
    let Some((kind, rest)) = step.split_once(" on ") else { return false };
    let table = rest.split(' ').next().unwrap_or_default();
    if !kind.contains("Scan") || ["Subquery Scan", "CTE Scan", "Function Scan"].iter().any(|it| kind.starts_with(it)) {
        return false;
    }
    let by = step.split_once("Index Cond: ").map(|(_, by)| by);
    let of_all = |by: &str| {
        let columns = by.matches(" = ").count() + by.matches(" >").count() + by.matches(" <").count();
        columns < 2 && (by.contains("office_id") || by.contains("organisation_id"))
    };
    by.is_none_or(of_all) && !SMALL.contains(&table)
}

#[tokio::test]
async fn on_postgresql_too() {
    let Some((db, schema)) = testkit::postgres() else { return };
    let site = Site::of(testkit::TestApp::with(db.clone()).on(testkit::day("2026-11-05")));
    let asked = statements(&site).await;
    for sql in [A_ROW_EACH, A_MILLION_EACH] {
        db.write_now(|tx| tx.execute(sql, &[])).map_err(|fault: StoreError| fault.to_string()).unwrap();
    }
    let whole = |sql| {
        plan_on_postgres(&db, sql).into_iter().filter(|step| reads_the_office_on_postgres(step)).collect::<Vec<_>>()
    };
    assert!(!whole(OF_EVERYBODY).is_empty());
    judge(&asked, &[OF_THE_OFFICE, ON_POSTGRES], whole);
    drop(site);
    drop(db);
    drop(schema);
}
