//! 閲覧: what each route looks at, and the handing over of what was seen to the log. The store notes whose rows are read
//! (`store::Tx::take_seen`), so that no page can forget it; the route says only what kind of look that is.

use std::time::Duration;

use app::{
    Actor,
    looks::{Look, LookKind},
    sha256_hex,
};
use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::id::{ClientId, OrganisationId};
use store::Db;
use uuid::Uuid;

use crate::{
    AppState, PageError, Session,
    place::oldest_pass,
    serve::ClientAddress,
    session::{OfRequest, device},
};

/// How long what was seen waits at most before it is written, beside the time that writing takes.
const REST: Duration = Duration::from_secs(1);
/// Letters of the hash that tells a device from others.
const DEVICE: usize = 6;

/// What a route looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Nothing of any client.
    AtNothing,
    /// Something of clients, of this kind.
    At(LookKind),
}

/// The beginnings of paths with what stands behind them; the first that fits counts.
const DECLARED: &[(&str, Looks)] = {
    use LookKind::*;
    use Looks::{At, AtNothing};
    &[
        ("/static/", AtNothing),
        ("/healthz", AtNothing),
        ("/echo/", AtNothing),
        ("/asked", AtNothing),
        ("/setup", AtNothing),
        ("/login", AtNothing),
        ("/logout", AtNothing),
        ("/organisation", AtNothing),
        ("/proof", AtNothing),
        ("/session/", AtNothing),
        ("/ward", AtNothing),
        ("/rules", AtNothing),
        ("/settings", AtNothing),
        ("/system", AtNothing),
        ("/protection", AtNothing),
        ("/breach/{breach}/people", At(Log)),
        ("/breach/{breach}/snapshot", At(Log)),
        ("/breach", AtNothing),
        // Of those with a grant that points to it.
        ("/providers/{provider}", At(List)),
        ("/providers", AtNothing),
        // Leads on to the page of the round.
        ("/r/", AtNothing),
        ("/drafts", At(Draft)),
        ("/records/retention", At(List)),
        ("/records", At(Log)),
        ("/deletions/", At(Client)),
        ("/billing/closings/{closing}/file", At(ClaimFile)),
        ("/billing", At(Billing)),
        ("/clients/import", At(Import)),
        ("/clients/{client}/looks", At(Log)),
        ("/clients/{client}/about", At(About)),
        ("/clients/{client}/life-events", At(About)),
        ("/clients/{client}/incidents", At(About)),
        ("/clients/{client}/used-amounts", At(About)),
        ("/clients/{client}/contacts", At(Contacts)),
        ("/clients/{client}/certificates", At(Certificate)),
        ("/clients/{client}/scans", At(Attachment)),
        ("/clients/{client}/visits", At(Monitoring)),
        ("/clients/{client}/planning", At(Planning)),
        ("/clients/{client}", At(Client)),
        ("/clients", At(List)),
        ("/intakes/{intake}/looks", At(Log)),
        ("/intakes", At(Intake)),
        ("/planning/{planning}", At(Planning)),
        ("/planning", At(List)),
        ("/monitoring/", At(Monitoring)),
        ("/certificates/{certificate}/attachments", At(Attachment)),
        ("/certificates/", At(Certificate)),
        ("/attachments/", At(Attachment)),
        ("/turning-points", At(List)),
        ("/papers/print", At(Paper)),
        ("/papers", At(List)),
        ("/tasks", At(List)),
    ]
};

/// What the route with this path looks at; none where nobody has said it.
pub fn declared(path: &str) -> Option<Looks> {
    if path == "/" {
        return Some(Looks::At(LookKind::Board));
    }
    let paper = [".pdf", ".xlsx"].iter().any(|end| path.ends_with(end));
    if paper {
        return Some(Looks::At(LookKind::Paper));
    }
    DECLARED.iter().find(|(begin, _)| path.starts_with(begin)).map(|(_, looks)| *looks)
}

