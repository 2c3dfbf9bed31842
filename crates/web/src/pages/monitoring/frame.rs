//! What every page of a round shows around the open step: the client on top, the six steps at the left, the last round
//! below.

use app::{
    Cx, Refusal,
    monitoring::{Entry, RoundView, restore_fact, round_view, withdraw_fact},
};
use askama::Template;
use calendar::{Date, age_on, wareki};
use domain::{
    client::CertificateReach,
    facts::Facts,
    id::{FactId, RoundId},
    monitoring::{
        Fact, Lacks, Lamp, LampView, RoundFact, Step, StepState, decided_interval::every, lamp_view,
        m3_record::NextAction,
    },
};

use law::Verdict;
use uuid::Uuid;

use super::{fact_card::FactCard, strip};
use crate::{
    AppState, Form, Layout, PageError, Session, at,
    components::{StripMonth, phrases},
    pages::step::StepFrame,
};

/// A line of the step navigation.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// Step.
    pub step: Step,
    /// Whether it is the open one.
    pub current: bool,
    /// What the lamp shows.
    pub look: LampView,
    /// Date and by whom, or what is missing.
    pub note: String,
    /// 期限, while the step is open.
    pub due: String,
}

/// The frame around a step's page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The round as loaded.
    pub view: RoundView,
    /// `/monitoring/{round}`.
    pub base: String,
    /// The open step; `None` on the page for 繰越.
    pub step: Option<Step>,
    /// The six steps.
    pub steps: Vec<StepLine>,
    /// Twelve months.
    pub strip: Vec<StripMonth>,
    /// The standing facts of the open step.
    pub facts: Vec<FactCard>,
    /// The last round's facts of the same step.
    pub last: Vec<FactCard>,
    /// The withdrawal that can be undone, and what it took back.
    pub undo: Option<(FactId, &'static str)>,
}

/// The frame above the step, compiled once for all its pages.
#[derive(Template)]
#[template(path = "monitoring/frame_top.html")]
pub(crate) struct FrameTop<'a> {
    frame: &'a Frame,
}

impl Frame {
    /// The frame of a loaded round.
    pub fn of(view: RoundView, step: Option<Step>) -> Self {
        let steps = Step::ALL
            .into_iter()
            .zip(view.progress.iter().zip(&view.lamps))
            .map(|(one, states)| line(&view, one, states, step == Some(one)))
            .collect();
        let cards = |round| step.map_or_else(Vec::new, |step| FactCard::of_step(round, step));
        Self {
            base: at::round(view.round.id),
            strip: strip::months(&view.months),
            facts: cards(&view.round),
            last: view.last.as_ref().map_or_else(Vec::new, cards),
            undo: view.round.facts.last_withdrawal().map(|(withdrawal, fact)| (withdrawal.id, fact.body.label())),
            step,
            steps,
            view,
        }
    }

