//! 外の様式: a form that stands in the place of one of the program's own, with every file that it is drawn from.

use std::collections::BTreeMap;

/// A form's files, whole: the same files draw the same paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The form's folder in `law/forms`.
    pub form: String,
    /// SHA-256 over [`Sheet::text`], hex: the sheet's name wherever it is kept.
    pub sha256: String,
    /// The text of each file by its path below the folder of forms: `common.typ`, `plan-seed/form.toml`, `plan-seed/sheet.typ`.
    pub files: BTreeMap<String, String>,
}

impl Sheet {
    /// A sheet of these files; `hash` makes the hexadecimal SHA-256 of bytes.
    pub fn new(form: &str, files: BTreeMap<String, String>, hash: impl FnOnce(&[u8]) -> String) -> Self {
        let mut sheet = Self { form: form.to_owned(), sha256: String::new(), files };
        sheet.sha256 = hash(sheet.text().as_bytes());
        sheet
    }

    /// The files as they are kept: JSON, in the order of their paths.
    pub fn text(&self) -> String {
        serde_json::json!(self.files).to_string()
    }

    /// The form.toml; empty where there is none.
    pub(crate) fn form_toml(&self) -> &str {
        self.files.get(&format!("{}/form.toml", self.form)).map_or("", String::as_str)
    }
}
