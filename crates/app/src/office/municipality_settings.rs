//! 市町村が決めること: each with its sentence, what is usual, and what this office has set instead.

use domain::office::Right;
use law::Setting;
use serde_json::json;
use store::{accounts, board, settings as kept};

use crate::{Cx, Reason, Refusal, accounts::sha256_hex, changes, law_book, monitoring};

/// A setting as the page shows it.
#[derive(Clone, Debug)]
pub struct SettingLine {
    /// The setting of the municipality's file.
    pub setting: Setting,
    /// The word of the file's value.
    pub file_value: String,
    /// The word of the value in force.
    pub value: String,
    /// Who of the office has set it, and when; `None` where the file's value holds.
    pub own: Option<OwnValue>,
}

/// The office's own value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnValue {
    /// 氏名 of who set it; empty when the account is gone.
    pub by: String,
    /// When, UTC.
    pub at: String,
}

/// The municipality's name and its settings.
pub fn municipality_settings(cx: &mut Cx<'_>) -> Result<(String, Vec<SettingLine>), Refusal> {
    cx.authorize(Right::Read)?;
    let key = kept::municipality_of(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
    let changed = kept::changed(cx.tx, cx.actor.office, &key)?;
    let book = law_book()?;
    let file = book.municipality(&key).or_else(|| book.municipality("default")).ok_or(Refusal::NotFound)?;
    let mut lines = Vec::new();
    for setting in &file.settings {
        let own = changed.iter().find(|own| own.key == setting.key);
        let file_value = setting.value.to_string();
        lines.push(SettingLine {
            value: own.map_or_else(|| file_value.clone(), |own| own.value.clone()),
            own: own.map(|own| own_value(cx, own)).transpose()?,
            file_value,
            setting: setting.clone(),
        });
    }
    Ok((file.name.clone(), lines))
}

fn own_value(cx: &mut Cx<'_>, own: &kept::Changed) -> Result<OwnValue, Refusal> {
    let account = match own.set_by.parse() {
        Ok(user) => accounts::find(cx.tx, cx.actor.office, user)?,
        Err(_) => None,
    };
    Ok(OwnValue { by: account.map(|account| account.user.name).unwrap_or_default(), at: own.set_at.clone() })
}

/// A number that changes with any value: two people who saw different values have different versions.
pub fn settings_version(lines: &[SettingLine]) -> i64 {
    let text: String = lines.iter().map(|line| format!("{}={};", line.setting.key, line.value)).collect();
    let digits = sha256_hex(&text);
    digits.get(..12).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

/// Saves the settings: key and word; `version` is that of the values which were shown. What equals the file's value is the file's again. The board follows, because due
/// days hang on them.
pub fn save_municipality_settings(cx: &mut Cx<'_>, values: &[(String, String)], version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-municipality", |cx| {
        let (_, lines) = municipality_settings(cx)?;
        let key = kept::municipality_of(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?;
        if settings_version(&lines) != version {
            let by = changes::last_saved_by(cx, &key)?;
            return Err(Refusal::Conflict { current: settings_version(&lines), by });
        }
        let reasons: Vec<Reason> = lines.iter().filter_map(|line| wrong(&line.setting, values)).collect();
        if !reasons.is_empty() {
            return Err(Refusal::Refused(reasons));
        }
        let office = cx.actor.office;
        let (by, at) = (cx.actor.user.to_string(), (cx.outside.now)());
        let mut changes = Vec::new();
        for line in &lines {
            let name = &line.setting.key;
            let Some((_, value)) = values.iter().find(|(key, value)| key == name && *value != line.value) else {
                continue;
            };
            if *value == line.file_value {
                kept::reset(cx.tx, office, &key, name)?;
            } else {
                kept::set(cx.tx, office, &key, (name, value), (&by, &at))?;
            }
            changes.push(json!({ "key": name, "before": line.value, "after": value }));
        }
        if changes.is_empty() {
            return Ok(());
        }
        refresh_board(cx)?;
        cx.audit("office.save-municipality", &key, &json!(changes))
    })
}

/// Makes the board anew under the settings now in force.
pub(super) fn refresh_board(cx: &mut Cx<'_>) -> Result<(), Refusal> {
    let settings = monitoring::settings(cx)?;
    board::rebuild(cx.tx, cx.actor.office, &settings)?;
    Ok(())
}

fn wrong(setting: &Setting, values: &[(String, String)]) -> Option<Reason> {
    let (_, value) = values.iter().find(|(key, _)| *key == setting.key)?;
    let fits = if setting.choices.is_empty() {
        // Days of a month have names that end so; the only other number is a count of months.
        let most = if setting.key.ends_with("_day") { 28 } else { 12 };
        value.parse::<i64>().is_ok_and(|number| (1..=most).contains(&number))
    } else {
        setting.choices.iter().any(|choice| choice.value.to_string() == *value)
    };
    let sentence = format!("「{}」の値を確かめてください", setting.title);
    (!fits).then(|| Reason::at(setting.key.clone(), sentence))
}
