//! What every page of a planning case shows around the open part: the client on top, the five steps with their parts at the
//! left.

use app::{
    Cx, Refusal,
    planning::{
        CaseEntry, CaseView, ConsentSide, DecisionSide, PlanVersions, RenewalSide, case_view, conference_side,
        consent_side, decision_side, plan_side, plan_versions, proposal_side, renewal_side, restore_case_fact,
        term_reports, withdraw_case_fact,
    },
};
use askama::Template;
use calendar::{age_on, wareki};
use domain::{
    facts::Facts,
    id::{CaseId, FactId},
    monitoring::{Lamp, LampView},
    planning::{CaseFact, CaseFactKind, CaseKind, PlanStep, p1_review::TermReport},
};
use forms::PLAN;
use uuid::Uuid;

use super::{PAGES, cards::card, meeting::Meeting, side::Side};
use crate::{
    AppState, Form, Layout, PageError, Session, at,
    components::{LampMark, Look, phrases},
    pages::{monitoring::fact_card::FactCard, paper::layouts, step::StepFrame},
};

/// A line of the step navigation.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// Step.
    pub step: PlanStep,
    /// How the lamp looks, as in every list.
    pub look: Look,
    /// When it was done, or what it waits for.
    pub note: String,
    /// Its parts.
    pub parts: Vec<PartLine>,
}

/// A part of a step.
#[derive(Clone, Debug)]
pub struct PartLine {
    /// The part.
    pub kind: CaseFactKind,
    /// Its page; empty while it has none.
    pub href: String,
    /// Whether it is the open one.
    pub current: bool,
    /// What it shows.
    pub look: LampView,
    /// 作業版: it is being written.
    pub written: bool,
}

/// 次にすること.
#[derive(Clone, Debug)]
pub struct NextLine {
    /// Where it is done.
    pub href: String,
    /// The number of its step.
    pub number: u8,
    /// The part in words.
    pub label: String,
}

/// The frame around a page of a case.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The case as loaded.
    pub view: CaseView,
    /// `/planning/{planning}`.
    pub base: String,
    /// The open part; none on the page of the whole case.
    pub part: Option<CaseFactKind>,
    /// The five steps.
    pub steps: Vec<StepLine>,
    /// The standing facts of the open part; of the whole case where none is open.
    pub facts: Vec<FactCard>,
    /// What stands beside the forms of p2, and of the plan.
    pub side: Option<Side>,
    /// What stands beside the forms of p3.
    pub decision: Option<DecisionSide>,
    /// What stands beside the forms of p4.
    pub meeting: Option<Meeting>,
    /// The versions of the plan, beside its form.
    pub versions: Option<PlanVersions>,
    /// What stands beside the form of the consent to it.
    pub consent: Option<ConsentSide>,
    /// The plan that is replaced and its review, beside the draft and the plan.
    pub renewal: Option<RenewalSide>,
    /// The reports of the term, beside the review.
    pub reports: Vec<TermReport>,
    /// The withdrawal that can be undone, and what it took back.
    pub undo: Option<(FactId, &'static str)>,
}

/// The frame above the step, compiled once for all its pages.
#[derive(Template)]
#[template(path = "planning/frame_top.html")]
pub(crate) struct FrameTop<'a> {
    frame: &'a Frame,
}

impl Frame {
    fn of(view: CaseView, part: Option<CaseFactKind>) -> Self {
        let steps = PlanStep::ALL.iter().zip(&view.lamps).map(|(step, lamp)| line(&view, *step, lamp, part)).collect();
        let shown = |fact: &&domain::facts::Fact<CaseFact>| part.is_none_or(|part| fact.body.what() == part);
        Self {
            base: at::case(view.case.id),
            steps,
            // What a file brought goes as a whole.
            facts: view
                .case
                .facts
                .standing()
                .filter(shown)
                .map(|fact| FactCard { fixed: view.case.was_imported(), ..card(fact) })
                .collect(),
            undo: view.case.facts.last_withdrawal().map(|(it, fact)| (it.id, fact.body.what().label())),
            side: None,
            decision: None,
            meeting: None,
            versions: None,
            consent: None,
            renewal: None,
            reports: Vec::new(),
            part,
            view,
        }
    }

