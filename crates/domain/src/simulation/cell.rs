//! A cell of what the caseload comes to: as CSV writes it, and nothing that a spreadsheet would run.

use std::borrow::Cow;

use crate::text;

/// The value as a cell. Nearly always the value itself; otherwise guarded ([`text::guarded`]) and in quotes.
pub fn cell(value: &[u8]) -> Cow<'_, [u8]> {
    // The last is the first byte of the signs in full width.
    let begins =
        value.first().is_some_and(|byte| matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\'' | b'\t' | b'\r' | 0xEF));
    if !begins && memchr::memchr3(b',', b'"', b'\r', value).is_none() {
        return Cow::Borrowed(value);
    }
    let text = String::from_utf8_lossy(value);
    let guarded = text::guarded(&text);
    if guarded.contains([',', '"', '\r', '\n']) {
        return Cow::Owned(format!("\"{}\"", guarded.replace('"', "\"\"")).into_bytes());
    }
    Cow::Owned(guarded.into_owned().into_bytes())
}
