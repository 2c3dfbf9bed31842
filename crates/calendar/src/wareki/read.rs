//! Reading what people type: eras, full-width characters, points, slashes, hyphens or none at all.

use jiff::{Span, civil::Date};
use unicode_normalization::UnicodeNormalization;

use super::{DateError, Era, FIRST_YEAR, LAST_YEAR, era_year, gregorian_year, long, month as month_name, short};
use crate::YearMonth;

/// Longer texts are not read at all; the longest correct one, `令和元年 11月 22日`, is far shorter.
const LONGEST: usize = 40;

/// Reads a date: `R8.11.22`, `令和8年11月22日`, `S60/3/1`, `2026-11-22`, `2026/11/22`, `20261122`,
/// also in full-width characters. The message of an error is for the person who typed it.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let typed = shown(text);
    let written = Written::split(text).ok_or_else(|| DateError::Unreadable(typed.clone()))?;
    let (year, month, day) = match written.parts.as_slice() {
        [] => return Err(DateError::Empty),
        [one] if written.era.is_none() && one.len() == 8 => {
            (one.get(..4), one.get(4..6).unwrap_or_default(), one.get(6..).unwrap_or_default())
        }
        [year, month, day] => (Some(year.as_str()), month.as_str(), day.as_str()),
        _ => return Err(DateError::Unreadable(typed)),
    };
    let unreadable = || DateError::Unreadable(typed.clone());
    let year = written.year(year.unwrap_or_default(), &typed, unreadable())?;
    let month = small(month).ok_or_else(unreadable)?;
    let day = small(day).ok_or_else(unreadable)?;
    let date = Date::new(year.gregorian, month, day)
        .map_err(|_| DateError::NoSuchDay(format!("{}{month}月{day}日", year.name())))?;
    match (written.era, era_year(date)) {
        (Some(era), found) if found.map(|(era, _)| era) != Some(era) => {
            Err(DateError::OutsideEra { typed: format!("{}{month}月{day}日", year.name()), correct: long(date) })
        }
        _ => Ok(date),
    }
}

/// Reads a day as people write it in their daily work: all that [`parse_date`] reads, and short forms without a
/// year: `今日`, `昨日`, `一昨日`, `明日`, `明後日`, `11/28`, `11.28`, `11月28日`, `28`, `28日`.
///
/// What names no year is **the day near to `today`**: of the last half year or of the coming three months. Any other is
/// refused with the two days that it may mean, so that no day slips a year unseen. On 22 November 2026 `11/28` is the coming
/// one, `8/1` the last one, and `4/1` is asked. What names no month is the latest such day that is not after `today`.
pub fn parse_day(text: &str, today: Date) -> Result<Date, DateError> {
    let plain: String = text.nfkc().take(LONGEST).filter(|c| !c.is_whitespace()).collect();
    let days = match plain.as_str() {
        "今日" | "本日" | "きょう" => Some(0),
        "昨日" | "きのう" => Some(-1),
        "一昨日" | "おととい" => Some(-2),
        "明日" | "あした" | "あす" => Some(1),
        "明後日" | "あさって" => Some(2),
        _ => None,
    };
    if let Some(days) = days {
        return Ok(today.saturating_add(Span::new().days(days)));
    }
    // 「11月」 is a month, not the 11th.
    let written = Written::split(text).filter(|written| written.era.is_none() && !plain.ends_with('月'));
    let found = match written.as_ref().map(|written| written.parts.as_slice()) {
        Some([day]) if day.len() <= 2 => latest(small(day), today),
        Some([month, day]) if month.len() <= 2 && day.len() <= 2 => {
            return near(small(month).zip(small(day)), today, shown(text));
        }
        _ => return parse_date(text),
    };
    found.ok_or_else(|| DateError::NoSuchDay(shown(text)))
}

/// The latest day with this number that is not after `today`.
fn latest(day: Option<i8>, today: Date) -> Option<Date> {
    let day = day?;
    let months = (0..=2).map(|back| YearMonth::of(today).plus(-back).first_day());
    months.filter_map(|first| Date::new(first.year(), first.month(), day).ok()).find(|found| *found <= today)
}

/// How far back, and how far ahead, a day without its year is looked for.
const NEAR_DAYS: (i64, i64) = (183, 92);

/// The day of this month and number that is near to `today`. A leap day lies at most eight years away.
fn near(named: Option<(i8, i8)>, today: Date, typed: String) -> Result<Date, DateError> {
    let Some((month, day)) = named else { return Err(DateError::NoSuchDay(typed)) };
    let of = |years: i16| Date::new(today.year().saturating_add(years), month, day).ok();
    let past = (0..=8).filter_map(|back| of(-back)).find(|found| *found <= today);
    let coming = (0..=8).filter_map(of).find(|found| *found > today);
    let (Some(past), Some(coming)) = (past, coming) else { return Err(DateError::NoSuchDay(typed)) };
    let days = |from: Date, to: Date| from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if days(past, today) <= NEAR_DAYS.0 {
        Ok(past)
    } else if days(today, coming) <= NEAR_DAYS.1 {
        Ok(coming)
    } else {
        Err(DateError::WhichYear { typed, past: short(past), coming: short(coming) })
    }
}

