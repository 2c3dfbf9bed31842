//! The masked copy decides about every column of every table.

use std::collections::BTreeSet;

use app::transfer::masked_columns;
use store::whole;
use testkit::on_both_databases;

#[test]
fn every_column_of_every_table_is_kept_masked_or_left_out() {
    on_both_databases(|db, _| {
        let tables = db.read_now(whole::tables).unwrap();
        assert!(tables.len() > 50);
        for table in tables {
            let decided = masked_columns(&table.name);
            let decided = decided.unwrap_or_else(|| panic!("nobody has decided about {}", table.name));
            let columns = match decided {
                Ok(columns) => columns,
                Err(why) => {
                    assert!(!why.is_empty());
                    continue;
                }
            };
            let there: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(columns.len(), there.len(), "{}", table.name);
            assert_eq!(columns.into_iter().collect::<BTreeSet<_>>(), there, "{}", table.name);
        }
        assert!(masked_columns("no_such_table").is_none());
    });
}
