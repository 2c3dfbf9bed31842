//! `mimamori healthz`: asks a running server how it is, for a supervisor or a container.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use clap::Args;

/// Options of `healthz`.
#[derive(Args, Debug)]
pub struct HealthzArgs {
    /// サーバーのアドレス
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// Status 0 when the server and its database answer, else 3.
pub fn run(args: &HealthzArgs) -> anyhow::Result<ExitCode> {
    let patience = Duration::from_secs(5);
    let mut stream = TcpStream::connect_timeout(&args.listen, patience)
        .with_context(|| format!("サーバーにつながりません: {}", args.listen))?;
    stream.set_read_timeout(Some(patience))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", args.listen)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    out!("{}", answer.rsplit("\r\n\r\n").next().unwrap_or_default());
    let well = answer.lines().next().is_some_and(|line| line.contains(" 200 "));
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(3) })
}
