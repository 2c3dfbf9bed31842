//! `GET /planning/{planning}/….pdf?layout=…`: the papers of a case. Without a layout they come in the one that the municipality takes.

use app::{
    Cx, Refusal,
    planning::{PlanPaper, conference_minutes, print_application, print_assessment, print_basic, print_plan},
};
use axum::extract::{Query, State};
use domain::id::CaseId;
use forms::FilledForm;

use crate::{
    AppState, PageResult, PathId, Session,
    pages::paper::{LayoutQuery, drawn, written},
};

/// A paper of a case.
pub trait CasePaper: 'static {
    /// Its form with everything in its fields.
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal>;
}

/// The paper as a PDF.
pub async fn show<P: CasePaper>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    Query(query): Query<LayoutQuery>,
) -> PageResult {
    let filled = state.read(&session, move |cx| P::filled(cx, id, &query.layout)).await?;
    drawn(&state, &session, filled).await
}

/// The paper as a workbook, for municipalities that ask for one.
pub async fn workbook<P: CasePaper>(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    Query(query): Query<LayoutQuery>,
) -> PageResult {
    let filled = state.read(&session, move |cx| P::filled(cx, id, &query.layout)).await?;
    written(filled).await
}

/// 別紙1, 別紙2 and 相談受付票.
pub struct Basic;

impl CasePaper for Basic {
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
        print_basic(cx, case, layout)
    }
}

/// アセスメント票.
pub struct Assessment;

impl CasePaper for Assessment {
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
        print_assessment(cx, case, layout)
    }
}

/// 計画案 with its week.
pub struct Proposal;

impl CasePaper for Proposal {
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
        print_plan(cx, case, PlanPaper::Proposal, layout)
    }
}

/// 計画 with its week.
pub struct Plan;

impl CasePaper for Plan {
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
        print_plan(cx, case, PlanPaper::Plan, layout)
    }
}

/// サービス担当者会議録.
pub struct Minutes;

impl CasePaper for Minutes {
    fn filled(cx: &mut Cx<'_>, case: CaseId, layout: &str) -> Result<FilledForm, Refusal> {
        conference_minutes(cx, case, layout)
    }
}

/// 支給申請書.
pub struct Application;

impl CasePaper for Application {
    fn filled(cx: &mut Cx<'_>, case: CaseId, _layout: &str) -> Result<FilledForm, Refusal> {
        print_application(cx, case, "application")
    }
}

/// 計画相談支援依頼（変更）届出書.
pub struct Notice;

impl CasePaper for Notice {
    fn filled(cx: &mut Cx<'_>, case: CaseId, _layout: &str) -> Result<FilledForm, Refusal> {
        print_application(cx, case, "notice")
    }
}
