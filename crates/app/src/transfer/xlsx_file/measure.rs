//! What a workbook unpacks to, measured before anything else reads it: nothing is kept of it here.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{super::sheet::Stop, UNREADABLE};
use crate::limits;

/// Bytes unpacked at a time.
const STEP: usize = 64 * 1024;

/// How much a workbook may unpack to.
pub(super) struct Most {
    /// All of it.
    pub(super) all: usize,
    /// What is held in memory.
    pub(super) held: usize,
    /// The styles.
    pub(super) styles: usize,
    /// Marks in its texts.
    pub(super) marks: usize,
}

/// As [`crate::limits`] says.
pub(super) const MOST: Most = Most {
    all: limits::WORKBOOK_BYTES,
    held: limits::WORKBOOK_HELD,
    styles: limits::WORKBOOK_STYLES,
    marks: limits::WORKBOOK_MARKS,
};

/// Passes a workbook that is not larger than it may be, or says in Japanese what it is.
pub(super) fn check(bytes: &[u8], most: &Most, stop: &Stop<'_>) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| UNREADABLE)?;
    if archive.len() > limits::WORKBOOK_PARTS {
        return Err(too_large());
    }
    if !archive.file_names().flatten().any(|name| plain(&name).ends_with("workbook.xml")) {
        return Err("Excelのブック（.xlsx）ではありません。CSVか、Excelのブックを選んでください。".to_owned());
    }
    let mut left = Left { all: most.all, held: most.held };
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| UNREADABLE)?;
        let name = plain(&part.name().map_err(|_| UNREADABLE)?);
        left.take(part, &name, most, stop)?;
    }
    Ok(())
}

/// A name of a part in the way in which parts are looked up: without regard to case and kind of slash.
fn plain(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// Bytes that may still come.
struct Left {
    all: usize,
    held: usize,
}

impl Left {
    /// Unpacks one part and counts it; the size that the archive states is not believed.
    fn take(&mut self, mut part: impl Read, name: &str, most: &Most, stop: &Stop<'_>) -> Result<(), String> {
        let (texts, styles) = (name.ends_with("sharedstrings.xml"), name.ends_with("styles.xml"));
        let streamed = name.starts_with("xl/worksheets/") && !texts && !styles;
        let mut kept = Vec::new();
        let mut step = vec![0; STEP];
        let mut size = 0_usize;
        loop {
            if let Some(sentence) = stop() {
                return Err(sentence);
            }
            let length = part.read(&mut step).map_err(|_| UNREADABLE)?;
            let Some(read) = step.get(..length).filter(|read| !read.is_empty()) else { break };
            size += length;
            self.all = self.all.checked_sub(length).ok_or_else(too_large)?;
            if !streamed {
                self.held = self.held.checked_sub(length).ok_or_else(too_large)?;
            }
            if styles && size > most.styles {
                return Err(too_large());
            }
            if texts {
                kept.extend_from_slice(read);
            }
        }
        if texts { check_texts(&kept, most) } else { Ok(()) }
    }
}

/// The texts of a workbook: as many as memory is there for, and not more announced than that.
fn check_texts(bytes: &[u8], most: &Most) -> Result<(), String> {
    let texts = std::str::from_utf8(bytes).map_err(|_| UNREADABLE)?;
    // These letters stand in no XML. In an encoding that switches they could hide what is looked for below.
    if texts.contains(['\0', '\u{1B}']) {
        return Err(UNREADABLE.to_owned());
    }
    if texts.bytes().filter(|byte| *byte == b'<').count() > most.marks {
        return Err(too_large());
    }
    // Memory is reserved for as many texts as the file says that it has.
    let announced = texts.split("uniqueCount").skip(1).all(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '+' | '0'));
        digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len()) <= 7
    });
    if announced { Ok(()) } else { Err(too_large()) }
}

fn too_large() -> String {
    "Excelのファイルの中身が大きすぎます。要らないシートや図を消すか、CSVで保存し直してください。".to_owned()
}
