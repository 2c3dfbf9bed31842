//! 世代: which copies are kept, when the next one is due, and how their files are called. Times are Japan's, where an hour is never left out or
//! told twice.

use std::collections::BTreeSet;

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, DateTime},
    tz::Offset,
};

/// The newest copy of each of so many hours is kept.
pub const HOURS: usize = 24;
/// The newest copy of each of so many days is kept.
pub const DAYS: usize = 14;
/// The newest copy of each of so many months is kept.
pub const MONTHS: usize = 12;
/// Days between two trials that went well.
const TEST_DAYS: i64 = 7;
/// Hours between a trial that failed and the next one.
const RETRY_HOURS: i64 = 24;

const BEGINNING: &str = "mimamori-";
const ENDING: &str = ".age";

/// Japan's time of a UTC moment (RFC 3339); none where it is no moment.
pub fn in_japan(utc: &str) -> Option<DateTime> {
    let at: Timestamp = utc.parse().ok()?;
    Some(Offset::constant(9).to_datetime(at))
}

/// Which of the copies are kept: the newest of each of the last 24 hours, 14 days and 12 months in which there is one. The newest of all is
/// always among them, and a server that stood still loses none by that.
pub fn kept(made: &BTreeSet<DateTime>) -> BTreeSet<DateTime> {
    let mut kept = newest_of_each(made, HOURS, hour);
    kept.extend(newest_of_each(made, DAYS, |at| at.date()));
    kept.extend(newest_of_each(made, MONTHS, |at| (at.year(), at.month())));
    kept
}

fn newest_of_each<T: PartialEq>(
    made: &BTreeSet<DateTime>,
    count: usize,
    of: impl Fn(DateTime) -> T,
) -> BTreeSet<DateTime> {
    let (mut kept, mut last) = (BTreeSet::new(), None);
    for at in made.iter().rev() {
        let of = Some(of(*at));
        if last == of {
            continue;
        }
        if kept.len() == count {
            break;
        }
        kept.insert(*at);
        last = of;
    }
    kept
}

fn hour(at: DateTime) -> (Date, i8) {
    (at.date(), at.hour())
}

/// Whether a copy is due: there is none of this hour yet. However many hours were missed, one copy makes them good; a copy from the future (the
/// clock was wrong) keeps none from being made.
pub fn is_due(made: &BTreeSet<DateTime>, now: DateTime) -> bool {
    !made.iter().any(|at| hour(*at) == hour(now))
}

/// Whether a trial is due: a week after the last one, a day after one that failed; `last`: when it was and whether it went well.
pub fn test_is_due(last: Option<(DateTime, bool)>, now: DateTime) -> bool {
    let Some((at, went_well)) = last else { return true };
    let rest = if went_well { (TEST_DAYS * 24).hours() } else { RETRY_HOURS.hours() };
    // A clock that was set back must not put it off for ever.
    at > now || at.checked_add(rest).is_ok_and(|due| due <= now)
}

/// When the next trial is due.
pub fn next_test(last: (DateTime, bool)) -> Option<DateTime> {
    let rest = if last.1 { (TEST_DAYS * 24).hours() } else { RETRY_HOURS.hours() };
    last.0.checked_add(rest).ok()
}

/// The beginning of the hour after this one.
pub fn next_hour(now: DateTime) -> Option<DateTime> {
    let begun = now.with().minute(0).second(0).subsec_nanosecond(0).build().ok()?;
    begun.checked_add(1.hours()).ok()
}

/// The name of the file of a copy: it tells the moment alone.
pub fn file_name(made: DateTime) -> String {
    format!("{BEGINNING}{}{ENDING}", made.strftime("%Y-%m-%d-%H%M%S"))
}

