//! 記録の写し: where the log ends, signed, and every look of the days of a breach, as one file that is kept outside.

use domain::{id::BreachId, office::Right};
use serde_json::json;
use store::{
    breaches,
    looks::{self, WholeLook},
};

use crate::{AuditAction, Cx, Refusal, heads, limits};

/// Rows of the log that are read at a time.
const PAGE: i64 = 1_000;

/// The file: JSON lines, the first one says what it is. Looks that were added since the declaration are in it, too; the
/// number and hash in its first line are those of the declaration.
pub fn take_snapshot(cx: &mut Cx<'_>, id: BreachId) -> Result<Vec<u8>, Refusal> {
    cx.authorize(Right::DecideAccess)?;
    let office = cx.actor.office;
    let breach = breaches::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let Some((declared, by)) = breach.declared() else { return Err(Refusal::NotFound) };
    let days = (declared.from, declared.to);
    let (rows, sha256) = looks::digest_of_days(cx.tx, office, days)?;
    let head = heads::head_of(cx.tx, cx.outside, office)?;
    let first = json!({
        "format": "mimamori-breach-snapshot", "version": 1, "breach": id, "organisation": office,
        "taken_at": (cx.outside.now)(), "declared_at": by.at, "declared": declared,
        "head": head, "look_rows": rows, "looks_sha256": sha256,
        "same_as_declared": rows == declared.looks && sha256 == declared.looks_sha256,
    });
    let mut bytes = format!("{first}\n").into_bytes();
    let mut read = 0;
    while read < limits::BREACH_LOOKS {
        let page = looks::of_days(cx.tx, office, days, (PAGE, read))?;
        for row in &page {
            bytes.extend_from_slice(line(row).to_string().as_bytes());
            bytes.push(b'\n');
        }
        let count = i64::try_from(page.len()).unwrap_or(PAGE);
        read += count;
        if count < PAGE {
            break;
        }
    }
    let entry = json!({ "look_rows": rows, "sha256": crate::sha256_hex(&bytes) });
    cx.audit(AuditAction::TakeSnapshot, &id.to_string(), &entry)?;
    Ok(bytes)
}

/// A row by the names of its columns.
fn line(row: &WholeLook) -> serde_json::Value {
    let names = ["hour", "user_id", "kind", "client_id", "address", "device", "user_name", "first_at", "last_at"];
    let mut line: serde_json::Map<String, serde_json::Value> =
        names.into_iter().zip(&row.words).map(|(name, word)| (name.to_owned(), json!(word))).collect();
    line.insert("times".to_owned(), json!(row.times));
    line.insert("clients".to_owned(), json!(row.clients));
    line.insert("words".to_owned(), json!(row.searched));
    line.into()
}
