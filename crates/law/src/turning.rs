//! 節目で変わること: `turning-points/changes.toml`.

use toml::Table;

use crate::{
    Origin,
    fault::Faults,
    read::{Entry, ORIGIN},
};

/// One thing that changes at a turning point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurningChange {
    /// The word of the turning point.
    pub point: String,
    /// The word of what changes: certificate, guardian, service, row of the standard table, fee.
    pub what: String,
    /// What becomes of it.
    pub text: String,
    /// Where that was read.
    pub origin: Origin,
}

const POINTS: [&str; 6] =
    ["adult", "aged", "enters_school", "leaves_elementary", "leaves_junior_high", "leaves_high_school"];
const WHATS: [&str; 5] = ["certificate", "guardian", "service", "row", "fee"];

/// Every change, in the order of the file.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> Vec<TurningChange> {
    let whole = Entry::new(file, "", table);
    whole.only(&["change"], faults);
    let mut changes = Vec::new();
    for (index, table) in whole.tables("change", faults).into_iter().enumerate() {
        let entry = Entry::new(file, format!("[[change]] {}番目", index + 1), table);
        entry.only(&[["point", "what", "text"].as_slice(), ORIGIN.as_slice()].concat(), faults);
        let change = TurningChange {
            point: entry.text("point", faults),
            what: entry.text("what", faults),
            text: entry.text("text", faults),
            origin: Origin::read(&entry, faults),
        };
        for (word, known) in [(&change.point, POINTS.as_slice()), (&change.what, WHATS.as_slice())] {
            if !word.is_empty() && !known.contains(&word.as_str()) {
                entry.fault(faults, format!("「{word}」という言葉はありません"));
            }
        }
        changes.push(change);
    }
    changes
}
