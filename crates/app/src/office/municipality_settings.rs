//! 市町村が決めること: each setting of one municipality with its sentence, what is usual, and what the office entered
//! for it, from which day on.

use calendar::Date;
use domain::{
    office::{DatedSetting, Right, USUAL, WeekBands},
    text::say,
};
use law::Setting;
use serde_json::json;
use store::{accounts, board, settings as kept};

use super::{HoldsFrom, municipalities::main_code};
use crate::{AuditAction, Cx, Reason, Refusal, changes, input::Reading, law_book, monitoring, sha256_hex};

/// A municipality with its settings, as the page shows them.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    /// 市町村番号, or `default`.
    pub code: String,
    /// 名称.
    pub name: String,
    /// The settings, in the order of `default.toml`.
    pub lines: Vec<SettingLine>,
}

/// A setting as the page shows it.
#[derive(Clone, Debug)]
pub struct SettingLine {
    /// The setting of the municipality's file.
    pub setting: Setting,
    /// The word that holds today where the office entered nothing for this municipality.
    pub file_value: String,
    /// The word in force today.
    pub value: String,
    /// What the office entered for this municipality, the earliest day first.
    pub own: Vec<OwnValue>,
}

/// A value that the office entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnValue {
    /// First day; `None` from the beginning.
    pub from: Option<Date>,
    /// The word; `None` where from that day on the file's holds again.
    pub value: Option<String>,
    /// 氏名 of who set it; empty when the account is gone.
    pub by: String,
    /// When, UTC.
    pub at: String,
}

/// One municipality and its settings; `code` is a 市町村番号, or `default` for 全国の既定.
pub fn municipality_settings(cx: &mut Cx<'_>, code: &str) -> Result<SettingsPage, Refusal> {
    cx.authorize(Right::ReadOffice)?;
    let book = law_book()?;
    let code = main_code(book, code).to_owned();
    let file = if code == USUAL { book.municipality(USUAL) } else { book.municipality_with_code(&code) };
    let name = match file {
        Some(file) => file.name.clone(),
        None => super::find_municipality(cx, &code)?.ok_or(Refusal::NotFound)?.name,
    };
    let file = file.or_else(|| book.municipality(USUAL)).ok_or(Refusal::NotFound)?;
    let entered = kept::all(cx.tx, cx.actor.office)?.values;
    let today = cx.today;
    let mut lines = Vec::new();
    for setting in &file.settings {
        // The last that has begun; its value, or that the layer below holds again.
        let standing = |municipality: &str| {
            let of =
                |it: &&kept::EnteredSetting| it.setting.municipality == municipality && it.setting.key == setting.key;
            let begun = entered.iter().filter(of).filter(|it| it.setting.from <= Some(today));
            begun.max_by_key(|it| it.setting.from).and_then(|it| it.setting.value.clone())
        };
        let below = || standing(USUAL).filter(|_| code != USUAL && !(setting.own && file.code.is_some()));
        let file_value = below().unwrap_or_else(|| setting.value.to_string());
        let mut own = Vec::new();
        for it in entered.iter().filter(|it| it.setting.municipality == code && it.setting.key == setting.key) {
            own.push(own_value(cx, it)?);
        }
        let value = standing(&code).unwrap_or_else(|| file_value.clone());
        lines.push(SettingLine { value, own, file_value, setting: setting.clone() });
    }
    Ok(SettingsPage { code, name, lines })
}

fn own_value(cx: &mut Cx<'_>, own: &kept::EnteredSetting) -> Result<OwnValue, Refusal> {
    let account = match own.set_by.parse() {
        Ok(user) => accounts::find(cx.tx, cx.actor.office, user)?,
        Err(_) => None,
    };
    Ok(OwnValue {
        from: own.setting.from,
        value: own.setting.value.clone(),
        by: account.map(|account| account.user.name).unwrap_or_default(),
        at: own.set_at.clone(),
    })
}

/// A number that changes with any value: two people who saw different values have different versions.
pub fn settings_version(lines: &[SettingLine]) -> i64 {
    let own = |line: &SettingLine| format!("{}={}{:?};", line.setting.key, line.value, line.own);
    let digits = sha256_hex(lines.iter().map(own).collect::<String>());
    digits.get(..12).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

/// Saves settings of a municipality: key and word, holding `from` the day that was named; `version` is that of the
/// values which were shown. What differs from the value in force today is kept; the board follows, because due days
/// hang on it.
pub fn save_municipality_settings(
    cx: &mut Cx<'_>,
    code: &str,
    values: &[(String, String)],
    from: Option<HoldsFrom>,
    version: i64,
) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-municipality", |cx| {
        let page = municipality_settings(cx, code)?;
        refuse_conflict(cx, &page, version)?;
        let mut reasons = Vec::new();
        let mut changed: Vec<(&SettingLine, String)> = Vec::new();
        for line in &page.lines {
            let Some((_, typed)) = values.iter().find(|(key, _)| *key == line.setting.key) else { continue };
            match read(&line.setting, typed) {
                Ok(value) if value != line.value => changed.push((line, value)),
                Ok(_) => {}
                Err(reason) => reasons.push(reason),
            }
        }
        if changed.is_empty() && reasons.is_empty() {
            return Ok(());
        }
        if let Some(reason) = unclear(&changed, from, cx.today) {
            reasons.push(reason);
        }
        let (true, Some(from)) = (reasons.is_empty(), from) else { return Err(Refusal::Refused(reasons)) };
        let (by, at) = (cx.actor.user.to_string(), (cx.outside.now)());
        let mut changes = Vec::new();
        for (line, value) in changed {
            let setting = DatedSetting {
                municipality: page.code.clone(),
                key: line.setting.key.clone(),
                from: from.day(),
                value: Some(value.clone()),
            };
            kept::set(cx.tx, cx.actor.office, &setting, (&by, &at))?;
            changes.push(json!({ "key": setting.key, "before": line.value, "after": value, "holds_from": from.day() }));
        }
        refresh_board(cx)?;
        cx.audit(AuditAction::SaveMunicipality, &page.code, &json!(changes))
    })
}

