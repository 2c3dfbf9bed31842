//! The door: plain connections, or TLS (HTTPS) by a certificate of one's own.

use std::{net::IpAddr, sync::Arc, time::Duration};

use tokio::{io::AsyncWriteExt as _, net::TcpListener, time::timeout};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};

use super::stalling::Stalling;

/// The first byte of a TLS connection: a handshake record.
const HANDSHAKE: u8 = 22;

/// Where the server listens, and whether it speaks TLS there.
pub struct Door {
    pub(super) listener: TcpListener,
    pub(super) tls: Option<TlsAcceptor>,
}

impl From<TcpListener> for Door {
    fn from(listener: TcpListener) -> Self {
        Self { listener, tls: None }
    }
}

impl Door {
    /// A door that speaks TLS. This machine itself may come without it (`mimamori healthz`).
    pub fn with_tls(listener: TcpListener, tls: Arc<ServerConfig>) -> Self {
        Self { listener, tls: Some(tls.into()) }
    }
}

/// A connection on which requests can be read.
pub(super) enum Opened {
    Plain(Stalling),
    Tls(Box<TlsStream<Stalling>>),
}

/// Opens a connection within the time that a request's head has; none where it came to nothing.
pub(super) async fn open(
    tls: Option<&TlsAcceptor>,
    stream: Stalling,
    peer: IpAddr,
    patience: Duration,
) -> Option<Opened> {
    let Some(tls) = tls else { return Some(Opened::Plain(stream)) };
    timeout(patience, opened(tls, stream, peer)).await.ok().flatten()
}

async fn opened(tls: &TlsAcceptor, mut stream: Stalling, peer: IpAddr) -> Option<Opened> {
    if stream.first_byte().await.ok()? == HANDSHAKE {
        return tls.accept(stream).await.ok().map(|stream| Opened::Tls(Box::new(stream)));
    }
    if peer.to_canonical().is_loopback() {
        return Some(Opened::Plain(stream));
    }
    // Who typed http:// is told; who does not read it has gone all the same.
    let _ = stream.write_all(told().as_bytes()).await;
    let _ = stream.shutdown().await;
    None
}

/// Said to who comes without TLS.
fn told() -> String {
    let text = "ここは https:// で始まるアドレスで開いてください。";
    format!(
        "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\r\n{text}",
        text.len()
    )
}
