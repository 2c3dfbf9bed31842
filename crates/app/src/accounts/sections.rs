//! 見られる項目: which sections of a client's record each person may see. 配慮の要る事柄 are for those who need them.

use domain::office::{Right, Section, Sections, User};
use serde_json::json;
use store::{accounts, memberships, sessions};

use super::session::seen_by;
use crate::{AuditAction, Cx, Reason, Refusal, input::Typed};

/// What somebody may see.
#[derive(Clone, Debug)]
pub struct SectionsLine {
    /// The person.
    pub user: User,
    /// What the person may see.
    pub sections: Sections,
    /// Whether it was decided for this person; else the role says it.
    pub decided: bool,
}

impl SectionsLine {
    /// The field of the person: the words of what may be seen.
    pub fn field(&self) -> String {
        format!("see_{}", self.user.id)
    }

    /// The field that says what the page had shown.
    pub fn was_field(&self) -> String {
        format!("saw_{}", self.user.id)
    }
}

/// Everybody of the office who may sign in, with what they may see.
pub fn list_sections(cx: &mut Cx<'_>) -> Result<Vec<SectionsLine>, Refusal> {
    cx.authorize(Right::Audit)?;
    let decided = memberships::sections(cx.tx, cx.actor.office.into())?;
    let people = accounts::list(cx.tx, cx.actor.office)?.into_iter().map(|account| account.user);
    people
        .filter(|user| !user.disabled && user.role.sees_clients())
        .map(|user| {
            let words = decided.iter().find(|(id, _)| *id == user.id).map(|(_, words)| words.as_str());
            let sections = seen_by(user.id, user.role, words)?;
            Ok(SectionsLine { decided: words.is_some(), user, sections })
        })
        .collect()
}

/// Keeps what was ticked, for each person of whom it differs from what the page had shown. What another 管理者 decided meanwhile is not
/// overwritten unseen.
pub fn decide_sections(cx: &mut Cx<'_>, typed: &dyn Typed) -> Result<(), Refusal> {
    cx.authorize(Right::DecideAccess)?;
    cx.once("accounts.sections", |cx| {
        let mut reasons = Vec::new();
        for line in list_sections(cx)? {
            let (field, was) = (line.field(), typed.text(&line.was_field()).to_owned());
            let ticked: Option<Sections> = typed.texts(&field).into_iter().map(Section::from_word).collect();
            let Some(ticked) = ticked.filter(|ticked| ticked.words() != was) else { continue };
            if line.sections.words() != was {
                let name = &line.user.name;
                let sentence = format!(
                    "{name}さんの見られる項目は、この画面を開いたあとに変わっています。確かめて保存してください。"
                );
                reasons.push(Reason::at(field, sentence));
                continue;
            }
            if !memberships::set_sections(cx.tx, cx.actor.office.into(), line.user.id, &ticked.words())? {
                return Err(Refusal::NotFound);
            }
            // Whoever knows the secret of a session sees no more by it.
            sessions::mark_to_renew(cx.tx, cx.actor.office.into(), line.user.id)?;
            let entry = json!({ "before": line.sections.words(), "after": ticked.words() });
            cx.audit(AuditAction::DecideSections, &line.user.id.to_string(), &entry)?;
        }
        if reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(reasons)) }
    })
}
