//! 役割を渡す: who may let somebody in as whom. システム管理 sees no client, and so lets nobody in who does, herself last of all: she
//! prepares such an account switched off, and a 管理者 switches it on and gives the one-time password.

use domain::office::{Role, User};

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

/// Refuses a one-time password for somebody as whom the actor may let nobody in.
pub(super) fn refuse_password(cx: &Cx<'_>, of: &User) -> Result<(), Refusal> {
    if hands_out(cx.actor.role, of.role) {
        return Ok(());
    }
    let sentence = "利用者を見られる人の仮パスワードは、管理者だけが出せます。管理者に頼んでください";
    Err(Refusal::Refused(vec![Reason::at("", sentence)]))
}
