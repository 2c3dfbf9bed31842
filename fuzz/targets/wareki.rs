//! 和暦: any text is a date or a sentence; a date that was read is read again from what is printed of it.
#![no_main]

use calendar::wareki;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let today = calendar::Date::constant(2026, 11, 22);
    if let Ok(date) = wareki::parse_date(text) {
        if wareki::era_year(date).is_some() {
            assert_eq!(wareki::parse_date(&wareki::long(date)), Ok(date), "{text}");
            assert_eq!(wareki::parse_date(&wareki::short(date)), Ok(date), "{text}");
        }
        assert_eq!(wareki::parse_date(&date.to_string()), Ok(date), "{text}");
    }
    if let Ok(month) = wareki::parse_month(text) {
        assert_eq!(wareki::parse_month(&wareki::month(month)), Ok(month), "{text}");
    }
    let _ = wareki::parse_day(text, today);
});
