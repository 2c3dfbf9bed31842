//! 長期目標・短期目標の考え方 of the city's handbook: what makes a vague wish concrete and a far one near.

use serde::{Deserialize, Serialize};

use crate::monitoring::check::{Checker, limit};

/// The handbook's first question to whoever says 「自立したい」, word for word.
pub const VAGUE_LIKE: &str = "自立してどんな風になりたいのですか";
/// The handbook's second question, word for word.
pub const VAGUE_WHY: &str = "自立したいと思った理由は何ですか";

/// What was talked about before the goals were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoalPrompts {
    /// 利用者の希望と現実の間にズレが大きい: the way is cut into steps.
    pub wish_is_far: bool,
    /// いつまでに・誰が・何を.
    pub steps: Vec<GoalStep>,
    /// The answer to [`VAGUE_LIKE`].
    pub like: String,
    /// The answer to [`VAGUE_WHY`].
    pub why: String,
    /// 将来の夢.
    pub dream: String,
    /// 夢を実現するために今すること.
    pub now: String,
}

/// One step on the way: by when, who, what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoalStep {
    /// いつまでに.
    pub by_when: String,
    /// 誰が.
    pub who: String,
    /// 何を.
    pub what: String,
}

impl GoalPrompts {
    pub(super) fn check(&self, finished: bool, check: &mut Checker) {
        for (name, label, value) in [
            ("goal_like", "どんな風になりたいか", &self.like),
            ("goal_why", "そう思った理由", &self.why),
            ("dream", "将来の夢", &self.dream),
            ("dream_now", "夢を実現するために今すること", &self.now),
        ] {
            check.text(name, label, value, limit::LONG, false);
        }
        check.rows("step_when_0", &self.steps, limit::ROWS);
        if finished && self.wish_is_far && self.steps.is_empty() {
            let sentence = "希望と現実のズレが大きいときは、いつまでに・誰が・何をするかを1つ以上書いてください";
            check.refuse("step_when_0", sentence.to_owned());
        }
        for (row, step) in self.steps.iter().enumerate() {
            step.check(row, finished, check);
        }
    }
}

impl GoalStep {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self, row: usize, finished: bool, check: &mut Checker) {
        for (name, label, value) in [
            ("step_when", "いつまでに", &self.by_when),
            ("step_who", "誰が", &self.who),
            ("step_what", "何を", &self.what),
        ] {
            let label = format!("{}つ目の「{label}」", row + 1);
            check.text(format!("{name}_{row}"), &label, value, limit::SHORT, finished);
        }
    }
}
