//! 名前の確認: under which names the server may be asked. A page of another site whose name was turned to this machine's address (DNS
//! rebinding) is told so and gets nothing.

use std::{collections::BTreeSet, convert::Infallible, sync::Arc};

use app::accounts::{NoPasskeys, PasskeyHost};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts, uri::Authority},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{AppState, PageError};

/// What this machine calls itself.
const OWN: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The names, without a port. By default any.
#[derive(Clone, Debug, Default)]
pub struct Hosts(Option<Arc<BTreeSet<String>>>);

impl Hosts {
    /// These names and those of this machine; an IPv6 address stands in brackets, as browsers write it.
    pub fn of(names: impl IntoIterator<Item = String>) -> Self {
        let own = OWN.into_iter().map(str::to_owned);
        Self(Some(Arc::new(own.chain(names).map(|name| plain(&name)).collect())))
    }

    /// Whether this is one of the names that the server was told, or the machine's own.
    fn are_told(&self, name: &str) -> bool {
        self.0.as_ref().map_or_else(|| OWN.contains(&name), |names| names.contains(name))
    }

    /// Whether a request may be answered: each name in it is one of ours, and there is one.
    fn answer(&self, request: &Request) -> bool {
        let Some(names) = &self.0 else { return true };
        let told =
            request.headers().get_all(header::HOST).iter().map(|value| Authority::try_from(value.as_bytes()).ok());
        let asked = request.uri().authority().cloned().map(Some);
        let mut all = told.chain(asked).peekable();
        let ours = |host: Authority| !host.as_str().contains('@') && names.contains(&plain(host.host()));
        all.peek().is_some() && all.all(|host| host.is_some_and(ours))
    }
}

/// The name under which a request came, as far as passkeys can be made and used under it.
#[derive(Clone, Debug)]
pub struct Here(pub(crate) Result<PasskeyHost, NoPasskeys>);

impl Here {
    pub(crate) fn of(state: &AppState, headers: &HeaderMap) -> Self {
        let told = headers.get(header::HOST).and_then(|value| Authority::try_from(value.as_bytes()).ok());
        let name = told.map(|it| plain(it.host())).unwrap_or_default();
        Self(PasskeyHost::of(&name, state.secure_cookies, state.hosts.are_told(&name)))
    }

    /// The name, where passkeys can be used.
    pub(crate) fn name(&self) -> Option<PasskeyHost> {
        self.0.as_ref().ok().cloned()
    }

    /// Why passkeys are not offered; empty where they are.
    pub(crate) fn why_not(&self) -> &'static str {
        self.0.as_ref().err().map_or("", |why| why.sentence())
    }
}

impl FromRequestParts<AppState> for Here {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(state, &parts.headers))
    }
}

/// A name as it is compared: small letters, without the dot at its end.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// Refuses what was asked under a foreign name.
pub(crate) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match state.hosts.answer(&request) {
        true => next.run(request).await,
        false => PageError::WrongHost.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn only_names_of_ours_are_answered_each_time_they_are_told() {
        let asked = |uri: &str, hosts: &[&str]| {
            let request = hosts.iter().fold(Request::builder().uri(uri), |it, host| it.header(header::HOST, *host));
            request.body(Body::empty()).unwrap()
        };
        let ours = Hosts::of(["Mimamori.example.jp".to_owned(), "192.0.2.7".to_owned()]);
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "[::1]:8080",
            "mimamori.example.jp",
            "MIMAMORI.example.jp.:443",
            "192.0.2.7",
        ] {
            assert!(ours.answer(&asked("/", &[host])), "{host}");
        }
        for host in
            ["evil.example", "mimamori.example.jp.evil.example", "localhost@evil.example", "x@localhost", "", "[::2]"]
        {
            assert!(!ours.answer(&asked("/", &[host])), "{host}");
        }
        assert!(!ours.answer(&asked("/", &[])), "no name");
        assert!(!ours.answer(&asked("/", &["localhost", "evil.example"])), "two names");
        assert!(!ours.answer(&asked("http://evil.example/", &["localhost"])), "the address counts, too");
        assert!(Hosts::default().answer(&asked("/", &["evil.example"])), "any, where none was named");
    }
}