/// When the copy in the file of that name was made; none for any other file.
pub fn of_file_name(name: &str) -> Option<DateTime> {
    let middle = name.strip_prefix(BEGINNING)?.strip_suffix(ENDING)?;
    let made = DateTime::strptime("%Y-%m-%d-%H%M%S", middle).ok()?;
    (file_name(made) == name).then_some(made)
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use proptest::prelude::*;

    use super::*;

    fn hours_from(start: DateTime, hours: impl IntoIterator<Item = i64>) -> BTreeSet<DateTime> {
        hours.into_iter().map(|hours| start.checked_add(hours.hours()).unwrap()).collect()
    }

    #[test]
    fn two_years_of_hourly_copies_leave_a_day_of_hours_two_weeks_of_days_and_a_year_of_months() {
        let start = datetime(2026, 1, 1, 0, 10, 0, 0);
        let mut there = BTreeSet::new();
        for hours in 0..2 * 365 * 24 {
            there.insert(start.checked_add(hours.hours()).unwrap());
            there = kept(&there);
        }
        let last = start.checked_add((2 * 365 * 24 - 1).hours()).unwrap();
        assert_eq!(there.last(), Some(&last));
        let months: BTreeSet<_> = there.iter().map(|at| (at.year(), at.month())).collect();
        assert_eq!(months.len(), MONTHS);
        for days in 0..14 {
            let day = last.date().checked_sub(days.days()).unwrap();
            assert!(there.iter().any(|at| at.date() == day), "{day}");
        }
        for hours in 0..24 {
            assert!(there.contains(&last.checked_sub(hours.hours()).unwrap()), "{hours}");
        }
        // The last day of hours has two days in it; the last month stands among the days.
        assert!(there.len() <= HOURS + DAYS + MONTHS - 2, "{}", there.len());
    }

    #[test]
    fn a_missed_night_is_made_good_once_and_an_hour_has_one_copy() {
        let now = datetime(2026, 11, 22, 9, 30, 0, 0);
        let mut there = hours_from(datetime(2026, 11, 21, 18, 0, 0, 0), [0]);
        assert!(is_due(&there, now));
        there.insert(now);
        assert!(
            !is_due(&there, datetime(2026, 11, 22, 9, 59, 59, 0))
                && is_due(&there, datetime(2026, 11, 22, 10, 0, 0, 0))
        );
        let from_the_future = hours_from(datetime(2031, 1, 1, 0, 0, 0, 0), [0]);
        assert!(is_due(&from_the_future, now));
    }

    #[test]
    fn a_trial_comes_every_week_and_a_day_after_one_that_failed() {
        let at = datetime(2026, 11, 22, 9, 0, 0, 0);
        let later = |hours: i64| at.checked_add(hours.hours()).unwrap();
        assert!(test_is_due(None, at));
        assert!(!test_is_due(Some((at, true)), later(7 * 24 - 1)) && test_is_due(Some((at, true)), later(7 * 24)));
        assert!(!test_is_due(Some((at, false)), later(23)) && test_is_due(Some((at, false)), later(24)));
        assert!(test_is_due(Some((later(1000), true)), at), "a clock that was set back");
    }

    #[test]
    fn names_tell_the_moment_and_no_other_file_is_taken_for_a_copy() {
        let at = datetime(2026, 11, 22, 9, 5, 7, 0);
        assert_eq!(file_name(at), "mimamori-2026-11-22-090507.age");
        assert_eq!(of_file_name("mimamori-2026-11-22-090507.age"), Some(at));
        for other in [
            "mimamori-2026-11-22-090507.age.unfinished",
            "mimamori-2026-13-22-090507.age",
            "letter.age",
            "mimamori-.age",
        ] {
            assert_eq!(of_file_name(other), None, "{other}");
        }
        assert_eq!(in_japan("2026-11-21T23:05:00.000Z"), Some(datetime(2026, 11, 22, 8, 5, 0, 0)));
    }

    proptest! {
        #[test]
        fn what_is_kept_was_there_is_bounded_holds_the_newest_and_is_kept_again(
            minutes in proptest::collection::btree_set(0_i64..60 * 24 * 800, 0..400),
        ) {
            let start = datetime(2026, 1, 1, 0, 0, 0, 0);
            let made: BTreeSet<DateTime> = minutes.iter().map(|it| start.checked_add(it.minutes()).unwrap()).collect();
            let kept_now = kept(&made);
            prop_assert!(kept_now.is_subset(&made));
            prop_assert!(kept_now.len() <= HOURS + DAYS + MONTHS);
            prop_assert_eq!(kept_now.last(), made.last());
            prop_assert_eq!(kept(&kept_now), kept_now.clone());
            // A copy goes only for a newer one: never the only one of the last twelve months that have any.
            let months: Vec<_> = made.iter().rev().map(|at| (at.year(), at.month())).fold(Vec::new(), |mut all, month| {
                if all.last() != Some(&month) { all.push(month); }
                all
            });
            for month in months.into_iter().take(MONTHS) {
                prop_assert!(kept_now.iter().any(|at| (at.year(), at.month()) == month));
            }
        }

        #[test]
        fn pruning_after_each_copy_keeps_what_pruning_once_at_the_end_keeps(
            minutes in proptest::collection::btree_set(0_i64..60 * 24 * 400, 1..200),
        ) {
            let start = datetime(2026, 1, 1, 0, 0, 0, 0);
            let made: BTreeSet<DateTime> = minutes.iter().map(|it| start.checked_add(it.minutes()).unwrap()).collect();
            let mut step_by_step = BTreeSet::new();
            for at in &made {
                step_by_step.insert(*at);
                step_by_step = kept(&step_by_step);
            }
            prop_assert_eq!(step_by_step, kept(&made));
        }
    }
}
