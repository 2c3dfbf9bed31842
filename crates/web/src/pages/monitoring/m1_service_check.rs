//! (1) サービス提供状況の確認: one table with a line for each provider, by any means; one button records all lines.

mod lines;
mod read;

use app::{
    Cx, Refusal,
    drafts::DraftForm,
    monitoring::{Entry, SentTable, record_service_checks},
};
use askama::Template;
use calendar::wareki;
use domain::{
    id::{FactId, RoundId},
    monitoring::{
        Fact, Round, RoundFact, Step,
        m1_service_check::{CheckMeans, ServiceCheck},
    },
};

pub(super) use self::read::fill;
use self::{
    lines::Line,
    read::{is_open, read, start},
};
use super::frame::Frame;
use crate::{
    AppState, Form, Layout, Session, at,
    form::rows::{CHECKS, USED},
    pages::step::StepPage,
};

/// The page of the step.
#[derive(Template)]
#[template(path = "monitoring/m1_service_check.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    means: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    /// Granted services of which nobody knows who provides them.
    unknown: Vec<String>,
    /// 「10月」: the month whose amounts are asked for.
    used_month: String,
    /// Whether that month is the round's.
    month_is_over: bool,
    /// How many amounts the form has.
    used_rows: usize,
    /// Whether nothing is open any more.
    done: bool,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        let lines = Line::all(&frame, &form);
        let unknown = frame.view.providers.iter().filter(|used| used.name.is_empty());
        let month = frame.view.checks.month;
        Self {
            layout: frame.layout(session),
            means: CheckMeans::OFFERED.iter().map(|means| (means.word(), means.label())).collect(),
            unknown: unknown.map(|used| used.service.clone()).collect(),
            used_month: wareki::month(month),
            month_is_over: month == frame.view.round.month,
            used_rows: USED.count(&form),
            done: lines.iter().all(|line| line.is_free() || !line.cards.is_empty()) && !frame.facts.is_empty(),
            lines,
            frame,
            form,
        }
    }
}

/// What the table sends.
pub struct Sent {
    table: SentTable,
    /// Whether lines stay without an answer.
    open: bool,
}

impl StepPage for Page {
    type Frame = Frame;
    type Fact = Sent;

    const STEP: Option<Step> = Some(Step::ServiceCheck);
    const FORM: DraftForm = DraftForm::ServiceCheck;
    const KIND: &'static str = "service_check";

    fn start(_session: &Session, frame: &Frame, blank: Form) -> Form {
        start(frame, blank)
    }

    fn correcting(mut form: Form, fact: &RoundFact) -> Option<Form> {
        let RoundFact::ServiceCheck(check) = fact else { return None };
        let own = |row: &usize| form.value(&CHECKS.field("provider", *row)) == check.provider;
        let row = (0..CHECKS.count(&form)).find(own)?;
        form.set("correct_row", row.to_string());
        Some(fill(form, row, check))
    }

    fn read(form: &mut Form) -> Option<Sent> {
        let table = read(form)?;
        let open = (0..CHECKS.count(form)).any(|row| is_open(form, row));
        Some(Sent { table, open })
    }

    fn record(cx: &mut Cx<'_>, entry: Entry, sent: Sent) -> Result<(), Refusal> {
        record_service_checks(cx, entry, sent.table)
    }

    fn next(id: RoundId, sent: &Sent) -> String {
        if sent.open { at::step(id, Step::ServiceCheck) } else { at::round(id) }
    }

    fn page(_state: &AppState, session: &Session, frame: Frame, form: Form) -> Self {
        Self::new(session, frame, form)
    }

    /// What stands now in the lines that were typed into; from then on they correct it.
    fn stored(_state: &AppState, frame: &Frame, form: &mut Form) -> Option<Form> {
        let mut stored = form.clone();
        let mut any = false;
        for row in 0..CHECKS.count(form) {
            let Some((fact, check)) = stands_for(&frame.view.round, form, row) else { continue };
            form.set(&CHECKS.field("corrects", row), fact.id.to_string());
            stored = fill(stored, row, check);
            any = true;
        }
        form.set("corrects", "");
        any.then_some(stored)
    }
}

/// What stands in a line that was typed into: in the place of the fact that it corrects, or recorded since the form was shown.
fn stands_for<'a>(round: &'a Round, form: &Form, row: usize) -> Option<(&'a Fact, &'a ServiceCheck)> {
    read::line_is_typed(form, row).then_some(())?;
    let corrected: Option<FactId> = read::corrects(form, row);
    let provider = form.value(&CHECKS.field("provider", row));
    let seen = usize::try_from(form.version()).unwrap_or(0);
    let fact = match corrected {
        Some(id) => round.facts.standing_for(id),
        None => round
            .facts
            .iter()
            .skip(seen)
            .filter(|fact| round.facts.stands(fact))
            .rfind(|fact| matches!(&fact.body, RoundFact::ServiceCheck(it) if it.provider == provider)),
    }?;
    let RoundFact::ServiceCheck(check) = &fact.body else { return None };
    Some((fact, check))
}
