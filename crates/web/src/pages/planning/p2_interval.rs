//! p2 モニタリング期間の提案: the standard beside the proposal, and 勘案事項, each a field of its own.

use app::{
    drafts::DraftForm,
    planning::{ProposalSide, interval_standing},
};
use askama::Template;
use domain::{
    client::{IntensiveGround, ShorterGround},
    planning::{
        CaseKind,
        p2_interval::{Consideration, Considered, IntervalProposal},
    },
    text,
};

use super::{
    frame::Frame,
    side::Side,
    text::{Saved, TextPage, TextState},
};
use crate::{
    AppState, Form, Layout, PageError, Session,
    form::{Word, YES_NO, names::IntervalField as Field, rows::Rows, yes, yes_word},
};

/// Months between two monitorings that a field takes.
const MOST_MONTHS: u32 = 60;

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_interval.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    /// Whether the case is one of 変更.
    changes: bool,
    intensive: Vec<(&'static str, &'static str)>,
    shorter: Vec<(&'static str, &'static str)>,
    yes_no: [Word; 2],
    considered: Vec<ConsideredField>,
}

/// A 勘案事項 of the form.
struct ConsideredField {
    name: String,
    label: &'static str,
    source: &'static str,
}

fn consider(item: Consideration) -> String {
    format!("consider_{}", item.word())
}

impl TextPage for Page {
    type Text = IntervalProposal;

    const FORM: DraftForm = DraftForm::Interval;
    const ROWS: &'static [Rows] = &[];

    fn fill(form: Form, text: &IntervalProposal) -> Form {
        let months = text.interval_months.map(|months| months.to_string()).unwrap_or_default();
        let mut form = form
            .with(Field::IntervalMonths.name(), months)
            .with_date(Field::UseFrom.name(), text.use_from)
            .with(Field::MarkedChange.name(), text.marked_change.map(yes_word).unwrap_or_default())
            .with(Field::Reason.name(), &text.reason);
        for ground in &text.intensive {
            form.add(Field::Intensive.name(), ground.word());
        }
        for ground in &text.shorter_grounds {
            form.add(Field::ShorterGrounds.name(), ground.word());
        }
        for considered in &text.considered {
            form.set(&consider(considered.item), &considered.text);
        }
        form
    }

    fn read(form: &mut Form) -> IntervalProposal {
        let interval_months =
            form.whole(Field::IntervalMonths.name(), "提案するモニタリング期間", ("か月ごと", MOST_MONTHS));
        let use_from = form.date(Field::UseFrom.name());
        let grounds = |field: Field| form.values(field.name());
        let considered =
            |item: &Consideration| Considered { item: *item, text: text::paragraph(form.value(&consider(*item))) };
        IntervalProposal {
            interval_months,
            use_from,
            marked_change: yes(form.value(Field::MarkedChange.name())),
            intensive: grounds(Field::Intensive).into_iter().filter_map(IntensiveGround::from_word).collect(),
            shorter_grounds: grounds(Field::ShorterGrounds).into_iter().filter_map(ShorterGround::from_word).collect(),
            reason: text::paragraph(form.value(Field::Reason.name())),
            considered: Consideration::ALL.iter().map(considered).collect(),
        }
    }

    async fn look_again(
        state: &AppState,
        session: &Session,
        frame: &mut Frame,
        typed: IntervalProposal,
    ) -> Result<(), PageError> {
        let case = frame.view.case.id;
        let standing = state.read(session, move |cx| interval_standing(cx, case, &typed)).await?;
        if let Some(side) = frame.side.take() {
            frame.side = Some(Side::new(state.law, ProposalSide { interval: standing, ..side.of }));
        }
        Ok(())
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let field = |item: &Consideration| ConsideredField {
            name: consider(*item),
            label: item.label(),
            source: item.source(),
        };
        Self {
            layout: frame.layout(session),
            changes: frame.view.case.kind == CaseKind::Change,
            intensive: IntensiveGround::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            shorter: ShorterGround::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            yes_no: YES_NO,
            considered: Consideration::ALL.iter().map(field).collect(),
            frame,
            form,
            text,
        }
    }
}
