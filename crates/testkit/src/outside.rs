//! The outside of a test: always the same day, ids that count, random numbers that are none, and a PDF of text.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use ::app::{Outside, RenderPdf, accounts::SealingKey};
use calendar::Date;
use uuid::Uuid;

/// The day on which tests take place: 令和8年11月22日, a Sunday.
pub const TODAY: Date = date(2026, 11, 22);

const fn date(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// Counts: 1, 2, 3, …
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// The next number.
    pub fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// A PDF for tests: the form's fields as text behind a PDF head, so that pages can be tested without typst.
#[derive(Clone, Copy, Debug)]
pub struct FakePdf;

impl RenderPdf for FakePdf {
    fn render(&self, form: &forms::FilledForm) -> Result<Vec<u8>, String> {
        Ok(format!("%PDF-1.7 fake\n{form:#?}\n").into_bytes())
    }

    fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, String> {
        Ok(papers.concat())
    }
}

/// The id that a counting outside makes as its `number`th: a version 7 UUID, ascending.
pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0192_0000_0000_7000, 0x8000_0000_0000_0000 | number)
}

/// The outside of a test. Each call gives a fresh one, counting from 1.
pub fn outside() -> Outside {
    outside_on(TODAY)
}

/// The outside of a test on another day.
pub fn outside_on(today: Date) -> Outside {
    let ids = Counter::default();
    let randoms = Counter::default();
    let seconds = Counter::default();
    Outside {
        today: Arc::new(move || today),
        now: Arc::new(move || {
            let second = seconds.next();
            format!("{today}T{:02}:{:02}:{:02}.000Z", 1 + second / 3600 % 14, second / 60 % 60, second % 60)
        }),
        new_id: Arc::new(move || id(ids.next())),
        random: Arc::new(move || {
            let mut bytes = [0x5a; 32];
            bytes[24..].copy_from_slice(&randoms.next().to_be_bytes());
            bytes
        }),
        pdf: Arc::new(FakePdf),
        key: Some(SealingKey::new([9; 32])),
        head_key: None,
        mail: None,
    }
}
