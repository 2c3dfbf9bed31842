//! The rules of the house that no compiler checks. Each check is a small module with a test that breaks its rule.

mod dependencies;
mod docs;
mod exempt;
mod files;
mod law;
mod names;
mod outside;
mod reached;
mod seeds;
mod source;
mod sql;
mod store_tests;
mod test_files;
mod tree;
mod unused;
mod vendored;

use std::path::Path;

use anyhow::Result;

pub use tree::Tree;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File, from the root.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The rule's word.
    pub rule: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Fault {
    /// A fault at a line.
    pub fn at(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, message: message.into() }
    }
}

/// Checks the tree and prints what is wrong; whether all is well.
pub fn command(root: &Path) -> Result<bool> {
    let tree = Tree::of_repository(root)?;
    let graph = dependencies::Graph::of_workspace(root)?;
    let mut faults = Vec::new();
    faults.extend(dependencies::check(&graph));
    for check in CHECKS {
        faults.extend(check(&tree));
    }
    let mut faults = exempt::apply(&tree, faults);
    faults.sort();
    faults.dedup();
    for fault in &faults {
        println!("{}:{}: [{}] {}", fault.path, fault.line, fault.rule, fault.message);
    }
    println!("tidy: {} files, {} faults", tree.files().len(), faults.len());
    Ok(faults.is_empty())
}

/// Every check that needs the tree alone.
const CHECKS: &[fn(&Tree) -> Vec<Fault>] = &[
    docs::check,
    files::check,
    names::check,
    outside::check,
    sql::check,
    law::check,
    vendored::check,
    store_tests::check,
    test_files::check,
    seeds::check,
    reached::check,
    unused::check,
];
