//! Invariants 1 and 2: which crate may name which, and what the pure crates may not reach at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Fault;
use crate::run;

/// Our crates in the direction of the arrows: each may name the ones listed, and no other of ours.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("calendar", &[]),
    ("law", &["calendar"]),
    ("domain", &["calendar", "law"]),
    ("claim-file", &["calendar", "law", "domain"]),
    ("forms", &["calendar", "law", "domain"]),
    ("pdf", &["calendar", "law", "forms"]),
    ("store", &["calendar", "law", "domain"]),
    ("app", &["calendar", "law", "domain", "claim-file", "forms", "store"]),
    ("web", &["calendar", "law", "domain", "claim-file", "forms", "store", "app"]),
    ("cli", &["calendar", "law", "domain", "claim-file", "forms", "store", "app", "web", "pdf"]),
    ("testkit", &["calendar", "law", "domain", "claim-file", "forms", "store", "app", "web"]),
    ("xtask", &[]),
];

/// Crates that can do no I/O, whatever they are given.
const PURE: &[&str] = &["calendar", "law", "domain", "claim-file", "forms"];

/// What a pure crate may not reach, not even through another crate. Crates that only some feature brings in (getrandom under uuid,
/// libc) are not listed, because a workspace is built with the features of all its members: `outside` looks at the calls instead.
const IMPURE: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "mio",
    "socket2",
    "rusqlite",
    "libsqlite3-sys",
    "tokio-postgres",
    "postgres",
    "deadpool-postgres",
    "axum",
    "hyper",
    "tower-http",
    "reqwest",
    "ureq",
    "tracing",
    "tracing-subscriber",
    "env_logger",
    "tempfile",
    "walkdir",
    "rand",
    "notify",
    "memmap2",
    "fs-err",
];

/// Crates nobody may bring in, and why.
const NEVER: &[(&str, &str)] = &[
    ("sqlx", "it wants another libsqlite3-sys"),
    ("sqlx-core", "it wants another libsqlite3-sys"),
    ("diesel", "it wants another libsqlite3-sys"),
    ("openssl-sys", "the binary is to need no library of the system"),
];

/// The workspace's dependencies as `cargo metadata` tells them.
#[derive(Default)]
pub struct Graph {
    /// Our crates: name, and the crates named with their kind (`None` for a plain dependency).
    ours: BTreeMap<String, Vec<(String, Option<String>)>>,
    /// Every package: name, and the names of what it is built from (plain dependencies alone).
    all: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Reads the workspace for the machine's own platform.
    pub fn of_workspace(root: &Path) -> Result<Self> {
        let version = run::text(run::program("rustc", root).arg("-vV"))?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names no host")?;
        let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
        Self::read(&serde_json::from_str(&run::text(run::program("cargo", root).args(arguments))?)?)
    }

    fn read(metadata: &Value) -> Result<Self> {
        let mut graph = Self::default();
        let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let members: BTreeSet<_> =
            list(metadata, "workspace_members").iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        let mut names = BTreeMap::new();
        for package in list(metadata, "packages") {
            let id = text(&package, "id").context("a package without an id")?;
            let name = text(&package, "name").context("a package without a name")?;
            if members.contains(&id) {
                let named = list(&package, "dependencies")
                    .iter()
                    .filter_map(|d| Some((text(d, "name")?, text(d, "kind"))))
                    .collect();
                graph.ours.insert(name.clone(), named);
            }
            names.insert(id, name);
        }
        for node in metadata.get("resolve").map(|resolve| list(resolve, "nodes")).unwrap_or_default() {
            let Some(name) = text(&node, "id").and_then(|id| names.get(&id)) else {
                continue;
            };
            let below = graph.all.entry(name.clone()).or_default();
            for dependency in list(&node, "deps") {
                let plain =
                    list(&dependency, "dep_kinds").iter().any(|kind| kind.get("kind").is_none_or(Value::is_null));
                if let (true, Some(name)) = (plain, text(&dependency, "pkg").and_then(|id| names.get(&id))) {
                    below.insert(name.clone());
                }
            }
        }
        Ok(graph)
    }

    /// A way from `from` to `to` through plain dependencies.
    fn way(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut seen = BTreeSet::from([from.to_owned()]);
        let mut ways = vec![vec![from.to_owned()]];
        while let Some(way) = ways.pop() {
            for next in way.last().and_then(|last| self.all.get(last)).into_iter().flatten() {
                let mut longer = way.clone();
                longer.push(next.clone());
                if next == to {
                    return Some(longer);
                }
                if seen.insert(next.clone()) {
                    ways.push(longer);
                }
            }
        }
        None
    }
}

