//! 照合: what is compared when a name is searched for or matched. The variants of a letter stand in `variants.txt`.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::{katakana_of, number::is_hyphen};

/// The list: a line a letter, the letter to which its variants are folded first.
const VARIANTS: &str = include_str!("fold/variants.txt");

/// The state of the folding: what was folded by another is folded anew (`store` compares it). Counted up by hand when
/// [`search_key`] changes; a change of the list is seen without that.
pub static FOLDING: LazyLock<String> = LazyLock::new(|| format!("2:{:016x}", fingerprint(VARIANTS)));

static BASE: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs(VARIANTS).collect());

/// What is compared: NFKC, katakana in large letters, small latin letters, one variant of a name's kanji, no blanks, no
/// marks, no variation selectors. A hyphen after kana is the mark of a long vowel; elsewhere it is passed over.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if is_hyphen(c) {
            if key.chars().next_back().is_some_and(is_katakana) {
                key.push('ー');
            }
            continue;
        }
        if c.is_whitespace() || c.is_control() || is_passed_over(c) {
            continue;
        }
        let c = large_kana(katakana_of(c));
        key.push(BASE.get(&c).copied().unwrap_or(c));
    }
    key
}

/// The variants with the letter they are folded to.
fn pairs(list: &str) -> impl Iterator<Item = (char, char)> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut letters = line.split_whitespace().filter_map(|word| word.chars().next());
        let base = letters.next();
        letters.filter_map(move |variant| base.map(|base| (variant, base)))
    })
}

/// Marks within names that one person writes and the next leaves out, and what has no picture of its own.
fn is_passed_over(c: char) -> bool {
    matches!(c, '・' | '\'' | '`' | '´' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{AD}' | '\u{34F}' | '\u{61C}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Older programs have no small kana: ショウジ comes as シヨウジ, 竹ヶ原 as 竹ケ原.
fn large_kana(c: char) -> char {
    match c {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        _ => c,
    }
}

/// FNV-1a: says only whether a text is still the same.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_across_scripts_and_variants() {
        for (typed, kept) in [
            ("かわさき ハナコ", "ｶﾜｻｷハナコ"),
            ("高橋", "髙橋"),
            ("渡辺", "渡邉"),
            ("渡邊", "渡邉"),
            ("ab12", "ＡＢ－１２"),
            ("葛城", "葛\u{E0100}城"),
            ("葛城", "葛\u{FE00}城"),
            ("広瀬", "廣瀨"),
            ("増田", "增田"),
            ("黒木", "黑木"),
            ("曽根", "曾根"),
            ("桑原", "桒原"),
            ("関", "關"),
            ("条", "條"),
            ("万代", "萬代"),
            ("竹ケ原", "竹ヶ原"),
            ("橋本", "𣘺本"),
            ("O'Neil", "O’Neil"),
            ("オニ-ル", "オニール"),
            ("オニ−ル", "おにーる"),
            ("ショウジ", "シヨウジ"),
            ("山崎", "山﨑"),
        ] {
            assert_eq!(search_key(typed), search_key(kept), "{typed} {kept}");
        }
        for (one, other) in [("川崎", "川口"), ("オニール", "オニル"), ("阪", "坂")] {
            assert_ne!(search_key(one), search_key(other), "{one} {other}");
        }
        assert_eq!(search_key("－－"), "");
    }

    #[test]
    fn every_variant_stands_once_and_is_reached() {
        let mut seen = HashMap::new();
        for (variant, base) in pairs(VARIANTS) {
            assert_eq!(seen.insert(variant, base), None, "{variant} stands twice");
            assert_eq!(
                variant.to_string().nfkc().collect::<String>(),
                variant.to_string(),
                "{variant} is folded before"
            );
            assert!(!BASE.contains_key(&base), "{base} is folded on");
        }
        assert!(seen.len() > 100);
    }
}
