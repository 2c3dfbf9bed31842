//! The PDF with its small objects together: the tags of a paper are some hundred objects of a few words each, which typst writes plainly. Packed
//! into object streams (PDF 1.5, allowed in PDF/A-2 and PDF/UA-1) they take a third of the room. What the objects say stays as it is.

use std::{io::Write as _, ops::Range};

use flate2::{Compression, write::ZlibEncoder};

/// How many objects are packed together: a reader unpacks all of them to see one.
const TOGETHER: usize = 200;

/// Where an object is in the new file, as the table of objects says it: kind, place, and number or generation.
type Place = (u8, usize, usize);

/// The same PDF, packed; one that is not written as typst writes it stays as it is.
pub(crate) fn packed(pdf: Vec<u8>) -> Vec<u8> {
    read(&pdf).and_then(|read| written(&pdf, &read)).unwrap_or(pdf)
}

/// What the file says of itself: the objects by number and place, how many numbers there are, and the other entries of the trailer.
struct Read {
    objects: Vec<(usize, Range<usize>)>,
    size: usize,
    trailer: String,
}

fn read(pdf: &[u8]) -> Option<Read> {
    let end = std::str::from_utf8(pdf.get(last(pdf, b"trailer")?..)?).ok()?;
    let (trailer, start) = end.strip_prefix("trailer")?.split_once("startxref")?;
    let table = start.split_whitespace().next()?.parse().ok()?;
    let trailer = trailer.trim().strip_prefix("<<")?.strip_suffix(">>")?.trim().strip_prefix("/Size ")?;
    let digits = trailer.find(|letter: char| !letter.is_ascii_digit())?;
    let (size, trailer) = (trailer.get(..digits)?.parse().ok()?, trailer.get(digits..)?.to_owned());
    let lines = std::str::from_utf8(pdf.get(table..last(pdf, b"trailer")?)?).ok()?;
    let mut lines = lines.lines().map(str::trim);
    if lines.next()? != "xref" || lines.next()? != format!("0 {size}") {
        return None;
    }
    let mut begins = Vec::new();
    for (number, line) in lines.enumerate() {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [_, _, "f"] => {}
            [place, "00000", "n"] => begins.push((place.parse::<usize>().ok()?, number)),
            _ => return None,
        }
    }
    begins.sort_unstable();
    let ends = begins.iter().skip(1).map(|(place, _)| *place).chain([table]);
    let objects = begins.iter().zip(ends).map(|((place, number), end)| (*number, *place..end)).collect();
    Some(Read { objects, size, trailer })
}

fn written(pdf: &[u8], read: &Read) -> Option<Vec<u8>> {
    let mut file = pdf.get(..read.objects.first()?.1.start)?.to_vec();
    let mut places: Vec<Place> = vec![(0, 0, 65535); read.size];
    let mut small = Vec::new();
    for (number, place) in &read.objects {
        let whole = pdf.get(place.clone())?.trim_ascii();
        let body = whole.strip_prefix(format!("{number} 0 obj").as_bytes())?.strip_suffix(b"endobj")?.trim_ascii();
        if body.ends_with(b"endstream") {
            *places.get_mut(*number)? = (1, file.len(), 0);
            file.extend([whole, b"\n"].concat());
        } else {
            small.push((*number, body));
        }
    }
    for group in small.chunks(TOGETHER) {
        let (mut list, mut bodies) = (String::new(), Vec::new());
        for (at, (number, body)) in group.iter().enumerate() {
            *places.get_mut(*number)? = (2, places.len(), at);
            list.push_str(&format!("{number} {} ", bodies.len()));
            bodies.extend([body, b"\n".as_slice()].concat());
        }
        let says = format!("/Type/ObjStm/N {}/First {}", group.len(), list.len());
        add(&mut file, &mut places, &says, &[list.into_bytes(), bodies].concat())?;
    }
    let table = file.len();
    places.push((1, table, 0));
    let width = (table.ilog2() / 8 + 1).max(2);
    let mut entries = Vec::new();
    for (kind, place, within) in &places {
        entries.push(*kind);
        entries.extend(u32::try_from(*place).ok()?.to_be_bytes().get(4 - usize::try_from(width).ok()?..)?);
        entries.extend(u16::try_from(*within).ok()?.to_be_bytes());
    }
    places.pop();
    let says = format!("/Type/XRef/Size {}/W[1 {width} 2]{}", places.len() + 1, read.trailer);
    add(&mut file, &mut places, &says, &entries)?;
    file.extend(format!("startxref\n{table}\n%%EOF").bytes());
    Some(file)
}

/// One more object with a stream.
fn add(file: &mut Vec<u8>, places: &mut Vec<Place>, says: &str, stream: &[u8]) -> Option<()> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(stream).ok()?;
    let deflated = deflated.finish().ok()?;
    let head = format!("{} 0 obj\n<<{says}/Filter/FlateDecode/Length {}>>\nstream\n", places.len(), deflated.len());
    places.push((1, file.len(), 0));
    file.extend([head.as_bytes(), &deflated, b"\nendstream\nendobj\n"].concat());
    Some(())
}

/// Where the words stand last.
fn last(pdf: &[u8], words: &[u8]) -> Option<usize> {
    pdf.windows(words.len()).rposition(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_written_as_expected_stays_as_it_is() {
        for other in
            [&b""[..], b"%PDF-1.7\ntrailer", b"%PDF-1.7\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF"]
        {
            assert_eq!(packed(other.to_vec()), other);
        }
    }

    #[test]
    fn streams_stay_outside_and_the_rest_is_packed() {
        let (catalog, stream) =
            ("1 0 obj\n<</Type/Catalog>>\nendobj\n", "2 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n");
        let body = format!("%PDF-1.7\n{catalog}{stream}");
        let second = 9 + catalog.len();
        let table = format!("xref\n0 3\n0000000000 65535 f\r\n{:010} 00000 n\r\n{second:010} 00000 n\r\n", 9);
        let pdf = format!("{body}{table}trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n{}\n%%EOF", body.len());
        let packed = packed(pdf.into_bytes());
        let text: String = packed.iter().map(|byte| char::from(*byte)).collect();
        assert!(text.contains(stream) && !text.contains("Catalog"));
        assert!(text.contains("/Type/ObjStm/N 1/First 4") && text.contains("/Type/XRef/Size 5/W[1 2 2]/Root 1 0 R"));
        let start: usize = text.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
        assert!(packed.get(start..).is_some_and(|end| end.starts_with(b"4 0 obj")));
    }
}
