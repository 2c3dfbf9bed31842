//! The parts that several pages show: the lamps, the twelve-month strip, the reason of an answer.
//!
//! The macros that draw them stand in `templates/components.html`; pages fill these structs.

mod qr;
mod why;

pub use qr::QrCode;
pub use why::{WhyLine, WhyPanel};

use domain::monitoring::{Lacks, Lamp, StepState};

/// How a lamp looks: always a shape and a word, the colour only helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// ● 済.
    Done,
    /// ◐ 待ち: something else is missing first.
    Waiting,
    /// ○ まだ.
    Open,
    /// ▲ 遅れ.
    Late,
    /// – 対象外.
    NotRequired,
}

impl Look {
    /// The shape.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::Waiting => "◐",
            Self::Open => "○",
            Self::Late => "▲",
            Self::NotRequired => "–",
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "済",
            Self::Waiting => "待ち",
            Self::Open => "まだ",
            Self::Late => "遅れ",
            Self::NotRequired => "対象外",
        }
    }

    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "lamp-done",
            Self::Waiting => "lamp-waiting",
            Self::Open => "lamp-open",
            Self::Late => "lamp-late",
            Self::NotRequired => "lamp-none",
        }
    }
}

/// One of the lamps of a round or a planning case.
#[derive(Clone, Debug)]
pub struct LampMark {
    /// The step in words.
    pub label: &'static str,
    /// How it looks.
    pub look: Look,
    /// Where it leads; empty when it is not a link.
    pub href: String,
    /// What is missing or when it was done; may be empty.
    pub note: String,
}

impl LampMark {
    /// The lamp of a step's state, leading to the step's page.
    pub fn of(label: &'static str, state: &StepState, href: impl Into<String>) -> Self {
        let (look, note) = match state {
            StepState::Done(on) => (Look::Done, calendar::wareki::short(*on)),
            StepState::Ready { .. } => (Look::Open, String::new()),
            StepState::Waiting { missing, .. } => (Look::Waiting, phrases(missing)),
            StepState::Late { missing, .. } => (Look::Late, phrases(missing)),
            StepState::NotRequired(why) => (Look::NotRequired, why.clone()),
        };
        Self { label, look, href: href.into(), note }
    }

    /// The lamp of a step that has no due day.
    pub fn undated(label: &'static str, lamp: &Lamp, href: impl Into<String>) -> Self {
        let (look, note) = match lamp {
            Lamp::Done(on) => (Look::Done, calendar::wareki::short(*on)),
            Lamp::Ready => (Look::Open, String::new()),
            Lamp::Waiting(_) | Lamp::Answer(_) => (Look::Waiting, phrases(&lamp.missing())),
            Lamp::NotRequired(why) => (Look::NotRequired, why.clone()),
        };
        Self { label, look, href: href.into(), note }
    }

    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        let note = if self.note.is_empty() { String::new() } else { format!("（{}）", self.note) };
        format!("{}: {}{note}", self.label, self.look.word())
    }
}

/// What is missing, in a line.
pub fn phrases(missing: &[Lacks]) -> String {
    missing.iter().map(|one| one.0.as_str()).collect::<Vec<_>>().join("、")
}

/// What a month of the strip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// ● 済.
    Done,
    /// ◎ 今月.
    ThisMonth,
    /// ○ 予定.
    Planned,
    /// ↷ 翌月へ繰越.
    Carried,
    /// ▲ 遅れ: past, and something is still to be done.
    Late,
    /// × できなかった.
    Missed,
    /// ■ 終期月 (not yet done).
    End,
    /// – 対象外: nothing is to be done.
    NotRequired,
    /// · no monitoring.
    None,
}

impl Mark {
    /// The shape.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::ThisMonth => "◎",
            Self::Planned => "○",
            Self::Carried => "↷",
            Self::Late => "▲",
            Self::Missed => "×",
            Self::End => "■",
            Self::NotRequired => "–",
            Self::None => "·",
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "済",
            Self::ThisMonth => "今月",
            Self::Planned => "予定",
            Self::Carried => "繰越",
            Self::Late => "遅れ",
            Self::Missed => "未実施",
            Self::End => "終期月",
            Self::NotRequired => "対象外",
            Self::None => "なし",
        }
    }

    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "mark-done",
            Self::ThisMonth => "mark-now",
            Self::Planned => "mark-planned",
            Self::Carried => "mark-carried",
            Self::Late => "mark-late",
            Self::Missed => "mark-missed",
            Self::End => "mark-end",
            Self::NotRequired => "mark-none",
            Self::None => "mark-none",
        }
    }
}

/// A month of the twelve-month strip.
#[derive(Clone, Debug)]
pub struct StripMonth {
    /// The month.
    pub month: calendar::YearMonth,
    /// What it is.
    pub mark: Mark,
    /// Where it leads; empty when it is not a link.
    pub href: String,
}

impl StripMonth {
    /// 「5月」, with the year at a January and where the strip begins (the template asks for that).
    pub fn label(&self) -> String {
        format!("{}月", self.month.month())
    }

    /// 「令和8年11月」.
    pub fn long(&self) -> String {
        calendar::wareki::month(self.month)
    }
}
