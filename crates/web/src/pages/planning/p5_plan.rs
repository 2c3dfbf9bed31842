//! p5 計画: the draft's form once more, begun with the draft, with what differs from it; and the versions side by side.

use app::{
    drafts::DraftForm,
    planning::{PlanVersion, plan_versions},
};
use askama::Template;
use axum::extract::{Query, State};
use calendar::wareki;
use domain::{
    id::CaseId,
    planning::{CaseFactKind, CaseText as _, p5_plan::Plan},
};
use serde::Deserialize;

use super::{
    frame::Frame,
    plan_changes::{Difference, differences},
    plan_fields::{self, PlanFields},
    renewal_fields,
    text::{Saved, TextPage, TextState},
};
use crate::{
    AppState, Form, Layout, PageResult, PathId, Session, form::rows::Rows, pages::step::StepFrame as _, show as page,
    time,
};

/// The field that carries the draft from which the plan began.
const MADE_FROM: &str = "made_from";

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p5_plan.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    plan: PlanFields,
    /// What differs from the draft.
    changes: Vec<Difference>,
    /// What is otherwise than it was decided.
    unlike: Vec<String>,
    /// What the steps before still lack.
    lacks: Vec<String>,
    /// 印刷上の作成日 and the day of the consent, where they are two.
    printed: Option<[String; 2]>,
}

impl TextPage for Page {
    type Text = Plan;

    const FORM: DraftForm = DraftForm::Plan;
    const ROWS: &'static [Rows] = plan_fields::ROWS;

    fn fill(form: Form, text: &Plan) -> Form {
        let made_from = text.made_from.map(|id| id.to_string()).unwrap_or_default();
        plan_fields::fill(form, &text.text).with(MADE_FROM, made_from)
    }

    fn read(form: &mut Form) -> Plan {
        Plan { made_from: form.value(MADE_FROM).parse().ok(), text: plan_fields::read(form) }
    }

    fn take(form: &mut Form, frame: &Frame, asked: &str) {
        renewal_fields::take(form, frame, asked);
    }

    fn page(session: &Session, frame: Frame, mut form: Form, text: TextState) -> Self {
        let plan = PlanFields::of(&mut form, &frame);
        let draft = frame.versions.as_ref().and_then(|it| it.all.first().filter(|it| it.number.is_none()));
        let changes = draft.zip(frame.versions.as_ref()).map(|(draft, versions)| {
            // The empty rows that the page holds out to be filled are no difference.
            let typed = plan.typed.clone().tidied();
            let (needs, services) = versions.typed(&typed);
            differences((&draft.text, &typed), &needs, &services)
        });
        Self {
            layout: frame.layout(session),
            unlike: frame.view.unlike_decision(&plan.typed),
            changes: changes.unwrap_or_default().into_iter().filter(|it| !it.is_same()).collect(),
            lacks: frame.view.case.before_plan_lacks(),
            printed: frame
                .view
                .printed_otherwise()
                .map(|(printed, agreed)| [wareki::long(printed), wareki::long(agreed)]),
            plan,
            frame,
            form,
            text,
        }
    }
}

/// Which two versions are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    was: String,
    now: String,
}

/// Two versions side by side.
#[derive(Template)]
#[template(path = "planning/p5_plan_versions.html")]
struct Versions {
    layout: Layout,
    frame: Frame,
    choices: Vec<VersionChoice>,
    changes: Vec<Difference>,
}

/// A version to choose.
struct VersionChoice {
    id: String,
    words: String,
    /// Whether it is the older one on the page.
    is_was: bool,
    /// Whether it is the newer one.
    is_now: bool,
}

/// 「2版 佐藤 花子 11月20日 10:00（R8.11.21 同意）」.
fn named(version: &PlanVersion) -> String {
    let what = version.number.map_or_else(|| "計画案".to_owned(), |number| format!("計画 {number}版"));
    let agreed = version.agreed_on.map(|day| format!("（{} 同意）", wareki::short(day))).unwrap_or_default();
    format!("{what}　{}{agreed}", time::stamped(&version.by, &version.at))
}

/// `GET /planning/{planning}/p5-plan/versions`.
pub async fn show_versions(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(CaseFactKind::Plan)).await?;
    let two = (asked.was.parse().ok(), asked.now.parse().ok());
    let versions = state.read(&session, move |cx| plan_versions(cx, id, two)).await?;
    let both = versions.was.as_ref().zip(versions.now.as_ref());
    let is = |side: Option<&PlanVersion>, one: &PlanVersion| side.is_some_and(|side| side.id == one.id);
    let choice = |one: &PlanVersion| VersionChoice {
        id: one.id.to_string(),
        words: named(one),
        is_was: is(versions.was.as_ref(), one),
        is_now: is(versions.now.as_ref(), one),
    };
    let changes = both.map(|(was, now)| differences((&was.text, &now.text), &versions.needs, &versions.services));
    Ok(page(&Versions {
        layout: frame.layout(&session),
        choices: versions.all.iter().map(choice).collect(),
        changes: changes.unwrap_or_default(),
        frame,
    }))
}
