//! 配慮の要る事柄: what of a client's record takes a right of its own.

use std::collections::BTreeSet;

use super::Role;

/// 配慮の要る事柄.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// 虐待.
    Abuse,
    /// 触法.
    Offence,
    /// HIV.
    Hiv,
    /// 性.
    Sexuality,
    /// 手帳の写し.
    HandbookCopy,
}

words!(Section {
    Abuse, "abuse", "虐待"; Offence, "offence", "触法"; Hiv, "hiv", "HIV"; Sexuality, "sexuality", "性";
    HandbookCopy, "handbook_copy", "手帳の写し";
});

/// 見られる項目: the sections that somebody may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections(BTreeSet<Section>);

impl Sections {
    /// Every section.
    pub fn all() -> Self {
        Section::ALL.iter().copied().collect()
    }

    /// What a role sees where nobody has decided otherwise: whoever supports the person, answers for the office or audits it
    /// sees all of it.
    pub fn usual(role: Role) -> Self {
        match role {
            Role::Manager | Role::Specialist | Role::Auditor => Self::all(),
            Role::Clerk | Role::Viewer | Role::System => Self::default(),
        }
    }

    /// The sections of words that are joined by commas; none where a word is unknown.
    pub fn from_words(words: &str) -> Option<Self> {
        words.split(',').filter(|word| !word.is_empty()).map(Section::from_word).collect()
    }

    /// Their words, joined by commas.
    pub fn words(&self) -> String {
        self.0.iter().map(|section| section.word()).collect::<Vec<_>>().join(",")
    }

    /// Whether it is one of them.
    pub fn contains(&self, section: Section) -> bool {
        self.0.contains(&section)
    }

    /// The others.
    pub fn hidden(&self) -> Vec<Section> {
        Section::ALL.iter().copied().filter(|section| !self.contains(*section)).collect()
    }
}

impl FromIterator<Section> for Sections {
    fn from_iter<I: IntoIterator<Item = Section>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
