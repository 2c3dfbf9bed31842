//! What stands beside the forms of a meeting, in words: how long it has been needed, who can be invited.

use app::planning::ConferenceSide;
use calendar::wareki;

/// The side of a meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// As loaded.
    pub of: ConferenceSide,
    /// 「支給決定（令和8年11月20日）から12日たちました。」; empty once it was held.
    pub wait: String,
}

impl Meeting {
    /// The side in words.
    pub fn new(of: ConferenceSide) -> Self {
        let wait = of.wait.map(|wait| {
            let since = format!("{}（{}）", wait.since.label(), wareki::long(wait.day));
            match wait.days {
                0 => format!("{since}は今日です。"),
                days => format!("{since}から{days}日たちました。"),
            }
        });
        Self { wait: wait.unwrap_or_default(), of }
    }

    /// What the meeting lacks, said of one that was recorded; empty where it lacks nothing.
    pub fn lacks(&self) -> &'static str {
        self.of.lacks.unwrap_or_default()
    }
}
