//! What of an entry matters, in Japanese words.

use calendar::{Date, YearMonth, wareki};
use domain::{billing::claim_life::ClaimState, client::ConsultationService, office::Role};
use serde_json::Value;

use crate::form::fields;

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
    Detail { label: label(key), before: before.map(|value| text(key, value)), value: text(key, now) }
}

fn text(key: &str, value: &Value) -> String {
    match value {
        Value::Null => "なし".to_owned(),
        Value::Bool(true) => "はい".to_owned(),
        Value::Bool(false) => "いいえ".to_owned(),
        Value::String(text) if text.is_empty() => "（空欄）".to_owned(),
        Value::String(stored) => word(key, stored),
        Value::Array(items) => items.iter().map(|item| text(key, item)).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| format!("{} {}", label(key), text(key, value)))
            .collect::<Vec<_>>()
            .join(" "),
        other => other.to_string(),
    }
}

/// A stored word as the screens say it; days and months as the pages write them.
fn word(key: &str, stored: &str) -> String {
    let day = stored.parse::<Date>().ok().filter(|_| stored.len() == 10).map(wareki::long);
    let month = || stored.parse::<YearMonth>().ok().filter(|_| stored.len() == 7).map(wareki::month);
    let own = || match key {
        "role" => Role::from_word(stored).map(Role::label),
        "state" => ClaimState::from_word(stored).map(ClaimState::label),
        "service" => ConsultationService::from_word(stored).map(ConsultationService::label),
        "kind" => KINDS.iter().find(|(kind, _)| *kind == stored).map(|(_, label)| *label),
        "made" => MADE.iter().find(|(made, _)| *made == stored).map(|(_, label)| *label),
        _ => fields::word_of(key, stored),
    };
    day.or_else(month).or_else(|| own().map(str::to_owned)).unwrap_or_else(|| stored.to_owned())
}

/// What facts are, as stored.
const KINDS: [(&str, &str); 20] = [
    ("service_check", "サービス提供状況の確認"),
    ("home_visit", "自宅訪問"),
    ("report", "モニタリング報告書"),
    ("consent", "同意"),
    ("submission", "写しの提出"),
    ("carry_over", "翌月への繰越"),
    ("missed", "実施できなかった"),
    ("appointment", "訪問の予定"),
    ("attempt", "会えなかった訪問・連絡"),
    ("raised", "会えないことの相談"),
    ("advice", "申請の勧奨"),
    ("provider_contact", "連絡調整"),
    ("withdrawn", "取消"),
    ("manager", "管理者名"),
    ("number", "事業所番号"),
    ("area", "地域区分"),
    ("grade", "機能強化型の区分"),
    ("special_area", "特別地域"),
    ("addition", "加算の届出"),
    ("posts", "兼務"),
];

/// Who made a plan, as stored.
const MADE: [(&str, &str); 3] = [("here", "この事業所"), ("elsewhere", "ほかの事業所"), ("person", "本人や家族")];

/// The field in Japanese: what only the log says, else the title of the municipality's setting, else the words of the
/// forms, else its key.
fn label(key: &str) -> String {
    if let Some((_, label)) = LABELS.iter().find(|(word, _)| *word == key) {
        return (*label).to_owned();
    }
    let setting = app::law_book().ok().and_then(|book| book.municipality("default")?.setting(key));
    let field = || fields::find("", key).map(|field| field.label);
    setting.map(|setting| setting.title.clone()).or_else(field).unwrap_or_else(|| key.to_owned())
}

