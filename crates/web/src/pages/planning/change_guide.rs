//! 変更の手順 in words, each step with the page where it is done.

use domain::{
    monitoring::LampView,
    planning::{
        CaseFactKind,
        change_guide::{GuideLine, GuideMark, GuideStep},
    },
};

use super::frame::Frame;
use crate::at;

/// A step of the guide.
pub struct GuideRow {
    pub label: &'static str,
    /// Where it is done.
    pub href: String,
    pub shape: &'static str,
    pub class: &'static str,
    pub state: &'static str,
    pub told: Vec<String>,
}

/// The guide of the case; empty for one that is no change.
pub(super) fn rows(frame: &Frame) -> Vec<GuideRow> {
    frame.view.guide.iter().flatten().map(|line| row(frame, line)).collect()
}

fn row(frame: &Frame, line: &GuideLine) -> GuideRow {
    let (look, shape, state) = match line.mark {
        GuideMark::Done => (LampView::Done, LampView::Done.shape(), LampView::Done.label()),
        GuideMark::Open => (LampView::Open, LampView::Open.shape(), LampView::Open.label()),
        GuideMark::Told => (LampView::Answer, "▲", "確認"),
        GuideMark::Note => (LampView::NotRequired, LampView::NotRequired.shape(), ""),
    };
    GuideRow {
        label: line.step.label(),
        href: href(frame, line.step),
        shape,
        class: look.class(),
        state,
        told: line.told.clone(),
    }
}

fn href(frame: &Frame, step: GuideStep) -> String {
    let case = &frame.view.case;
    let part = match step {
        GuideStep::Interview => CaseFactKind::Interview,
        GuideStep::Options | GuideStep::Ward | GuideStep::Day => CaseFactKind::WardConsultation,
        GuideStep::Usage => return at::used_amounts(case.client),
        GuideStep::Both if case.standing_of(CaseFactKind::Draft).next().is_some() => CaseFactKind::WeekPlan,
        GuideStep::Both => CaseFactKind::Draft,
        GuideStep::Month => CaseFactKind::Consent,
    };
    at::case_part(case.id, part)
}
