//! What is typed outlives the server, and so does what was seen: the program itself is killed, and told to stop.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use domain::office::Role;
use store::{Db, Location};
use testkit::{TestApp, client};

/// An office with somebody who is signed in right now; the cookie.
fn office(folder: &Path) -> String {
    let db = Db::open(&Location::SqliteFile(folder.join("mimamori.sqlite")), 1).unwrap();
    db.migrate().unwrap();
    let mut app = TestApp::with(db);
    app.outside.now = Arc::new(|| format!("{:.3}", jiff::Timestamp::now()));
    format!("mimamori={}", app.sign_in(&app.actor(Role::Specialist)))
}

/// The server, killed when the test is over.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_mimamori"))
            .args(["serve", "--data"])
            .arg(folder)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the server does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        Self { child, port }
    }

    fn send(&self, head: &str, cookie: &str, body: &str) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let request = format!(
            "{head} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// SIGTERM: what waits is written.
    fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert!(self.child.wait().unwrap().success());
    }

    /// SIGKILL: nothing can be tidied up.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

#[test]
fn a_draft_is_found_again_after_the_server_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let cookie = office(folder.path());
    let server = Server::start(folder.path());
    let draft = "POST /drafts/clients/new-client/00000000-0000-0000-0000-000000000000";
    let kept = server.send(draft, &cookie, "_script=yes&name=Nakahara&note=tsuzuki+wo+kaku");
    assert!(kept.starts_with("HTTP/1.1 200") && kept.contains("下書き"), "{kept}");
    server.kill();
    let again = Server::start(folder.path());
    let page = again.send("GET /clients/new", &cookie, "");
    assert!(page.contains("の続きを開いています") && page.contains("tsuzuki wo kaku"), "{page}");
    again.kill();
}

#[test]
fn what_was_seen_is_written_two_seconds_later_and_at_the_stop() {
    let folder = tempfile::tempdir().unwrap();
    let cookie = office(folder.path());
    let hanako = client("川崎 花子").build();
    let of = hanako.id;
    let place = Location::SqliteFile(folder.path().join("mimamori.sqlite"));
    Db::open(&place, 1).unwrap().write_now(move |tx| store::clients::insert(tx, &hanako)).unwrap();
    let seen = || {
        let sql = "select times from look where client_id = $1 and kind = 'client' and device <> '' and address = '127.0.0.1'";
        let db = Db::open(&place, 1).unwrap();
        let times = db.read_now(move |tx| tx.rows(sql, &[&of], |row| row.next::<i64>())).unwrap();
        times.iter().sum::<i64>()
    };
    let look = |server: &Server| {
        let page = server.send(&format!("GET /clients/{of}"), &cookie, "");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    };
    let server = Server::start(folder.path());
    look(&server);
    thread::sleep(Duration::from_secs(2));
    server.kill();
    assert_eq!(seen(), 1, "a kill takes at most what was seen in the last two seconds");
    let server = Server::start(folder.path());
    look(&server);
    server.stop();
    assert_eq!(seen(), 2, "what waits is written before the end");
}
