//! 添付と取消.

use domain::{
    id::{AttachmentId, CertificateId, ClientId, FactId},
    office::Right,
    paper::ScanKind,
};
use serde_json::json;
use store::attachments::{self, Attachment, AttachmentWithdrawal};

use super::{
    AttachedPlace, UploadedFile,
    list::{find_shown, signed_plans},
};
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reading, limit},
    limits,
};

/// What a file is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachTo {
    /// A certificate.
    Certificate(CertificateId),
    /// A client, as a scan of a kind.
    Client(ClientId, ScanKind),
    /// A version of a client's plan, that was signed.
    Plan(ClientId, FactId),
}

impl From<CertificateId> for AttachTo {
    fn from(certificate: CertificateId) -> Self {
        Self::Certificate(certificate)
    }
}

/// Names a file whose bytes are written, as one of a certificate or of a client. The same bytes are kept once.
pub fn attach_file(
    cx: &mut Cx<'_>,
    to: impl Into<AttachTo>,
    uploaded: &UploadedFile,
    note: &str,
) -> Result<AttachmentId, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reading = Reading::default();
    let note = reading.line("note", "内容", note, limit::NAME);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    let to = to.into();
    cx.once("attachment.add", |cx| {
        let office = cx.actor.office;
        let Place { client, kind, certificate, plan } = place(cx, to)?;
        if attachments::length(cx.tx, office, uploaded.file)? != Some(uploaded.length) {
            let sentence = "ファイルの一部が届いていません。もう一度選んで送ってください。";
            return Err(Refusal::Refused(vec![Reason::at("file", sentence)]));
        }
        let file = match attachments::same_file(cx.tx, office, &uploaded.sha256)? {
            Some(there) if there != uploaded.file => {
                attachments::forget(cx.tx, office, uploaded.file)?;
                there
            }
            _ => uploaded.file,
        };
        let attachment = Attachment {
            id: AttachmentId((cx.outside.new_id)()),
            client,
            kind,
            certificate,
            plan,
            file,
            sha256: uploaded.sha256.clone(),
            media: uploaded.media.word().to_owned(),
            length: uploaded.length,
            note,
            added_at: (cx.outside.now)(),
            added_by: cx.actor.user,
            added_by_name: cx.actor.name.clone(),
            withdrawal: None,
        };
        attachments::add(cx.tx, office, &attachment)?;
        let entry = json!({
            "client": client, "kind": kind, "certificate": certificate, "plan": plan, "sha256": attachment.sha256, "media": attachment.media,
            "bytes": attachment.length,
        });
        cx.audit(AuditAction::AttachFile, &attachment.id.to_string(), &entry)?;
        Ok(attachment.id)
    })
}

/// Whose an attachment is, of which kind, and what it is of.
struct Place {
    client: ClientId,
    kind: ScanKind,
    certificate: Option<CertificateId>,
    plan: Option<FactId>,
}

/// Where it goes; refused where there are too many already.
fn place(cx: &mut Cx<'_>, to: AttachTo) -> Result<Place, Refusal> {
    let office = cx.actor.office;
    let (place, there, most) = match to {
        AttachTo::Certificate(id) => {
            let certificate = store::certificates::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
            let there = attachments::of_certificate(cx.tx, office, id)?.len();
            let kind = ScanKind::Certificate;
            (Place { client: certificate.client, kind, certificate: Some(id), plan: None }, there, limits::FILES)
        }
        AttachTo::Client(client, kind) => {
            let there = of_client(cx, client)?;
            (Place { client, kind, certificate: None, plan: None }, there, limits::CLIENT_FILES)
        }
        AttachTo::Plan(client, plan) => {
            let there = of_client(cx, client)?;
            if !signed_plans(cx, client)?.iter().any(|version| version.id == plan) {
                let sentence = "選んだ計画の版は、もうありません。画面を開き直してください。";
                return Err(Refusal::Refused(vec![Reason::at("plan", sentence)]));
            }
            let place = Place { client, kind: ScanKind::Plan, certificate: None, plan: Some(plan) };
            (place, there, limits::CLIENT_FILES)
        }
    };
    if there >= most {
        let what = if place.certificate.is_some() { "1枚の受給者証" } else { "1人の利用者" };
        let sentence = format!("{what}に添付できるのは{most}件までです。");
        return Err(Refusal::Refused(vec![Reason::at("file", sentence)]));
    }
    Ok(place)
}

/// How many files a client of this office has.
fn of_client(cx: &mut Cx<'_>, client: ClientId) -> Result<usize, Refusal> {
    let office = cx.actor.office;
    store::clients::find(cx.tx, office, client)?.ok_or(Refusal::NotFound)?;
    Ok(attachments::of_client(cx.tx, office, client)?.len())
}

/// Takes an attachment back: a fact of its own, with its reason. The bytes stay until the time for records is over.
pub fn withdraw_attachment(cx: &mut Cx<'_>, id: AttachmentId, reason: &str) -> Result<AttachedPlace, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reading = Reading::default();
    let reason = reading.required("reason", "取り消す理由", reason, limit::NAME);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    cx.once("attachment.withdraw", |cx| {
        let office = cx.actor.office;
        let attachment = find_shown(cx, id)?;
        if attachment.withdrawal.is_some() {
            return Ok(AttachedPlace::of(&attachment));
        }
        let withdrawal = AttachmentWithdrawal { reason, at: (cx.outside.now)(), by_name: cx.actor.name.clone() };
        attachments::withdraw(cx.tx, office, id, &withdrawal, cx.actor.user)?;
        let entry = json!({ "certificate": attachment.certificate, "sha256": attachment.sha256 });
        cx.audit(AuditAction::WithdrawFile, &id.to_string(), &entry)?;
        Ok(AttachedPlace::of(&attachment))
    })
}
