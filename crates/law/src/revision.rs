//! 改定案: a proposed table of standard periods in a TOML file of the user's, for the question what it would bring.

use calendar::Date;
use toml::{Table, Value as Toml};

use crate::{LawBook, LawError, MonitoringLaw, Timeline, fault::Faults, read::Entry};

/// A table that is not law: the law's own with other intervals.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Name, as the answers carry it.
    pub name: String,
    /// The law's table that it changes.
    pub based_on: String,
    /// The day of the plan from which it would hold; where it is absent the transition rule does not know it.
    pub from: Option<Date>,
    /// The law with the proposed intervals.
    pub law: MonitoringLaw,
}

impl Revision {
    /// Reads a revision; every fault in one sentence, with the file's name.
    pub fn read(book: &LawBook, file: &str, text: &str) -> Result<Self, LawError> {
        let mut faults = Faults::default();
        let table = text.parse::<Table>().unwrap_or_else(|fault| {
            faults.add(file, "", format!("TOML として読めません（{}）", fault.message()));
            Table::new()
        });
        let head = Entry::new(file, "", &table);
        head.only(&["name", "title", "based_on", "from", "interval_months"], &mut faults);
        let name = head.text("name", &mut faults);
        let based_on = head.text("based_on", &mut faults);
        let tables: Vec<&str> = book.monitoring().tables.entries.iter().map(|entry| entry.value.as_str()).collect();
        if !tables.contains(&based_on.as_str()) {
            head.fault(&mut faults, format!("「based_on」の表は {} のどれかです", tables.join("、")));
        }
        if tables.contains(&name.as_str()) || name == "transition" || name.contains([',', '"', '\n', '\r']) {
            head.fault(&mut faults, "「name」は、ほかの表の名前や、コンマ・引用符を含まない名前にしてください");
        }
        let mut law = book.monitoring().clone();
        let intervals = table.get("interval_months").and_then(Toml::as_table);
        for (id, months) in intervals.into_iter().flatten() {
            let entry = Entry::new(file, format!("[interval_months]「{id}」"), &table);
            let Some(row) = row(&mut law, id) else {
                entry.fault(&mut faults, "標準期間の表にない行です");
                continue;
            };
            match months.as_integer().filter(|months| (1..=60).contains(months)) {
                Some(months) => row.entries.iter_mut().for_each(|entry| entry.value = months),
                None => entry.fault(&mut faults, "1から60までの月数で書いてください"),
            }
        }
        if intervals.is_none_or(Table::is_empty) {
            head.fault(&mut faults, "[interval_months] に、変える行が1つもありません");
        }
        let from = head.day_or_none("from", &mut faults);
        faults.into_result()?;
        Ok(Self { name, based_on, from, law })
    }
}

/// The row of the table with this rule id.
fn row<'a>(law: &'a mut MonitoringLaw, id: &str) -> Option<&'a mut Timeline<i64>> {
    let rows = [
        &mut law.intensive,
        &mut law.new_services.interval,
        &mut law.home_visit_and_training.interval,
        &mut law.day_services.interval,
        &mut law.aged,
        &mut law.facility.interval,
        &mut law.left_open.interval,
    ];
    rows.into_iter().find(|row| &*row.id == id)
}
