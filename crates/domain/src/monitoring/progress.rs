//! The six lamps: computed from facts, never stored as truth.
//!
//! [`steps`] reads the facts alone, [`lamps`] adds what the judge of claims says; [`progress`] sets them against their due days and today. The board stores the
//! lamps as letters, and [`lamp_view`] tells from a letter and its due day what the lamp shows today.

use calendar::{Date, YearMonth};

use super::Round;
use crate::{billing::same_month::ConsentToReport, office::MunicipalitySettings};

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

    /// The step of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
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

    /// The label in two characters, for the head of the board.
    pub fn short(self) -> &'static str {
        match self {
            Self::ServiceCheck => "状況",
            Self::HomeVisit => "訪問",
            Self::Record => "記録",
            Self::Consent => "同意",
            Self::Submission => "提出",
            Self::Claim => "請求",
        }
    }

    /// What to do next when this step is the open one.
    pub fn to_do(self) -> &'static str {
        match self {
            Self::ServiceCheck => "サービスの状況を確認する",
            Self::HomeVisit => "訪問する",
            Self::Record => "報告書を書く",
            Self::Consent => "同意をもらう",
            Self::Submission => "写しを提出する",
            Self::Claim => "請求する",
        }
    }

    /// The number of the step, 1 to 6.
    pub fn number(self) -> u8 {
        match self {
            Self::ServiceCheck => 1,
            Self::HomeVisit => 2,
            Self::Record => 3,
            Self::Consent => 4,
            Self::Submission => 5,
            Self::Claim => 6,
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
        missing: Vec<Lacks>,
        /// Last day that is not late.
        due: Date,
    },
    /// 遅れ: open and past its day.
    Late {
        /// First late day.
        since: Date,
        /// What is missing; empty when it could be done at once.
        missing: Vec<Lacks>,
    },
    /// 対象外, and why.
    NotRequired(String),
}

/// What a step still lacks, as a short Japanese phrase for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacks(pub String);

/// What the facts alone say of a step, without any day of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lamp {
    /// 済, on this day.
    Done(Date),
    /// まだ: can be done now.
    Ready,
    /// まだ: something else comes first.
    Waiting(Vec<Lacks>),
    /// 返事待ち: sent on this day, the answer is awaited.
    Answer(Date),
    /// 対象外, and why.
    NotRequired(String),
}

impl Lamp {
    /// The letter in the board: D, R, W, A (awaits an answer), N.
    pub fn letter(&self) -> char {
        match self {
            Self::Done(_) => 'D',
            Self::Ready => 'R',
            Self::Waiting(_) => 'W',
            Self::Answer(_) => 'A',
            Self::NotRequired(_) => 'N',
        }
    }

    /// What it shows where no day is set for it.
    pub fn view(&self) -> LampView {
        undated_view(self.letter())
    }

    /// What is missing, in words; empty unless it waits for something.
    pub fn missing(&self) -> Vec<Lacks> {
        match self {
            Self::Waiting(missing) => missing.clone(),
            Self::Answer(sent_on) => {
                vec![Lacks(format!("{}月{}日に送った報告書への返事", sent_on.month(), sent_on.day()))]
            }
            _ => Vec::new(),
        }
    }

    /// Whether the step is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Ready | Self::Waiting(_) | Self::Answer(_))
    }
}

/// The last days on which the steps are not yet late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDays {
    /// m1 to m3: the last day of the monitoring month (carried: of the next).
    pub record: Date,
    /// m4 and m5: the municipality's day of the following month.
    pub submission: Date,
    /// m6: the day of the month after the visit by which claims reach 国保連.
    pub claim: Date,
}

impl DueDays {
    /// The due day of one step.
    pub fn of(&self, step: Step) -> Date {
        match step {
            Step::ServiceCheck | Step::HomeVisit | Step::Record => self.record,
            Step::Consent | Step::Submission => self.submission,
            Step::Claim => self.claim,
        }
    }
}

/// The last days on which the steps of the round are not yet late.
pub fn due_days(round: &Round, settings: &MunicipalitySettings) -> DueDays {
    let month = round.working_month();
    let claimed =
        round.home_visit().filter(|(_, visit)| visit.counts()).map_or(month, |(_, visit)| YearMonth::of(visit.date));
    DueDays { record: month.last_day(), submission: settings.submission_due(month), claim: settings.claim_due(claimed) }
}

/// What the round's own facts say of the five steps before the claim.
pub fn steps(round: &Round, settings: &MunicipalitySettings) -> [Lamp; 5] {
    let m4 = consent(round, settings);
    [service_check(round), home_visit(round), record(round), m4.clone(), submission(round, settings, &m4)]
        .map(|lamp| unless_ended(lamp, round))
}

/// The six lamps; whether it may be claimed hangs on more than the round, so that one is `claim`
/// ([`crate::billing::claimable::claim_lamp`]).
pub fn lamps(round: &Round, settings: &MunicipalitySettings, claim: Lamp) -> [Lamp; 6] {
    let [m1, m2, m3, m4, m5] = steps(round, settings);
    [m1, m2, m3, m4, m5, unless_ended(claim, round)]
}

fn unless_ended(lamp: Lamp, round: &Round) -> Lamp {
    match round.ended() {
        Some(reason) if lamp.is_open() => Lamp::NotRequired(reason),
        _ => lamp,
    }
}

fn waits_for(phrases: impl IntoIterator<Item = &'static str>) -> Lamp {
    Lamp::Waiting(phrases.into_iter().map(|phrase| Lacks(phrase.to_owned())).collect())
}

