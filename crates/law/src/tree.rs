//! 法令のファイル: the tree of `law/` as it was built into the program, and its TOML files parsed.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use toml::Table;

use crate::{LawError, fault::Faults};

static TREE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../law");

/// Every text file of `law/` as it was built into the program: path below `law/`, and text.
pub fn embedded_files() -> Vec<(&'static str, &'static str)> {
    embedded_where(|_| true)
}

/// The same for the files and folders whose path below `law/` is wanted; the others are not even looked at.
pub fn embedded_where(wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let mut files = Vec::new();
    let mut folders = vec![&TREE];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs().filter(|dir| dir.path().to_str().is_some_and(&wanted)));
        for file in folder.files() {
            if let (Some(path), Some(text)) = (file.path().to_str().filter(|path| wanted(path)), file.contents_utf8()) {
                files.push((path, text));
            }
        }
    }
    files
}

/// Parses every TOML file. One that cannot be read is missing everywhere else, too; its own sentence says enough, so
/// nothing more is looked at then.
pub(crate) fn tables<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<&'a str, Table>, LawError> {
    let mut faults = Faults::default();
    let mut tables = BTreeMap::new();
    for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".toml")) {
        match text.parse::<Table>() {
            Ok(table) => drop(tables.insert(path, table)),
            Err(fault) => {
                let line =
                    fault.span().and_then(|span| text.get(..span.start)).map_or(0, |before| before.lines().count());
                faults.add(
                    path,
                    format!("{}行目のあたり", line.max(1)),
                    format!("TOML として読めません（{}）", fault.message()),
                );
            }
        }
    }
    faults.into_result()?;
    Ok(tables)
}
