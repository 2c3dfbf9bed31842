//! What the pages of a case's long texts share: one way to open the form on the working version, to keep it, to finish it, to
//! throw it away.

use app::{
    drafts::DraftForm,
    planning::{CaseEntry, TextView, discard_working_text, finish_text, save_working_text, text_view},
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{
    id::{CaseId, ClientId, OperationId},
    planning::{
        CaseFactKind, CaseText,
        p2_draft::PlanDraft,
        person::{Origin, PartOrigin},
    },
};

use super::frame::Frame;
use crate::{
    AppState, Flash, Form, PageError, PageResult, PathId, Session, at,
    form::rows::Rows,
    pages::step::{StepFrame, entry, refuse},
    see_other_with, show as page, show_unsaved, time,
};

/// The page of a text.
pub trait TextPage: Template + Sized + Send + Sync + 'static {
    /// The text.
    type Text: CaseText + Sync;

    /// The form, for its draft.
    const FORM: DraftForm;
    /// The lists of rows that come and go.
    const ROWS: &'static [Rows];

    /// The form with a text in its fields.
    fn fill(form: Form, text: &Self::Text) -> Form;

    /// The text in the fields. What cannot be read is noted in the form.
    fn read(form: &mut Form) -> Self::Text;

    /// Puts what a button offered into the form, which is shown again and not saved.
    fn take(_form: &mut Form, _frame: &Frame, _asked: &str) {}

    /// Asks anew what stands beside a form that is shown again: what is typed in it is not stored.
    fn look_again(
        _state: &AppState,
        _session: &Session,
        _frame: &mut Frame,
        _typed: Self::Text,
    ) -> impl Future<Output = Result<(), PageError>> + Send {
        async { Ok(()) }
    }

    /// The page around the form.
    fn page(session: &Session, frame: Frame, form: Form, state: TextState) -> Self;
}

/// The field of the buttons that take something over into the form.
const TAKE: &str = "_take";

/// What the line above the form says, and what it is compared with.
#[derive(Clone, Debug)]
pub struct TextState {
    /// What of the text is stored.
    pub saved: Saved,
    /// What is said of the last case's text, where this one began with it; else empty.
    pub began_with: &'static str,
    /// The fields in which the form differs from the last case's text.
    pub changed: Vec<String>,
    /// Where parts of the text stand recorded of the person.
    pub sources: Vec<SourceLine>,
    /// The number of the sending that throws the working version away.
    pub discarding: OperationId,
}

/// A record of the person of which a part of the text speaks, too.
#[derive(Clone, Debug)]
pub struct SourceLine {
    /// The part, by the name of its field or of its rows.
    pub part: &'static str,
    /// The record, in words.
    pub record: String,
    /// Its page.
    pub href: String,
    /// Whether the text says what the record says.
    pub same: bool,
}

impl SourceLine {
    fn of((client, case): (ClientId, CaseId), of: PartOrigin) -> Self {
        let (record, href) = match of.origin {
            Origin::About(kind, from) => {
                let as_of = from.map(|from| format!("（{} 確認）", wareki::short(from))).unwrap_or_default();
                (format!("利用者の記録「{}」{as_of}", kind.label()), at::about(client, kind))
            }
            Origin::Certificate => ("受給者証のサービス".to_owned(), at::client(client)),
            Origin::Coverage => ("対象の確認".to_owned(), at::case_part(case, CaseFactKind::Coverage)),
            Origin::BenefitPeriod => ("受給者証の支給期間".to_owned(), at::client(client)),
            Origin::Text(kind) => (kind.label().to_owned(), at::case_part(case, kind)),
            Origin::Contact(on) => (format!("相談の記録（{}）", wareki::short(on)), at::contacts(client)),
        };
        Self { part: of.part, record, href, same: of.same }
    }
}

/// What of the text is stored, for the line that is always visible.
#[derive(Clone, Debug)]
pub enum Saved {
    /// まだ保存していません.
    Nothing,
    /// 作業版: by whom and when, and its version.
    Working(String, i64),
    /// 仕上げた.
    Finished(String),
    /// What the fields show is not stored yet.
    Unsaved,
}

impl TextState {
    fn of<P: TextPage>(state: &AppState, view: &TextView<P::Text>, form: &Form) -> Self {
        let typed = P::read(&mut form.clone()).tidied();
        let origins = typed.origins(&view.person, &view.case).into_iter();

        let saved = match (form.is_sent(), &view.working, &view.finished) {
            (true, ..) => Saved::Unsaved,
            (_, Some(working), _) => {
                Saved::Working(time::stamped(&working.saved_by_name, &working.saved_at), working.version)
            }
            (_, None, Some((_, by, at))) => Saved::Finished(time::stamped(by, at)),
            (_, None, None) => Saved::Nothing,
        };
        let began_with = match &view.before {
            None if P::Text::PART == CaseFactKind::Plan
                && view.working.is_none()
                && view.finished.is_none()
                && view.case.text::<PlanDraft>().is_some() =>
            {
                "計画案の内容から始めています。行はそのまま報告書に続きます。"
            }
            Some(_) => "前の計画のときの内容から始めています。変わったところを直してください。",
            None => "",
        };
        let compared = view.before.as_ref().map(|before| typed.compared(before.was.clone(), &view.case));
        let was = compared.map(|was| P::fill(Form::blank(state), &was));
        Self {
            saved,
            began_with,
            changed: was
                .map(|was| form.labels_differing(&was, &format!("/{}", P::Text::PART.page())))
                .unwrap_or_default(),
            discarding: OperationId((state.outside.new_id)()),
            sources: origins.map(|of| SourceLine::of((view.case.client, view.case.id), of)).collect(),
        }
    }

