//! p3 計画案の提出: the person, or the office for the person, hands 計画案, 支給申請書 and 計画相談支援依頼(変更)届出書 to the municipality. A case may
//! have several hand-ins: a paper that was missing is brought later.

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFact, CaseFactKind, CaseText as _, PlanningCase, p2_draft::PlanDraft};
use crate::{
    id::FactId,
    monitoring::{
        Lacks,
        check::{Checker, Checking, Problem, limit},
        m5_submission::SubmissionMeans,
    },
    text::say,
};

/// 計画案の提出.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    /// 提出日.
    pub handed_on: Date,
    /// 提出先: municipality and 区役所・支所, as it was on that day.
    pub to: String,
    /// 本人 or 代行.
    pub by: HandedBy,
    /// Who it was.
    pub by_name: String,
    /// 提出方法.
    pub means: SubmissionMeans,
    /// The papers handed in.
    pub papers: Vec<HandInPaper>,
    /// The papers that the municipality does not ask for.
    pub not_asked: Vec<HandInPaper>,
    /// 備考.
    pub note: String,
    /// The texts of the proposal that were handed in, as they stood then; none where 計画案 was not among the papers.
    #[serde(default)]
    pub texts: Vec<FactId>,
}

/// Who handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedBy {
    /// 本人 (障害児では保護者).
    Client,
    /// 代行: the office or somebody else for the person.
    Deputy,
}

/// The papers of a hand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandInPaper {
    /// 計画案, with 週間計画.
    Draft,
    /// 支給申請書.
    Application,
    /// 計画相談支援依頼(変更)届出書.
    Notice,
}

words!(HandedBy { Client, "client", "本人（保護者）"; Deputy, "deputy", "代行（事業所など）"; });
words!(HandInPaper {
    Draft, "draft", "計画案";
    Application, "application", "支給申請書";
    Notice, "notice", "計画相談支援依頼（変更）届出書";
});

impl HandIn {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.day("handed_on", "提出日", Some(self.handed_on));
        check.text("to", "提出先", &self.to, limit::SHORT, true);
        check.text("by_name", "提出した人の名前", &self.by_name, limit::SHORT, true);
        check.text("note", "備考", &self.note, limit::LONG, false);
        if self.papers.is_empty() {
            check.refuse("papers", say::choose("提出した書類"));
        }
        if self.papers.contains(&HandInPaper::Draft) {
            // What went with a hand-in that is corrected may be older than the draft as it stands now.
            let went = self.texts.iter().filter_map(|id| case.facts.find(*id));
            let went = went.into_iter().find_map(|fact| PlanDraft::of_fact(&fact.body));
            match went.or_else(|| case.text::<PlanDraft>().map(|(_, draft)| draft)) {
                None => {
                    let sentence = "計画案がまだ仕上がっていません。先に計画案を仕上げてください";
                    check.refuse("papers", sentence.to_owned());
                }
                Some(draft) => {
                    check.order("handed_on", ("計画案の作成日", draft.written_on), ("提出日", Some(self.handed_on)));
                }
            }
        }
        if let Some(both) = self.not_asked.iter().find(|paper| self.papers.contains(paper)) {
            let sentence = format!("{}が、提出した書類と求められない書類の両方にあります", both.label());
            check.refuse("not_asked", sentence);
        }
        if self.not_asked.contains(&HandInPaper::Draft) {
            check.refuse("not_asked", "計画案は、求められる書類です".to_owned());
        }
        check.problems
    }
}

impl PlanningCase {
    /// The hand-ins that stand, oldest first.
    pub fn hand_ins(&self) -> impl Iterator<Item = &HandIn> {
        self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::HandIn(hand_in) => Some(hand_in),
            _ => None,
        })
    }

    /// The papers that were neither handed in nor are without need, in their order.
    pub fn missing_papers(&self) -> Vec<HandInPaper> {
        let settled =
            |paper: &HandInPaper| self.hand_ins().any(|it| it.papers.contains(paper) || it.not_asked.contains(paper));
        HandInPaper::ALL.iter().copied().filter(|paper| !settled(paper)).collect()
    }

    /// What can be handed in now: with the consent to the draft and its delivery, what was neither handed in nor is without need, and a
    /// draft that was corrected since. Nothing once it is decided on.
    pub fn to_hand_in(&self) -> Vec<HandInPaper> {
        let ready = self.ended().is_none()
            && self.decision().is_none()
            && super::lacking(self, super::PlanStep::Draft).is_empty();
        if !ready {
            return Vec::new();
        }
        let mut papers = self.missing_papers();
        if self.hands_in_again() && !papers.contains(&HandInPaper::Draft) {
            papers.insert(0, HandInPaper::Draft);
        }
        papers
    }

    /// 提出: the first day on which 計画案 was handed in.
    pub fn handed_in_on(&self) -> Option<Date> {
        let drafts = self.hand_ins().filter(|it| it.papers.contains(&HandInPaper::Draft));
        drafts.map(|it| it.handed_on).min()
    }

    /// 答え待ち: since when the municipality has the draft and nobody has entered its answer; none where nothing is waited for.
    pub fn awaits_answer_since(&self) -> Option<Date> {
        self.handed_in_on().filter(|_| self.decision().is_none() && self.ended().is_none())
    }

    /// Whether the draft was corrected after it was handed in, and nobody decided on it yet.
    pub fn hands_in_again(&self) -> bool {
        let last = self.hand_ins().filter(|it| it.papers.contains(&HandInPaper::Draft)).last();
        let decided = self.standing_of(CaseFactKind::Decision).next().is_some();
        !decided && last.is_some_and(|it| it.texts != self.consentable())
    }
}

/// What the hand-in lacks, each paper by its name.
pub(super) fn lacks(case: &PlanningCase) -> Vec<Lacks> {
    if case.hand_ins().next().is_none() {
        return vec![Lacks(CaseFactKind::HandIn.label().to_owned())];
    }
    let missing = case.missing_papers().into_iter();
    let mut lacks: Vec<Lacks> = missing.map(|paper| Lacks(format!("{}の提出", paper.label()))).collect();
    if case.hands_in_again() {
        lacks.push(Lacks("直した計画案の提出".to_owned()));
    }
    lacks
}
