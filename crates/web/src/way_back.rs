//! 戻り先: the page on which somebody was when the session ended. A cookie of an hour keeps its address, and signing in
//! leads there again, where the draft of the form waits. It is always a page of our own: the address is held against the
//! table of routes when it is noted and again before it is followed.

use std::sync::LazyLock;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    response::Response,
};

use crate::{access::Access, routes, see_other, session::cookie};

const NAME: &str = "mimamori_back";
const GONE: HeaderValue = HeaderValue::from_static("mimamori_back=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
/// No page of ours has a longer address but a search, and the words of that are closed with the session's secret.
const LONGEST: usize = 200;

/// The pages of people who are signed in, as the table of routes writes them.
static PAGES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let signed_in = |access: Access| matches!(access, Access::Member | Access::Staff(_) | Access::Ward(_));
    let pages = routes::table().into_iter().filter(|route| route.method == Method::GET && signed_in(route.access));
    pages.map(|route| route.path).collect()
});

/// The page that was asked for; where a form was sent, the page on which it stood. None for what a script asks for.
pub(crate) fn asked(request: &Request) -> Option<String> {
    let headers = request.headers();
    if headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
        return None;
    }
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let page = if request.method() == Method::GET { request.uri().clone() } else { from? };
    own_page(page.path_and_query()?.as_str()).map(str::to_owned)
}

/// Notes on an answer that leads to the login where to go on after it.
pub(crate) fn note(page: Option<&str>, mut response: Response) -> Response {
    let page = page.and_then(own_page);
    let note = page.map(|page| format!("{NAME}={page}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"));
    if let Some(cookie) = note.and_then(|note| HeaderValue::from_str(&note).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The noted page.
pub(crate) fn noted(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, NAME).and_then(own_page)
}

/// On to the noted page, else to where everybody begins.
pub(crate) fn follow(headers: &HeaderMap) -> Response {
    match noted(headers) {
        Some(page) => forget(see_other(page)),
        None => see_other("/"),
    }
}

/// Forgets the noted page: it was followed, or whoever left it signed out.
pub(crate) fn forget(mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, GONE);
    response
}

/// The address, where it is one of our pages and says nothing but that.
fn own_page(address: &str) -> Option<&str> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let plain =
        |text: &str, signs: &[u8]| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte));
    let own = address.len() <= LONGEST
        && plain(path, b"/-_.")
        && plain(query, b"-_.=&%")
        && PAGES.iter().any(|page| is_of(page, path));
    own.then_some(address)
}

/// Whether a path is of a route: the same parts, something in the place of each `{…}`.
pub(crate) fn is_of(route: &str, path: &str) -> bool {
    let (parts, mut given) = (route.split('/'), path.split('/'));
    let mut same = true;
    for part in parts {
        same &= given.next().is_some_and(|given| given == part || (part.starts_with('{') && !given.is_empty()));
    }
    same && given.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_our_own_are_gone_back_to() {
        let id = "01910000-0000-7000-8000-000000000001";
        for own in [
            "/".to_owned(),
            "/?month=2026-10&who=all".to_owned(),
            format!("/monitoring/{id}/m2-home-visit?fact={id}"),
            "/clients/new".to_owned(),
        ] {
            assert_eq!(own_page(&own), Some(own.as_str()));
        }
        for other in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/clients",
            "/clients//",
            "/clients/a/b/c/d",
            "/login",
            "/logout",
            "/healthz",
            "/static/x/base.css",
            "/login/organisation",
            "/clients/x\r\nset-cookie: a=b",
            "/clients/x;a",
            "/no-such-page",
        ] {
            assert_eq!(own_page(other), None, "{other:?}");
        }
        assert_eq!(own_page(&format!("/clients/{}", "x".repeat(LONGEST))), None);
    }
}
