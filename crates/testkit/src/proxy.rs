//! A way to a server that can fall silent: what is sent is taken and goes nowhere, as with a machine that hangs or a
//! network that loses everything. Nothing is closed.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// What falls silent, and when.
#[derive(Default)]
struct State {
    /// Nothing goes either way any more.
    silent: AtomicBool,
    /// Answers do not come back from the moment on in which these words are sent; the words themselves still go.
    swallow_answer_to: Mutex<Option<&'static [u8]>>,
    /// After these words nothing goes either way, for anybody.
    silence_after: Mutex<Option<&'static [u8]>>,
    /// From the moment on in which these words are sent nothing goes, the words neither.
    swallow: Mutex<Option<&'static [u8]>>,
}

/// A proxy before a server on this machine.
pub struct Proxy {
    port: u16,
    state: Arc<State>,
}

impl Proxy {
    /// Before the server that listens there (`host:port`).
    pub fn before(server: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port for the proxy");
        let port = listener.local_addr().expect("a port for the proxy").port();
        let (state, server) = (Arc::new(State::default()), server.to_owned());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(upstream) = TcpStream::connect(&server) else { continue };
                let quiet = Arc::new(AtomicBool::new(false));
                carry(&client, &upstream, &shared, &quiet, true);
                carry(&upstream, &client, &shared, &quiet, false);
            }
        });
        Self { port, state }
    }

    /// The port at which it takes connections.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Falls silent, or speaks again (to new connections).
    pub fn silence(&self, silent: bool) {
        self.state.silent.store(silent, Ordering::SeqCst);
    }

    /// Lets the next sending with these words through and no answer back on that connection.
    pub fn swallow_answer_to(&self, words: &'static [u8]) {
        *self.state.swallow_answer_to.lock().expect("sound") = Some(words);
    }

    /// Lets the next sending with these words through, and then falls silent altogether.
    pub fn silence_after(&self, words: &'static [u8]) {
        *self.state.silence_after.lock().expect("sound") = Some(words);
    }

    /// Lets nothing through on a connection from the next sending with these words on.
    pub fn swallow(&self, words: &'static [u8]) {
        *self.state.swallow.lock().expect("sound") = Some(words);
    }
}

/// Whether the bytes hold the words that are waited for; then they are waited for no longer.
fn is_met(waited: &Mutex<Option<&'static [u8]>>, bytes: &[u8]) -> bool {
    let mut waited = waited.lock().expect("sound");
    let met = waited.is_some_and(|words| bytes.windows(words.len()).any(|part| part == words));
    if met {
        *waited = None;
    }
    met
}

fn carry(from: &TcpStream, to: &TcpStream, state: &Arc<State>, quiet: &Arc<AtomicBool>, asks: bool) {
    let (mut from, mut to) = (from.try_clone().expect("a socket"), to.try_clone().expect("a socket"));
    let (state, quiet) = (Arc::clone(state), Arc::clone(quiet));
    thread::spawn(move || {
        let mut bytes = [0; 65_536];
        loop {
            let count = from.read(&mut bytes).unwrap_or(0);
            let part = bytes.get(..count).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            let mut goes = true;
            if asks && is_met(&state.swallow, part) {
                quiet.store(true, Ordering::SeqCst);
            } else if asks && is_met(&state.silence_after, part) {
                state.silent.store(true, Ordering::SeqCst);
                if to.write_all(part).is_err() {
                    break;
                }
                continue;
            } else if asks && is_met(&state.swallow_answer_to, part) {
                // These words still go; what comes back does not.
                quiet.store(true, Ordering::SeqCst);
                if to.write_all(part).is_err() {
                    break;
                }
                continue;
            }
            while quiet.load(Ordering::SeqCst) || state.silent.load(Ordering::SeqCst) {
                // The other side closing is not told either: a network that loses everything loses that, too.
                thread::sleep(Duration::from_millis(20));
                if asks && is_over(&from) {
                    goes = false;
                    break;
                }
            }
            if !goes || to.write_all(part).is_err() {
                break;
            }
        }
        to.shutdown(Shutdown::Both).ok();
    });
}

/// Whether the other side has closed the connection.
fn is_over(stream: &TcpStream) -> bool {
    let mut byte = [0];
    stream.set_nonblocking(true).ok();
    let over = matches!(stream.peek(&mut byte), Ok(0));
    stream.set_nonblocking(false).ok();
    over
}
