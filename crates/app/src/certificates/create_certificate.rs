//! 受給者証を登録する.

use domain::{
    client::Certificate,
    id::{CertificateId, ClientId, GrantId},
    office::Right,
};
use serde_json::json;

use super::{CertificateIdentity, CertificateText, plan_rounds};
use crate::{Cx, Reason, Refusal, law_book};

/// Registers a certificate of a client; its months become rounds. The new certificate's id.
pub fn create_certificate(
    cx: &mut Cx<'_>,
    client: ClientId,
    typed: &CertificateText,
) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("create_certificate", |cx| {
        let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
        let identity = CertificateIdentity {
            id: CertificateId((cx.outside.new_id)()),
            office: cx.actor.office,
            client: client.id,
            version: 1,
        };
        let (law, outside) = (law_book()?, cx.outside);
        let certificate =
            typed.parse(identity, cx.today, law, |_| GrantId((outside.new_id)())).map_err(Refusal::Refused)?;
        check_number(cx, &certificate)?;
        store::certificates::insert(cx.tx, &certificate)?;
        plan_rounds(cx, &client)?;
        let entry = json!({ "client": client.id, "after": certificate });
        cx.audit("certificate.create", &certificate.id.to_string(), &entry)?;
        Ok(certificate.id)
    })
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
