//! `/planning/hand-in`: まとめて提出, several cases of one municipality on one day.

use app::planning::{ToHandIn, hand_in_together, to_hand_in};
use askama::Template;
use axum::extract::State;
use domain::{
    monitoring::m5_submission::SubmissionMeans,
    planning::p3_hand_in::{HandIn, HandedBy},
    text,
};

use crate::{
    AppState, Form, Layout, PageError, PageResult, Session,
    form::{Word, names::HandInField as Field},
    see_other, show as page, show_again,
};

/// The checkboxes of the cases.
const CASES: &str = "cases";

/// The cases of one municipality.
struct Town {
    name: String,
    cases: Vec<ToHandIn>,
}

#[derive(Template)]
#[template(path = "planning/hand_in_together.html")]
struct Page {
    layout: Layout,
    form: Form,
    towns: Vec<Town>,
    means: Vec<Word>,
}

impl Page {
    async fn new(state: &AppState, session: &Session, form: Form) -> Result<Self, PageError> {
        let mut towns: Vec<Town> = Vec::new();
        for one in state.read(session, to_hand_in).await? {
            match towns.last_mut() {
                Some(town) if town.cases.first().is_some_and(|it| it.municipality == one.municipality) => {
                    town.cases.push(one);
                }
                _ => {
                    let name =
                        if one.municipality_name.is_empty() { "市町村は未定" } else { &one.municipality_name };
                    towns.push(Town { name: name.to_owned(), cases: vec![one] });
                }
            }
        }
        let form = match towns.as_slice() {
            [only] if !form.is_sent() => {
                let to = only.cases.first().map(|it| it.to.clone()).unwrap_or_default();
                let one = only.cases.iter().all(|it| it.to == to);
                form.with(Field::To.name(), if one { to } else { String::new() })
            }
            _ => form,
        };
        Ok(Self {
            layout: Layout::new(session, "まとめて提出"),
            form,
            towns,
            means: SubmissionMeans::ALL.iter().map(|it| (it.word(), it.label())).collect(),
        })
    }

    fn papers(&self, one: &ToHandIn) -> String {
        one.papers.iter().map(|paper| paper.label()).collect::<Vec<_>>().join("、")
    }

    fn is_chosen(&self, one: &ToHandIn) -> bool {
        self.form.values(CASES).contains(&one.case.to_string().as_str())
    }
}

/// The page.
pub async fn show(State(state): State<AppState>, session: Session) -> PageResult {
    let by = format!("{}（{}）", session.actor().name, session.organisation_name());
    let form = Form::blank(&state)
        .with_date(Field::HandedOn.name(), Some((state.outside.today)()))
        .with(Field::ByName.name(), by);
    Ok(page(&Page::new(&state, &session, form).await?))
}

/// Records them all.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let handed_on = form.required_date(Field::HandedOn.name(), "提出日");
    let means = form.choice(Field::Means.name(), "提出方法", SubmissionMeans::from_word);
    let cases: Vec<_> = form.values(CASES).into_iter().filter_map(|id| id.parse().ok()).collect();
    if cases.is_empty() {
        form.error(CASES, "提出した計画を選んでください。");
    }
    if let (Some(handed_on), Some(means), false) = (handed_on, means, form.has_errors()) {
        let hand_in = HandIn {
            handed_on,
            to: text::line(form.value(Field::To.name())),
            by: HandedBy::Deputy,
            by_name: text::line(form.value(Field::ByName.name())),
            means,
            papers: Vec::new(),
            not_asked: Vec::new(),
            note: text::paragraph(form.value(Field::Note.name())),
            texts: Vec::new(),
        };
        match state.write(&session, form.operation(), move |cx| hand_in_together(cx, &cases, &hand_in)).await {
            Ok(count) => return Ok(see_other(format!("/planning?list=answers&who=all&recorded={count}"))),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&Page::new(&state, &session, form).await?))
}
