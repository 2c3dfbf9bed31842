//! What the server did with copies, kept for the page.

use store::{
    Db, StoreError,
    copies::{self, CopyRun},
};

/// Runs of a kind that are kept.
const KEPT: i64 = 200;

/// Why a copy or a trial did not go well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyFault {
    /// The place is full.
    Full,
    /// The folder is not there or cannot be written.
    Place,
    /// The database cannot be read.
    Database,
    /// The programs of PostgreSQL are missing or too old.
    Program,
    /// The copy cannot be opened with the test key.
    Key,
    /// The copy is damaged.
    Damaged,
    /// An attached file of the copy is missing or damaged.
    Files,
    /// `verify` found something in the copy.
    Findings,
    /// Anything else.
    Other,
}

domain::words!(CopyFault {
    Full, "full", "書き込み先の空きが足りません";
    Place, "place", "控えのフォルダーがないか、書き込めません";
    Database, "database", "データベースを読めませんでした";
    Program, "program", "PostgreSQL の pg_dump・pg_restore がないか、サーバーより古い版です";
    Key, "key", "テスト用の鍵で開けませんでした";
    Damaged, "damaged", "控えが壊れています";
    Files, "files", "添付ファイルの控えがないか、壊れています";
    Findings, "findings", "戻したデータに異常が見つかりました";
    Other, "other", "サーバーの記録（ログ）に理由があります";
});

/// Keeps what was done, and lets go of what was done long ago.
pub fn note_run(db: &Db, run: CopyRun) -> Result<(), StoreError> {
    db.write_now(move |tx| {
        copies::add_run(tx, &run)?;
        copies::sweep_runs(tx, run.kind, KEPT).map(drop)
    })
}
