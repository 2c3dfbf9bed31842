//! 漏えい等のおそれ, on both engines: one stands until it is ended, and nobody changes what was recorded.

use domain::{
    breach::{BreachFact, BreachReport, DatedBreachFact, Declared},
    id::{BreachId, UserId},
};
use store::{
    breaches,
    looks::{self, LookKind},
};
use testkit::{OFFICE, OTHER_OFFICE, day, id, on_both_databases, on_both_with_offices as on_both};

fn fact(body: BreachFact, at: &str) -> DatedBreachFact {
    DatedBreachFact { body, by: "管理 一郎".to_owned(), at: at.to_owned() }
}

fn declared() -> BreachFact {
    BreachFact::Declared(Declared {
        what: "写しを別の事業所に送った".to_owned(),
        known_on: day("2026-11-20"),
        from: day("2026-11-01"),
        to: day("2026-11-22"),
        log_end: Some((7, "ab".repeat(32))),
        looks: 3,
        looks_sha256: "cd".repeat(32),
    })
}

#[test]
fn one_stands_until_it_is_ended() {
    on_both(|tx| {
        let (first, second, user) = (BreachId(id(1)), BreachId(id(2)), UserId(id(7_001)));
        assert_eq!(breaches::open(tx, OFFICE)?, None);
        breaches::append(tx, OFFICE, (first, 1, user), &fact(declared(), "2026-11-20T00:00:00.000Z"))?;
        assert_eq!(breaches::open(tx, OFFICE)?, Some(first));
        assert_eq!(breaches::open(tx, OTHER_OFFICE)?, None);
        let report = BreachReport { malicious: true, ..BreachReport::default() };
        breaches::append(tx, OFFICE, (first, 2, user), &fact(BreachFact::Report(report.clone()), "2026-11-21"))?;
        let ended = BreachFact::Ended { reason: "回収した".to_owned() };
        breaches::append(tx, OFFICE, (first, 3, user), &fact(ended, "2026-11-22"))?;
        assert_eq!(breaches::open(tx, OFFICE)?, None);
        breaches::append(tx, OFFICE, (second, 1, user), &fact(declared(), "2026-11-23T00:00:00.000Z"))?;
        assert_eq!(breaches::open(tx, OFFICE)?, Some(second));
        assert_eq!(breaches::list(tx, OFFICE, 10)?, [second, first]);
        assert_eq!(breaches::list(tx, OFFICE, 1)?, [second]);
        let found = breaches::find(tx, OFFICE, first)?.unwrap();
        assert_eq!((found.version(), found.report()), (3, report));
        assert_eq!(found.ended().unwrap().0, "回収した");
        assert_eq!(breaches::find(tx, OTHER_OFFICE, first)?, None);
        Ok(())
    });
}

#[test]
fn nobody_changes_what_was_recorded() {
    on_both_databases(|db, engine| {
        db.write_now(testkit::add_offices).unwrap();
        let add = |seq: i64| {
            db.write_now(move |tx| {
                let (id, user) = (BreachId(id(1)), UserId(id(7_001)));
                breaches::append(tx, OFFICE, (id, seq, user), &fact(declared(), "2026-11-20"))
            })
        };
        add(1).unwrap();
        assert!(add(1).is_err(), "{engine:?}: no fact takes another's place");
        for sql in ["update breach_fact set body = '{}'", "delete from breach_fact"] {
            assert!(db.write_now(move |tx| tx.execute(sql, &[])).is_err(), "{engine:?}: {sql}");
        }
    });
}

#[test]
fn the_looks_of_some_days_are_read_and_hashed_as_days_of_japan() {
    on_both_databases(|db, _| {
        let seen = |at: &str, client: u64| {
            let look = looks::Look {
                at: at.to_owned(),
                user: id(7_001).to_string(),
                name: "佐藤 花子".to_owned(),
                clients: vec![id(client)],
                ..looks::Look::default()
            };
            db.looks().note(OFFICE.into(), LookKind::Client, look);
        };
        // 23:59 of the 1st, 00:00 of the 2nd, 23:59 of the 3rd and 00:00 of the 4th, in Japan.
        seen("2026-11-01T14:59:00.000Z", 1);
        seen("2026-11-01T15:00:00.000Z", 2);
        seen("2026-11-03T14:59:00.000Z", 3);
        seen("2026-11-03T15:00:00.000Z", 4);
        db.write_looks_now().unwrap();
        let days = (day("2026-11-02"), day("2026-11-03"));
        let (rows, hash) = db.read_now(move |tx| looks::digest_of_days(tx, OFFICE, days)).unwrap();
        let found = db.read_now(move |tx| looks::of_days(tx, OFFICE, days, (10, 0))).unwrap();
        assert_eq!((rows, found.len(), hash.len()), (2, 2, 64));
        let clients: Vec<&str> = found.iter().map(|row| row.words[3].as_str()).collect();
        assert_eq!(clients, [id(2).to_string(), id(3).to_string()]);
        let second = db.read_now(move |tx| looks::of_days(tx, OFFICE, days, (10, 1))).unwrap();
        assert_eq!(second, found[1..]);
    });
}
