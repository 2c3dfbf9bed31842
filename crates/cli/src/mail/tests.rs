//! A real SMTP server (mailin's) on a port of its own: what it receives, byte for byte, and what it refuses.

use std::{
    io::{Read, Write},
    net::{IpAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder, response};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use uuid::Uuid;

use super::*;

/// What one server has received and how it answers.
#[derive(Clone, Default)]
struct Post {
    mails: Arc<Mutex<Vec<Received>>>,
    now: Received,
    refuses: Option<Response>,
}

/// One mail as it came.
#[derive(Clone, Debug, Default)]
struct Received {
    from: String,
    to: Vec<String>,
    user: String,
    bytes: Vec<u8>,
}

impl Handler for Post {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.now.from = from.to_owned();
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.now.to.push(to.to_owned());
        self.refuses.clone().unwrap_or(response::OK)
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.now.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.mails.lock().unwrap().push(std::mem::take(&mut self.now));
        response::OK
    }

    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if password != "midori-kaeru-7" {
            return response::INVALID_CREDENTIALS;
        }
        self.now.user = user.to_owned();
        response::AUTH_OK
    }
}

/// Serves on a free port of this machine until the test ends; the port.
fn serve(post: Post, signs_in: bool) -> u16 {
    serve_with(post, signs_in, None)
}

/// As [`serve`]; with a certificate the server offers STARTTLS.
fn serve_with(post: Post, signs_in: bool, tls: Option<Arc<ServerConfig>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut builder = SessionBuilder::new("mail.test");
            if signs_in {
                builder.enable_auth(AuthMechanism::Plain);
            }
            if tls.is_some() {
                builder.enable_start_tls();
            }
            let (post, tls) = (post.clone(), tls.clone());
            std::thread::spawn(move || talk(stream.unwrap(), &builder, post, tls));
        }
    });
    port
}

fn talk(mut stream: TcpStream, builder: &SessionBuilder, post: Post, tls: Option<Arc<ServerConfig>>) {
    let mut session = builder.build("127.0.0.1".parse().unwrap(), post);
    session.greeting().write_to(&mut stream).unwrap();
    if converse(&mut session, &mut stream) == Action::UpgradeTls {
        let mut closed = StreamOwned::new(ServerConnection::new(tls.unwrap()).unwrap(), stream);
        session.tls_active();
        converse(&mut session, &mut closed);
    }
}

/// Answers line by line until the connection ends or becomes another.
fn converse(session: &mut Session<Post>, stream: &mut (impl Read + Write)) -> Action {
    let (mut line, mut byte) = (Vec::new(), [0]);
    // Byte by byte: what follows the line that begins TLS is no longer ours to read.
    while stream.read(&mut byte).is_ok_and(|read| read == 1) {
        line.push(byte[0]);
        if byte[0] != b'\n' {
            continue;
        }
        let answer = session.process(&line);
        line.clear();
        if answer.action != Action::NoReply {
            answer.write_to(stream).unwrap();
            stream.flush().unwrap();
        }
        if matches!(answer.action, Action::Close | Action::UpgradeTls) {
            return answer.action;
        }
    }
    Action::Close
}

fn settings(port: u16) -> MailFile {
    MailFile {
        server: Some("127.0.0.1".to_owned()),
        port: Some(port),
        security: Some(Security::None),
        from: Some("mimamori@example.jp".to_owned()),
        ..MailFile::default()
    }
}

fn letter() -> Letter {
    Letter {
        id: Uuid::from_u128(7),
        written_at: "2026-11-22T05:06:07.000Z".to_owned(),
        to: "jimusho@example.jp".to_owned(),
        subject: "みまもり: 新しい端末からのログイン（𠮷野・髙橋）".to_owned(),
        text: "日時: 令和8年11月22日 14:06\n.\n心あたりがないときは、記録を確かめてください。\n".to_owned(),
        enclosed: None,
    }
}

/// Header and text of a mail, the folded lines of the header joined.
fn parts(mail: &Received) -> (String, Vec<u8>) {
    assert!(mail.bytes.is_ascii(), "what travels is 7 bit");
    let whole = String::from_utf8(mail.bytes.clone()).unwrap();
    let (head, text) = whole.split_once("\r\n\r\n").unwrap();
    (head.replace("\r\n ", " "), text.as_bytes().to_vec())
}

