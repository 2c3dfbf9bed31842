//! What is recorded about a client, on both engines.

use domain::{
    client::{About, AboutKind, ClientFact, Contract, DatedAbout, Grounds},
    facts::By,
    id::UserId,
};
use store::{StoreError, client_facts, clients};
use testkit::{OFFICE, OTHER_OFFICE, client, day, id, on_both_databases, on_both_with_offices};

fn fact(seq: i64, what: About, corrects: Option<i64>) -> ClientFact {
    ClientFact {
        id: seq,
        body: DatedAbout { from: Some(day("2026-04-01")), what },
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-11-22T01:00:00.000Z".to_owned(),
        corrects,
    }
}

#[test]
fn what_is_recorded_about_a_client_comes_back_as_it_was_recorded() {
    on_both_with_offices(|tx| {
        let (hanako, taro) = (client("川崎 花子").build(), client("幸 太郎").build());
        clients::insert(tx, &hanako)?;
        clients::insert(tx, &taro)?;
        let facts = [
            fact(1, About::Grounds(Grounds { alone: Some(true), ..Grounds::default() }), None),
            fact(2, About::Contract(Contract { contracted_on: Some(day("2026-04-01")), ..Contract::default() }), None),
            fact(3, About::Withdrawn { reason: "誤り".to_owned() }, Some(1)),
        ];
        for one in &facts {
            client_facts::append(tx, OFFICE, hanako.id, one)?;
        }
        let about = client_facts::about(tx, OFFICE, hanako.id)?;
        assert_eq!(about.0[..], facts);
        assert_eq!(about.on(AboutKind::Grounds, day("2026-11-22")), None);
        assert_eq!(client_facts::about(tx, OFFICE, taro.id)?.0[..], []);
        assert_eq!(client_facts::about(tx, OTHER_OFFICE, hanako.id)?.0[..], []);
        Ok(())
    });
}

#[test]
fn facts_about_a_client_are_never_changed_taken_out_or_written_twice() {
    on_both_databases(|db, engine| {
        let hanako = client("川崎 花子").build();
        let of = hanako.id;
        db.write_now(move |tx| {
            testkit::add_offices(tx)?;
            clients::insert(tx, &hanako)?;
            client_facts::append(tx, OFFICE, of, &fact(1, About::Grounds(Grounds::default()), None))
        })
        .unwrap();
        let changes = ["update client_fact set from_on = null", "delete from client_fact"];
        // SQLite alone knows the third way past a trigger.
        let replace = (engine == testkit::Engine::Sqlite)
            .then_some("insert or replace into client_fact select * from client_fact");
        for statement in changes.into_iter().chain(replace) {
            let error = db.write_now(move |tx| tx.execute(statement, &[])).unwrap_err();
            assert!(error.to_string().contains("append-only"), "{engine:?}: {error}");
        }
        let twice: Result<(), StoreError> = db.write_now(move |tx| {
            client_facts::append(tx, OFFICE, of, &fact(1, About::Grounds(Grounds::default()), None))
        });
        assert!(twice.is_err(), "{engine:?}");
    });
}
