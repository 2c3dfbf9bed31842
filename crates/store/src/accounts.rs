//! アカウント: set-up code and people who sign in. An account has one login and one password and
//! belongs to no organisation; as what it works where stands in [`crate::memberships`].

use domain::{
    id::{OfficeId, SpecialistId, UserId},
    office::{Role, User},
};

use crate::{
    Row, StoreError, Tx,
    memberships::{self, NewMembership},
    read::of_word,
};

/// A person of an office who signs in, with the hash of the password.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person, as the office has her.
    pub user: User,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// Whether the password was given by somebody else and must be changed at the next sign-in.
    pub must_change_password: bool,
    /// UTC, RFC 3339.
    pub created_at: String,
}

/// What signing in needs of an account, whatever it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The account.
    pub user: UserId,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// The one-time password, where it is one.
    pub given: Option<Given>,
    /// Whether it is an account of the demo, which needs no second factor.
    pub of_demo: bool,
}

/// 仮パスワード: a password that somebody else knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// When it was given, UTC, RFC 3339; none where that was before it was noted.
    pub at: Option<String>,
    /// Whether it has opened a session.
    pub used: bool,
}

/// The columns of an account in an office, in the order in which [`account`] reads them.
macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "select m.organisation_id, a.id, a.login, m.name, m.role, m.specialist_id, m.disabled, m.version, \
             a.password_hash, a.must_change_password, a.created_at \
             from membership m join user_account a on a.id = m.user_id where m.organisation_id = $1 ",
            $rest
        )
    };
}

fn account(row: &mut Row) -> Result<Account, StoreError> {
    Ok(Account {
        user: User {
            office: row.next()?,
            id: row.next()?,
            login: row.next()?,
            name: row.next()?,
            role: of_word("membership", "role", row.next()?, Role::from_word)?,
            specialist: row.next()?,
            disabled: row.next()?,
            version: row.next()?,
        },
        password_hash: row.next()?,
        must_change_password: row.next()?,
        created_at: row.next()?,
    })
}

/// The account with this login.
pub fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Login>, StoreError> {
    let sql = "select id, password_hash, must_change_password, given_at, given_used, of_demo from user_account where login = $1";
    tx.optional(sql, &[&login], |row| {
        let (user, password_hash, must_change) = (row.next()?, row.next()?, row.next::<bool>()?);
        let given = Given { at: row.next()?, used: row.next()? };
        Ok(Login { user, password_hash, given: must_change.then_some(given), of_demo: row.next()? })
    })
}

/// The login of an account.
pub fn login_of(tx: &mut Tx, user: UserId) -> Result<Option<String>, StoreError> {
    tx.optional("select login from user_account where id = $1", &[&user], |row| row.next())
}

/// The hash of a person's password.
pub fn password_hash(tx: &mut Tx, user: UserId) -> Result<Option<String>, StoreError> {
    tx.optional("select password_hash from user_account where id = $1", &[&user], |row| row.next())
}

/// One account of an office.
pub fn find(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Option<Account>, StoreError> {
    tx.optional(accounts!("and m.user_id = $2"), &[&office, &user], account)
}

/// The specialist whom an account belongs to, if one.
pub fn specialist_of(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Option<SpecialistId>, StoreError> {
    let found = tx.optional(
        "select specialist_id from membership where organisation_id = $1 and user_id = $2",
        &[&office, &user],
        |row| row.next::<Option<SpecialistId>>(),
    )?;
    Ok(found.flatten())
}

/// All accounts of an office.
pub fn list(tx: &mut Tx, office: OfficeId) -> Result<Vec<Account>, StoreError> {
    tx.readable(accounts!("order by m.disabled, a.login"), &[&office], account)
}

/// A new account, of no organisation yet.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Its id.
    pub user: UserId,
    /// ログインID, of nobody else.
    pub login: &'a str,
    /// Argon2id, PHC string.
    pub password_hash: &'a str,
    /// Whether somebody else knows the password.
    pub must_change_password: bool,
    /// UTC, RFC 3339.
    pub created_at: &'a str,
}

/// Keeps a new account. A password that must be changed was given with it.
pub fn open(tx: &mut Tx, new: &NewAccount<'_>) -> Result<(), StoreError> {
    let given_at = new.must_change_password.then_some(new.created_at);
    tx.execute(
        "insert into user_account (id, login, password_hash, must_change_password, created_at, given_at) \
         values ($1, $2, $3, $4, $5, $6)",
        &[&new.user, &new.login, &new.password_hash, &new.must_change_password, &new.created_at, &given_at],
    )?;
    Ok(())
}

/// Keeps a new account of an office with its membership (version 1): it was made for the office.
pub fn add(tx: &mut Tx, account: &Account) -> Result<(), StoreError> {
    let Account { user, password_hash, must_change_password, created_at } = account;
    let (login, must_change_password) = (&user.login, *must_change_password);
    open(tx, &NewAccount { user: user.id, login, password_hash, must_change_password, created_at })?;
    let new = NewMembership {
        organisation: user.office.into(),
        user: user.id,
        name: &user.name,
        role: user.role.word(),
        specialist: user.specialist,
        accepted_at: Some(created_at),
    };
    memberships::insert(tx, &new)
}

/// Changes name, role, specialist and switch of a person in an office; whether the version was still the one given.
pub fn update(tx: &mut Tx, user: &User) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update membership set name = $3, role = $4, specialist_id = $5, disabled = $6, version = version + 1 \
         where organisation_id = $1 and user_id = $2 and version = $7",
        &[&user.office, &user.id, &user.name, &user.role.word(), &user.specialist, &user.disabled, &user.version],
    )?;
    Ok(touched == 1)
}

