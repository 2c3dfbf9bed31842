//! What is recorded of a person before anybody writes a text of a case: parts of the text begin with it, and say where it stands.

use calendar::Date;

use super::CaseFactKind;
use crate::client::{AboutClient, AboutKind, Contact};

/// What the office has recorded of the client by the day.
#[derive(Clone, Debug, Default)]
pub struct PersonRecord {
    /// The day as of which it holds.
    pub on: Date,
    /// 利用者について.
    pub about: AboutClient,
    /// The office and the specialist in charge; none where nobody is.
    pub in_charge: Option<InCharge>,
    /// 相談の記録 that stand, the earliest first.
    pub contacts: Vec<Contact>,
    /// The services of the certificates that are valid on the day.
    pub in_use: Vec<ServiceInUse>,
    /// The end of the 支給期間 of the certificate that the case's decision names; none while none is named.
    pub decided_until: Option<Date>,
}

/// Who is in charge of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InCharge {
    /// 事業所.
    pub office: String,
    /// 相談支援専門員.
    pub specialist: String,
}

/// A granted service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceInUse {
    /// サービスの種類.
    pub service: String,
    /// 支給量, as written.
    pub amount: String,
    /// サービス提供事業所; empty where none is known.
    pub provider: String,
}

/// Where the record stands of which a part speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// 利用者について, as of the day.
    About(AboutKind, Option<Date>),
    /// 受給者証.
    Certificate,
    /// 対象の確認 of the case.
    Coverage,
    /// 支給期間 of the decided certificate.
    BenefitPeriod,
    /// 相談の記録 of the day.
    Contact(Date),
    /// A finished text of the case.
    Text(CaseFactKind),
}

/// A part of a text of which a record of the person speaks, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOrigin {
    /// The part, by the name of its field or of its rows.
    pub part: &'static str,
    /// The record.
    pub origin: Origin,
    /// Whether the text says what the record says.
    pub same: bool,
}

impl PersonRecord {
    /// A kind of what is recorded about the client, as it holds on the day.
    pub(super) fn about(&self, kind: AboutKind) -> Option<(&crate::client::About, Origin)> {
        let fact = self.about.on(kind, self.on)?;
        Some((&fact.body.what, Origin::About(kind, fact.body.from)))
    }
}
