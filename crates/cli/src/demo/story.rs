//! What happened to whom: the story's word in `people.toml` becomes events, each on its day.

use calendar::{Date, YearMonth};
use jiff::Span;

use super::people::Person;

/// One thing that somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// (1) A provider is asked.
    Check,
    /// (2) A visit where the person lives.
    Visit,
    /// (2) A visit to a place where the person does not live; it does not count.
    VisitElsewhere,
    /// (3) The report is begun.
    Draft,
    /// (3) The report is finished.
    Report,
    /// (3) The report of a carried month: it names the reason.
    ReportCarried,
    /// (4) The report goes out by post.
    Post,
    /// (4) The report goes out by mail.
    Mail,
    /// (4) Consent face to face.
    Agree,
    /// (5) The copy goes to the ward.
    Submit,
    /// The month is carried over, the ward told.
    CarryOver,
}

/// An act in the round of a month, on a day.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub day: Date,
    pub person: usize,
    pub month: YearMonth,
    pub act: Act,
}

const WHOLE_MONTH: [(Act, i32); 5] =
    [(Act::Check, 0), (Act::Visit, 2), (Act::Report, 4), (Act::Agree, 7), (Act::Submit, 9)];

/// Everything that has happened in the rounds of a person up to today. `months` are the months of the rounds.
pub fn events(number: usize, person: &Person, months: &[YearMonth], today: Date) -> Vec<Event> {
    let this_month = YearMonth::of(today);
    let mut events = Vec::new();
    for &month in months.iter().filter(|month| **month <= this_month) {
        let told: &[(Act, i32)] = match (person.story.as_str(), this_month.months_since(month)) {
            ("planned" | "quiet", 0) => &[],
            ("checked", 0) => &WHOLE_MONTH[..1],
            ("visited", 0) => &WHOLE_MONTH[..2],
            ("draft", 0) => &[(Act::Check, 0), (Act::Visit, 2), (Act::Draft, 4)],
            ("reported", 0) => &WHOLE_MONTH[..3],
            ("waiting_consent", 0) => &[(Act::Check, 0), (Act::Visit, 2), (Act::Report, 4), (Act::Post, 5)],
            ("mailed", 0) => &[(Act::Check, 0), (Act::Visit, 2), (Act::Report, 4), (Act::Mail, 4)],
            ("agreed" | "waiting_submission", 0) => &WHOLE_MONTH[..4],
            ("late_visit", 1) => &[],
            ("no_consent", 1) => &[(Act::Check, 0), (Act::Visit, 2), (Act::Report, 4), (Act::Post, 5)],
            ("late_submission", 1) => &WHOLE_MONTH[..4],
            ("visit_elsewhere", 1) => &[(Act::Check, 0), (Act::VisitElsewhere, 2)],
            ("carried", 1) => &[(Act::CarryOver, 24), (Act::Check, 32)],
            ("carried_and_due", 1) => {
                &[(Act::CarryOver, 24), (Act::Check, 32), (Act::Visit, 34), (Act::ReportCarried, 35)]
            }
            // The three that the rules refuse: a visit two months late, one in the next month of which nobody
            // was told, and (in people.rs) one with a new plan on the same day.
            ("too_late", 3) => {
                &[(Act::Check, 62), (Act::Visit, 64), (Act::Report, 65), (Act::Agree, 66), (Act::Submit, 68)]
            }
            ("carried_without_reason", 2) => {
                &[(Act::Check, 32), (Act::Visit, 34), (Act::Report, 35), (Act::Agree, 36), (Act::Submit, 38)]
            }
            ("carried_and_due", 0) => &[],
            _ => &WHOLE_MONTH,
        };
        events.extend(told.iter().map(|(act, days)| Event {
            day: day_of(number, month, *days, today),
            person: number,
            month,
            act: *act,
        }));
    }
    events
}

/// The day of the visit in a month in which all goes well.
pub fn visit_day(number: usize, month: YearMonth, today: Date) -> Date {
    day_of(number, month, WHOLE_MONTH[1].1, today)
}

/// So many days into the month, the people spread over it; never after today. Days beyond the month's end (what is
/// caught up in the next) are not spread.
fn day_of(number: usize, month: YearMonth, days: i32, today: Date) -> Date {
    let spread = if days < 20 { i32::try_from(number * 3 % 13).unwrap_or(0) } else { 0 };
    month.first_day().saturating_add(Span::new().days(days + spread)).min(today)
}
