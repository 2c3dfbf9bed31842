//! Characters: kana folding, what each 属性 allows, and CP932.

use encoding_rs::SHIFT_JIS;
use law::claim_format::{Field, FieldType};
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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は半角カナ・英大文字・数字にできません")]
pub struct KanaFault(pub char);

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

/// Checks a value against a field's 属性 and length; the reason in Japanese when it may not stand there.
pub(crate) fn check(field: &Field, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return if field.required { Err("必須の項目が空です".into()) } else { Ok(()) };
    }
    if field.fixed.as_deref().is_some_and(|fixed| fixed != value) {
        return Err(format!("「{}」でなければなりません", field.fixed.as_deref().unwrap_or_default()));
    }
    let length = bytes_of(value)?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match field.kind {
        FieldType::Alphanumeric => {
            let allowed = |c: char| matches!(c, 'A'..='Z' | '0'..='9' | ' ' | '｡'..='ﾟ');
            if let Some(c) = value.chars().find(|c| !allowed(*c)) {
                return Err(format!("「{c}」は使えません（半角の英大文字・数字・カナだけ）"));
            }
        }
        FieldType::Number if !digits(value.strip_prefix('-').unwrap_or(value)) => {
            return Err("数字でなければなりません".into());
        }
        FieldType::Code if !digits(value) || length != field.bytes => {
            return Err(format!("{}けたの数字でなければなりません", field.bytes));
        }
        FieldType::Kanji => {
            if let Some(c) = value.chars().find(|c| SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4])).0.len() != 2) {
                return Err(format!("「{c}」は全角ではありません"));
            }
        }
        FieldType::Number | FieldType::Code => {}
    }
    if length > field.bytes {
        return Err(format!("{length}バイトあります（{}バイトまで）", field.bytes));
    }
    Ok(())
}

/// Length in CP932; an error for what CP932 or the interface specification does not know.
fn bytes_of(value: &str) -> Result<usize, String> {
    for c in value.chars() {
        if c == '\'' {
            return Err("「'」は使えません".into());
        }
        if u32::from(c) < 0x20 || u32::from(c) == 0x7f {
            return Err("制御文字が入っています".into());
        }
        // CP932 would turn these into other characters on the way back; outer characters print as blanks.
        let known = !matches!(c, '\u{a5}' | '\u{203e}' | '\u{2212}' | '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}')
            && !SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4])).2;
        if !known {
            return Err(format!("「{c}」は請求ファイルで使える文字（Shift_JIS）にありません"));
        }
    }
    let (bytes, _, had_errors) = SHIFT_JIS.encode(value);
    if had_errors { Err("請求ファイルで使えない文字があります".into()) } else { Ok(bytes.len()) }
}

/// Writes a value as one CSV field, quoted where the specification demands it.
pub(crate) fn quoted(value: &str) -> String {
    let two_byte = |c: char| !c.is_ascii() && !matches!(c, '｡'..='ﾟ');
    if value.chars().any(|c| matches!(c, ',' | '"' | ' ') || two_byte(c)) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// Splits one line into its fields; the reason in Japanese when the quotes do not match.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (value, after) = match rest.strip_prefix('"') {
            Some(inside) => quoted_field(inside)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (value, after) = rest.split_at(end);
                if value.contains('"') {
                    return Err("引用符の位置が正しくありません".into());
                }
                (value.to_owned(), after)
            }
        };
        fields.push(value);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err("引用符の後に余分な文字があります".into()),
        }
    }
}

fn quoted_field(inside: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut rest = inside;
    loop {
        let end = rest.find('"').ok_or("引用符が閉じていません")?;
        let (part, after) = rest.split_at(end);
        value.push_str(part);
        let after = after.strip_prefix('"').unwrap_or(after);
        match after.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => return Ok((value, after)),
        }
    }
}
