//! The headers that every answer carries.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::AppState;

/// What a page may load: our own files, nothing inline, nothing from elsewhere. `data:` images are the drawn signature.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// A year.
const STRICT_TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers; over HTTPS also the one that keeps the browser there, and `Secure` to every cookie. A file with a version in its address keeps its own `Cache-Control`.
pub(crate) async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        // A file that somebody attached brings a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.secure_cookies {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY);
        if let header::Entry::Occupied(mut cookies) = headers.entry(header::SET_COOKIE) {
            for cookie in cookies.iter_mut() {
                let text = cookie.to_str().map(|text| format!("{text}; Secure"));
                if let Some(secure) = text.ok().and_then(|text| HeaderValue::from_str(&text).ok()) {
                    *cookie = secure;
                }
            }
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
