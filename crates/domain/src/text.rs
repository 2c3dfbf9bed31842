//! 文字: typed text into the one form in which it is kept, without touching how a name is written.
//!
//! Width is folded (全角英数 → 半角, 半角カナ → 全角), ideographs never: 塚 and 神 in their compatibility forms are
//! other letters to the person who bears the name. For comparing and searching [`search_key`] folds much more.

use unicode_normalization::UnicodeNormalization;

/// One line: widths folded, control characters and outer spaces gone, runs of spaces one space.
pub fn line(typed: &str) -> String {
    let folded = fold_width(typed);
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
    let unix = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    kept.trim().to_owned()
}

/// フリガナ: one line, hiragana turned into katakana.
pub fn kana(typed: &str) -> String {
    line(typed).chars().map(katakana_of).map(|c| if matches!(c, '-' | '―' | '‐') { 'ー' } else { c }).collect()
}

/// Whether a folded フリガナ holds nothing but katakana, ー, ・ and spaces.
pub fn is_kana(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | ' '))
}

/// A number typed with any width, spaces, hyphens or thousands commas: its digits, or `None` for anything else.
pub fn digits(typed: &str) -> Option<String> {
    let mut out = String::new();
    for c in typed.nfkc() {
        match c {
            '0'..='9' => out.push(c),
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | ',' | '、' | '(' | ')' | '.' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(out)
}

/// What is compared when something is searched: NFKC, katakana, small letters, one variant of a surname's kanji, no spaces.
pub fn search_key(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '・' | '-' | '‐' | '―'))
        .map(katakana_of)
        .map(common_variant)
        .collect()
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

/// Surnames are typed now with one form of a letter, now with the other; both find the person.
fn common_variant(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' | '嵜' | '碕' => '崎',
        '邊' | '邉' => '辺',
        '齋' | '齊' | '斉' => '斎',
        '濱' | '濵' => '浜',
        '澤' => '沢',
        '栁' => '柳',
        '德' => '徳',
        '廣' => '広',
        '國' => '国',
        '櫻' => '桜',
        '眞' => '真',
        '惠' => '恵',
        '瀧' => '滝',
        '龍' => '竜',
        '嶋' | '嶌' => '島',
        '冨' => '富',
        '𠮷' => '吉',
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
    fn numbers_lose_what_is_not_a_digit() {
        assert_eq!(digits("２１０－０００７").as_deref(), Some("2100007"));
        assert_eq!(digits("9,300").as_deref(), Some("9300"));
        assert_eq!(digits("12a"), None);
    }

    #[test]
    fn a_search_finds_across_scripts_and_variants() {
        assert_eq!(search_key("かわさき ハナコ"), search_key("ｶﾜｻｷハナコ"));
        assert_eq!(search_key("髙橋"), search_key("高橋"));
        assert_eq!(search_key("渡邉"), search_key("渡辺"));
        assert_eq!(search_key("ＡＢ－１２"), search_key("ab12"));
    }
}