/// Keeps a new password hash. `given_at`: when somebody else gave it, so that it must be changed at the next sign-in.
pub fn set_password(tx: &mut Tx, user: UserId, hash: &str, given_at: Option<&str>) -> Result<(), StoreError> {
    tx.execute(
        "update user_account set password_hash = $2, must_change_password = $3, given_at = $4, given_used = $5 where id = $1",
        &[&user, &hash, &given_at.is_some(), &given_at, &false],
    )?;
    Ok(())
}

/// Uses the one-time password up; whether it was still unused.
pub fn use_given(tx: &mut Tx, user: UserId) -> Result<bool, StoreError> {
    let sql = "update user_account set given_used = $2 where id = $1 and given_used = $3";
    Ok(tx.execute(sql, &[&user, &true, &false])? == 1)
}

/// Marks an account as one of the demo.
pub fn mark_of_demo(tx: &mut Tx, user: UserId) -> Result<(), StoreError> {
    tx.execute("update user_account set of_demo = $2 where id = $1", &[&user, &true])?;
    Ok(())
}

/// Whether there is an account of the demo.
pub fn any_of_demo(tx: &mut Tx) -> Result<bool, StoreError> {
    let sql = "select id from user_account where of_demo = $1 limit 1";
    let first: Option<String> = tx.optional(sql, &[&true], |row| row.next())?;
    Ok(first.is_some())
}

/// Takes the accounts away that belong to no organisation any more, with all that is kept for signing in; how many.
pub fn remove_without_membership(tx: &mut Tx) -> Result<u64, StoreError> {
    for sql in [
        "delete from second_factor where not exists (select 1 from membership m where m.user_id = second_factor.user_id)",
        "delete from recovery_code where not exists (select 1 from membership m where m.user_id = recovery_code.user_id)",
        "delete from passkey where not exists (select 1 from membership m where m.user_id = passkey.user_id)",
        "delete from account_mail where not exists (select 1 from membership m where m.user_id = account_mail.user_id)",
        "delete from account_notice where not exists (select 1 from membership m where m.user_id = account_notice.user_id)",
        "delete from device_pass where not exists (select 1 from membership m where m.user_id = device_pass.user_id)",
    ] {
        tx.execute(sql, &[])?;
    }
    tx.execute(
        "delete from user_account where not exists (select 1 from membership where user_id = user_account.id)",
        &[],
    )
}

/// Whether there is any account at all.
pub fn any(tx: &mut Tx) -> Result<bool, StoreError> {
    let first: Option<String> = tx.optional("select id from user_account limit 1", &[], |row| row.next())?;
    Ok(first.is_some())
}

/// Replaces the set-up code that is not yet used.
pub fn set_setup_code(tx: &mut Tx, code_hash: &str, now: &str) -> Result<(), StoreError> {
    tx.execute("delete from setup_code where used_at is null", &[])?;
    tx.execute("insert into setup_code (code_hash, created_at) values ($1, $2)", &[&code_hash, &now])?;
    Ok(())
}

/// Uses the set-up code up; whether it was the right one.
pub fn use_setup_code(tx: &mut Tx, code_hash: &str, now: &str) -> Result<bool, StoreError> {
    let touched =
        tx.execute("update setup_code set used_at = $2 where code_hash = $1 and used_at is null", &[&code_hash, &now])?;
    Ok(touched == 1)
}
