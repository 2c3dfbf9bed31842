//! 市町村が決めること: the settings of `law/municipalities/`. A city's windows for reports of abuse stand in `abuse.rs`.

use std::collections::BTreeMap;

use toml::{Table, Value as Toml};

use crate::{
    AbuseWindows, Value, abuse,
    fault::Faults,
    read::{Entry, ORIGIN, Origin},
};

/// One municipality's file, completed from `default.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct MunicipalityFile {
    /// Key, the file's name.
    pub key: String,
    /// 市町村番号, six digits, as certificates print it; none in `default.toml`.
    pub code: Option<String>,
    /// The numbers of a designated city's wards (行政区), for certificates that print the ward's instead of the city's.
    pub ward_codes: Vec<String>,
    /// 名称.
    pub name: String,
    /// Every setting, in the order of `default.toml`.
    pub settings: Vec<Setting>,
    /// 虐待の通報・届出窓口, where the file has them.
    pub abuse: Option<AbuseWindows>,
}

/// One thing the municipality decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Key, e.g. `carry_over_accepted`.
    pub key: String,
    /// Title in Japanese.
    pub title: String,
    /// What it decides, one sentence.
    pub sentence: String,
    /// What is usual, one sentence.
    pub usual: String,
    /// The values to choose from; empty for a number.
    pub choices: Vec<Choice>,
    /// The value of this municipality.
    pub value: Value,
    /// Whether the municipality's own file says so (and not the default).
    pub own: bool,
    /// Where it was read.
    pub origin: Origin,
}

impl Setting {
    /// A value of this setting as people read it: the label of the choice, else the number or word itself.
    pub fn label_of(&self, value: &Value) -> String {
        let choice = self.choices.iter().find(|choice| choice.value == *value);
        choice.map_or_else(|| value.to_string(), |choice| choice.label.clone())
    }

    /// Whether its value is written in words, and neither chosen nor a number.
    pub fn is_written(&self) -> bool {
        self.choices.is_empty() && matches!(self.value, Value::Text(_))
    }

    /// The municipality's value as people read it.
    pub fn label(&self) -> String {
        self.label_of(&self.value)
    }
}

/// A value to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The value.
    pub value: Value,
    /// Its Japanese label.
    pub label: String,
}

impl MunicipalityFile {
    /// Whether a certificate with this 市町村番号 is one of this municipality's.
    pub fn has_code(&self, code: &str) -> bool {
        self.codes().any(|own| own == code)
    }

    /// Every 市町村番号 of this municipality: its own, then those of its wards.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.code.iter().chain(&self.ward_codes).map(String::as_str)
    }

    /// The setting with this key.
    pub fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// A setting that is a yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.setting(key)?.value {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// A setting that is a whole number.
    pub fn whole(&self, key: &str) -> Option<i64> {
        match self.setting(key)?.value {
            Value::Whole(number) => Some(number),
            _ => None,
        }
    }

    /// A setting that is a word.
    pub fn word(&self, key: &str) -> Option<&str> {
        match &self.setting(key)?.value {
            Value::Text(word) => Some(word),
            _ => None,
        }
    }
}

/// The settings that rules read; `default.toml` must have each of them.
pub(crate) const KEYS: [&str; 23] = [
    "monthly_start",
    "grant_end",
    "carry_over_accepted",
    "carry_over_past_grant",
    "every_report_submitted",
    "submission_day",
    "submission_day_moves",
    "claim_day",
    "claim_day_moves",
    "consent_to_report",
    "deny_monitoring_before_renewal",
    "self_plan",
    "neutrality_exception",
    "interval_form",
    "plan_with_care_insurance",
    "work_choice_interval",
    "aged_test",
    "transition_aged_interval",
    "attempts_raised",
    "paper_layout",
    "seal",
    "retention_years",
    "week_bands",
];

/// Reads every municipality file; `default.toml` first, the others completed from it.
pub(crate) fn read(files: &BTreeMap<&str, &Table>, faults: &mut Faults) -> BTreeMap<String, MunicipalityFile> {
    const DEFAULT: &str = "municipalities/default.toml";
    let mut municipalities = BTreeMap::new();
    let Some(table) = files.get(DEFAULT) else {
        faults.add(DEFAULT, "", "ファイルがありません");
        return municipalities;
    };
    let default = one(DEFAULT, table, None, faults);
    for key in KEYS.iter().filter(|key| default.setting(key).is_none()) {
        faults.add(DEFAULT, "", format!("設定「{key}」がありません"));
    }
    for (file, table) in files.iter().filter(|(file, _)| **file != DEFAULT) {
        let municipality = one(file, table, Some(&default), faults);
        municipalities.insert(municipality.key.clone(), municipality);
    }
    municipalities.insert(default.key.clone(), default);
    municipalities
}

