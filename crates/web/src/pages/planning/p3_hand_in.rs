//! p3 計画案の提出: which papers went to the municipality, who brought them, what is still missing.

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    planning::{CaseEntry, record_hand_in},
};
use askama::Template;
use domain::{
    id::CaseId,
    monitoring::{decided_interval::every, m5_submission::SubmissionMeans},
    planning::{
        CaseFact, CaseFactKind, CaseKind,
        p3_hand_in::{HandIn, HandInPaper, HandedBy},
    },
    text,
};

use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::{Word, names::HandInField as Field},
    pages::step::StepPage,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p3_hand_in.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// Everything is handed in: the form for one more is folded in.
    more: bool,
    /// What is still to be handed in.
    missing: Vec<&'static str>,
    /// For which the notice is to be looked at, in words.
    notice: String,
    by: Vec<Word>,
    means: Vec<Word>,
    papers: Vec<Word>,
    /// The papers that a municipality may do without.
    not_asked: Vec<Word>,
}

/// Why 変更届出書 is to be looked at.
fn notice(frame: &Frame) -> String {
    let other = frame.decision.as_ref().and_then(|side| side.other_interval);
    match (frame.view.case.kind, other) {
        (CaseKind::New, _) => "新規の計画です。届出書もいっしょに提出します。".to_owned(),
        (_, Some(now)) => {
            format!(
                "いまの受給者証の期間（{}）とちがう期間を提案しています。変更の届出書を確かめてください。",
                every(now)
            )
        }
        _ => "期間と事業所が変わらないときに届出書が要るかは、市町村に確かめてください。".to_owned(),
    }
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = HandIn;

    const STEP: Option<CaseFactKind> = Some(CaseFactKind::HandIn);
    const FORM: DraftForm = DraftForm::HandIn;
    const KIND: &'static str = "hand_in";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        let last = frame.view.case.hand_ins().last();
        let to = frame.decision.as_ref().map(|side| side.to.as_str()).unwrap_or_default();
        let person = frame.view.client.guardian.as_ref().map_or(&frame.view.client.name, |guardian| &guardian.name);
        blank
            .with(Field::To.name(), to)
            .with(Field::By.name(), HandedBy::Client.word())
            .with(Field::ByName.name(), person)
            .with(Field::Means.name(), last.map_or("", |it| it.means.word()))
    }

    fn correcting(form: Form, fact: &CaseFact) -> Option<Form> {
        let CaseFact::HandIn(hand_in) = fact else { return None };
        Some(fill(form, hand_in))
    }

    fn read(form: &mut Form) -> Option<HandIn> {
        let handed_on = form.required_date(Field::HandedOn.name(), "提出日");
        let by = form.choice(Field::By.name(), "提出した人", HandedBy::from_word);
        let means = form.choice(Field::Means.name(), "提出方法", SubmissionMeans::from_word);
        let papers = |name: &str| form.values(name).into_iter().filter_map(HandInPaper::from_word).collect();
        Some(HandIn {
            to: text::line(form.value(Field::To.name())),
            by_name: text::line(form.value(Field::ByName.name())),
            papers: papers(Field::Papers.name()),
            not_asked: papers(Field::NotAsked.name()),
            note: text::paragraph(form.value(Field::Note.name())),
            texts: Vec::new(),
            handed_on: handed_on?,
            by: by?,
            means: means?,
        })
    }

    fn record(cx: &mut Cx<'_>, entry: CaseEntry, fact: HandIn) -> Result<(), Refusal> {
        record_hand_in(cx, entry, fact).map(drop)
    }

    fn next(id: CaseId, _fact: &HandIn) -> String {
        at::case_part(id, CaseFactKind::HandIn)
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        let missing: Vec<_> = frame.view.case.missing_papers().into_iter().map(HandInPaper::label).collect();
        let papers = |all: &[HandInPaper]| all.iter().map(|it| (it.word(), it.label())).collect();
        Self {
            layout: frame.layout(session),
            more: frame.adds(&form) && missing.is_empty(),
            notice: notice(&frame),
            missing,
            by: HandedBy::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            means: SubmissionMeans::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            papers: papers(HandInPaper::ALL),
            not_asked: papers(&[HandInPaper::Application, HandInPaper::Notice]),
            frame,
            form,
        }
    }
}

/// The form with a hand-in in its fields.
pub(super) fn fill(form: Form, it: &HandIn) -> Form {
    let mut form = form
        .with_date(Field::HandedOn.name(), Some(it.handed_on))
        .with(Field::To.name(), &it.to)
        .with(Field::By.name(), it.by.word())
        .with(Field::ByName.name(), &it.by_name)
        .with(Field::Means.name(), it.means.word())
        .with(Field::Note.name(), &it.note);
    it.papers.iter().for_each(|paper| form.add(Field::Papers.name(), paper.word()));
    it.not_asked.iter().for_each(|paper| form.add(Field::NotAsked.name(), paper.word()));
    form
}
