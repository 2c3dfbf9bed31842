//! What every page shares, and the two ways in which a page runs a use case.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use app::{Acts as _, Cx, Member, Outside, Refusal, Sending};
use domain::id::{OfficeId, OperationId};
use law::LawBook;
use store::{Db, Fault, StoreError, operations};

use crate::{Hosts, PageError, Session, hashing::Hashing};

/// How long the answer to 確かめる may take; a page comes within seconds in any case.
const ASKING: Duration = Duration::from_secs(6);

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
    /// The names under which the server may be asked.
    pub(crate) hosts: Hosts,
    /// The turn of a password.
    pub(crate) hashing: Hashing,
}

impl AppState {
    /// What every page shares; `secure_cookies` behind HTTPS.
    pub fn new(db: Db, law: &'static LawBook, outside: Outside, secure_cookies: bool) -> Self {
        Self { db, law, outside, secure_cookies, hosts: Hosts::default(), hashing: Hashing::new() }
    }

    /// Answers under these names alone.
    pub fn answering(self, hosts: Hosts) -> Self {
        Self { hosts, ..self }
    }

    /// Runs a use case that only reads.
    pub async fn read<A, T, F>(&self, session: &Session<A>, work: F) -> Result<T, Refusal>
    where
        A: Clone + Send + Sync + 'static,
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_, A>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside) = (session.actor().clone(), self.outside.clone());
        let of_request = Arc::clone(session.of_request());
        let (found, unreadable) = self
            .db
            .read(move |tx| {
                let today = (outside.today)();
                let found = work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None });
                // Also of what is refused the log tells whose it was.
                of_request.note_seen(tx.take_seen());
                Ok::<_, Refusal>((found?, tx.unreadable().to_vec()))
            })
            .await?;
        for row in &unreadable {
            tracing::warn!(fault = %row.reason, "a row that cannot be read was left out of a page");
        }
        session.note_unreadable(&unreadable);
        Ok(found)
    }

    /// Runs a use case that changes something, in one transaction. `operation` comes from the form ([`crate::Form::operation`]).
    pub async fn write<T, F>(&self, session: &Session, sending: impl Into<Sending>, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside, sending) = (session.actor().clone(), self.outside.clone(), sending.into());
        let (office, operation) = (actor.office, sending.id);
        let of_request = Arc::clone(session.of_request());
        let numbered = Arc::new(AtomicBool::new(false));
        let note = Arc::clone(&numbered);
        let done = self.db.write_in(office, move |tx| {
            let today = (outside.today)();
            let done = work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: Some(sending) });
            note.store(tx.has_sending(), Ordering::Relaxed);
            // Some of what is written goes out with the answer: a claim file, a form that comes back.
            of_request.note_seen(tx.take_seen());
            done
        });
        match done.await {
            Ok(done) => Ok(done),
            // Only of a sending whose number was to be written the database can tell whether it was kept.
            Err(Refusal::Fault(error)) if error.fault() == Some(Fault::Unknown) && numbered.load(Ordering::Relaxed) => {
                Err(self.asked(office, operation).await.into())
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Writes an entry of its own about a reading. Where nothing can be written, what was read is shown all the same: the look
    /// itself waits.
    pub(crate) async fn note_reading<F>(&self, session: &Session, note: F) -> Result<(), Refusal>
    where
        F: FnOnce(&mut Cx<'_>) -> Result<(), Refusal> + Send + 'static,
    {
        match self.write(session, OperationId((self.outside.new_id)()), note).await {
            Err(Refusal::Fault(error)) => {
                tracing::warn!(fault = %error, "a reading could not be noted");
                Ok(())
            }
            other => other,
        }
    }

    /// As [`AppState::write`], for what people of any organisation do with their own account.
    pub async fn write_own<T, F>(&self, session: &Session<Member>, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_, Member>) -> Result<T, Refusal> + Send + 'static,
    {
        let (actor, outside) = (session.actor().clone(), self.outside.clone());
        let done = self.db.write_in(actor.organisation(), move |tx| {
            let today = (outside.today)();
            work(&mut Cx { actor: &actor, tx, outside: &outside, today, operation: None })
        });
        done.await
    }

    /// 確かめる: asks by the number of a sending whether it was kept, after the answer to its commit was lost.
    pub(crate) async fn asked(&self, office: OfficeId, operation: OperationId) -> StoreError {
        let asked = self.db.write_in(office, move |tx| operations::stands(tx, office, operation));
        // Not to be asked in time: the server may still be at it.
        StoreError::asked(tokio::time::timeout(ASKING, asked).await.ok().and_then(Result::ok))
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
