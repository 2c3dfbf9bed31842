//! 事業所 as it is, and saving it.

use domain::office::{Office, Right};
use serde_json::json;
use store::offices;

use super::OfficeEntry;
use crate::{Cx, Refusal, changes};

/// The actor's office.
pub fn office(cx: &mut Cx<'_>) -> Result<Office, Refusal> {
    cx.authorize(Right::Read)?;
    offices::find(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)
}

/// Saves the office; `version` is the one that was changed.
pub fn save_office(cx: &mut Cx<'_>, entry: OfficeEntry, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save", |cx| {
        let reasons = entry.check();
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let before = office(cx)?;
        let after = Office { version, ..entry.into_office(before.id, cx.today) };
        if !offices::update(cx.tx, &after)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &before.id.to_string())?,
            });
        }
        if after.municipality != before.municipality {
            super::municipality_settings::refresh_board(cx)?;
        }
        cx.audit("office.save", &before.id.to_string(), &json!({ "before": before, "after": after }))
    })
}