/// Runs around the guard of each route: refuses while no more looks may wait, and queues what was seen before the answer goes out.
pub(crate) async fn watch(state: AppState, looks: Option<Looks>, request: Request, next: Next) -> Response {
    let of_clients = looks != Some(Looks::AtNothing);
    if of_clients && state.db.looks().is_full() {
        return PageError::LogFull.into_response();
    }
    let path = request.uri().path().to_owned();
    let asker = Asker {
        headers: request.headers().clone(),
        address: request
            .extensions()
            .get::<ClientAddress>()
            .map(|it| it.0.to_canonical().to_string())
            .unwrap_or_default(),
    };
    let response = next.run(request).await;
    let Some(session) = response.extensions().get::<Session<Actor>>() else { return response };
    let (mut clients, words) = session.of_request().take_seen();
    let status = response.status();
    let kind = match looks {
        _ if status == StatusCode::FORBIDDEN => Some(LookKind::Denied),
        Some(Looks::At(_)) | None if status == StatusCode::NOT_FOUND => Some(LookKind::Denied),
        // Only what has a page in it shows anything; one that leads on shows nothing, and a fault neither.
        _ if !shows(status) || clients.is_empty() => None,
        _ if !words.is_empty() => Some(LookKind::Search),
        Some(Looks::At(kind)) => Some(kind),
        Some(Looks::AtNothing) | None => Some(LookKind::Other),
    };
    let Some(kind) = kind else { return response };
    if kind == LookKind::Denied && clients.is_empty() {
        clients.extend(client_of(&path));
    }
    if let Some(of) = session.actor().organisation() {
        let words = match &state.outside.key {
            Some(key) if !words.is_empty() => key.words_hash(&words),
            _ => String::new(),
        };
        let look = Look { at: (state.outside.now)(), clients, words, ..asker.look(session.actor()) };
        state.db.looks().note(of, kind, look);
    }
    response
}

/// Whether the answer has a page in it: a form that comes back is one.
fn shows(status: StatusCode) -> bool {
    status.is_success() || [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::CONFLICT].contains(&status)
}

/// Whose page was asked for, as far as the address tells.
fn client_of(path: &str) -> Option<Uuid> {
    let id = path.strip_prefix("/clients/")?.split('/').next()?;
    id.parse::<ClientId>().ok().map(|id| id.0)
}

/// Where a request comes from.
struct Asker {
    headers: HeaderMap,
    address: String,
}

impl Asker {
    fn look(&self, actor: &Actor) -> Look {
        let name = match actor {
            Actor::Staff(staff) => staff.name.clone(),
            Actor::Ward(ward) => ward.name.clone(),
            Actor::Guest(_) => String::new(),
        };
        let device = told_device(&device(&self.headers), oldest_pass(&self.headers));
        Look { user: actor.user().to_string(), name, address: self.address.clone(), device, ..Look::default() }
    }
}

/// Browser and system in short, with what tells the device from others of the kind where people have signed in on it.
fn told_device(short: &str, pass: Option<&str>) -> String {
    match pass.map(sha256_hex) {
        Some(hash) => format!("{short}・端末{}", hash.get(..DEVICE).unwrap_or_default()),
        None => short.to_owned(),
    }
}

/// Notes a sign-in that failed.
pub(crate) fn note_failed_sign_in(state: &AppState, failed: Vec<(OrganisationId, LookKind, Look)>) {
    let looks = state.db.looks();
    failed.into_iter().for_each(|(of, kind, look)| looks.note(of, kind, look));
}

/// Writes what was seen, again and again, until it is dropped.
pub async fn keep_writing(db: Db) {
    let mut failing = false;
    loop {
        tokio::time::sleep(REST).await;
        let done = db.write_looks().await;
        // Told once, not every second: it goes on waiting, and what comes late is told by the log itself.
        if let (Err(fault), false) = (&done, failing) {
            tracing::warn!(%fault, "looks could not be written; they wait");
        }
        failing = done.is_err();
    }
}

impl OfRequest {
    /// Notes whose rows a reading of this request read.
    pub(crate) fn note_seen(&self, clients: Vec<Uuid>) {
        if !clients.is_empty() {
            self.seen().0.extend(clients);
        }
    }

    /// Notes what was searched for.
    pub(crate) fn note_words(&self, words: &str) {
        if !words.is_empty() {
            words.clone_into(&mut self.seen().1);
        }
    }

    /// Whose rows this request read, each once, and what was searched for.
    fn take_seen(&self) -> (Vec<Uuid>, String) {
        let (mut clients, words) = std::mem::take(&mut *self.seen());
        clients.sort_unstable();
        clients.dedup();
        (clients, words)
    }
}
