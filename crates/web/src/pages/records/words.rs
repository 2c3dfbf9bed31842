//! What of an entry matters, in Japanese words.

use domain::office::Role;
use serde_json::Value;

/// A line of what matters of an entry.
pub struct Detail {
    /// What it is.
    pub label: String,
    /// What it was, for a change.
    pub before: Option<String>,
    /// What it is now.
    pub value: String,
}

/// What matters of an entry: of a change the fields that differ, else every field.
pub fn body(json: &str) -> Vec<Detail> {
    let value: Value = serde_json::from_str(json).unwrap_or_else(|_| Value::String(json.to_owned()));
    match value {
        Value::Object(fields) => match (fields.get("before"), fields.get("after")) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                let differs = |(key, now): &(&String, &Value)| before.get(*key) != Some(*now);
                after.iter().filter(differs).map(|(key, now)| row(key, before.get(key), now)).collect()
            }
            _ => fields.iter().map(|(key, now)| row(key, None, now)).collect(),
        },
        Value::Array(changes) => changes.iter().map(change).collect(),
        Value::Null => Vec::new(),
        other => vec![row("", None, &other)],
    }
}

/// One of several changes that name their key.
fn change(entry: &Value) -> Detail {
    let key = entry.get("key").and_then(Value::as_str).unwrap_or("");
    row(key, entry.get("before"), entry.get("after").unwrap_or(entry))
}

fn row(key: &str, before: Option<&Value>, now: &Value) -> Detail {
    let shown = |value: &Value| match value {
        Value::String(word) if key == "role" => {
            Role::from_word(word).map_or_else(|| word.clone(), |role| role.label().to_owned())
        }
        other => text(other),
    };
    Detail { label: label(key), before: before.map(shown), value: shown(now) }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "なし".to_owned(),
        Value::Bool(true) => "はい".to_owned(),
        Value::Bool(false) => "いいえ".to_owned(),
        Value::String(text) if text.is_empty() => "（空欄）".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| format!("{} {}", label(key), text(value))).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// The field in Japanese: ours, else the title of the municipality's setting, else its key.
fn label(key: &str) -> String {
    const LABELS: [(&str, &str); 36] = [
        ("name", "氏名・名称"),
        ("kana", "フリガナ"),
        ("login", "ログインID"),
        ("role", "役割"),
        ("office", "事業所"),
        ("specialist", "相談支援専門員"),
        ("disabled", "使えない"),
        ("device", "端末"),
        ("blocked", "待ち時間中"),
        ("ended_sessions", "ログアウトした端末の数"),
        ("address", "住所・所在地"),
        ("phone", "電話番号"),
        ("manager", "管理者名"),
        ("number_plan", "事業所番号（計画相談支援）"),
        ("number_child", "事業所番号（障害児相談支援）"),
        ("area_plan", "地域区分（計画相談支援）"),
        ("area_child", "地域区分（障害児相談支援）"),
        ("grade", "区分"),
        ("municipality", "市町村"),
        ("start_month", "使い始める月"),
        ("ended_on", "最後の日"),
        ("version", "保存の回数"),
        ("id", "番号"),
        ("birth", "生年月日"),
        ("number", "番号"),
        ("note", "備考"),
        ("care_management", "介護保険のケアマネジメント"),
        ("self_plans", "セルフプラン"),
        ("ward", "区役所・支所"),
        ("holds_from", "いつから"),
        ("what", "内容"),
        ("fact", "くわしく"),
        ("code", "市町村番号"),
        ("wards", "区役所・支所"),
        ("from", "はじめた日"),
        ("off_from", "やめた日"),
    ];
    if let Some((_, label)) = LABELS.iter().find(|(word, _)| *word == key) {
        return (*label).to_owned();
    }
    let setting = app::law_book().ok().and_then(|book| book.municipality("default")?.setting(key));
    setting.map_or_else(|| key.to_owned(), |setting| setting.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_shows_only_what_differs() {
        let rows = body(r#"{"before":{"phone":"1","name":"a"},"after":{"phone":"2","name":"a"}}"#);
        let shown: Vec<String> =
            rows.iter().map(|row| format!("{} {:?} {}", row.label, row.before, row.value)).collect();
        assert_eq!(shown, ["電話番号 Some(\"1\") 2"]);
    }
}
