//! `--forms DIR`: forms from outside in the place of the program's own. A folder is laid out as `law/forms`: one folder a form, named as the
//! form it stands for, with `form.toml` and `sheet.typ`; files beside them (`common.typ`) in the place of those that all sheets share.

pub mod child;
pub mod set;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Args;
use forms::Sheet;

/// The largest file of a sheet, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Where forms from outside lie.
#[derive(Args, Clone, Debug)]
pub struct FormsArgs {
    /// 様式を置いたフォルダー。同じ名前の様式の代わりに使う
    #[arg(long = "forms", value_name = "DIR", env = "MIMAMORI_FORMS")]
    folder: Option<PathBuf>,
}

impl FormsArgs {
    /// Takes the forms, before any form is asked for; why they are refused.
    pub fn take(&self) -> anyhow::Result<Option<String>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let taken = read(folder)?.and_then(|sheets| forms::use_sheets(sheets).map_err(|fault| fault.to_string()));
        Ok(taken.err().map(|why| format!("様式のフォルダー {} を使えません。{why}", folder.display())))
    }
}

/// The sheets of a folder; or what does not fit, in Japanese.
fn read(folder: &Path) -> anyhow::Result<Result<Vec<Sheet>, String>> {
    if !folder.is_dir() {
        return Ok(Err("フォルダーがありません".to_owned()));
    }
    let (mut shared, mut forms) = (pdf::shared_files(), Vec::new());
    for (name, path) in entries(folder)? {
        if path.is_dir() {
            forms.push((name, path));
        } else if name.ends_with(".typ") {
            match text(&path)? {
                Ok(text) => shared.insert(name, text),
                Err(why) => return Ok(Err(format!("{name}: {why}"))),
            };
        }
    }
    let mut sheets = Vec::new();
    for (form, path) in forms {
        let mut files = shared.clone();
        for (name, path) in
            entries(&path)?.into_iter().filter(|(name, _)| name.ends_with(".typ") || name == "form.toml")
        {
            match text(&path)? {
                Ok(text) => files.insert(format!("{form}/{name}"), text),
                Err(why) => return Ok(Err(format!("{form}/{name}: {why}"))),
            };
        }
        for needed in ["form.toml", "sheet.typ"] {
            if !files.contains_key(&format!("{form}/{needed}")) {
                return Ok(Err(format!("{form}/{needed} がありません")));
            }
        }
        sheets.push(Sheet::new(&form, files, |bytes| app::sha256_hex(bytes)));
    }
    if sheets.is_empty() {
        return Ok(Err("様式のフォルダーが一つもありません".to_owned()));
    }
    Ok(Ok(sheets))
}

/// What lies in a folder, by name, without what is hidden.
fn entries(folder: &Path) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} を読めません", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            found.insert(name, entry.path());
        }
    }
    Ok(found)
}

/// The text of a file; or why it is none of a sheet.
fn text(path: &Path) -> anyhow::Result<Result<String, String>> {
    let about = fs::metadata(path).with_context(|| format!("{} を読めません", path.display()))?;
    if !about.is_file() || about.len() > LARGEST {
        return Ok(Err("1メガバイトまでのファイルにしてください".to_owned()));
    }
    let bytes = fs::read(path).with_context(|| format!("{} を読めません", path.display()))?;
    Ok(String::from_utf8(bytes).map_err(|_| "UTF-8の文字ではありません".to_owned()))
}
