//! What the console does for accounts: 仮パスワード, 二段階認証の解除, 待ち時間の解除. For somebody who belongs to several organisations,
//! none of which may do it alone, and for the only 管理者. Not a use case of a person: whoever has the data may do it.

use domain::{
    id::{OfficeId, UserId},
    organisation::OrganisationKind,
};
use serde_json::json;
use store::{
    StoreError, Tx, accounts,
    memberships::{self, Membership},
    second_factors, sessions,
};

use super::{
    brake, normal_login,
    notices::{By, Changed, NoticeKind, mail_person, tell_person},
    session::member,
};
use crate::{AuditAction, Cx, Outside, Refusal};

/// What a command does to an account.
#[derive(Clone, Debug)]
pub enum ByCommand {
    /// 仮パスワード, by its hash.
    GivePassword(String),
    /// 二段階認証の解除: the next sign-in sets up another one.
    ResetFactor,
    /// 待ち時間の解除 after too many tries.
    Unlock,
}

impl ByCommand {
    fn action(&self) -> AuditAction {
        match self {
            Self::GivePassword(_) => AuditAction::ResetPassword,
            Self::ResetFactor => AuditAction::ResetFactor,
            Self::Unlock => AuditAction::Unlock,
        }
    }

    /// What the person is told; nothing of a wait that was lifted.
    fn changed(&self) -> Option<Changed<'static>> {
        let kind = match self {
            Self::GivePassword(_) => NoticeKind::PasswordGiven,
            Self::ResetFactor => NoticeKind::FactorReset,
            Self::Unlock => return None,
        };
        Some(Changed { kind, device: "", by: By::Console })
    }
}

/// Does it; the memberships, whose organisations are to be told ([`tell_command`]). None where there is no such login.
pub fn do_by_command(
    tx: &mut Tx,
    outside: &Outside,
    login: &str,
    what: &ByCommand,
) -> Result<Option<Vec<Membership>>, StoreError> {
    let login = normal_login(login);
    let Some(found) = accounts::by_login(tx, &login)? else { return Ok(None) };
    match what {
        ByCommand::GivePassword(hash) => {
            accounts::set_password(tx, found.user, hash, Some(&(outside.now)()))?;
            second_factors::remove_passes(tx, found.user)?;
            sessions::remove_of_user(tx, found.user, "")?;
        }
        ByCommand::ResetFactor => {
            second_factors::remove(tx, found.user)?;
            second_factors::remove_passes(tx, found.user)?;
            sessions::remove_of_user(tx, found.user, "")?;
        }
        ByCommand::Unlock => {}
    }
    if let Some(changed) = what.changed() {
        tell_person(tx, outside, found.user, changed)?;
    }
    brake::lift(tx, &login, found.user)?;
    memberships::of_user(tx, found.user).map(Some)
}

/// Tells an organisation of it, in its own turn.
pub fn tell_command(
    tx: &mut Tx,
    outside: &Outside,
    of: &Membership,
    what: &ByCommand,
    by: &str,
) -> Result<(), Refusal> {
    let program =
        member(UserId(uuid::Uuid::nil()), &of.organisation, by.to_owned(), (&of.role, of.sections.as_deref()))?;
    let mut cx = Cx { actor: &program, tx, outside, today: (outside.today)(), operation: None };
    cx.audit(what.action(), &of.user.to_string(), &json!({}))?;
    // One mail, from the first office of the person.
    let offices = memberships::of_user(tx, of.user)?.into_iter().map(|it| it.organisation);
    let first = offices.into_iter().find(|it| it.kind == OrganisationKind::Office).map(|it| it.id);
    if let Some((changed, office)) = what.changed().zip(first.filter(|first| *first == of.organisation.id)) {
        mail_person(tx, outside, (OfficeId(office.0), of.user), changed)?;
    }
    Ok(())
}
