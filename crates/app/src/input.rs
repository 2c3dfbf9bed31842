//! What was typed, into domain values: each mistake is a [`Reason`] at its field, and reading goes on to the next field.
//!
//! Forms, imports and answers by a link share this, so that a cell of a file gets the same sentence as a field on a page.
//! A source of fields ([`Typed`]) is read by the [`Reader`]; [`Reading`] judges one text that is at hand.

mod reader;
mod source;

use std::borrow::Cow;

use calendar::{Date, Time, YearMonth, wareki};
use domain::text::{self, say};

pub use reader::Reader;
pub(crate) use source::at;
pub use source::{Typed, TypedFields};

use crate::{Reason, limits};

/// How long texts may be, in characters.
pub mod limit {
    /// 氏名: names of other countries are long, and are entered as the certificate has them.
    pub const NAME: usize = 60;
    /// フリガナ.
    pub const KANA: usize = 100;
    /// 利用者番号 and other short codes.
    pub const CODE: usize = 20;
    /// 支給量, 市町村名.
    pub const SHORT: usize = 60;
    /// 住所.
    pub const ADDRESS: usize = 200;
    /// 備考, 理由.
    pub const NOTE: usize = 2000;
}

/// Collects the reasons while the fields of one form are read.
#[derive(Debug, Default)]
pub struct Reading {
    /// What is wrong, in the order of the fields.
    pub reasons: Vec<Reason>,
    /// The day as of which a date without a year is read; none where such a date is not taken.
    today: Option<Date>,
}

impl Reading {
    /// Of a page, before people who see how a date was understood: `11/28`, `28`, `今日` are taken, as of this day. What is
    /// read from a file (the default) has to name the year: nobody is there to look.
    pub fn on_page(today: Date) -> Self {
        Self { today: Some(today), ..Self::default() }
    }

    /// Adds a reason at a field, up to one more than [`limits::PROBLEMS`]: the page says that there are others.
    pub fn refuse(&mut self, field: impl Into<Cow<'static, str>>, sentence: impl Into<String>) {
        if self.reasons.len() <= limits::PROBLEMS {
            self.reasons.push(Reason::at(field, sentence));
        }
    }

    /// One line of text; empty is allowed.
    pub fn line(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str, max: usize) -> String {
        let kept = text::line(typed);
        self.check_text(field, label, &kept, max);
        kept
    }

    /// One line of text that may not be empty.
    pub fn required(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str, max: usize) -> String {
        let field = field.into();
        let kept = self.line(field.clone(), label, typed, max);
        if kept.is_empty() {
            self.refuse(field, say::missing(label));
        }
        kept
    }

    /// A text of several lines; empty is allowed.
    pub fn paragraph(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str, max: usize) -> String {
        let kept = text::paragraph(typed);
        self.check_text(field, label, &kept, max);
        kept
    }

    /// フリガナ: hiragana becomes katakana; empty is allowed.
    pub fn kana(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str, max: usize) -> String {
        let (field, kept) = (field.into(), text::kana(typed));
        if !text::is_kana(&kept) {
            self.refuse(
                field.clone(),
                format!("{label}は、ひらがなかカタカナだけで入力してください（例: カワサキ ハナコ）。"),
            );
        }
        self.check_length(field, label, &kept, max);
        kept
    }

    /// A date in any of the usual ways of writing; empty is `None`.
    pub fn date(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> Option<Date> {
        let typed = shortened(typed);
        if typed.is_empty() {
            return None;
        }
        match self.today.map_or_else(|| wareki::parse_date(&typed), |today| wareki::parse_day(&typed, today)) {
            Ok(date) => Some(date),
            Err(error) => {
                self.refuse(field, of(label, &error));
                None
            }
        }
    }

    /// A date that must be there.
    pub fn required_date(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> Option<Date> {
        if text::line(typed).is_empty() {
            self.refuse(field, format!("{label}を入力してください（例: R8.11.22、2026-11-22）。"));
            return None;
        }
        self.date(field, label, typed)
    }

    /// Months, separated by commas, spaces or lines.
    pub fn months(&mut self, field: &'static str, label: &str, typed: &str) -> Vec<YearMonth> {
        let mut months = Vec::new();
        let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | '、' | '，' | ';' | '・'));
        for (number, part) in parts.filter(|part| !part.is_empty()).enumerate() {
            if number == limits::MONTHS {
                self.refuse(field, format!("{label}は{}か月までにしてください。", limits::MONTHS));
                break;
            }
            match wareki::parse_month(&shortened(part)) {
                Ok(month) => months.push(month),
                Err(error) => self.refuse(field, of(label, &error)),
            }
        }
        months.sort();
        months.dedup();
        months
    }

