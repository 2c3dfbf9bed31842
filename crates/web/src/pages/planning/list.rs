//! 計画の一覧: by step, with what is missing and since when.

use app::{
    neutrality::{GraceEnd, grace_ends},
    planning::{CaseLine, list_cases},
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::planning::PlanStep;
use serde::Deserialize;

use crate::{AppState, Layout, PageResult, Session, at, components::LampMark, show};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The word of a step.
    step: String,
}

/// One step above the list, with how many cases stand at it.
struct StepCount {
    word: &'static str,
    label: &'static str,
    number: u8,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "planning/list.html")]
struct Page {
    layout: Layout,
    steps: Vec<StepCount>,
    all: usize,
    chosen: Option<PlanStep>,
    lines: Vec<CaseLine>,
    /// The months after a decision that end within a month, where the specialist has a post at a provider in use.
    grace_ends: Vec<GraceEnd>,
}

impl Page {
    fn lamps(&self, line: &CaseLine) -> Vec<LampMark> {
        let of = |(step, lamp): (&PlanStep, _)| LampMark::undated(step.label(), lamp, "");
        PlanStep::ALL.iter().zip(&line.lamps).map(of).collect()
    }

    fn href(&self, line: &CaseLine) -> String {
        at::case(line.case.id)
    }

    fn since(&self, line: &CaseLine) -> String {
        wareki::short(line.since)
    }

    fn client(&self, end: &GraceEnd) -> String {
        at::client(end.client)
    }

    fn until(&self, end: &GraceEnd) -> String {
        wareki::long(end.until)
    }

    fn step(&self, line: &CaseLine) -> String {
        line.open.map(|step| format!("({}) {}", step.number(), step.label())).unwrap_or_default()
    }
}

/// `GET /planning`.
pub async fn show_list(State(state): State<AppState>, session: Session, Query(asked): Query<Asked>) -> PageResult {
    let (lines, grace_ends) = state.read(&session, |cx| Ok((list_cases(cx)?, grace_ends(cx)?))).await?;
    let chosen = PlanStep::from_word(&asked.step);
    let count = |step: PlanStep| lines.iter().filter(|line| line.open == Some(step)).count();
    let steps = PlanStep::ALL.iter().map(|step| StepCount {
        word: step.word(),
        label: step.label(),
        number: step.number(),
        count: count(*step),
        current: chosen == Some(*step),
    });
    let steps = steps.collect();
    let all = lines.len();
    let shown = lines.into_iter().filter(|line| chosen.is_none() || line.open == chosen).collect();
    Ok(show(&Page { layout: Layout::new(&session, "計画"), steps, all, chosen, lines: shown, grace_ends }))
}
