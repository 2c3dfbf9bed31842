//! The people who may sign in, for the page that keeps them.

use domain::{
    id::UserId,
    office::{Right, User},
};
use store::{
    accounts::{self, Account},
    organisations,
};

use crate::{Cx, Refusal};

/// A person of the list.
#[derive(Clone, Debug)]
pub struct UserLine {
    /// The person.
    pub user: User,
    /// Whether a one-time password waits to be changed.
    pub must_change_password: bool,
}

/// All people of the office.
pub fn list_users(cx: &mut Cx<'_>) -> Result<Vec<UserLine>, Refusal> {
    cx.authorize(Right::ReadSettings)?;
    let accounts = accounts::list(cx.tx, cx.actor.office)?;
    Ok(accounts.into_iter().map(line).collect())
}

/// One person of the office.
pub fn user_of(cx: &mut Cx<'_>, id: UserId) -> Result<UserLine, Refusal> {
    cx.authorize(Right::Administer)?;
    accounts::find(cx.tx, cx.actor.office, id)?.map(line).ok_or(Refusal::NotFound)
}

fn line(account: Account) -> UserLine {
    UserLine { user: account.user, must_change_password: account.must_change_password }
}

/// Whether there are other organisations in the installation, so that somebody may have an account already.
pub fn is_shared(cx: &mut Cx<'_>) -> Result<bool, Refusal> {
    cx.authorize(Right::Administer)?;
    Ok(organisations::all(cx.tx)?.len() > 1)
}
