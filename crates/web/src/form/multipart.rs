//! The parts of a form with a file, read a chunk at a time: nothing is held beyond what it may be, and the rest is read to its end, so
//! that the browser can show the answer.

use app::limits;
use axum::{
    extract::multipart::{Field, MultipartError},
    http::StatusCode,
};

use crate::PageError;

/// A short field; more than a few words is no field of such a form.
pub(crate) async fn word(field: Field<'_>) -> Result<String, PageError> {
    let bytes = whole(field, limits::CHUNK_BYTES).await?.ok_or(PageError::TooLarge)?;
    let text =
        String::from_utf8(bytes).map_err(|_| PageError::Unreadable("文字コードを読めませんでした。".to_owned()))?;
    Ok(text.replace('\0', ""))
}

/// The bytes of a part of at most so many; none where there are more, which are thrown away.
pub(crate) async fn whole(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, PageError> {
    let mut kept = Some(Vec::new());
    while let Some(part) = field.chunk().await.map_err(broken)? {
        match &mut kept {
            Some(bytes) if bytes.len().saturating_add(part.len()) <= most => bytes.extend_from_slice(&part),
            _ => kept = None,
        }
    }
    Ok(kept)
}

/// What is said of a body that could not be read to its end.
#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
pub(crate) fn broken(error: MultipartError) -> PageError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return PageError::TooLarge;
    }
    PageError::Unreadable("通信が途中で切れました。もう一度送ってください。".to_owned())
}
