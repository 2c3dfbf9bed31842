//! 取り込み: any bytes, as clients, plans or assessments, are looked at to their end: what is wrong with them is said.
#![no_main]

use std::sync::LazyLock;

use app::transfer::{ImportTable, Importer, Mode, Watch, import_table};
use domain::office::Role;
use testkit::TestApp;

static BY: LazyLock<Importer> = LazyLock::new(|| {
    let app = TestApp::new();
    Importer { actor: app.actor(Role::Manager), db: app.db, outside: app.outside }
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let table = match first % 4 {
        2 => ImportTable::Plans,
        3 => ImportTable::Assessments,
        _ => ImportTable::Clients,
    };
    // A workbook is read by a crate whose panics are caught, which ends a fuzzer.
    if bytes.starts_with(b"PK\x03\x04") {
        return;
    }
    let report = import_table(&BY, table, bytes, Mode::DryRun, &Watch::default()).expect("a look refuses nothing");
    assert!(report.good + report.known + report.rejected.len() <= report.rows);
});
