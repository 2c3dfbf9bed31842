//! `cargo xtask vendor`: fetches the files of `vendor.toml` from their packages again and compares them, and so what is made of them.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::{run, unhinted};

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
    /// SPDX expression of its licence.
    pub licence: String,
    /// Where it stands in the package.
    pub from: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// A font that is made of a third-party one: the same without its hints.
#[derive(Clone, Debug)]
pub struct Unhinted {
    /// Where it stands, from the root.
    pub path: String,
    /// The font it is made of, as listed.
    pub of: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Reads the list of third-party files.
pub fn list(text: &str) -> Result<Vec<File>> {
    entries(text, "file", |text| {
        Ok(File {
            path: text("path")?,
            package: text("package")?,
            version: text("version")?,
            licence: text("licence")?,
            from: text("from")?,
            sha256: text("sha256")?,
        })
    })
}

/// Reads the list of what is made of them.
pub fn unhinted(text: &str) -> Result<Vec<Unhinted>> {
    entries(text, "unhinted", |text| Ok(Unhinted { path: text("path")?, of: text("of")?, sha256: text("sha256")? }))
}

/// The entries of that name; `read` asks for the text of a key.
fn entries<T>(text: &str, name: &str, read: impl Fn(&dyn Fn(&str) -> Result<String>) -> Result<T>) -> Result<Vec<T>> {
    let table: toml::Table = text.parse()?;
    let entries = table.get(name).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let read_one = |(number, entry): (usize, &toml::Value)| {
        read(&|key| {
            let value = entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            value.with_context(|| format!("{name} {} has no `{key}`", number + 1))
        })
    };
    entries.iter().enumerate().map(read_one).collect()
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
    let result =
        compare(root, &folder, write, &mut text).and_then(|fetched| Ok(made_again(root, write, &mut text)? && fetched));
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

/// Makes again what is made of the files as they stand.
fn made_again(root: &Path, write: bool, text: &mut String) -> Result<bool> {
    let mut same = true;
    for font in unhinted(text)? {
        let bytes = unhinted::unhinted(&std::fs::read(root.join(&font.of))?).with_context(|| font.of.clone())?;
        let (path, hash) = (root.join(&font.path), sha256(&bytes));
        if std::fs::read(&path).is_ok_and(|standing| standing == bytes) && hash == font.sha256 {
            println!("same       {} (without the hints of {})", font.path, font.of);
        } else if write {
            std::fs::create_dir_all(path.parent().context("a file has a folder")?)?;
            std::fs::write(path, &bytes)?;
            *text = text.replace(&font.sha256, &hash);
            println!("made       {} (without the hints of {})", font.path, font.of);
        } else {
            println!("DIFFERENT  {} (without the hints of {}): {hash}", font.path, font.of);
            same = false;
        }
    }
    Ok(same)
}
