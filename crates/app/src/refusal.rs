//! What a use case answers when it does not do what was asked.

use std::borrow::Cow;

use domain::monitoring::Problem;
use store::StoreError;

/// An expected refusal, or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing in this office.
    #[error("見つかりません")]
    NotFound,
    /// The role does not carry the right.
    #[error("この操作をする権限がありません")]
    Forbidden,
    /// Somebody else saved in between.
    #[error("ほかの人が先に保存しました")]
    Conflict {
        /// The version now stored.
        current: i64,
        /// Who saved it, where known.
        by: String,
    },
    /// The same form was sent before, by somebody else or with other words in it, and was done: this one is not.
    #[error("この画面からは、もう保存されています")]
    SentBefore,
    /// The rules refuse it.
    #[error("できません")]
    Refused(Vec<Reason>),
    /// A fault of the store; logged once at the edge.
    #[error(transparent)]
    Fault(#[from] StoreError),
}

/// One reason in Japanese, at a field where it belongs to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The form field (a row's field carries its number: `grant_start_1`), or empty.
    pub field: Cow<'static, str>,
    /// The sentence for the user.
    pub sentence: String,
}

impl Reason {
    /// A reason at a field.
    pub fn at(field: impl Into<Cow<'static, str>>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

impl From<Problem> for Reason {
    fn from(problem: Problem) -> Self {
        Self::at(problem.field, problem.sentence)
    }
}