    /// A month; empty is `None`.
    pub fn month(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> Option<YearMonth> {
        let typed = shortened(typed);
        if typed.is_empty() {
            return None;
        }
        match wareki::parse_month(&typed) {
            Ok(month) => Some(month),
            Err(error) => {
                self.refuse(field, of(label, &error));
                None
            }
        }
    }

    /// A time of the day, 「14:05」「14時5分」「1405」「930」; empty is `None`.
    pub fn time(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> Option<Time> {
        let typed = text::line(typed);
        if typed.is_empty() {
            return None;
        }
        let parts = typed.trim_end_matches('分').replace(['時', '：'], ":");
        let (hour, minute) = match parts.split_once(':') {
            Some((hour, minute)) => (hour, if minute.is_empty() { "0" } else { minute }),
            None if matches!(parts.len(), 3 | 4) => parts.split_at_checked(parts.len() - 2).unwrap_or((&parts, "")),
            None => (parts.as_str(), "0"),
        };
        let read = hour.parse().ok().zip(minute.parse().ok());
        let time = read.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
        if time.is_none() {
            self.refuse(field, format!("{label}は「14:05」のように入力してください"));
        }
        time
    }

    /// A whole number between two bounds; empty is `None`.
    pub fn number(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        label: &str,
        unit: &str,
        typed: &str,
        bounds: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let line = text::line(typed);
        if line.is_empty() {
            return None;
        }
        let number = text::whole_number(&bare(&line, unit)).and_then(|number| i64::try_from(number).ok());
        let value = number.filter(|value| bounds.contains(value));
        if value.is_none() {
            let (least, most) = (thousands(*bounds.start()), thousands(*bounds.end()));
            self.refuse(field, format!("{label}は{least}から{most}までの整数で入力してください（単位: {unit}）。"));
        }
        value
    }

    /// A choice by its stored word or its Japanese label; empty is `None`.
    pub fn choice<T: Copy>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        label: &str,
        typed: &str,
        all: &[T],
        words: fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let typed = text::line(typed);
        if typed.is_empty() {
            return None;
        }
        let found = all.iter().copied().find(|value| {
            let (word, japanese) = words(*value);
            typed == word || typed == text::line(japanese)
        });
        if found.is_none() {
            let offered: Vec<&str> = all.iter().map(|value| words(*value).1).collect();
            let shown = shortened(&typed);
            self.refuse(field, format!("{label}の「{shown}」は選べません。{}から選んでください。", offered.join("・")));
        }
        found
    }

    /// はい, いいえ, or not known (empty).
    pub fn yes_no(&mut self, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> Option<bool> {
        self.choice(field, label, typed, &[true, false], |value| if value { ("yes", "はい") } else { ("no", "いいえ") })
    }

    fn check_text(&mut self, field: impl Into<Cow<'static, str>>, label: &str, kept: &str, max: usize) {
        let field = field.into();
        self.check_length(field.clone(), label, kept, max);
        if let Some(mark) = text::hidden(kept) {
            self.refuse(field.clone(), say::hidden_mark(label, mark));
        }
        if let Some(sentence) = forms::glyphs::message(kept) {
            self.refuse(field, format!("{label}: {sentence}"));
        }
    }

    fn check_length(&mut self, field: impl Into<Cow<'static, str>>, label: &str, kept: &str, max: usize) {
        let length = kept.chars().count();
        if length > max {
            self.refuse(field, say::too_long(label, max, length));
        }
    }
}

/// 郵便番号: seven digits, or empty.
pub fn postal_code(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    let bare = text::line(typed).trim_start_matches('〒').to_owned();
    match text::digit_groups(&bare) {
        Some(digits) if digits.is_empty() || digits.len() == 7 => digits,
        _ => {
            reading.refuse(field, "郵便番号は7桁の数字で入力してください（例: 210-0007）。");
            String::new()
        }
    }
}

/// The digits of a telephone number as written; `None` where it is none.
pub fn phone_digits(typed: &str) -> Option<String> {
    // 044(200)0000 is a usual way of writing; the brackets stand between groups.
    let groups: String = text::line(typed).chars().map(|c| if matches!(c, '(' | ')') { ' ' } else { c }).collect();
    text::digit_groups(&groups)
}

/// 電話番号: ten or eleven digits that begin with 0, or empty. Kept as it is written: where the hyphens stand tells the
/// area code.
pub fn phone(reading: &mut Reading, field: impl Into<Cow<'static, str>>, label: &str, typed: &str) -> String {
    match phone_digits(typed) {
        Some(digits) if digits.is_empty() => digits,
        Some(digits) if digits.starts_with('0') && matches!(digits.len(), 10 | 11) => {
            let written = text::hyphens(&text::line(typed));
            if written.chars().count() <= limit::CODE { written } else { digits }
        }
        _ => {
            reading.refuse(
                field,
                format!("{label}は、市外局番から10桁か11桁の数字で入力してください（例: 044-200-0000）。"),
            );
            String::new()
        }
    }
}

/// 受給者証番号: up to ten digits, filled with zeros on the left.
pub fn certificate_number(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    match text::digit_groups(typed) {
        Some(digits) if digits.is_empty() => {
            reading.refuse(field, "受給者証番号を入力してください（10桁の数字）。");
            String::new()
        }
        Some(digits) if digits.len() <= 10 && digits.bytes().any(|digit| digit != b'0') => format!("{digits:0>10}"),
        Some(digits) if digits.len() > 10 => {
            let length = digits.len();
            reading.refuse(field, format!("受給者証番号は10桁までの数字で入力してください（いま{length}桁）。"));
            String::new()
        }
        _ => {
            reading.refuse(field, "受給者証番号は10桁の数字で入力してください。");
            String::new()
        }
    }
}

/// 事業所番号: ten digits, or empty while there is none.
pub fn office_number(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    match text::digit_groups(typed) {
        Some(digits) if digits.is_empty() || digits.len() == 10 => digits,
        _ => {
            reading.refuse(field, "事業所番号は10桁の数字で入力してください（まだないときは空欄）。");
            String::new()
        }
    }
}

/// メールアドレス, or empty.
pub fn mail(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    let address = text::line(typed);
    if address.is_empty() || is_mail_address(&address) {
        return address;
    }
    reading.refuse(field, "メールアドレスの形ではありません。例: jimusho@example.jp");
    String::new()
}

/// Whether it can be an address: one name, one domain, nothing that could begin another header or be taken for an option of a
/// mail program (`-oQ/tmp@…`).
pub(crate) fn is_mail_address(text: &str) -> bool {
    let part = |text: &str, more: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.as_bytes().contains(&byte))
            && !text.starts_with(['.', '-'])
            && !text.ends_with('.')
            && !text.contains("..")
    };
    text.len() <= 254
        && text.split_once('@').is_some_and(|(name, domain)| {
            name.len() <= 64 && part(name, "!#$%&'*+-/=?^_`{|}~.") && part(domain, "-.") && domain.contains('.')
        })
}

