//! 片づけ: what signing in leaves behind goes by itself, by the worker of `serve`: sessions that are over (those of guests on their way in among them), old
//! tries, and the devices of people who sign in no more.

use store::{
    Db, StoreError, sessions,
    tries::{self, Window},
    upkeep,
};

use crate::{
    Outside,
    accounts::{AHEAD_MINUTES, shifted},
    limits,
};

/// Takes away what is over; asked from time to time. How many rows.
pub fn prune_sign_in(db: &Db, outside: &Outside) -> Result<u64, StoreError> {
    let now = (outside.now)();
    db.write_now(move |tx| {
        let ahead = shifted(&now, AHEAD_MINUTES);
        let mut gone = sessions::remove_expired(tx, &now, &ahead)?;
        let from = shifted(&now, -limits::TRY_MINUTES);
        gone += tries::prune(tx, Window { from: &from, to: &ahead, now: &now }, limits::TRY_SUBJECTS)?;
        let before = shifted(&now, -limits::ENDED_DAYS * 24 * 60);
        gone += upkeep::prune_devices(tx, &before, limits::PRUNED_ROWS)?;
        Ok(gone)
    })
}
