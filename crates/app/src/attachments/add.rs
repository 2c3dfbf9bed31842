//! 添付と取消.

use domain::{
    id::{AttachmentId, CertificateId, ClientId},
    office::Right,
    paper::ScanKind,
};
use serde_json::json;
use store::attachments::{self, Attachment, AttachmentWithdrawal};

use super::{AttachedPlace, UploadedFile, list::find_shown};
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
        let (client, kind, certificate) = place(cx, to)?;
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
            "client": client, "kind": kind, "certificate": certificate, "sha256": attachment.sha256, "media": attachment.media,
            "bytes": attachment.length,
        });
        cx.audit(AuditAction::AttachFile, &attachment.id.to_string(), &entry)?;
        Ok(attachment.id)
    })
}

/// Whose it is, of which kind, and of which certificate; refused where there are too many already.
fn place(cx: &mut Cx<'_>, to: AttachTo) -> Result<(ClientId, ScanKind, Option<CertificateId>), Refusal> {
    let office = cx.actor.office;
    let (place, there, most) = match to {
        AttachTo::Certificate(id) => {
            let certificate = store::certificates::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
            let there = attachments::of_certificate(cx.tx, office, id)?.len();
            ((certificate.client, ScanKind::Certificate, Some(id)), there, limits::FILES)
        }
        AttachTo::Client(id, kind) => {
            store::clients::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
            ((id, kind, None), attachments::of_client(cx.tx, office, id)?.len(), limits::CLIENT_FILES)
        }
    };
    if there >= most {
        let what = if place.2.is_some() { "1枚の受給者証" } else { "1人の利用者" };
        let sentence = format!("{what}に添付できるのは{most}件までです。");
        return Err(Refusal::Refused(vec![Reason::at("file", sentence)]));
    }
    Ok(place)
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
