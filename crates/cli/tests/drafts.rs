//! What is typed outlives the server: the program itself is killed between the autosave and the recording.

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
use testkit::TestApp;

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
