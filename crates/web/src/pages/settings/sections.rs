//! `/settings/sections`: 見られる項目, who may see which section of a client's record.

use app::accounts::{SectionsLine, decide_sections, list_sections};
use askama::Template;
use axum::extract::State;
use domain::office::Section;

use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again};

#[derive(Template)]
#[template(path = "settings/sections.html")]
struct Page {
    layout: Layout,
    form: Form,
    people: Vec<PersonRow>,
    sections: Vec<(&'static str, &'static str)>,
}

/// A person of the page.
struct PersonRow {
    label: String,
    field: String,
    was_field: String,
    hint: &'static str,
}

impl PersonRow {
    fn of(line: &SectionsLine) -> Self {
        Self {
            label: format!("{}（{}）", line.user.name, line.user.role.label()),
            field: line.field(),
            was_field: line.was_field(),
            hint: if line.decided { "" } else { "役割どおり" },
        }
    }
}

impl Page {
    async fn new(state: &AppState, session: &Session, sent: Option<Form>) -> Result<Self, PageError> {
        let lines = state.read(session, list_sections).await?;
        let form = sent.unwrap_or_else(|| stored(state, &lines));
        let sections = Section::ALL.iter().map(|it| (it.word(), it.label())).collect();
        let people = lines.iter().map(PersonRow::of).collect();
        Ok(Self { layout: Layout::new(session, "見られる項目"), form, people, sections })
    }
}

fn stored(state: &AppState, lines: &[SectionsLine]) -> Form {
    let mut form = Form::blank(state);
    for line in lines {
        form.set(&line.was_field(), line.sections.words());
        for section in Section::ALL.iter().filter(|it| line.sections.contains(**it)) {
            form.add(&line.field(), section.word());
        }
    }
    form
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&Page::new(&state, &session, None).await?))
}

/// Keeps what was ticked.
pub async fn save(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| decide_sections(cx, &typed)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/sections")),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&Page::new(&state, &session, Some(form)).await?))
        }
    }
}
