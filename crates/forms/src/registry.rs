//! 帳票の一覧: every folder of `law/forms` with a `form.toml`, read once. A new form is a folder there; Rust knows only the
//! data set that fills it.

use std::sync::{Arc, LazyLock, OnceLock};

use serde_json::json;

use crate::{
    DataSet, DataSetKind, FieldName, FilledForm, FormError, FormFile, Sheet, application, assessment, basic, breach,
    conference, deletion, monitoring_report, plan, self_plan, text::Printable,
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
    breach::BREACH,
    deletion::DELETION,
];

/// A form: what its `form.toml` says, checked against its data set.
#[derive(Clone, Debug)]
pub struct Form {
    /// What `form.toml` says.
    pub file: FormFile,
    not_printed: Vec<FieldName>,
    sheet: Option<Arc<Sheet>>,
}

/// The forms from outside, told once before the first form is asked for.
static OUTSIDE: OnceLock<Vec<Form>> = OnceLock::new();

/// The program's own forms: folder and `form.toml`.
fn own_forms() -> Vec<(&'static str, &'static str)> {
    let mut forms: Vec<_> = law::embedded_where(|path| path.starts_with("forms"))
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("forms/")?.strip_suffix("/form.toml")?, text)))
        .filter(|(folder, _)| !folder.contains('/'))
        .collect();
    forms.sort_unstable();
    forms
}

static FORMS: LazyLock<Result<Vec<Form>, FormError>> = LazyLock::new(|| {
    let forms = own_forms();
    let outside = OUTSIDE.get_or_init(Vec::new);
    let instead = |folder: &str| outside.iter().find(|form| form.file.id == folder).cloned();
    forms.into_iter().map(|(folder, text)| instead(folder).map_or_else(|| Form::read(folder, text), Ok)).collect()
});

/// Takes forms from outside in the place of the program's own, before any form is asked for. Each must fit what it stands for.
pub fn use_sheets(sheets: Vec<Sheet>) -> Result<(), FormError> {
    let forms = sheets.into_iter().map(|sheet| Form::of_sheet(Arc::new(sheet))).collect::<Result<_, _>>()?;
    OUTSIDE.set(forms).map_err(|_| FormError::TooLate)
}

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
    pub(crate) fn read(folder: &str, text: &str) -> Result<Self, FormError> {
        let file = FormFile::read(folder, text, DATA_SETS)?;
        let items = DATA_SETS.iter().filter(|kind| kind.word == file.data).flat_map(|kind| kind.items);
        let lacks = |item: &&FieldName| file.not_printed.iter().any(|missing| missing.field == item.path);
        let not_printed = items.filter(lacks).copied().collect();
        Ok(Self { file, not_printed, sheet: None })
    }

    /// A form from outside: of the same name, word and data set as one of the program's own, and every item printed or said to be left out.
    pub fn of_sheet(sheet: Arc<Sheet>) -> Result<Self, FormError> {
        let folder = sheet.form.as_str();
        let refused = |message: String| Err(FormError::NotInItsPlace { form: folder.to_owned(), message });
        let Some((_, own)) = own_forms().into_iter().find(|(own, _)| *own == folder) else {
            return refused("この名前の様式はありません。フォルダーの名前は、置きかえる様式の id にします".to_owned());
        };
        let own = Self::read(folder, own)?;
        let form = Self { sheet: Some(sheet.clone()), ..Self::read(folder, sheet.form_toml())? };
        for (what, here, there) in [
            ("id", &form.file.id, &own.file.id),
            ("word", &form.file.word, &own.file.word),
            ("data", &form.file.data, &own.file.data),
        ] {
            if here != there {
                return refused(format!("{what} は「{there}」にします（「{here}」になっています）"));
            }
        }
        let items = DATA_SETS.iter().filter(|kind| kind.word == form.file.data).flat_map(|kind| kind.items);
        let items: Vec<FieldName> = items.copied().collect();
        let unmentioned: Vec<&str> = form.file.unmentioned(&items).iter().map(|item| item.path).collect();
        if !unmentioned.is_empty() {
            let items = unmentioned.join("、");
            return refused(format!("[[field]] にも [[not_printed]] にもない項目があります: {items}"));
        }
        Ok(form)
    }

    /// The items that the form has no room for; screens mark them 「この様式には印刷されません」.
    pub fn not_printed(&self) -> &[FieldName] {
        &self.not_printed
    }

    /// The form with a paper's data in its fields.
    pub fn fill(&self, data: &DataSet) -> FilledForm {
        let mut printable = Printable::default();
        let page = self.file.fill_page(data, &mut printable);
        let tables = self.file.fill_tables(data, &mut printable);
        let title =
            self.file.title_of_proposal.as_ref().filter(|_| data.is_proposal()).unwrap_or(&self.file.title).clone();
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
            sheet: self.sheet.clone(),
            kept_as: None,
        }
    }
}
