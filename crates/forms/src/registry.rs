//! 帳票の一覧: every folder of `law/forms` with a `form.toml`, read once. A new form is a folder there; Rust knows only the
//! data set that fills it.

use std::sync::LazyLock;

use serde_json::json;

use crate::{
    DataSet, DataSetKind, FieldName, FilledForm, FormError, FormFile, application, assessment, basic, conference,
    monitoring_report, plan, self_plan, text::Printable,
};

/// Every data set that a `form.toml` can name.
pub const DATA_SETS: &[DataSetKind] = &[
    monitoring_report::REPORT,
    plan::PLAN,
    conference::CONFERENCE,
    basic::BASIC,
    assessment::ASSESSMENT,
    self_plan::SELF_PLAN,
    application::APPLICATION,
];

/// A form: what its `form.toml` says, checked against its data set.
#[derive(Debug)]
pub struct Form {
    /// What `form.toml` says.
    pub file: FormFile,
    not_printed: Vec<FieldName>,
}

static FORMS: LazyLock<Result<Vec<Form>, FormError>> = LazyLock::new(|| {
    let mut forms: Vec<_> = law::embedded_where(|path| path.starts_with("forms"))
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("forms/")?.strip_suffix("/form.toml")?, text)))
        .filter(|(folder, _)| !folder.contains('/'))
        .collect();
    forms.sort_unstable();
    forms.into_iter().map(|(folder, text)| Form::read(folder, text)).collect()
});

/// Every form, in the order of the folders' names.
pub fn forms() -> Result<&'static [Form], FormError> {
    FORMS.as_ref().map(Vec::as_slice).map_err(Clone::clone)
}

/// The forms that a data set fills, in the order in which screens offer them.
pub fn forms_of(data: &DataSetKind) -> impl Iterator<Item = &'static Form> {
    forms().unwrap_or(&[]).iter().filter(move |form| form.file.data == data.word)
}

impl Form {
    /// Reads a `form.toml` and checks it against its data set.
    pub(crate) fn read(folder: &'static str, text: &str) -> Result<Self, FormError> {
        let file = FormFile::read(folder, text, DATA_SETS)?;
        let items = DATA_SETS.iter().filter(|kind| kind.word == file.data).flat_map(|kind| kind.items);
        let lacks = |item: &&FieldName| file.not_printed.iter().any(|missing| missing.field == item.path);
        let not_printed = items.filter(lacks).copied().collect();
        Ok(Self { file, not_printed })
    }

    /// The items that the form has no room for; screens mark them 「この様式には印刷されません」.
    pub fn not_printed(&self) -> &[FieldName] {
        &self.not_printed
    }

    /// The form with a paper's data in its fields.
    pub fn fill(&self, data: &DataSet) -> FilledForm {
        let mut printable = Printable::default();
        let page = self.file.fill_page(&data.page, &mut printable);
        let tables = self.file.fill_tables(data, &mut printable);
        let proposal = data.flags.get("proposal").is_some_and(|flag| flag == true);
        let title = self.file.title_of_proposal.as_ref().filter(|_| proposal).unwrap_or(&self.file.title).clone();
        FilledForm {
            form: self.file.id.clone(),
            title: title.clone(),
            dated: data.dated,
            content: json!({
                "number": self.file.number,
                "title": title,
                "flags": data.flags,
                "page": page,
                "tables": tables,
                "unprintable": printable.missing(),
            }),
        }
    }
}
