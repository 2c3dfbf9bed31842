//! A stranger with the file or the server in hand: statements that go past the program.

use store::Location;

/// Runs statements on the database directly, past the adapter and with no guard of a foreign key. What fails fails the test.
pub fn tamper(location: &Location, statements: &[&str]) {
    match location {
        Location::SqliteFile(path) => {
            let connection = rusqlite::Connection::open(path).expect("the file opens");
            connection.execute_batch("pragma foreign_keys = off").expect("a pragma");
            for sql in statements {
                connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
        }
        Location::Postgres(url) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("the server answers");
                let connection = tokio::spawn(connection);
                client.batch_execute("set session_replication_role = replica").await.expect("a superuser");
                for sql in statements {
                    client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
                }
                drop(client);
                connection.await.expect("the connection ends").expect("and well");
            });
        }
        Location::SqliteMemory => panic!("nobody else reaches a database in memory"),
    }
}