#[test]
fn the_server_receives_one_mail_with_a_japanese_subject_and_text_in_seven_bits() {
    let post = Post::default();
    let send = made(settings(serve(post.clone(), false))).unwrap();
    send(&letter()).unwrap();
    send(&letter()).unwrap();
    let mails = post.mails.lock().unwrap();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].bytes, mails[1].bytes, "a repeat is the same mail");
    assert_eq!(
        (mails[0].from.as_str(), &mails[0].to[..]),
        ("mimamori@example.jp", &["jimusho@example.jp".to_owned()][..])
    );
    let (head, text) = parts(&mails[0]);
    let field = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {head}"))
    };
    assert_eq!(field("Message-ID"), "<00000000-0000-0000-0000-000000000007@example.jp>");
    assert_eq!(field("Date"), "Sun, 22 Nov 2026 05:06:07 +0000");
    assert_eq!(field("To"), "jimusho@example.jp");
    assert_eq!(field("Auto-Submitted"), "auto-generated");
    assert_eq!(field("Content-Type"), "text/plain; charset=utf-8");
    assert_eq!(decoded_words(field("Subject")), letter().subject);
    assert!(field("From").ends_with("<mimamori@example.jp>"));
    assert_eq!(decoded_words(field("From").split(" <").next().unwrap()), "みまもり");
    assert!(mails[0].bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    assert_eq!(field("Content-Transfer-Encoding"), "base64");
    assert_eq!(base64_of(&text).replace("\r\n", "\n").trim_end(), letter().text.trim_end());
}

/// The words of RFC 2047, as a reader's program shows them.
fn decoded_words(field: &str) -> String {
    let word = |word: &str| {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="))?;
        Some(base64_of(inner.as_bytes()))
    };
    field.split(' ').map(|part| word(part).unwrap_or_else(|| part.to_owned())).collect()
}

fn base64_of(text: &[u8]) -> String {
    let letters: Vec<u8> = text.iter().copied().filter(|letter| !letter.is_ascii_whitespace()).collect();
    String::from_utf8(BASE64_STANDARD.decode(letters).unwrap()).unwrap()
}

/// 担当者会議の案内 as the worker sends it: recorded by a person, queued with its fact, taken from the queue.
fn invite(app: &testkit::TestApp) {
    let hanako = testkit::client("川崎 花子").build();
    let case = testkit::planning::case_of(&hanako, 1).build();
    app.keep(move |tx| store::clients::insert(tx, &hanako));
    testkit::planning::keep(app, &case);
    let mut invitation = testkit::meeting::invitation("2026-11-24");
    invitation.place = "区役所 3階; 会議室, 「東」".to_owned();
    invitation.link = format!("https://video.example.jp/{}", "a".repeat(200));
    invitation.invited[0].mail = "tantou@example.jp".to_owned();
    let place = app::planning::CaseEntry { case: case.id, version: 0, corrects: None };
    let finish = move |cx: &mut app::Cx<'_>| app::planning::finish_text(cx, place, 0, invitation);
    app.write(domain::office::Role::Specialist, finish).unwrap();
}

#[test]
fn an_invitation_arrives_with_an_entry_that_a_calendar_reads() {
    let post = Post::default();
    let mut app = testkit::TestApp::new();
    invite(&app);
    app.outside.mail = Some(made(settings(serve(post.clone(), false))).unwrap());
    let worked = app::outbox::work_off(&app.db, &app.outside, "worker").unwrap();
    assert_eq!((worked.sent, worked.given_up), (1, 0));
    let mails = post.mails.lock().unwrap();
    assert_eq!(mails[0].to, ["tantou@example.jp"]);
    let (head, body) = parts(&mails[0]);
    assert!(head.contains("Content-Type: multipart/mixed"), "{head}");
    let subject = head.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap();
    assert_eq!(decoded_words(subject), "サービス担当者会議のご案内");
    let body = String::from_utf8(body).unwrap();
    let (_, file) = body.split_once("text/calendar").unwrap();
    assert!(body.contains("filename=\"kaigi.ics\"") && file.contains("method=PUBLISH"), "{body}");
    let encoded = file.split("\r\n\r\n").nth(1).unwrap().split("\r\n--").next().unwrap();
    let entry = base64_of(encoded.as_bytes());
    assert!(entry.lines().all(|line| line.len() <= 75), "RFC 5545 3.1: lines are folded");
    let calendar: icalendar::Calendar = entry.parse().unwrap();
    let event = calendar.events().next().unwrap();
    let said = |name: &str| icalendar::Component::property_value(event, name).unwrap_or_default().to_owned();
    assert_eq!((said("DTSTART").as_str(), said("DTEND").as_str()), ("20261124T050000Z", "20261124T060000Z"));
    assert_eq!(said("SUMMARY"), "サービス担当者会議");
    assert_eq!(said("LOCATION"), "区役所 3階; 会議室, 「東」");
    assert_eq!(said("URL"), format!("https://video.example.jp/{}", "a".repeat(200)));
    assert!(!said("UID").is_empty() && !said("DTSTAMP").is_empty());
    // The given name is also that of the specialist, who signs.
    for name in ["川崎", "カワサキ"] {
        assert!(!entry.contains(name) && !base64_whole(&body).contains(name), "{name}");
    }
}

