//! 所属: which account works in which organisation, and as what. A person who left has no membership any more; what was
//! recorded keeps the name.

use domain::{
    id::{OrganisationId, SpecialistId, UserId},
    organisation::Organisation,
};

use crate::{Row, StoreError, Tx, organisations::organisation};

/// A membership of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation.
    pub organisation: Organisation,
    /// The account.
    pub user: UserId,
    /// 氏名, as this organisation writes it.
    pub name: String,
    /// The word of the role, of which each kind of organisation has its own.
    pub role: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// The words of what the person may see; none where the role says it.
    pub sections: Option<String>,
    /// When the person first came in, UTC, RFC 3339; none where only the organisation has said so until now.
    pub accepted_at: Option<String>,
}

fn membership(row: &mut Row) -> Result<Membership, StoreError> {
    Ok(Membership {
        organisation: organisation(row)?,
        user: row.next()?,
        name: row.next()?,
        role: row.next()?,
        disabled: row.next()?,
        sections: row.next()?,
        accepted_at: row.next()?,
    })
}

/// The memberships of an account, also those that are switched off.
pub fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Membership>, StoreError> {
    tx.rows(
        "select o.id, o.kind, o.name, m.user_id, m.name, m.role, m.disabled, m.sections, m.accepted_at \
         from membership m join organisation o on o.id = m.organisation_id \
         where m.user_id = $1 order by o.kind, o.name, o.id",
        &[&user],
        membership,
    )
}

/// A new membership.
#[derive(Clone, Debug)]
pub struct NewMembership<'a> {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The account.
    pub user: UserId,
    /// 氏名.
    pub name: &'a str,
    /// The word of the role.
    pub role: &'a str,
    /// The specialist of the office whom the account belongs to, if one.
    pub specialist: Option<SpecialistId>,
    /// When the person came in, if that is now: the account was made for it.
    pub accepted_at: Option<&'a str>,
}

/// Keeps a new membership (version 1), which is switched on.
pub fn insert(tx: &mut Tx, new: &NewMembership<'_>) -> Result<(), StoreError> {
    tx.execute(
        "insert into membership (organisation_id, user_id, name, role, specialist_id, disabled, accepted_at, version) \
         values ($1, $2, $3, $4, $5, $6, $7, 1)",
        &[&new.organisation, &new.user, &new.name, &new.role, &new.specialist, &false, &new.accepted_at],
    )?;
    Ok(())
}

/// Notes that the person came in; the first time stands.
pub fn accept(tx: &mut Tx, organisation: OrganisationId, user: UserId, now: &str) -> Result<(), StoreError> {
    tx.execute(
        "update membership set accepted_at = $3 where organisation_id = $1 and user_id = $2 and accepted_at is null",
        &[&organisation, &user, &now],
    )?;
    Ok(())
}

/// Keeps what somebody may see in an organisation, as words; whether there is such a membership.
pub fn set_sections(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: UserId,
    sections: &str,
) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update membership set sections = $3 where organisation_id = $1 and user_id = $2",
        &[&organisation, &user, &sections],
    )?;
    Ok(touched == 1)
}

/// What the people of an organisation may see, as words, where somebody decided it.
pub fn sections(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<(UserId, String)>, StoreError> {
    tx.rows(
        "select user_id, sections from membership where organisation_id = $1 and sections is not null",
        &[&organisation],
        |row| Ok((row.next()?, row.next()?)),
    )
}

/// Takes a membership away; whether there was one.
pub fn remove(tx: &mut Tx, organisation: OrganisationId, user: UserId) -> Result<bool, StoreError> {
    let touched =
        tx.execute("delete from membership where organisation_id = $1 and user_id = $2", &[&organisation, &user])?;
    Ok(touched == 1)
}
