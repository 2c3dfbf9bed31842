//! Several papers as one file, for the printer: each page of each PDF as it is, one after another. The file is of paper alone, without tags and
//! standards: whoever reads on a screen opens the papers one by one.

use std::{fmt::Write as _, sync::Arc};

use hayro_syntax::Pdf;
use typst::{
    Library, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::{
    TypesetFault, Typst,
    world::{Shared, file_id},
};

/// How each page of a paper becomes a page of the file: as large as it is.
const PAGES: &str = "#set page(width: auto, height: auto, margin: 0pt)\n";

impl Typst {
    /// One file of several PDFs, in their order.
    pub fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, TypesetFault> {
        let mut text = PAGES.to_owned();
        let mut files = Vec::new();
        for (number, paper) in papers.iter().enumerate() {
            let name = format!("{number}.pdf");
            for page in 1..=pages(paper)? {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "#page(image(\"{name}\", page: {page}, alt: \"{}-{page}\"))", number + 1);
            }
            files.push((file_id(&name)?, Bytes::new(paper.clone())));
        }
        let main = file_id("joined.typ")?;
        let binder = Binder { shared: self.shared(), main: Source::new(main, text), files };
        let fault = |faults: &[typst::diag::SourceDiagnostic]| {
            let told: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
            TypesetFault::Typesetting(told.join("; "))
        };
        let document: PagedDocument = typst::compile(&binder).output.map_err(|faults| fault(&faults))?;
        let options = PdfOptions { tagged: false, ..PdfOptions::default() };
        let joined = typst_pdf::pdf(&document, &options).map_err(|faults| fault(&faults))?;
        // Nothing of so large a file is of use to the next paper.
        comemo::evict(0);
        Ok(joined)
    }
}

/// How many pages a PDF has.
fn pages(paper: &[u8]) -> Result<usize, TypesetFault> {
    let read = Pdf::new(Arc::new(paper.to_vec()));
    read.map(|pdf| pdf.pages().len()).map_err(|_| TypesetFault::Unreadable)
}

/// What typst sees while it binds the papers: the papers.
struct Binder<'a> {
    shared: &'a Shared,
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl World for Binder<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(own, _)| *own == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
