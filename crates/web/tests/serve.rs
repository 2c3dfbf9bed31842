//! Real connections: whoever holds one without using it is let go, nobody holds all of them, and a stop comes to its end.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, routing::get};
use common::Site;
use domain::office::Role;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, ServerConfig, pki_types::PrivateKeyDer},
};
use web::{AppState, Caps, Door, Hosts, Patience};

/// A server on a free port.
struct Served {
    address: SocketAddr,
    signals: mpsc::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

/// Short times, so that a test that waits for an end does not wait long.
fn caps() -> Caps {
    Caps { head: Duration::from_millis(300), stop: Duration::from_millis(300), ..Caps::default() }
}

async fn served(router: Router, caps: Caps) -> Served {
    served_with(router, caps, Door::from).await
}

async fn served_with(router: Router, caps: Caps, door: impl FnOnce(TcpListener) -> Door) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (signals, told) = mpsc::channel(2);
    Served { address, signals, ended: tokio::spawn(web::serve(door(listener), router, caps, told)) }
}

fn plain() -> Router {
    Router::new().route("/", get(async || "well"))
}

/// Everything that comes until the other side ends the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is broken off is one that has ended, too.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A connection from another address of this machine.
async fn connect(address: SocketAddr, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    socket.connect(address).await.unwrap()
}

/// One question from another address of this machine, and its answer.
async fn ask(address: SocketAddr, from: &str) -> String {
    let mut stream = connect(address, from).await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    rest(&mut stream).await
}

/// A server's TLS as `localhost`, and a browser that knows its certificate.
fn tls() -> (Arc<ServerConfig>, TlsConnector) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let browser = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    (Arc::new(server.unwrap()), TlsConnector::from(Arc::new(browser)))
}

#[tokio::test]
async fn over_https_pages_come_and_who_begins_nothing_is_let_go() {
    let (config, browser) = tls();
    let server = served_with(plain(), caps(), |listener| Door::with_tls(listener, config)).await;
    let stream = TcpStream::connect(server.address).await.unwrap();
    let mut stream = browser.connect("localhost".try_into().unwrap(), stream).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(String::from_utf8_lossy(&answer).contains("well"));
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(&[22, 3, 1]).await.unwrap();
    assert!(rest(&mut idle).await.is_empty() && !rest(&mut half).await.contains("200"));
    assert!(ask(server.address, "127.0.0.1").await.contains("well"), "this machine itself may come without it");
}

#[tokio::test]
async fn under_a_foreign_name_nothing_is_answered() {
    let site = Site::new();
    let law = law::LawBook::embedded().unwrap();
    let state = AppState::new(site.app.db.clone(), law, site.app.outside.clone(), false);
    let server = served(web::router(state.answering(Hosts::of(["mimamori.example.jp".to_owned()]))), caps()).await;
    let asked = async |head: &str| {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(format!("GET {head}connection: close\r\n\r\n").as_bytes()).await.unwrap();
        rest(&mut stream).await
    };
    for ours in ["/healthz HTTP/1.1\r\nhost: mimamori.example.jp\r\n", "/healthz HTTP/1.1\r\nhost: LOCALHOST:8080\r\n"]
    {
        assert!(asked(ours).await.starts_with("HTTP/1.1 200 "), "{ours}");
    }
    for foreign in [
        "/healthz HTTP/1.1\r\nhost: evil.example\r\n",
        "/healthz HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n",
        "http://evil.example/healthz HTTP/1.1\r\nhost: localhost\r\n",
        "/healthz HTTP/1.0\r\n",
    ] {
        let answer = asked(foreign).await;
        assert!(answer.starts_with("HTTP/1.") && !answer.contains(" 200 "), "{foreign}: {answer}");
    }
    let told = asked("/static/none HTTP/1.1\r\nhost: evil.example\r\n").await;
    assert!(told.starts_with("HTTP/1.1 421 ") && told.contains("このアドレスでは開けません"), "{told}");
}

#[tokio::test]
async fn half_a_head_and_an_idle_connection_are_let_go() {
    let server = served(plain(), caps()).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nhos").await.unwrap();
    let mut used = TcpStream::connect(server.address).await.unwrap();
    used.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    assert!(!rest(&mut idle).await.contains("200"));
    assert!(!rest(&mut half).await.contains("200"));
    assert!(rest(&mut used).await.contains("well"), "answered, then let go");
}

#[tokio::test]
async fn half_a_body_is_ended_with_a_sentence() {
    let site = Site::new();
    let cookie = site.cookie(Role::Manager);
    let law = law::LawBook::embedded().unwrap();
    let state = AppState::new(site.app.db.clone(), law, site.app.outside.clone(), false);
    let short = Duration::from_millis(300);
    let router = web::patient_router(state, Patience { pause: short, body: short, answer: Duration::from_secs(60) });
    let server = served(router, caps()).await;
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST /settings/office HTTP/1.1\r\nhost: a\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 500\r\n\r\noffice"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut slow).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("送信が途中で止まりました"), "{answer}");
}

