//! 12か月の帯: twelve months of one service and municipality, the same on the client's page and on the round's.

use calendar::{Date, YearMonth};
use domain::{
    id::RoundId,
    monitoring::{MonthMark, Round, month_mark},
    office::SettingsBook,
};

/// One month of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCell {
    /// The month.
    pub month: YearMonth,
    /// What it is.
    pub mark: MonthMark,
    /// The round, where there is one.
    pub round: Option<RoundId>,
}

/// Twelve months from `first` on. `rounds` are those of one service and municipality; `ends`: the last months of its
/// certificates.
pub(crate) fn twelve_months(
    rounds: &[&Round],
    ends: &[YearMonth],
    settings: &SettingsBook,
    first: YearMonth,
    today: Date,
) -> Vec<MonthCell> {
    // Each round is judged by its own municipality; a month without a round by none.
    let of = |month: YearMonth, round: Option<&Round>| match round {
        Some(round) => settings.of(&round.municipality, round.judged_on()),
        None => settings.usual(month.last_day()),
    };
    (0..12)
        .map(|ahead| {
            let month = first.plus(ahead);
            let round = rounds.iter().copied().find(|round| round.month == month && round.is_listed());
            MonthCell {
                month,
                mark: month_mark(month, round, ends.contains(&month), of(month, round), today),
                round: round.map(|round| round.id),
            }
        })
        .collect()
}
