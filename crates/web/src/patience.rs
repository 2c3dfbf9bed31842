//! How long a request may take: a body that trickles is ended with 408, work that does not come to an end with 503.

use std::{
    future::Future as _,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use app::limits;
use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody as _},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_core::Stream;
use tokio::{
    sync::Notify,
    time::{Sleep, sleep, timeout},
};

use crate::PageError;

/// How long the parts of a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between two parts of the body.
    pub pause: Duration,
    /// The whole body.
    pub body: Duration,
    /// From the end of the body to the answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { pause: limits::BODY_PAUSE, body: limits::BODY, answer: limits::ANSWER }
    }
}

/// What a request's body tells the layer that waits for its answer.
#[derive(Default)]
struct Told {
    /// The body took too long.
    late: AtomicBool,
    /// The body has come to its end.
    whole: Notify,
}

/// Runs the request within its time.
pub(crate) async fn keep(State(patience): State<Patience>, request: Request, next: Next) -> Response {
    let told = Arc::new(Told::default());
    if request.body().is_end_stream() {
        told.whole.notify_one();
    }
    let request = request.map(|body| Body::from_stream(Paced::new(body, patience, Arc::clone(&told))));
    let mut work = pin!(next.run(request));
    let response = tokio::select! {
        response = &mut work => Ok(response),
        () = told.whole.notified() => timeout(patience.answer, &mut work).await,
        // A handler that never asks for the rest of the body.
        () = sleep(patience.body + patience.answer) => timeout(Duration::ZERO, &mut work).await,
    };
    match response {
        // Whatever the handler made of the broken body: the reason is the time.
        _ if told.late.load(Ordering::Relaxed) => PageError::TooSlow.into_response(),
        Ok(response) => response,
        Err(_) => PageError::TimedOut.into_response(),
    }
}

/// A body that has to go on.
struct Paced {
    body: BodyDataStream,
    patience: Patience,
    told: Arc<Told>,
    /// Until when the whole body has to be there.
    end: Pin<Box<Sleep>>,
    /// Until when its next part has to be there.
    pause: Pin<Box<Sleep>>,
}

impl Paced {
    fn new(body: Body, patience: Patience, told: Arc<Told>) -> Self {
        let (end, pause) = (Box::pin(sleep(patience.body)), Box::pin(sleep(patience.pause)));
        Self { body: body.into_data_stream(), patience, told, end, pause }
    }
}

impl Stream for Paced {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        match Pin::new(&mut this.body).poll_next(cx) {
            Poll::Ready(Some(Ok(part))) => {
                this.pause.set(sleep(this.patience.pause));
                Poll::Ready(Some(Ok(part)))
            }
            Poll::Ready(end) => {
                this.told.whole.notify_one();
                Poll::Ready(end)
            }
            Poll::Pending if this.pause.as_mut().poll(cx).is_ready() || this.end.as_mut().poll(cx).is_ready() => {
                this.told.late.store(true, Ordering::Relaxed);
                this.told.whole.notify_one();
                Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
