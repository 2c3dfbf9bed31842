//! 文字コード: UTF-8 or CP932 (Shift_JIS of Windows), told apart by what the bytes can be. Never read with a letter lost.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;

/// How a text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// CP932.
    Cp932,
}

impl Encoding {
    /// The name that people know.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Cp932 => "Shift_JIS（CP932）",
        }
    }
}

/// The text of some bytes, without a byte order mark; `None` where they are neither UTF-8 nor CP932.
pub fn decode(bytes: &[u8]) -> Option<(Encoding, Cow<'_, str>)> {
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bare) {
        return Some((Encoding::Utf8, Cow::Borrowed(text)));
    }
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((Encoding::Cp932, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_are_read_and_anything_else_is_not() {
        let text = "髙津 一郎、表、能、ソ";
        let (cp932, _, _) = SHIFT_JIS.encode(text);
        assert_eq!(decode(&cp932), Some((Encoding::Cp932, text.into())));
        assert_eq!(decode(format!("\u{FEFF}{text}").as_bytes()), Some((Encoding::Utf8, text.into())));
        assert_eq!(decode(b"\x81\xFF\xFE\xFD"), None);
    }
}
