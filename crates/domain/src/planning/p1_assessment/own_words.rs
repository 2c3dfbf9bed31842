//! 本人の言葉: strengths, wishes and achievements as the person says them. They go on from case to case.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// One sentence of the person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// What it is about.
    pub kind: OwnWordsKind,
    /// The words.
    pub words: String,
    /// The day of the assessment in which it was first written; none in that one itself.
    #[serde(default)]
    pub carried_from: Option<Date>,
}

/// What the person's words are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnWordsKind {
    /// 希望.
    #[default]
    Wish,
    /// 強み.
    Strength,
    /// できるようになったこと.
    Achievement,
}

words!(OwnWordsKind { Wish, "wish", "したいこと・希望"; Strength, "strength", "強み・得意なこと"; Achievement, "achievement", "できるようになったこと"; });
