//! The six lamps: computed from facts, never stored as truth.

use calendar::Date;

use super::Round;
use crate::office::MunicipalitySettings;

/// The six steps in the order of the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// (1) サービス提供状況の確認.
    ServiceCheck,
    /// (2) 自宅訪問.
    HomeVisit,
    /// (3) 記録.
    Record,
    /// (4) 同意.
    Consent,
    /// (5) 写しの提出.
    Submission,
    /// (6) 請求.
    Claim,
}

impl Step {
    /// All six, in order.
    pub const ALL: [Step; 6] =
        [Self::ServiceCheck, Self::HomeVisit, Self::Record, Self::Consent, Self::Submission, Self::Claim];

    /// The word in modules, tables, URLs, templates, audit entries and tests.
    pub fn word(self) -> &'static str {
        match self {
            Self::ServiceCheck => "m1-service-check",
            Self::HomeVisit => "m2-home-visit",
            Self::Record => "m3-record",
            Self::Consent => "m4-consent",
            Self::Submission => "m5-submission",
            Self::Claim => "m6-claim",
        }
    }

    /// The Japanese label.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServiceCheck => "サービス提供状況の確認",
            Self::HomeVisit => "自宅訪問",
            Self::Record => "記録",
            Self::Consent => "同意",
            Self::Submission => "写しの提出",
            Self::Claim => "請求",
        }
    }
}

/// The state of one step. `due` is the last day that is not late; `Late` is derived from it by [`progress`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepState {
    /// 済, on this day.
    Done(Date),
    /// Can be done now; due on this day.
    Ready {
        /// Last day that is not late.
        due: Date,
    },
    /// Waits for something else first.
    Waiting {
        /// What is missing.
        missing: Vec<Missing>,
        /// Last day that is not late.
        due: Date,
    },
    /// 遅れ: open and past its day.
    Late {
        /// First late day.
        since: Date,
        /// What is missing; empty when it could be done at once.
        missing: Vec<Missing>,
    },
    /// 対象外, and why.
    NotRequired(String),
}

/// What a step still lacks, as a short Japanese phrase for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub String);

/// The state of the six steps of a round on `today`.
pub fn progress(_round: &Round, _settings: &MunicipalitySettings, _today: Date) -> [StepState; 6] {
    Step::ALL.map(|_| StepState::NotRequired(String::new()))
}
