//! From whom a fact is: staff, a guest by a link, an import, or the program itself.

use serde::Serialize;

use crate::id::{LinkId, UserId};

/// 記録した人・もの. Each fact says it, so that nobody takes a guest's answer for what staff saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "recorded_by_kind", content = "recorded_by", rename_all = "snake_case")]
pub enum By {
    /// 職員: somebody who was signed in.
    Staff(UserId),
    /// リンクからの回答: somebody without an account, by the link that was handed out.
    Guest(LinkId),
    /// 取り込み: a file.
    Import,
    /// みまもり itself, by a rule.
    Program,
}

impl By {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Guest(_) => "guest",
            Self::Import => "import",
            Self::Program => "program",
        }
    }

    /// The id beside the word; empty for what has none.
    pub fn id(self) -> String {
        match self {
            Self::Staff(user) => user.to_string(),
            Self::Guest(link) => link.to_string(),
            Self::Import | Self::Program => String::new(),
        }
    }

    /// From the word and the id in the database.
    pub fn of(word: &str, id: &str) -> Option<Self> {
        match (word, id) {
            ("staff", id) => id.parse().ok().map(Self::Staff),
            ("guest", id) => id.parse().ok().map(Self::Guest),
            ("import", "") => Some(Self::Import),
            ("program", "") => Some(Self::Program),
            _ => None,
        }
    }

    /// What stands behind the name on a card; nothing for staff.
    pub fn note(self) -> &'static str {
        match self {
            Self::Staff(_) => "",
            Self::Guest(_) => "（リンクからの回答）",
            Self::Import => "（取り込み）",
            Self::Program => "（みまもりが記録）",
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_source_comes_back_from_its_word_and_id() {
        let id = Uuid::from_u128(7);
        for by in [By::Staff(UserId(id)), By::Guest(LinkId(id)), By::Import, By::Program] {
            assert_eq!(By::of(by.word(), &by.id()), Some(by));
        }
        for (word, id) in [("staff", ""), ("guest", "x"), ("import", "x"), ("robot", "")] {
            assert_eq!(By::of(word, id), None, "{word} {id}");
        }
    }
}
