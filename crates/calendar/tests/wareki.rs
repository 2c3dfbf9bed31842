//! 和暦 in and out: every way of typing, the exact limits of the eras, and what is refused with which words.

use calendar::{Date, YearMonth, wareki, wareki::DateError};
use proptest::prelude::*;

fn date(text: &str) -> Result<String, String> {
    wareki::parse_date(text).map(|date| date.to_string()).map_err(|fault| fault.to_string())
}

fn month(text: &str) -> Result<String, String> {
    wareki::parse_month(text).map(|month| month.to_string()).map_err(|fault| fault.to_string())
}

#[test]
fn reads_every_way_of_typing() {
    for text in [
        "R8.11.22",
        "r8.11.22",
        "R08.11.22",
        "令和8年11月22日",
        "令和 8年 11月 22日",
        "令8.11.22",
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "20261122",
        "2026年11月22日",
        " 2026-11-22 ",
        "Ｒ８．１１．２２",
        "令和８年１１月２２日",
        "２０２６／１１／２２",
        "２０２６１１２２",
        "２０２６－１１－２２",
        "㋿8年11月22日",
        "R8-11-22",
        "R8/11/22",
        "2026ー11ー22",
    ] {
        assert_eq!(date(text).as_deref(), Ok("2026-11-22"), "{text}");
    }
    assert_eq!(date("S60/3/1").as_deref(), Ok("1985-03-01"));
    assert_eq!(date("令和元年5月1日").as_deref(), Ok("2019-05-01"));
    assert_eq!(date("R1.5.1").as_deref(), Ok("2019-05-01"));
    assert_eq!(date("R元.5.1").as_deref(), Ok("2019-05-01"));
}

#[test]
fn the_eras_have_exact_limits() {
    for (first, last_before) in [
        ("明治元年10月23日", "1868年10月22日"),
        ("大正元年7月30日", "明治45年7月29日"),
        ("昭和元年12月25日", "大正15年12月24日"),
        ("平成元年1月8日", "昭和64年1月7日"),
        ("令和元年5月1日", "平成31年4月30日"),
    ] {
        let day = wareki::parse_date(first).unwrap();
        assert_eq!(wareki::long(day), first);
        assert_eq!(wareki::long(day.yesterday().unwrap()), last_before);
        assert_eq!(wareki::parse_date(last_before).unwrap().tomorrow().unwrap(), day);
    }
}

#[test]
fn a_day_outside_its_era_is_refused_and_the_right_one_named() {
    assert_eq!(date("昭和64年1月8日").unwrap_err(), "昭和64年1月8日という日付はありません（正しくは平成元年1月8日）");
    assert_eq!(date("H31.5.1").unwrap_err(), "平成31年5月1日という日付はありません（正しくは令和元年5月1日）");
    assert_eq!(date("R1.4.30").unwrap_err(), "令和元年4月30日という日付はありません（正しくは平成31年4月30日）");
    assert_eq!(
        date("明治元年10月22日").unwrap_err(),
        "明治元年10月22日という日付はありません（正しくは1868年10月22日）"
    );
    assert_eq!(date("S100.1.1").unwrap_err(), "昭和100年1月1日という日付はありません（正しくは令和7年1月1日）");
}

#[test]
fn impossible_days_are_refused() {
    assert_eq!(date("2026-02-29").unwrap_err(), "2026年2月29日という日はありません");
    assert_eq!(date("R8.13.1").unwrap_err(), "令和8年13月1日という日はありません");
    assert_eq!(date("R8.11.0").unwrap_err(), "令和8年11月0日という日はありません");
    assert_eq!(date("令和6年2月29日").as_deref(), Ok("2024-02-29"));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "12345678901234567890123456789012",
        "1234567",
        "きのう",
        "2026-11",
        "2026-11-22-1",
        "R8",
        "R",
        "日",
        "2026-１１-abc",
        "2026-11-22T00:00",
        "-2026-11-22",
        "2026-111-22",
        "R8.11.22\0",
        "😀",
        "2026--11-22",
    ] {
        let fault = date(text).unwrap_err();
        assert!(fault.contains("日付として読めません"), "{text}: {fault}");
    }
    assert!(date("").unwrap_err().starts_with("日付を入力してください"));
    assert!(date("　").unwrap_err().starts_with("日付を入力してください"));
    assert!(date("8.11.22").unwrap_err().contains("元号を付けるか"));
    for text in ["1867-12-31", "2201-01-01", "99990101", "R183.1.1", "R0.1.1", "R999999999.1.1"] {
        assert!(date(text).unwrap_err().contains("1868年から2200年まで"), "{text}");
    }
    let long = "9".repeat(1_000_000);
    assert!(date(&long).unwrap_err().chars().count() < 120);
}

