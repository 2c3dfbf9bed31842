//! Parameter files: one parameter each, its values dated, sourced and checked for overlaps and gaps.

use calendar::{Date, DateRange};
use toml::{Table, Value as Toml};

use crate::{
    Code, Timeline, Value,
    fault::Faults,
    read::{Entry as Read, ORIGIN, Origin, to_day},
    timeline::Entry,
};

/// A parameter file: the timeline, and the services it is about where it is a row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Path below `law/`.
    pub file: String,
    /// The dated values.
    pub timeline: Timeline<Value>,
    /// Names of services and groups.
    pub services: Vec<String>,
    /// The interval for which this one is an example of a shorter one.
    pub replaces: Option<i64>,
}

/// Whether a file has the form of a parameter.
pub(crate) fn is_parameter(table: &Table) -> bool {
    table.contains_key("value") || table.contains_key("covers") && table.contains_key("unit")
}

/// Reads one parameter file; faults are noted, and a parameter with faults is still given back.
pub(crate) fn read(file: &str, table: &Table, faults: &mut Faults) -> Parameter {
    read_with(file, table, &["services", "replaces"], &[], faults)
}

/// Reads one parameter file that may carry further keys, at its head and in its values.
pub(crate) fn read_with(
    file: &str,
    table: &Table,
    head_keys: &[&str],
    value_keys: &[&str],
    faults: &mut Faults,
) -> Parameter {
    let head = Read::new(file, "", table);
    let known = ["id", "title", "unit", "keyed_on", "covers", "value", "note"];
    head.only(&[known.as_slice(), head_keys].concat(), faults);
    let covers = covers(&head, faults);
    let entries: Vec<Entry<Value>> = head
        .tables("value", faults)
        .into_iter()
        .enumerate()
        .filter_map(|(index, table)| entry(file, index, table, value_keys, faults))
        .collect();
    let mut timeline = Timeline {
        id: head.text("id", faults).into(),
        title: head.text("title", faults).into(),
        unit: head.text("unit", faults),
        keyed_on: head.text("keyed_on", faults),
        covers,
        entries,
    };
    join(file, &mut timeline, faults);
    Parameter {
        file: file.to_owned(),
        timeline,
        services: head.texts("services", faults),
        replaces: table.get("replaces").and_then(Toml::as_integer),
    }
}

/// `covers = { from = …, to = … }`.
fn covers(head: &Read<'_>, faults: &mut Faults) -> DateRange {
    let Some(table) = head.table.get("covers").and_then(Toml::as_table) else {
        head.fault(faults, "「covers」がありません");
        return DateRange { from: Date::ZERO, to: None };
    };
    let range = Read::new(head.file, "「covers」", table);
    range.only(&["from", "to"], faults);
    DateRange { from: range.day("from", faults).unwrap_or(Date::ZERO), to: range.day_or_none("to", faults) }
}

/// One `[[value]]`.
fn entry(file: &str, index: usize, table: &Table, value_keys: &[&str], faults: &mut Faults) -> Option<Entry<Value>> {
    let from = table.get("from").and_then(Toml::as_datetime).and_then(to_day);
    let since = from.map_or(String::new(), |day| format!("（{day}から）"));
    let read = Read::new(file, format!("[[value]] {}番目{since}", index + 1), table);
    let mut known = vec!["from", "to", "value", "also", "code", "code_source", "code_confidence", "note"];
    known.extend(ORIGIN);
    known.extend(value_keys);
    read.only(&known, faults);
    let value = match table.get("value") {
        Some(Toml::Integer(number)) => Some(Value::Whole(*number)),
        Some(Toml::Boolean(flag)) => Some(Value::Flag(*flag)),
        Some(Toml::String(text)) => Some(Value::Text(text.clone())),
        Some(_) => {
            read.fault(faults, "「value」は整数、true・false、文字のどれかで書いてください");
            None
        }
        None => {
            read.fault(faults, "「value」がありません");
            None
        }
    };
    let origin = Origin::read(&read, faults);
    let code = read.text_or_none("code", faults).map(|text| Code {
        text,
        source: read.text("code_source", faults),
        confidence: read.confidence("code_confidence", faults),
    });
    let days = DateRange { from: read.day("from", faults)?, to: read.day_or_none("to", faults) };
    Some(Entry {
        days,
        value: value?,
        source: origin.source.into(),
        place: origin.place.into(),
        also: read.texts("also", faults),
        confidence: origin.confidence,
        checked_on: origin.checked_on,
        code,
    })
}

/// Ends each entry on the day before the next, and notes overlaps, gaps and ends that do not fit `covers`.
fn join(file: &str, timeline: &mut Timeline<Value>, faults: &mut Faults) {
    let covers = timeline.covers;
    let starts: Vec<Date> = timeline.entries.iter().map(|entry| entry.days.from).collect();
    let Some(first) = starts.first() else {
        faults.add(file, "", "[[value]] が1つもありません");
        return;
    };
    if *first != covers.from {
        faults.add(file, "「covers」", format!("{} からとあるのに、最初の値は {first} からです", covers.from));
    }
    for (index, entry) in timeline.entries.iter_mut().enumerate() {
        let name = format!("[[value]] {}番目（{}から）", index + 1, entry.days.from);
        if entry.days.to.is_some_and(|to| to < entry.days.from) {
            faults.add(file, name, "終わりが始まりより前です");
            continue;
        }
        let Some(next) = starts.get(index + 1) else {
            entry.days.to = entry.days.to.or(covers.to);
            if entry.days.to != covers.to {
                faults.add(file, name, "最後の値の終わりが「covers」の終わりと合いません");
            }
            continue;
        };
        let until = next.yesterday().unwrap_or(*next);
        match entry.days.to {
            _ if *next <= entry.days.from => faults.add(file, name, format!("次の値（{next}から）と重なっています")),
            Some(to) if to > until => faults.add(file, name, format!("次の値（{next}から）と重なっています")),
            Some(to) if to < until => faults.add(file, name, format!("次の値（{next}から）までの間に値がありません")),
            _ => entry.days.to = Some(until),
        }
    }
}
