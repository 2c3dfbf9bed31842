//! メールのサーバー: its settings, and sending over lettre. Nothing of it is ever logged but what came in the way.
//!
//! The settings stand in the environment (`MIMAMORI_MAIL_SERVER`, …) or in `mail.toml` in the data folder; without
//! either no connection is ever made.

use std::{
    env, fs,
    io::ErrorKind,
    net::{IpAddr, ToSocketAddrs as _},
    path::Path,
    sync::Arc,
    time::SystemTime,
};

use anyhow::{Context as _, bail};
use app::{
    limits,
    outbox::{Letter, MailFault, SendMail},
};
use lettre::{
    Address, Message, SmtpTransport, Transport as _,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
    },
};
use serde::Deserialize;

/// How the way to the server is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Security {
    /// The connection begins open and must become TLS before anything is told (587).
    #[default]
    Starttls,
    /// TLS from the first byte (465).
    Tls,
    /// None, to a server on this machine alone (25).
    None,
}

/// The settings as they are written down.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailFile {
    server: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    password: Option<String>,
    from: Option<String>,
    ca_file: Option<String>,
}

/// What sends, by the settings of the environment and of `mail.toml` in the data folder; none where no server is set.
pub fn sender(folder: &Path) -> anyhow::Result<Option<SendMail>> {
    let file = folder.join("mail.toml");
    let mut settings = match fs::read_to_string(&file) {
        Ok(text) => {
            let settings: MailFile = toml::from_str(&text).map_err(|fault| {
                // The parser's own words would quote the line, which can be the password's.
                let line =
                    fault.span().map_or(0, |span| text.get(..span.start).unwrap_or(&text).lines().count().max(1));
                anyhow::anyhow!("{} の{line}行目を読めません", file.display())
            })?;
            if settings.password.is_some() {
                refuse_readable(&file)?;
            }
            settings
        }
        Err(fault) if fault.kind() == ErrorKind::NotFound => MailFile::default(),
        Err(fault) => return Err(fault).with_context(|| format!("{} を読めません", file.display())),
    };
    take_environment(&mut settings, |name| env::var(name).ok().filter(|value| !value.is_empty()))?;
    if settings.server.is_none() {
        return Ok(None);
    }
    Ok(Some(made(settings)?))
}

/// Lays what the environment says over what the file says.
fn take_environment(settings: &mut MailFile, said: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
    let or = |name: &str, was: Option<String>| said(&format!("MIMAMORI_MAIL_{name}")).or(was);
    settings.server = or("SERVER", settings.server.take());
    settings.user = or("USER", settings.user.take());
    settings.password = or("PASSWORD", settings.password.take());
    settings.from = or("FROM", settings.from.take());
    settings.ca_file = or("CA_FILE", settings.ca_file.take());
    if let Some(port) = said("MIMAMORI_MAIL_PORT") {
        settings.port = Some(port.parse().context("MIMAMORI_MAIL_PORT は 1 から 65535 の数で指定してください")?);
    }
    if let Some(word) = said("MIMAMORI_MAIL_SECURITY") {
        settings.security = Some(match word.as_str() {
            "starttls" => Security::Starttls,
            "tls" => Security::Tls,
            "none" => Security::None,
            _ => bail!("MIMAMORI_MAIL_SECURITY は starttls、tls、none のどれかで指定してください"),
        });
    }
    Ok(())
}

/// A password that others on the machine can read is no secret.
fn refuse_readable(file: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(file)?.permissions().mode() & 0o077 != 0 {
            bail!("{} にはパスワードがあるので、ほかの人が読めないようにしてください（chmod 600）", file.display());
        }
    }
    Ok(())
}

