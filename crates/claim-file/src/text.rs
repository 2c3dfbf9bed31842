//! Characters: what each 属性 allows, and CP932.

use encoding_rs::SHIFT_JIS;
use law::claim_format::{Field, FieldType};

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
