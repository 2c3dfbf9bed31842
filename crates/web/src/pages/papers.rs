//! 書類: the queue of papers to print, to send and to get back. Several are marked at once, and all of them taken back at once.

use app::{
    monitoring::Who,
    papers::{
        MarkText, PaperFilter, PaperLine, PaperList, batch_size, list_papers, mark_papers, print_papers, token,
        undo_marks,
    },
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{
    id::{OperationId, SpecialistId},
    office::{Right, Specialist},
    paper::{PaperKind, PaperMark, PaperOf, PaperPlace, PaperState, PaperUse},
};
use serde::Deserialize;

use crate::{
    AppState, Flash, Form, Layout, PageResult, Session, at, pages::paper, see_other, see_other_with, show, show_again,
};

/// What the address may say. It names no person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The word of a state.
    state: String,
    /// The word of a kind.
    kind: String,
    /// The word of a use.
    used: String,
    /// `all`, or a specialist's id; the own clients where it is empty.
    who: String,
    /// The words searched for, closed.
    q: String,
    /// Set where every paper is to be chosen.
    check: String,
    /// The sending with which papers were marked just now.
    marked: String,
    /// How many of the chosen ones were not.
    passed: String,
}

/// A state above the rows, with how many there are.
struct Count {
    label: &'static str,
    href: String,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "papers.html")]
struct Page {
    layout: Layout,
    form: Form,
    asked: Asked,
    list: PaperList,
    counts: Vec<Count>,
    whos: Vec<(String, String, bool)>,
    words: String,
    may_mark: bool,
    /// Papers that were marked just now and can be taken back.
    undo: Option<(usize, OperationId)>,
    /// How many of the chosen ones were not marked.
    passed: usize,
    again: OperationId,
}

impl Page {
    fn kinds(&self) -> &'static [PaperKind] {
        PaperKind::ALL
    }

    fn uses(&self) -> &'static [PaperUse] {
        PaperUse::ALL
    }

    fn token(&self, line: &PaperLine) -> String {
        token(&line.paper)
    }

    /// Whether it can be marked here: printed, sent, or not needed.
    fn can_be_marked(&self, line: &PaperLine) -> bool {
        let paper = &line.paper;
        self.may_mark
            && (paper.next.is_some() || (paper.key.paper.may_be_left_out() && paper.state != PaperState::Done))
    }

    /// Whether it can be chosen: to be marked, or to be printed with others.
    fn can_be_chosen(&self, line: &PaperLine) -> bool {
        self.can_be_marked(line) || (self.may_mark && line.paper.key.paper.is_printed_here())
    }

    fn is_chosen(&self, line: &PaperLine) -> bool {
        !self.asked.check.is_empty() || self.form.values("papers").contains(&self.token(line).as_str())
    }

    fn since(&self, line: &PaperLine) -> String {
        wareki::short(line.paper.since)
    }

    fn client(&self, line: &PaperLine) -> String {
        at::client(line.paper.client)
    }

    /// The page on which it is recorded.
    fn place(&self, line: &PaperLine) -> String {
        match (line.paper.of, line.paper.place) {
            (PaperOf::Case(id), PaperPlace::Part(part)) => at::case_part(id, part),
            (PaperOf::Round(id), PaperPlace::Step(step)) => at::step(id, step),
            (PaperOf::Client(id), PaperPlace::Record(kind)) => at::about(id, kind),
            (PaperOf::Case(id), _) => at::case(id),
            (PaperOf::Round(id), _) => at::round(id),
            (PaperOf::Client(id), _) => at::client(id),
        }
    }

    /// The paper as PDF; empty where it is none of ours.
    fn pdf(&self, line: &PaperLine) -> String {
        let file = match line.paper.key.paper {
            PaperKind::Basic => "basic.pdf",
            PaperKind::Assessment => "assessment.pdf",
            PaperKind::Draft | PaperKind::DraftCopy | PaperKind::DraftHandIn => "proposal.pdf",
            PaperKind::Application => "application.pdf",
            PaperKind::Notice => "notice.pdf",
            PaperKind::Minutes => "minutes.pdf",
            PaperKind::Plan | PaperKind::PlanCopy => "plan.pdf",
            PaperKind::Report | PaperKind::ReportCopy => "report.pdf",
            PaperKind::OfficeNotice => "office-change.pdf",
            PaperKind::Certificate | PaperKind::ProviderPlan => return String::new(),
        };
        match line.paper.of {
            PaperOf::Case(id) => format!("{}/{file}", at::case(id)),
            PaperOf::Round(id) => format!("{}/{file}", at::round(id)),
            PaperOf::Client(id) => format!("{}/{file}", at::client(id)),
        }
    }

    fn check_href(&self) -> String {
        let check = if self.asked.check.is_empty() { "all" } else { "" };
        href(&Asked { check: check.to_owned(), ..self.asked.clone() })
    }

    fn empty(&self) -> &'static str {
        let filtered = !self.words.is_empty()
            || !self.asked.kind.is_empty()
            || !self.asked.used.is_empty()
            || self.list.specialist.is_some();
        match PaperState::from_word(&self.asked.state) {
            _ if filtered => "あてはまる書類はありません。担当・用途・種類・さがす言葉の条件を確かめてください。",
            None => "印刷する・送る・受け取る書類はありません。",
            Some(PaperState::Done) => "先月から済んだ書類はありません。",
            Some(_) => "この状態の書類はありません。",
        }
    }
}

/// `GET /papers`.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let page =
        page(&state, &session, asked, Form::blank(&state).with_date("on", Some((state.outside.today)()))).await?;
    Ok(show(&page))
}

