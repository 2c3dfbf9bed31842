//! `GET /r/{short}` and `GET /r/{short}/{step}`: short addresses of a round and of its steps, for the board's fifty rows with
//! eight links each. They lead on to the address that everything else uses; who may see the round is asked there.

use axum::extract::{Path, rejection::PathRejection};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{id::RoundId, monitoring::Step};
use uuid::Uuid;

use crate::{PageError, PageResult, at, see_other};

/// The short address of a round; its steps stand below it as `/1` to `/6`.
pub fn address(round: RoundId) -> String {
    let mut address = String::with_capacity(25);
    address.push_str("/r/");
    BASE64_URL_SAFE_NO_PAD.encode_string(round.0.as_bytes(), &mut address);
    address
}

/// On to the round.
pub async fn round(path: Result<Path<String>, PathRejection>) -> PageResult {
    let Path(short) = path.map_err(|_| PageError::NotFound)?;
    Ok(see_other(at::round(read(&short)?)))
}

/// On to a step of the round.
pub async fn step(path: Result<Path<(String, String)>, PathRejection>) -> PageResult {
    let Path((short, number)) = path.map_err(|_| PageError::NotFound)?;
    let step = Step::ALL.into_iter().find(|step| step.number().to_string() == number).ok_or(PageError::NotFound)?;
    Ok(see_other(at::step(read(&short)?, step)))
}

fn read(short: &str) -> Result<RoundId, PageError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(short).map_err(|_| PageError::NotFound)?;
    Uuid::from_slice(&bytes).map(RoundId).map_err(|_| PageError::NotFound)
}
