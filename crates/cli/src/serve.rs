//! `mimamori serve`: the web server.

use std::{
    io::IsTerminal as _,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use app::Outside;
use clap::Args;
use store::Db;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};
use web::Hosts;

use crate::{
    copies::{CopiesFolder, Keeper},
    data::DataArgs,
    deleted::Kept,
    head::{self, HeadsFolder},
    mail,
    outside::{self, Pdf},
    sealing_key,
    sheets::FormsArgs,
    tls::{Tls, TlsArgs},
    worker::Worker,
};

/// How long the database may take to finish what is queued once the server has stopped.
const LAST_WORK: Duration = Duration::from_secs(15);

/// How long a mail under way may take once the server has stopped; what is cut off is sent after the next start.
const LAST_JOB: Duration = Duration::from_secs(5);

/// How long the keeper of the copies is waited for: a copy under way is broken off, and the next start makes one.
const LAST_COPY: Duration = Duration::from_secs(1);

/// Options of `serve`.
#[derive(Args, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 待ち受けるアドレス
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 手前に置いたHTTPSのサーバー（nginx、Caddyなど）のアドレス。Cookie はHTTPSだけで送られる
    #[arg(long, value_name = "IP", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
    #[command(flatten)]
    tls: TlsArgs,
    /// このサーバーを開くときの名前（例: mimamori.example.jp）。ほかの名前で来たものには答えない
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = name)]
    host: Vec<String>,
    #[command(flatten)]
    forms: FormsArgs,
    /// 記録の末尾の控えを、毎日このフォルダーに書く（USBメモリーや、ほかの機械の共有フォルダーなど、データとは別の場所）
    #[arg(long, value_name = "DIR")]
    heads: Option<PathBuf>,
    /// 時計が最後の記録より前でも起動する。記録のほうの時計が進んでいたときだけ使う（記録に残り、先の日時のログインは終わる）
    #[arg(long)]
    accept_clock: bool,
    /// 封をした控えを、1時間ごとにこのフォルダーに作る（USBメモリーや、ほかの機械の共有フォルダーなど、データとは別の場所）
    #[arg(long, value_name = "DIR")]
    copies: Option<PathBuf>,
}

/// What the server writes outside of its data.
#[derive(Debug, Default)]
pub struct Outer {
    /// The ends of the logs.
    heads: Option<HeadsFolder>,
    /// Sealed copies.
    copies: Option<CopiesFolder>,
    /// Who was deleted.
    deleted: Option<Kept>,
}

/// Where the server listens, and who stands before it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The address.
    pub listen: SocketAddr,
    /// HTTPS servers in front; with one of them cookies travel over HTTPS only.
    pub proxies: Vec<IpAddr>,
    /// HTTPS by the program itself.
    pub tls: Option<Tls>,
    /// The names under which it may be asked, besides those of this machine.
    pub hosts: Vec<String>,
}

impl Place {
    /// This machine alone.
    pub fn here(listen: SocketAddr) -> Self {
        Self { listen, proxies: Vec::new(), tls: None, hosts: Vec::new() }
    }

    /// Whether pages travel over HTTPS.
    fn is_https(&self) -> bool {
        self.tls.is_some() || !self.proxies.is_empty()
    }

    /// The names that are answered. On this machine alone they are its own; over HTTPS without any named they cannot be known, and all are.
    fn names(&self) -> Hosts {
        if self.hosts.is_empty() && self.is_https() {
            return Hosts::default();
        }
        let ip = self.listen.ip();
        let own = (!ip.is_unspecified()).then(|| match ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        });
        Hosts::of(self.hosts.iter().cloned().chain(own))
    }

    /// Where a browser opens the server, as far as that is known here.
    fn address(&self, listen: SocketAddr) -> String {
        match (self.hosts.first(), &self.tls) {
            (Some(name), Some(_)) if listen.port() == 443 => format!("https://{name}"),
            (Some(name), Some(_)) => format!("https://{name}:{}", listen.port()),
            (Some(name), None) if !self.proxies.is_empty() => format!("https://{name}"),
            (None, Some(_)) => "https://（証明書の名前）".to_owned(),
            (None, None) if !self.proxies.is_empty() => "https://（手前のサーバーの名前）".to_owned(),
            _ => format!("http://{listen}"),
        }
    }
}

