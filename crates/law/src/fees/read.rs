//! Reading `law/fees/`: every file by its folder, then what the files say of each other.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Date;
use toml::{Table, Value as Toml};

use super::{Fee, FeeValue, Fees, Notice, Overlap, Role, conditions, municipality_grades};
use crate::{
    LawError, Timeline, Value,
    fault::Faults,
    parameter::{self, Parameter},
    read::{Entry as Read, Origin},
    services, sources,
    timeline::Entry,
    tree,
};

/// Keys of a `[[value]]` of a fee beside those of every parameter.
const VALUE_KEYS: [&str; 3] = ["name", "max_count", "max_count_confidence"];

/// How names are compared: widths, brackets, spaces and the one-letter Roman numerals do not matter.
pub(super) fn fold(name: &str) -> String {
    let roman = |c: char| match c {
        'Ⅰ' | 'ⅰ' => "I".to_owned(),
        'Ⅱ' | 'ⅱ' => "II".to_owned(),
        'Ⅲ' | 'ⅲ' => "III".to_owned(),
        'Ⅳ' | 'ⅳ' => "IV".to_owned(),
        '･' => "・".to_owned(),
        other => other.to_string(),
    };
    services::fold(&name.chars().map(roman).collect::<String>())
}

/// The key of an addition among those of all services.
pub(super) fn name_key(service: &str, name: &str) -> String {
    format!("{service}.{}", fold(name))
}

/// Loads and checks the fees; all faults are told at once.
pub(super) fn fees<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Fees, LawError> {
    let own = files.into_iter().filter(|(path, _)| path.starts_with("fees/") || *path == "sources.toml");
    let mut tables = tree::tables(own)?;
    let mut faults = Faults::default();
    let sources = sources::read("sources.toml", &tables.remove("sources.toml").unwrap_or_default(), &mut faults);
    let mut all = Fees::default();
    let mut places: BTreeMap<String, &str> = BTreeMap::new();
    for (path, table) in &tables {
        sources::check(path, table, &sources, &mut faults);
        let folder = path.strip_prefix("fees/").and_then(|rest| rest.split_once('/')).map_or("", |(folder, _)| folder);
        let id = table.get("id").and_then(Toml::as_str).unwrap_or_default().to_owned();
        match folder {
            "" => all.notices.extend(notices(path, table, &mut faults)),
            "municipality-grades" => all.grades.extend(municipality_grades::read(path, table, &mut faults)),
            "case-count" | "onsite-limit" | "rounding" => {
                let parameter = parameter::read(path, table, &mut faults);
                all.parameters.insert(id.clone(), parameter.timeline);
            }
            _ => {
                if let Some(fee) = fee(path, folder, table, &mut faults) {
                    if matches!(fee.role, Role::Addition(_)) {
                        all.additions.insert(name_key(service(&id), &fee.timeline.title), id.clone());
                    }
                    all.fees.insert(id.clone(), fee);
                }
            }
        }
        if let Some(other) = places.insert(id.clone(), path).filter(|_| !id.is_empty()) {
            faults.add(path, "「id」", format!("「{id}」は law/{other} も使っています"));
        }
    }
    for id in ["case-count.threshold", "case-count.kept", "case-count.months"] {
        if !all.parameters.contains_key(id) {
            faults.add("fees/case-count", "", format!("「{id}」のファイルがありません"));
        }
    }
    roundings(&all, &places, &mut faults);
    names(&all, &places, &mut faults);
    faults.into_result()?;
    Ok(all)
}

/// One fee, addition, reduction or price.
fn fee(path: &str, folder: &str, table: &Table, faults: &mut Faults) -> Option<Fee> {
    let head_keys: &[&str] = match folder {
        "composite" | "overlap" => &["reduction", "bases"],
        "additions" | "reductions" => &["conditions", "left_out", "office_limit"],
        "base" | "area" => &[],
        other => {
            faults.add(path, "", format!("「{other}」というフォルダーのファイルは読みません"));
            return None;
        }
    };
    let parameter = parameter::read_with(path, table, head_keys, &VALUE_KEYS, faults);
    let role = match folder {
        "composite" => Role::Composite(overlap(path, table, faults)),
        "overlap" => Role::Difference(overlap(path, table, faults)),
        "additions" => Role::Addition(conditions::read(path, table, faults)),
        "reductions" => Role::Reduction(conditions::read(path, table, faults)),
        "area" => Role::Price,
        _ => Role::Base,
    };
    let wanted = if matches!(role, Role::Price) { "area" } else { "fee" };
    let mut parts = parameter.timeline.id.split('.');
    if parts.next() != Some(wanted) || !matches!(parts.next(), Some("plan" | "child")) {
        faults.add(path, "「id」", format!("「{wanted}.plan.」か「{wanted}.child.」で始めてください"));
    }
    if !matches!(parameter.timeline.unit.as_str(), "単位" | "円/1000" | "%/10") {
        faults.add(
            path,
            "「unit」",
            format!("「{}」という単位はありません（単位、円/1000、%/10 のどれか）", parameter.timeline.unit),
        );
    }
    Some(Fee { timeline: timeline(path, table, parameter, faults), role })
}

fn overlap(path: &str, table: &Table, faults: &mut Faults) -> Overlap {
    let head = Read::new(path, "", table);
    Overlap { reduction: head.text("reduction", faults), bases: head.texts("bases", faults) }
}

