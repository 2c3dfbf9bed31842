//! What every page shares, and the two ways in which a page runs a use case.

use app::{Cx, Outside, Refusal, Sending};
use law::LawBook;
use store::Db;

use crate::{PageError, Session, hashing::Hashing};

/// What every page shares. Made by `cli` and by tests ([`AppState::new`]).
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The law as data.
    pub law: &'static LawBook,
    /// Clock, ids, randomness and the PDF renderer.
    pub outside: Outside,
    /// Whether cookies are sent over HTTPS only (`__Host-` prefix).
    pub secure_cookies: bool,
    /// The turn of a password.
    pub(crate) hashing: Hashing,
}

impl AppState {
    /// What every page shares; `secure_cookies` behind HTTPS.
    pub fn new(db: Db, law: &'static LawBook, outside: Outside, secure_cookies: bool) -> Self {
        Self { db, law, outside, secure_cookies, hashing: Hashing::new() }
    }

    /// Runs a use case that only reads.
    pub async fn read<T, F>(&self, session: &Session, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside) = (session.actor().clone(), self.outside.clone());
        self.db
            .read(move |tx| {
                let today = (outside.today)();
                work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
            })
            .await
    }

    /// Runs a use case that changes something, in one transaction. `operation` comes from the form ([`crate::Form::operation`]).
    pub async fn write<T, F>(&self, session: &Session, sending: impl Into<Sending>, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside, sending) = (session.actor().clone(), self.outside.clone(), sending.into());
        self.db
            .write_in(session.actor().office, move |tx| {
                let today = (outside.today)();
                work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: Some(sending) })
            })
            .await
    }

    /// Runs long work beside the requests (an import); a password's hash has its own turn ([`Hashing`]).
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PageError> {
        // What a panic said stays out of the log.
        tokio::task::spawn_blocking(work).await.map_err(|_| PageError::Fault("panic beside the requests".to_owned()))
    }
}
