//! 外字の検査: which characters the vendored fonts can print.
//!
//! `glyphs/coverage.txt` is generated from the fonts by `cargo run -p pdf --example coverage`; a test in `pdf` holds
//! it equal to the fonts, so that entry forms can warn without loading any.

use std::sync::LazyLock;

/// Per line: the block (code point / 256, in hex) and 256 bits as 64 hex digits, lowest code point first.
const TABLE: &str = include_str!("glyphs/coverage.txt");

/// The bits of each block that any font covers, ascending by block.
static BLOCKS: LazyLock<Vec<(u32, [u64; 4])>> = LazyLock::new(|| TABLE.lines().filter_map(block).collect());

/// Whether a vendored font has a glyph for the character.
pub fn covers(letter: char) -> bool {
    let code = u32::from(letter);
    if (0xE000..=0xF8FF).contains(&code) || code >= 0xF_0000 {
        return false; // the private use areas: whatever a font shows there, the reader's font shows something else
    }
    let Ok(at) = BLOCKS.binary_search_by_key(&(code >> 8), |(block, _)| *block) else {
        return false;
    };
    let (word, bit) = ((code & 0xFF) >> 6, code & 0x3F);
    let word = BLOCKS.get(at).and_then(|(_, words)| words.get(usize::try_from(word).ok()?));
    word.is_some_and(|word| word >> bit & 1 == 1)
}

/// The characters of the text that no font of the papers has (emoji, 外字), each once, in the order of the text.
/// Line ends, tabs and invisible marks are never reported.
pub fn uncovered(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for letter in text.chars() {
        if !letter.is_control() && !is_ignorable(letter) && !covers(letter) && !found.contains(&letter) {
            found.push(letter);
        }
    }
    found
}

/// The message for an entry form, or `None` where everything can be printed.
pub fn message(text: &str) -> Option<String> {
    let found = uncovered(text);
    if found.is_empty() {
        return None;
    }
    let shown: Vec<String> =
        found.iter().take(5).map(|letter| format!("「{letter}」（U+{:04X}）", u32::from(*letter))).collect();
    let more = if found.len() > 5 { "など" } else { "" };
    Some(format!(
        "{}{more}は帳票に印刷できない文字です（絵文字・外字など）。印刷では〓になります。別の文字に直してください。",
        shown.join("、")
    ))
}

/// Marks without a picture of their own: joiners, direction marks, variation selectors, tags.
pub(crate) fn is_ignorable(letter: char) -> bool {
    matches!(u32::from(letter),
        0xAD | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
        | 0xE_0000..=0xE_0FFF)
}

fn block(line: &str) -> Option<(u32, [u64; 4])> {
    let (block, bits) = line.split_once(' ')?;
    let mut words = [0; 4];
    for (at, word) in words.iter_mut().enumerate() {
        *word = u64::from_str_radix(bits.get(at * 16..at * 16 + 16)?, 16).ok()?.reverse_bits();
    }
    Some((u32::from_str_radix(block, 16).ok()?, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_rare_letters_can_be_printed() {
        let found = uncovered("髙橋 﨑山 濵田 渡邉 栁沢 𠮷田 㐂 ①㈱〒□■◎○△×〓");
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(message("渡邉 花子\r\n\t葛\u{E0100}城"), None);
    }

    #[test]
    fn emoji_private_letters_and_check_marks_cannot() {
        assert_eq!(uncovered("よい👍です👍☑\u{E000}"), ['👍', '☑', '\u{E000}']);
        let told = message("👍").unwrap();
        assert!(told.starts_with("「👍」（U+1F44D）は帳票に印刷できない文字です"), "{told}");
    }
}
