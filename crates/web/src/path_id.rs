//! The ids in an address. One that cannot be read is a page that is not there, like one that nobody has.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};

use crate::PageError;

/// The first parameter of the path, read as an id.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(pub T);

/// The first two parameters of the path, read as ids.
#[derive(Clone, Copy, Debug)]
pub struct PathIds<T, U>(pub T, pub U);

async fn params<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<RawPathParams, PageError> {
    RawPathParams::from_request_parts(parts, state).await.map_err(|_| PageError::NotFound)
}

/// The next parameter, read as an id.
fn next<'a, T: FromStr>(params: &mut impl Iterator<Item = (&'a str, &'a str)>) -> Result<T, PageError> {
    let (_, text) = params.next().ok_or(PageError::NotFound)?;
    text.parse().map_err(|_| PageError::NotFound)
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        next(&mut params(parts, state).await?.iter()).map(Self)
    }
}

impl<T: FromStr, U: FromStr, S: Send + Sync> FromRequestParts<S> for PathIds<T, U> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let params = params(parts, state).await?;
        let mut params = params.iter();
        Ok(Self(next(&mut params)?, next(&mut params)?))
    }
}
