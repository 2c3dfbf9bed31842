//! 役割を渡す: who may let somebody in as whom. システム管理 sees no client, and so lets nobody in who does, herself last of all: she
//! prepares such an account switched off, and a 管理者 switches it on and gives the one-time password.

use domain::{
    id::{OrganisationId, UserId},
    office::{Role, User},
};
use store::memberships;

use crate::{Cx, Reason, Refusal};

/// Whether the actor may let people in as that role.
pub fn hands_out(actor: Role, role: Role) -> bool {
    actor.sees_clients() || !role.sees_clients()
}

/// What is wrong with a change of an account by somebody who does not hand out one of its roles: all she may do is to switch it off.
pub(super) fn refused_change(cx: &Cx<'_>, before: &User, after: &User) -> Option<Reason> {
    let hands_out = |role| hands_out(cx.actor.role, role);
    if hands_out(before.role) && hands_out(after.role) {
        return None;
    }
    if before.role != after.role {
        let sentence = "利用者を見られる役割は、管理者だけが変えられます。管理者に頼んでください";
        return Some(Reason::at("role", sentence));
    }
    if before.disabled && !after.disabled {
        let sentence = "利用者を見られる人のアカウントは、管理者だけが使えるようにできます。管理者に頼んでください";
        return Some(Reason::at("disabled", sentence));
    }
    (before.specialist != after.specialist).then(|| {
        let sentence = "利用者の担当に関わるため、管理者だけが変えられます。管理者に頼んでください";
        Reason::at("specialist", sentence)
    })
}

/// Refuses to open the way in for somebody as whom the actor may let nobody in. `what`: the sentence that says so of people who see clients.
pub(super) fn refuse_let_in(cx: &Cx<'_>, of: &User, what: &str) -> Result<(), Refusal> {
    if hands_out(cx.actor.role, of.role) {
        return Ok(());
    }
    let sentence = format!("利用者を見られる人の{what}。管理者に頼んでください");
    Err(Refusal::Refused(vec![Reason::at("", sentence)]))
}

/// Refuses for somebody who has come into another organisation, too: it would open or close the way in there as well. `command`: by which
/// whoever has the machine does it.
pub(super) fn refuse_shared(cx: &mut Cx<'_>, id: UserId, what: &str, command: &str) -> Result<(), Refusal> {
    let accepted = memberships::of_user(cx.tx, id)?.into_iter().filter(|it| it.accepted_at.is_some());
    let accepted: Vec<OrganisationId> = accepted.map(|it| it.organisation.id).collect();
    if accepted == [cx.actor.office.into()] {
        return Ok(());
    }
    let sentence = format!(
        "この人は、ほかの組織のアカウントでもログインしているため、ここから{what}。システムの担当者に頼んでください（{command}）"
    );
    Err(Refusal::Refused(vec![Reason::at("", sentence)]))
}
