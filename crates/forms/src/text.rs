//! Text as paper takes it: one kind of line end, no control characters, and a mark for what no font can print.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::glyphs;

/// 〓: what Japanese printers set where a letter is missing.
const GETA: char = '〓';

/// Cleans texts for one form and remembers which characters could not be printed.
#[derive(Default)]
pub(crate) struct Printable {
    missing: BTreeSet<char>,
}

impl Printable {
    /// The text with `\n` line ends, without control characters and blank ends, and with 〓 for letters no font has.
    /// The form says at its foot which letters these were: a report must be printable, and must not lose text in silence.
    pub(crate) fn clean(&mut self, text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut clean = String::with_capacity(text.len());
        for letter in text.trim().chars() {
            match letter {
                '\n' => clean.push('\n'),
                '\t' => clean.push('　'),
                '\u{E0100}'..='\u{E01EF}' => clean.push(letter), // 異体字セレクタ: the fonts know many of them
                _ if letter.is_control() || glyphs::is_ignorable(letter) => {}
                _ if glyphs::covers(letter) => clean.push(letter),
                _ => {
                    self.missing.insert(letter);
                    clean.push(GETA);
                }
            }
        }
        clean
    }

    /// The letters that became 〓, as code points.
    pub(crate) fn missing(&self) -> Value {
        self.missing.iter().map(|letter| format!("U+{:04X}", u32::from(*letter))).collect()
    }
}
