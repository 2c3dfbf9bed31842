//! One request over a connection of its own: what comes back, bounded in time and bytes.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Bytes of an answer that are read; more is an error.
const ANSWER_BYTES: u64 = 32 * 1024 * 1024;
/// How long a read or a write may wait.
const WAIT: Duration = Duration::from_secs(60);
/// The kind of a plain form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Name and value of each field of a form.
pub type Fields = Vec<(String, String)>;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its head as it came.
    pub head: String,
    /// Its body; what is no text is replaced.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// A cookie that it sets, as it is sent back.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self.head.lines().filter_map(|line| line.split_once(": "));
        let set = set.filter(|(key, _)| key.eq_ignore_ascii_case("set-cookie"));
        let mut pairs = set.filter_map(|(_, value)| value.split(';').next());
        pairs
            .find(|pair| pair.split_once('=').is_some_and(|(key, value)| key == name && !value.is_empty()))
            .map(str::to_owned)
    }
}

/// Somebody who asks a server.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The cookie that is sent along; empty before signing in.
    pub cookie: String,
}

impl Browser {
    /// The same with another cookie.
    pub fn with(&self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, ("", b""))
    }

    /// Sends a form.
    pub fn post(&self, path: &str, fields: &Fields) -> io::Result<Answer> {
        self.send("POST", path, (FORM, encoded(fields).as_bytes()))
    }

    /// Sends any body, as a browser sends it from a page of the same server.
    pub fn send(&self, method: &str, path: &str, (kind, body): (&str, &[u8])) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(WAIT))?;
        stream.set_write_timeout(Some(WAIT))?;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        if !self.cookie.is_empty() {
            head.push_str(&format!("cookie: {}\r\n", self.cookie));
        }
        if method == "POST" {
            head.push_str(&format!(
                "sec-fetch-site: same-origin\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n",
                body.len()
            ));
        }
        stream.write_all(format!("{head}\r\n").as_bytes())?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.take(ANSWER_BYTES).read_to_end(&mut bytes)?;
        read(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "the answer is not whole"))
    }
}

/// An answer that is whole; none for one that was broken off.
fn read(bytes: &[u8]) -> Option<Answer> {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..at)?).into_owned();
    let rest = bytes.get(at + 4..)?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut answer = Answer { status, head, body: String::new() };
    let body = match (answer.header("content-length"), answer.header("transfer-encoding")) {
        (Some(length), _) => rest.get(..length.parse().ok()?)?.to_vec(),
        (None, Some(_)) => chunks(rest)?,
        (None, None) => rest.to_vec(),
    };
    answer.body = String::from_utf8_lossy(&body).into_owned();
    Some(answer)
}

/// The chunks put together; none where the last one is missing.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..line)?).ok()?.trim(), 16).ok()?;
        let from = line + 2;
        body.extend_from_slice(rest.get(from..from.checked_add(length)?)?);
        rest = rest.get(from + length + 2..)?;
        if length == 0 {
            return Some(body);
        }
    }
}

/// The fields as a browser sends them.
pub fn encoded(fields: &Fields) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_or_not_at_all() {
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(read(chunked).unwrap().body, "abcd");
        assert!(read(chunked.get(..chunked.len() - 6).unwrap()).is_none());
        let counted = b"HTTP/1.1 303 See Other\r\nset-cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\nok";
        let answer = read(counted).unwrap();
        assert_eq!((answer.status, answer.cookie("a").as_deref()), (303, Some("a=b")));
        assert!(read(counted.get(..counted.len() - 1).unwrap()).is_none());
    }

    #[test]
    fn fields_are_sent_as_a_browser_does() {
        let fields = vec![("氏".to_owned(), "a b&c".to_owned()), ("x".to_owned(), String::new())];
        assert_eq!(encoded(&fields), "%E6%B0%8F=a%20b%26c&x=");
    }
}
