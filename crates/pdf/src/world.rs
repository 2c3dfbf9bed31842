//! What typst sees of the world: the sheets and fonts of this program, and one form's content. Nothing else.

use std::collections::{BTreeMap, HashMap};

use include_dir::{Dir, include_dir};
use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::TypesetFault;

/// The forms of `law/`, embedded.
static FORMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../law/forms");

/// The fonts, without hints (`vendor.toml`), in the order of preference.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../unhinted/BIZUDPGothic_400Regular.ttf"),
    include_bytes!("../unhinted/BIZUDPGothic_700Bold.ttf"),
    include_bytes!("../vendor/fonts/NotoSansJP_400Regular.ttf"),
];

/// The part of the world that is the same for every form; made once.
pub(crate) struct Shared {
    pub(crate) library: LazyHash<Library>,
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    content: FileId,
}

impl Shared {
    /// Reads the fonts and the sheets.
    pub(crate) fn new() -> Result<Self, TypesetFault> {
        let mut files = Vec::new();
        for file in sheets(&FORMS) {
            let path = file.path().to_str().ok_or(TypesetFault::Sheets)?;
            files.push((path, file.contents_utf8().ok_or(TypesetFault::Sheets)?));
        }
        Self::of(files)
    }

    /// The same with the files of a sheet from outside, and with nothing of the program's own sheets.
    pub(crate) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, TypesetFault> {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        if fonts.len() != FONTS.len() {
            return Err(TypesetFault::Fonts);
        }
        let mut sources = HashMap::new();
        for (path, text) in files {
            let id = file_id(path)?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
            content: file_id("form.json")?,
        })
    }

    /// The sheet of a form.
    pub(crate) fn sheet(&self, form: &str) -> Result<FileId, TypesetFault> {
        let id = file_id(&format!("{form}/sheet.typ"))?;
        if self.sources.contains_key(&id) { Ok(id) } else { Err(TypesetFault::UnknownForm(form.into())) }
    }
}

/// What the program's own sheets share (`common.typ`, …): a sheet from outside that names these files and has none of its own gets them.
pub fn shared_files() -> BTreeMap<String, String> {
    let files = FORMS.files().filter(|file| file.path().extension().is_some_and(|end| end == "typ"));
    files.filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned()))).collect()
}

fn sheets<'a>(dir: &'a Dir<'a>) -> impl Iterator<Item = &'a include_dir::File<'a>> {
    let below = dir.dirs().flat_map(Dir::files);
    dir.files().chain(below).filter(|file| file.path().extension().is_some_and(|end| end == "typ"))
}

/// The name of a file as typst knows it.
pub(crate) fn file_id(path: &str) -> Result<FileId, TypesetFault> {
    let path = VirtualPath::new(path).map_err(|_| TypesetFault::Sheets)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The world of one rendering.
pub(crate) struct Desk<'a> {
    /// What all renderings share.
    pub(crate) shared: &'a Shared,
    /// The form's sheet.
    pub(crate) sheet: FileId,
    /// The form's content as JSON.
    pub(crate) content: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.sheet
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.content { Ok(self.content.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    /// No sheet may ask for the day: a paper's dates are content.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
