//! 半角カナ: a name as a claim file takes it.

use unicode_normalization::UnicodeNormalization;

const VOICED: char = 'ﾞ';
const HALF_VOICED: char = 'ﾟ';

/// A name as the claim record takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedKana {
    /// Half-width kana within the field's length.
    pub text: String,
    /// The part that did not fit; empty when nothing was cut. The screen must show it.
    pub cut: String,
}

/// A character that has no place in half-width kana.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KanaFault(pub char);

impl KanaFault {
    /// What is wrong, in words.
    pub fn reason(self) -> String {
        format!("「{}」は半角カナ・英大文字・数字にできません", self.0)
    }
}

/// Folds a name to half-width kana: hiragana and full-width katakana, letters to capitals, dakuten as a character
/// of its own, small kana as they are. A character without a half-width form is refused.
pub fn fold_kana(name: &str) -> Result<String, KanaFault> {
    let mut out = String::new();
    // NFKC makes one character of a kana and its dakuten, and one form of all widths.
    for c in name.trim().nfkc() {
        let c = match c {
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
            other => other.to_ascii_uppercase(),
        };
        match c {
            'A'..='Z' | '0'..='9' | ' ' => out.push(c),
            _ => push_katakana(c, &mut out).ok_or(KanaFault(c))?,
        }
    }
    Ok(out)
}

/// [`fold_kana`] for a name field of `bytes` bytes; what does not fit is handed back, so that it is never lost in silence.
pub fn name_kana(name: &str, bytes: usize) -> Result<FoldedKana, KanaFault> {
    let folded = fold_kana(name)?;
    // In half-width kana a character is a byte. A dakuten is never parted from its kana.
    let mut end = bytes;
    let chars: Vec<char> = folded.chars().collect();
    if chars.len() > bytes {
        while end > 0 && chars.get(end).is_some_and(|c| [VOICED, HALF_VOICED].contains(c)) {
            end -= 1;
        }
    }
    let text: String = chars.iter().take(end).collect();
    let cut: String = chars.iter().skip(end).collect();
    Ok(FoldedKana { text: text.trim_end().to_owned(), cut })
}

fn push_katakana(c: char, out: &mut String) -> Option<()> {
    const FULL: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
    const HALF: &str = "｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ";
    // These have no half-width form; claims use the plain kana.
    let c = match c {
        'ヰ' => 'イ',
        'ヱ' => 'エ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        other => other,
    };
    if let Some(half) = FULL.chars().zip(HALF.chars()).find_map(|(full, half)| (full == c).then_some(half)) {
        out.push(half);
        return Some(());
    }
    // A voiced kana falls apart into the kana and its mark.
    let mut parts = [c].into_iter().nfd();
    let (base, mark) = (parts.next()?, parts.next()?);
    let mark = match mark {
        '\u{3099}' => VOICED,
        '\u{309A}' => HALF_VOICED,
        _ => return None,
    };
    if base == c {
        return None;
    }
    push_katakana(base, out)?;
    out.push(mark);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_are_folded_to_half_width() {
        let folded = |name: &str| fold_kana(name).unwrap();
        assert_eq!(folded("カワサキ　ハナコ"), "ｶﾜｻｷ ﾊﾅｺ");
        assert_eq!(folded("かわさき はなこ"), "ｶﾜｻｷ ﾊﾅｺ");
        assert_eq!(folded("ヴァイオレット・パク"), "ｳﾞｧｲｵﾚｯﾄ･ﾊﾟｸ");
        assert_eq!(folded("ガ"), "ｶﾞ");
        assert_eq!(folded("ジョー smith２"), "ｼﾞｮｰ SMITH2");
        assert_eq!(folded("ヰヱヵヶヮ"), "ｲｴｶｹﾜ");
        assert_eq!(folded("ﾊﾞﾙｻﾞｯｸ"), "ﾊﾞﾙｻﾞｯｸ");
        for refused in ["𠮷田", "山田", "O'HARA", "カ\tキ", "マリ-アン", "é"] {
            assert!(fold_kana(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_long_name_is_cut_before_a_voiced_kana_and_the_rest_handed_back() {
        let short = name_kana("カワサキ ハナコ", 25).unwrap();
        assert_eq!((short.text.as_str(), short.cut.as_str()), ("ｶﾜｻｷ ﾊﾅｺ", ""));
        let long = name_kana("アイウエオアイウエオアイウエオアイウエオアイウエガギ", 25).unwrap();
        assert_eq!(long.text, "ｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴ");
        assert_eq!(long.cut, "ｶﾞｷﾞ");
    }
}
