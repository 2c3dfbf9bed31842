//! 時刻 as screens and papers write it.

use jiff::civil::Time;

/// 「14:05」, 「9:05」: the hour without a nought before it, the minute always in two digits.
pub fn clock(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::{Time, clock};

    #[test]
    fn a_minute_has_two_digits_and_an_hour_no_nought_before_it() {
        assert_eq!(clock(time(14, 5, 59, 0)), "14:05");
        assert_eq!(clock(time(9, 30, 0, 0)), "9:30");
        assert_eq!(clock(Time::midnight()), "0:00");
    }
}
