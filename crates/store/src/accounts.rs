//! アカウント: set-up code, people who sign in, and the brake on guessing.

use domain::{
    id::{OfficeId, SpecialistId, UserId},
    office::{Role, User},
};

use crate::{
    Row, StoreError, Tx,
    read::{of_word, parsed},
};

/// A person who signs in, with the hash of the password.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person.
    pub user: User,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// Whether the password was given by somebody else and must be changed at the next sign-in.
    pub must_change_password: bool,
    /// UTC, RFC 3339.
    pub created_at: String,
}

fn account(row: &mut Row) -> Result<Account, StoreError> {
    Ok(Account {
        user: User {
            office: parsed("user_account", "office_id", row.next()?)?,
            id: parsed("user_account", "id", row.next()?)?,
            login: row.next()?,
            name: row.next()?,
            role: of_word("user_account", "role", row.next()?, Role::from_word)?,
            specialist: row
                .next::<Option<String>>()?
                .map(|id| parsed("user_account", "specialist_id", id))
                .transpose()?,
            disabled: row.next()?,
            version: row.next()?,
        },
        password_hash: row.next()?,
        must_change_password: row.next()?,
        created_at: row.next()?,
    })
}

/// The account with this login, in any office.
pub fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Account>, StoreError> {
    tx.optional(
        "select office_id, id, login, name, role, specialist_id, disabled, version, password_hash, must_change_password, \
         created_at from user_account where login = $1",
        &[&login],
        account,
    )
}

/// One account of an office.
pub fn find(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Option<Account>, StoreError> {
    tx.optional(
        "select office_id, id, login, name, role, specialist_id, disabled, version, password_hash, must_change_password, \
         created_at from user_account where office_id = $1 and id = $2",
        &[&office.to_string(), &user.to_string()],
        account,
    )
}

/// The specialist whom an account belongs to, if one.
pub fn specialist_of(tx: &mut Tx, office: OfficeId, user: UserId) -> Result<Option<SpecialistId>, StoreError> {
    let found = tx.optional(
        "select specialist_id from user_account where office_id = $1 and id = $2",
        &[&office, &user],
        |row| row.next::<Option<SpecialistId>>(),
    )?;
    Ok(found.flatten())
}

/// All accounts of an office.
pub fn list(tx: &mut Tx, office: OfficeId) -> Result<Vec<Account>, StoreError> {
    tx.readable(
        "select office_id, id, login, name, role, specialist_id, disabled, version, password_hash, must_change_password, \
         created_at from user_account where office_id = $1 order by disabled, login",
        &[&office.to_string()],
        account,
    )
}

/// Keeps a new account (version 1).
pub fn add(tx: &mut Tx, account: &Account) -> Result<(), StoreError> {
    let user = &account.user;
    tx.execute(
        "insert into user_account (office_id, id, login, name, role, specialist_id, password_hash, must_change_password, \
         disabled, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &user.office.to_string(),
            &user.id.to_string(),
            &user.login,
            &user.name,
            &user.role.word(),
            &user.specialist.map(|id| id.to_string()),
            &account.password_hash,
            &account.must_change_password,
            &user.disabled,
            &account.created_at,
            &user.version,
        ],
    )?;
    Ok(())
}

/// Changes name, role, specialist and switch; whether the version was still the one given.
pub fn update(tx: &mut Tx, user: &User) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update user_account set name = $3, role = $4, specialist_id = $5, disabled = $6, version = version + 1 \
         where office_id = $1 and id = $2 and version = $7",
        &[
            &user.office.to_string(),
            &user.id.to_string(),
            &user.name,
            &user.role.word(),
            &user.specialist.map(|id| id.to_string()),
            &user.disabled,
            &user.version,
        ],
    )?;
    Ok(touched == 1)
}

/// Keeps a new password hash.
pub fn set_password(
    tx: &mut Tx,
    office: OfficeId,
    user: UserId,
    hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "update user_account set password_hash = $3, must_change_password = $4, version = version + 1 \
         where office_id = $1 and id = $2",
        &[&office.to_string(), &user.to_string(), &hash, &must_change],
    )?;
    Ok(())
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

/// Notes an attempt to sign in.
pub fn add_attempt(tx: &mut Tx, id: &str, login: &str, at: &str, succeeded: bool) -> Result<(), StoreError> {
    tx.execute(
        "insert into login_attempt (id, login, at, succeeded) values ($1, $2, $3, $4)",
        &[&id, &login, &at, &succeeded],
    )?;
    Ok(())
}

/// Failed attempts with this login from a time to a time, counted from the last success. What lies after it comes from
/// a clock that went wrong and counts for nothing.
pub fn failures_between(tx: &mut Tx, login: &str, since: &str, until: &str) -> Result<i64, StoreError> {
    let count = tx.optional(
        "select cast(count(*) as bigint) from login_attempt where login = $1 and at >= $2 and succeeded = $3 \
         and at <= $5 and at > \
         (select coalesce(max(at), '') from login_attempt where login = $1 and succeeded = $4 and at <= $5)",
        &[&login, &since, &false, &true, &until],
        |row| row.next::<i64>(),
    )?;
    Ok(count.unwrap_or(0))
}

/// Forgets attempts before a time and after another.
pub fn remove_attempts_outside(tx: &mut Tx, from: &str, to: &str) -> Result<u64, StoreError> {
    tx.execute("delete from login_attempt where at < $1 or at > $2", &[&from, &to])
}
