//! One small picture of each form, to see that a change of a sheet changes what it was meant to change.
//!
//! The pictures in `tests/pictures` are the first page at 60 dots an inch in four shades. After a change that is wanted,
//! look at the paper, then write them anew: `MIMAMORI_NEW_PICTURES=1 cargo test -p pdf --test all picture`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::papers;
use super::tools;

use std::path::Path;

use pdf::Typst;
use tools::{Word, poppler, words_of};

/// A page as shades from 0 (black) to 3 (white).
#[derive(PartialEq)]
struct Picture {
    size: (u32, u32),
    shades: Vec<u8>,
}

/// The first page, drawn by poppler.
fn drawn(pdf: &[u8]) -> Option<Picture> {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("a.pdf"), folder.path().join("a"));
    std::fs::write(&file, pdf).unwrap();
    let paths = [file.to_str().unwrap(), out.to_str().unwrap()];
    poppler("pdftoppm", &["-r", "60", "-gray", "-f", "1", "-singlefile", paths[0], paths[1]])?;
    // P5, width, height, greatest value, then a byte a pixel.
    let bytes = std::fs::read(folder.path().join("a.pgm")).unwrap();
    let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut next = || std::str::from_utf8(parts.next().unwrap()).unwrap().to_owned();
    assert_eq!(next(), "P5");
    let size = (next().parse().unwrap(), next().parse().unwrap());
    let pixels = bytes.len() - usize::try_from(size.0 * size.1).unwrap();
    Some(Picture { size, shades: bytes[pixels..].iter().map(|grey| grey / 64).collect() })
}

fn kept(path: &Path) -> Picture {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut packed = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut packed).unwrap();
    let line = usize::try_from(info.width).unwrap().div_ceil(4);
    let mut shades = Vec::new();
    for row in packed.chunks(line) {
        shades.extend((0..usize::try_from(info.width).unwrap()).map(|x| row[x / 4] >> (6 - 2 * (x % 4)) & 3));
    }
    Picture { size: (info.width, info.height), shades }
}

fn keep(picture: &Picture, path: &Path) {
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), picture.size.0, picture.size.1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_compression(png::Compression::High);
    let width = usize::try_from(picture.size.0).unwrap();
    let packed: Vec<u8> = picture
        .shades
        .chunks(width)
        .flat_map(|row| {
            row.chunks(4).map(|four| four.iter().enumerate().map(|(at, shade)| shade << (6 - 2 * at)).sum())
        })
        .collect();
    encoder.write_header().unwrap().write_image_data(&packed).unwrap();
}

/// Every paper by name.
fn papers() -> Vec<(String, Vec<u8>)> {
    let typst = Typst::new().unwrap();
    papers::every_paper().into_iter().map(|(name, _, filled)| (name, typst.render(&filled).unwrap())).collect()
}

#[test]
fn the_papers_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    for (name, pdf) in papers() {
        let Some(now) = drawn(&pdf) else { return };
        let path = folder.join(format!("{name}.png"));
        if std::env::var_os("MIMAMORI_NEW_PICTURES").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            keep(&now, &path);
            eprintln!("written: {name}.png");
        }
        assert!(path.metadata().unwrap().len() <= 20 * 1024, "{name}: more than 20 KiB");
        let before = kept(&path);
        assert!(now.size == before.size, "{name}: another size");
        // Two shades apart: how poppler smooths an edge differs from version to version by one.
        let apart = now.shades.iter().zip(&before.shades).filter(|(a, b)| a.abs_diff(**b) > 1).count();
        assert!(apart * 200 <= now.shades.len(), "{name}: {apart} of {} pixels differ", now.shades.len());
    }
}

#[test]
fn no_letter_is_cut_off_or_lies_over_another() {
    for (name, pdf) in papers() {
        let Some(words) = words_of(&pdf) else { return };
        let words: Vec<&Word> = words.iter().filter(|word| !word.text.is_empty()).collect();
        for word in &words {
            // The margins of the sheet: 10 mm left and right; head and foot stand in the upper and lower ones.
            let upright = match name.as_str() {
                name if name.starts_with("plan-seed") => word.page == 0,
                name if name.starts_with("plan-national") || name.starts_with("monitoring-report") => false,
                "basic-national" => word.page != 1,
                _ => true,
            };
            let (across, down) = if upright { (210.0, 297.0) } else { (297.0, 210.0) };
            assert!(
                word.left >= 9.9 && word.right <= across - 9.9 && word.top >= 3.0 && word.bottom <= down - 3.0,
                "{name}: {word:?}"
            );
        }
        for (at, one) in words.iter().enumerate() {
            for other in &words[at + 1..] {
                let across = one.right.min(other.right) - one.left.max(other.left);
                let down = one.bottom.min(other.bottom) - one.top.max(other.top);
                assert!(one.page != other.page || across < 0.4 || down < 1.2, "{name}: {one:?} lies over {other:?}");
            }
        }
    }
}