    /// Where a part stands recorded of the person.
    pub fn sources_of(&self, part: &str) -> Vec<&SourceLine> {
        self.sources.iter().filter(|source| source.part == part).collect()
    }

    /// The version of the working version that can be thrown away.
    pub fn working(&self) -> Option<i64> {
        match self.saved {
            Saved::Working(_, version) => Some(version),
            _ => None,
        }
    }
}

fn on_version(form: Form, version: i64) -> Form {
    form.with("working", version.to_string())
}

/// The case and its text. The case comes first: a form never pairs a text with a version that is newer than the text, so
/// that what is finished between the two is found when the form is sent.
async fn loaded<P: TextPage>(
    state: &AppState,
    session: &Session,
    id: CaseId,
) -> Result<(Frame, TextView<P::Text>), PageError> {
    let frame = Frame::load(state, session, id, Some(P::Text::PART)).await?;
    let view = state.read(session, move |cx| text_view::<P::Text>(cx, id)).await?;
    Ok((frame, view))
}

/// The page with the form on the working version, the finished text, or what still holds of the last case's.
pub async fn show<P: TextPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
) -> PageResult {
    let (frame, view) = loaded::<P>(&state, &session, id).await?;
    let blank = on_version(Form::blank(&state).with_version(frame.version()), view.version());
    let form = P::fill(blank, &view.start()).with_draft(&state, &session, (P::FORM, id.0)).await?;
    let text = TextState::of::<P>(&state, &view, &form);
    Ok(page(&P::page(&session, frame, form, text)))
}

/// Keeps the text as a working version or finishes it (`action=finish`).
pub async fn save<P: TextPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    mut form: Form,
) -> PageResult {
    let asked = form.value(TAKE).to_owned();
    if P::ROWS.iter().any(|rows| rows.rearrange(&mut form)) || !asked.is_empty() {
        let (mut frame, view) = loaded::<P>(&state, &session, id).await?;
        P::look_again(&state, &session, &mut frame, P::read(&mut form.clone())).await?;
        let take = |form: &mut Form| {
            if !asked.is_empty() {
                P::take(form, &frame, &asked);
            }
            true
        };
        form.rearranged(&state, &session, take).await;
        let text = TextState::of::<P>(&state, &view, &form);
        return Ok(page(&P::page(&session, frame, form, text)));
    }
    let mut saved_by = None;
    let typed = P::read(&mut form);
    if !form.has_errors() {
        let text = typed.clone().tidied();
        if text != typed {
            // Empty rows are left out: the numbers of what is refused are those of the rows that are left.
            form = P::fill(form, &text);
        }
        let finish = form.value("action") == "finish";
        let working = form.value("working").parse().unwrap_or(0);
        let entry: CaseEntry = entry::<Frame>(id, &form);
        let done = state.write(&session, form.operation(), move |cx| match finish {
            true => finish_text(cx, entry, working, text).map(drop),
            false => save_working_text(cx, (id, entry.version), working, text).map(drop),
        });
        match done.await {
            Ok(()) => {
                let next = if finish { at::case(id) } else { at::case_part(id, P::Text::PART) };
                return Ok(see_other_with(Flash::Saved, next));
            }
            Err(refusal) => saved_by = refuse(&mut form, refusal)?,
        }
    }
    let (mut frame, view) = loaded::<P>(&state, &session, id).await?;
    P::look_again(&state, &session, &mut frame, P::read(&mut form.clone())).await?;
    if let Some(by) = &saved_by {
        form = on_version(form, view.version());
        let stored = P::fill(Form::blank(&state), &view.start());
        form.conflict_against(&state, frame.version(), by, Some(&stored), &[]);
    }
    let text = TextState::of::<P>(&state, &view, &form);
    Ok(show_unsaved(&P::page(&session, frame, form, text), saved_by.is_some()))
}

/// 作業版を捨てる.
pub async fn discard<P: TextPage>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    form: Form,
) -> PageResult {
    let seen = form.value("working").parse().unwrap_or(0);
    state.write(&session, form.operation(), move |cx| discard_working_text::<P::Text>(cx, id, seen)).await?;
    Ok(see_other_with(Flash::Removed, at::case_part(id, P::Text::PART)))
}