/// Takes one entered value back: what held before it holds on.
pub fn reset_setting(cx: &mut Cx<'_>, code: &str, key: &str, from: Option<Date>, version: i64) -> Result<(), Refusal> {
    cx.authorize(Right::Administer)?;
    cx.once("office.save-municipality", |cx| {
        let page = municipality_settings(cx, code)?;
        refuse_conflict(cx, &page, version)?;
        let line = page.lines.iter().find(|line| line.setting.key == key).ok_or(Refusal::NotFound)?;
        let own = line.own.iter().find(|own| own.from == from).ok_or(Refusal::NotFound)?;
        kept::reset(cx.tx, cx.actor.office, &page.code, key, from)?;
        refresh_board(cx)?;
        let entry = json!([{ "key": key, "before": own.value, "after": null, "holds_from": from }]);
        cx.audit(AuditAction::SaveMunicipality, &page.code, &entry)
    })
}

fn refuse_conflict(cx: &mut Cx<'_>, page: &SettingsPage, version: i64) -> Result<(), Refusal> {
    let current = settings_version(&page.lines);
    if current == version {
        return Ok(());
    }
    Err(Refusal::Conflict { current, by: changes::last_saved_by(cx, &page.code)? })
}

/// A change without its day, and one that a value of a later day already covers.
fn unclear(changed: &[(&SettingLine, String)], from: Option<HoldsFrom>, today: Date) -> Option<Reason> {
    let Some(from) = from.map(HoldsFrom::day) else {
        let sentence = "変えた内容がいつから有効かを入力してください（前からそうだったときは「はじめから」）";
        return Some(Reason::at("from", sentence));
    };
    let hidden = |line: &SettingLine| line.own.iter().any(|own| own.from > from && own.from <= Some(today));
    let (line, _) = changed.iter().find(|(line, _)| hidden(line))?;
    let sentence = format!(
        "「{}」には、もっと後の日からの値があります。それを取り消してから、もう一度保存してください",
        line.setting.title
    );
    Some(Reason::at("from", sentence))
}

/// Makes the board anew under the settings now in force.
pub(super) fn refresh_board(cx: &mut Cx<'_>) -> Result<(), Refusal> {
    let settings = monitoring::settings(cx)?;
    board::rebuild(cx.tx, cx.actor.office, &settings)?;
    Ok(())
}

/// The most years for which records are kept.
const YEARS: i64 = 30;

/// A value as it is kept: one of the choices, bands of the week, or a whole number.
fn read(setting: &Setting, typed: &str) -> Result<String, Reason> {
    let label = format!("「{}」", setting.title);
    if setting.is_written() {
        let bands = WeekBands::read(typed).map(|bands| bands.to_string());
        return bands.map_err(|sentence| Reason::at(setting.key.clone(), format!("{label}: {sentence}")));
    }
    if setting.choices.is_empty() {
        // Days of a month and years have names that end so; the only other number is a count of months. No municipality's records are kept
        // for fewer years than its file says.
        let (unit, range) = match (&setting.key, &setting.value) {
            (key, _) if key.ends_with("_day") => ("日", 1..=28),
            (key, law::Value::Whole(least)) if key.ends_with("_years") => ("年", *least..=YEARS),
            _ => ("か月", 1..=12),
        };
        let mut r = Reading::default();
        let number = r.number(setting.key.clone(), &label, unit, typed, range);
        let missing = || Reason::at(setting.key.clone(), say::missing(&label));
        return number.map(|it| it.to_string()).ok_or_else(|| r.reasons.into_iter().next().unwrap_or_else(missing));
    }
    let value = setting.choices.iter().map(|choice| choice.value.to_string()).find(|value| value == typed);
    value.ok_or_else(|| {
        let offered: Vec<&str> = setting.choices.iter().map(|choice| choice.label.as_str()).collect();
        Reason::at(setting.key.clone(), format!("{label}は、{}から選んでください", offered.join("・")))
    })
}
