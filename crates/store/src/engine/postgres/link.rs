//! One connection with patience: whatever is asked of the server is answered within a time, or the connection is given
//! up. Nothing is ever cancelled at the server: a request to cancel can come too late and hit a commit.

use std::time::{Duration, Instant};

use tokio::{
    runtime::{Builder, Runtime},
    task::JoinHandle,
    time::timeout,
};
use tokio_postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Fault, StoreError, fault, tls};

/// How long a lane tries to reach the server, from the first packet to the end of signing in.
const CONNECT: Duration = Duration::from_secs(5);
/// After a server was silent, those who wait in the queue are not made to wait for it one after the other: for this
/// long each is told at once.
const SILENT: Duration = Duration::from_secs(2);

/// A connection and what keeps it going; a lane owns it.
pub(super) struct Link {
    config: Config,
    tls: MakeRustlsConnect,
    /// How long the server may take to let us in.
    patience: Duration,
    runtime: Runtime,
    client: Client,
    /// None once the connection was given up.
    driver: Option<JoinHandle<()>>,
    /// When the server was silent last, unless it has answered since.
    silent_at: Option<Instant>,
}

impl Link {
    /// Connects as the URL says.
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        let (mut config, tls) = tls::read(url)?;
        config.application_name("mimamori");
        let patience = config.get_connect_timeout().copied().unwrap_or(CONNECT);
        config.connect_timeout(patience);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::engine(Fault::Connection, error.to_string()))?;
        let (client, driver) = connect(&runtime, &config, &tls, patience)?;
        Ok(Self { config, tls, patience, runtime, client, driver: Some(driver), silent_at: None })
    }

    /// Whether the connection has ended.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed() || self.driver.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Connects anew.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        if self.silent_at.is_some_and(|at| at.elapsed() < SILENT) {
            return Err(StoreError::engine(Fault::Connection, "the server did not answer a moment ago"));
        }
        self.hang_up();
        match connect(&self.runtime, &self.config, &self.tls, self.patience) {
            Ok((client, driver)) => {
                (self.client, self.driver, self.silent_at) = (client, Some(driver), None);
                Ok(())
            }
            Err(error) => {
                self.silent_at = Some(Instant::now());
                Err(error)
            }
        }
    }

    /// Asks the server something. An answer that does not come in time ends the connection, so that a late one is
    /// never taken for that of the next question.
    pub(super) fn ask<T>(
        &mut self,
        limit: Duration,
        asked: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let client = &self.client;
        let answer = self.runtime.block_on(async { timeout(limit, asked(client)).await });
        let Ok(answer) = answer else {
            self.silent_at = Some(Instant::now());
            self.hang_up();
            let message = format!("no answer within {} s; the connection was given up", limit.as_secs());
            return Err(StoreError::engine(Fault::Connection, message));
        };
        answer.map_err(fault)
    }

    /// Has the server tried again at once: after a commit there is a question to ask.
    pub(super) fn forget_silence(&mut self) {
        self.silent_at = None;
    }

    /// Closes the socket without a word more.
    fn hang_up(&mut self) {
        if let Some(driver) = self.driver.take() {
            driver.abort();
            // Waits for the end of the driver, which owns the socket; that it was cancelled is what was wanted.
            drop(self.runtime.block_on(driver));
        }
    }
}

fn connect(
    runtime: &Runtime,
    config: &Config,
    tls: &MakeRustlsConnect,
    patience: Duration,
) -> Result<(Client, JoinHandle<()>), StoreError> {
    let connecting = config.connect(tls.clone());
    let connected = runtime.block_on(async { timeout(patience, connecting).await });
    let Ok(connected) = connected else {
        let message = format!("the server did not let us in within {} s", patience.as_secs());
        return Err(StoreError::engine(Fault::Connection, message));
    };
    let (client, connection) = connected.map_err(|error| match fault(error) {
        StoreError::Engine { message, .. } => StoreError::engine(Fault::Connection, message),
        other => other,
    })?;
    // Polled while the lane waits for an answer; it ends when the client is dropped or the server closes.
    let driver = runtime.spawn(async move { drop(connection.await) });
    Ok((client, driver))
}
