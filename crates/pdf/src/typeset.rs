//! From filled form to PDF/UA-1 and PDF/A-2a.

use forms::FilledForm;
use typst::{
    World, WorldExt,
    diag::SourceDiagnostic,
    foundations::{Bytes, Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{
    coverage,
    packed::packed,
    world::{Desk, Shared},
};

/// How many renderings an unused result of typst stays in its memory.
const KEPT_RENDERINGS: usize = 4;

/// Why there is no PDF. Messages never hold the form's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypesetFault {
    /// A vendored font cannot be read.
    #[error("the fonts built into the program cannot be read")]
    Fonts,
    /// A sheet in `law/forms` cannot be read.
    #[error("the sheets built into the program cannot be read")]
    Sheets,
    /// The standards cannot be met together.
    #[error("PDF/UA-1 with PDF/A-2a: {0}")]
    Standards(String),
    /// There is no sheet for the form.
    #[error("no form {0}")]
    UnknownForm(String),
    /// A paper that is to be joined with others is no PDF.
    #[error("a paper cannot be read as a PDF")]
    Unreadable,
    /// The sheet does not fit its content.
    #[error("{0}")]
    Typesetting(String),
}

/// The typesetter: fonts and sheets, read once and shared by all threads.
pub struct Typst {
    shared: Shared,
    standards: PdfStandards,
    tagged: bool,
}

impl Typst {
    /// Reads fonts and sheets.
    pub fn new() -> Result<Self, TypesetFault> {
        Ok(Self { shared: Shared::new()?, standards: standards()?, tagged: true })
    }

    /// The same without any standard and without tags: nobody's paper, but what the standards cost is measured beside it (`bench/`).
    pub fn plain() -> Result<Self, TypesetFault> {
        Ok(Self { shared: Shared::new()?, standards: PdfStandards::default(), tagged: false })
    }

    /// With the files of a sheet from outside in the place of the program's own sheets. Whoever calls this limits memory and time.
    pub fn of_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, TypesetFault> {
        Ok(Self { shared: Shared::of(files)?, standards: standards()?, tagged: true })
    }

    /// The PDF of a form: the same bytes for the same form, at any time and in any thread.
    pub fn render(&self, form: &FilledForm) -> Result<Vec<u8>, TypesetFault> {
        let text = form.content.to_string();
        let ident = format!("{}\n{text}", form.form); // goes into the file only as a hash
        let sheet = self.shared.sheet(&form.form)?;
        let desk = Desk { shared: &self.shared, sheet, content: Bytes::from_string(text) };
        let document: PagedDocument = typst::compile(&desk).output.map_err(|faults| typesetting(&desk, &faults))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("mimamori".into())),
            standards: self.standards.clone(),
            tagged: self.tagged,
            // The day is told here and not by the sheet: a sheet that held it would be new to typst's memory every day.
            timestamp: timestamp(form),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|faults| typesetting(&desk, &faults))?;
        comemo::evict(KEPT_RENDERINGS);
        Ok(packed(pdf))
    }

    /// Fonts and sheets.
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// `crates/forms/src/glyphs/coverage.txt` as the fonts give it.
    pub fn coverage_table(&self) -> String {
        coverage::table(&self.shared.book)
    }
}

/// What every paper is.
fn standards() -> Result<PdfStandards, TypesetFault> {
    PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|fault| TypesetFault::Standards(fault.message().to_string()))
}

/// The paper's day, at midnight.
fn timestamp(form: &FilledForm) -> Option<Timestamp> {
    let (month, day) = (u8::try_from(form.dated.month()).ok()?, u8::try_from(form.dated.day()).ok()?);
    Datetime::from_ymd_hms(form.dated.year().into(), month, day, 0, 0, 0).map(Timestamp::new_utc)
}

/// The sheet's file and place, and what typst says of it.
fn typesetting(desk: &Desk<'_>, faults: &[SourceDiagnostic]) -> TypesetFault {
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let place = fault.span.id().and_then(|id| {
                let line = desk
                    .range(fault.span)
                    .and_then(|range| desk.source(id).ok().and_then(|source| source.lines().byte_to_line(range.start)));
                Some(format!("{}:{}: ", id.vpath().get_without_slash(), line? + 1))
            });
            format!("{}{}", place.unwrap_or_default(), fault.message)
        })
        .collect();
    TypesetFault::Typesetting(told.join("; "))
}
