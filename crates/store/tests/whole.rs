//! Every table of an office, out and in again, on both engines.

use store::{StoreError, clients, derived, whole};
use testkit::{OFFICE, OTHER_OFFICE, client, on_both_with_offices};

#[test]
fn a_row_goes_out_and_comes_in_again_as_it_was() {
    on_both_with_offices(|tx| {
        let mut person = client("川崎 花子").child_of("川崎 母子", "2018-05-05").build();
        person.care_management = Some(true);
        clients::insert(tx, &person)?;
        let tables = whole::tables(tx)?;
        let at = |name: &str| tables.iter().position(|table| table.name == name).unwrap();
        assert!(at("office") < at("client") && at("client") < at("certificate") && at("round") < at("fact"));
        assert_eq!(tables[at("office")].office_column(), Some("id"));
        assert_eq!(tables[at("setup_code")].office_column(), None);
        assert!(at("organisation") < at("membership") && at("user_account") < at("membership"));
        assert!(tables[at("user_account")].is_accounts() && tables[at("user_account")].office_column().is_none());
        assert_eq!(whole::rows(tx, &tables[at("organisation")], OFFICE)?.len(), 1);
        let table = &tables[at("client")];
        let rows = whole::rows(tx, table, OFFICE)?;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["care_management"], 1, "a truth value is a number on both engines");
        assert!(rows[0]["sex"].is_null());
        assert_eq!(whole::rows(tx, table, OTHER_OFFICE)?, []);
        assert_eq!(whole::remove(tx, table, OFFICE)?, 1);
        whole::insert(tx, table, &rows[0], whole::Under::ItsLog)?;
        assert_eq!(whole::rows(tx, table, OFFICE)?, rows);
        assert_eq!(clients::find(tx, OFFICE, person.id)?, Some(person));
        derived::forget(tx)
    });
}

#[test]
fn what_the_table_does_not_have_is_refused_without_its_value() {
    on_both_with_offices(|tx| {
        let tables = whole::tables(tx)?;
        let table = tables.iter().find(|table| table.name == "specialist").unwrap();
        let rows = whole::rows(tx, table, OFFICE)?;
        let (mut other, mut kind) = (rows[0].clone(), rows[0].clone());
        other.insert("secret".to_owned(), "川崎".into());
        kind.insert("version".to_owned(), "川崎".into());
        for row in [other, kind] {
            let error = whole::insert(tx, table, &row, whole::Under::ItsLog).unwrap_err();
            assert!(matches!(error, StoreError::Engine { .. }) && !error.to_string().contains("川崎"), "{error}");
        }
        Ok(())
    });
}