    /// The part of its pages above the step.
    pub(crate) fn top(&self) -> FrameTop<'_> {
        FrameTop { frame: self }
    }

    /// The layout of a page of this case.
    pub fn layout(&self, session: &Session) -> Layout {
        Layout::new(session, format!("{} {}", self.view.client.name, self.title()))
    }

    /// 「新規の計画（R8.11.22 受付）」.
    pub fn title(&self) -> String {
        self.view.case.title()
    }

    /// 計画（案）の様式: word and label of each layout.
    pub fn layouts(&self) -> Vec<(&'static str, &'static str)> {
        layouts(&PLAN)
    }

    /// 年齢 today.
    pub fn age(&self) -> String {
        format!("{}歳", age_on(self.view.client.birth, self.view.today))
    }

    /// 「R8.11.22から」 beside what is next.
    pub fn since(&self) -> String {
        format!("{}から", wareki::short(self.view.since))
    }

    /// What the open step lacks, in words.
    pub fn missing(&self) -> String {
        let step = self.view.open.and_then(|open| {
            PlanStep::ALL.iter().zip(&self.view.lacking).find(|(step, _)| **step == open).map(|(_, lacking)| lacking)
        });
        step.map(|lacking| phrases(lacking)).unwrap_or_default()
    }

    /// The one way on, on every page of the case but its own.
    pub fn next(&self) -> Option<NextLine> {
        let kind = self.view.next.filter(|kind| self.part != Some(*kind))?;
        let (case, goes_on) = (&self.view.case, self.view.being_written.contains(&kind));
        let (number, part) = (kind.step().map(PlanStep::number).unwrap_or_default(), at::case_part(case.id, kind));
        let without_paper = case.granted().is_some_and(|decision| decision.certificate.is_none());
        if kind == CaseFactKind::Decision && without_paper {
            // That of a 変更 is begun on the page of the decision, which knows the certificate that it changes.
            let new = case.kind != CaseKind::Change;
            let href = if new { at::new_certificate_of(case.client, case.id) } else { part };
            return Some(NextLine { href, number, label: "受給者証の登録".to_owned() });
        }
        Some(NextLine {
            href: part, number, label: format!("{}{}", kind.label(), if goes_on { "の続き" } else { "" })
        })
    }

    /// Whether the forms are shown.
    pub fn may_record(&self) -> bool {
        self.view.may_record && self.view.case.end().is_none()
    }

    /// Whether a file brought it, and it can be taken back.
    pub fn is_imported(&self) -> bool {
        self.may_record() && self.view.case.elsewhere().is_some()
    }

    /// Whether the open part is there already and its blank form would only add one more.
    pub fn adds(&self, form: &Form) -> bool {
        !self.facts.is_empty() && form.value("corrects").is_empty() && !form.is_sent() && !form.shows_draft()
    }

    /// Where the form of the open part is sent.
    pub fn action(&self) -> String {
        self.part.map(|part| at::case_part(self.view.case.id, part)).unwrap_or_default()
    }

    /// The address of the open part's form with a fact to correct.
    pub fn correction(&self, fact: &FactId) -> String {
        self.part.map(|part| at::case_correction(self.view.case.id, part, *fact)).unwrap_or_default()
    }
}

impl StepFrame for Frame {
    type Id = CaseId;
    type Step = Option<CaseFactKind>;
    type Body = CaseFact;
    type Entry = CaseEntry;

