//! Sends a file out as it is read, a chunk at a time, and so that it can do nothing in the browser but be looked at.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use app::attachments::{FileToShow, Media, chunk};
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures_core::Stream;
use store::StoreError;
use tokio::sync::mpsc;

use crate::AppState;

/// Nothing of a file is run, loaded or sent; a script hidden in it stays a picture.
const ONLY_TO_LOOK_AT: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
/// As above for a PDF: a browser's own reader does not open inside of a sandbox, and is one itself.
const ONLY_TO_READ: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf",
);

/// The answer: the bytes, what they are, and a name that tells nothing.
pub(super) fn answer(state: &AppState, file: &FileToShow) -> Response {
    let (sender, parts) = mpsc::channel(2);
    let (db, office, id) = (state.db.clone(), file.office, file.file);
    tokio::spawn(async move {
        for seq in 0.. {
            let part = db.read(move |tx| chunk(tx, office, id, seq)).await;
            let ends = !matches!(part, Ok(Some(_)));
            let part = part.transpose();
            // A reader who has gone takes no more.
            if let Some(part) = part
                && sender.send(part.map(Bytes::from)).await.is_err()
            {
                return;
            }
            if ends {
                return;
            }
        }
    });
    let policy = if file.media == Media::Pdf { ONLY_TO_READ } else { ONLY_TO_LOOK_AT };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.media.word())),
        (header::CONTENT_LENGTH, HeaderValue::from(file.length)),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CONTENT_DISPOSITION, name(file.media)),
    ];
    (headers, Body::from_stream(Parts(parts))).into_response()
}

/// A name that says what it is and whose it is not.
fn name(media: Media) -> HeaderValue {
    HeaderValue::from_static(match media {
        Media::Pdf => "inline; filename=\"utsushi.pdf\"",
        Media::Jpeg => "inline; filename=\"utsushi.jpg\"",
        Media::Png => "inline; filename=\"utsushi.png\"",
    })
}

/// The parts of a file as they are read.
struct Parts(mpsc::Receiver<Result<Bytes, StoreError>>);

impl Stream for Parts {
    type Item = Result<Bytes, StoreError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}
