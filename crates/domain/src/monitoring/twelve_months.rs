//! 12か月の帯: what one month of a client is, at a glance.

use calendar::{Date, YearMonth};

use super::{Lamp, Round, Step, progress::due_days, steps};
use crate::office::MunicipalitySettings;

/// One month of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthMark {
    /// No monitoring in this month.
    None,
    /// 予定.
    Planned,
    /// 終期月, still to come.
    End,
    /// 今月.
    ThisMonth,
    /// 済: nothing but the claim is left, or not even that.
    Done,
    /// 遅れ: past, and something is still to be done.
    Late,
    /// 翌月へ繰越, the visit still to come.
    Carried,
    /// 実施できなかった.
    Missed,
    /// 対象外: nothing is to be done, and no visit with its report makes it a month of monitoring.
    NotRequired,
}

/// What `month` is for the round in it. `is_end`: the certificate's last month.
pub fn month_mark(
    month: YearMonth,
    round: Option<&Round>,
    is_end: bool,
    settings: &MunicipalitySettings,
    today: Date,
) -> MonthMark {
    let Some(round) = round else { return MonthMark::None };
    let now = YearMonth::of(today);
    let due = due_days(round, settings);
    let lamps = steps(round, settings);
    let open = || Step::ALL.into_iter().zip(&lamps).filter(|(_, lamp)| lamp.is_open());
    if round.missed().is_some() {
        MonthMark::Missed
    } else if open().next().is_none() {
        // A month that ended asks for nothing; only the lamps of the visit and the report make it done.
        let [_, visit, report, ..] = &lamps;
        let done = [visit, report].into_iter().all(|lamp| matches!(lamp, Lamp::Done(_)));
        if done || round.claimed_on.is_some() { MonthMark::Done } else { MonthMark::NotRequired }
    } else if open().any(|(step, _)| due.of(step) < today) {
        MonthMark::Late
    } else if round.is_carried() && round.home_visit().is_none() {
        MonthMark::Carried
    } else if month > now {
        if is_end { MonthMark::End } else { MonthMark::Planned }
    } else {
        MonthMark::ThisMonth
    }
}
