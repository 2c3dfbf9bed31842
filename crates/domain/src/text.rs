//! 文字: typed text into the one form in which it is kept, without touching how a name is written.
//!
//! Width is folded (全角英数 → 半角, 半角カナ → 全角), ideographs never: 塚 and 神 in their compatibility forms are
//! other letters to the person who bears the name. For comparing and searching [`search_key`] folds much more.

mod encoding;
mod fold;
mod half_kana;
mod number;
pub mod say;
mod spreadsheet;

use unicode_normalization::UnicodeNormalization;

pub use encoding::{Encoding, decode};
pub use fold::{FOLDING, name_key, name_mark, search_key};
pub use half_kana::{FoldedKana, KanaFault, fold_kana, name_kana};
pub use number::{digit_groups, grouped, hyphens, whole_number, yen};
pub use spreadsheet::{guarded, unguarded};

/// One line: widths folded, control characters and outer spaces gone, runs of spaces one space.
pub fn line(typed: &str) -> String {
    let folded = fold_width(&typed.replace(is_paste_mark, ""));
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Several lines: line ends become `\n`, other control characters go, the text is trimmed; widths stay as typed.
pub fn paragraph(typed: &str) -> String {
    let ends = ['\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    let unix = typed.replace("\r\n", "\n").replace(ends, "\n");
    let kept: String =
        unix.chars().filter(|c| !(is_paste_mark(*c) || c.is_control() && !matches!(c, '\n' | '\t'))).collect();
    kept.trim().to_owned()
}

/// What a word processor puts between letters for its own line breaks (soft hyphen, zero width space, word joiner, byte order mark): it
/// says nothing and nobody can find it to delete it, so it goes without a word. Marks of direction are refused ([`hidden`]).
fn is_paste_mark(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// フリガナ: one line, hiragana turned into katakana.
pub fn kana(typed: &str) -> String {
    line(typed).chars().map(katakana_of).map(|c| if matches!(c, '-' | '―' | '‐') { 'ー' } else { c }).collect()
}

/// Whether a folded フリガナ holds nothing but katakana, ー, ・ and spaces.
pub fn is_kana(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | ' '))
}

/// The first character that nobody sees and that changes what is read: marks of direction, zero width, controls.
/// Variation selectors are not among them: they belong to the letter before them.
pub fn hidden(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{180E}'
                | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    })
}

/// Whether two texts say the same, however wide their letters are and wherever they are spaced.
pub fn alike(one: &str, other: &str) -> bool {
    let folded = |text: &str| {
        let letters = fold_width(text);
        letters.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>()
    };
    folded(one) == folded(other)
}

/// Full-width letters and signs become half-width, half-width kana full-width; marks are joined to their kana.
fn fold_width(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    let mut run = String::new();
    for c in typed.chars() {
        match c {
            '\u{3000}' => run.push(' '),
            // Compatibility ideographs: normalisation would replace them by another letter.
            '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
                out.extend(run.nfc());
                run.clear();
                out.push(c);
            }
            '\u{FF00}'..='\u{FFEF}' => run.extend(std::iter::once(c).nfkc()),
            _ => run.push(c),
        }
    }
    out.extend(run.nfc());
    out
}

fn katakana_of(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_folded_and_names_stay_as_written() {
        assert_eq!(line("　川崎　　花子 \u{7}"), "川崎 花子");
        assert_eq!(line("Ａ棟１０１"), "A棟101");
        assert_eq!(line("ﾊﾞｽ"), "バス");
        // U+FA19 and U+FA10 are compatibility ideographs that NFC would replace.
        assert_eq!(line("\u{FA19}谷"), "\u{FA19}谷");
        assert_eq!(line("\u{FA10}か\u{3099}"), "\u{FA10}が");
    }

    #[test]
    fn hiragana_and_half_width_kana_become_katakana() {
        assert_eq!(kana("かわさき　はなこ"), "カワサキ ハナコ");
        assert_eq!(kana("ｶﾜｻｷ ﾊﾅｺﾞﾝ"), "カワサキ ハナゴン");
        assert_eq!(kana("う゛ぃ"), "ウ゛ィ");
        assert!(is_kana("ヴィクトリア・ジョーンズ"));
        assert!(!is_kana("川崎"));
    }

    #[test]
    fn what_a_word_processor_pastes_becomes_lines_and_words() {
        // Vertical tab (a line break within a paragraph), form feed (a page's end), NEL and the line ends of Unicode.
        let pasted = "\u{FEFF}母と\u{B}二人\u{C}で\u{85}くら\u{AD}す\u{2028}。\u{2029}週\u{200B}に\u{2060}一度";
        assert_eq!(paragraph(pasted), "母と\n二人\nで\nくらす\n。\n週に一度");
        assert_eq!(line(pasted), "母と 二人 で くらす 。 週に一度");
        assert_eq!(hidden(&paragraph(pasted)), None);
        assert!(hidden(&paragraph("川崎\u{202E}花子")).is_some(), "what turns the reading round is refused");
    }

    #[test]
    fn marks_that_nobody_sees_are_found() {
        for text in ["川崎\u{202E}花子", "\u{2066}x", "a\u{200B}b", "\u{7}", "\u{FEFF}x"] {
            assert!(hidden(text).is_some(), "{text:?}");
        }
        assert_eq!(hidden("葛\u{E0100}城 一\n二"), None);
    }
}
