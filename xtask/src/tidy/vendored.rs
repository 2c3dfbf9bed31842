//! Third-party files: each one in a `vendor/` folder stands in `vendor.toml` with name, version, licence and hash, unedited.

use std::collections::BTreeSet;

use super::{Fault, Tree};
use crate::vendor;

/// Compares the list with the tree, both ways.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let present: BTreeSet<&str> =
        tree.files().into_iter().filter(|path| path.contains("/vendor/") || path.starts_with("vendor/")).collect();
    let list = match vendor::list(tree.text(vendor::LIST).unwrap_or("")) {
        Ok(list) => list,
        Err(fault) => return vec![Fault::at(vendor::LIST, 0, "vendor", format!("{fault:#}"))],
    };
    let mut faults = Vec::new();
    for file in &list {
        match tree.bytes(&file.path) {
            None => faults.push(Fault::at(vendor::LIST, 0, "vendor", format!("{} is listed and missing", file.path))),
            Some(bytes) if vendor::sha256(&bytes) != file.sha256 => {
                faults.push(Fault::at(&file.path, 0, "vendor", "was edited: its hash is not the listed one"));
            }
            Some(_) => {}
        }
    }
    let listed: BTreeSet<&str> = list.iter().map(|file| file.path.as_str()).collect();
    faults.extend(
        present
            .difference(&listed)
            .map(|path| Fault::at(path, 0, "vendor", "stands in a vendor folder and not in vendor.toml")),
    );
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::tree;

    fn entry(sha256: &str) -> String {
        format!(
            "[[file]]\npath = \"a/vendor/b.js\"\npackage = \"b\"\nversion = \"1.0.0\"\nlicence = \"MIT\"\nfrom = \"dist/b.js\"\nsha256 = \"{sha256}\"\n"
        )
    }

    #[test]
    fn vendored_files_are_listed_and_unedited() {
        let good = entry(&vendor::sha256(b"b"));
        assert!(check(&tree(&[("a/vendor/b.js", "b"), ("vendor.toml", &good)])).is_empty());
        assert_eq!(check(&tree(&[("a/vendor/b.js", "edited"), ("vendor.toml", &good)])).len(), 1);
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b")])).len(), 1);
        assert_eq!(check(&tree(&[("vendor.toml", &good)])).len(), 1);
        let without_licence = good.replace("licence = \"MIT\"\n", "");
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b"), ("vendor.toml", &without_licence)])).len(), 1);
    }
}
