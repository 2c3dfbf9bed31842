//! Numbers as people and spreadsheets write them: one reader of whole numbers, one of numbers in groups of digits, one writer.

use unicode_normalization::UnicodeNormalization;

/// 整数: a count or yen. `3.0` is 3 (a spreadsheet writes so), `1.5` is none; a comma is read only as a thousands mark
/// (`9,300`). Any width, blanks at the ends; nothing else is joined, and nothing is dropped. `None` for all else.
pub fn whole_number(typed: &str) -> Option<u64> {
    let folded: String = typed.nfkc().collect();
    let text = folded.trim();
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_empty() || rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| digits(first))?;
    let mut joined = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !digits(group) {
            return None;
        }
        joined.push_str(group);
    }
    joined.parse().ok()
}

/// The digits of a telephone, postal or certificate number: hyphens and blanks may stand between its groups. Empty for
/// nothing typed, `None` for anything else: a point or a comma never stands in such a number.
pub fn digit_groups(typed: &str) -> Option<String> {
    let mut out = String::new();
    let mut between = false;
    for c in typed.trim().nfkc() {
        between = match c {
            '0'..='9' => {
                out.push(c);
                false
            }
            c if is_hyphen(c) && !out.is_empty() => true,
            c if c.is_whitespace() => between,
            _ => return None,
        };
    }
    // A hyphen after the last digit stands between nothing.
    (!between).then_some(out)
}

/// 1234567 as 1,234,567.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = if number < 0 { "-".to_owned() } else { String::new() };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 「12,300円」.
pub fn yen(amount: i64) -> String {
    grouped(amount) + "円"
}

/// Whatever was typed for a hyphen as one.
pub fn hyphens(typed: &str) -> String {
    typed.chars().map(|c| if is_hyphen(c) { '-' } else { c }).collect()
}

/// What is typed for a hyphen: the minus, the dashes and the mark of a long vowel.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '−' | 'ー' | '─' | '━')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_never_joined_from_parts() {
        for (typed, number) in [
            ("3", 3),
            ("3.0", 3),
            ("3.00", 3),
            ("９，３００", 9_300),
            (" 9,300 ", 9_300),
            ("1,234,567.0", 1_234_567),
            ("0", 0),
            ("007", 7),
            ("12345", 12_345),
        ] {
            assert_eq!(whole_number(typed), Some(number), "{typed}");
        }
        for typed in [
            "",
            "1.5",
            "1.",
            ".5",
            "1,5",
            "1,50",
            "9,30",
            "1234,567",
            "1,2345",
            ",300",
            "1,,000",
            "1 000",
            "1-2",
            "-3",
            "−3",
            "+3",
            "1e3",
            "1、000",
            "3.0.0",
            "3か月",
            "99999999999999999999",
        ] {
            assert_eq!(whole_number(typed), None, "{typed}");
        }
    }

    #[test]
    fn thousands_are_marked_and_a_sign_stands_before_them() {
        for (number, written) in
            [(0, "0円"), (999, "999円"), (9_300, "9,300円"), (-999, "-999円"), (-1_234_567, "-1,234,567円")]
        {
            assert_eq!(yen(number), written);
        }
    }

    #[test]
    fn groups_of_digits_keep_neither_hyphens_nor_points() {
        for (typed, digits) in [
            ("２１０－０００７", "2100007"),
            ("044-200-0000", "0442000000"),
            ("044 200 0000", "0442000000"),
            ("03ー3000ー0000", "0330000000"),
            ("044 - 200", "044200"),
            ("", ""),
            ("　", ""),
        ] {
            assert_eq!(digit_groups(typed).as_deref(), Some(digits), "{typed}");
        }
        for typed in ["12a", "044.200.0000", "12345678.0", "9,300", "-5", "210-", "1.23457E+09", "−12"] {
            assert_eq!(digit_groups(typed), None, "{typed}");
        }
    }
}