    async fn load(
        state: &AppState,
        session: &Session,
        id: CaseId,
        part: Option<CaseFactKind>,
    ) -> Result<Self, PageError> {
        let step = part.and_then(CaseFactKind::step);
        let (drafts, decides, meets) =
            (step == Some(PlanStep::Draft), step == Some(PlanStep::Decision), step == Some(PlanStep::Conference));
        let read = state.read(session, move |cx| {
            let view = case_view(cx, id)?;
            let side = drafts.then(|| proposal_side(cx, id)).transpose()?;
            let decision = decides.then(|| decision_side(cx, id)).transpose()?;
            let meeting = meets.then(|| conference_side(cx, id)).transpose()?;
            let plan = part == Some(CaseFactKind::Plan);
            let side = if plan { Some(plan_side(cx, id)?) } else { side };
            let versions = plan.then(|| plan_versions(cx, id, (None, None))).transpose()?;
            let consent = (part == Some(CaseFactKind::Consent)).then(|| consent_side(cx, id)).transpose()?;
            let renewal = if drafts || plan { renewal_side(cx, id)? } else { None };
            let looks_back = part == Some(CaseFactKind::Review);
            let reports = if looks_back { term_reports(cx, id)? } else { Vec::new() };
            Ok((view, side, (decision, meeting), (versions, consent), (renewal, reports)))
        });
        let (view, side, (decision, meeting), (versions, consent), (renewal, reports)) = read.await?;
        let side = side.map(|of| Side::new(state.law, of));
        let meeting = meeting.map(Meeting::new);
        Ok(Self { side, decision, meeting, versions, consent, renewal, reports, ..Self::of(view, part) })
    }

    fn subject(id: CaseId) -> Uuid {
        id.0
    }

    fn facts(&self) -> &Facts<CaseFact> {
        &self.view.case.facts
    }

    fn version(&self) -> i64 {
        self.view.case.version
    }

    fn entry(case: CaseId, version: i64, corrects: Option<FactId>) -> CaseEntry {
        CaseEntry { case, version, corrects }
    }

    fn filled(form: Form, body: &CaseFact) -> Form {
        super::filled(form, body)
    }

    fn withdraw(cx: &mut Cx<'_>, case: CaseId, fact: FactId, reason: String) -> Result<(), Refusal> {
        withdraw_case_fact(cx, case, fact, reason).map(drop)
    }

    fn restore(cx: &mut Cx<'_>, case: CaseId, withdrawal: FactId) -> Result<(), Refusal> {
        restore_case_fact(cx, case, withdrawal).map(drop)
    }

    fn home(case: CaseId) -> String {
        at::case(case)
    }
}

fn line(view: &CaseView, step: PlanStep, lamp: &Lamp, open: Option<CaseFactKind>) -> StepLine {
    let part = |kind: CaseFactKind| PartLine {
        kind,
        href: if PAGES.contains(&kind) { at::case_part(view.case.id, kind) } else { String::new() },
        current: open == Some(kind),
        look: match view.case.standing_of(kind).next() {
            Some(_) => LampView::Done,
            // Nobody has to accept what is allowed anyway.
            // What providers write is theirs: nothing waits for it.
            // Nothing more is to be done in a case that has ended, or was made elsewhere.
            None if view.case.ended().is_some() => LampView::NotRequired,
            None if kind == CaseFactKind::ProviderPlan => LampView::NotRequired,
            None if kind == CaseFactKind::Neutrality && !view.case.needs_exception() => LampView::NotRequired,
            // Of another case than a change the ward is not asked.
            None if kind == CaseFactKind::WardConsultation && view.case.kind != CaseKind::Change => {
                LampView::NotRequired
            }
            // Nobody has to be invited in writing.
            None if kind == CaseFactKind::Invitation => LampView::NotRequired,
            None if kind == CaseFactKind::Review && view.case.kind != CaseKind::Renewal => LampView::NotRequired,
            None => LampView::Open,
        },
        written: view.being_written.contains(&kind),
    };
    let LampMark { look, note, .. } = LampMark::undated(step.label(), lamp, "");
    let parts = CaseFactKind::of_step(step).filter(|kind| *kind != CaseFactKind::Review || view.case.looks_back());
    StepLine { step, look, note, parts: parts.map(part).collect() }
}
