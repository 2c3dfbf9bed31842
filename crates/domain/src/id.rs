//! A type for each kind of id, so that a round's id cannot be taken for a client's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// 組織: an office or a ward. That of an office is its [`OfficeId`].
    OrganisationId
    /// 事業所.
    OfficeId
    /// 利用者アカウント: a person who signs in.
    UserId
    /// 相談支援専門員.
    SpecialistId
    /// 利用者.
    ClientId
    /// 受給者証.
    CertificateId
    /// 支給決定 of one service on a certificate.
    GrantId
    /// サービス提供事業所 of the register.
    ProviderId
    /// モニタリングの回: one client, one scheduled month.
    RoundId
    /// 計画の経過: one way to a plan of one client.
    CaseId
    /// A row of a plan: a need with its goal, or a service; the same through drafts, plans and reports.
    PlanRowId
    /// つながりにくい人: one person somebody told the office about.
    IntakeId
    /// A dated fact of a round or a planning case.
    FactId
    /// A link that was handed to somebody without an account.
    LinkId
    /// 締め: one closing of a month for one service.
    ClosingId
    /// 請求: one client's claim in a closing.
    ClaimId
    /// 添付: one file that was attached to a record.
    AttachmentId
    /// The bytes of a file, under whatever name they are attached.
    FileId
    /// 送信待ち: one mail or job that is done later.
    JobId
    /// アカウントのお知らせ: one change of how a person signs in, that is told until it is ticked.
    NoticeId
    /// 担当外の閲覧: one opening of a client's pages.
    OpeningId
    /// 削除: one deletion of a client by two persons.
    DeletionId
    /// 漏えい等のおそれ: one declaration with its report.
    BreachId
    /// One sending of a form; the same operation twice answers with the first result.
    OperationId
}

impl From<OfficeId> for OrganisationId {
    fn from(office: OfficeId) -> Self {
        Self(office.0)
    }
}
