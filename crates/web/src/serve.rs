//! Runs the application on a listener.

use std::future::Future;

use axum::Router;
use tokio::net::TcpListener;

/// Serves until `told_to_stop` is ready; requests in flight are answered before it returns.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    told_to_stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(told_to_stop).await
}