    /// The part of its pages above the step.
    pub(crate) fn top(&self) -> FrameTop<'_> {
        FrameTop { frame: self }
    }

    /// The layout of a page of this round.
    pub fn layout(&self, session: &Session) -> Layout {
        Layout::new(session, self.title())
    }

    /// 「令和8年10月のモニタリング」.
    pub fn title(&self) -> String {
        format!("{}のモニタリング", wareki::month(self.view.round.month))
    }

    /// 年齢 today.
    pub fn age(&self) -> String {
        format!("{}歳", age_on(self.view.client.birth, self.view.today))
    }

    /// 「3か月ごと」.
    pub fn interval(&self) -> String {
        match self.view.interval_months {
            Some(months) => every(months),
            None if self.view.certificate_beside.is_none() => String::new(),
            None => "実施月の指定あり".to_owned(),
        }
    }

    /// 受給者証の終期, or that there is none.
    pub fn certificate_end(&self) -> String {
        match self.view.certificate_end() {
            Some(end) => {
                let soon = CertificateReach::of(end, self.view.today).soon();
                let soon = soon.map(|words| format!("（▲ {words}）")).unwrap_or_default();
                format!("受給者証 {}まで{soon}", wareki::long(end))
            }
            None => "受給者証がありません".to_owned(),
        }
    }

    /// Whether the certificate ends within the months in which a renewal is begun.
    pub fn certificate_ends_soon(&self) -> bool {
        self.view.certificate_end().is_some_and(|end| CertificateReach::of(end, self.view.today).soon().is_some())
    }

    /// 次にすること of the finished report: what to do, and where.
    pub fn next_actions(&self) -> Vec<(&'static str, String)> {
        let Some((_, report)) = self.view.round.finished_report() else { return Vec::new() };
        let client = self.view.client.id;
        let href = |next: NextAction| match next {
            NextAction::Continue => String::new(),
            NextAction::End => format!("{}/end", at::client(client)),
            NextAction::Change | NextAction::Renew | NextAction::Conference | NextAction::Interval => next
                .plan()
                .map_or_else(|| format!("{}/planning/new", at::client(client)), |kind| at::new_case(client, kind)),
        };
        report.next.iter().map(|next| (next.label(), href(*next))).collect()
    }

    /// Whether what follows from the report takes an application of the person.
    pub fn wants_application(&self) -> bool {
        self.view.round.finished_report().is_some_and(|(_, report)| report.wants_application())
    }

    /// What of 申請の勧奨 and 連絡調整 is still to be done.
    pub fn open_next_steps(&self) -> Vec<String> {
        self.view.round.open_next_steps()
    }

    /// 「令和8年7月」 of the last round.
    pub fn last_month(&self) -> String {
        self.view.last.as_ref().map(|last| wareki::month(last.month)).unwrap_or_default()
    }

    /// The carry-over that stands, under its heading; also where the visit took place in the scheduled month after all,
    /// so that it can be corrected and taken back.
    pub fn carried(&self) -> Option<(String, FactCard)> {
        let (fact, _) = self.view.round.carry_over()?;
        let heading = if self.view.round.is_carried() {
            format!("{}へ繰越", self.next_month())
        } else {
            format!("{}への繰越の記録があります（訪問は予定月のうちに済みました）", self.next_month())
        };
        Some((heading, FactCard::of(fact)))
    }

    /// The page of the carry-over.
    pub fn carry_over_href(&self) -> String {
        at::carry_over(self.view.round.id)
    }

    /// 兼務, where the specialist has a post at a provider of the client: whether it is allowed, and why.
    pub fn dual_post(&self) -> Option<(bool, String)> {
        match self.view.dual_post.as_ref()? {
            Verdict::Is(decided) => Some((true, decided.why.sentence.to_string())),
            Verdict::No(why) => Some((false, why.sentence.to_string())),
            Verdict::Needs(_) | Verdict::MunicipalityDecides { .. } | Verdict::NotCovered { .. } => None,
        }
    }

    /// 実施できなかった, where it stands.
    pub fn missed(&self) -> Option<FactCard> {
        self.view.round.missed().map(|(fact, _)| FactCard::of(fact))
    }

    /// Whether 繰越 is worth offering: the month is running or over, and no visit that counts is there.
    pub fn may_carry_over(&self) -> bool {
        let visited = self.view.round.home_visit().is_some_and(|(_, visit)| visit.counts());
        !visited && self.view.today >= self.view.round.month.first_day() && self.view.round.missed().is_none()
    }

    /// Whether the open step's form is shown.
    pub fn may_record(&self) -> bool {
        self.view.may_record && self.view.round.missed().is_none()
    }

    /// What is said of a round that no certificate lists.
    pub fn beside_the_plan(&self) -> String {
        let why = self.why_beside_the_plan();
        if self.view.round.is_listed() {
            return why;
        }
        format!("{why}まだ何も記録していません。何も記録しなければ、この月は予定にも一覧にも残りません。")
    }

    fn why_beside_the_plan(&self) -> String {
        if !self.view.round.has_certificate() {
            return "この月の受給者証がまだ登録されていません。記録は残り、受給者証を登録したときに請求できるかを判断します。"
                .to_owned();
        }
        if self.view.round.scheduled {
            return String::new();
        }
        format!("{}は、受給者証の実施月ではありません。記録は残りますが、請求はできません。", self.title())
    }

    /// Whether the open step is done already and its blank form would only add one more.
    pub fn adds(&self, form: &Form) -> bool {
        let done = self.steps.iter().any(|line| line.current && line.look == LampView::Done);
        done && form.value("corrects").is_empty() && !form.is_sent() && !form.shows_draft()
    }

    /// The address of the open step's form with a fact to correct.
    pub fn correction(&self, fact: &FactId) -> String {
        self.step.map(|step| at::correction(self.view.round.id, step, *fact)).unwrap_or_default()
    }

    /// The next month's name, for the words of 繰越.
    pub fn next_month(&self) -> String {
        wareki::month(self.view.round.month.next())
    }
}