/// `POST /papers/search`: on to the queue with a name, which stands closed in the address.
pub async fn search(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let words: String = form.text("words").chars().take(60).collect();
    let q = session.seal().close(&words, (state.outside.random)());
    Ok(see_other(href(&Asked { q, ..asked_of(&form) })))
}

/// `POST /papers/mark`: one mark for all that are chosen.
pub async fn mark(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let text = MarkText {
        papers: form.values("papers").into_iter().map(str::to_owned).collect(),
        mark: form.text("mark"),
        on: form.text("on"),
    };
    let asked = asked_of(&form);
    match state.write(&session, form.operation(), move |cx| mark_papers(cx, &text)).await {
        Ok(marked) => {
            let (marked, passed) = (marked.batch.to_string(), marked.passed.to_string());
            Ok(see_other(href(&Asked { marked, passed, ..asked })))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, asked, form).await?))
        }
    }
}

/// `POST /papers/print`: what is chosen as one PDF.
pub async fn print(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let papers: Vec<String> = form.values("papers").into_iter().map(str::to_owned).collect();
    match state.write(&session, form.operation(), move |cx| print_papers(cx, &papers)).await {
        Ok(filled) => paper::drawn_together(&state, &session, filled).await,
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, asked_of(&form), form).await?))
        }
    }
}

/// `POST /papers/undo`: takes back what was marked with one sending.
pub async fn undo(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let batch = form.value("batch").parse::<OperationId>().map_err(|_| crate::PageError::NotFound)?;
    state.write(&session, form.operation(), move |cx| undo_marks(cx, batch)).await?;
    Ok(see_other_with(Flash::Saved, href(&asked_of(&form))))
}

async fn page(state: &AppState, session: &Session, mut asked: Asked, form: Form) -> Result<Page, crate::PageError> {
    let words = session.searched(&asked.q);
    if words.is_empty() {
        asked.q.clear();
    }
    let who = match asked.who.as_str() {
        "" => Who::Usual,
        "all" => Who::All,
        id => id.parse().map_or(Who::Usual, Who::Of),
    };
    let filter = PaperFilter {
        state: PaperState::from_word(&asked.state),
        kind: PaperKind::from_word(&asked.kind),
        used: PaperUse::from_word(&asked.used),
        who,
        words: words.clone(),
    };
    let batch = asked.marked.parse::<OperationId>().ok();
    let (list, undone) = state
        .read(session, move |cx| {
            let size = batch.map(|batch| batch_size(cx, batch)).transpose()?;
            Ok((list_papers(cx, &filter)?, size.unwrap_or(0)))
        })
        .await?;
    let counts = counts(&asked, &list);
    let whos = whos(&list);
    let passed = asked.passed.parse().unwrap_or(0);
    asked.passed.clear();
    let undo = batch.filter(|_| undone > 0).map(|batch| (undone, batch));
    let again = OperationId((state.outside.new_id)());
    let may_mark = session.may(Right::EditClients);
    let layout = Layout::new(session, "書類");
    Ok(Page { layout, form, asked, list, counts, whos, words, may_mark, undo, passed, again })
}

fn counts(asked: &Asked, list: &PaperList) -> Vec<Count> {
    let open = list.counts.iter().filter(|(state, _)| *state != PaperState::Done).map(|(_, count)| count).sum();
    let at = |word: &str| href(&Asked { state: word.to_owned(), check: String::new(), ..asked.clone() });
    let all = Count { label: "済んでいない", href: at(""), count: open, current: asked.state.is_empty() };
    let of = |(state, count): &(PaperState, usize)| Count {
        label: state.label(),
        href: at(state.word()),
        count: *count,
        current: asked.state == state.word(),
    };
    [all].into_iter().chain(list.counts.iter().map(of)).collect()
}

/// The choices of 担当: 自分 first for a specialist.
fn whos(list: &PaperList) -> Vec<(String, String, bool)> {
    let own = list.me.map(|me| (String::new(), "自分".to_owned(), list.specialist == Some(me)));
    let all = ("all".to_owned(), "すべて".to_owned(), list.specialist.is_none());
    let other = |one: &Specialist| (one.id.to_string(), one.name.clone(), list.specialist == Some(one.id));
    let others = list.specialists.iter().filter(|one| Some(one.id) != list.me);
    own.into_iter().chain([all]).chain(others.map(other)).collect()
}

/// What a form carries of the address.
fn asked_of(form: &Form) -> Asked {
    Asked {
        state: form.text("state"),
        kind: form.text("kind"),
        used: form.text("used"),
        who: form.text("who"),
        q: form.text("q"),
        ..Asked::default()
    }
}

/// The address of the queue: only words and ids that are known travel on.
fn href(asked: &Asked) -> String {
    let who = asked.who.parse::<SpecialistId>().map(|id| id.to_string()).unwrap_or_default();
    let marked = asked.marked.parse::<OperationId>().map(|id| id.to_string()).unwrap_or_default();
    let passed = asked.passed.parse::<usize>().ok().filter(|passed| *passed > 0);
    let passed = passed.map(|passed| passed.to_string()).unwrap_or_default();
    let parts = [
        ("state", PaperState::from_word(&asked.state).map(PaperState::word).unwrap_or_default()),
        ("kind", PaperKind::from_word(&asked.kind).map(PaperKind::word).unwrap_or_default()),
        ("used", PaperUse::from_word(&asked.used).map(PaperUse::word).unwrap_or_default()),
        ("who", if asked.who == "all" { "all" } else { who.as_str() }),
        ("q", asked.q.as_str()),
        ("check", if asked.check.is_empty() { "" } else { "all" }),
        ("marked", marked.as_str()),
        ("passed", passed.as_str()),
    ];
    at::with_query("/papers", &parts)
}
