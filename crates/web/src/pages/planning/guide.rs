//! 変更の手順 and 更新の進め方 in words, each step with the page where it is done.

use app::planning::{FieldCount, GuideState, RenewalGuide, RenewalLine};
use domain::{
    monitoring::LampView,
    planning::{
        CaseFactKind,
        change_guide::{GuideLine, GuideMark, GuideStep},
    },
};

use super::frame::Frame;
use crate::at;

/// The way of a case, step by step.
pub(super) struct Guide {
    pub(super) title: &'static str,
    /// The fields of all its texts, where they are counted.
    pub(super) fields: Option<FieldCount>,
    pub(super) rows: Vec<GuideRow>,
}

/// A step of the guide.
pub(super) struct GuideRow {
    pub(super) label: &'static str,
    /// Where it is done.
    pub(super) href: String,
    pub(super) shape: &'static str,
    pub(super) class: &'static str,
    pub(super) state: &'static str,
    /// The fields of its text.
    pub(super) fields: Option<FieldCount>,
    pub(super) told: Vec<String>,
}

/// The guide of the case: of a change, or of a renewal as it was counted; none for another case.
pub(super) fn of(frame: &Frame, renewal: Option<&RenewalGuide>) -> Option<Guide> {
    let change = frame.view.guide.as_ref().map(|lines| Guide {
        title: "変更の手順",
        fields: None,
        rows: lines.iter().map(|line| row(frame, line)).collect(),
    });
    change.or_else(|| {
        renewal.map(|guide| Guide {
            title: "更新の進め方",
            fields: Some(guide.fields),
            rows: guide.lines.iter().map(|line| renewal_row(frame, line)).collect(),
        })
    })
}

fn renewal_row(frame: &Frame, line: &RenewalLine) -> GuideRow {
    let look = if line.state == GuideState::Done { LampView::Done } else { LampView::Open };
    GuideRow {
        label: line.part.label(),
        href: at::case_part(frame.view.case.id, line.part),
        shape: look.shape(),
        class: look.class(),
        state: if line.state == GuideState::Written { "書きかけ" } else { look.label() },
        fields: line.fields,
        told: line.looks.clone(),
    }
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
        fields: None,
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
