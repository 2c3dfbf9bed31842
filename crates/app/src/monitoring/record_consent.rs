//! (4) 同意: in person (name typed or drawn), on paper, by post or by mail; the last two are sent first and answered later.

use domain::{
    id::FactId,
    monitoring::{RoundFact, m4_consent::Consent},
};

use super::record::{Entry, Recorded, load, record};
use crate::{AuditAction, Cx, Refusal};

/// Records a consent, or the request for one. `consent.report` names the report that the form showed; one recorded
/// before for the same report is replaced (the answer to a letter, a second try).
pub fn record_consent(cx: &mut Cx<'_>, entry: Entry, consent: Consent) -> Result<Recorded, Refusal> {
    let round = load(cx, entry.round)?;
    let before: Option<FactId> = round.consent().map(|(fact, _)| fact.id);
    record(cx, AuditAction::RecordConsent, Entry { corrects: before, ..entry }, |_| RoundFact::Consent(consent))
}
