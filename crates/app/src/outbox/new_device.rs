//! 新しい端末からのログインのお知らせ.

use domain::id::{OfficeId, UserId};
use serde_json::json;
use store::{
    StoreError, Tx,
    outbox::{self, JobKind},
};

use super::queue;
use crate::Outside;

/// Queues the notice where the person signs in from a device that was not used before; in the transaction of the
/// sign-in. It names the device, not the person: who it was stands in the log.
pub(crate) fn tell_of_new_device(
    tx: &mut Tx,
    outside: &Outside,
    (office, user): (OfficeId, UserId),
    device: &str,
    now: &str,
) -> Result<(), StoreError> {
    if outbox::is_new_device(tx, office, user, device, now)? {
        queue(tx, outside, office, JobKind::NewDevice, (&json!({ "at": now, "device": device }), "system"))?;
    }
    Ok(())
}
