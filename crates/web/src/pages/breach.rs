//! 漏えい等のおそれ: declaring it, the report with its clocks, who was looked at, and the end.

pub mod list;
pub mod people;
pub mod show;

use app::breach::BreachView;
use calendar::wareki;

use crate::time;

/// Where they are listed.
pub(crate) const PLACE: &str = "/breach";

/// A clock in words.
pub(crate) struct ClockLine {
    pub(crate) label: &'static str,
    pub(crate) until: String,
    /// 「あと3日」, 「きょうまで」, 「2日過ぎています」, or the day on which it was made.
    pub(crate) left: String,
    pub(crate) late: bool,
    pub(crate) done: bool,
    /// Where the law says it.
    pub(crate) place: String,
}

/// A breach in words: for its page, the list, the home page.
pub(crate) struct BreachLine {
    pub(crate) href: String,
    pub(crate) what: String,
    pub(crate) known_on: String,
    pub(crate) by: String,
    pub(crate) clocks: Vec<ClockLine>,
    /// Who lifted it and why; none while it stands.
    pub(crate) ended: Option<(String, String)>,
}

impl BreachLine {
    pub(crate) fn of(view: &BreachView) -> Self {
        let declared = view.breach.declared();
        Self {
            href: format!("{PLACE}/{}", view.breach.id),
            what: declared.map(|(it, _)| it.what.clone()).unwrap_or_default(),
            known_on: view.breach.known_on().map(wareki::long).unwrap_or_default(),
            by: declared.map(|(_, fact)| time::stamped(&fact.by, &fact.at)).unwrap_or_default(),
            clocks: view.clocks.iter().map(clock).collect(),
            ended: view.breach.ended().map(|(why, fact)| (why.to_owned(), time::stamped(&fact.by, &fact.at))),
        }
    }

    /// The clocks that still run, in one line.
    pub(crate) fn running(&self) -> String {
        let open = self.clocks.iter().filter(|clock| !clock.done);
        open.map(|clock| format!("{}は{}まで（{}）", clock.label, clock.until, clock.left))
            .collect::<Vec<_>>()
            .join("、")
    }
}

fn clock(clock: &domain::breach::Clock) -> ClockLine {
    let left = match (clock.done_on, clock.days_left) {
        (Some(day), _) => format!("{}に報告しました", wareki::long(day)),
        (None, 0) => "きょうまで".to_owned(),
        (None, left) if left < 0 => format!("{}日過ぎています", -left),
        (None, left) => format!("あと{left}日"),
    };
    ClockLine {
        label: clock.label,
        until: wareki::long(clock.until),
        left,
        late: clock.done_on.is_none() && clock.days_left < 0,
        done: clock.done_on.is_some(),
        place: clock.place.clone(),
    }
}