/// Names what points against the arrows, and what pure crates reach.
pub fn check(graph: &Graph) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, named) in &graph.ours {
        let path = if name == "xtask" { "xtask/Cargo.toml".to_owned() } else { format!("crates/{name}/Cargo.toml") };
        let mut fault = |message: String| faults.push(Fault::at(&path, 0, "dependencies", message));
        let Some((_, allowed)) = MAY_NAME.iter().find(|(our, _)| our == name) else {
            fault(format!("{name} has no place in the table of xtask/src/tidy/dependencies.rs"));
            continue;
        };
        for (other, kind) in named {
            let development = kind.as_deref() == Some("dev");
            // testkit builds on everything, so tests of everything may name it; tests of the sheets fill forms from `domain`.
            let for_tests = development && (other == "testkit" || (name == "pdf" && other == "domain"));
            if graph.ours.contains_key(other) && !allowed.contains(&other.as_str()) && !for_tests {
                fault(format!("{name} must not name {other}: the arrows of ARCHITECTURE.md point the other way"));
            }
            if other == "anyhow" && !["cli", "xtask"].contains(&name.as_str()) {
                fault(format!("{name} names anyhow; libraries have error types of their own (thiserror)"));
            }
            if other.starts_with("typst") && name != "pdf" {
                fault(format!("{name} names {other}; only pdf compiles typst"));
            }
        }
    }
    faults.extend(PURE.iter().flat_map(|pure| {
        IMPURE.iter().filter_map(|impure| graph.way(pure, impure)).map(move |way| {
            Fault::at(
                &format!("crates/{pure}/Cargo.toml"),
                0,
                "pure",
                format!("{pure} could do I/O: {}", way.join(" -> ")),
            )
        })
    }));
    for (name, why) in NEVER {
        if graph.all.contains_key(*name) {
            faults.push(Fault::at("Cargo.lock", 0, "dependencies", format!("{name} is in the tree: {why}")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace in which `from` names `to`, and `to` is built from `below`.
    fn graph(from: &str, to: &str, kind: Option<&str>, below: &str) -> Graph {
        let ours = [
            "calendar",
            "law",
            "domain",
            "claim-file",
            "forms",
            "pdf",
            "store",
            "app",
            "web",
            "cli",
            "testkit",
            "xtask",
        ];
        let mut graph = Graph::default();
        for name in ours {
            graph.ours.insert(name.to_owned(), Vec::new());
        }
        graph.ours.entry(from.to_owned()).or_default().push((to.to_owned(), kind.map(str::to_owned)));
        graph.all.insert(to.to_owned(), BTreeSet::from([below.to_owned()]));
        if kind.is_none() {
            graph.all.insert(from.to_owned(), BTreeSet::from([to.to_owned()]));
        }
        graph
    }

    fn broken(from: &str, to: &str, kind: Option<&str>, below: &str) -> bool {
        !check(&graph(from, to, kind, below)).is_empty()
    }

    #[test]
    fn the_arrows_point_one_way() {
        assert!(!broken("web", "app", None, "serde"));
        assert!(broken("domain", "store", None, "serde"));
        assert!(broken("calendar", "law", None, "serde"));
        assert!(broken("app", "web", Some("dev"), "serde"));
        assert!(!broken("app", "testkit", Some("dev"), "serde"));
        assert!(broken("app", "testkit", None, "serde"));
    }

    #[test]
    fn only_cli_names_the_renderer() {
        assert!(!broken("cli", "pdf", None, "serde"));
        assert!(broken("web", "pdf", None, "serde"));
        assert!(broken("app", "pdf", Some("dev"), "serde"));
        assert!(broken("web", "typst", Some("dev"), "serde"));
    }

    #[test]
    fn pure_crates_reach_no_io_even_through_others() {
        assert!(broken("domain", "innocent", None, "tokio"));
        assert!(broken("law", "rusqlite", None, "cc"));
        assert!(!broken("domain", "innocent", Some("dev"), "tokio"));
        assert!(!broken("store", "innocent", None, "tokio"));
    }

    #[test]
    fn anyhow_is_for_programs_and_sqlx_for_nobody() {
        assert!(broken("app", "anyhow", None, "serde"));
        assert!(!broken("cli", "anyhow", None, "serde"));
        assert!(broken("store", "sqlx", None, "serde") || broken("cli", "innocent", None, "sqlx"));
    }

    #[test]
    fn metadata_is_read_with_its_kinds() {
        let metadata = serde_json::json!({
            "workspace_members": ["w1"],
            "packages": [
                {"id": "w1", "name": "domain", "dependencies": [{"name": "tokio", "kind": null}, {"name": "insta", "kind": "dev"}]},
                {"id": "t", "name": "tokio", "dependencies": []}, {"id": "i", "name": "insta", "dependencies": []}],
            "resolve": {"nodes": [{"id": "w1", "deps": [
                {"pkg": "t", "dep_kinds": [{"kind": null}]}, {"pkg": "i", "dep_kinds": [{"kind": "dev"}]}]}]}
        });
        let graph = Graph::read(&metadata).unwrap();
        assert!(graph.way("domain", "tokio").is_some());
        assert!(graph.way("domain", "insta").is_none());
        assert_eq!(check(&graph).len(), 1);
    }
}
