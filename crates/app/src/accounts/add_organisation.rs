//! 組織を加える: a further office or ward of the installation with the person who administers it. Not a use case of a
//! person: whoever has the data may do it.

use domain::{
    id::{OfficeId, OrganisationId, UserId},
    office::{Office, Role},
    organisation::{Organisation, OrganisationKind, WardRole},
    text,
};
use serde_json::json;
use store::{
    Tx,
    accounts::{self, NewAccount},
    memberships::{self, NewMembership},
    offices, organisations,
};

use super::{normal_login, save_user::read_person, session::member};
use crate::{
    AuditAction, Cx, Outside, Reason, Refusal,
    input::{Reading, limit},
    office::OfficeEntry,
};

/// An organisation to add.
pub struct AddOrganisation {
    /// What it is.
    pub what: OrganisationEntry,
    /// ログインID of the first 管理者, new or of an account that is there.
    pub login: String,
    /// 氏名 of that person.
    pub name: String,
    /// Hash of the password; it is not used where the account is there already.
    pub password_hash: String,
    /// Whether somebody else knows that password.
    pub must_change_password: bool,
}

/// What is entered about an organisation.
pub enum OrganisationEntry {
    /// 相談支援事業所.
    Office(Box<OfficeEntry>),
    /// 区役所・支所, by its name.
    Ward(String),
}

/// An organisation that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedOrganisation {
    /// Its id.
    pub id: OrganisationId,
    /// Who administers it.
    pub user: UserId,
    /// Whether the account was made with it; else it keeps its password.
    pub new_account: bool,
}

/// Keeps the organisation, the membership and, where it is new, the account.
pub fn add_organisation(tx: &mut Tx, outside: &Outside, new: AddOrganisation) -> Result<AddedOrganisation, Refusal> {
    let login = normal_login(&new.login);
    let (name, mut reasons) = read_person(&login, &new.name);
    reasons.extend(new.what.check());
    if !reasons.is_empty() {
        return Err(Refusal::Refused(reasons));
    }
    let now = (outside.now)();
    let (organisation, role) = new.what.keep(tx, outside)?;
    let there = accounts::by_login(tx, &login)?.map(|there| there.user);
    let user = there.unwrap_or_else(|| UserId((outside.new_id)()));
    if there.is_none() {
        let (password_hash, must_change_password) = (new.password_hash.as_str(), new.must_change_password);
        accounts::open(tx, &NewAccount { user, login: &login, password_hash, must_change_password, created_at: &now })?;
    }
    let membership = NewMembership {
        organisation: organisation.id,
        user,
        name: &name,
        role,
        specialist: None,
        accepted_at: there.is_none().then_some(now.as_str()),
    };
    memberships::insert(tx, &membership)?;
    let first = member(user, &organisation, name.clone(), (role, None))?;
    let mut cx = Cx { actor: &first, tx, outside, today: (outside.today)(), operation: None };
    let body = json!({ "office": organisation.name, "login": login, "role": role });
    cx.audit(AuditAction::SetUp, &organisation.id.to_string(), &body)?;
    Ok(AddedOrganisation { id: organisation.id, user, new_account: there.is_none() })
}

impl OrganisationEntry {
    fn check(&self) -> Vec<Reason> {
        match self {
            Self::Office(entry) => entry.check(&[]),
            Self::Ward(name) => {
                let mut r = Reading::default();
                r.required("office_name", "名称", name, limit::NAME);
                r.reasons
            }
        }
    }

    /// The organisation as it is kept, and the word of the role of who administers it.
    fn keep(self, tx: &mut Tx, outside: &Outside) -> Result<(Organisation, &'static str), Refusal> {
        let id = OrganisationId((outside.new_id)());
        match self {
            Self::Office(entry) => {
                let office: Office = entry.into_office(OfficeId(id.0), (outside.today)());
                offices::insert(tx, &office)?;
                let organisation = Organisation { id, kind: OrganisationKind::Office, name: office.name };
                Ok((organisation, Role::Manager.word()))
            }
            Self::Ward(name) => {
                let name = text::line(&name);
                let organisation = Organisation { id, kind: OrganisationKind::Ward, name };
                organisations::insert(tx, &organisation)?;
                Ok((organisation, WardRole::Officer.word()))
            }
        }
    }
}