/// The text of each part, decoded.
fn base64_whole(body: &str) -> String {
    let part = |part: &str| part.split("\r\n\r\n").nth(1).map(|text| base64_of(text.as_bytes())).unwrap_or_default();
    body.split("\r\n--").flat_map(|one| one.split("mimamori-")).map(part).collect()
}

#[test]
fn nothing_in_a_letter_begins_another_header_or_another_recipient() {
    let post = Post::default();
    let send = made(settings(serve(post.clone(), false))).unwrap();
    for subject in ["件名\r\nBcc: c@example.jp", "a\nb", "a\rb", "a\0b"] {
        assert_eq!(
            send(&Letter { subject: subject.to_owned(), ..letter() }),
            Err(MailFault::Unwritable),
            "{subject:?}"
        );
    }
    for to in ["a@example.jp\r\nRCPT TO:<c@example.jp>", "a@example.jp, c@example.jp", "<a@example.jp>", "a"] {
        assert_eq!(send(&Letter { to: to.to_owned(), ..letter() }), Err(MailFault::Address), "{to:?}");
    }
    // A text that looks like the end of the mail and a next command is text.
    let text = "一\r\n.\r\nMAIL FROM:<x@example.jp>\r\nRCPT TO:<c@example.jp>\r\n";
    send(&Letter { text: text.to_owned(), ..letter() }).unwrap();
    let mails = post.mails.lock().unwrap();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["jimusho@example.jp"]);
}

#[test]
fn what_comes_in_the_way_is_told_without_the_servers_words() {
    let later =
        Post { refuses: Some(Response::custom(451, "jimusho@example.jp is busy".to_owned())), ..Post::default() };
    let never = Post { refuses: Some(Response::custom(550, "no jimusho@example.jp".to_owned())), ..Post::default() };
    let send = |port| made(settings(port)).unwrap()(&letter());
    assert_eq!(send(serve(later, false)), Err(MailFault::Later(451)));
    assert_eq!(send(serve(never, false)), Err(MailFault::Refused(550)));
    // Nobody listens there any more.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(send(port), Err(MailFault::Unreachable));
    // A server without TLS gets neither password nor mail.
    let post = Post::default();
    let starttls = MailFile { security: Some(Security::Starttls), ..settings(serve(post.clone(), true)) };
    assert_eq!(made(starttls).unwrap()(&letter()), Err(MailFault::Unsafe));
    assert!(post.mails.lock().unwrap().is_empty());
}

/// What a server needs to offer STARTTLS as `localhost`.
fn certified() -> Option<Arc<ServerConfig>> {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("certificates/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificates/server-key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Some(Arc::new(tls.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap()))
}

/// Settings for such a server, and the folder with the authority that vouches for it.
fn closed(port: u16) -> (MailFile, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, include_bytes!("certificates/ca.pem")).unwrap();
    let (server, ca_file) = (Some("localhost".to_owned()), Some(ca.display().to_string()));
    (MailFile { server, security: Some(Security::Starttls), ca_file, ..settings(port) }, folder)
}

#[test]
fn the_password_is_told_to_the_server_and_to_nobody_else() {
    let post = Post::default();
    let port = serve_with(post.clone(), true, certified());
    let with = |password: &str| {
        let (user, password) = (Some("mimamori".to_owned()), Some(password.to_owned()));
        let (closed, _folder) = closed(port);
        made(MailFile { user, password, ..closed }).unwrap()(&letter())
    };
    assert_eq!(with("midori-kaeru-7"), Ok(()));
    assert_eq!(post.mails.lock().unwrap()[0].user, "mimamori");
    assert_eq!(with("another"), Err(MailFault::SignIn));
}

