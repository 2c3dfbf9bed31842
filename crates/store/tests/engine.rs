//! The adapter's contract, on both engines: what differs between them is met here once, and nowhere else.

use store::StoreError;
use testkit::{on_both, on_both_databases};

#[test]
fn binds_by_number_and_not_by_first_appearance() {
    on_both(|tx| {
        let row = tx.one(
            "select cast($2 as text), cast($1 as bigint), cast($2 as text), $3 is null",
            &[&7_i64, &"二", &None::<i64>],
            |row| Ok((row.next::<String>()?, row.next::<i64>()?, row.next::<String>()?, row.next::<bool>()?)),
        )?;
        assert_eq!(row, ("二".to_owned(), 7, "二".to_owned(), true));
        Ok(())
    });
}

#[test]
fn knows_the_type_of_a_parameter_without_a_cast() {
    on_both(|tx| {
        let row = tx.one("select $1 is null, $2 + 1", &[&None::<&str>, &41_i64], |row| {
            Ok((row.next::<bool>()?, row.next::<i64>()?))
        })?;
        assert_eq!(row, (true, 42));
        Ok(())
    });
}

#[test]
fn null_is_no_empty_text() {
    on_both(|tx| {
        let error = tx.one("select cast(null as text) as kana", &[], |row| row.next::<String>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (kana): NULL where text was expected");
        let none = tx.one("select cast(null as text)", &[], |row| row.next::<Option<String>>())?;
        assert_eq!(none, None);
        Ok(())
    });
}

#[test]
fn a_forgotten_bind_is_an_error() {
    on_both_databases(|db, engine| {
        for binds in [0, 1, 3] {
            let result: Result<i64, StoreError> = db.write_now(move |tx| {
                let all: [&dyn store::Bind; 3] = [&1_i64, &2_i64, &3_i64];
                tx.one("select $1 + $2", &all[..binds], |row| row.next())
            });
            assert!(result.is_err(), "{engine:?} ran with {binds} values");
        }
    });
}
