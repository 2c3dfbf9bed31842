//! A TrueType font without its hints: instructions for screens of few pixels, which no paper uses and every paper would carry. Outlines, widths
//! and characters stay as they are.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

/// The tables that hold nothing but hints.
const HINTS: [[u8; 4]; 7] = [*b"cvt ", *b"fpgm", *b"prep", *b"cvar", *b"hdmx", *b"VDMX", *b"LTSH"];

/// Bit of a part of a composed glyph: another part follows.
const MORE_PARTS: u16 = 0x20;
/// Bit of a part of a composed glyph: instructions stand after the last part.
const INSTRUCTIONS: u16 = 0x100;

/// The value that the whole font's checksum is brought to (OpenType specification, table `head`).
const WHOLE: u32 = 0xB1B0_AFBA;

type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The font without hints; the same font gives the same bytes.
pub fn unhinted(font: &[u8]) -> Result<Vec<u8>> {
    let mut tables = read(font)?;
    for tag in HINTS {
        tables.remove(&tag);
    }
    let table = |tag: &[u8; 4]| tables.get(tag).with_context(|| format!("no table {}", String::from_utf8_lossy(tag)));
    let (mut head, mut maxp) = (table(b"head")?.clone(), table(b"maxp")?.clone());
    if number16(&head, 50)? != 1 {
        bail!("only fonts with long offsets to their glyphs are read");
    }
    let (glyf, loca) = glyphs(table(b"glyf")?, table(b"loca")?)?;
    // What hinting may use: maxZones is 2 in every font, all that follows up to maxSizeOfInstructions nothing.
    put(&mut maxp, 14, &[0, 2])?;
    put(&mut maxp, 16, &[0; 12])?;
    put(&mut head, 8, &[0; 4])?;
    tables.extend([(*b"glyf", glyf), (*b"loca", loca), (*b"head", head), (*b"maxp", maxp)]);
    written(font.get(..4).context("no font")?, &tables)
}

fn bytes(of: &[u8], from: usize, length: usize) -> Result<&[u8]> {
    from.checked_add(length).and_then(|to| of.get(from..to)).context("the font ends early")
}

fn number16(of: &[u8], at: usize) -> Result<u16> {
    Ok(u16::from_be_bytes(bytes(of, at, 2)?.try_into()?))
}

fn number32(of: &[u8], at: usize) -> Result<usize> {
    Ok(usize::try_from(u32::from_be_bytes(bytes(of, at, 4)?.try_into()?))?)
}

fn put(into: &mut [u8], at: usize, these: &[u8]) -> Result<()> {
    into.get_mut(at..at + these.len()).context("the table is too short")?.copy_from_slice(these);
    Ok(())
}

fn read(font: &[u8]) -> Result<Tables> {
    let mut tables = Tables::new();
    for number in 0..usize::from(number16(font, 4)?) {
        let entry = 12 + number * 16;
        let body = bytes(font, number32(font, entry + 8)?, number32(font, entry + 12)?)?;
        tables.insert(bytes(font, entry, 4)?.try_into()?, body.to_vec());
    }
    Ok(tables)
}

/// Every glyph without its instructions, and where each begins.
fn glyphs(glyf: &[u8], loca: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let (mut bodies, mut begins) = (Vec::new(), Vec::new());
    let count = (loca.len() / 4).checked_sub(1).context("no glyphs")?;
    for number in 0..count {
        begins.extend(u32::try_from(bodies.len())?.to_be_bytes());
        let (from, to) = (number32(loca, number * 4)?, number32(loca, number * 4 + 4)?);
        let body = glyf.get(from..to).context("a glyph lies outside of its table")?;
        if !body.is_empty() {
            bodies.extend(glyph(body).with_context(|| format!("glyph {number}"))?);
            bodies.resize(bodies.len().next_multiple_of(2), 0);
        }
    }
    begins.extend(u32::try_from(bodies.len())?.to_be_bytes());
    Ok((bodies, begins))
}

