//! Over real connections: whoever sends half a form gets a sentence, whoever reads nothing is let go, on every route.

use std::{net::SocketAddr, time::Duration};

use axum::http::Method;
use domain::office::Role;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};
use web::{AppState, Caps, Patience, routes::table};

use super::{Walk, shapes};

/// Longer than any of the short times below, on a machine that does other things too.
const END: Duration = Duration::from_secs(60);

/// The application of the walk on a real port, with short times.
async fn served(walk: &Walk) -> (SocketAddr, mpsc::Sender<()>, tokio::task::JoinHandle<std::io::Result<()>>) {
    let short = Duration::from_millis(500);
    let law = law::LawBook::embedded().unwrap();
    let state = AppState::new(walk.site.app.db.clone(), law, walk.site.app.outside.clone(), false);
    let router = web::patient_router(state, Patience { pause: short, body: short, answer: END });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (signals, told) = mpsc::channel(2);
    let caps = Caps { head: short, stalled: short, stop: short, ..Caps::default() };
    (address, signals, tokio::spawn(web::serve(web::Door::from(listener), router, caps, told)))
}

/// A connection from an address of this machine: each has its own share of the places.
async fn connect(address: SocketAddr, from: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("127.0.1.{}:0", from % 200 + 1).parse().unwrap()).unwrap();
    socket.connect(address).await.unwrap()
}

async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(END, stream.read_to_end(&mut bytes)).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn half_a_form_gets_a_sentence_on_every_route() {
    let walk = Walk::new().await;
    let (address, signals, ended) = served(&walk).await;
    let mut asked = JoinSet::new();
    for (number, route) in super::posts().into_iter().enumerate() {
        let cookie = walk.site.cookie(Role::Manager);
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
             content-type: {}\r\ncontent-length: 500\r\n\r\nname=",
            walk.things.path(route.path),
            shapes::FORM
        );
        asked.spawn(async move {
            let mut stream = connect(address, number).await;
            stream.write_all(head.as_bytes()).await.unwrap();
            (route.path, rest(stream).await)
        });
    }
    let mut late = 0;
    while let Some(answer) = asked.join_next().await {
        let (path, answer) = answer.unwrap();
        let status = answer.split(' ').nth(1).unwrap_or("").to_owned();
        // Whoever may not come, or is asked who it is, is told so before the form has come to its end; two routes read none.
        let refused = status.starts_with('4');
        assert!(refused || ["200", "204", "303"].contains(&status.as_str()), "{path}: {answer}");
        let says = answer.contains("ください") || answer.contains("何も保存されていません");
        assert!(!refused || says, "{path}: {answer}");
        late += usize::from(status == "408");
    }
    assert!(late > 80, "{late} were told that it took too long");
    signals.send(()).await.unwrap();
    timeout(END, ended).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn whoever_reads_nothing_holds_nothing_on_any_page() {
    let walk = Walk::new().await;
    let (address, signals, ended) = served(&walk).await;
    let mut deaf = Vec::new();
    for (number, route) in table().into_iter().filter(|route| route.method == Method::GET).enumerate() {
        let cookie = walk.site.cookie(Role::Manager);
        let mut stream = connect(address, number).await;
        let path = walk.things.path(route.path);
        let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        deaf.push(stream);
    }
    // While all of them are held, another is answered; and the stop comes to its end.
    let mut well = connect(address, 199).await;
    well.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(rest(well).await.starts_with("HTTP/1.1 200 "));
    signals.send(()).await.unwrap();
    timeout(END, ended).await.unwrap().unwrap().unwrap();
    drop(deaf);
}
