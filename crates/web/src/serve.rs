//! Runs the application on a listener: an accept loop with the limits that axum's own has not. Nobody can hold a
//! connection without using it, nobody can hold all of them, and a stop comes to its end.

mod door;
mod places;
mod stalling;

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header},
};
use hyper::{
    body::Incoming,
    rt::{Read, Write},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    sync::{mpsc, watch},
    task::JoinSet,
    time::sleep,
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

pub use self::door::Door;
use self::{
    door::Opened,
    places::{Place, Places},
    stalling::Stalling,
};

/// Bytes of a request's head (address and headers) that are kept; more is refused by hyper.
const HEAD_BYTES: usize = 64 * 1024;
/// How long the loop rests when no connection can be taken (no descriptor is free).
const REST: Duration = Duration::from_millis(50);

/// What connections may take.
#[derive(Clone, Debug)]
pub struct Caps {
    /// From the beginning of a connection, or from the end of an answer, to the end of the next request's head.
    pub head: Duration,
    /// How long a reader may take nothing of an answer that is being sent.
    pub stalled: Duration,
    /// Connections (behind a proxy: requests) of one address; an IPv6 network counts as one.
    pub of_one: usize,
    /// Connections in all. Below 1,024, the number of descriptors that a process usually has.
    pub of_all: usize,
    /// How long answers in flight have when the server stops.
    pub stop: Duration,
    /// The proxies in front. Their word is believed about whom they speak for; who comes past them is not served, unless
    /// from this machine.
    pub proxies: Vec<IpAddr>,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(20),
            stalled: Duration::from_secs(30),
            of_one: 200,
            of_all: 800,
            stop: Duration::from_secs(10),
            proxies: Vec::new(),
        }
    }
}

/// Serves until the first signal; answers in flight are finished for as long as [`Caps::stop`] allows. The second signal
/// ends at once.
pub async fn serve(
    door: impl Into<Door>,
    router: Router,
    caps: Caps,
    mut signals: mpsc::Receiver<()>,
) -> io::Result<()> {
    let Door { listener, tls } = door.into();
    let (places, caps) = (Places::new(&caps), Arc::new(caps));
    let (closing, closed) = watch::channel(false);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(()) = signals.recv() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    if let Some((stream, place)) = admit(stream, peer, &caps, &places) {
                        let (caps, places, tls) = (Arc::clone(&caps), places.clone(), tls.clone());
                        let connection = Connection { peer: peer.ip(), caps, places, tls };
                        connections.spawn(connection.run(stream, place, router.clone(), closed.clone()));
                    }
                }
                // No descriptor is free, or the peer went before it was taken: neither is a reason to stop.
                Err(_) => sleep(REST).await,
            }
        }
    }
    drop(listener);
    closing.send_replace(true);
    let finished = async { while connections.join_next().await.is_some() {} };
    tokio::select! {
        () = finished => {}
        () = sleep(caps.stop) => {}
        Some(()) = signals.recv() => {}
    }
    connections.shutdown().await;
    Ok(())
}

/// The connection with its place; none where there is no place for it, or it came past the proxies.
fn admit(stream: TcpStream, peer: SocketAddr, caps: &Caps, places: &Places) -> Option<(TcpStream, Place)> {
    let from = peer.ip().to_canonical();
    let own = stream.local_addr().ok().map(|own| own.ip().to_canonical());
    if !comes_rightly(from, own, &caps.proxies) {
        return None;
    }
    let place = places.connection((!caps.proxies.contains(&from)).then_some(from));
    match place {
        Some(place) => {
            // Answers are written whole: waiting for more to send would only delay them.
            let _ = stream.set_nodelay(true);
            Some((stream, place))
        }
        None => {
            // Told where that costs nothing; who does not read it has gone all the same.
            let _ = stream.try_write(FULL_ANSWER);
            None
        }
    }
}

/// Where a proxy is declared, pages travel through it alone: past it they would travel unencrypted. This machine may ask
/// (`mimamori healthz`).
fn comes_rightly(from: IpAddr, own: Option<IpAddr>, proxies: &[IpAddr]) -> bool {
    proxies.is_empty() || proxies.contains(&from) || from.is_loopback() || own == Some(from)
}

/// Said to a connection for which there is no place.
const FULL_ANSWER: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 10\r\ncontent-length: 0\r\n\r\n";
/// Said to a request for which there is no place.
const FULL: &str = "いま混み合っています。少し待ってから、もう一度お試しください。";

