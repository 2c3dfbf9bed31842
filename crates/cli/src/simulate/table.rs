//! The answer as a table for people, and as CSV for programs.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use domain::simulation::{GroupTally, Tally, cell};

use super::cost::Costs;

/// Most wards that are shown; all of them are in the file.
const SHOWN: usize = 20;

/// The months, the sums, and what differs from the first table.
pub fn print(out: &mut impl Write, names: &[&str], tally: &Tally, costs: Option<&Costs>) -> io::Result<()> {
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(12) + 2;
    let columns = |out: &mut dyn Write, head: &str, cells: &[String]| {
        write!(out, "{head}")?;
        cells.iter().try_for_each(|cell| write!(out, "{cell:>width$}"))?;
        writeln!(out)
    };
    let each = |of: &dyn Fn(usize) -> String| (0..names.len()).map(of).collect::<Vec<_>>();
    let table = |place: usize| tally.tables.get(place);
    let sum = |place: usize| table(place).map_or(0, |table| table.visits().iter().sum());
    writeln!(out, "モニタリングの件数（{}人）\n", with_commas(tally.clients))?;
    columns(out, "月      ", &each(&|place| names.get(place).map_or_else(String::new, |name| (*name).to_owned())))?;
    let visits: Vec<Vec<u64>> = tally.tables.iter().map(|table| table.visits()).collect();
    for (row, month) in tally.months().enumerate() {
        let of = |place: usize| visits.get(place).and_then(|months| months.get(row)).copied().unwrap_or(0);
        columns(out, &format!("{month} "), &each(&|place| with_commas(of(place))))?;
    }
    let months = u64::try_from(tally.months().count()).unwrap_or(1).max(1);
    columns(out, "合計    ", &each(&|place| with_commas(sum(place))))?;
    columns(out, "月平均  ", &each(&|place| average(sum(place), months)))?;
    columns(out, "差      ", &each(&|place| difference(sum(0), sum(place))))?;
    if let Some(costs) = costs {
        let units = |place: usize| costs.units.get(place).copied().flatten();
        columns(out, "単位    ", &each(&|place| units(place).map_or_else(|| "不明".to_owned(), with_commas)))?;
        let change = |place: usize| units(0).zip(units(place)).map_or_else(String::new, |(a, b)| difference(a, b));
        columns(out, "単位の差", &each(&change))?;
    }
    writeln!(out)?;
    for (name, table) in names.iter().zip(&tally.tables) {
        let counts = [
            ("期間が決まる人", table.decided),
            ("うち市町村が決める人（ふつうの扱いで数えた）", table.municipality),
            ("セルフプラン", table.self_plans),
            ("表にまだないサービスを使う人", table.not_covered),
        ];
        let told: Vec<String> = counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{what} {}", with_commas(*count)))
            .collect();
        writeln!(out, "{name}: {}", told.join("、"))?;
    }
    if let Some(confidence) = costs.and_then(|costs| costs.confidence).filter(|confidence| confidence.needs_warning()) {
        writeln!(out, "単位は、いちばん確からしさの低いもので「{}」です。", confidence.label())?;
    }
    groups(out, names, tally)
}

/// `2.8`: a sum shared among so many, half up.
fn average(sum: u64, among: u64) -> String {
    let tenths = (sum * 20 + among) / (among * 2);
    format!("{}.{}", with_commas(tenths / 10), tenths % 10)
}

/// The wards, and how much falls on one specialist.
fn groups(out: &mut impl Write, names: &[&str], tally: &Tally) -> io::Result<()> {
    let months = tally.months().count();
    if !tally.wards.is_empty() {
        writeln!(out, "\n区ごとの合計（{}区）", tally.wards.len())?;
        for (ward, group) in tally.wards.iter().take(SHOWN) {
            write!(out, "{}: {}人", String::from_utf8_lossy(ward), with_commas(group.clients))?;
            for (place, name) in names.iter().enumerate() {
                write!(out, "、{name} {}", with_commas(group.visits(place, months).iter().sum()))?;
            }
            writeln!(out)?;
        }
        if tally.wards.len() > SHOWN {
            writeln!(out, "（ほか{}区は --wards のファイルに書きます）", tally.wards.len() - SHOWN)?;
        }
    }
    let specialists = u64::try_from(tally.specialists.len()).unwrap_or(0);
    if specialists > 0 {
        writeln!(out, "\n相談支援専門員1人あたり（{}人）", with_commas(specialists))?;
        for (place, name) in names.iter().enumerate() {
            let of = tally.specialists.values().map(|group| group.visits(place, months));
            let (mut sum, mut most) = (0, 0);
            of.for_each(|visits| {
                sum += visits.iter().sum::<u64>();
                most = most.max(visits.iter().copied().max().unwrap_or(0));
            });
            let average = average(sum, specialists * u64::try_from(months).unwrap_or(1).max(1));
            writeln!(out, "{name}: 月に{average}件、いちばん多い人と月で{most}件")?;
        }
    }
    Ok(())
}

/// `month,table,visits,clients`: clients are those whose term covers the month and whose interval the table gives.
pub fn write_months(out: &mut impl Write, names: &[&str], tally: &Tally) -> io::Result<()> {
    writeln!(out, "month,table,visits,clients")?;
    let columns: Vec<_> = tally.tables.iter().map(|table| (table.visits(), table.clients())).collect();
    for (row, month) in tally.months().enumerate() {
        for (name, (visits, clients)) in names.iter().zip(&columns) {
            let at = |column: &[u64]| column.get(row).copied().unwrap_or(0);
            writeln!(out, "{month},{name},{},{}", at(visits), at(clients))?;
        }
    }
    Ok(())
}

/// `ward,month,table,visits` or `specialist,month,table,visits`.
pub fn write_groups(
    out: &mut impl Write,
    head: &str,
    names: &[&str],
    tally: &Tally,
    groups: &BTreeMap<Vec<u8>, GroupTally>,
) -> io::Result<()> {
    writeln!(out, "{head},month,table,visits")?;
    let months = tally.months().count();
    for (group, sums) in groups {
        let group = cell(group);
        for (row, month) in tally.months().enumerate() {
            for (place, name) in names.iter().enumerate() {
                let visits = sums.visits(place, months).get(row).copied().unwrap_or(0);
                out.write_all(&group)?;
                writeln!(out, ",{month},{name},{visits}")?;
            }
        }
    }
    Ok(())
}

fn difference(first: u64, this: u64) -> String {
    match this.checked_sub(first) {
        Some(0) => "±0".to_owned(),
        Some(more) => format!("+{}", with_commas(more)),
        None => format!("-{}", with_commas(first - this)),
    }
}

/// `1,234,567`.
pub fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
