//! `mimamori serve`: the web server.

use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::Outside;
use clap::Args;
use store::Db;

use crate::{
    data::DataArgs,
    outside::{self, Pdf},
};

/// Options of `serve`.
#[derive(Args, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 待ち受けるアドレス
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// HTTPS の後ろで動かす: Cookie を HTTPS だけで送る
    #[arg(long)]
    secure_cookies: bool,
}

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    law::check()?;
    let db = args.data.open_migrated()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    announce_setup(&db, &outside, args.listen)?;
    serve(db, outside, args.listen, args.secure_cookies)?;
    Ok(ExitCode::SUCCESS)
}

/// The first start prints a code with which the first account is made; there is no default password.
fn announce_setup(db: &Db, outside: &Outside, listen: SocketAddr) -> anyhow::Result<()> {
    let outside = outside.clone();
    let code = db.write_now(move |tx| app::accounts::ensure_setup_code(tx, &outside))?;
    if let Some(code) = code {
        out!("はじめての起動です。ブラウザーで http://{listen}/setup を開き、次のコードを入れてください。");
        out!("セットアップコード: {code}");
    }
    Ok(())
}

/// Runs the server on `listen` until Ctrl-C or SIGTERM; answers in flight are finished.
pub fn serve(db: Db, outside: Outside, listen: SocketAddr, secure_cookies: bool) -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(std::io::stderr).init();
    let law = law::LawBook::embedded()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("{listen} で待ち受けられません（ほかのプログラムが使っていませんか）"))?;
        out!("みまもり: http://{}/", listener.local_addr()?);
        let router = web::router(web::AppState { db, law, outside, secure_cookies });
        web::serve(listener, router, told_to_stop()).await?;
        Ok(())
    })
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