impl StepFrame for Frame {
    type Id = RoundId;
    type Step = Option<Step>;
    type Body = RoundFact;
    type Entry = Entry;

    async fn load(state: &AppState, session: &Session, id: RoundId, step: Option<Step>) -> Result<Self, PageError> {
        let view = state.read(session, move |cx| round_view(cx, id)).await?;
        Ok(Self::of(view, step))
    }

    fn subject(id: RoundId) -> Uuid {
        id.0
    }

    fn facts(&self) -> &Facts<RoundFact> {
        &self.view.round.facts
    }

    fn version(&self) -> i64 {
        self.view.round.version
    }

    fn entry(round: RoundId, version: i64, corrects: Option<FactId>) -> Entry {
        Entry { round, version, corrects }
    }

    fn filled(form: Form, body: &RoundFact) -> Form {
        super::filled(form, body)
    }

    fn withdraw(cx: &mut Cx<'_>, round: RoundId, fact: FactId, reason: String) -> Result<(), Refusal> {
        withdraw_fact(cx, round, fact, reason).map(drop)
    }

    fn restore(cx: &mut Cx<'_>, round: RoundId, withdrawal: FactId) -> Result<(), Refusal> {
        restore_fact(cx, round, withdrawal).map(drop)
    }

    fn home(round: RoundId) -> String {
        at::round(round)
    }
}

fn line(view: &RoundView, step: Step, (state, lamp): (&StepState, &Lamp), current: bool) -> StepLine {
    let due = view.due.of(step);
    let look = lamp_view(lamp.letter(), due, view.today);
    let (note, open) = match state {
        StepState::Done(on) => (done(view, step, *on), false),
        StepState::NotRequired(why) => (why.clone(), false),
        StepState::Ready { .. } => (String::new(), true),
        StepState::Waiting { missing, .. } | StepState::Late { missing, .. } => (wants(missing, look), true),
    };
    let note = match view.claim.returned.as_ref().filter(|_| step == Step::Claim) {
        Some(returned) => format!("{}　{note}", returned.short()).trim_end().to_owned(),
        None => note,
    };
    let due = if open { format!("{}まで", wareki::short(due)) } else { String::new() };
    StepLine { step, current, look, note, due }
}

fn wants(missing: &[Lacks], look: LampView) -> String {
    match missing {
        [] => String::new(),
        _ if look == LampView::Answer => phrases(missing),
        _ => format!("待ち: {}", phrases(missing)),
    }
}

/// 「R8.10.14 佐藤 花子」.
fn done(view: &RoundView, step: Step, on: Date) -> String {
    let who = |fact: &Fact| fact.by();
    let fact = match step {
        Step::HomeVisit => view.round.home_visit().map(|(fact, _)| fact),
        Step::Record => view.round.finished_report().map(|(fact, _)| fact),
        Step::Consent => view.round.consent().map(|(fact, _)| fact),
        Step::Submission => view.round.submission().map(|(fact, _)| fact),
        _ => view.round.standing().filter(|fact| fact.body.step() == Some(step)).last(),
    };
    let by = fact.map(who).unwrap_or_default();
    let count = view.round.standing().filter(|fact| matches!(fact.body, RoundFact::ServiceCheck(_))).count();
    let more = if step == Step::ServiceCheck && count > 1 { format!("（{count}件）") } else { String::new() };
    format!("{} {by}{more}", wareki::short(on))
}
