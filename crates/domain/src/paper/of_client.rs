//! The paper of a 事業所の変更: the notice for the municipality. Certificate and hand-over are recorded with the change.

use super::{
    Paper, PaperKind, PaperLog, PaperPlace,
    stands::{Desk, Sheet, settled},
};
use crate::client::AboutClient;

/// What stands of the notice of the last change; none where nothing changed.
pub fn papers_of_client(about: &AboutClient, log: &PaperLog) -> Vec<Paper> {
    let mut desk = Desk::new(log);
    if let Some((fact, kind, change)) = about.office_changes().pop() {
        let place = PaperPlace::Record(kind);
        let mut sheet = Sheet::new(PaperKind::OfficeNotice, None, "市町村", place, fact.recorded_on());
        // Another change is another paper, also to the same office.
        sheet.key.provider = format!("{} {}", change.office, change.on);
        desk.send_printed(sheet, change.noticed_on.map(|day| settled(fact, day)));
    }
    desk.papers
}
