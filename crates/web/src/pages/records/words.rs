//! The words of entries in Japanese: what was done, and what of it matters.

use domain::office::Role;
use serde_json::Value;

/// What was done, as the list says it; the word itself when it is not known here.
pub fn action(word: &str) -> String {
    let known = match word {
        "accounts.set-up" => "はじめての設定",
        "accounts.sign-in" => "ログイン",
        "accounts.sign-in-failed" => "ログインに失敗",
        "accounts.sign-out" => "ログアウト",
        "accounts.add-user" => "ログインする人を追加",
        "accounts.edit-user" => "ログインする人を変更",
        "accounts.reset-password" => "仮パスワードを発行",
        "accounts.change-password" => "パスワードを変更",
        "accounts.end-sessions" => "ほかの端末をログアウト",
        "client.create" => "利用者を登録",
        "client.read" => "利用者を閲覧",
        "client.read-unrecorded" => "記録できなかった閲覧の数",
        "client.update" => "利用者を変更",
        "client.end" => "利用者の支援を終了",
        "certificate.create" => "受給者証を登録",
        "certificate.change" => "受給者証を変更",
        "certificate.update" => "受給者証を訂正",
        "task.finish" => "確かめることを済みに",
        "billing.hold" => "請求を見送り",
        "billing.release" => "見送りを取りやめ",
        "billing.close" => "請求を締め",
        "billing.download" => "請求ファイルを保存",
        "billing.answer-plan" => "計画についての質問に回答",
        "billing.mark" => "請求の結果を記録",
        "monitoring.record_service_check" => "サービス提供状況の確認を記録",
        "monitoring.record_home_visit" => "訪問を記録",
        "monitoring.save_report" => "報告書を保存",
        "monitoring.record_consent" => "同意を記録",
        "monitoring.record_submission" => "写しの提出を記録",
        "monitoring.mark_missed" => "実施できなかったことを記録",
        "monitoring.carry_over" => "翌月への繰越を記録",
        "monitoring.copy_last_report" => "前回の報告書を写す",
        "monitoring.withdraw_fact" => "記録を取り消し",
        "monitoring.restore_fact" => "取り消しを元に戻す",
        "monitoring.open_round" => "回を開く",
        "office.save" => "事業所の設定を変更",
        "office.add-specialist" => "相談支援専門員を追加",
        "office.save-specialist" => "相談支援専門員を変更",
        "office.record-fact" => "事業所の届出を記録",
        "office.withdraw-fact" => "事業所の届出の記録を取り消し",
        "office.import-holidays" => "祝日の表を取り込み",
        "office.add-municipality" => "市町村を登録",
        "office.save-town" => "市町村の名前・区役所を変更",
        "office.save-municipality" => "市町村の決まりを変更",
        _ => return word.to_owned(),
    };
    known.to_owned()
}

/// A line of what matters of an entry.
pub struct Row {
    /// What it is.
    pub label: String,
    /// What it was, for a change.
    pub before: Option<String>,
    /// What it is now.
    pub value: String,
}

/// What matters of an entry: of a change the fields that differ, else every field.
pub fn body(json: &str) -> Vec<Row> {
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
fn change(entry: &Value) -> Row {
    let key = entry.get("key").and_then(Value::as_str).unwrap_or("");
    row(key, entry.get("before"), entry.get("after").unwrap_or(entry))
}

fn row(key: &str, before: Option<&Value>, now: &Value) -> Row {
    let shown = |value: &Value| match value {
        Value::String(word) if key == "role" => {
            Role::from_word(word).map_or_else(|| word.clone(), |role| role.label().to_owned())
        }
        other => text(other),
    };
    Row { label: label(key), before: before.map(shown), value: shown(now) }
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
