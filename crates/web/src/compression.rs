//! Answers are compressed, but no page that another site asked for: see `docs/adr/0004-compression.md`.

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
};

/// Bytes below which compressing costs more than it saves.
const SMALLEST: u64 = 1024;

/// Compresses what is text and long enough.
pub(crate) fn layer() -> CompressionLayer<impl Predicate> {
    let texts = SizeAbove::new(SMALLEST)
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(texts)
}

/// Takes the wish for compression away from a request that another site made: the length of an answer must tell nothing
/// to somebody who chose a part of it (BREACH).
pub(crate) async fn only_for_own_pages(mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/static/") && !is_own(request.headers()) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}

/// Whether the browser says that the person or one of our own pages asked.
fn is_own(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    matches!(site, Some(b"same-origin" | b"none"))
}
