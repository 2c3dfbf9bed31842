//! How far a certificate still reaches: the one judge wherever one is shown.

use calendar::Date;

/// Days before the end from which a certificate says that it ends.
const SOON_DAYS: i64 = 60;

/// How far a certificate still reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateReach {
    /// Its end lies behind.
    Over,
    /// It ends in so many days, so that the renewal has to be begun.
    Soon(i64),
    /// Further.
    Far,
}

impl CertificateReach {
    /// The reach of what ends on that day.
    pub fn of(end: Date, today: Date) -> Self {
        match end.duration_since(today).as_hours().div_euclid(24) {
            ..0 => Self::Over,
            days @ 0..=SOON_DAYS => Self::Soon(days),
            _ => Self::Far,
        }
    }

    /// The last day of which is said today that it comes soon.
    pub fn soon_until(today: Date) -> Date {
        (0..SOON_DAYS).fold(today, |day, _| day.tomorrow().unwrap_or(day))
    }

    /// 「あと45日で終わります」; none where it is over or far.
    pub fn soon(self) -> Option<String> {
        match self {
            Self::Soon(0) => Some("今日で終わります".to_owned()),
            Self::Soon(days) => Some(format!("あと{days}日で終わります")),
            Self::Over | Self::Far => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_says_that_it_ends_from_sixty_days_before_to_its_last_day() {
        let end: Date = "2027-04-30".parse().unwrap();
        let on = |day: &str| CertificateReach::of(end, day.parse().unwrap());
        assert_eq!(on("2027-02-28"), CertificateReach::Far, "61 days");
        assert_eq!(CertificateReach::soon_until("2027-03-01".parse().unwrap()), end);
        assert_eq!(on("2027-03-01").soon().as_deref(), Some("あと60日で終わります"));
        assert_eq!(on("2027-04-29").soon().as_deref(), Some("あと1日で終わります"));
        assert_eq!(on("2027-04-30").soon().as_deref(), Some("今日で終わります"));
        assert_eq!((on("2027-05-01"), on("2027-05-01").soon()), (CertificateReach::Over, None));
    }
}
