//! A person who may sign in: added with a one-time password, changed, switched off. There is always a 管理者 left.

use domain::{
    id::{SpecialistId, UserId},
    office::{Right, Role, User},
    text,
};
use serde_json::json;
use store::{
    accounts::{self, Account},
    sessions,
};

use super::normal_login;
use crate::{AuditAction, Cx, Reason, Refusal, changes, input::hidden_mark};

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
    /// Hash of the one-time password.
    pub password_hash: String,
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

/// Login and name as they may be kept.
pub(super) fn check_person(login: &str, name: &str) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let plain = login.chars().all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c));
    if !(3..=60).contains(&login.chars().count()) || !plain {
        reasons.push(Reason::at("login", "ログインIDは半角の英数字と . _ - @ で、3文字から60文字までにしてください"));
    }
    let length = name.trim().chars().count();
    if length == 0 || length > 60 {
        reasons.push(Reason::at("name", "氏名を60文字までで入力してください"));
    }
    // A line end is as invisible in a list as a mark of direction.
    if let Some(mark) = name.trim().chars().find(|c| c.is_control()).or_else(|| text::hidden(name)) {
        reasons.push(Reason::at("name", hidden_mark("氏名", mark)));
    }
    reasons
}

/// A person who was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddedUser {
    /// The person.
    pub id: UserId,
    /// Whether it was this call that did it: sent again, the one-time password made for it opens nothing.
    pub now: bool,
}

/// Adds a person.
pub fn add_user(cx: &mut Cx<'_>, new: AddUser) -> Result<AddedUser, Refusal> {
    cx.authorize(Right::Administer)?;
    let mut now = false;
    let id = cx.once("accounts.add-user", |cx| {
        now = true;
        let login = normal_login(&new.login);
        let mut reasons = check_person(&login, &new.name);
        if accounts::by_login(cx.tx, &login)?.is_some() {
            reasons.push(Reason::at("login", "このログインIDはもう使われています。別のIDにしてください"));
        }
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let user = User {
            id: UserId((cx.outside.new_id)()),
            office: cx.actor.office,
            login,
            name: new.name.trim().to_owned(),
            role: new.role,
            specialist: new.specialist,
            disabled: false,
            version: 1,
        };
        let account = Account {
            user: user.clone(),
            password_hash: new.password_hash,
            must_change_password: true,
            created_at: (cx.outside.now)(),
        };
        accounts::add(cx.tx, &account)?;
        cx.audit(AuditAction::AddUser, &user.id.to_string(), &body(&user))?;
        Ok(user.id)
    })?;
    Ok(AddedUser { id, now })
}

/// Changes a person; switched off, the person is signed out at once.
pub fn edit_user(cx: &mut Cx<'_>, id: UserId, edit: EditUser) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("accounts.edit-user", |cx| {
        let office = cx.actor.office;
        let before = accounts::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?.user;
        let mut reasons = check_person(&before.login, &edit.name);
        let stays_manager = edit.role == Role::Manager && !edit.disabled;
        if before.role == Role::Manager && !before.disabled && !stays_manager && managers(cx)? <= 1 {
            reasons.push(Reason::at("role", "管理者がいなくなるため変更できません。先に別の人を管理者にしてください"));
        }
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let user = User {
            name: edit.name.trim().to_owned(),
            role: edit.role,
            specialist: edit.specialist,
            disabled: edit.disabled,
            version: edit.version,
            ..before.clone()
        };
        if !accounts::update(cx.tx, &user)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &id.to_string())?,
            });
        }
        if user.disabled {
            sessions::remove_of_user(cx.tx, office, id, "")?;
            store::drafts::remove_of_user(cx.tx, office, id)?;
        }
        cx.audit(AuditAction::EditUser, &id.to_string(), &json!({ "before": body(&before), "after": body(&user) }))
    })
}

/// Replaces a forgotten password with a one-time password and signs the person out everywhere.
pub fn reset_password(cx: &mut Cx<'_>, id: UserId, password_hash: &str) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    let office = cx.actor.office;
    accounts::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    accounts::set_password(cx.tx, office, id, password_hash, true)?;
    sessions::remove_of_user(cx.tx, office, id, "")?;
    cx.audit(AuditAction::ResetPassword, &id.to_string(), &json!({}))
}

fn managers(cx: &mut Cx<'_>) -> Result<usize, Refusal> {
    let all = accounts::list(cx.tx, cx.actor.office)?;
    Ok(all.iter().filter(|account| account.user.role == Role::Manager && !account.user.disabled).count())
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
