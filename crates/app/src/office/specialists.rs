//! 相談支援専門員: added, changed, ended. Nobody is deleted, because records name them.

use calendar::Date;
use domain::{
    client::Client,
    id::SpecialistId,
    office::{Right, Specialist},
    text,
};
use serde_json::json;
use store::specialists;

use crate::{AuditAction, Cx, Reason, Refusal, changes, input::hidden_mark};

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
    fn check(&self) -> Result<(), Refusal> {
        let mut reasons = Vec::new();
        for (field, label, typed) in [("name", "氏名", &self.name), ("kana", "フリガナ", &self.kana)] {
            let length = typed.trim().chars().count();
            if length == 0 || length > 60 {
                reasons.push(Reason::at(field, format!("{label}を60文字までで入力してください")));
            }
            if let Some(mark) = typed.trim().chars().find(|c| c.is_control()).or_else(|| text::hidden(typed)) {
                reasons.push(Reason::at(field, hidden_mark(label, mark)));
            }
        }
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
    }

    fn into_specialist(self, cx: &Cx<'_>, id: SpecialistId, version: i64) -> Specialist {
        Specialist {
            id,
            office: cx.actor.office,
            name: self.name.trim().to_owned(),
            kana: self.kana.trim().to_owned(),
            ended_on: self.ended_on,
            version,
        }
    }
}

/// All specialists of the office, also those who have left.
pub fn list_specialists(cx: &mut Cx<'_>) -> Result<Vec<Specialist>, Refusal> {
    cx.authorize(Right::Read)?;
    Ok(specialists::list(cx.tx, cx.actor.office)?)
}

/// One specialist.
pub fn specialist(cx: &mut Cx<'_>, id: SpecialistId) -> Result<Specialist, Refusal> {
    cx.authorize(Right::Read)?;
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
        entry.check()?;
        let id = SpecialistId((cx.outside.new_id)());
        let specialist = entry.into_specialist(cx, id, 1);
        specialists::insert(cx.tx, &specialist)?;
        cx.audit(AuditAction::AddSpecialist, &id.to_string(), &json!(specialist))?;
        Ok(id)
    })
}

/// Saves a specialist; `version` is the one that was changed.
pub fn save_specialist(cx: &mut Cx<'_>, id: SpecialistId, entry: SpecialistEntry, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-specialist", |cx| {
        entry.check()?;
        let before = specialist(cx, id)?;
        let after = entry.into_specialist(cx, id, version);
        if !specialists::update(cx.tx, &after)? {
            return Err(Refusal::Conflict {
                current: before.version,
                by: changes::last_saved_by(cx, &id.to_string())?,
            });
        }
        cx.audit(AuditAction::SaveSpecialist, &id.to_string(), &json!({ "before": before, "after": after }))
    })
}
