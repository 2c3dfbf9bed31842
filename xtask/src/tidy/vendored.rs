//! Third-party files: each one in a `vendor/` folder stands in `vendor.toml` with name, version, licence and hash, unedited. So do the fonts that
//! are made of them, each with the one it is made of.

use std::collections::BTreeSet;

use super::{Fault, Tree};
use crate::vendor;

/// Compares the list with the tree, both ways.
pub fn check(tree: &Tree) -> Vec<Fault> {
    let present: BTreeSet<&str> =
        tree.files().into_iter().filter(|path| path.contains("/vendor/") || path.starts_with("vendor/")).collect();
    let text = tree.text(vendor::LIST).unwrap_or("");
    let (list, unhinted) = match vendor::list(text).and_then(|list| Ok((list, vendor::unhinted(text)?))) {
        Ok(lists) => lists,
        Err(fault) => return vec![Fault::at(vendor::LIST, 0, "vendor", format!("{fault:#}"))],
    };
    let mut faults = Vec::new();
    let made = unhinted.iter().map(|font| (&font.path, &font.sha256));
    for (path, sha256) in list.iter().map(|file| (&file.path, &file.sha256)).chain(made) {
        match tree.bytes(path) {
            None => faults.push(Fault::at(vendor::LIST, 0, "vendor", format!("{path} is listed and missing"))),
            Some(bytes) if vendor::sha256(&bytes) != *sha256 => {
                faults.push(Fault::at(path, 0, "vendor", "was edited: its hash is not the listed one"));
            }
            Some(_) => {}
        }
    }
    for font in unhinted.iter().filter(|font| list.iter().all(|file| file.path != font.of)) {
        faults.push(Fault::at(&font.path, 0, "vendor", format!("is made of {}, which is not listed", font.of)));
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
        let made = format!(
            "{good}[[unhinted]]\npath = \"a/c.ttf\"\nof = \"a/vendor/b.js\"\nsha256 = \"{}\"\n",
            vendor::sha256(b"c")
        );
        assert!(check(&tree(&[("a/vendor/b.js", "b"), ("a/c.ttf", "c"), ("vendor.toml", &made)])).is_empty());
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b"), ("a/c.ttf", "edited"), ("vendor.toml", &made)])).len(), 1);
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b"), ("vendor.toml", &made)])).len(), 1);
        let of_nothing = made.replace("of = \"a/vendor/b.js\"", "of = \"a/vendor/d.js\"");
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b"), ("a/c.ttf", "c"), ("vendor.toml", &of_nothing)])).len(), 1);
        let without_licence = good.replace("licence = \"MIT\"\n", "");
        assert_eq!(check(&tree(&[("a/vendor/b.js", "b"), ("vendor.toml", &without_licence)])).len(), 1);
    }
}