/// A name as a browser's address has it, without scheme, port and path.
fn name(text: &str) -> Result<String, String> {
    let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let address = inner.is_some_and(|it| it.parse::<std::net::Ipv6Addr>().is_ok());
    let label = |part: &str| {
        !part.is_empty() && part.len() <= 63 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if address || (text.len() <= 253 && text.split('.').all(label)) {
        return Ok(text.to_owned());
    }
    Err("名前だけを入れてください（https:// やポート番号は付けません。例: mimamori.example.jp）".to_owned())
}

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let place = Place {
        listen: args.listen,
        proxies: args.trusted_proxy.iter().map(|address| address.to_canonical()).collect(),
        tls: args.tls.load()?,
        hosts: args.host.clone(),
    };
    if let Some(refusal) = refusal(&place) {
        err!("{refusal}");
        return Ok(ExitCode::from(2));
    }
    law::check()?;
    if let Some(refusal) = args.forms.take()? {
        err!("{refusal}");
        return Ok(ExitCode::FAILURE);
    }
    let db = args.data.open_migrated()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    if let Some(refusal) = clock_refused(&db, &outside, args.accept_clock)? {
        err!("{refusal}");
        return Ok(ExitCode::FAILURE);
    }
    let key = Some(sealing_key::of_folder(&args.data.data, &outside)?);
    let head_key = Some(head::key(&args.data.data, &outside)?);
    let outside = Outside { mail: mail::sender(&args.data.data)?, key, head_key, ..outside };
    let heads = args.heads.as_deref().map(|folder| HeadsFolder::open(folder, &args.data.data, &outside)).transpose()?;
    let (data, database) = (&args.data.data, args.data.place()?);
    let copies =
        args.copies.as_deref().map(|folder| CopiesFolder::open(folder, data, &database, &outside)).transpose()?;
    announce_setup(&db, &outside, &place)?;
    let mut deleted = Kept::of(&args.data.data, args.heads.as_deref());
    let again = deleted.carry_out(&db, &outside)?;
    if again > 0 {
        out!("控えより後に削除した{again}人の記録が、戻したデータに残っていたので、削除をやり直しました。");
    }
    deleted.keep(&db)?;
    serve(db, outside, place, Outer { heads, copies, deleted: Some(deleted) })?;
    Ok(ExitCode::SUCCESS)
}

/// Why the server must not listen there: without HTTPS passwords and personal data would travel in the open.
fn refusal(place: &Place) -> Option<String> {
    let listen = place.listen;
    let open = !listen.ip().to_canonical().is_loopback() && !place.is_https();
    open.then(|| {
        format!(
            "{listen} では待ち受けません。ほかの機械から、パスワードと個人情報が暗号化されずに届いてしまいます。\n\
             ・このパソコンだけで使うとき: --listen 127.0.0.1:{port}\n\
             ・ほかの機械からも使うとき: 証明書と秘密鍵を --tls-cert と --tls-key で指定するか、HTTPSのサーバー（nginx、Caddyなど）を手前に置き、そのアドレスを --trusted-proxy で\
             指定します（同じ機械に置くなら --listen 127.0.0.1:{port} --trusted-proxy 127.0.0.1）",
            port = listen.port()
        )
    })
}

/// Why the server must not start with this clock; with `accepted` the clock is taken for right, and the logs say so.
fn clock_refused(db: &Db, outside: &Outside, accepted: bool) -> anyhow::Result<Option<String>> {
    let asked = outside.clone();
    let Some(last) = db.read_now(move |tx| app::upkeep::clock_behind(tx, &asked))? else { return Ok(None) };
    if accepted {
        let asked = outside.clone();
        for of in db.write_now(move |tx| app::upkeep::accept_clock(tx, &asked))? {
            let (outside, last) = (outside.clone(), last.clone());
            db.write_now_in(of, move |tx| app::upkeep::tell_clock_accepted(tx, &outside, of, &last))?;
        }
        return Ok(None);
    }
    Ok(Some(format!(
        "起動しません。このコンピューターの時計（{now}）が、最後の記録（{last}）より前です（どちらも世界標準時）。\n\
         ・時計が遅れているとき: 時計を合わせてから、もう一度起動してください（timedatectl で確かめられます）。\n\
         ・記録したときの時計が進んでいて、いまの時計が正しいとき: --accept-clock を付けて起動してください。記録に残り、先の日時のログインは終わります。",
        now = (outside.now)()
    )))
}

/// The first start prints a code with which the first account is made; there is no default password.
fn announce_setup(db: &Db, outside: &Outside, place: &Place) -> anyhow::Result<()> {
    let outside = outside.clone();
    let code = db.write_now(move |tx| app::accounts::ensure_setup_code(tx, &outside))?;
    if let Some(code) = code {
        let address = place.address(place.listen);
        out!("はじめての起動です。ブラウザーで {address}/setup を開き、次のコードを入れてください。");
        out!("設定コード: {code}");
    }
    Ok(())
}

