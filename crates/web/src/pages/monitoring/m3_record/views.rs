//! モニタリングの視点 of the form, each beside the answer of the last round.

use domain::monitoring::m3_record::{Seen, Viewpoint, ViewpointAnswer};

use crate::{Form, form::rows::VIEWS, pages::monitoring::Frame};

/// A question.
pub(super) struct View {
    pub(super) question: String,
    pub(super) point: String,
    pub(super) provider: String,
    pub(super) seen: String,
    pub(super) note: String,
    /// 前回: the answer with its note; empty where there was none.
    pub(super) last: String,
    /// Whether the answers differ.
    pub(super) changed: bool,
    /// Whether changes of the life belong to it: they are recorded on a page of their own.
    pub(super) is_life: bool,
}

impl View {
    pub(super) fn all(frame: &Frame, form: &Form) -> Vec<Self> {
        (0..VIEWS.count(form)).filter_map(|row| Self::of(frame, form, row)).collect()
    }

    fn of(frame: &Frame, form: &Form, row: usize) -> Option<Self> {
        let name = |field: &str| VIEWS.field(field, row);
        let viewpoint = Viewpoint::from_word(form.value(&name("view_point")))?;
        let seen = Seen::from_word(form.value(&name("view_seen"))).unwrap_or_default();
        let own = ViewpointAnswer {
            viewpoint,
            provider: form.value(&name("view_provider")).to_owned(),
            seen,
            note: String::new(),
        };
        let report = frame.view.last.as_ref().and_then(|last| last.finished_report());
        let last = report.and_then(|(_, report)| report.viewpoints.iter().find(|one| one.asks_the_same(&own)));
        let note = |one: &ViewpointAnswer| {
            if one.note.is_empty() { String::new() } else { format!("（{}）", one.note) }
        };
        Some(Self {
            question: own.question(),
            point: name("view_point"),
            provider: name("view_provider"),
            seen: name("view_seen"),
            note: name("view_note"),
            last: last.map(|one| format!("{}{}", one.seen.label(), note(one))).unwrap_or_default(),
            changed: last.is_some_and(|one| one.seen != seen && seen != Seen::Unconfirmed),
            is_life: viewpoint == Viewpoint::Life,
        })
    }
}
