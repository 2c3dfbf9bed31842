//! Who acts: somebody of an office, of a ward, or a guest who may do one thing. Each use case names whom it takes, so that
//! none of an office is ever run for a ward.

use domain::{
    id::{OfficeId, OrganisationId, UserId},
    office::{Role, Sections},
    organisation::WardRole,
};

/// Whoever a request comes from.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Somebody of an office.
    Staff(Staff),
    /// Somebody of a ward.
    Ward(Ward),
    /// Somebody who may do one thing.
    Guest(Guest),
}

/// Somebody of an office.
#[derive(Clone, Debug)]
pub struct Staff {
    /// User.
    pub user: UserId,
    /// Office.
    pub office: OfficeId,
    /// Name, for facts and the audit log.
    pub name: String,
    /// Role.
    pub role: Role,
    /// 見られる項目.
    pub sections: Sections,
}

/// Somebody of a 区役所・支所.
#[derive(Clone, Debug)]
pub struct Ward {
    /// User.
    pub user: UserId,
    /// The ward.
    pub organisation: OrganisationId,
    /// Name, for the audit log.
    pub name: String,
    /// Role.
    pub role: WardRole,
}

/// Somebody who may do one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The account.
    pub user: UserId,
    /// What for.
    pub purpose: Purpose,
}

/// What a guest may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To say in which organisation to work: the person is known, the account belongs to several.
    ChooseOrganisation,
    /// To prove the second factor: the password was right.
    ProveFactor,
    /// To set up a second factor: the password was right, and there is none yet.
    EnrolFactor,
}

/// Somebody who works in an organisation, whatever it is: for what people do with their own account.
#[derive(Clone, Debug)]
pub enum Member {
    /// Of an office.
    Staff(Staff),
    /// Of a ward.
    Ward(Ward),
}

impl Actor {
    /// The account.
    pub fn user(&self) -> UserId {
        match self {
            Self::Staff(staff) => staff.user,
            Self::Ward(ward) => ward.user,
            Self::Guest(guest) => guest.user,
        }
    }

    /// The organisation worked in; none for a guest.
    pub fn organisation(&self) -> Option<OrganisationId> {
        match self {
            Self::Staff(staff) => Some(staff.office.into()),
            Self::Ward(ward) => Some(ward.organisation),
            Self::Guest(_) => None,
        }
    }
}

impl From<Member> for Actor {
    fn from(member: Member) -> Self {
        match member {
            Member::Staff(staff) => Self::Staff(staff),
            Member::Ward(ward) => Self::Ward(ward),
        }
    }
}

/// Somebody whose acts stand in the log of an organisation.
pub trait Acts {
    /// User.
    fn user(&self) -> UserId;
    /// The organisation worked in.
    fn organisation(&self) -> OrganisationId;
    /// Name.
    fn name(&self) -> &str;
    /// The office worked in; none for a ward.
    fn office(&self) -> Option<OfficeId> {
        None
    }
}

impl Acts for Staff {
    fn user(&self) -> UserId {
        self.user
    }

    fn organisation(&self) -> OrganisationId {
        self.office.into()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn office(&self) -> Option<OfficeId> {
        Some(self.office)
    }
}

impl Acts for Ward {
    fn user(&self) -> UserId {
        self.user
    }

    fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Member {
    fn acts(&self) -> &dyn Acts {
        match self {
            Self::Staff(staff) => staff,
            Self::Ward(ward) => ward,
        }
    }

    /// 役割, in Japanese.
    pub fn role(&self) -> &'static str {
        match self {
            Self::Staff(staff) => staff.role.label(),
            Self::Ward(ward) => ward.role.label(),
        }
    }
}

impl Acts for Member {
    fn user(&self) -> UserId {
        self.acts().user()
    }

    fn organisation(&self) -> OrganisationId {
        self.acts().organisation()
    }

    fn name(&self) -> &str {
        self.acts().name()
    }

    fn office(&self) -> Option<OfficeId> {
        self.acts().office()
    }
}
