//! One sending, one answer, on both engines.

use domain::id::{OfficeId, OperationId};
use store::{
    StoreError,
    operations::{self, Operation},
};
use testkit::{id, on_both, on_both_databases};

fn operation() -> Operation {
    Operation { use_case: "client.new".to_owned(), result: "{\"id\":1}".to_owned(), sent: "5e0d".to_owned() }
}

#[test]
fn finds_the_answer_of_a_sending_in_its_office_only() {
    on_both(|tx| {
        let (ours, theirs, sending) = (OfficeId(id(1)), OfficeId(id(2)), OperationId(id(3)));
        assert_eq!(operations::find(tx, ours, sending)?, None);
        assert!(!operations::stands(tx, ours, sending)? && !tx.has_sending());
        operations::record(tx, ours, sending, &operation(), "2026-11-22T00:00:00.000Z")?;
        assert_eq!(operations::find(tx, ours, sending)?, Some(operation()));
        assert_eq!(operations::find(tx, theirs, sending)?, None);
        assert!(operations::stands(tx, ours, sending)? && tx.has_sending());
        assert!(!operations::stands(tx, theirs, sending)?);
        Ok(())
    });
}

#[test]
fn the_same_sending_cannot_be_recorded_twice() {
    on_both_databases(|db, engine| {
        let error = db
            .write_now(|tx| {
                let (office, sending) = (OfficeId(id(1)), OperationId(id(3)));
                operations::record(tx, office, sending, &operation(), "a")?;
                operations::record(tx, office, sending, &operation(), "b")
            })
            .unwrap_err();
        match error {
            StoreError::Unique { table, columns } => {
                assert_eq!((table.as_str(), columns), ("operation", vec!["office_id".to_owned(), "id".to_owned()]));
            }
            other => panic!("{engine:?}: {other}"),
        }
    });
}
