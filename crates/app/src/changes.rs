//! 変更の前後: what an audit entry says about a change, and who changed a thing last.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{Cx, Refusal, clients::READING};

/// The fields that differ, each with its value before and after.
pub fn between<T: Serialize>(before: &T, after: &T) -> Value {
    let (before, after) = (fields(before), fields(after));
    let (mut old, mut new) = (Map::new(), Map::new());
    for (name, value) in after {
        let earlier = before.get(&name).cloned().unwrap_or(Value::Null);
        if earlier != value && name != "version" {
            old.insert(name.clone(), earlier);
            new.insert(name, value);
        }
    }
    json!({ "before": old, "after": new })
}

fn fields<T: Serialize>(value: &T) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The name of the person who last changed the subject; empty where nobody did.
pub fn last_saved_by(cx: &mut Cx<'_>, subject: &str) -> Result<String, Refusal> {
    let last = store::audit::last_of(cx.tx, cx.actor.office, subject, READING)?;
    Ok(last.map(|entry| entry.actor_name).unwrap_or_default())
}
