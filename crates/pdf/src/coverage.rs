//! 書体の収録文字: the table that `forms::glyphs` keeps, as the fonts give it.

use std::{collections::BTreeMap, fmt::Write as _};

use typst::text::FontBook;

/// One line per block of 256 code points that any font covers: the block in hex and 256 bits, lowest first.
pub(crate) fn table(book: &FontBook) -> String {
    let mut blocks: BTreeMap<u32, [u64; 4]> = BTreeMap::new();
    for info in (0..).map_while(|index| book.info(index)) {
        for code in info.coverage.iter() {
            let words = blocks.entry(code >> 8).or_default();
            if let Some(word) = usize::try_from((code & 0xFF) >> 6).ok().and_then(|at| words.get_mut(at)) {
                *word |= 1 << (code & 0x3F);
            }
        }
    }
    let mut text = String::new();
    for (block, words) in blocks {
        let [a, b, c, d] = words.map(u64::reverse_bits);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{block:03X} {a:016X}{b:016X}{c:016X}{d:016X}");
    }
    text
}
