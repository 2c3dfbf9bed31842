//! 閲覧の記録: who was shown what of whom. It is written where pages are sent (`web`) and where commands run (`cli`); here it is
//! read, looked through and, after five years, taken away.

mod of_client;
mod of_month;
mod review;

use store::{Db, StoreError};

pub use of_client::{PersonLooks, looks_of_client, looks_of_intake};
pub use of_month::{LookAsked, LookLine, MonthLooks, looks_of_month};
pub use review::review_looks;
pub use store::looks::{Look, LookKind, LookSum, StoredLook, review::LookReview};

use crate::{Outside, accounts::shifted, limits};

/// Rows of one page.
pub const PAGE: i64 = 50;

/// Takes away what is older than [`limits::LOOK_DAYS`]; asked from time to time.
pub fn sweep(db: &Db, outside: &Outside) -> Result<(), StoreError> {
    let before = shifted(&(outside.now)(), -limits::LOOK_DAYS * 24 * 60);
    for organisation in db.read_now(store::looks::organisations)? {
        let before = before.clone();
        db.write_now_in(organisation, move |tx| store::looks::remove_before(tx, organisation, &before))?;
    }
    Ok(())
}
