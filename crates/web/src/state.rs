//! What every page shares, and the two ways in which a page runs a use case.

use app::{Cx, Outside, Refusal};
use domain::id::OperationId;
use law::LawBook;
use store::Db;

use crate::{PageError, Session};

/// What every page shares. Made by `cli` and by tests.
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
}

impl AppState {
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
    pub async fn write<T, F>(&self, session: &Session, operation: OperationId, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside) = (session.actor().clone(), self.outside.clone());
        self.db
            .write(move |tx| {
                let today = (outside.today)();
                work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: Some(operation) })
            })
            .await
    }

    /// Runs slow arithmetic (a password's hash) beside the requests.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PageError> {
        tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Fault(format!("computing: {error}")))
    }
}