/// The values of a fee: whole numbers, with a name and a largest count where the file gives them.
fn timeline(path: &str, table: &Table, parameter: Parameter, faults: &mut Faults) -> Timeline<FeeValue> {
    let Parameter { timeline, .. } = parameter;
    let tables = Read::new(path, "", table).tables("value", faults);
    let entries = timeline.entries.into_iter().enumerate().map(|(index, entry)| {
        let name = format!("[[value]] {}番目（{}から）", index + 1, entry.days.from);
        let empty = Table::new();
        let own = Read::new(path, name, tables.get(index).copied().unwrap_or(&empty));
        let amount = match entry.value {
            Value::Whole(amount) => amount,
            Value::Flag(_) | Value::Text(_) => {
                own.fault(faults, "「value」は整数で書いてください");
                0
            }
        };
        let max_count = own.table.get("max_count").map(|count| count.as_integer().unwrap_or(0));
        if max_count.is_some_and(|count| count < 1) {
            own.fault(faults, "「max_count」は1以上の整数で書いてください");
        }
        let sure = own.table.contains_key("max_count_confidence");
        let value = FeeValue {
            amount,
            name: own.text_or_none("name", faults),
            max_count,
            max_count_confidence: sure.then(|| own.confidence("max_count_confidence", faults)),
        };
        Entry {
            days: entry.days,
            value,
            source: entry.source,
            place: entry.place,
            also: entry.also,
            confidence: entry.confidence,
            checked_on: entry.checked_on,
            code: entry.code,
        }
    });
    Timeline {
        entries: entries.collect(),
        id: timeline.id,
        title: timeline.title,
        unit: timeline.unit,
        keyed_on: timeline.keyed_on,
        covers: timeline.covers,
    }
}

/// `not-included.toml`.
fn notices(path: &str, table: &Table, faults: &mut Faults) -> Vec<Notice> {
    let head = Read::new(path, "", table);
    head.only(&["notice"], faults);
    let mut notices = Vec::new();
    for (index, table) in head.tables("notice", faults).into_iter().enumerate() {
        let entry = Read::new(path, format!("[[notice]] {}番目", index + 1), table);
        entry.only(&["from", "text", "source", "where", "confidence", "checked_on"], faults);
        let origin = Origin::read(&entry, faults);
        notices.push(Notice {
            from: entry.day("from", faults).unwrap_or(Date::ZERO),
            text: entry.text("text", faults),
            source: origin.source,
            confidence: origin.confidence,
            checked_on: origin.checked_on,
        });
    }
    notices
}

/// The reckoning carries out one way of rounding each; data that ask for another one are refused.
fn roundings(all: &Fees, places: &BTreeMap<String, &str>, faults: &mut Faults) {
    for (id, word) in [("rounding.percent", "half-up"), ("rounding.yen", "floor")] {
        let Some(timeline) = all.parameters.get(id) else {
            faults.add("fees/rounding", "", format!("「{id}」のファイルがありません"));
            continue;
        };
        if timeline.entries.iter().any(|entry| entry.value != Value::Text(word.to_owned())) {
            let place = places.get(id).copied().unwrap_or_default();
            faults.add(place, "[[value]]", format!("この計算の端数は「{word}」だけです"));
        }
    }
}

/// What one file says of another: names of additions within a service, ids of base fees, no name twice.
fn names(all: &Fees, places: &BTreeMap<String, &str>, faults: &mut Faults) {
    let mut known: BTreeMap<(&str, String), &str> = BTreeMap::new();
    let billed = |fee: &&Fee| matches!(fee.role, Role::Addition(_) | Role::Reduction(_) | Role::Difference(_));
    for fee in all.fees.values().filter(billed) {
        let id = &*fee.timeline.id;
        let place = places.get(id).copied().unwrap_or_default();
        if let Some(other) = known.insert((service(id), fold(&fee.timeline.title)), place) {
            faults.add(
                place,
                "「title」",
                format!("「{}」という名前は law/{other} も使っています", fee.timeline.title),
            );
        }
    }
    for fee in all.fees.values() {
        let id = &*fee.timeline.id;
        let place = places.get(id).copied().unwrap_or_default();
        match &fee.role {
            Role::Addition(own) | Role::Reduction(own) => {
                let lists = [
                    ("excludes", &own.excludes),
                    ("same_act_excludes", &own.same_act_excludes),
                    ("parents", &own.parents),
                ];
                for (key, name) in lists.iter().flat_map(|(key, names)| names.iter().map(move |name| (key, name))) {
                    if all.addition(service(id), name).is_none() {
                        faults.add(place, "[conditions]", format!("「{key}」の「{name}」という加算はありません"));
                    }
                }
                let grades: BTreeSet<String> = all.base_grades(service(id));
                for grade in own.office_grades.iter().filter(|grade| !grades.contains(*grade)) {
                    faults.add(place, "[conditions]", format!("「office_grades」の「{grade}」という区分はありません"));
                }
            }
            Role::Composite(overlap) | Role::Difference(overlap) => {
                for base in overlap.bases.iter().filter(|base| !matches!(all.role(base), Some(Role::Base))) {
                    faults.add(place, "「bases」", format!("「{base}」という基本報酬はありません"));
                }
            }
            Role::Base | Role::Price => {}
        }
    }
}

/// `plan` or `child`, out of an id.
fn service(id: &str) -> &str {
    id.split('.').nth(1).unwrap_or_default()
}

impl Fees {
    fn role(&self, id: &str) -> Option<&Role> {
        self.fees.get(id).map(|fee| &fee.role)
    }

    /// The office grades that have a base fee: the last part of its id.
    fn base_grades(&self, service: &str) -> BTreeSet<String> {
        let bases = self.of(service).filter(|fee| fee.role == Role::Base);
        bases.filter_map(|fee| fee.timeline.id.rsplit('.').next()).map(str::to_owned).collect()
    }
}
