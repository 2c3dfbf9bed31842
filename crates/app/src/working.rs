//! 作業版, as reports and the texts of a case have it: one a subject and kind, saved on the version that was shown.

use serde::{Serialize, de::DeserializeOwned};
use store::working_versions::{self, WorkingKind, WorkingVersion};
use uuid::Uuid;

use crate::{Cx, Refusal};

/// Which one: what is being written, and its subject.
pub(crate) type WorkingKey = (WorkingKind, Uuid);

/// Two people at one text: who saves on another version than the one shown sees both, and so does who was shown one that is gone. The
/// last version that was given, 0 where there never was one.
pub(crate) fn refuse_other_version<B: DeserializeOwned>(
    cx: &mut Cx<'_>,
    key: WorkingKey,
    seen: i64,
) -> Result<i64, Refusal> {
    match working_versions::find::<B>(cx.tx, cx.actor.office, key)? {
        Some(now) if now.version != seen => Err(Refusal::Conflict { current: now.version, by: now.saved_by_name }),
        Some(now) => Ok(now.version),
        None => match working_versions::last(cx.tx, cx.actor.office, key)? {
            last if seen == 0 => Ok(last),
            last => Err(Refusal::Conflict { current: last, by: String::new() }),
        },
    }
}

/// That a text which is finished again says nothing new, in a sentence: what was agreed to stays agreed to.
pub(crate) fn unchanged(label: &str, working: i64) -> String {
    let discard =
        if working > 0 { "作業版がいらなければ、「作業版を捨てる」で消せます。" } else { "" };
    format!("{label}は、前に仕上げたものと同じです。変わったところがないので、何も記録していません。{discard}")
}

/// Keeps a text as the version after the last one, by the actor. The new version.
pub(crate) fn keep<B: Serialize>(cx: &mut Cx<'_>, key: WorkingKey, there: i64, body: B) -> Result<i64, Refusal> {
    let working = WorkingVersion {
        version: there + 1,
        body,
        saved_by: cx.actor.user,
        saved_by_name: cx.actor.name.clone(),
        saved_at: (cx.outside.now)(),
    };
    if !working_versions::save(cx.tx, cx.actor.office, key, &working)? {
        return Err(Refusal::Conflict { current: working.version, by: String::new() });
    }
    Ok(working.version)
}
