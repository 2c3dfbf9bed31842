//! 組織: who works in the installation side by side: offices (相談支援事業所) and wards (区役所・支所). A person has one
//! account and may belong to several of them; each sees its own records alone.

use serde::{Deserialize, Serialize};

use crate::id::OrganisationId;

/// 組織の種類.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// 相談支援事業所.
    Office,
    /// 区役所・支所.
    Ward,
}

words!(OrganisationKind { Office, "office", "事業所"; Ward, "ward", "区役所・支所"; });

/// 組織: an office or a ward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Id; that of an office is the office's.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// 名称.
    pub name: String,
}

/// 区役所・支所での役割 of a person who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WardRole {
    /// 職員: sees what was handed in to the ward.
    Officer,
}

words!(WardRole { Officer, "officer", "職員"; });

/// 区役所・支所の権限: what a use case of the ward demands of the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WardRight {
    /// See what belongs to the ward.
    Read,
}

impl WardRole {
    /// Whether the role carries the right.
    pub fn may(self, right: WardRight) -> bool {
        matches!((self, right), (Self::Officer, WardRight::Read))
    }
}
