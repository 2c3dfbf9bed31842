//! Reads a source field by field: the name of the field is said once, its text is looked up, [`Reading`] judges it.

use std::{borrow::Cow, ops::RangeInclusive};

use calendar::{Date, Time, YearMonth};
use domain::text::say;

use super::{Reading, Typed, at, certificate_number, mail, office_number, phone, postal_code};
use crate::{Reason, Refusal};

/// The name of a field; that of a row carries its number.
type Field = Cow<'static, str>;

/// Reads a source and collects what is wrong with it, each mistake at its field; reading goes on to the next one.
pub struct Reader<'a> {
    typed: &'a dyn Typed,
    reading: Reading,
}

impl<'a> Reader<'a> {
    /// Of a page, before people who see how a date was understood: `11/28`, `28`, `今日` are taken, as of this day.
    pub fn on_page(typed: &'a dyn Typed, today: Date) -> Self {
        Self { typed, reading: Reading::on_page(today) }
    }

    /// Of a file or a command: a date has to name the year, nobody is there to look.
    pub fn of_file(typed: &'a dyn Typed) -> Self {
        Self { typed, reading: Reading::default() }
    }

    /// What is wrong, in the order of the fields.
    pub fn into_reasons(self) -> Vec<Reason> {
        self.reading.reasons
    }

    /// Refuses what was typed where anything is wrong.
    pub fn done(self) -> Result<(), Refusal> {
        if self.reading.reasons.is_empty() { Ok(()) } else { Err(Refusal::Refused(self.reading.reasons)) }
    }

    /// Notes what is wrong at a field.
    pub fn refuse(&mut self, field: impl Into<Field>, sentence: impl Into<String>) {
        self.reading.refuse(field, sentence);
    }

    /// What stands in a field, as it was typed.
    pub fn text(&self, field: &str) -> &'a str {
        self.typed.text(field)
    }

    /// Whether nothing was typed into a field.
    pub fn is_empty(&self, field: &str) -> bool {
        self.typed.text(field).trim().is_empty()
    }

    /// Whether a box is ticked.
    pub fn tick(&self, field: &str) -> bool {
        !self.typed.text(field).is_empty()
    }

    /// The rows in which one of these fields is filled.
    pub fn rows(&self, parts: &[&str], most: usize) -> Vec<usize> {
        (0..most).filter(|row| parts.iter().any(|part| !self.is_empty(&at(part, *row)))).collect()
    }

    /// One line of text; empty is allowed.
    pub fn line(&mut self, field: impl Into<Field>, label: &str, max: usize) -> String {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.line(field, label, text, max)
    }

    /// One line of text that may not be empty.
    pub fn required(&mut self, field: impl Into<Field>, label: &str, max: usize) -> String {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.required(field, label, text, max)
    }

    /// A text of several lines; empty is allowed.
    pub fn paragraph(&mut self, field: impl Into<Field>, label: &str, max: usize) -> String {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.paragraph(field, label, text, max)
    }

    /// フリガナ: hiragana becomes katakana; empty is allowed.
    pub fn kana(&mut self, field: impl Into<Field>, label: &str, max: usize) -> String {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.kana(field, label, text, max)
    }

    /// A date in any of the usual ways of writing; empty is `None`.
    pub fn date(&mut self, field: impl Into<Field>, label: &str) -> Option<Date> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.date(field, label, text)
    }

    /// A date that must be there.
    pub fn required_date(&mut self, field: impl Into<Field>, label: &str) -> Option<Date> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.required_date(field, label, text)
    }

    /// A month; empty is `None`.
    pub fn month(&mut self, field: impl Into<Field>, label: &str) -> Option<YearMonth> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.month(field, label, text)
    }

    /// A time of the day; empty is `None`.
    pub fn time(&mut self, field: impl Into<Field>, label: &str) -> Option<Time> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.time(field, label, text)
    }

    /// A whole number between two bounds; empty is `None`.
    pub fn number(
        &mut self,
        field: impl Into<Field>,
        label: &str,
        unit: &str,
        bounds: RangeInclusive<i64>,
    ) -> Option<i64> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.number(field, label, unit, text, bounds)
    }

    /// A choice by its stored word or its Japanese label; empty is `None`.
    pub fn choice<T: Copy>(
        &mut self,
        field: impl Into<Field>,
        label: &str,
        all: &[T],
        words: fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.choice(field, label, text, all, words)
    }

    /// A choice that must be made.
    pub fn required_choice<T: Copy>(
        &mut self,
        field: impl Into<Field>,
        label: &str,
        all: &[T],
        words: fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let field = field.into();
        if self.is_empty(&field) {
            self.refuse(field, say::choose(label));
            return None;
        }
        self.choice(field, label, all, words)
    }

    /// All that is ticked of a list.
    pub fn choices<T: Copy>(
        &mut self,
        field: &'static str,
        label: &str,
        all: &[T],
        words: fn(T) -> (&'static str, &'static str),
    ) -> Vec<T> {
        let texts = self.typed.texts(field).into_iter();
        texts.filter_map(|text| self.reading.choice(field, label, text, all, words)).collect()
    }

    /// はい, いいえ, or not known (empty).
    pub fn yes_no(&mut self, field: impl Into<Field>, label: &str) -> Option<bool> {
        let field = field.into();
        let text = self.typed.text(&field);
        self.reading.yes_no(field, label, text)
    }

    /// 電話番号, or empty.
    pub fn phone(&mut self, field: impl Into<Field>, label: &str) -> String {
        let field = field.into();
        let text = self.typed.text(&field);
        phone(&mut self.reading, field, label, text)
    }

    /// 郵便番号, or empty.
    pub fn postal_code(&mut self, field: &'static str) -> String {
        postal_code(&mut self.reading, field, self.typed.text(field))
    }

    /// メールアドレス, or empty.
    pub fn mail(&mut self, field: &'static str) -> String {
        mail(&mut self.reading, field, self.typed.text(field))
    }

    /// 受給者証番号.
    pub fn certificate_number(&mut self, field: &'static str) -> String {
        certificate_number(&mut self.reading, field, self.typed.text(field))
    }

    /// 事業所番号, or empty while there is none.
    pub fn office_number(&mut self, field: &'static str) -> String {
        office_number(&mut self.reading, field, self.typed.text(field))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::TypedFields, *};

    #[test]
    fn each_mistake_stands_at_its_field_and_reading_goes_on() {
        let typed = TypedFields::default()
            .with("kana", "川崎")
            .with("born", "R8.13.1")
            .with("yen", "1.5")
            .with("answer", "?")
            .with("from", "24:30")
            .with("phone", "12")
            .with("postal", "12")
            .with("mail", "x")
            .with("ways_0", "a");
        let mut r = Reader::of_file(&typed);
        r.required("name", "氏名", 60);
        r.kana("kana", "フリガナ", 60);
        r.required_date("born", "生年月日");
        r.number("yen", "上限額", "円", 0..=37_200);
        r.yes_no("answer", "答え");
        r.time("from", "始まり");
        r.phone("phone", "電話番号");
        r.postal_code("postal");
        r.mail("mail");
        r.required_choice("kind", "種類", &[true], |_| ("yes", "はい"));
        assert_eq!(r.rows(&["ways"], 3), [0]);
        let reasons = r.into_reasons();
        let fields: Vec<_> = reasons.iter().map(|reason| reason.field.as_ref()).collect();
        assert_eq!(fields, ["name", "kana", "born", "yen", "answer", "from", "phone", "postal", "mail", "kind"]);
        assert_eq!(reasons.first().map(|it| it.sentence.as_str()), Some("氏名を入力してください。"));
    }
}
