//! The id in an address. One that cannot be read is a page that is not there, like one that nobody has.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};

use crate::PageError;

/// The first parameter of the path, read as an id.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| PageError::NotFound)?;
        let (_, text) = params.iter().next().ok_or(PageError::NotFound)?;
        text.parse().map(Self).map_err(|_| PageError::NotFound)
    }
}
