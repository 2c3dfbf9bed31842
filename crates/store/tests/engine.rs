//! The adapter's contract, on both engines: what differs between them is met here once, and nowhere else.

use calendar::{Date, YearMonth};
use domain::id::ClientId;
use store::{Fault, StoreError, Tx};
use testkit::{OFFICE, day, id, month, on_both, on_both_databases};

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
        // The same statement with another type is another prepared statement, not a fault.
        let with_text = tx.one("select $1 is null", &[&"a"], |row| row.next::<bool>())?;
        let with_number = tx.one("select $1 is null", &[&1_i64], |row| row.next::<bool>())?;
        assert_eq!((with_text, with_number), (false, false));
        Ok(())
    });
}

#[test]
fn every_type_comes_back_as_it_went() {
    on_both(|tx| {
        let (date, month_, client) = (day("2028-02-29"), month("2026-11"), ClientId(id(7)));
        let text = "𠮷野家 🏠\n'\"; --\u{200d}".to_owned();
        let row = tx.one(
            "select $1, $2, $3, $4, $5, $6, $7, $8",
            &[&date, &month_, &client, &text, &true, &i64::MIN, &Some("ある"), &None::<Date>],
            |row| {
                Ok((
                    row.next::<Date>()?,
                    row.next::<YearMonth>()?,
                    row.next::<ClientId>()?,
                    row.next::<String>()?,
                    row.next::<bool>()?,
                    row.next::<i64>()?,
                    row.next::<Option<String>>()?,
                    row.next::<Option<Date>>()?,
                ))
            },
        )?;
        assert_eq!(row, (date, month_, client, text, true, i64::MIN, Some("ある".to_owned()), None));
        Ok(())
    });
}

