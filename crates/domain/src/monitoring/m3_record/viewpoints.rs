//! モニタリングの視点: what the handbook asks to be looked at in each round, answered はい, いいえ or 未確認, with a note.

use serde::{Deserialize, Serialize};

use crate::monitoring::check::{Checker, limit};

/// 視点, in the order of the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewpoint {
    /// 計画のとおりに生活が続いているか.
    Life,
    /// 生活が安定しているか.
    Stable,
    /// 支援の方向性に沿って提供されているか; asked for each provider.
    Direction,
    /// アクシデントに柔軟・迅速に対応できているか.
    Accidents,
    /// 生活スキルの向上が見られるか.
    Skills,
}

words!(Viewpoint {
    Life, "life", "計画どおりの生活が続いている";
    Stable, "stable", "支援によって生活が安定している";
    Direction, "direction", "支援の方向性に沿って提供されている";
    Accidents, "accidents", "アクシデントに柔軟・迅速に対応できている";
    Skills, "skills", "生活スキルの向上が見られる";
});

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// はい.
    Yes,
    /// いいえ.
    No,
    /// 未確認: nobody has found out yet.
    #[default]
    Unconfirmed,
}

words!(Seen { Yes, "yes", "はい"; No, "no", "いいえ"; Unconfirmed, "unconfirmed", "未確認"; });

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewpointAnswer {
    /// 視点.
    pub viewpoint: Viewpoint,
    /// Of which provider, where it is asked for each.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    /// The answer.
    pub seen: Seen,
    /// How it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl ViewpointAnswer {
    /// Whether both answer the same question.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.viewpoint == other.viewpoint && self.provider == other.provider
    }

    /// 「支援の方向性に沿って提供されている（さくら訪問介護）」.
    pub fn question(&self) -> String {
        if self.provider.is_empty() {
            self.viewpoint.label().to_owned()
        } else {
            format!("{}（{}）", self.viewpoint.label(), self.provider)
        }
    }

    /// What is wrong with it as typed. A no wants to be explained: it is what the next step comes from.
    pub(super) fn check(&self, number: usize, finished: bool, check: &mut Checker) {
        let field = format!("view_note_{number}");
        let required = finished && self.seen == Seen::No;
        check.text(field, &format!("「{}」がいいえのときの様子", self.question()), &self.note, limit::LONG, required);
    }
}

/// The questions of a round: every 視点 once, and 支援の方向性 for each of the providers.
pub fn questions(providers: &[String]) -> Vec<ViewpointAnswer> {
    let ask = |viewpoint, provider: &str| ViewpointAnswer {
        viewpoint,
        provider: provider.to_owned(),
        seen: Seen::Unconfirmed,
        note: String::new(),
    };
    let of = |viewpoint: &Viewpoint| match viewpoint {
        Viewpoint::Direction if !providers.is_empty() => providers.iter().map(|one| ask(*viewpoint, one)).collect(),
        _ => vec![ask(*viewpoint, "")],
    };
    Viewpoint::ALL.iter().flat_map(of).collect()
}

/// What the answers say in 全体の状況; empty while nothing was found out.
pub fn sentences(answers: &[ViewpointAnswer]) -> String {
    let said = answers.iter().filter(|one| one.seen != Seen::Unconfirmed).map(|one| {
        let note =
            if one.note.is_empty() { String::new() } else { format!("（{}）", one.note.trim_end_matches('。')) };
        format!("{}：{}{note}。", one.question(), one.seen.label())
    });
    said.collect()
}
