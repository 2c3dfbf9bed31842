//! `cargo xtask vendor`: fetches the files of `vendor.toml` from their packages again and compares them.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::run;

/// The one list of third-party files.
pub const LIST: &str = "vendor.toml";

/// One third-party file.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it stands, from the root.
    pub path: String,
    /// The npm package it comes from.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// Where it stands in the package.
    pub from: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Reads the list.
pub fn list(text: &str) -> Result<Vec<File>> {
    let table: toml::Table = text.parse()?;
    let entries = table.get("file").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    entries
        .iter()
        .enumerate()
        .map(|(number, entry)| {
            let text = |key: &str| {
                let value = entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
                value.with_context(|| format!("file {} has no `{key}`", number + 1))
            };
            text("licence")?;
            Ok(File {
                path: text("path")?,
                package: text("package")?,
                version: text("version")?,
                from: text("from")?,
                sha256: text("sha256")?,
            })
        })
        .collect()
}

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// Fetches every package once and compares; with `--write` takes over what differs, the list's hashes included.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    let write = match arguments {
        [] => false,
        [word] if word == "--write" => true,
        _ => bail!("usage: cargo xtask vendor [--write]"),
    };
    let mut text = std::fs::read_to_string(root.join(LIST))?;
    let folder = std::env::temp_dir().join(format!("mimamori-vendor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = compare(root, &folder, write, &mut text);
    std::fs::remove_dir_all(&folder).ok();
    if write {
        std::fs::write(root.join(LIST), text)?;
    }
    result
}

fn compare(root: &Path, folder: &Path, write: bool, text: &mut String) -> Result<bool> {
    let mut unpacked = BTreeMap::new();
    let mut same = true;
    for file in list(text)? {
        let key = format!("{}@{}", file.package, file.version);
        if !unpacked.contains_key(&key) {
            let into = folder.join(format!("package-{}", unpacked.len()));
            std::fs::create_dir_all(&into)?;
            let archive = run::text(run::program("npm", folder).args(["pack", "--silent", &key]))?;
            run::ok(run::program("tar", folder).args(["-xzf", archive.trim(), "-C"]).arg(&into))?;
            unpacked.insert(key.clone(), into);
        }
        // Every npm archive has the one folder `package`.
        let place = unpacked.get(&key).context("just unpacked")?.join("package").join(&file.from);
        let bytes = std::fs::read(&place).with_context(|| format!("{key} has no {}", file.from))?;
        let hash = sha256(&bytes);
        if hash == file.sha256 {
            println!("same       {} ({key})", file.path);
        } else if write {
            std::fs::write(root.join(&file.path), &bytes)?;
            *text = text.replace(&file.sha256, &hash);
            println!("taken over {} ({key})", file.path);
        } else {
            println!("DIFFERENT  {} ({key}): {hash}", file.path);
            same = false;
        }
    }
    Ok(same)
}
