//! 区役所・支所: which of the two a text means.

use law::{AbuseWindows, Confidence, WardOffice};

use crate::text;

/// A 区役所 (or the office of a town without wards), or a 支所.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    /// Its name as the answer says it, e.g. 大師支所.
    pub name: String,
    /// Whether it is a 支所.
    pub is_branch: bool,
    /// The 区役所 of a 支所, where the municipality's file names it, and how sure that is.
    pub parent: Option<(String, Confidence)>,
}

impl Ward {
    /// Reads a ward's name: one of the file's, with or without 区役所 or 支所 at its end. Only where the file names no
    /// ward at all, any name that ends so is taken.
    pub fn read(windows: &AbuseWindows, typed: &str) -> Option<Self> {
        let typed = text::line(typed).replace(' ', "");
        let main = |name: &str| Self { name: name.to_owned(), is_branch: false, parent: None };
        let branch = |name: &str, parent: Option<&WardOffice>| Self {
            name: name.to_owned(),
            is_branch: true,
            parent: parent.map(|ward| (ward.name.clone(), ward.origin.confidence)),
        };
        for ward in &windows.wards {
            if typed == ward.name || ward.name.strip_suffix("役所") == Some(&typed) || short(&ward.name) == typed {
                return Some(main(&ward.name));
            }
            if let Some(name) = ward.branches.iter().find(|name| **name == typed || short(name) == typed) {
                return Some(branch(name, Some(ward)));
            }
        }
        if !windows.wards.is_empty() {
            return None;
        }
        match typed.as_str() {
            "支所" | "区役所" | "区" => None,
            name if name.ends_with("支所") => Some(branch(name, None)),
            name if name.ends_with("役所") || name.ends_with("役場") => Some(main(name)),
            name if name.ends_with('区') => Some(main(&format!("{name}役所"))),
            _ => None,
        }
    }
}

/// 川崎 of 川崎区役所, 大師 of 大師支所.
fn short(name: &str) -> &str {
    name.strip_suffix("区役所").or_else(|| name.strip_suffix("支所")).unwrap_or(name)
}
