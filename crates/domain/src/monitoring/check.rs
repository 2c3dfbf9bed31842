//! Checks of what is typed, as data: each problem at its field, in plain Japanese. Nothing here is ever an `Err`.

use calendar::{Date, YearMonth, wareki};

use crate::text::{hidden, say};

/// A mistake in what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field of the form; fields of a row carry its number (`need_2`).
    pub field: String,
    /// The sentence for the user.
    pub sentence: String,
}

/// What the checks need to know besides the round.
#[derive(Clone, Copy, Debug)]
pub struct Checking {
    /// Today in Japan; no fact lies later.
    pub today: Date,
    /// 支援の終了日 of the client; no visit lies after it.
    pub support_ended_on: Option<Date>,
    /// 生年月日 of the client: nothing took place before it; none where nobody is registered.
    pub born: Option<Date>,
}

/// How long texts may be, in characters.
pub mod limit {
    /// Names, places, persons.
    pub const SHORT: usize = 100;
    /// Paragraphs.
    pub const LONG: usize = 4_000;
    /// Rows of a report.
    pub const ROWS: usize = 30;
    /// A mail address (RFC 5321).
    pub const MAIL: usize = 254;
    /// Meetings about one plan.
    pub const MEETINGS: u32 = 99;
    /// A drawn signature, as SVG path data.
    pub const DRAWING: usize = 60_000;
}

/// Collects the problems of one form.
pub(crate) struct Checker<'a> {
    with: &'a Checking,
    pub(crate) problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(with: &'a Checking) -> Self {
        Self { with, problems: Vec::new() }
    }

    pub(crate) fn refuse(&mut self, field: impl Into<String>, sentence: String) {
        self.problems.push(Problem { field: field.into(), sentence });
    }

    /// A text of at most `max` characters, and not empty where it is required.
    pub(crate) fn text(&mut self, field: impl Into<String>, label: &str, value: &str, max: usize, required: bool) {
        let length = value.chars().count();
        if required && value.trim().is_empty() {
            self.refuse(field, say::missing(label));
        } else if length > max {
            self.refuse(field, say::too_long(label, max, length));
        } else if let Some(mark) = hidden(value) {
            self.refuse(field, say::hidden_mark(label, mark));
        }
    }

    /// At most `max` rows.
    pub(crate) fn rows<T>(&mut self, field: &'static str, rows: &[T], max: usize) {
        if rows.len() > max {
            self.refuse(field, format!("行は{max}行までです"));
        }
    }

    /// As [`Self::day`], and not empty where it is required.
    pub(crate) fn needed_day(&mut self, field: &'static str, label: &str, day: Option<Date>, required: bool) {
        if required && day.is_none() {
            self.refuse(field, say::missing(label));
        }
        self.day(field, label, day);
    }

    /// A day that is not in the future, and not before the birth. Before the validity it may lie: what took place is kept.
    pub(crate) fn day(&mut self, field: impl Into<String>, label: &str, day: Option<Date>) {
        let Some(day) = day else { return };
        if day > self.with.today {
            self.refuse(field, format!("{label}が今日より後になっています"));
        } else if let Some(born) = self.with.born.filter(|born| day < *born) {
            self.refuse(field, format!("{label}が生年月日（{}）より前になっています", wareki::long(born)));
        }
    }

    /// What is done for a plan is done around its 受付: a day more than a year before is one of the plan before, or mistyped.
    pub(crate) fn of_case(&mut self, field: &'static str, label: &str, (opened_on, day): (Date, Option<Date>)) {
        let earliest = YearMonth::of(opened_on).plus(-12).first_day();
        if day.is_some_and(|day| day < earliest) {
            let opened = wareki::long(opened_on);
            self.refuse(
                field,
                format!("{label}が、この計画の受付の日（{opened}）より1年以上前です。前の計画のときの記録は、前の計画に残します"),
            );
        }
    }

    /// After the end of the support nobody is visited any more.
    pub(crate) fn within_support(&mut self, field: &'static str, label: &str, what: &str, day: Date) {
        if let Some(end) = self.with.support_ended_on.filter(|end| day > *end) {
            let end = wareki::long(end);
            self.refuse(
                field,
                format!(
                    "{label}が支援の終了日（{end}）より後になっています。支援が終わったあとの{what}は記録できません"
                ),
            );
        }
    }

    /// `later` must not lie before `earlier`.
    pub(crate) fn order(
        &mut self,
        field: impl Into<String>,
        earlier: (&str, Option<Date>),
        later: (&str, Option<Date>),
    ) {
        if let (Some(first), Some(second)) = (earlier.1, later.1)
            && second < first
        {
            let first = wareki::long(first);
            self.refuse(field, format!("{}が{}（{first}）より前になっています", later.0, earlier.0));
        }
    }
}
