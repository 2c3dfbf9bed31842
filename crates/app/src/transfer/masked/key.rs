//! What chance gives a masked copy: other ids, and by how many days each client's dates stand elsewhere. It is thrown away
//! with the command, so that nobody can go back.

use std::time::Duration;

use calendar::{Date, FiscalYear, YearMonth};
use uuid::Uuid;

use crate::sha256_hex;

/// Days by which dates are shifted back at most. Never on: what was done today would lie in the future.
const DAYS: i8 = 9;
/// Days by which a birthday is shifted: at least, and so many more at most.
const BIRTH_DAYS: (i32, i32) = (30, 90);

/// A key of chance.
pub(super) struct MaskKey([u8; 32]);

impl MaskKey {
    pub(super) fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// A number that chance gives this text.
    fn chance(&self, purpose: &str, text: &str) -> u128 {
        let hex = sha256_hex([&self.0, purpose.as_bytes(), b"\n", text.as_bytes()].concat());
        u128::from_str_radix(hex.get(..32).unwrap_or_default(), 16).unwrap_or_default()
    }

    /// The id that stands in the place of this one. It tells no time, as the program's own do.
    pub(super) fn id(&self, id: &str) -> String {
        uuid::Builder::from_random_bytes(self.chance("id", id).to_be_bytes()).into_uuid().to_string()
    }

    /// The text with other ids in the place of those in it; nobody's stay.
    pub(super) fn ids_in(&self, text: &str) -> String {
        const LENGTH: usize = 36;
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let id =
                rest.get(..LENGTH).filter(|it| it.contains('-')).and_then(|it| Some((it, Uuid::try_parse(it).ok()?)));
            let length = if let Some((id, parsed)) = id {
                masked.push_str(&if parsed.is_nil() { id.to_owned() } else { self.id(id) });
                LENGTH
            } else {
                masked.push(letter);
                letter.len_utf8()
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        masked
    }

    /// By how many days what is dated of this client is shifted.
    pub(super) fn shift(&self, client: &str) -> Shift {
        let chance = self.chance("shift", client);
        let sign = if chance.is_multiple_of(2) { 1 } else { -1 };
        let days = i8::try_from(chance / 2 % u128::from(DAYS.unsigned_abs())).unwrap_or_default() + 1;
        let birth = i32::try_from(chance / 12 % 61).unwrap_or_default() + BIRTH_DAYS.0;
        Shift { days: -days.min(DAYS), birth: sign * birth.min(BIRTH_DAYS.1) }
    }
}

/// By how many days the dates of a client are shifted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    days: i8,
    birth: i32,
}

impl Shift {
    /// What is the office's own stays where it is.
    pub(super) fn none() -> Self {
        Self { days: 0, birth: 0 }
    }

    /// The shifted day. It stays in its month, because the law counts in months, and the first and the last day of a month
    /// stay, because validities and periods begin and end with them. Of two days none comes before the other that did not.
    pub(super) fn day(self, day: Date) -> Date {
        let month = YearMonth::of(day);
        let (first, last) = (1, month.last_day().day());
        if self.days == 0 || day.day() == first || day.day() == last {
            return day;
        }
        month.day((day.day() + self.days).clamp(first + 1, last - 1))
    }

    /// The shifted birthday, in the same 年度: on that the services for children turn.
    fn birth(self, day: Date) -> Date {
        let by = |days: i32| Duration::from_secs(u64::from(days.unsigned_abs()) * 24 * 60 * 60);
        let moved = |days: i32| if days < 0 { day.checked_sub(by(days)) } else { day.checked_add(by(days)) }.ok();
        let same = |it: &Date| FiscalYear::of(*it) == FiscalYear::of(day);
        moved(self.birth).filter(same).or_else(|| moved(-self.birth).filter(same)).unwrap_or(day)
    }

    /// A day or an instant as text; none where it is neither.
    pub(super) fn day_text(self, text: &str) -> Option<String> {
        let (day, rest) = split(text)?;
        Some(format!("{}{rest}", self.day(day)))
    }

    /// A birthday as text.
    pub(super) fn birth_text(self, text: &str) -> Option<String> {
        let (day, rest) = split(text)?;
        Some(format!("{}{rest}", self.birth(day)))
    }

    /// A birth year, one to either side.
    pub(super) fn birth_year(self, year: i64) -> i64 {
        year + i64::from(self.birth.signum())
    }
}

/// A day in front, and what an instant has behind it.
fn split(text: &str) -> Option<(Date, &str)> {
    let (day, rest) = text.split_at_checked(10)?;
    let day = day.parse().ok()?;
    (rest.is_empty() || rest.starts_with('T')).then_some((day, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_day_stays_in_its_month_and_behind_what_came_before_it() {
        let first: Date = "2023-04-01".parse().unwrap();
        for days in [-9, -4, -1] {
            let shift = Shift { days, birth: 40 };
            let mut before = None;
            let mut moved = 0;
            for day in std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(800) {
                let shifted = shift.day(day);
                assert_eq!(YearMonth::of(shifted), YearMonth::of(day));
                assert!(shifted <= day && before.is_none_or(|it| it <= shifted), "{day}");
                let month = YearMonth::of(day);
                assert!((day == month.first_day()) == (shifted == month.first_day()));
                assert!((day == month.last_day()) == (shifted == month.last_day()));
                moved += i32::from(shifted != day);
                before = Some(shifted);
                let born = shift.birth(day);
                assert!(born != day && FiscalYear::of(born) == FiscalYear::of(day), "{day}");
            }
            assert!(moved > 700, "{moved}");
        }
    }

    #[test]
    fn chance_gives_everybody_a_shift_and_other_ids_and_nobody_stays_nobody() {
        let (key, other) = (MaskKey::new([1; 32]), MaskKey::new([2; 32]));
        for client in 0..500 {
            let shift = key.shift(&client.to_string());
            assert!((-9..=-1).contains(&shift.days) && (30..=90).contains(&shift.birth.abs()), "{shift:?}");
        }
        let (id, nobody) = ("0193a1b2-0000-7000-8000-000000000001", "00000000-0000-0000-0000-000000000000");
        assert_eq!(key.ids_in(&format!("あ {id}/{id}")), format!("あ {}/{}", key.id(id), key.id(id)));
        assert_ne!(key.id(id), other.id(id));
        assert_eq!(key.ids_in(nobody), nobody);
        assert_eq!(key.ids_in("文 2026-10-15 と 123e4567"), "文 2026-10-15 と 123e4567");
        assert_eq!(
            Shift { days: -2, birth: 0 }.day_text("2026-10-15T01:02:03.000Z").unwrap(),
            "2026-10-13T01:02:03.000Z"
        );
        assert_eq!(Shift::none().day_text("2026-10-15 川崎"), None);
    }
}
