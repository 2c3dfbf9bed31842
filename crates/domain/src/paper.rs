//! 書類: every paper that is to be printed, sent or got back, of planning cases and of rounds. Where a paper stands is asked of the facts:
//! a consent means that it came back, a delivery or a hand-in that it was sent. Only what no fact says, that it was printed, given to be
//! signed, or is not needed, is a mark of its own ([`PaperFact`]).

mod marking;
mod of_case;
mod of_client;
mod of_round;
mod stands;

use calendar::Date;
use serde::{Deserialize, Serialize};

pub use marking::MarkRefusal;
pub use of_case::papers_of_case;
pub use of_client::papers_of_client;
pub use of_round::papers_of_round;

use crate::{
    client::AboutKind,
    facts::{Body, Fact, Facts},
    id::{CaseId, ClientId, FactId, OfficeId, OperationId, RoundId},
    monitoring::Step,
    planning::CaseFactKind,
};

/// The kinds of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 基本情報, for the file.
    Basic,
    /// アセスメント, for the file.
    Assessment,
    /// 計画案, to be signed.
    Draft,
    /// The person's own copy of 計画案.
    DraftCopy,
    /// 計画案, for the municipality.
    DraftHandIn,
    /// 支給申請書.
    Application,
    /// 計画相談支援依頼(変更)届出書.
    Notice,
    /// 受給者証: its copy comes from the person after the decision.
    Certificate,
    /// サービス担当者会議録.
    Minutes,
    /// 計画, to be signed.
    Plan,
    /// 計画, delivered.
    PlanCopy,
    /// 個別支援計画 of a provider.
    ProviderPlan,
    /// モニタリング報告書, to be signed.
    Report,
    /// The copy of モニタリング報告書 for the municipality.
    ReportCopy,
    /// 計画相談支援依頼(変更)届出書 of a 事業所の変更.
    OfficeNotice,
}

words!(PaperKind {
    Basic, "basic", "基本情報";
    Assessment, "assessment", "アセスメント";
    Draft, "draft", "計画案（同意の署名）";
    DraftCopy, "draft_copy", "計画案（本人の控え）";
    DraftHandIn, "draft_hand_in", "計画案（提出）";
    Application, "application", "支給申請書";
    Notice, "notice", "計画相談支援依頼（変更）届出書";
    Certificate, "certificate", "受給者証の写し";
    Minutes, "minutes", "サービス担当者会議録";
    Plan, "plan", "計画（同意の署名）";
    PlanCopy, "plan_copy", "計画（交付）";
    ProviderPlan, "provider_plan", "個別支援計画";
    Report, "report", "モニタリング報告書（同意の署名）";
    ReportCopy, "report_copy", "モニタリング報告書（写しの提出）";
    OfficeNotice, "office_notice", "事業所の変更届出書";
});

impl PaperKind {
    /// Whether an office may say that it does not need it: nothing of the law's steps waits for it.
    pub fn may_be_left_out(self) -> bool {
        matches!(
            self,
            Self::Basic
                | Self::Assessment
                | Self::Minutes
                | Self::ProviderPlan
                | Self::Application
                | Self::Notice
                | Self::OfficeNotice
        )
    }
}

/// 用途: what a paper is printed for, in the order in which one sees to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperUse {
    /// 署名をもらう.
    Sign,
    /// 渡す・出す.
    Give,
    /// 受け取る.
    Get,
    /// 事務所の控え.
    File,
}

words!(PaperUse {
    Sign, "sign", "署名をもらう";
    Give, "give", "渡す・出す";
    Get, "get", "受け取る";
    File, "file", "事務所の控え";
});

impl PaperKind {
    /// 用途.
    pub fn used(self) -> PaperUse {
        match self {
            Self::Draft | Self::Plan | Self::Report => PaperUse::Sign,
            Self::Certificate | Self::ProviderPlan => PaperUse::Get,
            Self::Basic | Self::Assessment | Self::Minutes => PaperUse::File,
            _ => PaperUse::Give,
        }
    }

    /// Whether the program prints it; what comes from others it does not.
    pub fn is_printed_here(self) -> bool {
        self.used() != PaperUse::Get
    }
}

/// What a scan is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanKind {
    /// 受給者証.
    Certificate,
    /// 計画案, signed.
    Draft,
    /// 計画, signed.
    Plan,
    /// モニタリング報告書, signed.
    Report,
    /// 支給申請書 and 届出書.
    Application,
    /// サービス担当者会議録.
    Minutes,
    /// 個別支援計画.
    ProviderPlan,
    /// 手帳.
    Handbook,
    /// 契約書 and 重要事項説明書.
    Contract,
    /// その他.
    Other,
}

words!(ScanKind {
    Certificate, "certificate", "受給者証の写し";
    Draft, "draft", "署名された計画案";
    Plan, "plan", "署名された計画";
    Report, "report", "署名されたモニタリング報告書";
    Application, "application", "支給申請書・届出書の控え";
    Minutes, "minutes", "サービス担当者会議録";
    ProviderPlan, "provider_plan", "個別支援計画";
    Handbook, "handbook", "手帳の写し";
    Contract, "contract", "契約書・重要事項説明書";
    Other, "other", "その他";
});

