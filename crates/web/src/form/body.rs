//! Reads a sent form. What is too large is read to its end and thrown away, so that the browser can show the answer.

use app::{Actor, limits};
use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::header,
};
use domain::id::OperationId;
use percent_encoding::percent_decode_str;

use super::Form;
use crate::{AppState, PageError, Session, organisation_mark, sent_form::SentForm};

impl FromRequest<AppState> for Form {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, PageError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::Unreadable("フォームの形式が違います。画面のボタンから送ってください。".to_owned()));
        }
        let sent_form = request.extensions().get::<SentForm>().cloned();
        let session = request.extensions().get::<Session<Actor>>().cloned();
        let fresh = OperationId((state.outside.new_id)());
        let path = request.uri().path().to_owned();
        let bytes = match read(request.into_body()).await {
            Ok(bytes) => bytes,
            Err((error, begun)) => {
                // What came before the limit is shown again, so that it can be kept elsewhere.
                if let (Some(sent_form), Some(pairs)) = (&sent_form, parse_begun(&begun)) {
                    let form = Self::from_pairs(&path, pairs, state);
                    sent_form.keep(form.kept_fields(), form.operation.to_string(), fresh);
                    sent_form.note_cut();
                }
                return Err(error);
            }
        };
        let mut pairs = parse(&bytes).map_err(|sentence| PageError::Unreadable(sentence.to_owned()))?;
        let of = |name: &str| pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        let saves = of("_operation").is_some();
        let marked = organisation_mark::check(session.as_ref(), &path, of(organisation_mark::FIELD), saves);
        pairs.retain(|(field, _)| field != organisation_mark::FIELD);
        let form = Self::from_pairs(&path, pairs, state);
        if let Some(sent_form) = &sent_form {
            sent_form.keep(form.kept_fields(), form.operation.to_string(), fresh);
            sent_form.keep_for_draft(form.unsaved());
        }
        marked?;
        Ok(Self { sent_form, ..form })
    }
}

/// The body, up to [`limits::BODY_BYTES`]; with an error what of it came before.
async fn read(body: Body) -> Result<Vec<u8>, (PageError, Vec<u8>)> {
    let mut stream = body.into_data_stream();
    let (mut kept, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = next(&mut stream).await {
        let Ok(chunk) = chunk else {
            let sentence = "通信が途中で切れました。もう一度送ってください。".to_owned();
            return Err((PageError::Unreadable(sentence), kept));
        };
        seen = seen.saturating_add(chunk.len());
        if seen > limits::DRAINED_BYTES {
            return Err((PageError::TooLarge, kept));
        }
        let room = limits::BODY_BYTES - kept.len();
        kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
    }
    if seen > limits::BODY_BYTES { Err((PageError::TooLarge, kept)) } else { Ok(kept) }
}

/// The pairs of a body that was cut off: the last one up to the last whole letter.
fn parse_begun(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let letters = (0..12).filter_map(|less| bytes.get(..bytes.len().checked_sub(less)?));
    letters.filter_map(|bytes| parse(bytes).ok()).find(|pairs| !pairs.is_empty())
}

async fn next(stream: &mut axum::body::BodyDataStream) -> Option<Result<axum::body::Bytes, axum::Error>> {
    use std::{future::poll_fn, pin::Pin};
    poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut *stream), cx)).await
}

/// Name and value pairs; a sentence when there are too many of them, which is seen before any is read, or when the text
/// is not UTF-8. A NUL, which PostgreSQL cannot keep, is taken away.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<(String, String)>, &'static str> {
    if bytes.iter().filter(|byte| **byte == b'&').count() >= limits::FIELDS {
        return Err("項目が多すぎます。画面のボタンから送ってください。");
    }
    let unreadable = "文字コードを読めませんでした。画面を開き直してから送ってください。";
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable)?;
    text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect::<Option<_>>().ok_or(unreadable)
}

fn pair(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    Some((decode(name)?, decode(value)?))
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.replace('\0', "").replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_japanese_and_repeated_names() {
        let pairs = parse("name=%E5%B7%9D%E5%B4%8E+%E8%8A%B1%E5%AD%90&kind=11&kind=22&empty=".as_bytes());
        let expected = [("name", "川崎 花子"), ("kind", "11"), ("kind", "22"), ("empty", "")];
        assert_eq!(pairs, Ok(expected.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()));
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert!(parse(b"name=%82%A0").is_err());
    }

    #[test]
    fn more_fields_than_any_form_has_are_refused() {
        let fields = |count: usize| vec!["a"; count].join("&");
        assert_eq!(parse(fields(limits::FIELDS).as_bytes()).map(|pairs| pairs.len()), Ok(limits::FIELDS));
        assert!(parse(fields(limits::FIELDS + 1).as_bytes()).is_err());
    }
}
