//! Where a request comes from, for signing in: the browser in short, its network address, and what a device keeps of people
//! who signed in on it before. The cookie of a device opens nothing: it only keeps strangers from locking its people out.

use std::convert::Infallible;

use app::accounts::{Entered, Place};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};

use crate::{
    AppState,
    serve::ClientAddress,
    session::{cookie, cookie_name, device, set_cookie},
};

const NAME: &str = "mimamori_device";
/// People of one device who are told apart; a shared computer has a handful.
const PEOPLE: usize = 5;
/// Letters of a secret.
const SECRET: usize = 64;

/// Where a request comes from.
pub struct FromPlace(pub Place);

impl<S: Send + Sync> FromRequestParts<S> for FromPlace {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let passes = cookie(&parts.headers, NAME).unwrap_or("").split('.').filter(|pass| is_secret(pass));
        Ok(Self(Place {
            device: device(&parts.headers),
            address: parts.extensions.get::<ClientAddress>().map(|it| it.0),
            before: [true, false]
                .iter()
                .find_map(|secure| cookie(&parts.headers, cookie_name(*secure)))
                .map(str::to_owned),
            passes: passes.take(PEOPLE).map(str::to_owned).collect(),
        }))
    }
}

/// The secret that the device has had longest: it tells the device from others, whoever works on it.
pub(crate) fn oldest_pass(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, NAME)?.rsplit('.').find(|pass| is_secret(pass))
}

fn is_secret(text: &str) -> bool {
    text.len() == SECRET && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An answer to somebody who came in: with the cookie of the session, and that of the device where it is new.
pub(crate) fn with_entered(state: &AppState, entered: &Entered, place: &Place, mut response: Response) -> Response {
    let device =
        entered.pass.iter().chain(&place.passes).take(PEOPLE).map(String::as_str).collect::<Vec<_>>().join(".");
    let device = format!("{NAME}={device}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    let device = entered.pass.as_ref().and_then(|_| HeaderValue::from_str(&device).ok());
    for cookie in [set_cookie(state.secure_cookies, &entered.token.0), device].into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