fn glyph(body: &[u8]) -> Result<Vec<u8>> {
    match i16::from_be_bytes(bytes(body, 0, 2)?.try_into()?) {
        0.. => {
            // A head of ten bytes, the end of each outline, the instructions with their length, the points.
            let at = 10 + usize::from(number16(body, 0)?) * 2;
            let points = at + 2 + usize::from(number16(body, at)?);
            let (head, points) = (bytes(body, 0, at)?, body.get(points..).context("the instructions end late")?);
            Ok([head, &[0, 0], points].concat())
        }
        _ => composed(body),
    }
}

/// A glyph made of others: each part has flags, which glyph it is, and where it stands in one of several lengths.
fn composed(body: &[u8]) -> Result<Vec<u8>> {
    let (mut kept, mut at) = (body.to_vec(), 10);
    loop {
        let flags = number16(body, at)?;
        put(&mut kept, at, &(flags & !INSTRUCTIONS).to_be_bytes())?;
        let place = if flags & 1 == 0 { 2 } else { 4 };
        let scale = [(0x8, 2), (0x40, 4), (0x80, 8)].into_iter().find(|(bit, _)| flags & bit != 0);
        at += 4 + place + scale.map_or(0, |(_, length)| length);
        if flags & MORE_PARTS == 0 {
            kept.truncate(at);
            return Ok(kept);
        }
    }
}

/// The file: the list of tables in the order of their names, then the tables, each from a multiple of four on.
fn written(kind: &[u8], tables: &Tables) -> Result<Vec<u8>> {
    let count = u16::try_from(tables.len())?;
    let step = count.checked_ilog2().context("no tables")?;
    let range = 16 << step;
    let mut font = kind.to_vec();
    for number in [count, range, u16::try_from(step)?, count * 16 - range] {
        font.extend(number.to_be_bytes());
    }
    let mut from = font.len() + tables.len() * 16;
    for (tag, body) in tables {
        font.extend(tag);
        font.extend(sum(body).to_be_bytes());
        font.extend(u32::try_from(from)?.to_be_bytes());
        font.extend(u32::try_from(body.len())?.to_be_bytes());
        from += body.len().next_multiple_of(4);
    }
    let mut head = 0;
    for (tag, body) in tables {
        if tag == b"head" {
            head = font.len();
        }
        font.extend(body);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = WHOLE.wrapping_sub(sum(&font));
    put(&mut font, head + 8, &adjustment.to_be_bytes())?;
    Ok(font)
}

/// The sum of a table's 32-bit numbers, its end filled with zeros.
fn sum(body: &[u8]) -> u32 {
    body.chunks(4).fold(0, |sum: u32, word| {
        let mut four = [0; 4];
        four.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_loses_its_instructions_and_nothing_else() {
        // One outline that ends at point 0, three bytes of instructions, the point.
        let head = [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0];
        let with = [&head[..], &[0, 3, 7, 7, 7], &[1, 5, 6]].concat();
        assert_eq!(glyph(&with).unwrap(), [&head[..], &[0, 0], &[1, 5, 6]].concat());
        assert!(glyph(&[&head[..], &[0, 30]].concat()).is_err());
    }

    #[test]
    fn a_composed_glyph_keeps_its_parts() {
        let head = [0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9];
        // Two parts: the first with long places and a scale, the second with the bit for instructions.
        let with = [&head[..], &[0, 0x29, 0, 4, 0, 1, 0, 2, 0x40, 0], &[1, 2, 0, 5, 3, 4], &[0, 2, 7, 7]].concat();
        let without = [&head[..], &[0, 0x29, 0, 4, 0, 1, 0, 2, 0x40, 0], &[0, 2, 0, 5, 3, 4]].concat();
        assert_eq!(glyph(&with).unwrap(), without);
    }
}