#[tokio::test]
async fn one_address_with_eleven_hundred_connections_does_not_shut_others_out() {
    let server = served(plain(), Caps { of_one: 100, ..caps() }).await;
    let mut held = Vec::new();
    for _ in 0..1_100 {
        // Where this process has no more descriptors, so many are enough.
        let Ok(stream) = TcpStream::connect(server.address).await else { break };
        held.push(stream);
    }
    assert!(held.len() > 200, "{}", held.len());
    // From the same address there may be no place now; from another there is.
    assert!(ask(server.address, "127.0.0.2").await.contains("well"));
    // Those that are held come to their end, and there is room again.
    for stream in &mut held {
        rest(stream).await;
    }
    assert!(ask(server.address, "127.0.0.1").await.contains("well"));
}

#[tokio::test]
async fn a_reader_who_takes_nothing_is_broken_off() {
    let long = "x".repeat(64 * 1024 * 1024);
    let router = Router::new().route("/", get(async move || long.clone()));
    let mut server = served(router, Caps { stalled: Duration::from_millis(300), of_all: 1, ..caps() }).await;
    let mut deaf = TcpStream::connect(server.address).await.unwrap();
    deaf.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    // The only place is free again though nothing was read.
    while ask(server.address, "127.0.0.1").await.starts_with("HTTP/1.1 503") {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.signals.send(()).await.unwrap();
    (&mut server.ended).await.unwrap().unwrap();
    drop(deaf);
}

#[tokio::test]
async fn a_stop_ends_though_somebody_holds_half_a_head() {
    let server = served(plain(), Caps { head: Duration::from_secs(3600), ..caps() }).await;
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nhos").await.unwrap();
    assert!(ask(server.address, "127.0.0.1").await.contains("well"));
    server.signals.send(()).await.unwrap();
    server.ended.await.unwrap().unwrap();
    rest(&mut half).await;
}

/// A handler that answers when it is let.
fn gated(gate: std::sync::Arc<tokio::sync::Notify>, begun: mpsc::Sender<()>) -> Router {
    let handler = async move || {
        begun.send(()).await.unwrap();
        gate.notified().await;
        "done"
    };
    Router::new().route("/", get(handler))
}

#[tokio::test]
async fn what_is_in_flight_is_answered_before_the_stop() {
    let gate = std::sync::Arc::new(tokio::sync::Notify::new());
    let (begun, mut begins) = mpsc::channel(1);
    let server = served(gated(gate.clone(), begun), Caps { stop: Duration::from_secs(3600), ..caps() }).await;
    let asked = tokio::spawn(ask(server.address, "127.0.0.1"));
    begins.recv().await.unwrap();
    server.signals.send(()).await.unwrap();
    gate.notify_one();
    assert!(asked.await.unwrap().contains("done"));
    server.ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_second_signal_ends_at_once() {
    let (begun, mut begins) = mpsc::channel(1);
    let never = std::sync::Arc::new(tokio::sync::Notify::new());
    let server = served(gated(never, begun), Caps { stop: Duration::from_secs(3600), ..caps() }).await;
    let asked = tokio::spawn(ask(server.address, "127.0.0.1"));
    begins.recv().await.unwrap();
    server.signals.send(()).await.unwrap();
    server.signals.send(()).await.unwrap();
    server.ended.await.unwrap().unwrap();
    assert!(!asked.await.unwrap().contains("done"));
}

#[tokio::test]
async fn behind_a_proxy_each_person_has_an_own_count() {
    let (begun, mut begins) = mpsc::channel(4);
    let never = std::sync::Arc::new(tokio::sync::Notify::new());
    let proxies = vec!["127.0.0.2".parse().unwrap()];
    let server = served(gated(never, begun), Caps { proxies, of_one: 1, ..caps() }).await;
    let mut held = Vec::new();
    for person in ["203.0.113.7", "203.0.113.8"] {
        let mut stream = connect(server.address, "127.0.0.2").await;
        let head = format!("GET / HTTP/1.1\r\nhost: a\r\nx-forwarded-for: {person}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        begins.recv().await.unwrap();
        held.push(stream);
    }
    let mut third = connect(server.address, "127.0.0.2").await;
    third.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 203.0.113.7\r\n\r\n").await.unwrap();
    let answer = rest(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("いま混み合っています"), "{answer}");
}

/// Says when it is dropped.
struct Dropped(mpsc::UnboundedSender<()>);

impl Drop for Dropped {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[tokio::test]
async fn work_stops_when_its_reader_has_gone() {
    let (begun, mut begins) = mpsc::channel::<()>(1);
    let (told, mut dropped) = mpsc::unbounded_channel::<()>();
    let handler = async move || {
        let _work = Dropped(told.clone());
        begun.send(()).await.unwrap();
        std::future::pending::<&str>().await
    };
    let server = served(Router::new().route("/", get(handler)), caps()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    begins.recv().await.unwrap();
    assert!(dropped.try_recv().is_err(), "it works");
    drop(stream);
    dropped.recv().await.unwrap();
}
