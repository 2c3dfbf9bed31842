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

/// A text for a picture, which is drawn as it is.
pub(crate) fn printable(text: &str) -> String {
    Printable::default().clean(text)
}

/// Where a line may be broken without anything being seen or read aloud.
const BREAK: char = '\u{200B}';

/// Where a sheet keeps two marks of punctuation apart (`lines` in `law/forms/common.typ`); nothing is seen or read aloud of it.
const APART: char = '\u{2060}';

/// The text with [`APART`] between two marks of punctuation that follow one another, and before an opening one that begins a line. Typst takes half
/// of their width away, as if each were as wide as a kanji; those of the papers' font are narrow already, and 「。）」 would be printed one upon the
/// other, 「（」 on the line of its cell.
pub(crate) fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = '\n';
    for letter in text.chars() {
        if is_punctuation(letter) && (is_punctuation(last) || (last == '\n' && opens(letter))) {
            out.push(APART);
        }
        out.push(letter);
        last = letter;
    }
    out
}

/// The text of a form as it was before it was made ready for paper's lines.
pub fn without_line_marks(text: &str) -> String {
    text.replace([BREAK, APART], "")
}

fn opens(letter: char) -> bool {
    matches!(letter, '「' | '『' | '（' | '〔' | '【' | '〖' | '〈' | '《' | '［' | '｛')
}

/// The marks that typst narrows in a Japanese text.
fn is_punctuation(letter: char) -> bool {
    opens(letter) || "、。，．：；・）」』】〗〕〉》］｝".contains(letter)
}

/// The text with a place to break between any two letters of a run that has none by itself (a long latin word, a mail
/// address, ー or … again and again) and is longer than `longest` letters of half width. Typesetting would let such a run
/// leave its column, and the page.
pub(crate) fn breakable(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let mut last = ' ';
    for letter in text.chars() {
        if may_break(last, letter) {
            push(&mut out, &run, longest);
            run.clear();
        }
        run.push(letter);
        last = letter;
    }
    push(&mut out, &run, longest);
    out
}

fn push(out: &mut String, run: &str, longest: usize) {
    if run.chars().map(half_widths).sum::<usize>() <= longest {
        out.push_str(run);
        return;
    }
    for (number, letter) in run.chars().enumerate() {
        // A variation selector or a combining mark stays with its letter.
        if number > 0 && half_widths(letter) > 0 {
            out.push(BREAK);
        }
        out.push(letter);
    }
}

/// Whether a line may end between two letters, judged so that "no" is never wrong by much: rules of UAX #14 and 禁則 that
/// matter for runs.
fn may_break(before: char, after: char) -> bool {
    let blank = before.is_whitespace() || after.is_whitespace();
    blank || (!opens(before) && (begins_line(after) || (is_wide(before) && after.is_ascii_alphanumeric())))
}

/// Kanji and full-sized kana: what a line may begin with.
fn begins_line(letter: char) -> bool {
    let small = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞヽヾ々・".contains(letter);
    let kana = matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ');
    let kanji = matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    (kana || kanji) && !small
}

fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// About how many halves of a kanji's width a letter takes.
fn half_widths(letter: char) -> usize {
    match letter {
        '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{E0100}'..='\u{E01EF}' => 0,
        'm' | 'w' | '@' | '%' | '&' | 'A'..='Z' => 2,
        _ if letter.is_ascii() || matches!(letter, '\u{FF61}'..='\u{FF9F}') => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_follow_one_another_are_kept_apart_and_so_is_an_opening_one_from_the_edge() {
        for kept in ["日中は家で過ごす。外出は（家族と）月2回「花」を見に行く。", "…………", "Aさん (母), 72."]
        {
            assert_eq!(apart(kept), kept);
        }
        assert_eq!(apart("減った。）、月1回"), "減った。\u{2060}）\u{2060}、月1回");
        assert_eq!(apart("（母）\n「はい」"), "\u{2060}（母）\n\u{2060}「はい」");
        assert_eq!(without_line_marks(&apart("（減った。）（母）、")), "（減った。）（母）、");
    }

    #[test]
    fn only_runs_that_no_line_holds_get_places_to_break() {
        for kept in [
            "相談支援センターみなもへスーパーマーケットのあと電話で連絡しました。",
            "Maria Fernanda de Oliveira",
            "「……」と話された。",
            "葛\u{E0100}城 044-200-0193",
            "1412345678\n2212345671",
        ] {
            assert_eq!(breakable(kept, 14), kept);
        }
        assert_eq!(breakable("あabcdefgい", 3), "あa\u{200B}b\u{200B}c\u{200B}d\u{200B}e\u{200B}f\u{200B}gい");
        assert_eq!(breakable("ーーー", 4), "ー\u{200B}ー\u{200B}ー");
        assert_eq!(breakable("e\u{301}abc", 2), "e\u{301}\u{200B}a\u{200B}b\u{200B}c");
    }
}
