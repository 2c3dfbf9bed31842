//! The words of entries in Japanese: what was done, and what of it matters.

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
        "office.save" => "事業所の設定を変更",
        "office.add-specialist" => "相談支援専門員を追加",
        "office.save-specialist" => "相談支援専門員を変更",
        "office.save-municipality" => "市町村の決まりを変更",
        _ => return word.to_owned(),
    };
    known.to_owned()
}

/// What matters of an entry: its JSON, laid out in lines.
pub fn body(json: &str) -> String {
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(fields)) if fields.is_empty() => String::new(),
        Ok(Value::Null) => String::new(),
        Ok(value) => serde_json::to_string_pretty(&value).unwrap_or_else(|_| json.to_owned()),
        Err(_) => json.to_owned(),
    }
}