fn one(file: &str, table: &Table, default: Option<&MunicipalityFile>, faults: &mut Faults) -> MunicipalityFile {
    let head = Entry::new(file, "", table);
    head.only(&["key", "code", "ward_codes", "name", "setting", "abuse"], faults);
    let key = head.text("key", faults);
    if file != format!("municipalities/{key}.toml") {
        head.fault(faults, format!("「key」の「{key}」がファイルの名前と合いません"));
    }
    let (code, ward_codes) = codes(&head, default.is_none(), faults);
    let mut settings = default.map_or_else(Vec::new, |default| {
        default.settings.iter().cloned().map(|setting| Setting { own: false, ..setting }).collect()
    });
    for table in head.tables("setting", faults) {
        let key = table.get("key").and_then(Toml::as_str).unwrap_or("名前なし");
        let entry = Entry::new(file, format!("[[setting]]「{key}」"), table);
        match settings.iter().position(|setting: &Setting| setting.key == key) {
            Some(_) if default.is_none() => entry.fault(faults, "同じ設定がもう1つあります"),
            Some(place) => {
                if let Some(setting) = settings.get_mut(place) {
                    change(&entry, setting, faults);
                }
            }
            None if default.is_some() => entry.fault(faults, "default.toml にない設定です"),
            None => settings.extend(setting(&entry, faults)),
        }
    }
    let table_of_windows = table.get("abuse").and_then(Toml::as_table);
    MunicipalityFile {
        key,
        code,
        ward_codes,
        name: head.text("name", faults),
        settings,
        abuse: table_of_windows.map(|table| abuse::read(&Entry::new(file, "[abuse]", table), faults)),
    }
}

/// 市町村番号 of the municipality and of its wards; every file but the default's has one.
fn codes(head: &Entry<'_>, is_default: bool, faults: &mut Faults) -> (Option<String>, Vec<String>) {
    let code = head.text_or_none("code", faults);
    let wards = head.texts("ward_codes", faults);
    if code.is_none() && !is_default {
        head.fault(faults, "「code」がありません（市町村番号6けた）");
    }
    for code in code.iter().chain(&wards) {
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            head.fault(faults, format!("市町村番号「{code}」が6けたの数字ではありません"));
        }
    }
    (code, wards)
}

/// A municipality's own value in place of the default's.
fn change(entry: &Entry<'_>, setting: &mut Setting, faults: &mut Faults) {
    let mut known = vec!["key", "value"];
    known.extend(ORIGIN);
    entry.only(&known, faults);
    setting.origin = Origin::read(entry, faults);
    setting.own = true;
    match value(entry.table.get("value")) {
        Some(new) if fits(&new, setting) => setting.value = new,
        _ => entry.fault(faults, "「value」がないか、default.toml と種類が違うか、選べる値ではありません"),
    }
}

/// Whether a value can stand for a setting: one of the choices, or of the same kind where there are none.
fn fits(new: &Value, setting: &Setting) -> bool {
    if setting.choices.is_empty() {
        std::mem::discriminant(new) == std::mem::discriminant(&setting.value)
    } else {
        setting.choices.iter().any(|choice| choice.value == *new)
    }
}

fn setting(entry: &Entry<'_>, faults: &mut Faults) -> Option<Setting> {
    let mut known = vec!["key", "title", "sentence", "usual", "choices", "value"];
    known.extend(ORIGIN);
    entry.only(&known, faults);
    let choices = entry.tables("choices", faults).into_iter().filter_map(|choice| {
        let label = choice.get("label").and_then(Toml::as_str)?.to_owned();
        Some(Choice { value: value(choice.get("value"))?, label })
    });
    let Some(found) = value(entry.table.get("value")) else {
        entry.fault(faults, "「value」がありません");
        return None;
    };
    let setting = Setting {
        key: entry.text("key", faults),
        title: entry.text("title", faults),
        sentence: entry.text("sentence", faults),
        usual: entry.text("usual", faults),
        choices: choices.collect(),
        value: found,
        own: true,
        origin: Origin::read(entry, faults),
    };
    if !fits(&setting.value, &setting) {
        entry.fault(faults, "「value」が「choices」にありません");
    }
    Some(setting)
}

fn value(value: Option<&Toml>) -> Option<Value> {
    match value? {
        Toml::Integer(number) => Some(Value::Whole(*number)),
        Toml::Boolean(flag) => Some(Value::Flag(*flag)),
        Toml::String(text) => Some(Value::Text(text.clone())),
        _ => None,
    }
}
