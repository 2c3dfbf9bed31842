//! はじめての設定: the code printed at the first start opens the page that makes the office and its first 管理者. Nothing has a default password.

use store::{StoreError, Tx, accounts, sessions::Pending};

use super::{
    Token,
    add_organisation::{AddOrganisation, OrganisationEntry, add_organisation},
    normal_code, random_code,
    sign_in::{Place, open_pending},
};
use crate::{Outside, Reason, Refusal, office::OfficeEntry, sha256_hex};

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
    /// Where the person is.
    pub place: Place,
}

/// Makes the office and its first 管理者, who goes on to set up the second factor.
pub fn set_up(tx: &mut Tx, outside: &Outside, new: SetUp) -> Result<Token, Refusal> {
    let now = (outside.now)();
    if !needs_set_up(tx)? {
        return Err(Refusal::Refused(vec![Reason::at("", "はじめての設定はもう済んでいます。ログインしてください")]));
    }
    if !accounts::use_setup_code(tx, &sha256_hex(normal_code(&new.code)), &now)? {
        let sentence = "設定コードが違います。いま動いているプログラムの画面に出ているコードを入力してください";
        return Err(Refusal::Refused(vec![Reason::at("code", sentence)]));
    }
    let first = AddOrganisation {
        what: OrganisationEntry::Office(Box::new(new.office)),
        login: new.login,
        name: new.name,
        password_hash: new.password_hash,
        must_change_password: false,
    };
    let added = add_organisation(tx, outside, first)?;
    Ok(open_pending(tx, outside, added.user, &new.place, Pending::Enrol)?)
}