impl PaperKind {
    /// The scan that is kept of the paper once it has come back or gone; none of what is only printed.
    pub fn scan(self) -> Option<ScanKind> {
        match self {
            Self::Certificate => Some(ScanKind::Certificate),
            Self::Draft => Some(ScanKind::Draft),
            Self::Plan => Some(ScanKind::Plan),
            Self::Report => Some(ScanKind::Report),
            Self::Application | Self::Notice | Self::OfficeNotice => Some(ScanKind::Application),
            Self::ProviderPlan => Some(ScanKind::ProviderPlan),
            _ => None,
        }
    }
}

/// Where a paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperState {
    /// 印刷待ち.
    ToPrint,
    /// 送付待ち: to be given or sent.
    ToSend,
    /// 返送待ち: to come back.
    ToReturn,
    /// 済.
    Done,
}

words!(PaperState { ToPrint, "print", "印刷待ち"; ToSend, "send", "送付待ち"; ToReturn, "return", "返送待ち"; Done, "done", "済"; });

/// What can be marked of a paper where no other fact says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperMark {
    /// 印刷した.
    Printed,
    /// 渡した・送った.
    Sent,
    /// 要らない.
    NotNeeded,
}

words!(PaperMark { Printed, "printed", "印刷した"; Sent, "sent", "渡した・送った"; NotNeeded, "not_needed", "要らない"; });

/// What a paper belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum PaperOf {
    /// A planning case.
    Case(CaseId),
    /// A round of monitoring.
    Round(RoundId),
    /// The client, where it belongs to neither: 事業所の変更.
    Client(ClientId),
}

/// Which paper: another version of a text, and the same text for somebody else, is another paper.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaperKey {
    /// Kind.
    pub paper: PaperKind,
    /// The fact of which it is the paper; none where it is the paper of no text.
    pub version: Option<FactId>,
    /// The provider that gets or gives it; of a 事業所の変更 the other office and the day; empty where it is none.
    pub provider: String,
}

/// A paper and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The client.
    pub client: ClientId,
    /// Case or round.
    pub of: PaperOf,
    /// Which.
    pub key: PaperKey,
    /// For whom, or from whom.
    pub whom: String,
    /// Where it stands.
    pub state: PaperState,
    /// Since when; of one that is done, the day.
    pub since: Date,
    /// Who did the last thing with it; empty where nobody has touched it yet.
    pub by: String,
    /// The mark that can be set next; none where it is recorded on the page of its step.
    pub next: Option<PaperMark>,
    /// The step on whose page it is recorded.
    pub place: PaperPlace,
}

/// On which page a paper is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperPlace {
    /// A part of the case.
    Part(CaseFactKind),
    /// A step of the round.
    Step(Step),
    /// A record of the client.
    Record(AboutKind),
}

/// What a fact about papers says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaperFact {
    /// A mark.
    Marked {
        /// Which paper.
        #[serde(flatten)]
        key: PaperKey,
        /// What.
        mark: PaperMark,
        /// The day.
        on: Date,
        /// The sending with which it was set, together with others: all of them are taken back together.
        batch: OperationId,
    },
    /// 取消.
    Withdrawn {
        /// Why it was taken back.
        reason: String,
    },
}

impl Body for PaperFact {
    type Id = FactId;

    fn kind(&self) -> &'static str {
        match self {
            Self::Marked { .. } => "marked",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    fn is_withdrawal(&self) -> bool {
        matches!(self, Self::Withdrawn { .. })
    }

    fn withdrawal(&self, reason: String) -> Self {
        Self::Withdrawn { reason }
    }
}

/// The marks of the papers of one case or round.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperLog {
    /// Office.
    pub office: OfficeId,
    /// The client.
    pub client: ClientId,
    /// Case or round.
    pub of: PaperOf,
    /// Everything ever marked, the oldest first.
    pub facts: Facts<PaperFact>,
}

impl PaperLog {
    /// Without a mark.
    pub fn new(office: OfficeId, client: ClientId, of: PaperOf) -> Self {
        Self { office, client, of, facts: Facts::default() }
    }

    /// The last mark of a paper that stands.
    pub fn mark(&self, paper: &PaperKey) -> Option<(&Fact<PaperFact>, PaperMark, Date)> {
        let marks = self.facts.standing().filter_map(|fact| match &fact.body {
            PaperFact::Marked { key, mark, on, .. } if key == paper => Some((fact, *mark, *on)),
            _ => None,
        });
        marks.last()
    }

    /// The marks that stand and were set with that sending.
    pub fn of_batch(&self, sending: OperationId) -> impl Iterator<Item = &Fact<PaperFact>> {
        let of =
            move |fact: &&Fact<PaperFact>| matches!(fact.body, PaperFact::Marked { batch, .. } if batch == sending);
        self.facts.standing().filter(of)
    }
}
