//! Date and month fields: every way in which people write a date is taken, and the echo says how it was understood.

use calendar::{Date, Time, YearMonth, wareki};

use super::Form;

impl Form {
    /// A date; `None` when empty. Notes the message when it cannot be read.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        self.read(|r| r.date(name.to_owned(), ""))
    }

    /// A date that must be there.
    pub fn required_date(&mut self, name: &str, label: &str) -> Option<Date> {
        if self.text(name).is_empty() {
            return self.read(|r| r.required_date(name.to_owned(), label));
        }
        self.date(name)
    }

    /// A time of the day, 「14:05」「14時5分」「1405」; `None` when empty. Notes the message when it cannot be read.
    pub fn time(&mut self, name: &str, label: &str) -> Option<Time> {
        self.read(|r| r.time(name.to_owned(), label))
    }

    /// A month; `None` when empty. Notes the message when it cannot be read.
    pub fn month(&mut self, name: &str) -> Option<YearMonth> {
        self.read(|r| r.month(name.to_owned(), ""))
    }

    /// The day in a field; today where none can be read in it.
    pub(crate) fn day_or_today(&self, name: &str) -> Date {
        wareki::parse_day(self.value(name).trim(), self.today).unwrap_or(self.today)
    }

    /// How the date in a field is understood, for the line under it.
    pub fn echo(&self, name: &str) -> String {
        echo(self.value(name), self.today)
    }

    /// The day beside which a date field offers 今日, as its button writes it.
    pub fn today_short(&self) -> String {
        wareki::short(self.today)
    }

    /// 昨日, as its button writes it.
    pub fn yesterday_short(&self) -> String {
        self.today.yesterday().map(wareki::short).unwrap_or_default()
    }

    /// Today, where the screen's picker begins.
    pub(crate) fn today(&self) -> Date {
        self.today
    }

    /// Fills a date field the way the echo writes it.
    pub fn with_date(self, name: &str, date: Option<Date>) -> Self {
        let text = date.map(wareki::short).unwrap_or_default();
        self.with(name, text)
    }
}

/// 「令和8年11月22日（2026年）」 for a text that is a date, nothing otherwise.
pub(crate) fn echo(text: &str, today: Date) -> String {
    match wareki::parse_day(text.trim(), today) {
        Ok(date) => format!("{}（{}年）", wareki::long(date), date.year()),
        Err(_) => String::new(),
    }
}
