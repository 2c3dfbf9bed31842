//! The files a browser loads, inside the program. Their address carries a version, so that a browser may keep them for good.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use crate::PageError;

macro_rules! files {
    ($($name:literal, $mime:literal, $path:literal;)*) => {
        &[$(($name, $mime, include_bytes!(concat!("../static/", $path)))),*]
    };
}

/// Name, media type, content.
const FILES: &[(&str, &str, &[u8])] = files! {
    "tokens.css", "text/css; charset=utf-8", "vendor/tokens.css";
    "fonts.css", "text/css; charset=utf-8", "fonts.css";
    "base.css", "text/css; charset=utf-8", "base.css";
    "frame.css", "text/css; charset=utf-8", "frame.css";
    "form.css", "text/css; charset=utf-8", "form.css";
    "table.css", "text/css; charset=utf-8", "table.css";
    "components.css", "text/css; charset=utf-8", "components.css";
    "pages.css", "text/css; charset=utf-8", "pages.css";
    "billing.css", "text/css; charset=utf-8", "billing.css";
    "print.css", "text/css; charset=utf-8", "print.css";
    "icon.svg", "image/svg+xml", "icon.svg";
    "monitoring.css", "text/css; charset=utf-8", "monitoring.css";
    "signature.js", "text/javascript; charset=utf-8", "signature.js";
    "passkey.js", "text/javascript; charset=utf-8", "passkey.js";
    "week.js", "text/javascript; charset=utf-8", "week.js";
    "plan.js", "text/javascript; charset=utf-8", "plan.js";
    "planning.css", "text/css; charset=utf-8", "planning.css";
    "mimamori.js", "text/javascript; charset=utf-8", "mimamori.js";
    "htmx.js", "text/javascript; charset=utf-8", "vendor/htmx.min.js";
    "signature_pad.js", "text/javascript; charset=utf-8", "vendor/signature_pad.umd.min.js";
    "biz-udpgothic-400.woff2", "font/woff2", "vendor/biz-udpgothic-japanese-400-normal.woff2";
    "biz-udpgothic-700.woff2", "font/woff2", "vendor/biz-udpgothic-japanese-700-normal.woff2";
};

/// Changes with any byte of the files.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    FILES.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// The address of a file.
pub(crate) fn asset(name: &str) -> String {
    format!("/static/{}/{name}", VERSION.as_str())
}

/// `GET /static/{version}/{file}`. An old version gets the new file, but may not keep it.
pub(crate) async fn serve(Path((version, file)): Path<(String, String)>) -> Response {
    let Some((_, mime, bytes)) = FILES.iter().find(|(name, _, _)| *name == file) else {
        return PageError::NotFound.into_response();
    };
    let cache = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-store" };
    ([(header::CONTENT_TYPE, *mime), (header::CACHE_CONTROL, cache)], *bytes).into_response()
}
