//! The file of a closing, as it was made. Taking it out is recorded.

use calendar::YearMonth;
use domain::{id::ClosingId, office::Right};
use serde_json::json;
use store::{
    claims,
    closings::{self, Closing},
};

use crate::{AuditAction, Cx, Refusal};

/// A claim file to hand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFileBytes {
    /// Name (eight letters or digits and `.CSV`).
    pub name: String,
    /// The bytes, as kept.
    pub bytes: Vec<u8>,
}

/// The file of one closing.
pub fn download(cx: &mut Cx<'_>, closing: ClosingId) -> Result<ClaimFileBytes, Refusal> {
    cx.authorize(Right::Bill)?;
    let closing = closings::find(cx.tx, cx.actor.office, closing)?.ok_or(Refusal::NotFound)?;
    hand_out(cx, closing)
}

/// The files of every closing of a month.
pub fn files_of_month(cx: &mut Cx<'_>, month: YearMonth) -> Result<Vec<ClaimFileBytes>, Refusal> {
    cx.authorize(Right::Bill)?;
    let closings = closings::of_month(cx.tx, cx.actor.office, month)?;
    closings.into_iter().map(|closing| hand_out(cx, closing)).collect()
}

fn hand_out(cx: &mut Cx<'_>, closing: Closing) -> Result<ClaimFileBytes, Refusal> {
    // The file's bytes name its clients, and no row that is read with them does: the look is noted by asking who they are.
    claims::clients_of_closing(cx.tx, cx.actor.office, closing.id)?;
    let body = json!({ "file": closing.file_name, "sha256": closing.file_sha256 });
    cx.audit(AuditAction::Download, &closing.id.to_string(), &body)?;
    Ok(ClaimFileBytes { name: closing.file_name, bytes: closing.file })
}
