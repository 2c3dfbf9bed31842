//! 受給者証の変更: the municipality decided anew, from a day on. What held before that day stays as it was.

use calendar::wareki;
use domain::{
    client::{Certificate, Decision},
    id::{CertificateId, ClientId, GrantId},
    office::Right,
};

use super::{
    CertificatePage, CertificateText, GrantText, TypedFor, case_says::CaseSays, create_certificate::keep_new,
    known_grounds::prefilled,
};
use crate::{AuditAction, Cx, Reason, Refusal, law_book};

/// What the form of a change starts from: the certificate as it is, the days of the new decision left open.
pub fn certificate_to_change(cx: &mut Cx<'_>, id: CertificateId) -> Result<CertificatePage, Refusal> {
    cx.authorize(Right::EditClients)?;
    let before = store::certificates::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let client = store::clients::find(cx.tx, cx.actor.office, before.client)?.ok_or(Refusal::NotFound)?;
    let text = CertificateText::of(&before);
    let grants = text.grants.iter().map(|grant| GrantText { start: String::new(), ..grant.clone() }).collect();
    let text = CertificateText {
        decision: Decision::Change.word().to_owned(),
        plan_made_on: String::new(),
        benefit_start: String::new(),
        benefit_end: String::new(),
        grants,
        months: String::new(),
        ..text
    };
    let about = store::client_facts::about(cx.tx, cx.actor.office, client.id)?;
    Ok(CertificatePage {
        client,
        certificate: Some(before),
        text: prefilled(text, &about, cx.today),
        changed_from: None,
    })
}

/// Keeps the decision that holds from the first day of its validities on, as a certificate of its own; the months of the
/// one before end there, those over or begun stay. The new certificate's id.
pub fn change_certificate(
    cx: &mut Cx<'_>,
    id: CertificateId,
    typed: &CertificateText,
) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("change_certificate", |cx| change(cx, id, typed, TypedFor::Client).map(|(_, changed)| changed))
}

/// The client, and the new certificate's id.
pub(super) fn change(
    cx: &mut Cx<'_>,
    id: CertificateId,
    typed: &CertificateText,
    typed_for: TypedFor,
) -> Result<(ClientId, CertificateId), Refusal> {
    let before = store::certificates::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let typed = CertificateText { decision: Decision::Change.word().to_owned(), ..typed.clone() };
    let says = CaseSays::of(cx, before.client, typed_for)?;
    check(cx, &before, &typed, says)?;
    let changed = keep_new(cx, before.client, (&typed, says), AuditAction::ChangeCertificate)?;
    Ok((before.client, changed))
}

/// A change is of the same service and municipality, and begins after what it changes.
fn check(cx: &Cx<'_>, before: &Certificate, typed: &CertificateText, says: CaseSays) -> Result<(), Refusal> {
    let (draft, mut reasons) = typed.read((cx.today, says), law_book()?, |_| GrantId(before.id.0));
    if draft.service.is_some_and(|service| service != before.service) {
        let sentence = format!(
            "変更前は{}です。種類が変わるときは、新しい受給者証として登録してください。",
            before.service.label()
        );
        reasons.push(Reason::at("service", sentence));
    }
    if !draft.municipality.is_empty() && draft.municipality != before.municipality {
        let name = &before.municipality_name;
        let sentence = format!("変更前は{name}の受給者証です。転出のときは、新しい受給者証として登録してください。");
        reasons.push(Reason::at("municipality", sentence));
    }
    if let (Some(starts), Some(began)) = (draft.starts_on(), before.starts_on())
        && starts <= began
    {
        let began = wareki::long(began);
        let sentence = format!(
            "変更は、変更前の有効期間の始まり（{began}）より後の日からです。はじめから誤っていたときは、訂正してください。"
        );
        reasons.push(Reason::at("grant_start_0", sentence));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
}
