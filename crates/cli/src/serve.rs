//! `mimamori serve`: the web server.

use std::{
    io::IsTerminal as _,
    net::{IpAddr, SocketAddr},
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

use crate::{
    data::DataArgs,
    mail,
    outside::{self, Pdf},
    sealing_key,
    sheets::FormsArgs,
    worker::Worker,
};

/// How long the database may take to finish what is queued once the server has stopped.
const LAST_WORK: Duration = Duration::from_secs(15);

/// How long a mail under way may take once the server has stopped; what is cut off is sent after the next start.
const LAST_JOB: Duration = Duration::from_secs(5);

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
    forms: FormsArgs,
}

/// Where the server listens, and who stands before it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The address.
    pub listen: SocketAddr,
    /// HTTPS servers in front; with one of them cookies travel over HTTPS only.
    pub proxies: Vec<IpAddr>,
}

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let place = Place {
        listen: args.listen,
        proxies: args.trusted_proxy.iter().map(|address| address.to_canonical()).collect(),
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
    let key = Some(sealing_key::of_folder(&args.data.data, &outside)?);
    let outside = Outside { mail: mail::sender(&args.data.data)?, key, ..outside };
    announce_setup(&db, &outside, &place)?;
    serve(db, outside, place)?;
    Ok(ExitCode::SUCCESS)
}

/// Why the server must not listen there: without HTTPS passwords and personal data would travel in the open.
fn refusal(place: &Place) -> Option<String> {
    let Place { listen, proxies } = place;
    let open = !listen.ip().to_canonical().is_loopback() && proxies.is_empty();
    open.then(|| {
        format!(
            "{listen} では待ち受けません。ほかの機械から、パスワードと個人情報が暗号化されずに届いてしまいます。\n\
             ・このパソコンだけで使うとき: --listen 127.0.0.1:{port}\n\
             ・ほかの機械からも使うとき: HTTPSのサーバー（nginx、Caddyなど）を手前に置き、そのアドレスを --trusted-proxy で\
             指定します（同じ機械に置くなら --listen 127.0.0.1:{port} --trusted-proxy 127.0.0.1）",
            port = listen.port()
        )
    })
}

/// The first start prints a code with which the first account is made; there is no default password.
fn announce_setup(db: &Db, outside: &Outside, place: &Place) -> anyhow::Result<()> {
    let outside = outside.clone();
    let code = db.write_now(move |tx| app::accounts::ensure_setup_code(tx, &outside))?;
    if let Some(code) = code {
        let address = match place.proxies.is_empty() {
            true => format!("http://{}/setup", place.listen),
            false => "https://（手前のサーバーの名前）/setup".to_owned(),
        };
        out!("はじめての起動です。ブラウザーで {address} を開き、次のコードを入れてください。");
        out!("設定コード: {code}");
    }
    Ok(())
}

/// Runs the server until Ctrl-C or SIGTERM; answers in flight are finished. The second signal ends at once.
pub fn serve(db: Db, outside: Outside, place: Place) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    web::log_places_only();
    let law = law::LawBook::embedded()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let worker = Worker::start(db.clone(), outside.clone())?;
    let Place { listen, proxies } = place;
    let served = runtime.block_on(async {
        let signals = signals()?;
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("{listen} で待ち受けられません（ほかのプログラムが使っていませんか）"))?;
        out!("みまもり: http://{}/", listener.local_addr()?);
        let router = web::router(web::AppState::new(db, law, outside, !proxies.is_empty()));
        web::serve(listener, router, web::Caps { proxies, ..web::Caps::default() }, signals).await?;
        anyhow::Ok(())
    });
    worker.stop(LAST_JOB);
    // The last handle on the database waits for what is queued, but not for ever.
    end_after(LAST_WORK);
    runtime.shutdown_background();
    served
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
        refusal(&Place { listen: listen.parse().unwrap(), proxies })
    }

    #[test]
    fn beyond_this_machine_there_is_https_in_front_or_no_server() {
        for listen in ["127.0.0.1:8080", "[::1]:8080", "127.3.0.1:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(refused(listen, &[]), None, "{listen}");
        }
        for listen in ["0.0.0.0:8080", "[::]:8080", "192.0.2.7:8080"] {
            let sentence = refused(listen, &[]).unwrap();
            assert!(sentence.contains("--trusted-proxy") && sentence.contains("--listen 127.0.0.1:8080"), "{sentence}");
            assert_eq!(refused(listen, &["192.0.2.1"]), None, "{listen}");
        }
    }
}