/// Runs the server until Ctrl-C or SIGTERM; answers in flight are finished. The second signal ends at once.
pub fn serve(db: Db, outside: Outside, place: Place, outer: Outer) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    web::log_places_only();
    let law = law::LawBook::embedded()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let worker = Worker::start(db.clone(), outside.clone(), (outer.heads, outer.deleted))?;
    let keeper = outer.copies.map(|copies| Keeper::start(db.clone(), outside.clone(), copies)).transpose()?;
    let listen = place.listen;
    let served = runtime.block_on(async {
        let signals = signals()?;
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("{listen} で待ち受けられません（ほかのプログラムが使っていませんか）"))?;
        out!("みまもり: {}/", place.address(listener.local_addr()?));
        if place.is_https() && place.hosts.is_empty() {
            out!("どの名前で開かれても答えます。--host に名前を入れると、その名前だけに答えます。");
        }
        let state = web::AppState::new(db.clone(), law, outside, place.is_https()).answering(place.names());
        let door = match place.tls {
            Some(tls) => {
                let door = web::Door::with_tls(listener, tls.config());
                tokio::spawn(tls.keep_renewed());
                door
            }
            None => listener.into(),
        };
        let caps = web::Caps { proxies: place.proxies, ..web::Caps::default() };
        let writing = tokio::spawn(web::looks::keep_writing(db.clone()));
        let trying = tokio::spawn(web::pages::healthz::keep_trying(db.clone()));
        let served = web::serve(door, web::router(state), caps, signals).await;
        writing.abort();
        trying.abort();
        write_last_looks(db).await;
        Ok(served?)
    });
    worker.stop(LAST_JOB);
    keeper.into_iter().for_each(|keeper| keeper.stop(LAST_COPY));
    // The last handle on the database waits for what is queued, but not for ever.
    end_after(LAST_WORK);
    runtime.shutdown_background();
    served
}

/// Writes what was seen until the last answer, before the program ends.
async fn write_last_looks(db: Db) {
    if let Err(fault) = db.write_looks().await {
        tracing::warn!(%fault, waiting = db.looks().count(), "looks could not be written before the stop");
    }
}

/// Each signal to stop, as it comes. The second also ends a process that is stuck in its last work.
fn signals() -> anyhow::Result<mpsc::Receiver<()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (told, signals) = mpsc::channel(2);
    tokio::spawn(async move {
        for number in 1_u8.. {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            let _ = told.try_send(());
            if number == 2 {
                end_after(Duration::from_secs(1));
            }
        }
    });
    Ok(signals)
}

/// Ends the process after a while, whatever it still does: a transaction that was not committed leaves nothing.
fn end_after(while_: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(while_);
        std::process::exit(0);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(listen: &str, proxies: &[&str]) -> Option<String> {
        let proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        refusal(&Place { proxies, ..Place::here(listen.parse().unwrap()) })
    }

    #[test]
    fn beyond_this_machine_there_is_https_in_front_or_no_server() {
        for listen in ["127.0.0.1:8080", "[::1]:8080", "127.3.0.1:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(refused(listen, &[]), None, "{listen}");
        }
        for listen in ["0.0.0.0:8080", "[::]:8080", "192.0.2.7:8080"] {
            let sentence = refused(listen, &[]).unwrap();
            assert!(
                sentence.contains("--trusted-proxy")
                    && sentence.contains("--tls-cert")
                    && sentence.contains("--listen 127.0.0.1:8080"),
                "{sentence}"
            );
            assert_eq!(refused(listen, &["192.0.2.1"]), None, "{listen}");
        }
    }

    #[test]
    fn a_name_is_a_name_and_no_address_of_a_page() {
        for good in ["mimamori.example.jp", "localhost", "192.0.2.7", "[2001:db8::1]", "box-1"] {
            assert_eq!(name(good).as_deref(), Ok(good));
        }
        for bad in ["https://a.jp", "a.jp:443", "a.jp/", "", "a..jp", "あ.jp", "a b", "2001:db8::1"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_address_that_is_told_is_one_that_opens() {
        let here = Place::here("127.0.0.1:8080".parse().unwrap());
        assert_eq!(here.address(here.listen), "http://127.0.0.1:8080");
        let behind = Place { proxies: vec!["127.0.0.1".parse().unwrap()], ..here.clone() };
        assert_eq!(behind.address(here.listen), "https://（手前のサーバーの名前）");
        let named = Place { hosts: vec!["mimamori.example.jp".to_owned()], ..behind };
        assert_eq!(named.address(here.listen), "https://mimamori.example.jp");
    }

    #[test]
    fn a_clock_before_the_last_entry_refuses_to_start_and_says_what_to_do() {
        let app = testkit::TestApp::new();
        let later = app.outside.clone();
        // The rows of the test itself were sealed by the clock of the machine: each log goes on with that of the test.
        for of in app.db.read_now(store::organisations::all).unwrap() {
            let told = later.clone();
            app.db.write_now_in(of.id, move |tx| app::upkeep::tell_clock_accepted(tx, &told, of.id, "")).unwrap();
        }
        let mut early = later.clone();
        early.now = Arc::new(|| "2020-01-01T00:00:00.000Z".to_owned());
        assert_eq!(clock_refused(&app.db, &later, false).unwrap(), None);
        let sentence = clock_refused(&app.db, &early, false).unwrap().unwrap();
        assert!(sentence.contains("2020-01-01") && sentence.contains("--accept-clock"), "{sentence}");
        assert_eq!(clock_refused(&app.db, &early, true).unwrap(), None);
        assert_eq!(clock_refused(&app.db, &early, false).unwrap(), None, "accepted once, it stands in the log");
    }
}
