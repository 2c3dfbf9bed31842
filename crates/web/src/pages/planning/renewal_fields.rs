//! What the body of a plan offers when it follows another: needs that the review found, strengths and the dream beside each need, what the
//! review says of the whole.

use app::planning::AgainstLast;
use domain::planning::{
    p2_draft::{NeedRow, PlanDraft},
    renewal::NeedOffer,
};

use super::{frame::Frame, plan_fields};
use crate::{
    Form,
    form::{names::PlanDraftField as Field, rows::PLAN_NEEDS},
};

/// A need that can be added.
pub(super) struct NeedOfferView {
    /// What the button asks for.
    pub(super) value: String,
    /// 「達成できなかったこと」.
    pub(super) label: &'static str,
    /// The need.
    pub(super) words: String,
}

/// What a need can take.
pub(super) struct NeedPrompts {
    /// Strengths for a need without one: what the button asks for, and the words.
    pub(super) strengths: Vec<(String, String)>,
    /// 夢を実現するために今すること, for a need without a goal.
    pub(super) dream: Option<(String, String)>,
    /// Whether the goal is one of the older plan's.
    pub(super) kept: bool,
}

/// The words of an offer in a line of a button.
fn short(words: &str) -> String {
    let line: String = words.lines().next().unwrap_or_default().chars().take(24).collect();
    if line.chars().count() < words.chars().count() { format!("{line}…") } else { line }
}

/// What each need can take.
pub(super) fn prompts(typed: &PlanDraft, frame: &Frame, against: &AgainstLast) -> Vec<NeedPrompts> {
    let strengths = frame.side.as_ref().map(|side| side.of.strengths.as_slice()).unwrap_or_default();
    let of_row = |(row, need): (usize, &NeedRow)| {
        let strength = |(at, words): (usize, &String)| (format!("strength:{row}:{at}"), short(words));
        let free = need.strength.is_empty();
        NeedPrompts {
            strengths: strengths.iter().enumerate().filter(|_| free).map(strength).collect(),
            dream: (need.goal.is_empty() && !typed.prompts.now.is_empty())
                .then(|| (format!("dream:{row}"), short(&typed.prompts.now))),
            kept: against.kept_goals.get(row).copied().unwrap_or_default(),
        }
    };
    typed.needs.iter().enumerate().map(of_row).collect()
}

/// The needs that the review found.
pub(super) fn offers(against: &AgainstLast) -> Vec<NeedOfferView> {
    let offer = |(at, it): (usize, &NeedOffer)| NeedOfferView {
        value: format!("need:{at}"),
        label: it.kind.label(),
        words: it.row.need.clone(),
    };
    against.offers.iter().enumerate().map(offer).collect()
}

/// Puts what a button offered into the form.
pub(super) fn take(form: &mut Form, frame: &Frame, asked: &str) {
    let typed = plan_fields::read(&mut form.clone());
    let against = frame.renewal.as_ref().map(|it| it.told(&typed)).unwrap_or_default();
    let mut parts = asked.split(':');
    let what = parts.next().unwrap_or_default();
    let number = parts.next().and_then(|it| it.parse::<usize>().ok());
    match (what, number) {
        ("review", _) => {
            let known = [(Field::Effect, against.effect), (Field::UnchangedReason, against.unchanged_reason)];
            for (field, words) in known.into_iter().filter_map(|(field, words)| Some((field, words?))) {
                form.set(field.name(), words);
            }
        }
        ("need", Some(at)) => {
            if let Some(offer) = against.offers.get(at) {
                add(form, &offer.row);
            }
        }
        ("dream", Some(row)) => form.set(&PLAN_NEEDS.field("need_goal", row), typed.prompts.now),
        ("strength", Some(row)) => {
            let at = parts.next().and_then(|it| it.parse::<usize>().ok());
            let words = frame.side.as_ref().zip(at).and_then(|(side, at)| side.of.strengths.get(at));
            if let Some(words) = words {
                form.set(&PLAN_NEEDS.field("need_strength", row), words);
            }
        }
        _ => {}
    }
}

/// A need in the first row in which nothing is typed, else in one more.
fn add(form: &mut Form, need: &NeedRow) {
    let count = PLAN_NEEDS.count(form);
    let empty = |row: &usize| form.value(&PLAN_NEEDS.field("need", *row)).trim().is_empty();
    let free = (0..count).find(empty).unwrap_or(count);
    if free >= PLAN_NEEDS.most {
        form.error("needs", format!("課題は{}行までです", PLAN_NEEDS.most));
        return;
    }
    plan_fields::put_need(form, free, need);
    form.set(PLAN_NEEDS.name, count.max(free + 1).to_string());
}