fn made(settings: MailFile) -> anyhow::Result<SendMail> {
    let server = settings.server.unwrap_or_default();
    let security = settings.security.unwrap_or_default();
    let from: Address = settings
        .from
        .as_deref()
        .and_then(|from| from.parse().ok())
        .context("メールの差出人（from）を、1つのメールアドレスで指定してください")?;
    if security == Security::None && !is_this_machine(&server) {
        bail!("メールのサーバー {server} には、暗号化せずに送りません。security に starttls か tls を指定してください");
    }
    let tls = || -> anyhow::Result<TlsParameters> {
        let mut parameters = TlsParameters::builder(server.clone()).certificate_store(CertificateStore::Default);
        if let Some(path) = &settings.ca_file {
            let pem = fs::read(path).with_context(|| format!("証明書 {path} を読めません"))?;
            parameters = parameters.add_root_certificate(Certificate::from_pem(&pem)?);
        }
        Ok(parameters.build_rustls()?)
    };
    let (tls, port) = match security {
        Security::Starttls => (Tls::Required(tls()?), 587),
        Security::Tls => (Tls::Wrapper(tls()?), 465),
        Security::None => (Tls::None, 25),
    };
    let mut transport = SmtpTransport::builder_dangerous(&server)
        .port(settings.port.unwrap_or(port))
        .tls(tls)
        // For each word of the exchange; together they stay below the lease of the job.
        .timeout(Some(limits::MAIL / 4));
    match (settings.user, settings.password) {
        (Some(user), Some(password)) => transport = transport.credentials(Credentials::new(user, password)),
        (None, None) => {}
        _ => bail!("メールの名前（user）とパスワード（password）は、両方を指定してください"),
    }
    let transport = transport.build();
    Ok(Arc::new(move |letter: &Letter| {
        let message = message(letter, &from)?;
        transport.send(&message).map(drop).map_err(|fault| told(&fault))
    }))
}

fn is_this_machine(server: &str) -> bool {
    let Ok(places) = (server, 25).to_socket_addrs() else { return false };
    let places: Vec<IpAddr> = places.map(|place| place.ip()).collect();
    !places.is_empty() && places.iter().all(IpAddr::is_loopback)
}

/// The message: headers and text encoded by lettre, from nothing but the letter, so that each try sends the same bytes.
fn message(letter: &Letter, from: &Address) -> Result<Message, MailFault> {
    let to: Address = letter.to.parse().map_err(|_| MailFault::Address)?;
    if letter.subject.chars().any(char::is_control) {
        return Err(MailFault::Unwritable);
    }
    let head = Message::builder()
        .from(Mailbox::new(Some("みまもり".to_owned()), from.clone()))
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .date(written_at(&letter.written_at))
        .message_id(Some(format!("<{}@{}>", letter.id, from.domain())))
        // No automatic answers to an automatic mail (RFC 3834).
        .header(AutoSubmitted);
    let text = SinglePart::builder().header(header::ContentType::TEXT_PLAIN).body(letter.text.clone());
    let whole = match &letter.enclosed {
        None => head.singlepart(text),
        Some(file) => {
            let kind = header::ContentType::parse(&file.content_type).map_err(|_| MailFault::Unwritable)?;
            let file = Attachment::new(file.name.clone()).body(file.bytes.clone(), kind);
            // The boundary is made of the letter's own id, so that a repeat is the same mail.
            let boundary = format!("mimamori-{}", letter.id.simple());
            head.multipart(MultiPart::mixed().boundary(boundary).singlepart(text).singlepart(file))
        }
    };
    whole.map_err(|_| MailFault::Unwritable)
}

fn written_at(at: &str) -> SystemTime {
    let at = at.parse::<jiff::Timestamp>().map_or(SystemTime::UNIX_EPOCH, SystemTime::from);
    at.max(SystemTime::UNIX_EPOCH)
}

/// `Auto-Submitted: auto-generated`.
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The fault without the server's words, which can name the address.
fn told(fault: &lettre::transport::smtp::Error) -> MailFault {
    let code = fault.status().map(u16::from);
    match code {
        // Name and password: 535, or the server wants them first.
        Some(530 | 534 | 535 | 538) => MailFault::SignIn,
        Some(code) if fault.is_transient() => MailFault::Later(code),
        Some(code) => MailFault::Refused(code),
        None if fault.is_tls() || fault.is_client() || is_distrusted(fault) => MailFault::Unsafe,
        None => MailFault::Unreachable,
    }
}

/// Whether the handshake failed: it happens with the first bytes that are read, and so comes as a fault of reading.
fn is_distrusted(fault: &lettre::transport::smtp::Error) -> bool {
    std::iter::successors(std::error::Error::source(fault), |fault| fault.source()).any(|fault| {
        fault.downcast_ref::<std::io::Error>().is_some_and(|fault| fault.kind() == std::io::ErrorKind::InvalidData)
    })
}

#[cfg(test)]
mod tests;
