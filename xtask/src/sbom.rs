//! `cargo xtask sbom`: what the program is made of, as CycloneDX 1.5: every crate that it links, with version, licence, hash and what it
//! is built from, and the files that are shipped with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::{run, vendor};

/// The crate whose binary is shipped.
const PROGRAM: &str = "cli";

/// Prints the list, or writes it into the file that is named.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    let list = serde_json::to_string_pretty(&of(root)?)?;
    match arguments {
        [] => println!("{list}"),
        [file] => std::fs::write(file, list + "\n").with_context(|| file.clone())?,
        _ => bail!("usage: cargo xtask sbom [FILE]"),
    }
    Ok(true)
}

/// The list for the machine's own platform.
fn of(root: &Path) -> Result<Value> {
    let host = run::text(run::program("rustc", root).arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names no host")?;
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&run::text(run::program("cargo", root).args(arguments))?)?;
    let hashes = hashes(&std::fs::read_to_string(root.join("Cargo.lock"))?)?;
    let linked = linked(&metadata)?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata, "packages").filter_map(|it| Some((text(it, "id")?, it))).collect();
    let package = |id: &str| packages.get(id).copied().context("a package that metadata does not describe");
    let mut components =
        linked.keys().map(|id| package(id).and_then(|it| component(it, &hashes))).collect::<Result<Vec<_>>>()?;
    for file in vendor::list(&std::fs::read_to_string(root.join(vendor::LIST))?)? {
        components.push(shipped(&file));
    }
    let mut dependencies = Vec::new();
    for (id, below) in &linked {
        let below = below.iter().map(|id| package(id).and_then(reference)).collect::<Result<Vec<_>>>()?;
        dependencies.push(json!({ "ref": reference(package(id)?)?, "dependsOn": below }));
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": "mimamori", "name": "mimamori", "version": env!("CARGO_PKG_VERSION"),
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// What is linked into the program, by its id, with what each is built from; procedural macros and build scripts count, because they run
/// where it is built, and what serves tests alone does not.
fn linked(metadata: &Value) -> Result<BTreeMap<&str, BTreeSet<&str>>> {
    let resolve = metadata.get("resolve").context("metadata without a graph")?;
    let nodes: BTreeMap<&str, &Value> = list(resolve, "nodes").filter_map(|it| Some((text(it, "id")?, it))).collect();
    let program = list(metadata, "packages").find(|it| text(it, "name") == Some(PROGRAM));
    let mut waiting = vec![program.and_then(|it| text(it, "id")).context("the program is not in the workspace")?];
    let mut found = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        if found.contains_key(id) {
            continue;
        }
        let shipped = |it: &&Value| list(it, "dep_kinds").any(|kind| text(kind, "kind") != Some("dev"));
        let node = nodes.get(id).context("a crate without a place in the graph")?;
        let below: BTreeSet<&str> = list(node, "deps").filter(shipped).filter_map(|it| text(it, "pkg")).collect();
        waiting.extend(&below);
        found.insert(id, below);
    }
    Ok(found)
}

/// The SHA-256 of each crate of the registry, by name and version.
fn hashes(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = lock.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("a lock without packages")?;
    let word = |it: &toml::Value, key: &str| it.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    Ok(packages
        .iter()
        .filter_map(|it| Some(((word(it, "name")?, word(it, "version")?), word(it, "checksum")?)))
        .collect())
}

fn component(package: &Value, hashes: &BTreeMap<(String, String), String>) -> Result<Value> {
    let (name, version) = name_and_version(package)?;
    let mut it = BTreeMap::from([
        ("type", json!("library")),
        ("bom-ref", json!(reference(package)?)),
        ("name", json!(name)),
        ("version", json!(version)),
    ]);
    if let Some(licence) = text(package, "license") {
        // Some crates still separate alternatives with a slash.
        it.insert("licenses", json!([{ "expression": licence.replace('/', " OR ") }]));
    }
    if let Some(hash) = hashes.get(&(name.to_owned(), version.to_owned())) {
        it.insert("purl", json!(reference(package)?));
        it.insert("hashes", json!([{ "alg": "SHA-256", "content": hash }]));
    }
    Ok(json!(it))
}

fn shipped(file: &vendor::File) -> Value {
    // Of the characters that npm allows in a name, a package URL has the sign of a scope escaped.
    let purl = format!("pkg:npm/{}@{}", file.package.replace('@', "%40"), file.version);
    json!({
        "type": "file", "bom-ref": format!("{purl}#{}", file.from), "name": file.path, "version": file.version, "purl": purl,
        "licenses": [{ "expression": file.licence }],
        "hashes": [{ "alg": "SHA-256", "content": file.sha256 }],
    })
}

fn reference(package: &Value) -> Result<String> {
    let (name, version) = name_and_version(package)?;
    Ok(format!("pkg:cargo/{name}@{version}"))
}

fn name_and_version(package: &Value) -> Result<(&str, &str)> {
    text(package, "name").zip(text(package, "version")).context("a package without name or version")
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What cargo itself says the program is linked from, as `name vVERSION`.
    fn of_cargo(root: &Path) -> BTreeSet<(String, String)> {
        let arguments = ["tree", "--locked", "--package", PROGRAM, "--edges", "normal,build", "--prefix", "none"];
        let tree = run::text(run::program("cargo", root).args(arguments)).unwrap();
        let mut lines = tree.lines().map(|line| line.split(' '));
        std::iter::from_fn(|| lines.next())
            .filter_map(|mut words| Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned())))
            .collect()
    }

    #[test]
    fn the_list_names_every_crate_that_the_program_links_with_licence_and_hash() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let list: Value = serde_json::from_str(&of(root).unwrap().to_string()).unwrap();
        assert_eq!((list["bomFormat"].as_str(), list["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
        let components = list["components"].as_array().unwrap();
        let libraries = components.iter().filter(|it| it["type"] == "library");
        let named: BTreeSet<(String, String)> = libraries
            .clone()
            .map(|it| (it["name"].as_str().unwrap().to_owned(), it["version"].as_str().unwrap().to_owned()))
            .collect();
        let missing: Vec<_> = of_cargo(root).into_iter().filter(|it| !named.contains(it)).collect();
        assert!(missing.is_empty() && named.len() > 300, "{} named, without {missing:?}", named.len());
        for library in libraries {
            assert!(library["licenses"][0]["expression"].is_string(), "{library}");
            let hashed = library["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64);
            assert_eq!(hashed, library["purl"].is_string(), "{library}");
        }
        let references: Vec<&str> = components.iter().filter_map(|it| it["bom-ref"].as_str()).collect();
        assert_eq!(references.iter().collect::<BTreeSet<_>>().len(), components.len(), "each is named once");
        for one in list["dependencies"].as_array().unwrap() {
            let below = one["dependsOn"].as_array().unwrap();
            assert!(below.iter().all(|it| references.contains(&it.as_str().unwrap())), "{one}");
        }
        let files: Vec<&str> =
            components.iter().filter(|it| it["type"] == "file").filter_map(|it| it["name"].as_str()).collect();
        assert!(files.contains(&"crates/web/static/vendor/htmx.min.js"), "{files:?}");
    }
}
