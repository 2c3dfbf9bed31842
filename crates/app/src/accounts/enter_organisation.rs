//! 所属する組織を選ぶ・切り替える: a session works in one organisation. The person says in which after the password, where
//! there are several, and later moves it to another one.

use domain::{
    id::{OrganisationId, UserId},
    office::Role,
    organisation::{Organisation, OrganisationKind, WardRole},
};
use serde_json::json;
use store::{Tx, memberships, sessions};

use super::{
    Token,
    renew_session::renew_session,
    session::{SignedIn, member},
    sign_in::{tell, tell_office_of_device},
};
use crate::{Actor, Acts as _, AuditAction, Cx, Member, Outside, Refusal};

/// An organisation in which the person may work.
#[derive(Clone, Debug)]
pub struct OwnOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// 役割 there, in Japanese.
    pub role: &'static str,
    /// Whether the person has never come in yet.
    pub is_new: bool,
    /// Whether the session works there now.
    pub is_current: bool,
}

/// The organisations in which an account may work; `current` is the one of the session.
pub fn own_organisations(
    tx: &mut Tx,
    user: UserId,
    current: Option<OrganisationId>,
) -> Result<Vec<OwnOrganisation>, Refusal> {
    let all = memberships::of_user(tx, user)?.into_iter().filter(|it| !it.disabled);
    let role = |kind, word: &str| match kind {
        OrganisationKind::Office => Role::from_word(word).map(Role::label),
        OrganisationKind::Ward => WardRole::from_word(word).map(WardRole::label),
    };
    Ok(all
        .map(|it| OwnOrganisation {
            role: role(it.organisation.kind, &it.role).unwrap_or_default(),
            is_new: it.accepted_at.is_none(),
            is_current: current == Some(it.organisation.id),
            organisation: it.organisation,
        })
        .collect())
}

/// Lets the session work in that organisation, where the person belongs to it, with another secret. In the organisation's
/// turn, whose log tells of it.
pub fn enter_organisation(
    tx: &mut Tx,
    outside: &Outside,
    signed_in: &SignedIn,
    target: OrganisationId,
    device: &str,
) -> Result<Token, Refusal> {
    let user = signed_in.actor.user();
    let all = memberships::of_user(tx, user)?;
    let chosen = all.into_iter().find(|it| it.organisation.id == target && !it.disabled).ok_or(Refusal::NotFound)?;
    memberships::accept(tx, target, user, &(outside.now)())?;
    sessions::move_to(tx, &signed_in.token_hash, target)?;
    let member = member(user, &chosen.organisation, chosen.name, (&chosen.role, chosen.sections.as_deref()))?;
    let action = match signed_in.actor {
        Actor::Guest(_) => {
            tell_office_of_device(tx, outside, &member, device)?;
            AuditAction::SignIn
        }
        Actor::Staff(_) | Actor::Ward(_) => AuditAction::EnterOrganisation,
    };
    tell(tx, outside, &member, action, &json!({}))?;
    renew_session(tx, outside, &signed_in.token_hash)
}

/// Tells the organisation that the person left for another one; for which is nothing of its own.
pub fn leave_organisation(cx: &mut Cx<'_, Member>) -> Result<(), Refusal> {
    cx.audit(AuditAction::LeaveOrganisation, &cx.actor.user().to_string(), &json!({}))
}