#[test]
fn bytes_come_back_as_they_were_and_are_no_text() {
    on_both(|tx| {
        tx.execute(
            "insert into file_chunk (office_id, file_id, seq, content, written_at) values ('o', 'f', 0, $1, '')",
            &[&vec![0_u8, 0xff, b'a', 0]],
        )?;
        let read = "select content, length(content) from file_chunk";
        let (bytes, length) = tx.one(read, &[], |row| Ok((row.next::<Vec<u8>>()?, row.next::<i64>()?)))?;
        assert_eq!((bytes.as_slice(), length), (&[0_u8, 0xff, b'a', 0][..], 4));
        let error = tx.one("select content from file_chunk", &[], |row| row.next::<String>()).unwrap_err();
        assert!(error.to_string().ends_with("bytes where text was expected"), "{error}");
        let error = tx.one("select 'a' as content", &[], |row| row.next::<Vec<u8>>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (content): text where bytes were expected");
        let empty: &[u8] = &[];
        tx.execute("insert into file_chunk values ('o', 'f', 1, $1, '')", &[&empty])?;
        let none = tx.one("select content from file_chunk where seq = 1", &[], |row| row.next::<Vec<u8>>())?;
        assert_eq!(none, [0_u8; 0]);
        Ok(())
    });
}

#[test]
fn null_is_no_empty_text_and_no_zero() {
    on_both(|tx| {
        let error = tx.one("select cast(null as text) as kana", &[], |row| row.next::<String>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (kana): NULL where text was expected");
        let error = tx.one("select cast(null as bigint) as yen", &[], |row| row.next::<i64>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (yen): NULL where a number was expected");
        let error = tx.one("select cast(null as bigint) as month", &[], |row| row.next::<YearMonth>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (month): NULL where a number was expected");
        let none = tx.one("select cast(null as text)", &[], |row| row.next::<Option<String>>())?;
        assert_eq!(none, None);
        Ok(())
    });
}

#[test]
fn a_column_that_cannot_be_read_is_named_and_its_value_is_not() {
    on_both(|tx| {
        let error = tx.one("select '昭和' as birth", &[], |row| row.next::<Date>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (birth): text that is no Date");
        let error = tx.one("select cast(7 as bigint) as month", &[], |row| row.next::<YearMonth>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (month): a number that no month has");
        let error = tx.one("select cast(2 as bigint) as open", &[], |row| row.next::<bool>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (open): a number where a truth value was expected");
        let error = tx.one("select 'x' as yen", &[], |row| row.next::<i64>()).unwrap_err();
        assert_eq!(error.to_string(), "column 1 (yen): text where a number was expected");
        let error = tx.one("select 1.5 as rate", &[], |row| row.next::<i64>()).unwrap_err();
        assert!(error.to_string().starts_with("column 1 (rate): "), "{error}");
        Ok(())
    });
}

#[test]
fn the_fields_must_be_as_many_as_the_columns() {
    on_both(|tx| {
        let error = tx.one("select 'a' as x, 'b' as y", &[], |row| row.next::<String>()).unwrap_err();
        assert_eq!(error.to_string(), "column 2 (y): the statement answers 2 columns, 1 were read");
        let error = tx.one("select 'a' as x", &[], |row| Ok((row.next::<String>()?, row.next::<String>()?)));
        assert_eq!(error.unwrap_err().to_string(), "column 2 (): the statement answers no such column");
        tx.one("select 'a', 'b'", &[], |_| Ok(()))?;
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
        let skipped = db.write_now(|tx| tx.one("select $1 + $3", &[&1_i64, &2_i64, &3_i64], |row| row.next::<i64>()));
        assert!(skipped.is_err(), "{engine:?} left a value unused");
    });
}

#[test]
fn at_most_one_row_means_it() {
    on_both(|tx| {
        let two = "select 1 union select 2";
        assert!(tx.optional(two, &[], |row| row.next::<i64>()).is_err());
        assert_eq!(tx.optional("select 1 where 1 = 2", &[], |row| row.next::<i64>())?, None);
        assert!(tx.one("select 1 where 1 = 2", &[], |row| row.next::<i64>()).is_err());
        assert_eq!(tx.rows(two, &[], |row| row.next::<i64>())?.len(), 2);
        Ok(())
    });
}

fn setting(tx: &mut Tx, key: &str, value: &str) -> Result<Option<(String, bool)>, StoreError> {
    tx.optional(
        "insert into operation (office_id, id, use_case, result, at) values ($1, $2, 'test', $3, '') \
         on conflict (office_id, id) do update set result = excluded.result returning result, \
         exists (select 1 from operation where id = $2)",
        &[&OFFICE, &key, &value],
        |row| Ok((row.next()?, row.next()?)),
    )
}

#[test]
fn upserts_returning_sums_and_limits_read_the_same() {
    on_both(|tx| {
        assert_eq!(setting(tx, "a", "1")?.map(|it| it.0), Some("1".to_owned()));
        assert_eq!(setting(tx, "a", "2")?, Some(("2".to_owned(), true)));
        setting(tx, "b", "3")?;
        let sum: i64 = tx.one("select cast(sum(length(result)) as bigint) from operation", &[], |row| row.next())?;
        assert_eq!(sum, 2);
        let sql = "select id from operation where office_id = $1 order by id limit $2 offset $3";
        let ids = tx.rows(sql, &[&OFFICE, &1_i64, &1_i64], |row| row.next::<String>())?;
        assert_eq!(ids, ["b"]);
        let touched = tx.execute("update operation set result = '' where office_id = $1", &[&OFFICE])?;
        assert_eq!(touched, 2);
        Ok(())
    });
}

#[test]
fn a_stale_version_touches_nothing() {
    on_both_databases(|db, engine| {
        let save = |version: i64| {
            db.write_now(move |tx| {
                tx.optional(
                    "update specialist set version = version + 1 where office_id = $1 and id = $2 and version = $3 \
                     returning version",
                    &[&OFFICE, &testkit::SATO, &version],
                    |row| row.next::<i64>(),
                )
            })
        };
        testkit::TestApp::with(db.clone());
        assert_eq!(save(1).unwrap(), Some(2), "{engine:?}");
        assert_eq!(save(1).unwrap(), None, "{engine:?}: two people saved the same version");
        assert_eq!(save(2).unwrap(), Some(3), "{engine:?}");
    });
}

#[test]
fn a_row_that_is_there_already_is_told_by_table_and_columns() {
    on_both_databases(|db, engine| {
        let error = db
            .write_now(|tx| {
                let sql = "insert into setup_code (code_hash, created_at) values ($1, '')";
                tx.execute(sql, &[&"a"])?;
                tx.execute(sql, &[&"a"])
            })
            .unwrap_err();
        match error {
            StoreError::Unique { table, columns } => {
                assert_eq!((table.as_str(), columns.join(" ").as_str()), ("setup_code", "code_hash"), "{engine:?}");
            }
            other => panic!("{engine:?}: {other}"),
        }
    });
}

#[test]
fn rows_need_the_row_they_point_to() {
    on_both_databases(|db, engine| {
        let error = db
            .write_now(|tx| {
                tx.execute(
                    "insert into specialist (office_id, id, name, kana, version) values ('nowhere', 'a', 'a', 'a', 1)",
                    &[],
                )
            })
            .unwrap_err();
        assert_eq!(error.fault(), Some(Fault::Constraint), "{engine:?}: {error}");
    });
}

#[test]
fn nothing_is_kept_of_an_error_or_of_a_failure_that_was_passed_over() {
    on_both_databases(|db, engine| {
        let insert = "insert into setup_code (code_hash, created_at) values ($1, '')";
        let refused = db.write_now(move |tx| -> Result<(), StoreError> {
            tx.execute(insert, &[&"refused"])?;
            Err(StoreError::Busy)
        });
        assert!(matches!(refused, Err(StoreError::Busy)));
        // PostgreSQL turns the commit after a failed statement into a rollback and says nothing.
        let passed_over = db.write_now(move |tx| {
            tx.execute(insert, &[&"passed over"])?;
            drop(tx.execute(insert, &[&"passed over"]));
            Ok::<(), StoreError>(())
        });
        assert!(passed_over.is_err(), "{engine:?} said that it was saved");
        db.write_now(move |tx| tx.execute(insert, &[&"kept"])).unwrap();
        let kept: Vec<String> =
            db.read_now(|tx| tx.rows("select code_hash from setup_code", &[], |row| row.next())).unwrap();
        assert_eq!(kept, ["kept"], "{engine:?}");
    });
}

#[test]
fn reading_cannot_write() {
    on_both_databases(|db, engine| {
        let error = db.read_now(|tx| tx.execute("delete from setup_code", &[])).unwrap_err();
        assert_eq!(error.fault(), Some(Fault::ReadOnly), "{engine:?}: {error}");
        db.write_now(|tx| tx.execute("delete from setup_code", &[])).unwrap();
    });
}

#[test]
fn kana_are_ordered_alike() {
    on_both_databases(|db, _| {
        testkit::TestApp::with(db.clone()).keep(order_kana);
    });
}

fn order_kana(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("delete from specialist", &[])?;
    for (number, kana) in
        ["ヤマダ", "アベ タロウ", "アベタロウ", "あべ", "Ａ", "アーベ", "b", "B", ""].iter().enumerate()
    {
        tx.execute(
            "insert into specialist (office_id, id, name, kana, version) values ($1, $2, '', $3, 1)",
            &[&OFFICE, &number.to_string(), kana],
        )?;
    }
    let order = tx.rows("select kana from specialist order by kana", &[], |row| row.next::<String>())?;
    assert_eq!(order, ["", "B", "b", "あべ", "アベ タロウ", "アベタロウ", "アーベ", "ヤマダ", "Ａ"]);
    Ok(())
}

#[test]
fn what_was_asked_is_told_to_whoever_looks_at_plans() {
    on_both_databases(|db, engine| {
        let ask = || db.read_now(|tx| tx.one("select count(*) from setup_code", &[], |row| row.next::<i64>())).unwrap();
        ask();
        assert_eq!(db.take_asked().len(), 0, "{engine:?}: nothing is noted before somebody wants it");
        ask();
        ask();
        assert!(db.take_asked().contains("select count(*) from setup_code"), "{engine:?}");
        assert_eq!(db.take_asked().len(), 0, "{engine:?}");
    });
}
