//! 役割と権限.

use serde::{Deserialize, Serialize};

use crate::id::{OfficeId, SpecialistId, UserId};

/// 役割 of a person who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 管理者: everything.
    Manager,
    /// 相談支援専門員: clients, certificates, planning, monitoring; sees billing.
    Specialist,
    /// 事務: clients, certificates, billing; sees planning and monitoring.
    Clerk,
    /// 閲覧: sees, changes nothing.
    Viewer,
    /// 監査（読み取り）: sees everything of the office, the settings and the log too, and changes nothing.
    Auditor,
    /// システム管理（利用者は見えない）: accounts and settings; never a client.
    System,
}

words!(Role {
    Manager, "manager", "管理者";
    Specialist, "specialist", "相談支援専門員";
    Clerk, "clerk", "事務";
    Viewer, "viewer", "閲覧";
    Auditor, "auditor", "監査（読み取り）";
    System, "system", "システム管理（利用者は見えない）";
});

/// 権限: what a use case demands of the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// See clients, rounds, billing.
    Read,
    /// Change clients and certificates.
    EditClients,
    /// Record the six steps.
    RecordMonitoring,
    /// Record the five steps of planning.
    RecordPlanning,
    /// Hold, close and export a month's claims.
    Bill,
    /// See what is of the office and of nobody whom it supports: name, specialists, decisions of municipalities.
    ReadOffice,
    /// See the pages of the settings.
    ReadSettings,
    /// Office, users, specialists, settings.
    Administer,
    /// See the log, and who may see what.
    Audit,
    /// Decide who may see what.
    DecideAccess,
}

impl Role {
    /// Whether the role carries the right.
    pub fn may(self, right: Right) -> bool {
        match self {
            Self::Manager => true,
            Self::Specialist => matches!(
                right,
                Right::Read | Right::ReadOffice | Right::EditClients | Right::RecordMonitoring | Right::RecordPlanning
            ),
            Self::Clerk => matches!(right, Right::Read | Right::ReadOffice | Right::EditClients | Right::Bill),
            Self::Viewer => matches!(right, Right::Read | Right::ReadOffice),
            Self::Auditor => matches!(right, Right::Read | Right::ReadOffice | Right::ReadSettings | Right::Audit),
            Self::System => matches!(right, Right::ReadOffice | Right::ReadSettings | Right::Administer),
        }
    }

    /// Whether somebody in this role sees clients.
    pub fn sees_clients(self) -> bool {
        self.may(Right::Read)
    }
}

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Office.
    pub office: OfficeId,
    /// ログインID, unique in the installation.
    pub login: String,
    /// 氏名.
    pub name: String,
    /// 役割.
    pub role: Role,
    /// The specialist this person is, if one.
    pub specialist: Option<SpecialistId>,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// Counts the saves.
    pub version: i64,
}
