//! 段階: what a round of the board waits for; each round stands at one.

use super::{Round, Step};

/// What a round waits for, as the chips of the board count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 訪問まだ: (2) is open, whatever is known of the services.
    Visit,
    /// 記録まだ: visited, (3) is open.
    Record,
    /// 状況確認まだ: visited and written down, only (1) is open.
    Check,
    /// 同意まだ: (4) is open, and nothing was sent.
    Consent,
    /// 返事待ち: the report was sent by post or mail.
    Answer,
    /// 提出まだ: (5) is open.
    Submission,
    /// 返戻: the claim came back.
    Returned,
    /// 請求まだ: only (6) is open.
    Claim,
    /// 未実施: it did not take place.
    Missed,
    /// することはない: done, or not asked for.
    Nothing,
}

words!(Stage {
    Visit, "visit", "訪問まだ";
    Record, "record", "記録まだ";
    Check, "check", "状況確認まだ";
    Consent, "consent", "同意まだ";
    Answer, "answer", "返事待ち";
    Submission, "submission", "提出まだ";
    Returned, "returned", "返戻";
    Claim, "claim", "請求まだ";
    Missed, "missed", "未実施";
    Nothing, "nothing", "することなし";
});

impl Stage {
    /// The stage of a round whose lamps have these letters.
    pub(super) fn of(round: &Round, letters: &str) -> Self {
        let open = |step: Step| {
            Step::ALL.into_iter().zip(letters.chars()).any(|(it, letter)| it == step && "RWA".contains(letter))
        };
        if open(Step::HomeVisit) {
            Self::Visit
        } else if open(Step::Record) {
            Self::Record
        } else if open(Step::ServiceCheck) {
            Self::Check
        } else if letters.contains('A') {
            Self::Answer
        } else if open(Step::Consent) {
            Self::Consent
        } else if open(Step::Submission) {
            Self::Submission
        } else if open(Step::Claim) {
            Self::Claim
        } else if round.missed().is_some() {
            Self::Missed
        } else {
            Self::Nothing
        }
    }
}
