//! A peer of `cargo xtask bench reports`: typst as a bare library, one world, one font, a plain form. `bare_typst DOCS.json
//! FORM.typ FONT.ttf`; prints the milliseconds of each document, the forgetting of old results included, as JSON.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::{error::Error, time::Instant};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    form: Source,
    content: FileId,
    text: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.form.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.form.id() { Ok(self.form.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.content { Ok(self.text.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [docs, form, font] = arguments.as_slice() else {
        return Err("usage: bare_typst DOCS.json FORM.typ FONT.ttf".into());
    };
    let docs: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(docs)?)?;
    let fonts: Vec<Font> = Font::iter(Bytes::new(std::fs::read(font)?)).collect();
    let mut desk = Desk {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        form: Source::new(file_id("main.typ")?, std::fs::read_to_string(form)?),
        content: file_id("data.json")?,
        text: Bytes::from_string(String::new()),
    };
    let day = Datetime::from_ymd_hms(2026, 4, 1, 0, 0, 0).ok_or("a day")?;
    let options = PdfOptions {
        ident: Smart::Custom("peer".to_owned()),
        timestamp: Some(Timestamp::new_utc(day)),
        ..PdfOptions::default()
    };
    let mut times = Vec::new();
    for doc in docs {
        let text = doc.to_string();
        let start = Instant::now();
        desk.text = Bytes::from_string(text);
        let document: PagedDocument = typst::compile(&desk).output.map_err(|faults| format!("{faults:?}"))?;
        let pdf = typst_pdf::pdf(&document, &options).map_err(|faults| format!("{faults:?}"))?;
        comemo::evict(10);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        std::hint::black_box(pdf);
    }
    println!("{}", serde_json::to_string(&times)?);
    Ok(())
}

fn file_id(path: &str) -> Result<FileId, Box<dyn Error>> {
    let path = VirtualPath::new(path).map_err(|_| "a path")?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}
