//! A person who may sign in: added with a one-time password, changed, switched off. There is always a 管理者 left.

use domain::{
    id::{SpecialistId, UserId},
    office::{Right, Role, User},
};
use serde_json::json;
use store::{
    accounts::{self, Account},
    memberships::{self, NewMembership},
    sessions, specialists,
};

use super::{
    brake,
    hand_out::{hands_out, refuse_let_in, refuse_shared, refused_change},
    normal_login,
    notices::{By, Changed, NoticeKind, tell_both},
};
use crate::{
    AuditAction, Cx, Reason, Refusal, changes,
    input::{Reading, limit},
};

/// A person to add.
pub struct AddUser {
    /// ログインID.
    pub login: String,
    /// 氏名.
    pub name: String,
    /// 役割.
    pub role: Role,
    /// The specialist this person is, if one.
    pub specialist: Option<SpecialistId>,
    /// Hash of the one-time password; none where the person has an account already, of which nothing is told here.
    pub password_hash: Option<String>,
}

/// What is to be changed of a person.
pub struct EditUser {
    /// 氏名.
    pub name: String,
    /// 役割.
    pub role: Role,
    /// The specialist this person is, if one.
    pub specialist: Option<SpecialistId>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// The version that was changed.
    pub version: i64,
}

/// The name as it is kept, and what is wrong with it or with the login.
pub(super) fn read_person(login: &str, name: &str) -> (String, Vec<Reason>) {
    let mut r = Reading::default();
    let plain = login.chars().all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c));
    if !(3..=60).contains(&login.chars().count()) || !plain {
        r.refuse("login", "ログインIDは半角の英数字と . _ - @ で、3文字から60文字までにしてください");
    }
    let name = r.required("name", "氏名", name, limit::NAME);
    (name, r.reasons)
}

/// A person who was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddedUser {
    /// The person.
    pub id: UserId,
    /// Whether it was this call that did it: sent again, the one-time password made for it opens nothing.
    pub now: bool,
    /// 準備: whether the account waits, switched off and without a password, for a 管理者 to let the person in.
    pub prepared: bool,
}

/// In the place of the hash of a password: no password opens the account.
const NO_PASSWORD: &str = "none";

/// Adds a person: with a new account, or with the one that she has in another organisation.
pub fn add_user(cx: &mut Cx<'_>, new: AddUser) -> Result<AddedUser, Refusal> {
    cx.authorize(Right::Administer)?;
    let mut now = false;
    let prepared = !hands_out(cx.actor.role, new.role);
    let id = cx.once("accounts.add-user", |cx| {
        now = true;
        let login = normal_login(&new.login);
        let (name, mut reasons) = read_person(&login, &new.name);
        let there = accounts::by_login(cx.tx, &login)?.map(|there| there.user);
        reasons.extend(check_account(cx, there, new.password_hash.is_some())?);
        reasons.extend(check_specialist(cx, new.specialist)?);
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let user = User {
            id: there.unwrap_or_else(|| UserId((cx.outside.new_id)())),
            office: cx.actor.office,
            login,
            name,
            role: new.role,
            specialist: new.specialist,
            disabled: prepared,
            version: 1,
        };
        match new.password_hash {
            Some(password_hash) => {
                let password_hash = if prepared { NO_PASSWORD.to_owned() } else { password_hash };
                let created_at = (cx.outside.now)();
                let user = user.clone();
                accounts::add(cx.tx, &Account { user, password_hash, must_change_password: true, created_at })?;
            }
            None => add_member(cx, &user)?,
        }
        if prepared {
            accounts::update(cx.tx, &user)?;
        }
        cx.audit(AuditAction::AddUser, &user.id.to_string(), &body(&user))?;
        Ok(user.id)
    })?;
    Ok(AddedUser { id, now, prepared })
}

/// Whether the login is free, or the one of somebody to be added. That it is somebody's is all that is told: logins are
/// of one person each in the whole installation.
fn check_account(cx: &mut Cx<'_>, there: Option<UserId>, is_new: bool) -> Result<Option<Reason>, Refusal> {
    let sentence = match (there, is_new) {
        (Some(user), _) if accounts::find(cx.tx, cx.actor.office, user)?.is_some() => {
            "このログインIDの人は、もうこの事業所に加わっています"
        }
        (Some(_), true) => {
            "このログインIDはもう使われています。別の人なら、別のIDにしてください。ほかの事業所で使っている本人なら、下の「アカウントがある」を選んでください"
        }
        (None, false) => "このログインIDのアカウントはありません。本人に確かめてください",
        (Some(_), false) | (None, true) => return Ok(None),
    };
    Ok(Some(Reason::at("login", sentence)))
}