#[test]
fn reads_months() {
    for text in ["R8.11", "令和8年11月", "2026-11", "2026/11", "202611", "２０２６年１１月", "Ｒ８／１１"]
    {
        assert_eq!(month(text).as_deref(), Ok("2026-11"), "{text}");
    }
    assert_eq!(month("昭和64年1月").as_deref(), Ok("1989-01"));
    assert_eq!(month("平成元年1月").as_deref(), Ok("1989-01"));
    assert_eq!(month("平成31年5月").unwrap_err(), "平成31年5月という日付はありません（正しくは令和元年5月）");
    assert!(month("2026-13").unwrap_err().contains("1から12まで"));
    assert!(month("2026-11-22").unwrap_err().contains("年月として読めません"));
    assert_eq!(wareki::month(YearMonth::new(2026, 11).unwrap()), "令和8年11月");
}

#[test]
fn a_day_without_its_year_is_the_one_near_to_today_or_is_asked() {
    let today = Date::constant(2026, 11, 22);
    let day = |text: &str| wareki::parse_day(text, today).map(|day| day.to_string());
    for (text, expected) in [
        ("今日", "2026-11-22"),
        ("昨日", "2026-11-21"),
        ("一昨日", "2026-11-20"),
        ("明日", "2026-11-23"),
        ("明後日", "2026-11-24"),
        ("11/22", "2026-11-22"),
        ("１１／２１", "2026-11-21"),
        ("11月23日", "2026-11-23"),
        ("11.28", "2026-11-28"),
        ("5/23", "2026-05-23"),
        ("2-22", "2027-02-22"),
        ("22", "2026-11-22"),
        ("28", "2026-10-28"),
        ("28日", "2026-10-28"),
        ("31", "2026-10-31"),
        ("R8.11.28", "2026-11-28"),
        ("2026-12-01", "2026-12-01"),
    ] {
        assert_eq!(day(text).as_deref(), Ok(expected), "{text}");
    }
    for text in ["5/22", "2/23", "2/29", "4/1"] {
        assert!(matches!(day(text), Err(DateError::WhichYear { .. })), "{text}: {:?}", day(text));
    }
    let asked = day("3/31").unwrap_err().to_string();
    assert_eq!(asked, "「3/31」はR8.3.31ですか、R9.3.31ですか。年も書いてください");
    for text in ["0", "32", "13/1", "2/30", "11/0", "11月", "8.11.28", "R11/28", "らいねん", "", "281"] {
        assert!(day(text).is_err(), "{text}: {:?}", day(text));
    }
}

proptest! {
    #[test]
    fn a_short_day_is_near_to_today(days in 0i32..121_600, month in 1i8..=12, day in 1i8..=31) {
        let today = Date::constant(1868, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let (back, ahead) = (jiff::Span::new().days(183), jiff::Span::new().days(92));
        if let Ok(found) = wareki::parse_day(&format!("{month}/{day}"), today) {
            prop_assert!(found.month() == month && found.day() == day);
            prop_assert!(today.saturating_sub(back) <= found && found <= today.saturating_add(ahead));
        }
        if let Ok(found) = wareki::parse_day(&format!("{day}日"), today) {
            prop_assert!(found <= today && found.day() == day, "{} on {}", day, today);
        }
    }

    #[test]
    fn every_day_reads_back_from_every_form(days in 0i32..121_600) {
        let day = Date::constant(1868, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(wareki::parse_date(&wareki::long(day)), Ok(day));
        prop_assert_eq!(wareki::parse_date(&wareki::short(day)), Ok(day));
        prop_assert_eq!(wareki::parse_date(&day.to_string()), Ok(day));
        prop_assert_eq!(wareki::parse_date(&day.to_string().replace('-', "")), Ok(day));
        let month = YearMonth::of(day);
        prop_assert_eq!(wareki::parse_month(&wareki::month(month)), Ok(month));
    }

    #[test]
    fn no_text_makes_it_fail(text in ".{0,60}") {
        let _ = wareki::parse_date(&text);
        let _ = wareki::parse_month(&text);
        let _ = wareki::parse_day(&text, Date::constant(2026, 11, 22));
    }
}
