//! 照合: what is compared when a name is searched for or matched. The variants of a letter stand in `variants.txt`.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

use super::{katakana_of, number::is_hyphen};

/// The list: a line a letter, the letter to which its variants are folded first.
const VARIANTS: &str = include_str!("fold/variants.txt");

/// The state of the folding: what was folded by another is folded anew (`store` compares it). Counted up by hand when
/// [`search_key`] or [`name_mark`] changes; a change of the list is seen without that.
pub static FOLDING: LazyLock<String> = LazyLock::new(|| format!("3:{:016x}", fingerprint(VARIANTS)));

static BASE: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs(VARIANTS).collect());

/// What is compared: NFKC, katakana, small latin letters, one variant of a name's kanji and of kana that sound alike or
/// differ in size, no blanks, no marks, no variation selectors. A hyphen after kana is the mark of a long vowel; elsewhere it is passed over.
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
        let c = katakana_of(c);
        key.push(BASE.get(&c).copied().unwrap_or(c));
    }
    key
}

/// A name whichever of its two parts stands first, with a blank between them or without: the folded letters in the order
/// that begins with the part that sorts first, out of all in which they follow each other.
pub fn name_key(name: &str) -> String {
    let letters: Vec<char> = search_key(name).chars().collect();
    let turned = |start: usize| {
        let mut turned = letters.clone();
        turned.rotate_left(start);
        turned
    };
    (0..letters.len()).map(turned).min().unwrap_or_default().into_iter().collect()
}

/// [`name_key`] as a mark to be searched for: sixteen letters that no search key has, so that nothing else is found by
/// them. Empty for an empty name.
pub fn name_mark(name: &str) -> String {
    const LETTERS: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯";
    let key = name_key(name);
    if key.is_empty() {
        return key;
    }
    let letter = |place: u64| LETTERS.chars().nth(usize::try_from(place & 0xf).unwrap_or_default());
    let print = fingerprint(&key);
    (0..16).filter_map(|place| letter(print >> (4 * place))).collect()
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
            ("イズミ", "イヅミ"),
            ("みかじり", "ミカヂリ"),
            ("カオル", "カヲル"),
            ("キエ", "キヱ"),
        ] {
            assert_eq!(search_key(typed), search_key(kept), "{typed} {kept}");
        }
        for (one, other) in [("川崎", "川口"), ("オニール", "オニル"), ("阪", "坂")] {
            assert_ne!(search_key(one), search_key(other), "{one} {other}");
        }
        assert_eq!(search_key("－－"), "");
    }

    #[test]
    fn a_name_is_the_same_whichever_part_stands_first() {
        for same in ["花子 川崎", "川崎花子", "花子川崎", "川崎　花子"] {
            assert_eq!(name_key(same), name_key("川崎 花子"), "{same}");
            assert_eq!(name_mark(same), name_mark("川崎 花子"), "{same}");
        }
        assert_ne!(name_key("川崎 花代"), name_key("川崎 花子"));
        let mark = name_mark("川崎 花子");
        assert!(mark.chars().count() == 16 && search_key(&mark).chars().all(|c| !mark.contains(c)), "{mark}");
        assert_eq!(name_mark(" ・ "), "");
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