/// That the specialist is none of this office, in a sentence.
fn check_specialist(cx: &mut Cx<'_>, specialist: Option<SpecialistId>) -> Result<Option<Reason>, Refusal> {
    let Some(id) = specialist else { return Ok(None) };
    let there = specialists::find(cx.tx, cx.actor.office, id)?;
    let sentence = "この相談支援専門員は、この事業所に登録されていません。選び直してください";
    Ok(there.is_none().then(|| Reason::at("specialist", sentence)))
}

/// The account is there already: what it works here is all that is kept. It counts once the person has come in.
fn add_member(cx: &mut Cx<'_>, user: &User) -> Result<(), Refusal> {
    let membership = NewMembership {
        organisation: user.office.into(),
        user: user.id,
        name: &user.name,
        role: user.role.word(),
        specialist: user.specialist,
        accepted_at: None,
    };
    Ok(memberships::insert(cx.tx, &membership)?)
}

/// Changes a person; switched off, the person is signed out at once.
pub fn edit_user(cx: &mut Cx<'_>, id: UserId, edit: EditUser) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("accounts.edit-user", |cx| {
        let office = cx.actor.office;
        let before = accounts::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?.user;
        let (name, mut reasons) = read_person(&before.login, &edit.name);
        let user = User {
            name,
            role: edit.role,
            specialist: edit.specialist,
            disabled: edit.disabled,
            version: edit.version,
            ..before.clone()
        };
        if !is_manager(&user) && is_last_manager(cx, &before)? {
            reasons.push(Reason::at("role", "管理者がいなくなるため変更できません。先に別の人を管理者にしてください"));
        }
        reasons.extend(refused_change(cx, &before, &user));
        reasons.extend(check_specialist(cx, user.specialist)?);
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        if !accounts::update(cx.tx, &user)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &id.to_string())?,
            });
        }
        if user.role != before.role {
            // Whoever knows the secret of a session gets no further right by it.
            sessions::mark_to_renew(cx.tx, office.into(), id)?;
        }
        if user.disabled {
            sessions::remove_of_member(cx.tx, office.into(), id)?;
            store::drafts::remove_of_user(cx.tx, office, id)?;
        }
        cx.audit(AuditAction::EditUser, &id.to_string(), &json!({ "before": body(&before), "after": body(&user) }))
    })
}

/// Replaces a forgotten password with a one-time password (`device`: on which the actor works), signs the person out everywhere and ends the wait after too many
/// tries. Refused where the person
/// has come into another organisation, too: whoever knows the one-time password would come in there as well.
pub fn reset_password(cx: &mut Cx<'_>, id: UserId, password_hash: &str, device: &str) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    let office = cx.actor.office;
    let of = accounts::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?.user;
    refuse_let_in(cx, &of, "仮パスワードは、管理者だけが出せます")?;
    refuse_shared(cx, id, "仮パスワードは出せません", "mimamori organisation reset-password")?;
    accounts::set_password(cx.tx, id, password_hash, Some(&(cx.outside.now)()))?;
    sessions::remove_of_user(cx.tx, id, "")?;
    store::second_factors::remove_passes(cx.tx, id)?;
    brake::lift(cx.tx, &of.login, id)?;
    let by = if id == cx.actor.user { By::Person } else { By::Colleague(&cx.actor.name) };
    tell_both(cx, id, Changed { kind: NoticeKind::PasswordGiven, device, by })?;
    cx.audit(AuditAction::ResetPassword, &id.to_string(), &json!({}))
}

/// Takes a person out of the office and signs her out of it. What she recorded stays, and so does the account where it
/// belongs to another organisation.
pub fn remove_user(cx: &mut Cx<'_>, id: UserId) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("accounts.remove-user", |cx| {
        let office = cx.actor.office;
        let before = accounts::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?.user;
        if id == cx.actor.user {
            let sentence = "自分を外すことはできません。ほかの管理者に頼んでください";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        if is_last_manager(cx, &before)? {
            let sentence = "管理者がいなくなるため外せません。先に別の人を管理者にしてください";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        sessions::remove_of_member(cx.tx, office.into(), id)?;
        store::drafts::remove_of_user(cx.tx, office, id)?;
        memberships::remove(cx.tx, office.into(), id)?;
        accounts::remove_without_membership(cx.tx)?;
        cx.audit(AuditAction::RemoveUser, &id.to_string(), &body(&before))
    })
}

fn is_manager(user: &User) -> bool {
    user.role == Role::Manager && !user.disabled
}

/// Whether the person is the only 管理者 who can sign in.
fn is_last_manager(cx: &mut Cx<'_>, user: &User) -> Result<bool, Refusal> {
    let others = accounts::list(cx.tx, cx.actor.office)?.into_iter().filter(|it| it.user.id != user.id);
    Ok(is_manager(user) && !others.map(|it| it.user).any(|other| is_manager(&other)))
}

fn body(user: &User) -> serde_json::Value {
    json!({
        "login": user.login,
        "name": user.name,
        "role": user.role.word(),
        "specialist": user.specialist.map(|id| id.to_string()),
        "disabled": user.disabled,
    })
}