/// Reads a month: `R8.11`, `令和8年11月`, `2026-11`, `2026/11`, `202611`, also in full-width characters.
///
/// A month in which an era changes may be written with either era.
pub fn parse_month(text: &str) -> Result<YearMonth, DateError> {
    let typed = shown(text);
    let unreadable = || DateError::UnreadableMonth(typed.clone());
    let written = Written::split(text).ok_or_else(unreadable)?;
    let (year, month) = match written.parts.as_slice() {
        [] => return Err(DateError::Empty),
        [one] if written.era.is_none() && one.len() == 6 => (one.get(..4), one.get(4..).unwrap_or_default()),
        [year, month] => (Some(year.as_str()), month.as_str()),
        _ => return Err(unreadable()),
    };
    let year = written.year(year.unwrap_or_default(), &typed, unreadable())?;
    let month = small(month).and_then(|m| u8::try_from(m).ok()).ok_or_else(unreadable)?;
    let found = YearMonth::new(i32::from(year.gregorian), month).map_err(|_| DateError::NoSuchMonth(typed))?;
    let Some(era) = written.era else { return Ok(found) };
    let days = [found.first_day(), found.last_day()];
    if days.iter().any(|day| era_year(*day).is_some_and(|(of_day, _)| of_day == era)) {
        return Ok(found);
    }
    Err(DateError::OutsideEra { typed: format!("{}{month}月", year.name()), correct: month_name(found) })
}

/// A text cut into its era and its numbers.
struct Written {
    era: Option<Era>,
    parts: Vec<String>,
}

/// A year as typed, and the Gregorian year it means.
struct Year {
    era: Option<Era>,
    typed: i32,
    gregorian: i16,
}

impl Year {
    /// `昭和64年`, `平成元年`, `2026年`.
    fn name(&self) -> String {
        let era = self.era.map_or("", Era::name);
        match (self.era, self.typed) {
            (Some(_), 1) => format!("{era}元年"),
            (_, year) => format!("{era}{year}年"),
        }
    }
}

impl Written {
    /// Cuts the text; `None` when it is too long or holds other characters than a date does.
    fn split(text: &str) -> Option<Self> {
        if text.chars().nth(LONGEST).is_some() {
            return None;
        }
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).map(hyphen).collect();
        let (era, rest) = take_era(&plain);
        let rest = rest.strip_suffix('日').or_else(|| rest.strip_suffix('月')).unwrap_or(rest);
        if plain.is_empty() {
            return Some(Self { era, parts: Vec::new() });
        }
        let parts: Vec<String> = rest.split(['-', '/', '.', '年', '月']).map(String::from).collect();
        let number = |part: &String| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let first = |part: &String| number(part) || (era.is_some() && part == "元");
        let (year, others) = parts.split_first()?;
        (first(year) && others.iter().all(number)).then_some(Self { era, parts })
    }

    /// The Gregorian year of the typed one.
    fn year(&self, year: &str, typed: &str, unreadable: DateError) -> Result<Year, DateError> {
        let out_of_range = || DateError::YearOutOfRange(typed.to_owned());
        let Some(era) = self.era else {
            if year.len() < 4 {
                return Err(DateError::YearUnclear(typed.to_owned()));
            }
            let gregorian: i16 = year.parse().map_err(|_| unreadable)?;
            return if (FIRST_YEAR..=LAST_YEAR).contains(&gregorian) {
                Ok(Year { era: None, typed: i32::from(gregorian), gregorian })
            } else {
                Err(out_of_range())
            };
        };
        let number: i32 = if year == "元" { 1 } else { year.parse().map_err(|_| unreadable)? };
        let gregorian = gregorian_year(era, number)
            .and_then(|year| i16::try_from(year).ok())
            .filter(|year| number > 0 && (FIRST_YEAR..=LAST_YEAR).contains(year))
            .ok_or_else(out_of_range)?;
        Ok(Year { era: Some(era), typed: number, gregorian })
    }
}

/// The era in front of the text, in kanji, as its letter or as its first kanji.
fn take_era(text: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        if let Some(rest) = text.strip_prefix(era.name()) {
            return (Some(era), rest);
        }
        let mut chars = text.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        if first.is_some() && (first == Some(era.letter()) || first == era.name().chars().next()) {
            return (Some(era), chars.as_str());
        }
    }
    (None, text)
}

/// A month or a day: one or two digits.
fn small(digits: &str) -> Option<i8> {
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// The signs people type for a hyphen; NFKC leaves these as they are.
fn hyphen(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' => '-',
        other => other,
    }
}

/// What was typed, short enough to be repeated in a message.
fn shown(text: &str) -> String {
    let text = text.trim();
    let mut short: String = text.chars().take(20).collect();
    if text.chars().nth(20).is_some() {
        short.push('…');
    }
    short
}