#[test]
fn over_starttls_the_mail_goes_to_the_server_whose_certificate_holds_and_to_no_other() {
    let post = Post::default();
    let port = serve_with(post.clone(), false, certified());
    let (whole, _folder) = closed(port);
    assert_eq!(made(whole).unwrap()(&letter()), Ok(()));
    assert_eq!(post.mails.lock().unwrap().len(), 1);
    let (strange, _folder) = closed(port);
    let strange = MailFile { ca_file: None, ..strange };
    assert_eq!(made(strange).unwrap()(&letter()), Err(MailFault::Unsafe), "nobody vouches for it");
    let (other, _folder) = closed(port);
    let other = MailFile { server: Some("127.0.0.1".to_owned()), ..other };
    assert_eq!(made(other).unwrap()(&letter()), Err(MailFault::Unsafe), "the certificate is another server's");
    assert_eq!(post.mails.lock().unwrap().len(), 1);
}

#[test]
fn settings_come_from_the_file_and_the_environment_lies_over_it() {
    let folder = tempfile::tempdir().unwrap();
    assert!(sender(folder.path()).unwrap().is_none(), "without settings nothing is ever sent");
    let mut settings: MailFile =
        toml::from_str("server = \"mail.example.jp\"\nport = 2525\nfrom = \"a@example.jp\"").unwrap();
    let said = |name: &str| match name {
        "MIMAMORI_MAIL_PORT" => Some("587".to_owned()),
        "MIMAMORI_MAIL_SECURITY" => Some("tls".to_owned()),
        _ => None,
    };
    take_environment(&mut settings, said).unwrap();
    assert_eq!(
        (settings.server.as_deref(), settings.port, settings.security),
        (Some("mail.example.jp"), Some(587), Some(Security::Tls))
    );
    assert!(take_environment(&mut settings, |_| Some("x".to_owned())).is_err());
    let refusal = |settings: MailFile| made(settings).err().map(|fault| fault.to_string()).unwrap_or_default();
    let open = MailFile { server: Some("192.0.2.7".to_owned()), ..self::settings(25) };
    assert!(refusal(open).contains("暗号化"), "no mail leaves this machine in the open");
    assert!(refusal(MailFile { from: None, ..self::settings(25) }).contains("差出人"));
    assert!(refusal(MailFile { user: Some("a".to_owned()), ..self::settings(25) }).contains("両方"));
}

#[test]
fn a_file_that_cannot_be_read_is_told_by_its_line_and_never_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.toml");
    std::fs::write(&file, "server = \"127.0.0.1\"\npassword = \"himitsu\n").unwrap();
    let said = sender(folder.path()).err().map(|fault| format!("{fault:#}")).unwrap();
    assert!(said.contains("2行目") && !said.contains("himitsu"), "{said}");
    std::fs::write(&file, "server = \"127.0.0.1\"\nuser = \"a\"\npassword = \"himitsu\"\nfrom = \"a@example.jp\"\n")
        .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(sender(folder.path()).is_err(), "others can read the password");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(sender(folder.path()).unwrap().is_some());
    }
}

#[test]
fn the_head_of_the_log_arrives_as_a_file_that_verify_reads() {
    let post = Post::default();
    let mut app = testkit::TestApp::new();
    app.outside.mail = Some(made(settings(serve(post.clone(), false))).unwrap());
    app.outside.head_key = app::heads::HeadKey::new([7; 32]);
    let address = |cx: &mut app::Cx<'_>| app::outbox::save_notice_address(cx, "jimusho@example.jp");
    app.write(domain::office::Role::Manager, address).unwrap();
    assert_eq!(app::outbox::queue_heads(&app.db, &app.outside).unwrap(), 1);
    let worked = app::outbox::work_off(&app.db, &app.outside, "worker").unwrap();
    assert_eq!((worked.sent, worked.given_up), (1, 0));
    let mails = post.mails.lock().unwrap();
    assert_eq!(mails[0].to, ["jimusho@example.jp"]);
    let (_, body) = parts(&mails[0]);
    let body = String::from_utf8(body).unwrap();
    let (_, file) = body.split_once("application/json").unwrap();
    assert!(body.contains("filename=\"head.json\""), "{body}");
    // Lines that are too long for a mail are broken (quoted-printable, RFC 2045 6.7).
    let text = file.split("\r\n\r\n").nth(1).unwrap().split("\r\n--").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("head.json");
    let text =
        text.replace("=\r\n", "").replace("=0A", "\n").replace("=0D", "").replace("=20", " ").replace("=3D", "=");
    std::fs::write(&path, &text).unwrap();
    let heads = crate::head::read(&path).unwrap_or_else(|fault| panic!("{fault}: {file}"));
    assert_eq!(heads.len(), 1);
    for head in heads {
        let found = app.db.read_now(move |tx| app::heads::compare(tx, &head)).unwrap();
        assert!(matches!(found, app::heads::Comparison::Contained { .. }), "{found:?}");
    }
}
