//! The person who is signed in, as pages see it, and the cookie behind it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::{Actor, Guest, Member, Staff, Ward, accounts::SignedIn};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use domain::{id::OrganisationId, office::Right};
use store::Unreadable;
use uuid::Uuid;

use crate::{PageError, seal::Seal};

/// Who is signed in: somebody of an office, unless it says otherwise. An extractor: the guard of the route has put it there.
#[derive(Clone, Debug)]
pub struct Session<A = Staff> {
    actor: A,
    of_request: Arc<OfRequest>,
}

/// What a session says besides who acts.
#[derive(Debug)]
pub(crate) struct OfRequest {
    signed_in: SignedIn,
    path: String,
    flash: Option<Flash>,
    seal: Seal,
    unreadable: Mutex<Vec<String>>,
    /// Whose rows were read, and what was searched for.
    seen: Mutex<(Vec<Uuid>, String)>,
}

impl OfRequest {
    pub(crate) fn seen(&self) -> MutexGuard<'_, (Vec<Uuid>, String)> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A kind of actor for which a page can ask.
pub trait FromActor: Clone + Send + Sync + 'static {
    /// This actor, where it is one of the kind.
    fn from_actor(actor: &Actor) -> Option<Self>;
}

impl FromActor for Staff {
    fn from_actor(actor: &Actor) -> Option<Self> {
        if let Actor::Staff(staff) = actor { Some(staff.clone()) } else { None }
    }
}

impl FromActor for Ward {
    fn from_actor(actor: &Actor) -> Option<Self> {
        if let Actor::Ward(ward) = actor { Some(ward.clone()) } else { None }
    }
}

impl FromActor for Guest {
    fn from_actor(actor: &Actor) -> Option<Self> {
        if let Actor::Guest(guest) = actor { Some(*guest) } else { None }
    }
}

impl FromActor for Member {
    fn from_actor(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Staff(staff) => Some(Self::Staff(staff.clone())),
            Actor::Ward(ward) => Some(Self::Ward(ward.clone())),
            Actor::Guest(_) => None,
        }
    }
}

impl Session<Actor> {
    /// A session for this request.
    pub(crate) fn new(signed_in: SignedIn, path: String, flash: Option<Flash>, seal: Seal) -> Self {
        let actor = signed_in.actor.clone();
        let (unreadable, seen) = (Mutex::default(), Mutex::default());
        let of_request = OfRequest { signed_in, path, flash, seal, unreadable, seen };
        Self { actor, of_request: Arc::new(of_request) }
    }

    /// The same session for pages of that kind of actor, where it is one.
    pub(crate) fn of<A: FromActor>(&self) -> Option<Session<A>> {
        Some(Session { actor: A::from_actor(&self.actor)?, of_request: Arc::clone(&self.of_request) })
    }

    /// The organisation worked in; none for a guest.
    pub(crate) fn organisation(&self) -> Option<OrganisationId> {
        self.actor.organisation()
    }
}

impl Session {
    /// Whether the person's role carries a right: for showing or leaving out a button. The use case asks again.
    pub fn may(&self, right: Right) -> bool {
        self.actor.role.may(right)
    }
}

impl<A> Session<A> {
    /// What all parts of the request share.
    pub(crate) fn of_request(&self) -> &Arc<OfRequest> {
        &self.of_request
    }

    /// The words that were searched for, out of the address; the log is told that they were.
    pub(crate) fn searched(&self, closed: &str) -> String {
        let words = self.seal().open(closed);
        self.of_request.note_words(&words);
        words
    }

    /// What opens and closes words that stand in an address.
    pub(crate) fn seal(&self) -> &Seal {
        &self.of_request.seal
    }

    /// Notes what a reading of this request had to pass over.
    pub(crate) fn note_unreadable(&self, rows: &[Unreadable]) {
        let mut noted = self.of_request.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows.iter().map(ToString::to_string) {
            if !noted.contains(&row) {
                noted.push(row);
            }
        }
    }