/// Words that no form has, or that say something else in the log.
const LABELS: &[(&str, &str)] = &[
    ("name", "氏名・名称"),
    ("kana", "フリガナ"),
    ("login", "ログインID"),
    ("role", "役割"),
    ("office", "事業所"),
    ("specialist", "相談支援専門員"),
    ("disabled", "使えない"),
    ("device", "端末"),
    ("blocked", "待ち時間中"),
    ("look_rows", "確認した記録の行数"),
    ("sha256", "確認したときの印"),
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
    ("other_offices", "ほかの事業所の担当"),
    ("ours_from", "この事業所の担当がはじまる日"),
    ("taken", "変更の月に新しい事業所がすること"),
    ("ward", "区役所・支所"),
    ("holds_from", "いつから"),
    ("what", "内容"),
    ("fact", "くわしく"),
    ("code", "市町村番号"),
    ("wards", "区役所・支所"),
    ("from", "はじめた日"),
    ("off_from", "やめた日"),
    ("client", "利用者の番号"),
    ("kind", "種類"),
    ("corrects", "直した記録の番号"),
    ("why", "理由"),
    ("rule", "きまり"),
    ("sentence", "文"),
    ("cites", "出典"),
    ("source", "文書"),
    ("place", "箇所"),
    ("month", "月"),
    ("service", "サービス"),
    ("count", "件数"),
    ("units", "単位数"),
    ("yen", "請求額（円）"),
    ("held", "見送り"),
    ("file", "ファイル"),
    ("files", "ファイル"),
    ("sha256", "ファイルの印（SHA-256）"),
    ("state", "状態"),
    ("rows", "行"),
    ("clients", "利用者"),
    ("certificates", "受給者証"),
    ("certificate", "受給者証の番号"),
    ("closing", "締めの番号"),
    ("fee", "報酬"),
    ("plan", "計画"),
    ("monitored_on", "モニタリング日"),
    ("seq", "順"),
    ("lines", "明細"),
    ("media", "ファイルの種類"),
    ("bytes", "大きさ（バイト）"),
    ("at", "日時"),
    ("key", "項目"),
    ("public_key", "鍵の印"),
    ("set", "値"),
    ("special", "特別地域"),
    ("area", "地域区分"),
    ("notified", "届出"),
    ("round", "回の番号"),
    ("made", "だれが作ったか"),
    ("home_visit", "訪問して面接した"),
    ("consent", "文書で同意を得た"),
    ("delivered", "交付した"),
    ("conference", "サービス担当者会議を開いた"),
    ("one_flow_with", "続けて行った訪問の回の番号"),
    ("guardian", "保護者"),
    ("relation", "続柄"),
    ("grants", "支給決定"),
    ("amount", "支給量"),
    ("start", "開始"),
    ("end", "終了"),
    ("phases", "モニタリング期間"),
    ("interval_months", "何か月ごと"),
    ("for_months", "何か月間"),
    ("proposal", "提案"),
    ("benefit_period", "支給期間"),
    ("moved_out_on", "転出した日"),
    ("before", "前"),
    ("after", "後"),
];

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

    /// Every key in a value, at any depth.
    fn keys<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                all.push(key);
                keys(value, all);
            }),
            Value::Array(items) => items.iter().for_each(|item| keys(item, all)),
            _ => {}
        }
    }

    #[test]
    fn every_field_of_a_client_and_a_certificate_has_its_words() {
        let client = testkit::client("川崎 花子").child_of("川崎 母", "2018-06-01").build();
        let certificate = testkit::months("2026-05..2027-04").every(3).of(&client);
        let entry = serde_json::json!({ "client": client.id, "after": [client, certificate] });
        let mut all = Vec::new();
        keys(&entry, &mut all);
        for key in all {
            assert_ne!(label(key), key);
        }
    }

    #[test]
    fn stored_words_and_days_read_as_on_the_pages() {
        let rows = body(r#"{"residence":"home","birth":"1985-03-01","month":"2026-10","kind":"carry_over"}"#);
        let mut shown: Vec<String> = rows.iter().map(|row| format!("{} {}", row.label, row.value)).collect();
        shown.sort();
        let home = format!("住まい {}", domain::client::Residence::Home.label());
        let mut expected = vec![home.as_str(), "月 令和8年10月", "生年月日 昭和60年3月1日", "種類 翌月への繰越"];
        expected.sort_unstable();
        assert_eq!(shown, expected);
    }
}
