//! 事業所の設定: the office itself, its specialists, and what its municipality decides.

mod entry;
mod municipality_settings;
mod save_office;
mod specialists;

pub use entry::{AREAS, GRADES, OfficeEntry};
pub use municipality_settings::{SettingLine, municipality_settings, save_municipality_settings, value_word};
pub use save_office::{office, save_office};
pub use specialists::{SpecialistEntry, add_specialist, list_specialists, save_specialist, specialist};

use store::audit::{self, AuditFilter};

use crate::{Cx, Refusal};

/// Who last saved something, for the page that shows a conflict.
pub(crate) fn last_saved_by(cx: &mut Cx<'_>, subject: &str) -> Result<String, Refusal> {
    let filter = AuditFilter { subject: Some(subject.to_owned()), limit: 1, ..AuditFilter::default() };
    let newest = audit::list(cx.tx, cx.actor.office, &filter)?.into_iter().next();
    Ok(newest.map(|entry| entry.actor_name).unwrap_or_default())
}