fn service_check(round: &Round) -> Lamp {
    let Some(last) = round.service_checks().map(|(_, check)| check.date).max() else { return Lamp::Ready };
    let open = round.unanswered_checks();
    if open.is_empty() {
        return Lamp::Done(last);
    }
    Lamp::Waiting(open.into_iter().map(|one| Lacks(format!("{}の確認", one.name))).collect())
}

fn home_visit(round: &Round) -> Lamp {
    match round.home_visit() {
        None => Lamp::Ready,
        Some((_, visit)) => match visit.shortcoming() {
            None => Lamp::Done(visit.date),
            Some(phrase) => waits_for([phrase]),
        },
    }
}

fn record(round: &Round) -> Lamp {
    if let Some((fact, report)) = round.finished_report() {
        return Lamp::Done(report.written_on.unwrap_or_else(|| fact.recorded_on()));
    }
    if round.being_written || round.draft().is_some() {
        return waits_for(["報告書の仕上げ（下書きがあります）"]);
    }
    match home_visit(round) {
        Lamp::Done(_) => Lamp::Ready,
        _ => waits_for(["自宅訪問の記録"]),
    }
}

/// Where the municipality does not ask for the consent to each report, one that was given counts, and none is wanted.
fn consent(round: &Round, settings: &MunicipalitySettings) -> Lamp {
    match (consent_to_each(round), settings.consent_to_report) {
        (done @ Lamp::Done(_), _) => done,
        (lamp, ConsentToReport::EachTime) => lamp,
        (_, ConsentToReport::Advance) => Lamp::NotRequired(format!(
            "{}は、前もってまとめて得た同意でよいとしています。得てあることを確かめてください",
            settings.called()
        )),
        (_, ConsentToReport::NotAsked) => {
            Lamp::NotRequired(format!("{}は、報告書への同意を求めていません", settings.called()))
        }
    }
}

fn consent_to_each(round: &Round) -> Lamp {
    let Some((report, _)) = round.finished_report() else {
        return waits_for(["モニタリング報告書"]);
    };
    match round.consent() {
        None => Lamp::Ready,
        Some((_, consent)) if consent.report != report.id => waits_for(["訂正した報告書への同意"]),
        Some((_, consent)) => match (consent.agreed_on, consent.sent_on) {
            (Some(agreed_on), _) => Lamp::Done(agreed_on),
            (None, Some(sent_on)) => Lamp::Answer(sent_on),
            (None, None) => Lamp::Ready,
        },
    }
}

fn submission(round: &Round, settings: &MunicipalitySettings, consent: &Lamp) -> Lamp {
    let report = round.finished_report();
    if let (Some((handed_in, submission)), Some((report, _))) = (round.submission(), report) {
        return if round.facts.recorded_before(handed_in.id, report.id) {
            waits_for(["訂正した報告書の写しの提出"])
        } else {
            Lamp::Done(submission.date)
        };
    }
    let change = report.is_some_and(|(_, report)| report.change_needed());
    if !settings.every_report_submitted && !change {
        return Lamp::NotRequired(format!("{}は、計画の変更が要らないときの写しの提出を求めていません", settings.name));
    }
    match report {
        None => waits_for(["モニタリング報告書"]),
        Some(_) if consent.is_open() => waits_for(["報告書への同意"]),
        Some(_) => Lamp::Ready,
    }
}

/// The state of the six steps of a round on `today`.
pub fn progress(lamps: [Lamp; 6], due: &DueDays, today: Date) -> [StepState; 6] {
    let [m1, m2, m3, m4, m5, m6] = lamps;
    [
        state(m1, due.record, today),
        state(m2, due.record, today),
        state(m3, due.record, today),
        state(m4, due.submission, today),
        state(m5, due.submission, today),
        state(m6, due.claim, today),
    ]
}

fn state(lamp: Lamp, due: Date, today: Date) -> StepState {
    let missing = lamp.missing();
    match lamp {
        Lamp::Done(on) => StepState::Done(on),
        Lamp::NotRequired(why) => StepState::NotRequired(why),
        Lamp::Ready | Lamp::Waiting(_) | Lamp::Answer(_) if due < today => {
            StepState::Late { since: due.tomorrow().unwrap_or(due), missing }
        }
        Lamp::Ready => StepState::Ready { due },
        Lamp::Waiting(_) | Lamp::Answer(_) => StepState::Waiting { missing, due },
    }
}

/// What one lamp of the board shows today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LampView {
    /// ● 済.
    Done,
    /// ○ まだ.
    Open,
    /// ◐ 返事待ち.
    Answer,
    /// ▲ 遅れ.
    Late,
    /// – 対象外.
    NotRequired,
}

impl LampView {
    /// The shape on the screen; the word stands beside it for those who do not see it.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::Open => "○",
            Self::Answer => "◐",
            Self::Late => "▲",
            Self::NotRequired => "–",
        }
    }

    /// The word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "済",
            Self::Open => "まだ",
            Self::Answer => "返事待ち",
            Self::Late => "遅れ",
            Self::NotRequired => "対象外",
        }
    }

    /// The word in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "open",
            Self::Answer => "answer",
            Self::Late => "late",
            Self::NotRequired => "none",
        }
    }
}

/// What a stored letter shows on `today`; an unknown letter shows as open, so that nothing is hidden.
pub fn lamp_view(letter: char, due: Date, today: Date) -> LampView {
    match undated_view(letter) {
        LampView::Open | LampView::Answer if due < today => LampView::Late,
        view => view,
    }
}

fn undated_view(letter: char) -> LampView {
    match letter {
        'D' => LampView::Done,
        'N' => LampView::NotRequired,
        'A' => LampView::Answer,
        _ => LampView::Open,
    }
}
