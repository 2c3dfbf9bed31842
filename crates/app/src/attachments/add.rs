//! 添付と取消.

use domain::{
    id::{AttachmentId, CertificateId},
    office::Right,
};
use serde_json::json;
use store::attachments::{self, Attachment, AttachmentWithdrawal};

use super::UploadedFile;
use crate::{
    AuditAction, Cx, Reason, Refusal,
    input::{Reading, limit},
    limits,
};

/// Names a file whose bytes are written, as one of a certificate. The same bytes are kept once.
pub fn attach_file(
    cx: &mut Cx<'_>,
    certificate: CertificateId,
    uploaded: &UploadedFile,
    note: &str,
) -> Result<AttachmentId, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reading = Reading::default();
    let note = reading.line("note", "内容", note, limit::NAME);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    cx.once("attachment.add", |cx| {
        let office = cx.actor.office;
        store::certificates::find(cx.tx, office, certificate)?.ok_or(Refusal::NotFound)?;
        if attachments::of_certificate(cx.tx, office, certificate)?.len() >= limits::FILES {
            let sentence = format!("1枚の受給者証に添付できるのは{}件までです。", limits::FILES);
            return Err(Refusal::Refused(vec![Reason::at("file", sentence)]));
        }
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
            "certificate": certificate, "sha256": attachment.sha256, "media": attachment.media,
            "bytes": attachment.length,
        });
        cx.audit(AuditAction::AttachFile, &attachment.id.to_string(), &entry)?;
        Ok(attachment.id)
    })
}

/// Takes an attachment back: a fact of its own, with its reason. The bytes stay until the time for records is over.
pub fn withdraw_attachment(cx: &mut Cx<'_>, id: AttachmentId, reason: &str) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    let mut reading = Reading::default();
    let reason = reading.required("reason", "取り消す理由", reason, limit::NAME);
    if !reading.reasons.is_empty() {
        return Err(Refusal::Refused(reading.reasons));
    }
    cx.once("attachment.withdraw", |cx| {
        let office = cx.actor.office;
        let attachment = attachments::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
        if attachment.withdrawal.is_some() {
            return Ok(attachment.certificate);
        }
        let withdrawal = AttachmentWithdrawal { reason, at: (cx.outside.now)(), by_name: cx.actor.name.clone() };
        attachments::withdraw(cx.tx, office, id, &withdrawal, cx.actor.user)?;
        let entry = json!({ "certificate": attachment.certificate, "sha256": attachment.sha256 });
        cx.audit(AuditAction::WithdrawFile, &id.to_string(), &entry)?;
        Ok(attachment.certificate)
    })
}
