//! 添付の一覧と閲覧.

use calendar::wareki;
use domain::{
    client::Client,
    id::{AttachmentId, CertificateId, ClientId, FactId, FileId, OfficeId},
    office::{Right, Section},
    paper::ScanKind,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    attachments::{self, Attachment},
    planning_cases,
};

use super::Media;
use crate::{AuditAction, Cx, Refusal};

/// An attachment as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentLine {
    /// The attachment.
    pub attachment: Attachment,
    /// What it is; none where this version does not know the word.
    pub media: Option<Media>,
    /// The version of the plan, in words; empty where nobody said of which it is.
    pub plan: String,
}

impl AttachmentLine {
    fn of(attachment: Attachment, plans: &[SignedPlan]) -> Self {
        let of = plans.iter().find(|version| Some(version.id) == attachment.plan);
        let plan = of.map(|version| version.words.clone()).unwrap_or_default();
        Self { media: Media::from_word(&attachment.media), plan, attachment }
    }
}

/// A version of a plan of which there can be a signed paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPlan {
    /// The finished plan.
    pub id: FactId,
    /// 「更新の計画（R8.11.2 受付）の第2版」, with the day of the consent.
    pub words: String,
}

/// The attachments of a certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachments {
    /// Whose certificate it is.
    pub client: Client,
    /// In the order in which they were added, those taken back among them.
    pub lines: Vec<AttachmentLine>,
    /// The versions of the client's plans, the newest first.
    pub plans: Vec<SignedPlan>,
}

/// A file that is about to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToShow {
    /// Whose chunks are read.
    pub office: OfficeId,
    /// Where it is listed.
    pub place: AttachedPlace,
    /// Its bytes.
    pub file: FileId,
    /// What it is.
    pub media: Media,
    /// Bytes.
    pub length: i64,
}

/// Where an attachment is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedPlace {
    /// Whose it is.
    pub client: ClientId,
    /// The certificate, where it is of one.
    pub certificate: Option<CertificateId>,
}

impl AttachedPlace {
    pub(super) fn of(attachment: &Attachment) -> Self {
        Self { client: attachment.client, certificate: attachment.certificate }
    }
}

/// 書類の写し of a client of this office, those of the certificates among them, the newest first.
pub fn scans(cx: &mut Cx<'_>, client: ClientId) -> Result<Attachments, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let client = store::clients::find(cx.tx, office, client)?.ok_or(Refusal::NotFound)?;
    let mut found = attachments::of_client(cx.tx, office, client.id)?;
    found.retain(|one| is_shown(cx, one));
    found.reverse();
    let plans = signed_plans(cx, client.id)?;
    Ok(Attachments { client, lines: found.into_iter().map(|it| AttachmentLine::of(it, &plans)).collect(), plans })
}

/// Every version of a client's plans that was finished, the newest first.
pub(super) fn signed_plans(cx: &mut Cx<'_>, client: ClientId) -> Result<Vec<SignedPlan>, Refusal> {
    let mut plans = Vec::new();
    for case in planning_cases::of_client(cx.tx, cx.actor.office, client)? {
        for (place, (fact, _)) in case.plan_versions().into_iter().enumerate() {
            let agreed = case.plan_consents().filter(|(_, it)| it.plan == fact.id).last();
            let agreed = agreed.map(|(_, it)| format!("、{}同意", wareki::short(it.agreed_on))).unwrap_or_default();
            let words = format!("{}の第{}版{agreed}", case.title(), place + 1);
            plans.push((fact.recorded_at.clone(), SignedPlan { id: fact.id, words }));
        }
    }
    plans.sort_by(|(a, _), (b, _)| b.cmp(a));
    Ok(plans.into_iter().map(|(_, plan)| plan).collect())
}

/// Whether the actor may see a file: a 手帳の写し takes a right of its own.
fn is_shown(cx: &Cx<'_>, one: &Attachment) -> bool {
    one.kind != ScanKind::Handbook || cx.may_see(Section::HandbookCopy)
}

/// An attachment of this office that the actor may see.
pub(super) fn find_shown(cx: &mut Cx<'_>, id: AttachmentId) -> Result<Attachment, Refusal> {
    attachments::find(cx.tx, cx.actor.office, id)?.filter(|found| is_shown(cx, found)).ok_or(Refusal::NotFound)
}

/// The attachments of a certificate of this office.
pub fn attachments(cx: &mut Cx<'_>, certificate: CertificateId) -> Result<Attachments, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let of = store::certificates::find(cx.tx, office, certificate)?.ok_or(Refusal::NotFound)?;
    let client = store::clients::find(cx.tx, office, of.client)?.ok_or(Refusal::NotFound)?;
    let lines = attachments::of_certificate(cx.tx, office, certificate)?.into_iter();
    Ok(Attachments { client, lines: lines.map(|it| AttachmentLine::of(it, &[])).collect(), plans: Vec::new() })
}

/// The file of an attachment; one that was taken back is not shown any more.
pub fn open_attachment(cx: &mut Cx<'_>, id: AttachmentId) -> Result<FileToShow, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let found = find_shown(cx, id)?;
    if found.withdrawal.is_some() {
        return Err(Refusal::NotFound);
    }
    let media = Media::from_word(&found.media).ok_or(Refusal::NotFound)?;
    Ok(FileToShow { office, place: AttachedPlace::of(&found), file: found.file, media, length: found.length })
}

/// Notes that somebody looks at the file.
pub fn note_file_opened(cx: &mut Cx<'_>, id: AttachmentId) -> Result<(), Refusal> {
    cx.authorize(Right::Read)?;
    cx.audit(AuditAction::OpenFile, &id.to_string(), &json!({}))
}
