//! The person who is signed in, as pages see it, and the cookie behind it.

use std::sync::{Arc, Mutex, PoisonError};

use app::{Actor, accounts::SignedIn};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use domain::office::Right;
use store::Unreadable;

use crate::{PageError, seal::Seal};

/// Who is signed in. An extractor: the guard of the route has put it there.
#[derive(Clone, Debug)]
pub struct Session {
    signed_in: SignedIn,
    path: String,
    flash: Option<Flash>,
    seal: Seal,
    unreadable: Arc<Mutex<Vec<String>>>,
}

impl Session {
    /// A session for this request.
    pub(crate) fn new(signed_in: SignedIn, path: String, flash: Option<Flash>, seal: Seal) -> Self {
        Self { signed_in, path, flash, seal, unreadable: Arc::default() }
    }

    /// What opens and closes words that stand in an address.
    pub(crate) fn seal(&self) -> &Seal {
        &self.seal
    }

    /// Notes what a reading of this request had to pass over.
    pub(crate) fn note_unreadable(&self, rows: &[Unreadable]) {
        let mut noted = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows.iter().map(ToString::to_string) {
            if !noted.contains(&row) {
                noted.push(row);
            }
        }
    }

    /// What this request's readings had to pass over.
    pub(crate) fn unreadable(&self) -> Vec<String> {
        self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.signed_in.actor
    }

    /// Whether the person's role carries a right: for showing or leaving out a button. The use case asks again.
    pub fn may(&self, right: Right) -> bool {
        self.actor().role.may(right)
    }

    /// What signing out ends.
    pub(crate) fn signed_in(&self) -> &SignedIn {
        &self.signed_in
    }

    /// 事業所名.
    pub fn office_name(&self) -> &str {
        &self.signed_in.office_name
    }

    /// SHA-256 of the token: tells this session from the person's others.
    pub fn token_hash(&self) -> &str {
        &self.signed_in.token_hash
    }

    /// Whether the password must be changed before anything else.
    pub(crate) fn must_change_password(&self) -> bool {
        self.signed_in.must_change_password
    }

    /// The path asked for, for marking the menu.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The message to show once.
    pub(crate) fn flash(&self) -> Option<Flash> {
        self.flash
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::SignInFirst)
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

/// The value of a cookie of the request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}
