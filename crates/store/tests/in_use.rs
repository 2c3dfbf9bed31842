//! Whether somebody else has the database open. A program of its own: the tests of `all` share one database on the server.

use store::backup::server;
use testkit::{Engine, on_both_places};

#[test]
fn a_database_that_is_open_elsewhere_is_in_use() {
    on_both_places(|place, engine| {
        let db = store::Db::open(place, 1).unwrap();
        db.migrate().unwrap();
        if engine == Engine::Sqlite {
            assert!(server::is_in_use(place).unwrap());
            drop(db);
        }
        assert!(!server::is_in_use(place).unwrap());
    });
}
