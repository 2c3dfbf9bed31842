//! 受給者証を登録する.

use domain::{
    client::{Certificate, Client},
    id::{CertificateId, ClientId, GrantId},
    office::{AgedTest, Right},
};
use serde_json::json;

use super::{
    CertificateIdentity, CertificateText,
    case_says::CaseSays,
    moved, plan_rounds,
    standard_of::{check_reason, settings_of},
};
use crate::{AuditAction, Cx, Reason, Refusal, clients::keep_client, law_book, providers::Register};

/// Registers a certificate of a client; its months become rounds. The new certificate's id. Periods that depart from
/// the standard need a reason.
pub fn create_certificate(
    cx: &mut Cx<'_>,
    client: ClientId,
    typed: &CertificateText,
) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("create_certificate", |cx| {
        keep_new(cx, client, (typed, CaseSays::default()), AuditAction::CreateCertificate)
    })
}

/// Keeps a certificate that was typed on a page, and says so in the log with this word.
pub(super) fn keep_new(
    cx: &mut Cx<'_>,
    client: ClientId,
    (typed, says): (&CertificateText, CaseSays),
    action: AuditAction,
) -> Result<CertificateId, Refusal> {
    let client = keep_care_management(cx, client, (typed, says))?;
    let draft = check_reason(cx, &client, (typed, says))?;
    moved::settle(cx, &client, typed, &draft)?;
    keep(cx, &client, (typed, says), action)
}

/// The same for a certificate out of a file, which is taken as it stands: what has no reason there has none here.
pub(crate) fn register(cx: &mut Cx<'_>, client: ClientId, typed: &CertificateText) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    keep(cx, &client, (typed, CaseSays::default()), AuditAction::CreateCertificate)
}

fn keep(
    cx: &mut Cx<'_>,
    client: &Client,
    (typed, says): (&CertificateText, CaseSays),
    action: AuditAction,
) -> Result<CertificateId, Refusal> {
    let identity = CertificateIdentity {
        id: CertificateId((cx.outside.new_id)()),
        office: cx.actor.office,
        client: client.id,
        version: 1,
    };
    let (law, outside) = (law_book()?, cx.outside);
    let certificate =
        typed.parse_page(identity, (cx.today, says), law, |_| GrantId((outside.new_id)())).map_err(Refusal::Refused)?;
    check_number(cx, &certificate)?;
    Register::check(cx, &certificate.grants)?;
    store::certificates::insert(cx.tx, &certificate)?;
    plan_rounds(cx, client, &[])?;
    let entry = json!({ "client": client.id, "after": certificate });
    cx.audit(action, &certificate.id.to_string(), &entry)?;
    Ok(certificate.id)
}

/// The client; where the form asked for 介護保険のケアマネジメント, the answer is kept with the person.
pub(super) fn keep_care_management(
    cx: &mut Cx<'_>,
    client: ClientId,
    (typed, says): (&CertificateText, CaseSays),
) -> Result<Client, Refusal> {
    let before = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let (draft, _) = typed.read((cx.today, says), law_book()?, |_| GrantId(client.0));
    // Where any service of 介護保険 was asked for, a yes says nothing of care management; a no rules it out.
    let any_service = settings_of(cx, &draft)?.aged_test == AgedTest::AnyCareService;
    let says_nothing = any_service && draft.care_management == Some(true);
    if draft.care_management.is_none() || says_nothing || draft.care_management == before.care_management {
        return Ok(before);
    }
    let after = Client { care_management: draft.care_management, ..before.clone() };
    keep_client(cx, &before, after)
}

/// Refuses a 受給者証番号 that another client has: one of the two is mistyped, and claims would be sent back.
pub(super) fn check_number(cx: &mut Cx<'_>, certificate: &Certificate) -> Result<(), Refusal> {
    let same = store::certificates::by_number(cx.tx, cx.actor.office, &certificate.number, certificate.service)?;
    let Some((_, other)) = same.iter().find(|(_, client)| *client != certificate.client) else { return Ok(()) };
    let same_municipality = store::certificates::of_client(cx.tx, cx.actor.office, *other)?
        .iter()
        .any(|it| it.number == certificate.number && it.municipality == certificate.municipality);
    if !same_municipality {
        return Ok(());
    }
    let sentence = match store::clients::find(cx.tx, cx.actor.office, *other)? {
        Some(other) => {
            format!("この受給者証番号は{}さんの受給者証で使われています。番号を確かめてください。", other.name)
        }
        None => "この受給者証番号はほかの利用者の受給者証で使われています。番号を確かめてください。".to_owned(),
    };
    Err(Refusal::Refused(vec![Reason::at("number", sentence)]))
}
