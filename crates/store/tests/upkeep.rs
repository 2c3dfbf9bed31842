//! 片づけ: devices of people who sign in no more go after a while, a bounded number at a time; those of the others stay.

use domain::id::UserId;
use store::{accounts, memberships, outbox, second_factors, upkeep};
use testkit::{Engine, OFFICE, add_offices, id, on_both, on_both_databases};

const OLD: &str = "2026-08-01T00:00:00.000Z";
const BEFORE: &str = "2026-09-01T00:00:00.000Z";
const NEW: &str = "2026-11-01T00:00:00.000Z";

#[test]
fn devices_of_people_who_sign_in_no_more_are_forgotten_after_a_while() {
    on_both(|tx| {
        add_offices(tx)?;
        let (stays, gone) = (UserId(id(70)), UserId(id(71)));
        for (user, login) in [(stays, "stays"), (gone, "gone")] {
            let new =
                accounts::NewAccount { user, login, password_hash: "x", must_change_password: false, created_at: OLD };
            accounts::open(tx, &new)?;
            for (device, at) in [("a", OLD), ("b", OLD), ("c", NEW)] {
                outbox::is_new_device(tx, OFFICE, user, &format!("{login}{device}"), at)?;
                second_factors::add_pass(tx, user, &format!("{login}{device}"), at, 9)?;
            }
        }
        let (role, accepted_at) = ("clerk", Some(OLD));
        let member = memberships::NewMembership {
            organisation: OFFICE.into(),
            user: stays,
            name: "川崎 花子",
            role,
            specialist: None,
            accepted_at,
        };
        memberships::insert(tx, &member)?;
        assert_eq!(upkeep::prune_devices(tx, BEFORE, 1)?, 2, "one of each at a time");
        assert_eq!(upkeep::prune_devices(tx, BEFORE, 9)?, 2);
        assert_eq!(upkeep::prune_devices(tx, BEFORE, 9)?, 0);
        assert!(second_factors::has_pass(tx, stays, "staysa")? && second_factors::has_pass(tx, gone, "gonec")?);
        assert!(!second_factors::has_pass(tx, gone, "gonea")?);
        Ok(())
    });
}

#[test]
fn postgresql_counts_its_tables_when_it_is_asked_and_sqlite_plans_without() {
    on_both_databases(|db, engine| {
        // What each engine plans by.
        let (counted, expected) = match engine {
            Engine::Sqlite => ("select count(*) from sqlite_schema where name like 'sqlite!_stat%' escape '!'", 0),
            Engine::Postgres => (
                "select count(*) from pg_class where relname = 'office' and reltuples > 0 \
                 and relnamespace = current_schema()::regnamespace",
                1,
            ),
        };
        let count = || db.read_now(|tx| tx.one(counted, &[], |row| row.next::<i64>())).unwrap();
        db.write_now(add_offices).unwrap();
        assert_eq!(count(), 0, "not yet");
        db.write_now(upkeep::count_tables).unwrap();
        assert_eq!(count(), expected);
    });
}
