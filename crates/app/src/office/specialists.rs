//! 相談支援専門員: added, changed, ended. Nobody is deleted, because records name them.

use calendar::Date;
use domain::{
    client::Client,
    id::SpecialistId,
    office::{Right, Specialist},
};
use serde_json::json;
use store::specialists;

use crate::{
    AuditAction, Cx, Refusal, changes,
    input::{Reading, limit},
};

/// What is typed about a specialist.
#[derive(Clone, Debug, Default)]
pub struct SpecialistEntry {
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Last working day.
    pub ended_on: Option<Date>,
}

impl SpecialistEntry {
    fn read(self, cx: &Cx<'_>, id: SpecialistId, version: i64) -> Result<Specialist, Refusal> {
        let mut r = Reading::default();
        let name = r.required("name", "氏名", &self.name, limit::NAME);
        let kana = r.required("kana", "フリガナ", &self.kana, limit::NAME);
        if !r.reasons.is_empty() {
            return Err(Refusal::Refused(r.reasons));
        }
        Ok(Specialist { id, office: cx.actor.office, name, kana, ended_on: self.ended_on, version })
    }
}

/// All specialists of the office, also those who have left.
pub fn list_specialists(cx: &mut Cx<'_>) -> Result<Vec<Specialist>, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    Ok(specialists::list(cx.tx, cx.actor.office)?)
}

/// One specialist.
pub fn specialist(cx: &mut Cx<'_>, id: SpecialistId) -> Result<Specialist, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    specialists::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)
}

/// 担当: the specialist who carries the client, where somebody does.
pub(crate) fn specialist_of(cx: &mut Cx<'_>, client: &Client) -> Result<Option<Specialist>, Refusal> {
    match client.specialist {
        Some(id) => Ok(specialists::find(cx.tx, cx.actor.office, id)?),
        None => Ok(None),
    }
}

/// Adds a specialist.
pub fn add_specialist(cx: &mut Cx<'_>, entry: SpecialistEntry) -> Result<SpecialistId, Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.add-specialist", |cx| {
        let id = SpecialistId((cx.outside.new_id)());
        let specialist = entry.read(cx, id, 1)?;
        specialists::insert(cx.tx, &specialist)?;
        cx.audit(AuditAction::AddSpecialist, &id.to_string(), &json!(specialist))?;
        Ok(id)
    })
}

/// Saves a specialist; `version` is the one that was changed.
pub fn save_specialist(cx: &mut Cx<'_>, id: SpecialistId, entry: SpecialistEntry, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-specialist", |cx| {
        let before = specialist(cx, id)?;
        let after = entry.read(cx, id, version)?;
        if !specialists::update(cx.tx, &after)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &id.to_string())?,
            });
        }
        cx.audit(AuditAction::SaveSpecialist, &id.to_string(), &json!({ "before": before, "after": after }))
    })
}