/// The network address from which a request comes, where it is known: not behind a proxy that does not tell it.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// One connection.
struct Connection {
    peer: IpAddr,
    caps: Arc<Caps>,
    places: Places,
    tls: Option<TlsAcceptor>,
}

impl Connection {
    async fn run(self, stream: TcpStream, place: Place, router: Router, closed: watch::Receiver<bool>) {
        let stream = Stalling::new(stream, self.caps.stalled);
        match door::open(self.tls.as_ref(), stream, self.peer, self.caps.head).await {
            Some(Opened::Plain(stream)) => self.talk(TokioIo::new(stream), router, closed).await,
            Some(Opened::Tls(stream)) => self.talk(TokioIo::new(stream), router, closed).await,
            None => {}
        }
        drop(place);
    }

    async fn talk<I>(self, io: I, router: Router, mut closed: watch::Receiver<bool>)
    where
        I: Read + Write + Unpin,
    {
        let (head, this) = (self.caps.head, Arc::new(self));
        let service = service_fn(move |request| Arc::clone(&this).answer(request, router.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(io, service);
        let mut connection = pin!(connection);
        // How a connection ended is nobody's business: broken requests are answered, broken lines are usual.
        let stop = tokio::select! {
            _ = connection.as_mut() => false,
            _ = closed.wait_for(|closed| *closed) => true,
        };
        if stop {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }

    async fn answer(self: Arc<Self>, request: Request<Incoming>, router: Router) -> Result<Response<Body>, Infallible> {
        let peer = self.peer.to_canonical();
        let client = client_of(request.headers(), peer, &self.caps.proxies);
        let known = client.or_else(|| (!self.caps.proxies.contains(&peer)).then_some(peer));
        let place = match client {
            Some(client) => match self.places.request(client) {
                Some(place) => Some(place),
                None => return Ok(full()),
            },
            None => None,
        };
        let mut request = request.map(Body::new);
        if let Some(known) = known {
            request.extensions_mut().insert(ClientAddress(known));
        }
        let response = router.oneshot(request).await;
        drop(place);
        response
    }
}

/// Whom a proxy speaks for: the last address in `X-Forwarded-For` that is not itself a proxy's. None where no proxy is
/// declared or it does not say.
fn client_of(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> Option<IpAddr> {
    if !proxies.contains(&peer) {
        return None;
    }
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
    let mut addresses = told.iter().flat_map(|list| list.split(',')).rev().map(|one| address(one.trim()));
    // Before the first address that is none, everything can be made up.
    addresses.find(|one| one.is_none_or(|one| !proxies.contains(&one))).flatten()
}

/// An address as proxies write it: bare, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().ok();
    let found = bare.or_else(|| text.parse::<SocketAddr>().ok().map(|it| it.ip()));
    found.map(|it| it.to_canonical())
}

fn full() -> Response<Body> {
    let mut response = Response::new(Body::from(FULL));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_is_believed_from_a_declared_proxy_alone() {
        let proxy: IpAddr = "10.0.0.2".parse().unwrap();
        let inner: IpAddr = "10.0.0.3".parse().unwrap();
        let stranger: IpAddr = "192.0.2.9".parse().unwrap();
        let client = |peer, list: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(list).unwrap());
            client_of(&headers, peer, &[proxy, inner]).map(|it| it.to_string())
        };
        assert_eq!(client(proxy, "203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(
            client(proxy, "198.51.100.1, 203.0.113.7").as_deref(),
            Some("203.0.113.7"),
            "the rest can be made up"
        );
        assert_eq!(client(proxy, "203.0.113.7, 10.0.0.3").as_deref(), Some("203.0.113.7"));
        assert_eq!(client(proxy, "[2001:db8::1]:4711").as_deref(), Some("2001:db8::1"));
        assert_eq!(client(proxy, "203.0.113.7, nonsense"), None);
        assert_eq!(client(stranger, "203.0.113.7"), None);
    }

    #[test]
    fn nobody_comes_past_a_declared_proxy_but_this_machine() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let (proxy, own) = (ip("10.0.0.2"), Some(ip("10.0.0.1")));
        let may = |from: &str, proxies: &[IpAddr]| comes_rightly(ip(from), own, proxies);
        assert!(may("192.0.2.9", &[]));
        assert!(!may("192.0.2.9", &[proxy]));
        for from in ["10.0.0.2", "127.0.0.1", "::1", "10.0.0.1"] {
            assert!(may(from, &[proxy]), "{from}");
        }
    }
}
