//! (4) 同意: in person (name typed or drawn), on paper, by post or by mail; the last two are sent first and answered later.

use domain::{
    id::FactId,
    monitoring::{
        Round, RoundFact,
        m4_consent::{Consent, SignerRelation},
    },
    office::Right,
    text,
};

use store::clients;

use super::record::{Entry, Recorded, load, record};
use crate::{AuditAction, Cx, Reason, Refusal};

/// Records a consent, or the request for one. `consent.report` names the report that the form showed; one recorded
/// before for the same report is replaced (the answer to a letter, a second try).
pub fn record_consent(cx: &mut Cx<'_>, entry: Entry, consent: Consent) -> Result<Recorded, Refusal> {
    cx.authorize(Right::RecordMonitoring)?;
    let round = load(cx, entry.round)?;
    refuse_another_signer(cx, &round, &consent)?;
    let before: Option<FactId> = round.consent().map(|(fact, _)| fact.id);
    record(cx, AuditAction::RecordConsent, Entry { corrects: before, ..entry }, |_| RoundFact::Consent(consent))
}

/// What the client signs bears the client's name: a part of it, or the whole, in any way of writing.
fn refuse_another_signer(cx: &mut Cx<'_>, round: &Round, consent: &Consent) -> Result<(), Refusal> {
    let signed = text::search_key(&consent.signer);
    if consent.relation != SignerRelation::Client || signed.is_empty() || signed == "本人" {
        return Ok(());
    }
    let client = clients::find(cx.tx, cx.actor.office, round.client)?.ok_or(Refusal::NotFound)?;
    let own = |name: &String| {
        text::search_key(name).contains(&signed) || text::name_key(name) == text::name_key(&consent.signer)
    };
    if [&client.name, &client.kana].into_iter().any(own) {
        return Ok(());
    }
    let sentence = format!(
        "署名した人（{}）が、本人の名前（{}）と違います。本人でないときは「代理人」を選び、続柄と理由を入力してください",
        consent.signer, client.name
    );
    Err(Refusal::Refused(vec![Reason::at("signer", sentence)]))
}
