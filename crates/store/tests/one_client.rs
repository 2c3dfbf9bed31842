//! A question about one client reads that client's rows: seen in the plans of both engines, over an office of some size.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    facts::By,
    id::{FactId, UserId},
    monitoring::{
        Fact, RoundFact,
        m1_service_check::{CheckMeans, ServiceCheck},
    },
    planning::CaseFact,
};
use store::{Bind, Db, StoreError, Tx, certificates, claims, clients, contacts, plan_answers, planning_cases, rounds};
use testkit::{
    Engine, OFFICE, add_offices, client, day, id, months, on_both_databases,
    planning::{self, case_of, end},
    steps::rounds_of,
};

fn office(tx: &mut Tx) -> Result<(), StoreError> {
    add_offices(tx)?;
    let mut number = 10_000;
    for _ in 0..150 {
        let client = client("川崎 花子").build();
        clients::insert(tx, &client)?;
        let certificate = months("2026-05..2027-04").every(1).of(&client);
        certificates::insert(tx, &certificate)?;
        for text in ["2026-09", "2026-10", "2026-11", "2026-12"] {
            number += 1;
            let round = rounds_of(&certificate, &[text], || id(number)).remove(0);
            rounds::open(tx, &round)?;
            let check = ServiceCheck::told(day("2026-09-03"), CheckMeans::Phone, "さくら", "良好");
            let fact = Fact {
                id: FactId(id(100_000 + number)),
                body: RoundFact::ServiceCheck(check),
                recorded_by: By::Staff(UserId(id(1))),
                recorded_by_name: "佐藤 花子".to_owned(),
                recorded_at: "2026-10-15T01:00:00.000Z".to_owned(),
                corrects: None,
            };
            rounds::append_fact(tx, OFFICE, round.id, 0, &fact)?;
        }
    }
    let hanako = client("川崎 花子").build();
    clients::insert(tx, &hanako)?;
    for number in 1..200 {
        let case = case_of(&hanako, number);
        // One in ten is still open.
        let case = if number % 10 == 0 { case } else { case.closed("2026-11-20") };
        let case = case.build();
        planning_cases::insert(tx, &case)?;
        let recorded =
            planning::fact(300_000 + case.reception.number.unsigned_abs(), CaseFact::Ended(end("2026-11-20")));
        planning_cases::append_fact(tx, OFFICE, (case.id, 0), &recorded)?;
    }
    // Of the claims only their number and their client matter to the engine.
    tx.execute(
        "insert into closing (office_id, id, service, month, number, processing_month, body, file_name, file_base64, \
         file_sha256, closed_by, closed_at) values ($1, 'k', 'plan', 1, 1, 1, '', '', '', '', '', '')",
        &[&OFFICE],
    )?;
    tx.execute(
        "insert into claim (office_id, id, closing_id, client_id, service, month, fee, municipality, units, yen, body) \
         select office_id, id, 'k', id, 'plan', 1, 'monitoring', '', 1, 1, '' from client where office_id = $1",
        &[&OFFICE],
    )?;
    Ok(())
}

/// Fills the office, and tells PostgreSQL how much is in it: it plans by that.
fn fill(db: &Db, engine: Engine) {
    db.write_now(office).unwrap();
    if engine == Engine::Postgres {
        db.write_now(|tx| tx.execute("analyze", &[])).map_err(|error: StoreError| error.to_string()).unwrap();
    }
}

/// How the engine would answer, a line a step. The adapter takes constants only; a test's words are made here, once.
fn plan(db: &Db, engine: Engine, sql: &'static str, asked: &'static [&'static str]) -> Vec<String> {
    let explain = match engine {
        Engine::Sqlite => format!("explain query plan {sql}"),
        Engine::Postgres => format!("explain {sql}"),
    };
    let explain: &'static str = Box::leak(explain.into_boxed_str());
    let steps = db.write_now(move |tx| {
        // Of a table of a page or two PostgreSQL rather reads all; asked not to, it says which index it would take.
        if engine == Engine::Postgres {
            tx.execute("set local enable_seqscan = off", &[])?;
        }
        let office = OFFICE.to_string();
        let mut binds: Vec<&dyn Bind> = vec![&office];
        binds.extend(asked.iter().map(|word| -> &dyn Bind { word }));
        tx.rows(explain, &binds, |row| match engine {
            Engine::Sqlite => {
                let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
                row.next::<String>()
            }
            Engine::Postgres => row.next::<String>(),
        })
    });
    steps.map_err(|error: StoreError| error.to_string()).unwrap()
}

#[test]
fn a_question_about_one_client_reads_that_clients_rows_alone() {
    on_both_databases(|db, engine| {
        fill(db, engine);
        let others =
            [plan_answers::OF_CLIENT, claims::STANDING_OF_CLIENT, claims::RETURNED_OF_CLIENT, contacts::OF_CLIENT];
        let lists = rounds::OF_CLIENT.into_iter().chain(certificates::OF_CLIENT).chain(planning_cases::OF_CLIENT);
        for sql in lists.chain(planning_cases::CONSENTED_OF_CLIENT).chain(others) {
            let steps = plan(db, engine, sql, &["00000000-0000-7000-8000-000000000001"]);
            let whole = steps.join("\n");
            let of_client = steps.iter().any(|step| match engine {
                Engine::Sqlite => step.starts_with("SEARCH") && step.contains("client_id=?"),
                Engine::Postgres => step.contains("Index Cond") && step.contains("client_id"),
            });
            assert!(of_client, "{engine:?}: {sql}\n{whole}");
            // Of these tables nothing else is read, not the office's rows in the order of their key either.
            let scans = steps.iter().any(|step| match engine {
                Engine::Sqlite => {
                    let key = step.starts_with("SEARCH") && step.contains("(office_id=?)");
                    step.starts_with("SCAN") || key
                }
                Engine::Postgres => {
                    let of = ["fact", "round", "planning_fact", "planning_case"];
                    of.iter().any(|table| step.contains(&format!("Seq Scan on {table}")))
                }
            });
            assert!(!scans, "{engine:?}: {sql}\n{whole}");
        }
    });
}

#[test]
fn the_open_cases_of_planning_are_found_by_their_index() {
    on_both_databases(|db, engine| {
        fill(db, engine);
        for sql in planning_cases::OPEN {
            let steps = plan(db, engine, sql, &[]).join("\n");
            assert!(steps.contains("planning_case_open"), "{engine:?}: {steps}");
        }
    });
}

#[test]
fn whose_plan_was_made_in_a_month_is_found_by_its_index() {
    on_both_databases(|db, engine| {
        fill(db, engine);
        let steps = plan(db, engine, certificates::WITH_PLAN, &["2026-10-01", "2026-10-31"]).join("\n");
        assert!(steps.contains("certificate_plan"), "{engine:?}: {steps}");
    });
}

#[test]
fn the_same_person_is_found_by_its_index_however_many_share_a_birthday() {
    on_both_databases(|db, engine| {
        fill(db, engine);
        let steps = plan(db, engine, clients::SAME_PERSON, &["1990-01-01", "カワサキ", "nobody"]).join("\n");
        let whole = match engine {
            Engine::Sqlite => steps.contains("client_person (office_id=? AND birth=? AND person_key=?)"),
            Engine::Postgres => steps.contains("client_person") && steps.contains("person_key"),
        };
        assert!(whole, "{engine:?}: {steps}");
    });
}