/// 市町村番号: six digits.
pub fn municipality_number(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    match text::digit_groups(typed) {
        Some(digits) if digits.len() == 6 => digits,
        Some(digits) if digits.is_empty() => {
            reading.refuse(field, "市町村番号を入力してください（受給者証の6桁の数字。川崎市は141305）。");
            String::new()
        }
        _ => {
            reading.refuse(field, "市町村番号は6桁の数字で入力してください（末尾の検証番号まで。川崎市は141305）。");
            String::new()
        }
    }
}

/// A number without its unit; a length in months is written in several ways, 毎月 among them.
fn bare(line: &str, unit: &str) -> String {
    if unit.starts_with("か月") {
        let line = line.replace(['ヶ', 'ケ', 'カ', 'ヵ'], "か");
        let short = line.trim_end_matches("ごと").trim_end_matches("か月");
        return if matches!(short, "毎月" | "月1回") { "1".to_owned() } else { short.to_owned() };
    }
    line.strip_suffix(unit).unwrap_or(line).to_owned()
}

/// What is wrong, of what; without words for the field, as they stand beside it.
fn of(label: &str, error: &impl std::fmt::Display) -> String {
    if label.is_empty() { error.to_string() } else { format!("{label}: {error}") }
}

/// What is shown back of a text that may be very long.
fn shortened(typed: &str) -> String {
    text::line(typed).chars().take(40).collect()
}

fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_in_months_is_taken_as_people_write_it() {
        let mut reading = Reading::default();
        for (typed, months) in [("3", 3), ("3か月", 3), ("３ヶ月ごと", 3), ("6カ月", 6), ("毎月", 1)] {
            assert_eq!(reading.number("n", "期間", "か月ごと", typed, 1..=60), Some(months), "{typed}");
        }
        assert_eq!(reading.number("n", "期間", "か月ごと", "3年", 1..=60), None);
    }

    #[test]
    fn a_time_is_read_with_and_without_what_stands_between_hour_and_minute() {
        let read = |typed: &str| Reading::default().time("from", "始まり", typed).map(calendar::clock);
        for (typed, time) in [("930", "9:30"), ("0930", "9:30"), ("9:30", "9:30"), ("1015", "10:15"), ("9", "9:00")] {
            assert_eq!(read(typed).as_deref(), Some(time), "{typed}");
        }
        assert_eq!(read("975"), None);
        assert_eq!(read("10155"), None);
    }

    #[test]
    fn a_page_takes_a_day_without_its_year_and_a_file_does_not() {
        let today = Date::constant(2026, 11, 22);
        let read = |mut reading: Reading, typed: &str| (reading.date("on", "日付", typed), reading.reasons.len());
        for typed in ["11/22", "今日", "22"] {
            assert_eq!(read(Reading::on_page(today), typed), (Some(today), 0), "{typed}");
            assert_eq!(read(Reading::default(), typed), (None, 1), "{typed}");
        }
    }
}