    /// What this request's readings had to pass over.
    pub(crate) fn unreadable(&self) -> Vec<String> {
        self.of_request.unreadable.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who acts.
    pub fn actor(&self) -> &A {
        &self.actor
    }

    /// What the database knows of the session.
    pub(crate) fn signed_in(&self) -> &SignedIn {
        &self.of_request.signed_in
    }

    /// The organisation's name.
    pub fn organisation_name(&self) -> &str {
        &self.signed_in().organisation_name
    }

    /// Whether the person could work in another organisation, too.
    pub fn has_elsewhere(&self) -> bool {
        self.signed_in().elsewhere
    }

    /// Whether the person has just proved who it is.
    pub(crate) fn is_proved(&self) -> bool {
        self.signed_in().proved
    }

    /// Minutes without use after which the session ends.
    pub(crate) fn idle_minutes(&self) -> i64 {
        self.signed_in().idle_minutes
    }

    /// SHA-256 of the token: tells this session from the person's others.
    pub fn token_hash(&self) -> &str {
        &self.signed_in().token_hash
    }

    /// Whether the password must be changed before anything else.
    pub(crate) fn must_change_password(&self) -> bool {
        self.signed_in().must_change_password
    }

    /// The path asked for, for marking the menu.
    pub(crate) fn path(&self) -> &str {
        &self.of_request.path
    }

    /// The message to show once.
    pub(crate) fn flash(&self) -> Option<Flash> {
        self.of_request.flash
    }
}

impl<S: Send + Sync, A: FromActor> FromRequestParts<S> for Session<A> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        let session = parts.extensions.get::<Session<Actor>>().ok_or(PageError::SignInFirst)?;
        session.of().ok_or(PageError::Forbidden)
    }
}

/// A short message for the next page; only its word travels in a cookie, never a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    /// 保存しました.
    Saved,
    /// 登録しました.
    Added,
    /// 削除しました.
    Removed,
    /// 送信待ちに入れました.
    Queued,
}

impl Flash {
    /// The sentence on the screen.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Saved => "保存しました",
            Self::Added => "登録しました",
            Self::Removed => "削除しました",
            Self::Queued => "送信待ちに入れました",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Queued => "queued",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Saved, Self::Added, Self::Removed, Self::Queued].into_iter().find(|flash| flash.word() == word)
    }

    /// The cookie that carries it to the next page.
    pub(crate) fn cookie(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Saved => "mimamori_flash=saved; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
            Self::Added => "mimamori_flash=added; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
            Self::Removed => "mimamori_flash=removed; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
            Self::Queued => "mimamori_flash=queued; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
        })
    }

    /// The message that came with a request.
    pub(crate) fn sent(headers: &HeaderMap) -> Option<Self> {
        cookie(headers, "mimamori_flash").and_then(Self::from_word)
    }

    /// The cookie that takes the message away once it was shown.
    pub(crate) fn cleared() -> HeaderValue {
        HeaderValue::from_static("mimamori_flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}

/// The name of the session's cookie.
pub(crate) fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-mimamori" } else { "mimamori" }
}

/// A `Set-Cookie` that keeps the token for as long as the browser is open. `Secure` is added to every cookie at the edge.
pub(crate) fn set_cookie(secure: bool, token: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}={token}; Path=/; HttpOnly; SameSite=Lax", cookie_name(secure))).ok()
}

/// A `Set-Cookie` that takes the token away.
pub(crate) fn clear_cookie(secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", cookie_name(secure))).ok()
}

/// Browser and system in short, for the list of the own sessions.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let named = |list: &[(&str, &'static str)], other: &'static str| {
        list.iter().find(|(sign, _)| agent.contains(sign)).map_or(other, |(_, name)| *name)
    };
    let browser = named(
        &[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")],
        "ブラウザ不明",
    );
    let system = named(
        &[
            ("Windows", "Windows"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Mac OS", "Mac"),
            ("CrOS", "Chromebook"),
            ("Linux", "Linux"),
        ],
        "機種不明",
    );
    format!("{browser}（{system}）")
}

/// The value of a cookie of the request; the first where it comes twice.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &'a str) -> Option<&'a str> {
    cookies(headers, name).next()
}

/// Every value of a cookie of the request. A neighbour on another port can set one of the same name.
pub(crate) fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(key, value)| (key == name && !value.is_empty()).then_some(value))
}
