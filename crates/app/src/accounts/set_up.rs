//! はじめての設定: the code printed at the first start opens the page that makes the office and its first 管理者. Nothing has a default password.

use domain::{
    id::{OfficeId, UserId},
    office::{Office, Role, User},
};
use serde_json::json;
use store::{
    StoreError, Tx,
    accounts::{self, Account},
    audit::{self, NewEntry},
    offices,
};

use super::{Token, normal_code, normal_login, random_code, sign_in::open_session};
use crate::{AuditAction, Outside, Reason, Refusal, office::OfficeEntry, sha256_hex};

/// Whether nobody can sign in yet.
pub fn needs_set_up(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(!accounts::any(tx)?)
}

/// While nobody can sign in: a new set-up code, told once and kept as a hash; the one before it no longer opens anything.
pub fn ensure_setup_code(tx: &mut Tx, outside: &Outside) -> Result<Option<String>, StoreError> {
    if !needs_set_up(tx)? {
        return Ok(None);
    }
    let code = random_code((outside.random)());
    accounts::set_setup_code(tx, &sha256_hex(normal_code(&code)), &(outside.now)())?;
    Ok(Some(code))
}

/// The first office.
pub type FirstOffice = OfficeEntry;

/// What the set-up page asks for.
pub struct SetUp {
    /// The code from the console.
    pub code: String,
    /// The office.
    pub office: FirstOffice,
    /// ログインID of the first 管理者.
    pub login: String,
    /// 氏名 of the first 管理者.
    pub name: String,
    /// Hash of the password.
    pub password_hash: String,
    /// Browser and system, in short.
    pub device: String,
}

/// Makes the office and its first 管理者, and signs that person in.
pub fn set_up(tx: &mut Tx, outside: &Outside, new: SetUp) -> Result<Token, Refusal> {
    let now = (outside.now)();
    if !needs_set_up(tx)? {
        return Err(Refusal::Refused(vec![Reason::at("", "はじめての設定はもう済んでいます。ログインしてください")]));
    }
    let mut reasons = new.office.check(&[]);
    let login = normal_login(&new.login);
    reasons.extend(super::save_user::check_person(&login, &new.name));
    if !reasons.is_empty() {
        return Err(Refusal::Refused(reasons));
    }
    if !accounts::use_setup_code(tx, &sha256_hex(normal_code(&new.code)), &now)? {
        let sentence = "設定コードが違います。いま動いているプログラムの画面に出ているコードを入力してください";
        return Err(Refusal::Refused(vec![Reason::at("code", sentence)]));
    }
    let office = OfficeId((outside.new_id)());
    let kept: Office = new.office.into_office(office, (outside.today)());
    offices::insert(tx, &kept)?;
    let user = User {
        id: UserId((outside.new_id)()),
        office,
        login,
        name: new.name.trim().to_owned(),
        role: Role::Manager,
        specialist: None,
        disabled: false,
        version: 1,
    };
    let account = Account {
        user: user.clone(),
        password_hash: new.password_hash,
        must_change_password: false,
        created_at: now.clone(),
    };
    accounts::add(tx, &account)?;
    let body = json!({ "office": kept.name, "login": user.login, "role": user.role.word() }).to_string();
    let entry = NewEntry {
        at: &now,
        actor_id: &user.id.to_string(),
        actor_name: &user.name,
        action: AuditAction::SetUp,
        subject: &office.to_string(),
        body: &body,
    };
    audit::append(tx, office, &entry)?;
    Ok(open_session(tx, outside, office, user.id, &new.device)?)
}
